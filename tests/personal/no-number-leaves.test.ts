/** Planted numbers are searched for in every byte that a run writes: files, logs, messages. */
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCli } from '../cli/run-cli.js';
import { masker } from '../default-masker.js';
import { harmlessTexts, inventedCalls, type Planted } from './invented-calls.js';

const CALLS = 60;
const NUMBERS = 400;
const HARMLESS = 1000;
const KEY = `${'0123456789abcdef'.repeat(4)}\n`;

const { calls, planted } = inventedCalls(CALLS, NUMBERS);
const callerNumbers = planted.filter(({ digits }) => /^1[3-9]\d{9}$/.test(digits)).map(({ digits }) => digits);

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tingping-personal-'));
  await mkdir(join(folder, 'calls'));
  const lines = calls.map((call, at) =>
    JSON.stringify({
      schemaVersion: 1,
      ...call,
      callerNumber: callerNumbers[at],
      recordingUrl: `https://rec.example/${callerNumbers[at]}.wav`,
    }),
  );
  await writeFile(join(folder, 'calls', 'calls.jsonl'), `${lines.join('\n')}\n`);
  // Calls that are refused, with numbers in the fields that their sentences name.
  const refused = { schemaVersion: 1, callId: 'refused', turns: [{ speaker: `坐席${planted[0]!.digits}`, text: 'x' }] };
  await writeFile(join(folder, 'calls', 'refused.json'), JSON.stringify(refused));
  await writeFile(join(folder, 'key'), KEY, { mode: 0o600 });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function bytesOf(out: string): Promise<string> {
  const files = await Promise.all((await readdir(out)).map((name) => readFile(join(out, name), 'utf8')));
  expect(files.length).toBeGreaterThan(7);
  return files.join('\n');
}

const leaks = (bytes: string, all: readonly Planted[]) =>
  all.flatMap(({ written }) => written.filter((text) => bytes.includes(text)));

async function scored(...flags: readonly string[]) {
  const out = join(folder, `out${flags.join('').replace(/\W/g, '')}`);
  const run = await runCli([
    'score',
    join(folder, 'calls'),
    '--out',
    out,
    '--no-model',
    '--workers',
    '1',
    '--max-rejected',
    '100',
    '--log-level',
    'debug',
    ...flags,
  ]);
  expect(run.code).toBe(0);
  return { run, bytes: await bytesOf(out), out };
}

describe('a run', () => {
  it.each([
    ['masks', []],
    ['puts tokens', ['--pii', 'hash', '--pii-key', 'KEY']],
    ['speaks Chinese', ['--lang', 'zh']],
  ])('%s and lets no planted number out', async (_, flags) => {
    const { run, bytes } = await scored(...flags.map((flag) => (flag === 'KEY' ? join(folder, 'key') : flag)));
    expect(planted).toHaveLength(NUMBERS);
    expect(leaks(bytes + run.stdout + run.stderr, planted)).toEqual([]);
  });

  it('hides the pieces of numbers that are read over turns', async () => {
    const { out } = await scored();
    const shown = new Map<string, string[]>();
    for (const line of (await readFile(join(out, 'turns.jsonl'), 'utf8')).trim().split('\n')) {
      const { callId, text } = JSON.parse(line);
      shown.set(callId, [...(shown.get(callId) ?? []), text]);
    }
    const digitsOf = (text: string) =>
      text
        .replace(/[零幺二三四五六七八九]/g, (sign) => String('零幺二三四五六七八九'.indexOf(sign)))
        .replace(/\b(zero|one|two|three|four|five|six|seven|eight|nine)\b/g, (word) =>
          String(['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'].indexOf(word)),
        )
        .normalize('NFKC')
        .replace(/[^\dX]/g, '');
    const all = [...shown.values()].map((texts) => digitsOf(texts.join(''))).join('|');
    expect(planted.filter(({ digits }) => all.includes(digits)).map(({ digits }) => digits)).toEqual([]);
  });

  it('keeps the words that were found where they were', async () => {
    const plain = await scored('--pii', 'keep');
    const masked = await scored();
    const spans = (bytes: string) => [...bytes.matchAll(/"span":\{"start":\d+,"end":\d+\}/g)].map(String);
    expect(spans(masked.bytes)).toEqual(spans(plain.bytes));
    expect(leaks(plain.bytes, planted).length).toBeGreaterThan(NUMBERS / 2);
  });
});

describe('explain', () => {
  it('lets none out, and keep shows them', async () => {
    const file = join(folder, 'calls', 'calls.jsonl');
    const args = ['explain', file, '--call', calls[0]!.callId, '--no-model', '--hits'];
    const masked = await runCli(args);
    expect(masked.code).toBe(0);
    expect(leaks(masked.stdout + masked.stderr, planted)).toEqual([]);
    expect(leaks((await runCli([...args, '--pii', 'keep'])).stdout, planted)).not.toEqual([]);
  });
});

describe('numbers that belong to nobody', () => {
  it('are masked in one of a hundred at most', () => {
    const texts = harmlessTexts(HARMLESS);
    const masked = texts.filter((text) => masker.text(text) !== text);
    expect(texts).toHaveLength(HARMLESS);
    expect(masked.length, masked.slice(0, 20).join('\n')).toBeLessThanOrEqual(HARMLESS / 100);
  });
});
