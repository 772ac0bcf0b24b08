/** Packed files, told by their first two bytes and not by their names. */
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import type { Limits } from './limits.js';
import { type Fault, fault, isFault } from './reject.js';

type Chunks = AsyncIterable<Uint8Array | string>;

const MAGIC = [0x1f, 0x8b] as const;
/** Below this any growth is harmless. */
const ALWAYS_ALLOWED_BYTES = 16_000_000;

/** The bytes as they are, or unpacked. Throws an error with a `fault` where the packing is broken. */
export async function* unpacked(chunks: Chunks, limits: Limits): AsyncGenerator<Uint8Array> {
  const source = chunks[Symbol.asyncIterator]();
  let packedBytes = 0;
  const next = async () => {
    const { value, done } = await source.next();
    if (done === true) return null;
    const bytes = typeof value === 'string' ? Buffer.from(value) : value;
    packedBytes += bytes.length;
    return bytes;
  };
  async function* rest(first: Uint8Array) {
    yield first;
    for (let bytes = await next(); bytes !== null; bytes = await next()) yield bytes;
  }
  try {
    let head: Uint8Array = Buffer.alloc(0);
    while (head.length < MAGIC.length) {
      const bytes = await next();
      if (bytes === null) break;
      head = Buffer.concat([head, bytes]);
    }
    if (head.length === 0) return;
    if (!MAGIC.every((byte, index) => head[index] === byte)) yield* rest(head);
    else yield* gunzipped(rest(head), () => packedBytes, limits);
  } finally {
    await source.return?.();
  }
}

async function* gunzipped(
  packed: AsyncIterable<Uint8Array>,
  packedBytes: () => number,
  { gzipGrowth, gzipGigabytes }: Limits,
): AsyncGenerator<Uint8Array> {
  const gunzip = createGunzip();
  // What goes wrong in the pipeline is thrown by the reading of `gunzip` too.
  const piped = pipeline(Readable.from(packed), gunzip).catch(() => {});
  let bytes = 0;
  try {
    for await (const chunk of gunzip as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > gzipGigabytes * 1e9) throw faultError(fault('gzip_too_large', { limit: gzipGigabytes }));
      if (bytes > Math.max(ALWAYS_ALLOWED_BYTES, packedBytes() * gzipGrowth)) {
        throw faultError(fault('gzip_bomb', { limit: gzipGrowth }));
      }
      yield chunk;
    }
  } catch (thrown) {
    const isPacking = thrown instanceof Error && 'code' in thrown && String(thrown.code).startsWith('Z_');
    throw isPacking ? faultError(fault('broken_gzip')) : thrown;
  } finally {
    gunzip.destroy();
    await piped;
  }
}

function faultError(what: Fault): Error {
  return Object.assign(new Error(what.code), { fault: what });
}

/** The fault that an error of unpacking carries; null for any other error. */
export function faultOfError(thrown: unknown): Fault | null {
  return thrown instanceof Error && 'fault' in thrown && isFault(thrown.fault) ? thrown.fault : null;
}

/** A name without the extension of packed files. */
export function withoutGz(name: string): string {
  return name.replace(/\.gz$/i, '');
}
