/**
 * `npm run eval:false-alarms`: scores the support dialogues of ../shared/data/smile as calls and prints how many would be
 * ended or blocked. Nobody harasses anybody in them, so every one is a false alarm to be read; all are listed.
 *
 *   npm run eval:false-alarms -- [--no-model] [--count N]
 */
import { spawnSync } from 'node:child_process';
import { createReadStream, createWriteStream, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { finished } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';

const ROOT = resolve(import.meta.dirname, '../..');
const DATA = resolve(ROOT, '../shared/data/smile/smile_text.jsonl.gz');
const LIMIT = 0.0005;
const SPEAKERS = { client: 'caller', counselor: 'agent' };

if (!existsSync(DATA)) {
  process.stdout.write(`Skipped: ${DATA} is not there.\n`);
  process.exit(0);
}
const countAt = process.argv.indexOf('--count');
const most = countAt === -1 ? Number.POSITIVE_INFINITY : Number(process.argv[countAt + 1]);
const flags = process.argv.includes('--no-model') ? ['--no-model'] : [];
const folder = mkdtempSync(join(tmpdir(), 'tingping-false-alarms-'));
try {
  await main();
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function main() {
  const input = join(folder, 'calls.jsonl');
  const calls = createWriteStream(input);
  let written = 0;
  for await (const line of createInterface({ input: createReadStream(DATA).pipe(createGunzip()) })) {
    if (line === '' || written >= most) continue;
    const { id, turns } = JSON.parse(line);
    const call = {
      schemaVersion: 1,
      callId: `smile-${++written}-${String(id).replace(/\W+/g, '-')}`,
      language: 'zh',
      turns: turns.map(([side, text]) => ({ speaker: SPEAKERS[side], text })),
    };
    if (!calls.write(`${JSON.stringify(call)}\n`)) await new Promise((drained) => calls.once('drain', drained));
  }
  calls.end();
  await finished(calls);
  const out = join(folder, 'reports');
  const run = spawnSync(process.execPath, [join(ROOT, 'dist/cli/main.js'), 'score', input, '--out', out, ...flags], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  if (run.status !== 0) throw new Error(run.stderr);
  const decisions = new Map();
  const ended = [];
  let dangers = 0;
  for await (const line of createInterface({ input: createReadStream(join(out, 'calls.jsonl')) })) {
    const { callId, harassment, safety } = JSON.parse(line);
    decisions.set(harassment.decision, (decisions.get(harassment.decision) ?? 0) + 1);
    if (harassment.decision === 'end_call' || harassment.decision === 'block_number') ended.push({ callId, harassment });
    if (safety !== null) dangers++;
  }
  const share = ended.length / written;
  for (const { callId, harassment } of ended) {
    const evidence = harassment.evidence.map(({ turn, name, quote }) => `${turn} ${name} "${quote}"`).join(' | ');
    process.stdout.write(`${callId} ${harassment.decision} from ${harassment.fromTurn}: ${evidence}\n`);
  }
  process.stdout.write(
    `${written} dialogues: ${[...decisions].map(([name, n]) => `${name} ${n}`).join(', ')}; ${dangers} safety notices.\n` +
      `Ended or blocked: ${(100 * share).toFixed(4)} % (at most ${100 * LIMIT} %).\n`,
  );
  if (share > LIMIT) process.exitCode = 1;
}
