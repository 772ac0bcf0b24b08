import { describe, expect, it } from 'vitest';
import { compileTemplate } from '../../src/text/template.js';

const settings = { gap: 4, numerals: '一二三两半' };

function found(phrase: string, text: string): readonly string[] {
  return compileTemplate(phrase, settings)
    .match(text)
    .map((span) => text.slice(span.start, span.end));
}

describe('compileTemplate', () => {
  it.each([
    ['plain words', '理解心情', '我理解心情', ['理解心情']],
    ['plain words twice', '退款', '退款退款', ['退款', '退款']],
    ['a gap within reach', '理解…心情', '理解您的心情', ['理解您的心情']],
    ['a gap too wide', '理解…心情', '理解您这几天的心情', []],
    ['a gap over a clause end', '理解…心情', '理解，心情', []],
    ['a number in numerals', '#个工作日', '三个工作日内', ['三个工作日']],
    ['a number in digits', '#小时', '48小时', ['48小时']],
    ['one of several', '(退|换)(钱|货)', '给我换货', ['换货']],
    ['an optional part', '(很|非常)?抱歉', '抱歉', ['抱歉']],
    ['nested choices', '(我(们|这边)|公司)负责', '我这边负责', ['我这边负责']],
    ['a Latin word is whole', 'app', 'apply for the app', ['app']],
    ['a Latin word between Han characters', 'app', '打开app退款', ['app']],
    ['the rest of a Latin word', 'apolog*', 'we apologise', ['apologise']],
    ['the end of a clause as one of several', '投诉(吗|$)', '我要投诉，投诉电话', ['投诉']],
    ['characters that a pattern would read', '3.5折(吗)?', '打3.5折吗', ['3.5折吗']],
  ])('%s', (_, phrase, text, expected) => {
    expect(found(phrase, text)).toEqual(expected);
  });

  it.each([
    ['(退|换', 'never closed'],
    ['退)货', 'stray ")"'],
    ['…', 'no fixed words'],
    ['(退)?', 'no fixed words'],
    ['退^货', 'at the beginning'],
  ])('refuses %s', (phrase, message) => {
    expect(() => compileTemplate(phrase, settings)).toThrow(message);
  });
});
