import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseString } from 'fast-csv';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Language } from '../../src/domain/call.js';
import { CsvFile } from '../../src/reports/csv-file.js';
import { explainText } from '../../src/reports/explain.js';
import type { ExplainedCall, RejectedCall } from '../../src/reports/reported-call.js';
import { type RunFacts, runRecord, runStatus } from '../../src/reports/run-record.js';
import { COLOURED, PLAIN } from '../../src/reports/style.js';
import { summaryLine, summaryText } from '../../src/reports/summary.js';
import { type WrittenReports, writeReports } from '../../src/reports/write-reports.js';
import { type StoredCall, storedCall } from '../../src/scoring/stored-call.js';
import { masker } from '../default-masker.js';
import { criterion, RUBRIC, result, SAMPLE_CALLS, turns } from './sample-calls.js';
import { words } from './words.js';

const REJECTS: readonly RejectedCall[] = [
  {
    file: 'b.csv',
    line: 12,
    callId: 'x-1',
    code: 'duplicate',
    params: { others: 'a.csv:3' },
    reason: 'b.csv:12 call "x-1" differs from the call of the same id at a.csv:3: none is scored, keep one or rename.',
  },
  {
    file: '=a.json',
    line: null,
    callId: null,
    code: 'new_code',
    params: {},
    reason: '=a.json is no call of 13800001234.',
  },
];

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tingping-reports-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function* stored(calls: readonly ExplainedCall[]): AsyncGenerator<StoredCall> {
  for (const call of calls) {
    yield storedCall(call);
  }
}

function write(calls: readonly ExplainedCall[], language: Language = 'en'): Promise<WrittenReports> {
  return writeReports(folder, {
    calls: stored(calls),
    rejects: REJECTS,
    rubric: RUBRIC,
    words: words(language),
    masker,
  });
}

function read(name: string): Promise<string> {
  return readFile(join(folder, name), 'utf8');
}

async function rowsOf(name: string): Promise<readonly Record<string, string>[]> {
  const text = (await read(name)).replace(/^\uFEFF/, '');
  return new Promise((resolve, reject) => {
    const rows: Record<string, string>[] = [];
    parseString<Record<string, string>, Record<string, string>>(text, { headers: true })
      .on('data', (row: Record<string, string>) => rows.push(row))
      .on('error', reject)
      .on('end', () => resolve(rows));
  });
}

const TABLES = ['calls.csv', 'criteria.csv', 'agents.csv', 'harassment.csv', 'rejects.csv'] as const;

const FACTS: RunFacts = {
  version: '0.1.0',
  startedAt: new Date('2026-03-02T00:00:00Z'),
  finishedAt: new Date('2026-03-02T00:00:02.500Z'),
  peakMemoryBytes: 200e6,
  counts: { read: 6, rejected: 2, skipped: 2, notes: 1, equalDuplicates: 1 },
  provenance: {
    tool: 'tingping',
    rubric: 'sample 1.0.0',
    policy: 'default 1.0.0',
    lexicons: 'l',
    rules: 'u',
    model: null,
  },
  rubric: RUBRIC,
  model: null,
  options: { inputs: ['calls'], workers: 2 },
  rejectedLimit: 0.01,
};

describe('the tables', () => {
  for (const language of ['en', 'zh'] as const) {
    it.each(TABLES)(`%s in ${language} are as recorded`, async (name) => {
      await write(SAMPLE_CALLS, language);
      await expect(await read(name)).toMatchFileSnapshot(`golden/${language}-${name}`);
    });
  }

  it('begin with a byte-order mark, end lines with LF and give every row the cells of the header', async () => {
    const { files } = await write(SAMPLE_CALLS);
    for (const name of TABLES) {
      const text = await read(name);
      expect(text.startsWith('\uFEFF')).toBe(true);
      expect(text).not.toContain('\r');
      expect(text.endsWith('\n')).toBe(true);
      for (const row of await rowsOf(name)) expect(Object.values(row)).not.toContain(undefined);
    }
    expect(files).toEqual([...(await readdir(folder)), 'run.json'].sort());
  });

  it('keep the lines of calls and turns as they were given', async () => {
    await write(SAMPLE_CALLS);
    const lines = (await read('calls.jsonl')).trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line))).toEqual(SAMPLE_CALLS.map((call) => call.result));
    expect((await read('turns.jsonl')).trimEnd().split('\n')).toHaveLength(12);
  });

  it('are whole, with headers, when there is no call', async () => {
    await write([]);
    for (const name of TABLES) expect((await read(name)).split('\n').length).toBeGreaterThan(1);
    expect(await read('calls.jsonl')).toBe('');
  });
});

