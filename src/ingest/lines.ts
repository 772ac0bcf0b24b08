/**
 * Lines of a byte stream, in memory of one block and one line. Every format is read from these lines, so that a broken
 * byte costs one line and not the file, and every fault knows its line number.
 */
import { decodeLossily, decodeStrictly, type Encoding, encodingByMark, guessEncoding } from './encoding.js';
import { callBytes, LIMITS, type Limits } from './limits.js';

/** A line without its end (LF, CR LF or CR). */
export interface Line {
  /** From 1. */
  readonly number: number;
  /** With a `fault`, no more than a hint where the line belongs: broken bytes are replaced, an overlong line is empty. */
  readonly text: string;
  readonly fault: LineFault | null;
}

export type LineFault =
  | { readonly kind: 'bytes'; readonly encoding: Encoding }
  | { readonly kind: 'too_long'; readonly callMegabytes: number };

export type LineBatches = AsyncIterable<readonly Line[]>;

/** Also the size of the sample from which the encoding is guessed. */
export const BLOCK_BYTES = 1 << 20;

const LF = 0x0a;
const CR = 0x0d;

/** Chunks of any size as blocks of `size` bytes (the last may be shorter), so that nothing depends on how bytes arrive. */
export async function* blocksOf(
  chunks: AsyncIterable<Uint8Array | string>,
  size: number = BLOCK_BYTES,
): AsyncGenerator<Buffer> {
  let held: Buffer[] = [];
  let heldBytes = 0;
  for await (const chunk of chunks) {
    let rest =
      typeof chunk === 'string' ? Buffer.from(chunk) : Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length);
    while (heldBytes + rest.length >= size) {
      const taken = size - heldBytes;
      yield Buffer.concat([...held, rest.subarray(0, taken)]);
      rest = rest.subarray(taken);
      held = [];
      heldBytes = 0;
    }
    if (rest.length > 0) {
      held.push(rest);
      heldBytes += rest.length;
    }
  }
  if (heldBytes > 0) yield Buffer.concat(held);
}

/**
 * Lines of the blocks, in batches of those that a block ends. Blocks must have an even length, save the last.
 * A line of more than the limit of a call (to the nearest block) is not held, its fault is `too_long`.
 */
export async function* linesOf(
  blocks: AsyncIterable<Buffer>,
  limits: Pick<Limits, 'callMegabytes'> = LIMITS,
): AsyncGenerator<readonly Line[]> {
  let encoding: Encoding | null = null;
  let atStart = true;
  let held: Buffer[] = [];
  let heldBytes = 0;
  let overlong = false;
  let number = 1;
  const release = (tail: Buffer): readonly Line[] => {
    const lines = readLines(Buffer.concat([...held, tail]), number, encoding ?? 'utf-8');
    if (overlong) lines[0] = { number, text: '', fault: { kind: 'too_long', callMegabytes: limits.callMegabytes } };
    held = [];
    heldBytes = 0;
    overlong = false;
    number += lines.length;
    return lines;
  };
  for await (const block of blocks) {
    const mark = atStart ? encodingByMark(block) : null;
    const bytes = block.subarray(mark?.length ?? 0);
    encoding ??= mark?.encoding ?? guessEncoding(bytes);
    atStart = false;
    const cut = afterLastLineEnd(bytes, encoding ?? 'utf-8');
    if (cut > 0) yield release(bytes.subarray(0, cut));
    if (overlong || cut === bytes.length) continue;
    held.push(bytes.subarray(cut));
    heldBytes += bytes.length - cut;
    overlong = heldBytes > callBytes(limits);
    if (overlong) held = [];
  }
  if (heldBytes > 0) yield release(Buffer.alloc(0));
}

/** Lines of whole bytes; a line end at the very end begins no further line. */
function readLines(bytes: Buffer, firstNumber: number, encoding: Encoding): Line[] {
  const text = decodeStrictly(bytes, encoding);
  if (text !== null) return splitText(text).map((line, index) => wholeLine(firstNumber + index, line));
  return splitBytes(bytes, encoding).map((part, index) => {
    const line = decodeStrictly(part, encoding);
    if (line !== null) return wholeLine(firstNumber + index, line);
    return { number: firstNumber + index, text: decodeLossily(part, encoding), fault: { kind: 'bytes', encoding } };
  });
}

function wholeLine(number: number, text: string): Line {
  // GB18030 has a byte-order mark too, which its decoder leaves in.
  return { number, text: number === 1 && text.startsWith('\ufeff') ? text.slice(1) : text, fault: null };
}

function splitText(text: string): string[] {
  const lines = text.split(/\r\n|\n|\r/);
  if (lines.length > 1 && lines.at(-1) === '') lines.pop();
  return lines;
}

function splitBytes(bytes: Buffer, encoding: Encoding): Buffer[] {
  const lines: Buffer[] = [];
  let start = 0;
  for (let at = 0; at < bytes.length; at += unitBytes(encoding)) {
    const unit = unitAt(bytes, at, encoding);
    if (unit !== LF && unit !== CR) continue;
    lines.push(bytes.subarray(start, at));
    if (unit === CR && unitAt(bytes, at + unitBytes(encoding), encoding) === LF) at += unitBytes(encoding);
    start = at + unitBytes(encoding);
  }
  if (start < bytes.length) lines.push(bytes.subarray(start));
  return lines;
}

/** The offset after the last line end; 0 without one. A CR at the very end waits, as its LF may follow. */
function afterLastLineEnd(bytes: Buffer, encoding: Encoding): number {
  const size = unitBytes(encoding);
  const units = Math.floor(bytes.length / size);
  for (let index = units - 1; index >= 0; index--) {
    const unit = unitAt(bytes, index * size, encoding);
    if (unit === LF || (unit === CR && index < units - 1)) return (index + 1) * size;
  }
  return 0;
}

function unitBytes(encoding: Encoding): 1 | 2 {
  return encoding === 'utf-16le' || encoding === 'utf-16be' ? 2 : 1;
}

/** The code unit at a byte offset; -1 beyond the end. In GB18030 and UTF-8 no byte of a longer character is CR or LF. */
function unitAt(bytes: Buffer, at: number, encoding: Encoding): number {
  if (at + unitBytes(encoding) > bytes.length) return -1;
  if (encoding === 'utf-16le') return bytes.readUInt16LE(at);
  if (encoding === 'utf-16be') return bytes.readUInt16BE(at);
  return bytes[at]!;
}
