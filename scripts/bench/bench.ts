/**
 * `npm run bench`: how many calls a second, and how much memory, on this machine. Scores seeded synthetic calls with the
 * built command line, each measurement in a process of its own; the figures are those of the run's own record.
 */
import { spawnSync } from 'node:child_process';
import { createWriteStream, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { readTalk, type SyntheticCall, syntheticCalls } from './synthetic-calls.js';

const SEED = 20260302;
const SIZES = [500, 2000] as const;
const MODES = [
  { name: 'rules only', flags: ['--no-model'], callsPerSecond: 60 },
  { name: 'with the encoder', flags: [], callsPerSecond: 15 },
] as const;
const MOST_MEMORY_GROWTH = 0.15;

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const CLI = join(ROOT, 'dist', 'cli', 'main.js');
const TALK = join(ROOT, 'scripts', 'bench', 'talk.yaml');

interface Measured {
  readonly seconds: number;
  readonly callsScored: number;
  readonly turnsScored: number;
  readonly peakMemoryMb: number;
  readonly rejected: number;
}

const folder = mkdtempSync(join(tmpdir(), 'tingping-bench-'));
try {
  await main();
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function main(): Promise<void> {
  const inputs = new Map<number, string>();
  for (const size of SIZES) inputs.set(size, await writeCalls(size));
  console.log(
    `Machine: ${cpus()[0]?.model.trim() ?? 'unknown'}, ${availableParallelism()} cores, Node ${process.version}`,
  );
  console.log(describe(SIZES.at(-1)!));
  console.log('');
  for (const mode of MODES) {
    const runs = SIZES.map((size) => measure(inputs.get(size)!, mode.flags));
    for (const run of runs) console.log(line(mode.name, run));
    const [few, many] = [runs[0]!, runs.at(-1)!];
    const speed = many.callsScored / many.seconds;
    const growth = many.peakMemoryMb / few.peakMemoryMb - 1;
    console.log(`  at least ${mode.callsPerSecond} calls/s: ${verdict(speed >= mode.callsPerSecond)}`);
    console.log(
      `  memory ${SIZES[0]} to ${SIZES.at(-1)} calls ${percent(growth)}, at most ${percent(MOST_MEMORY_GROWTH)}: ${verdict(growth <= MOST_MEMORY_GROWTH)}`,
    );
    console.log('');
  }
}

async function writeCalls(size: number): Promise<string> {
  const path = join(folder, `calls-${size}.jsonl`);
  const file = createWriteStream(path);
  for (const call of syntheticCalls(size, SEED, readTalk(TALK))) file.write(`${JSON.stringify(call)}\n`);
  file.end();
  await finished(file);
  return path;
}

function measure(input: string, flags: readonly string[]): Measured {
  const out = join(folder, 'reports');
  const run = spawnSync(process.execPath, [CLI, 'score', input, '--out', out, ...flags], { encoding: 'utf8' });
  if (run.status !== 0) throw new Error(`The run ended with ${run.status}: ${run.stderr}`);
  return JSON.parse(readFileSync(join(out, 'run.json'), 'utf8')) as Measured;
}

function line(mode: string, run: Measured): string {
  const perSecond = (count: number) => (count / run.seconds).toFixed(0);
  return `${mode}: ${run.callsScored} calls in ${run.seconds.toFixed(1)} s, ${perSecond(run.callsScored)} calls/s, ${perSecond(run.turnsScored)} turns/s, peak ${run.peakMemoryMb} MB`;
}

/** Shape of the calls: turns a call, characters a turn, and how many turns say what another one says. */
function describe(size: number): string {
  const calls: readonly SyntheticCall[] = [...syntheticCalls(size, SEED, readTalk(TALK))];
  const texts = calls.flatMap((call) => call.turns.map((turn) => turn.text));
  const lengths = texts.map((text) => text.length).sort((a, b) => a - b);
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  const equal = texts.filter((text) => counts.get(text)! > 1).length;
  return `Calls: seed ${SEED}, mean ${(texts.length / calls.length).toFixed(1)} turns, median ${lengths[Math.floor(lengths.length / 2)]} characters a turn, ${percent(1 - counts.size / texts.length)} of the turns repeat an earlier one (${percent(equal / texts.length)} have an equal)`;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

function verdict(reached: boolean): string {
  return reached ? 'reached' : 'NOT reached';
}
