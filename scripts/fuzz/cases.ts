/**
 * The cases of the fuzzer and what must hold of each: nothing is thrown, nothing takes long, and no call is lost without a
 * reject. How transcripts are read is handed in, so that the tests and the script can each bring their own build.
 */
import { Random } from '../random.js';
import { damaged, damagedDocument, jsonOf, type Sample } from './mutate.js';

/** What the fuzzer sees of an item of ingest. */
export interface ReadItem {
  readonly kind: 'call' | 'reject';
  readonly line: number | null;
  /** For a reject, its sentence. */
  readonly reason: string;
  /** For a call, what is wrong with it by itself; empty where nothing is. */
  readonly faults: readonly string[];
  readonly callId: string | null;
}

export type Read = (bytes: Buffer) => Promise<readonly ReadItem[]>;

export interface Failure {
  readonly seed: number;
  readonly sample: string;
  readonly how: string;
  readonly what: string;
  readonly bytes: Buffer;
}

/** Longer than this, reading a few kilobytes hangs. */
export const SLOW_MS = 2000;

/** One case by its seed: every fifth one damages a line among others of a JSONL file. */
export async function fuzzCase(seed: number, samples: readonly Sample[], read: Read): Promise<Failure | null> {
  const random = new Random(seed);
  return seed % 5 === 0 ? lineCase(seed, samples, random, read) : fileCase(seed, samples, random, read);
}

async function fileCase(seed: number, samples: readonly Sample[], random: Random, read: Read): Promise<Failure | null> {
  const sample = random.pick(samples);
  const { bytes, how } = damaged(sample, samples, random);
  const outcome = await timed(bytes, read);
  const what = typeof outcome === 'string' ? outcome : faultOf(outcome);
  return what === null ? null : { seed, sample: sample.name, how, what, bytes };
}

/** Three documents a line each, the middle one damaged: the others must come out as ever, and it must leave a trace. */
async function lineCase(seed: number, samples: readonly Sample[], random: Random, read: Read): Promise<Failure | null> {
  const documents = samples.flatMap((sample) => {
    const document = jsonOf(sample);
    return document === undefined || Array.isArray(document) ? [] : [{ name: sample.name, document }];
  });
  const [before, middle, after] = [random.pick(documents), random.pick(documents), random.pick(documents)];
  const { value, how } = damagedDocument(middle.document, random);
  const text = [before.document, value, after.document].map((one) => JSON.stringify(one ?? null)).join('\n');
  const bytes = Buffer.from(`${text}\n`);
  const outcome = await timed(bytes, read);
  const what = typeof outcome === 'string' ? outcome : (faultOf(outcome) ?? lostLine(outcome));
  return what === null ? null : { seed, sample: `${middle.name} in a JSONL file`, how, what, bytes };
}

async function timed(bytes: Buffer, read: Read): Promise<readonly ReadItem[] | string> {
  const begun = performance.now();
  try {
    const items = await read(bytes);
    const took = performance.now() - begun;
    return took > SLOW_MS ? `took ${Math.round(took)} ms` : items;
  } catch (thrown) {
    return `threw ${thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)}`;
  }
}

/** What a sentence for people never says; what it quotes is the file's. */
const BAD_WORDS = /undefined|\[object|NaN|nonoptional|invalid_/;

function faultOf(items: readonly ReadItem[]): string | null {
  if (items.length === 0) return 'neither a call nor a reject';
  for (const { kind, reason, faults } of items) {
    if (kind === 'call' && faults.length > 0) return faults[0]!;
    if (kind === 'reject' && BAD_WORDS.test(reason.replace(/"[^"]*"/g, ''))) return `a bad sentence: ${reason}`;
  }
  return null;
}

function lostLine(items: readonly ReadItem[]): string | null {
  // A file of one document names no line.
  for (const line of [1, 2, 3]) {
    const found = items.filter((item) => item.line === line);
    if (found.length === 0) return `nothing came of line ${line}`;
    if (line !== 2 && found.some(({ kind }) => kind === 'reject')) return `line ${line} was lost with line 2`;
  }
  return null;
}
