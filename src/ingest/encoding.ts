/**
 * Which bytes are which letters. UTF-8 (with or without byte-order mark), UTF-16 with byte-order mark and GB18030 are
 * read; anything else is refused, since a replacement character would be scored as if somebody had said it.
 */

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'gb18030';

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
 * UTF-8 or GB18030, by a sample without byte-order mark; null where the sample is ASCII only, which is both.
 * Bytes that break UTF-8 mean GB18030, unless many whole characters of UTF-8 stand beside them: then it is UTF-8 with
 * damage, which read as GB18030 would be a page of wrong letters.
 */
export function guessEncoding(sample: Buffer): 'utf-8' | 'gb18030' | null {
  if (isAscii(sample)) return null;
  // A replacement character may stand in whole UTF-8 too, where a recogniser wrote one.
  if (isWholeUtf8(sample)) return 'utf-8';
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
  try {
    return STRICT[encoding].decode(bytes);
  } catch {
    return null;
  }
}

/** The text with replacement characters for what is broken: never to be scored, only to see what the bytes belong to. */
export function decodeLossily(bytes: Buffer, encoding: Encoding): string {
  return new TextDecoder(encoding).decode(bytes);
}

/** Whether a text holds half a character, which no encoding can write. */
export function hasLoneSurrogate(text: string): boolean {
  return LONE_SURROGATE.test(text);
}

export function encodingName(encoding: Encoding): string {
  return encoding.toUpperCase();
}
