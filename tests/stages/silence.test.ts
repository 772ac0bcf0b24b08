/** Turns in which nobody says anything, written as dots or as a recogniser's placeholder: they take and give no floor. */
import { describe, expect, it } from 'vitest';
import { labelsAt, observe } from './stage-harness.js';

const SILENT: readonly string[] = [
  '……',
  '...',
  '——',
  '[无声]…',
  '(听不清)——',
  '【静音】',
  '（无应答）……',
  '[inaudible]...',
  '<silence>',
  '[BLANK_AUDIO]',
];
const SPOKEN: readonly string[] = [
  '我那个订单的事——',
  '你听我说完……',
  '听不清你说什么…',
  '我想问一下[听不清]那个…',
  '静音键坏了——',
];

const ASKED = ['A: 您好，请问有什么可以帮您', 'A: 您好，请问能听到吗，您有什么事'] as const;

describe('a silent turn', () => {
  it.each(SILENT)('gives the agent nothing to cut off: %s', (text) => {
    const result = observe([ASKED[0], `C: ${text}`, ASKED[1]]);
    expect(result.reading.turns[1]!.empty).toBe(true);
    expect(labelsAt(result, 1)).not.toContain('open_ended');
    expect(labelsAt(result, 2)).not.toContain('interruption');
  });

  it.each(SILENT)('cuts nobody off: %s', (text) => {
    const result = observe([ASKED[0], 'C: 我的宽带断了', 'A: 我帮您查一下，您那边——', `C: ${text}`, 'A: 您还在吗']);
    expect(labelsAt(result, 3)).not.toContain('interruption');
  });

  it('is no turn of a silent line: the second notice ends it', () => {
    const result = observe([ASKED[0], 'C: [无声]', 'A: 听不到您的声音', 'C: (听不清)', 'A: 还是听不到您的声音，再见']);
    expect(labelsAt(result, 1)).toEqual(['backchannel']);
  });
});

describe('a turn that breaks off', () => {
  it.each(SPOKEN)('was cut off by whoever speaks next: %s', (text) => {
    const result = observe([ASKED[0], `C: ${text}`, 'A: 请问您的订单号是多少']);
    expect(labelsAt(result, 1)).toContain('open_ended');
    expect(labelsAt(result, 2)).toContain('interruption');
  });

  it.each(['嗯……', '呃——', '哦…'])('is none where it is a hesitation: %s', (text) => {
    expect(labelsAt(observe([ASKED[0], `C: ${text}`, ASKED[1]]), 2)).not.toContain('interruption');
  });
});