describe('agents.csv', () => {
  const scored = (callId: string, score: number, agentId = 'A1') => ({
    result: result(callId, { score, call: { ...result(callId).call, agentId } }),
    turns: turns(callId),
  });

  it('gives no mean below 20 scored calls and one with its interval from there', async () => {
    const calls = (count: number) => Array.from({ length: count }, (_, index) => scored(`c-${index}`, 70 + index));
    await write(calls(19));
    expect((await rowsOf('agents.csv'))[0]).toMatchObject({ scored_calls: '19', mean_score: '', complaint_mean: '' });
    await write(calls(20));
    expect((await rowsOf('agents.csv'))[0]).toMatchObject({
      scored_calls: '20',
      mean_score: '79.5',
      mean_low_95: '76.7',
      mean_high_95: '82.3',
      complaint_mean: '79.5',
    });
  });

  it('leaves proposed critical calls, failed criteria and calls of several agents out of the means', async () => {
    const calls = [
      { ...scored('c-1', 90), result: result('c-1', { band: 'critical?' }) },
      { ...scored('c-2', 90), result: result('c-2', { band: 'incomplete' }) },
      { ...scored('c-3', 90), turns: turns('c-3', ['A1', 'A2']) },
      scored('c-4', 80),
    ];
    await write(calls);
    const [first, second] = await rowsOf('agents.csv');
    expect(first).toMatchObject({
      agent_id: 'A1',
      calls: '4',
      shared_calls: '1',
      critical_proposed: '1',
      scored_calls: '1',
    });
    expect(second).toMatchObject({ agent_id: 'A2', calls: '1', shared_calls: '1', scored_calls: '0' });
  });

  it('charges the opening to who opened, the closing to who closed, the rest to whose turn it was found in', async () => {
    await write(SAMPLE_CALLS.filter((call) => call.result.callId === 'c-3'));
    const [first, second] = await rowsOf('agents.csv');
    expect(first).toMatchObject({
      agent_id: 'A1',
      opening_applicable: '1',
      empathy_applicable: '1',
      closing_applicable: '0',
    });
    expect(second).toMatchObject({
      agent_id: 'A2',
      opening_applicable: '0',
      empathy_applicable: '0',
      closing_applicable: '1',
    });
  });

  it('charges to nobody what was not done in a call of several agents', async () => {
    const call = scored('c-1', 80);
    const missed = result('c-1', { criteria: [criterion('empathy', { status: 'not_met', score: 0 })] });
    await write([
      { result: missed, turns: turns('c-1', ['A1', 'A2']) },
      { ...call, result: { ...missed, callId: 'c-2' } },
    ]);
    const [first, second] = await rowsOf('agents.csv');
    expect(first).toMatchObject({ agent_id: 'A1', empathy_applicable: '1', empathy_met_rate: '0' });
    expect(second).toMatchObject({ agent_id: 'A2', empathy_applicable: '0', empathy_met_rate: '' });
  });
});

