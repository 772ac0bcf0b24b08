import { Readable } from 'node:stream';
import type { Call } from '../../src/domain/call.js';
import {
  type IngestItem,
  type IngestOptions,
  ingest,
  LIMITS,
  loadVocabulary,
  type Reject,
} from '../../src/ingest/index.js';

export const vocabulary = await loadVocabulary('models/ingest');

export interface Taken {
  readonly items: readonly IngestItem[];
  readonly calls: readonly Call[];
  readonly rejects: readonly Reject[];
}

export async function gather(items: AsyncIterable<IngestItem>): Promise<Taken> {
  const all: IngestItem[] = [];
  for await (const item of items) all.push(item);
  return {
    items: all,
    calls: all.flatMap((item) => (item.kind === 'call' ? [item.call] : [])),
    rejects: all.flatMap((item) => (item.kind === 'reject' ? [item.reject] : [])),
  };
}

export function take(inputs: readonly string[], options: Partial<IngestOptions> = {}): Promise<Taken> {
  return gather(ingest(inputs, { vocabulary, ...options }));
}

/** Reads bytes as the standard input, in chunks of the given size. */
export function takeBytes(bytes: Uint8Array | string, chunkSize = 1 << 16, limits = LIMITS): Promise<Taken> {
  const buffer = Buffer.from(bytes);
  const chunks: Buffer[] = [];
  for (let at = 0; at < buffer.length; at += chunkSize) chunks.push(buffer.subarray(at, at + chunkSize));
  return take(['-'], { stdin: Readable.from(chunks), limits });
}

/** A call as lines "speaker: text", for short expectations. */
export function spoken(call: Call | undefined): readonly string[] {
  return (call?.turns ?? []).map(({ speaker, text }) => `${speaker}: ${text}`);
}
