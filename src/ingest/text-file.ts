/** A whole file as text, in any of the encodings that ingest reads; for tables that are small enough to hold. */
import { readFile } from 'node:fs/promises';
import { messageOf, TingpingError } from '../domain/errors.js';
import { decodeStrictly, encodingByMark, guessEncoding } from './encoding.js';

/** Throws a TingpingError where the file cannot be read, or its bytes are no text. */
export async function readTextFile(path: string): Promise<string> {
  let bytes: Buffer;
  try {
    bytes = await readFile(path);
  } catch (error) {
    throw new TingpingError('unreadable', `${path} cannot be read: ${messageOf(error)}.`, { file: path });
  }
  const mark = encodingByMark(bytes);
  const encoding = mark?.encoding ?? guessEncoding(bytes) ?? 'utf-8';
  const text = decodeStrictly(bytes.subarray(mark?.length ?? 0), encoding);
  if (text !== null) return text;
  throw new TingpingError(
    'unreadable',
    `${path} is neither UTF-8, UTF-16 with a byte-order mark, GB18030 nor Windows-1252: save it as UTF-8.`,
    { file: path },
  );
}
