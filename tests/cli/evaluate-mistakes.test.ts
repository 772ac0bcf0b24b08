/** What somebody can do wrong who labels a few calls: every mistake ends with 2 and a sentence, before any work. */
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runCli } from './run-cli.js';

const turn = (speaker: string, text: string) => ({ speaker, text });
const CALL = {
  callId: 'k-1',
  turns: [
    turn('agent', '您好，请问有什么可以帮您？'),
    turn('caller', '我家宽带又断了，怎么老这样！'),
    turn('agent', '真的很抱歉给您添麻烦了。'),
  ],
};
const LABELS = {
  callId: 'k-1',
  turns: [
    { i: 0, sentiment: 'neutral', labels: ['greeting', 'question_open'] },
    { i: 1, sentiment: 'negative', labels: ['demand', 'complaint'] },
    { i: 2, sentiment: 'neutral', labels: ['apology'] },
  ],
  call: { kind: 'complaint', resolved: 'no', harassment: { decision: 'none' }, criteria: { apology: 'met' } },
};

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tingping-mistakes-'));
  await mkdir(join(folder, 'set'));
  await mkdir(join(folder, 'empty'));
  await put('set/a.jsonl', JSON.stringify(CALL));
  await labels(LABELS);
  await put('text.yaml', 'just text');
  await put('h.csv', 'call,empathy\nk-1,met\n');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const put = (name: string, text: string) => writeFile(join(folder, name), text);
const labels = (value: object) => put('set/a.labels.jsonl', JSON.stringify(value));

/** Ends with 2, one or more sentences, and nothing written; gives the sentences. */
async function refused(...args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await runCli(args, { cwd: folder });
  expect(stderr).not.toMatch(/ENO|EISDIR|EACC|Invalid input|expected|mistake in tingping|undefined| {4}at /);
  expect([code, stdout]).toEqual([2, '']);
  expect((await readdir(folder)).sort()).toEqual(['empty', 'h.csv', 'set', 'text.yaml']);
  return stderr;
}

describe('a person who labels a few calls', () => {
  it('may leave out what nobody looked for', async () => {
    const { code, stderr } = await runCli(['evaluate', 'set', '--no-model'], { cwd: folder });
    expect([code, stderr]).toEqual([0, '']);
  });

  it.each([
    [
      'gates in a folder',
      ['evaluate', 'set', '--gates', 'empty'],
      'empty cannot be read: it is a folder, and a file is',
    ],
    [
      'gates of other words',
      ['evaluate', 'set', '--gates', 'text.yaml'],
      'text.yaml:1 the file is "just text" and must be',
    ],
    [
      'another file for a baseline',
      ['evaluate', 'set', '--baseline', 'h.csv'],
      'h.csv is no baseline of an evaluation',
    ],
    [
      'gates and none',
      ['evaluate', 'set', '--gates', 'text.yaml', '--no-gates'],
      '--gates and --no-gates do not go together: leave one out.',
    ],
    ['a model and none', ['evaluate', 'set', '--model', 'empty'], '--model and --no-model do not go together'],
    ['two wishes', ['evaluate', 'set', '--no-baseline', '--update-baseline'], 'do not go together: leave one out.'],
    [
      'a report in no folder',
      ['evaluate', 'set', '--json', 'no/e.json'],
      '--json: "no/e.json" cannot be written: "no" is no',
    ],
    [
      'a report over the calls',
      ['evaluate', 'set', '--errors', 'set/a.jsonl'],
      'it belongs to what is read ("set"), which stays as it is',
    ],
    [
      'two reports in one file',
      ['evaluate', 'set', '--json', 'r', '--junit', './r'],
      '--junit and --json both name "./r"',
    ],
    ['no reason to unseal', ['evaluate', 'set', '--unseal', ' '], '--unseal needs a reason'],
    [
      'human scores written over',
      ['calibrate', 'h.csv', '--run', 'set', '--disagreements', 'h.csv'],
      'it belongs to what is read ("h.csv")',
    ],
    [
      'labels that are not there',
      ['evaluate', 'set', '--labels', 'no'],
      '"no" cannot be read: it does not exist. Name the',
    ],
    [
      'no human scores',
      ['calibrate', 'no.csv', '--run', 'set'],
      'no.csv cannot be read: it does not exist. Name the CSV',
    ],
    [
      'no run',
      ['calibrate', 'h.csv', '--run', 'no'],
      'no/calls.jsonl cannot be read: it does not exist. Name the folder',
    ],
    [
      'no models',
      ['check', '--models', 'empty'],
      '/empty/messages/en.yaml cannot be read: it does not exist. Name the',
    ],
    [
      'a file for a folder',
      ['score', 'set', '--out', 'h.csv/x'],
      '"h.csv/x" cannot be written: a part of its path is a file',
    ],
  ])('names %s: ends with 2 and a sentence', async (_, args, sentence) => {
    expect(await refused(...args, '--no-model')).toContain(sentence);
  });

  it('labels another call, or a turn that is not there: both are told with file and line', async () => {
    await labels({ ...LABELS, callId: 'k-2' });
    const strangers = await refused('evaluate', 'set', '--no-model');
    expect(strangers).toContain('set/a.jsonl:1 holds the call "k-1", which has no labels');
    expect(strangers).toContain('set/a.labels.jsonl:1 labels "k-2", and no such call is among the inputs');
    await labels({ ...LABELS, turns: [{ i: 3, sentiment: 'neutral', labels: ['demand'] }] });
    expect(await refused('evaluate', 'set', '--no-model')).toContain('a.labels.jsonl:1 call "k-1": turn 3 is labelled');
  });

  it('names one file of a set: the gates beside it are not used, and that is told', async () => {
    await put('set/gates.yaml', 'schemaVersion: 1\ngates: []\n');
    const { stderr } = await runCli(['evaluate', 'set/a.jsonl', '--no-model'], { cwd: folder });
    expect(stderr).toContain('set/gates.yaml is of its whole folder and was not used; name it with --gates.');
  });

  it('gives a workbook for a table', async () => {
    await put('h.csv', 'PK\u0003\u0004 xl/workbook.xml');
    expect(await refused('calibrate', 'h.csv', '--run', 'set')).toContain(
      'h.csv is no CSV: open it in the program that',
    );
  });

  it('takes calls for the reports of a run', async () => {
    await put('set/calls.jsonl', JSON.stringify(CALL));
    expect(await refused('calibrate', 'h.csv', '--run', 'set')).toContain('set/calls.jsonl:1 is no result of a call');
  });
});
