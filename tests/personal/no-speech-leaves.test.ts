/** Names, addresses, mail and numbers as people say them are searched for in every byte that a command writes. */
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCli } from '../cli/run-cli.js';
import { masker } from '../default-masker.js';
import { harmlessSpeech, inventedSpeech } from './invented-speech.js';

const CALLS = 40;
const HARMLESS = 300;

const calls = inventedSpeech(CALLS);
const whole = [...new Set(calls.flatMap((call) => call.whole))];

let folder: string;
let input: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tingping-speech-'));
  await mkdir(join(folder, 'calls'));
  input = join(folder, 'calls', 'calls.jsonl');
  const lines = calls.map(({ callId, language, turns }) =>
    JSON.stringify({ schemaVersion: 1, callId, language, turns }),
  );
  await writeFile(input, `${lines.join('\n')}\n`);
  const labels = calls.map(({ callId, turns }) =>
    JSON.stringify({
      callId,
      turns: turns.map(({ speaker }, i) => ({
        i,
        sentiment: 'positive',
        labels: speaker === 'agent' ? ['apology'] : ['demand'],
      })),
      interruptions: [],
      call: {
        kind: 'complaint',
        resolved: 'yes',
        harassment: { decision: 'end_call', fromTurn: 1, categories: [] },
        criteria: {},
      },
    }),
  );
  await writeFile(join(folder, 'calls', 'calls.labels.jsonl'), `${labels.join('\n')}\n`);
  await writeFile(join(folder, 'key'), `${'0123456789abcdef'.repeat(4)}\n`, { mode: 0o600 });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function bytesOf(out: string): Promise<string> {
  const files = await Promise.all((await readdir(out)).map((name) => readFile(join(out, name), 'utf8')));
  return files.join('\n');
}

const leaks = (bytes: string) => whole.filter((text) => bytes.includes(text));

/** Pieces that stand in a masked turn of their own call. */
async function pieceLeaks(out: string): Promise<readonly string[]> {
  const lines = (await readFile(join(out, 'turns.jsonl'), 'utf8')).trim().split('\n');
  const texts = new Map<string, string[]>();
  for (const { callId, text } of lines.map((line) => JSON.parse(line))) {
    texts.set(callId, [...(texts.get(callId) ?? []), text]);
  }
  return calls.flatMap(({ callId, pieces }) =>
    pieces
      .filter((piece) => texts.get(callId)!.some((text) => text.includes(piece)))
      .map((piece) => `${callId}: ${piece}`),
  );
}

const scoring = (out: string, ...flags: readonly string[]) =>
  runCli(['score', input, '--out', out, '--no-model', '--workers', '1', '--log-level', 'debug', ...flags]);

describe('what people say of themselves', () => {
  it.each([
    ['stars', 'zh', []],
    ['tokens', 'en', ['--pii', 'hash', '--pii-key', 'KEY']],
  ])('is in no report with %s', async (name, lang, flags) => {
    const out = join(folder, name);
    const used = flags.map((flag) => (flag === 'KEY' ? join(folder, 'key') : flag));
    const { code, stdout, stderr } = await scoring(out, '--lang', lang, ...used);
    expect(code).toBe(0);
    expect(leaks((await bytesOf(out)) + stdout + stderr)).toEqual([]);
    expect(await pieceLeaks(out)).toEqual([]);
  });

  it('was there to be found', async () => {
    const bytes = await readFile(input, 'utf8');
    expect(leaks(bytes).length).toBeGreaterThan(whole.length / 2);
    expect(calls.flatMap(({ pieces }) => pieces).filter((piece) => !bytes.includes(piece))).toEqual([]);
  });

  it('is not explained', async () => {
    const flags = ['--call', calls[0]!.callId, '--no-model', '--hits'];
    const { code, stdout, stderr } = await runCli(['explain', input, ...flags]);
    expect(code).toBe(0);
    expect(leaks(stdout + stderr)).toEqual([]);
  });

  it('is in no evaluation', async () => {
    const files = ['errors.csv', 'all.json', 'junit.xml', 'tables.md'].map((name) => join(folder, name));
    const flags = ['--errors', '--json', '--junit', '--markdown'].flatMap((flag, at) => [flag, files[at]!]);
    const { code, stdout, stderr } = await runCli([
      'evaluate',
      join(folder, 'calls'),
      '--no-model',
      '--no-gates',
      ...flags,
    ]);
    expect(stderr).toBe('');
    expect(code).toBe(0);
    const written = await Promise.all(files.map((file) => readFile(file, 'utf8')));
    expect(written[0]).toContain('*');
    expect(leaks(written.join('\n') + stdout)).toEqual([]);
  });

  it('is in no message of a conversion', async () => {
    const refused = join(folder, 'refused.json');
    const startedAt = '我叫王建国，13800138000，zhang san at 幺六三 点 com';
    await writeFile(refused, JSON.stringify({ schemaVersion: 1, callId: 'r', startedAt, turns: [] }));
    const { stderr } = await runCli(['convert', refused, '--out', join(folder, 'converted.jsonl')]);
    expect(stderr).toContain('startedAt');
    for (const planted of ['王建国', '13800138000', 'zhang', '幺六三']) expect(stderr).not.toContain(planted);
  });
});

describe('harmless numbers and names', () => {
  it('are masked in one of a hundred at most', () => {
    const texts = harmlessSpeech(HARMLESS);
    const masked = texts.filter((text) => masker.text(text) !== text);
    expect(texts).toHaveLength(HARMLESS);
    expect(masked.length, masked.join('\n')).toBeLessThanOrEqual(HARMLESS / 100);
  });
});
