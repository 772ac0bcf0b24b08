/**
 * `npm run bench:encoder`: how fast the encoder reads turns, beside the bare runtime on the same batches and beside the
 * library's own pipeline, with the time to load it and its memory. The texts are the different Chinese turns of
 * `fixtures/corpus/train`; one thread a session everywhere. Each part is measured in a process of its own.
 */
import { spawnSync } from 'node:child_process';
import { availableParallelism, cpus, loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { Compared } from './encoder-compare.js';
import { callsOf, ENCODER_FOLDER, median, openEncoder, quantile, SPEEDS, trainingTurns } from './encoder-parts.js';

const TARGETS = { ofRuntime: 0.85, ofPipeline: 5, turnsPerSecond: 2000, loadMs: 1000, memoryMb: 400 } as const;
const WARM_UP = 300;
const TIMED_ALONE = 2000;
const THREADS = 2;
const SELF = fileURLToPath(import.meta.url);

interface Loaded {
  readonly loadMs: number;
  readonly p50: number;
  readonly p95: number;
  readonly memoryMb: number;
}

interface Threaded {
  readonly fresh: number;
  readonly cached: number;
}

const PARTS = {
  load: measureLoad,
  // Taken in here alone: what it imports would shorten the time to load.
  compare: async () => (await import('./encoder-compare.js')).compareChunks(trainingTurns().distinct),
  threads: measureThreads,
};

const part = process.argv[2];
if (part === undefined) main();
else if (part in PARTS) console.log(JSON.stringify(await PARTS[part as keyof typeof PARTS]()));
else throw new Error(`There is no part "${part}": ${Object.keys(PARTS).join(', ')}.`);

function main(): void {
  const { all, distinct } = trainingTurns();
  const lengths = distinct.map((text) => text.length);
  console.log(
    `Machine: ${cpus()[0]?.model.trim() ?? 'unknown'}, ${availableParallelism()} cores, load ${loadavg()[0]!.toFixed(1)}, Node ${process.version}`,
  );
  if (loadavg()[0]! > availableParallelism() / 2) {
    console.log('Other work runs on this machine: times are longer than they would be; ratios are taken side by side.');
  }
  console.log(`Encoder: ${ENCODER_FOLDER}`);
  console.log(`Texts: ${distinct.length} different turns of ${all}, median ${median(lengths)} characters\n`);

  const loaded = childResult<Loaded>('load');
  console.log(
    `load ${loaded.loadMs.toFixed(0)} ms, at most ${TARGETS.loadMs}: ${verdict(loaded.loadMs <= TARGETS.loadMs)}`,
  );
  console.log(`one turn p50 ${loaded.p50.toFixed(2)} ms, p95 ${loaded.p95.toFixed(2)} ms`);
  console.log(
    `peak memory ${loaded.memoryMb} MB, at most ${TARGETS.memoryMb}: ${verdict(loaded.memoryMb <= TARGETS.memoryMb)}\n`,
  );

  const { speeds, ratios } = childResult<Compared>('compare');
  console.log('one thread, turns a second, and a second of processor time; how many times as fast `read` is:');
  for (const name of SPEEDS) {
    const [{ perSecond, perProcessorSecond }, { clock, processor }] = [speeds[name], ratios[name]];
    const rates = `${perSecond.toFixed(0)}, ${perProcessorSecond.toFixed(0)}`;
    console.log(`  ${name}: ${rates}; ${clock.toFixed(2)}, ${processor.toFixed(2)}`);
  }
  const [runtime, batches] = [ratios['bare runtime'].clock, ratios['pipeline() by 32'].clock];
  console.log(`  of the bare runtime at least ${TARGETS.ofRuntime}: ${verdict(runtime >= TARGETS.ofRuntime)}`);
  console.log(`  of pipeline() by 32 at least ${TARGETS.ofPipeline}: ${verdict(batches >= TARGETS.ofPipeline)}\n`);

  const { fresh, cached } = childResult<Threaded>('threads');
  console.log(`${THREADS} worker threads, turns a second:`);
  console.log(
    `  different turns ${fresh.toFixed(0)}, at least ${TARGETS.turnsPerSecond}: ${verdict(fresh >= TARGETS.turnsPerSecond)}`,
  );
  console.log(`  the same turns again, from the cache ${cached.toFixed(0)}`);
}

function verdict(reached: boolean): string {
  return reached ? 'reached' : 'NOT reached';
}

/** Runs a part in a process of its own. */
function childResult<T>(name: keyof typeof PARTS): T {
  const run = spawnSync(process.execPath, [SELF, name], { encoding: 'utf8', maxBuffer: 1 << 26 });
  if (run.status !== 0) throw new Error(`The part "${name}" ended with ${run.status}: ${run.stderr}`);
  return JSON.parse(run.stdout) as T;
}

/** Time to load modules and model, time of a turn by itself, and the most memory while all turns are read. */
async function measureLoad(): Promise<Loaded> {
  const began = performance.now();
  const encoder = await openEncoder();
  const loadMs = performance.now() - began;
  const { distinct } = trainingTurns();
  for (const text of distinct.slice(0, WARM_UP)) await encoder.read(callsOf([text]));
  const times: number[] = [];
  for (const text of distinct.slice(WARM_UP, WARM_UP + TIMED_ALONE)) {
    const start = performance.now();
    await encoder.read(callsOf([text]));
    times.push(performance.now() - start);
  }
  await encoder.read(callsOf(distinct));
  const memoryMb = Math.round((process.resourceUsage().maxRSS * 1024) / 1e6);
  return { loadMs, p50: quantile(times, 0.5), p95: quantile(times, 0.95), memoryMb };
}

/** Each thread has a session of its own and reads its share of the texts, twice. */
async function measureThreads(): Promise<Threaded> {
  const { distinct } = trainingTurns();
  const workers = Array.from({ length: THREADS }, (_, thread) => {
    const texts = distinct.filter((_, index) => index % THREADS === thread);
    return new Worker(new URL('./encoder-thread.js', import.meta.url), { workerData: texts });
  });
  const answers = () =>
    Promise.all(workers.map((worker) => new Promise<void>((done) => worker.once('message', () => done()))));
  await answers();
  const timed = async () => {
    const start = performance.now();
    const done = answers();
    for (const worker of workers) worker.postMessage('read');
    await done;
    return distinct.length / ((performance.now() - start) / 1000);
  };
  const [fresh, cached] = [await timed(), await timed()];
  await Promise.all(workers.map((worker) => worker.terminate()));
  return { fresh, cached };
}
