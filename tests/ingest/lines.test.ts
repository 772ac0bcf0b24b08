import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodingByMark, guessEncoding } from '../../src/ingest/encoding.js';
import { blocksOf, type Line, linesOf } from '../../src/ingest/lines.js';
import { spoken, takeBytes } from './helpers.js';

async function linesIn(bytes: Buffer, blockBytes: number, maxLineBytes?: number): Promise<Line[]> {
  async function* chunks() {
    yield bytes;
  }
  const lines: Line[] = [];
  for await (const batch of linesOf(blocksOf(chunks(), blockBytes), {
    callMegabytes: (maxLineBytes ?? 50_000_000) / 1e6,
  }))
    lines.push(...batch);
  return lines;
}

describe('lines', () => {
  it('are the same in blocks of any size, in every encoding', async () => {
    const encodings = ['utf8', 'utf16le', 'utf16be'] as const;
    const text = fc.array(fc.constantFrom('a', '你', '好', '😀', '\n', '\r', '\r\n', ' '), { maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(
        text,
        fc.constantFrom(...encodings),
        fc.integer({ min: 2, max: 40 }),
        async (parts, name, half) => {
          const whole = parts.join('');
          const bytes =
            name === 'utf8'
              ? Buffer.from(`\ufeff${whole}`)
              : name === 'utf16le'
                ? Buffer.from(`\ufeff${whole}`, 'utf16le')
                : Buffer.from(`\ufeff${whole}`, 'utf16le').swap16();
          const expected = whole.split(/\r\n|\n|\r/);
          if (expected.at(-1) === '') expected.pop();
          const lines = await linesIn(bytes, half * 2);
          expect(lines.map(({ text: line }) => line)).toEqual(expected);
          expect(lines.map(({ number }) => number)).toEqual(expected.map((_, index) => index + 1));
          expect(lines.every(({ fault }) => fault === null)).toBe(true);
        },
      ),
    );
  });

  it('read GB18030 and name the line of a broken byte', async () => {
    const good = Buffer.from([0xc4, 0xe3, 0xba, 0xc3]);
    const lines = await linesIn(Buffer.concat([good, Buffer.from('\n'), Buffer.from([0xff, 0x0a]), good]), 1 << 20);
    expect(lines.map(({ text, fault }) => (fault === null ? text : fault.kind))).toEqual(['你好', 'bytes', '你好']);
  });

  it('name a lone half of a character and an odd byte in UTF-16', async () => {
    const bytes = Buffer.from([0xff, 0xfe, 0x61, 0, 0x0a, 0, 0x3d, 0xd8, 0x0a, 0, 0x62, 0, 0x63]);
    const lines = await linesIn(bytes, 4);
    expect(lines.map(({ text, fault }) => (fault === null ? text : fault.kind))).toEqual(['a', 'bytes', 'bytes']);
  });

  it('do not hold what is too long, and read on after it', async () => {
    const bytes = Buffer.from(`a\n${'b'.repeat(500)}\nc\n${'d'.repeat(500)}`);
    const lines = await linesIn(bytes, 20, 100);
    expect(lines.map(({ number, text, fault }) => [number, fault === null ? text : fault.kind])).toEqual([
      [1, 'a'],
      [2, 'too_long'],
      [3, 'c'],
      [4, 'too_long'],
    ]);
  });
});

const latin = (text: string) => Buffer.from(text, 'latin1');

describe('Windows-1252', () => {
  it('is read where letters with marks stand among plain ones', async () => {
    const text = 'Agent: Good morning, Caf\u00e9 M\u00fcller\nCustomer: It\u0092s \u00a35, isn\u0092t it?\n';
    const { calls, rejects } = await takeBytes(latin(text));
    expect(rejects).toEqual([]);
    expect(spoken(calls[0])).toEqual(['agent: Good morning, Café Müller', 'caller: It’s £5, isn’t it?']);
  });

  it('of no letter is told', async () => {
    const { rejects } = await takeBytes(latin('Agent: Caf\u00e9\nCustomer: no\u0081 yes, Caf\u00e9\n'));
    expect(rejects.map(({ code }) => code)).toEqual(['broken_bytes']);
  });
});

describe('encodings', () => {
  it('are known by their marks', () => {
    expect(encodingByMark(Buffer.from([0xef, 0xbb, 0xbf]))).toEqual({ encoding: 'utf-8', length: 3 });
    expect(encodingByMark(Buffer.from('abc'))).toBeNull();
  });

  it.each([
    ['ASCII is either', Buffer.from('abc'), null],
    ['UTF-8', Buffer.from('客服：您好'), 'utf-8'],
    ['UTF-8 with a broken byte is no GB18030', Buffer.concat([Buffer.from('客服您好'), Buffer.from([0xe4])]), 'utf-8'],
    ['UTF-8 cut within a character', Buffer.from('客服').subarray(0, 5), 'utf-8'],
    ['UTF-8 in which a replacement character stands', Buffer.from('caf\u00e9 \ufffd \ufffd'), 'utf-8'],
    ['Windows-1252', latin('Agent: the caf\u00e9 owes \u00a35, Mr M\u00fcller, doesn\u0092t it?'), 'windows-1252'],
    [
      'Windows-1252 in German',
      latin('Guten Tag, f\u00fcr die Gr\u00f6\u00dfe 42 h\u00e4tte ich gern \u0084Z\u00fcrich\u0093'),
      'windows-1252',
    ],
    [
      'GB18030 with a name among English',
      Buffer.concat([latin('Agent: hello Mr '), Buffer.from([0xd5, 0xc5])]),
      'gb18030',
    ],
    ['Big5 is no Windows-1252', Buffer.from('b17aa66ea141bdd0b0dda6b3a4b0bbf2a569a548c0b0b17a', 'hex'), 'gb18030'],
    ['Mac Roman is no Windows-1252', latin('caf\u008e cr\u008eme, r\u008esum\u008e'), 'gb18030'],
    ['GB18030', Buffer.from([0xbf, 0xcd, 0xb7, 0xfe, 0xa3, 0xba, 0xc4, 0xfa, 0xba, 0xc3]), 'gb18030'],
  ])('%s', (_name, bytes, encoding) => {
    expect(guessEncoding(bytes)).toBe(encoding);
  });
});
