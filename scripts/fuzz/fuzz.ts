/**
 * `npm run fuzz -- --count N [--seed N]`: damages the samples of all formats and reads them with the built ingest. Prints
 * what failed, with its seed, and ends with 1; `--seed N --count 1` repeats one case and writes its bytes beside.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { type Failure, fuzzCase, type ReadItem, SLOW_MS } from './cases.js';
import type { Sample } from './mutate.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const SAMPLES = join(ROOT, 'fixtures', 'formats');
/** The thread is told to be stuck after this. */
const STUCK_MS = SLOW_MS * 5;
const SHOWN_FAILURES = 10;

/** What the script uses of the built ingest. */
interface Ingest {
  ingest(
    inputs: readonly string[],
    options: { readonly vocabulary: unknown; readonly stdin: Readable },
  ): AsyncIterable<
    | { readonly kind: 'call'; readonly call: FuzzedCall }
    | {
        readonly kind: 'reject';
        readonly reject: { readonly line: number | null; readonly reason: string; readonly callId: string | null };
      }
  >;
  canonicalOf(call: FuzzedCall): object;
  loadVocabulary(folder: string): Promise<unknown>;
}

interface FuzzedCall {
  readonly callId: string;
  readonly source: { readonly line: number | null };
}

function samples(): readonly Sample[] {
  return readdirSync(SAMPLES)
    .sort()
    .map((name) => ({ name, bytes: readFileSync(join(SAMPLES, name)) }));
}

async function work({ from, count }: { readonly from: number; readonly count: number }): Promise<void> {
  const built = (await import(join(ROOT, 'dist', 'ingest', 'index.js'))) as Ingest;
  const vocabulary = await built.loadVocabulary(join(ROOT, 'models', 'ingest'));
  const ingest = (bytes: Buffer) => built.ingest(['-'], { vocabulary, stdin: Readable.from([bytes]) });
  /** What a call is worth shows when it is written and read again. */
  const faultsOf = async (call: FuzzedCall) => {
    const text = JSON.stringify(built.canonicalOf(call));
    for await (const item of ingest(Buffer.from(text))) {
      if (item.kind === 'reject') return [`cannot be read again: ${item.reject.reason}`];
      if (JSON.stringify(built.canonicalOf(item.call)) !== text) return ['is another call when read again'];
    }
    return [];
  };
  const read = async (bytes: Buffer) => {
    const items: ReadItem[] = [];
    for await (const item of ingest(bytes)) {
      if (item.kind === 'reject') {
        const { line, reason, callId } = item.reject;
        items.push({ kind: 'reject', line, reason, callId, faults: [] });
      } else {
        const { callId, source } = item.call;
        items.push({ kind: 'call', line: source.line, reason: '', callId, faults: await faultsOf(item.call) });
      }
    }
    return items;
  };
  const all = samples();
  for (let seed = from; seed < from + count; seed++) {
    parentPort!.postMessage({ seed, failure: await fuzzCase(seed, all, read) });
  }
}

interface Told {
  readonly seed: number;
  readonly failure: Failure | null;
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: { count: { type: 'string', default: '2000' }, seed: { type: 'string', default: '1' } },
  });
  const count = Number(values.count);
  const from = Number(values.seed);
  if (!Number.isSafeInteger(count) || count < 1 || !Number.isSafeInteger(from)) {
    throw new Error('--count and --seed must be whole numbers.');
  }
  const failures: Failure[] = [];
  let next = from;
  const worker = new Worker(new URL(import.meta.url), { workerData: { from, count } });
  const stuck = await new Promise<boolean>((resolve, reject) => {
    let alarm = setTimeout(() => resolve(true), STUCK_MS);
    worker.on('message', ({ seed, failure }: Told) => {
      clearTimeout(alarm);
      alarm = setTimeout(() => resolve(true), STUCK_MS);
      next = seed + 1;
      if (failure !== null) failures.push(failure);
    });
    worker.on('error', reject);
    worker.on('exit', () => {
      clearTimeout(alarm);
      resolve(false);
    });
  });
  await worker.terminate();
  for (const { seed, sample, how, what } of failures.slice(0, SHOWN_FAILURES)) {
    console.log(`seed ${seed}: ${sample} (${how}): ${what}`);
  }
  if (count === 1 && failures[0] !== undefined) {
    writeFileSync(`fuzz-${from}.bin`, failures[0].bytes);
    console.log(`bytes in fuzz-${from}.bin`);
  }
  if (stuck) console.log(`seed ${next}: stuck for ${STUCK_MS} ms`);
  console.log(`${next - from} cases, ${failures.length + (stuck ? 1 : 0)} failed`);
  return failures.length > 0 || stuck ? 1 : 0;
}

if (isMainThread) process.exitCode = await main();
else await work(workerData as { readonly from: number; readonly count: number });
