import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Cell, csvCell } from '../../src/reports/escape/csv.js';
import { logText } from '../../src/reports/escape/log.js';
import { terminalText } from '../../src/reports/escape/terminal.js';
import { masker } from '../default-masker.js';

describe('csvCell', () => {
  it.each<[string, Cell, string]>([
    ['plain text stays', '您好, "ABC"', '您好, "ABC"'],
    ['nothing is empty', null, ''],
    ['a number stays a number', -0.5, '-0.5'],
    ['a truth stays', false, 'false'],
    ['equals sign', '=1+1', "'=1+1"],
    ['plus', '+8613800001234', "'+8613800001234"],
    ['minus', '-2', "'-2"],
    ['at', '@SUM(A1)', "'@SUM(A1)"],
    ['behind spaces', '  =1', "'  =1"],
    ['behind a tab', '\t=1', "' =1"],
    ['behind a return', '\r\n=1', "' =1"],
    ['behind an ideographic space', '\u3000=1', "'\u3000=1"],
    ['behind an invisible character', '\u200B=1', "'=1"],
    ['behind a soft hyphen', '\u00AD=1', "'\u00AD=1"],
    ['full-width equals', '\uFF1D1', "'\uFF1D1"],
    ['full-width plus', '\uFF0B1', "'\uFF0B1"],
    ['full-width minus', '\uFF0D1', "'\uFF0D1"],
    ['full-width at', '\uFF20A', "'\uFF20A"],
    ['small equals', '\uFE661', "'\uFE661"],
    ['a sign inside is harmless', 'a=1', 'a=1'],
    ['controls go, breaks become a space', 'a\u0000b\u001B[31mc\nd\u0085e', 'ab[31mc d e'],
    ['direction marks go', 'a\u202Eb\u2066c', 'abc'],
    ['half a character is replaced', 'a\uD83Db', 'a\uFFFDb'],
    ['an emoji stays', '\u{1F600}', '\u{1F600}'],
  ])('%s', (_, value, expected) => {
    expect(csvCell(value)).toBe(expected);
  });

  it('never begins like a formula, whatever stands in front', () => {
    const blanks = fc.constantFrom(' ', '\t', '\r', '\n', '\u3000', '\u00A0', '\u200B', '\uFEFF', '\u0000', '\u202E');
    const signs = fc.constantFrom('=', '+', '-', '@', '\uFF1D', '\uFF0B', '\uFF0D', '\uFF20', 'x', '');
    fc.assert(
      fc.property(fc.array(blanks), signs, fc.string({ unit: 'binary' }), (front, sign, rest) => {
        const cell = csvCell(front.join('') + sign + rest);
        expect(cell.trimStart().normalize('NFKC')).not.toMatch(/^[=+\-@]/);
        expect(cell).not.toMatch(/[\u0000-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069]/);
      }),
    );
  });
});

describe('terminalText', () => {
  it.each([
    ['colours', '\u001B[31mred\u001B[0m', 'red'],
    ['moves of the cursor', 'a\u001B[2Jb\u001B[1;1Hc', 'abc'],
    ['titles of the window', '\u001B]0;owned\u0007x', 'x'],
    ['links', '\u001B]8;;http://a\u001B\\text\u001B]8;;\u001B\\', 'text'],
    ['eight-bit sequences', '\u009B31mred', 'red'],
    ['a bell and a backspace', 'a\u0007b\u0008c', 'abc'],
    ['direction marks', 'abc\u202Edef', 'abcdef'],
    ['line breaks', 'a\r\nb', 'a b'],
    ['plain Chinese stays', '您好，“请讲”', '您好，“请讲”'],
  ])('%s', (_, text, expected) => {
    expect(terminalText(text)).toBe(expected);
  });

  it('leaves no control and no direction character', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(terminalText(text)).not.toMatch(
          /[\u0000-\u001F\u007F-\u009F\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/,
        );
      }),
    );
  });
});

describe('logText', () => {
  it.each([
    ['one line', 'a\nb', 'a b'],
    ['no colours', '\u001B[31mred', 'red'],
    ['a mobile number', 'call of 13800001234 done', 'call of 138****1234 done'],
    ['a number said', 'call of 幺三八零零零零幺二三四', 'call of 幺三八****幺二三四'],
    ['dates and counts stay', '2026-03-02: 2000 calls', '2026-03-02: 2000 calls'],
  ])('%s', (_, text, expected) => {
    expect(logText(text, masker)).toBe(expected);
  });
});