describe('CsvFile', () => {
  it('goes on in a further file with its own header when a sheet is full', async () => {
    const file = new CsvFile(folder, 'criteria.csv', ['n'], 3);
    for (let n = 0; n < 5; n++) await file.write([n]);
    await file.close();
    expect(file.files).toEqual(['criteria.csv', 'criteria-2.csv', 'criteria-3.csv']);
    expect(await read('criteria.csv')).toBe('\uFEFFn\n0\n1\n');
    expect(await read('criteria-3.csv')).toBe('\uFEFFn\n4\n');
  });

  it('fails where the file cannot be written', async () => {
    const file = new CsvFile(join(folder, 'missing'), 'a.csv', ['n']);
    await expect(
      (async () => {
        for (let n = 0; n < 100_000; n++) await file.write([n]);
        await file.close();
      })(),
    ).rejects.toThrow(/ENOENT/);
  });

  it('quotes separators, quotes and nothing else', async () => {
    const file = new CsvFile(folder, 'a.csv', ['a', 'b']);
    await file.write(['x,y', 'say "hi"']);
    await file.close();
    expect(await read('a.csv')).toBe('\uFEFFa,b\n"x,y","say ""hi"""\n');
  });
});

describe('the run record', () => {
  it('counts calls, bands, decisions and says how it went', async () => {
    const { totals, files } = await write(SAMPLE_CALLS);
    const record = runRecord(FACTS, totals, files);
    await expect(JSON.stringify(record, null, 2).replace(process.version, 'v20')).toMatchFileSnapshot(
      'golden/run-record.txt',
    );
  });

  it.each([
    ['ok', 0, 5, 0],
    ['partial', 1, 5, 0],
    ['partial', 0, 5, 1],
    ['failed', 3, 0, 0],
  ])('is %s with %i rejected, %i scored, %i in error', async (status, rejected, calls, withErrors) => {
    const { totals } = await write([]);
    const facts = { ...FACTS, counts: { ...FACTS.counts, rejected } };
    expect(runStatus(facts, { ...totals, calls, withErrors })).toBe(status);
  });
});

describe('summary and explanation', () => {
  for (const language of ['en', 'zh'] as const) {
    it(`the summary in ${language} is as recorded`, async () => {
      const { totals, files } = await write(SAMPLE_CALLS);
      const input = { facts: FACTS, totals, files, words: words(language), folder: '/out' };
      const text = `${summaryText(input, PLAIN)}${summaryLine(input)}\n`;
      await expect(text).toMatchFileSnapshot(`golden/${language}-summary.txt`);
    });

    it.each(SAMPLE_CALLS)(`the explanation of $result.callId in ${language} is as recorded`, async (call) => {
      const text = explainText(call, {
        words: words(language),
        style: PLAIN,
        rubric: RUBRIC,
        allHits: true,
        criterion: null,
      });
      await expect(text).toMatchFileSnapshot(`golden/${language}-explain-${call.result.callId}.txt`);
    });
  }

  it('of a missed criterion says what was searched and what was discarded', () => {
    const [call] = SAMPLE_CALLS;
    const text = explainText(call!, {
      words: words('en'),
      style: PLAIN,
      rubric: RUBRIC,
      allHits: true,
      criterion: 'empathy',
    });
    expect(text).toContain('looked for: empathy, words of Perspective taken (EMP-03), word list but');
    expect(text).toContain('nearly: turn 2: empathy did not count (negated)');
    expect(text).not.toContain('Closing');
  });

  it('lets no escape sequence of a call through', () => {
    const [call] = SAMPLE_CALLS;
    const hostile = call!.turns.map((turn) => ({ ...turn, text: '\u001B[2J\u001B]0;x\u0007hello\u202E' }));
    const text = explainText(
      { ...call!, turns: hostile },
      { words: words('en'), style: PLAIN, rubric: RUBRIC, allHits: true, criterion: null },
    );
    expect(text).not.toMatch(/[\u0007\u001B\u202E]/);
    const coloured = explainText(call!, {
      words: words('en'),
      style: COLOURED,
      rubric: RUBRIC,
      allHits: true,
      criterion: null,
    });
    expect(coloured).toContain('\u001B[1m');
  });
});
