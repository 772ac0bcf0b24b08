/** Whatever the bytes, ingest gives calls or rejects, the same however the bytes arrive. */
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LIMITS } from '../../src/ingest/limits.js';
import { type Taken, take, takeBytes } from './helpers.js';

const folder = 'fixtures/formats';
const samples = await Promise.all((await readdir(folder)).sort().map((name) => readFile(join(folder, name))));

function check({ items, calls, rejects }: Taken): void {
  expect(items.length).toBeGreaterThan(0);
  for (const call of calls) {
    expect(call.callId.length).toBeGreaterThan(0);
    expect(call.callId.length).toBeLessThanOrEqual(200);
    expect(call.turns.map(({ index }) => index)).toEqual(call.turns.map((_, index) => index));
    for (const { text, startMs, endMs } of call.turns) {
      expect(text).not.toMatch(/\p{Surrogate}/u);
      for (const time of [startMs, endMs])
        if (time !== null) expect(Number.isSafeInteger(time) && time >= 0).toBe(true);
      if (startMs !== null && endMs !== null) expect(startMs).toBeLessThanOrEqual(endMs);
    }
  }
  for (const { reason, file } of rejects) {
    expect(reason.startsWith(file)).toBe(true);
    expect(reason).not.toMatch(/undefined|\[object|NaN/);
  }
}

describe('any bytes', () => {
  it('give calls or rejects', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (bytes) => check(await takeBytes(bytes))),
      {
        numRuns: 500,
      },
    );
  });

  it('give calls or rejects where they look like a format', async () => {
    const words = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"',
      '\\',
      '\n',
      '\r',
      ';',
      '\t',
      '#',
      ' ',
      '=== a ===',
      '# b',
      '00:12',
      '[00:12]',
      '-',
      '"callId"',
      '"turns"',
      '"speaker"',
      '"text"',
      '"x"',
      '5',
      '-1',
      'null',
      '1e999',
      '"\\ud800"',
      '__proto__',
      'call_id,speaker,text,start\n',
      'a,agent,hi,5\n',
      '坐席：',
      'Agent: ',
      '客户',
      '你好',
      'sep=;',
      '\ufeff',
      '\0',
      '{"callId":"a","turns":[{"speaker":"agent","text":"hi"}]}',
    );
    await fc.assert(
      fc.asyncProperty(fc.array(words, { maxLength: 40 }), async (parts) => check(await takeBytes(parts.join('')))),
      { numRuns: 1500 },
    );
  });

  it('give calls or rejects where a good file is damaged, in chunks of any size', async () => {
    const damage = fc.record({ at: fc.nat(5000), cut: fc.nat(20), bytes: fc.uint8Array({ maxLength: 6 }) });
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...samples),
        fc.array(damage, { maxLength: 4 }),
        fc.integer({ min: 1, max: 500 }),
        async (sample, damages, chunkSize) => {
          let bytes: Buffer = sample;
          for (const { at, cut, bytes: put } of damages) {
            const place = at % (bytes.length + 1);
            bytes = Buffer.concat([bytes.subarray(0, place), put, bytes.subarray(place + cut)]);
          }
          const taken = await takeBytes(bytes, chunkSize);
          check(taken);
          expect(taken).toEqual(await takeBytes(bytes));
        },
      ),
      { numRuns: 600 },
    );
  });

  it('give up on a file that is all rejects', async () => {
    const { items, rejects } = await takeBytes('{"level":"info"}\n'.repeat(5000));
    expect(items).toHaveLength(1001);
    expect(rejects.at(-1)?.code).toBe('gave_up');
  });

  it('give a reject for a line above the limit, and for brackets without end', async () => {
    const small = (callId: string) => JSON.stringify({ callId, turns: [{ speaker: 'agent', text: 'hello' }] });
    const long = await takeBytes(`${small('a')}\n{"x":"${'y'.repeat(51_000_000)}"}\n${small('b')}\n`);
    expect(long.calls.map(({ callId }) => callId)).toEqual(['a', 'b']);
    expect(long.rejects.map(({ line, code }) => [line, code])).toEqual([[2, 'too_long']]);
    const short = await takeBytes(`${small('a')}\n{"x":"${'y'.repeat(3_000_000)}"}\n`, undefined, {
      ...LIMITS,
      callMegabytes: 1,
    });
    expect(short.rejects.map(({ code, params }) => [code, params.limit])).toEqual([['too_long', 1]]);
    const deep = await takeBytes('['.repeat(1_000_000));
    expect(deep.rejects.length).toBeGreaterThan(0);
  });

  it('are no script where a file that is named a table has talk in its cells and unknown columns', async () => {
    const tables = await mkdtemp(join(tmpdir(), 'tingping-table-'));
    await writeFile(join(tables, 'a.csv'), 'Ref,Dialogue body\nR1,"Agent: Hello.\nCustomer: A refund."\n');
    await writeFile(join(tables, 'b.csv'), 'Agent: Hello, how are you\nCustomer: Fine, thanks\n');
    const taken = await take(['.'], { cwd: tables });
    await rm(tables, { recursive: true });
    expect(taken.rejects.map(({ file, code }) => [file, code])).toEqual([['a.csv', 'csv_columns']]);
    expect(taken.calls.map(({ callId, turns }) => [callId, turns.length])).toEqual([['b', 2]]);
  });

  it('give a reject for a call of more turns than the limit', async () => {
    const call = (id: string, turns: number) =>
      JSON.stringify({ callId: id, turns: Array.from({ length: turns }, () => ({ speaker: 'agent', text: '好' })) });
    const taken = await takeBytes(`${call('a', 10)}\n${call('b', 11)}\n`, undefined, { ...LIMITS, turns: 10 });
    expect(taken.calls.map(({ callId }) => callId)).toEqual(['a']);
    expect(taken.rejects).toMatchObject([{ callId: 'b', code: 'too_many_turns', params: { count: 11, limit: 10 } }]);
  });
});
