/**
 * Which bytes are which letters. UTF-8 (with or without byte-order mark), UTF-16 with byte-order mark, GB18030, and
 * Windows-1252 (which holds Latin-1) where single letters with marks stand among plain ones are read; anything else is
 * refused, since a wrong letter would be scored as if somebody had said it.
 */

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'gb18030' | 'windows-1252';

/** The encoding that a byte-order mark names, with the mark's length in bytes; null without a mark. */
export function encodingByMark(head: Buffer): { readonly encoding: Encoding; readonly length: number } | null {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return { encoding: 'utf-8', length: 3 };
  if (head[0] === 0xff && head[1] === 0xfe) return { encoding: 'utf-16le', length: 2 };
  if (head[0] === 0xfe && head[1] === 0xff) return { encoding: 'utf-16be', length: 2 };
  return null;
}

/**
 * In GB18030 text read as UTF-8, hardly a byte in twenty happens to form a character of three bytes; in UTF-8 text with
 * damage, most do. (Characters of two bytes are no witness: common pairs of GB18030 look like them.)
 */
const MIN_WHOLE_PER_BROKEN = 0.2;

/**
 * UTF-8, Windows-1252 or GB18030, by a sample without byte-order mark; null where the sample is ASCII only, which is all
 * of them. Bytes that break UTF-8 mean Windows-1252 where they stand alone, else GB18030, unless many whole characters of
 * UTF-8 stand beside them: then it is UTF-8 with damage, which read as GB18030 would be a page of wrong letters.
 */
export function guessEncoding(sample: Buffer): 'utf-8' | 'gb18030' | 'windows-1252' | null {
  if (isAscii(sample)) return null;
  // A replacement character may stand in whole UTF-8 too, where a recogniser wrote one.
  if (isWholeUtf8(sample)) return 'utf-8';
  if (isLatin(sample)) return 'windows-1252';
  // A character cut off by the end of the sample is held back by `stream`, so it counts for neither side.
  const asUtf8 = new TextDecoder('utf-8').decode(sample, { stream: true });
  let whole = 0;
  let broken = 0;
  for (const character of asUtf8) {
    if (character === '\ufffd') broken++;
    else if (character > '\u07ff') whole++;
  }
  return whole >= broken * MIN_WHOLE_PER_BROKEN ? 'utf-8' : 'gb18030';
}

/** Whether no byte breaks UTF-8; the character that the end of the sample cuts off is not looked at. */
function isWholeUtf8(sample: Buffer): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(sample, { stream: true });
    return true;
  } catch {
    return false;
  }
}

/** So much of the runs of bytes above ASCII is a single byte in Windows-1252; GB18030 has them in pairs. */
const MIN_SINGLE_SHARE = 0.7;
/** So many of those single bytes have no other one near: in Big5 every second byte may be one. */
const MIN_LONE_SHARE = 0.5;
const NEAR_BYTES = 2;
/** What Windows-1252 has from 0x80 to 0x9f, where Latin-1 has nothing to say; blanks stand for bytes without a letter. */
const FROM_0X80 =
  '\u20ac \u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152 \u017d  \u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153 \u017e\u0178';
/** A capital within a word: the letters are those of another encoding of single bytes. */
const CAPITAL_WITHIN = /\p{Ll}\p{Lu}/gu;

function isLatin(sample: Buffer): boolean {
  let runs = 0;
  let single = 0;
  let lone = 0;
  let lastEnd = Number.NEGATIVE_INFINITY;
  for (let at = 0; at < sample.length; at++) {
    if (sample[at]! < 0x80) continue;
    const start = at;
    while (at + 1 < sample.length && sample[at + 1]! >= 0x80) at++;
    runs++;
    const isNear = start - lastEnd <= NEAR_BYTES || sample[at + NEAR_BYTES]! >= 0x80;
    if (at === start) single++;
    if (at === start && !isNear) lone++;
    lastEnd = at;
  }
  if (single < runs * MIN_SINGLE_SHARE || lone < single * MIN_LONE_SHARE) return false;
  const wrong = decodeLatin(sample).match(CAPITAL_WITHIN) ?? [];
  return wrong.filter((pair) => pair[1]! > '\u007f').length < runs * (1 - MIN_SINGLE_SHARE);
}

function isAscii(bytes: Buffer): boolean {
  for (const byte of bytes) if (byte > 0x7f) return false;
  return true;
}

const STRICT = {
  'utf-8': new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }),
  gb18030: new TextDecoder('gb18030', { fatal: true, ignoreBOM: true }),
} as const;

const LONE_SURROGATE = /\p{Surrogate}/u;

/** The text of whole characters; null where a byte is broken. */
export function decodeStrictly(bytes: Buffer, encoding: Encoding): string | null {
  if (encoding === 'utf-16le' || encoding === 'utf-16be') {
    if (bytes.length % 2 !== 0) return null;
    const text = (encoding === 'utf-16le' ? bytes : Buffer.from(bytes).swap16()).toString('utf16le');
    return LONE_SURROGATE.test(text) ? null : text;
  }
  if (encoding === 'windows-1252') {
    return bytes.every((byte) => byte < 0x80 || byte > 0x9f || FROM_0X80[byte - 0x80] !== ' ')
      ? decodeLatin(bytes)
      : null;
  }
  try {
    return STRICT[encoding].decode(bytes);
  } catch {
    return null;
  }
}

/** The text with replacement characters for what is broken: never to be scored, only to see what the bytes belong to. */
export function decodeLossily(bytes: Buffer, encoding: Encoding): string {
  return encoding === 'windows-1252' ? decodeLatin(bytes) : new TextDecoder(encoding).decode(bytes);
}

/** By the table above, as the decoder of Node 20 takes Windows-1252 for Latin-1. */
function decodeLatin(bytes: Buffer): string {
  return bytes.toString('latin1').replace(/[\x80-\x9f]/g, (one) => FROM_0X80[one.charCodeAt(0) - 0x80]!);
}

/** Whether a text holds half a character, which no encoding can write. */
export function hasLoneSurrogate(text: string): boolean {
  return LONE_SURROGATE.test(text);
}

export function encodingName(encoding: Encoding): string {
  return encoding.toUpperCase();
}
