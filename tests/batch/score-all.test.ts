import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { GroupOutcome } from '../../src/batch/group-scorer.js';
import type { ScoringPool } from '../../src/batch/pool.js';
import { type ScoringTally, scoreAll } from '../../src/batch/score-all.js';
import { Spool } from '../../src/batch/spool.js';
import type { Call } from '../../src/domain/call.js';
import { DuplicateLedger, type IngestItem } from '../../src/ingest/index.js';
import { rejectOf } from '../../src/ingest/reject.js';
import { call, storedOf } from './sample-call.js';

let folder: string;
let spool: Spool;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tingping-batch-'));
  spool = await Spool.create(join(folder, 'spool'));
});
afterEach(async () => {
  await spool.remove();
  await rm(folder, { recursive: true });
});

/** Answers after a moment that depends on the group, so that groups overtake one another; counts what is in hand. */
class FakePool implements ScoringPool {
  readonly workers = 2;
  inHand = 0;
  mostInHand = 0;
  scored: string[] = [];

  constructor(private readonly failing: readonly string[] = []) {}

  async score(calls: readonly Call[]): Promise<GroupOutcome> {
    this.mostInHand = Math.max(this.mostInHand, ++this.inHand);
    await new Promise((resolve) => setTimeout(resolve, calls[0]!.callId.charCodeAt(2) % 7));
    this.inHand--;
    this.scored.push(...calls.map(({ callId }) => callId));
    const fails = ({ callId }: Call) => this.failing.includes(callId);
    return {
      scored: calls.filter((each) => !fails(each)).map(({ callId }) => storedOf(callId, '')),
      failed: calls
        .filter(fails)
        .map(({ callId, source }) => ({ callId, source, cause: 'TypeError in stages/x.js:1' })),
      model: 'small 1',
    };
  }

  async close(): Promise<void> {}
}

async function* stream(items: readonly (Call | IngestItem)[]): AsyncGenerator<IngestItem> {
  for (const item of items) yield 'kind' in item ? item : { kind: 'call', call: item };
}

function run(items: readonly (Call | IngestItem)[], pool: ScoringPool, signal?: AbortSignal): Promise<ScoringTally> {
  return scoreAll({
    items: stream(items),
    ledger: new DuplicateLedger(),
    pool,
    spool,
    groups: { calls: 2, turns: 100 },
    ...(signal === undefined ? {} : { signal }),
  });
}

async function spooledIds(): Promise<readonly string[]> {
  const ids: string[] = [];
  for await (const { callId } of spool.calls()) ids.push(callId);
  return ids;
}

describe('scoreAll', () => {
  it('scores every call once and keeps a bounded number of groups in hand', async () => {
    const pool = new FakePool();
    const calls = Array.from({ length: 40 }, (_, index) => call(`c-${String(index).padStart(2, '0')}`));
    const tally = await run(calls, pool);
    expect(tally).toMatchObject({ read: 40, equalDuplicates: 0, rejects: [], model: 'small 1' });
    expect(await spooledIds()).toEqual(calls.map(({ callId }) => callId));
    expect(pool.mostInHand).toBeLessThanOrEqual(4);
  });

  it('counts equal calls once', async () => {
    const copy = { ...call('c-1'), source: { file: 'other.json', line: null } };
    expect(await run([call('c-1'), copy, copy], new FakePool())).toMatchObject({
      read: 3,
      equalDuplicates: 2,
      rejects: [],
    });
    expect(await spooledIds()).toEqual(['c-1']);
  });

  it('rejects all calls of one id that differ, also when one of them was scored or failed before', async () => {
    const items = [call('c-1'), call('c-2'), call('c-1', 3), call('c-3')];
    const tally = await run(items, new FakePool(['c-1']));
    expect(tally.rejects.map(({ callId, code }) => [callId, code])).toEqual([
      ['c-1', 'duplicate'],
      ['c-1', 'duplicate'],
    ]);
    expect(await spooledIds()).toEqual(['c-2', 'c-3']);
  });

  it('rejects a call whose scoring throws and goes on', async () => {
    const tally = await run([call('c-1'), call('c-2'), call('c-3')], new FakePool(['c-2']));
    expect(tally.rejects).toMatchObject([{ callId: 'c-2', code: 'internal', file: 'calls.jsonl' }]);
    expect(tally.rejects[0]!.reason).toContain('TypeError in stages/x.js:1');
    expect(await spooledIds()).toEqual(['c-1', 'c-3']);
  });

  it('passes on what ingest refused', async () => {
    const reject = rejectOf({ file: 'a.txt', line: null }, null, { code: 'empty_file', params: {} });
    expect((await run([{ kind: 'reject', reject }], new FakePool())).rejects).toEqual([reject]);
  });

  it('fails as a whole when the pool fails', async () => {
    const pool: ScoringPool = {
      workers: 2,
      score: async () => {
        throw new Error('no encoder');
      },
      close: async () => {},
    };
    await expect(run([call('c-1'), call('c-2'), call('c-3')], pool)).rejects.toThrow('no encoder');
  });

  it('stops when it is told to', async () => {
    const controller = new AbortController();
    controller.abort(new Error('stopped'));
    await expect(run([call('c-1')], new FakePool(), controller.signal)).rejects.toThrow('stopped');
  });
});
