import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Call } from '../../src/domain/call.js';
import { readCanonical } from '../../src/ingest/canonical.js';
import { contentHash, DuplicateLedger, type Reject } from '../../src/ingest/index.js';
import { vocabulary } from './helpers.js';

function call(callId: string, text: string, file: string, line: number | null = null): Call {
  const made = readCanonical({ callId, turns: [{ speaker: 'agent', text }] }, { file, line }, vocabulary);
  if ('reason' in made) throw new Error(made.reason);
  return made;
}

describe('duplicates', () => {
  it('count once where they are equal', () => {
    const ledger = new DuplicateLedger();
    expect(ledger.admit(call('a', 'x', 'one.json'))).toBe('new');
    expect(ledger.admit(call('a', 'x', 'two.json'))).toBe('equal');
    expect(ledger.conflicts()).toEqual([]);
    expect(ledger.dropped()).toEqual([]);
  });

  it('are all rejected where they differ, each naming the others', () => {
    const ledger = new DuplicateLedger();
    ledger.admit(call('a', 'x', 'one.json'));
    expect(ledger.admit(call('a', 'y', 'two.jsonl', 7))).toBe('conflict');
    expect(ledger.admit(call('a', 'x', 'three.json'))).toBe('conflict');
    expect(ledger.conflicts().map(({ reason }) => reason)).toEqual([
      'one.json call "a" differs from the call of the same id at two.jsonl:7: none is scored, keep one or rename.',
      'two.jsonl:7 call "a" differs from the call of the same id at one.json: none is scored, keep one or rename.',
    ]);
    expect(ledger.dropped()).toEqual(['a']);
  });

  it('are told the same in any order', () => {
    const calls = [
      call('a', 'x', '1'),
      call('a', 'x', '2'),
      call('a', 'y', '3', 4),
      call('a', 'y', '3', 2),
      call('b', 'x', '1'),
      call('b', 'x', '9'),
      call('c', 'x', '5'),
      call('c', 'z', '4'),
    ];
    const results = (order: readonly Call[]) => {
      const ledger = new DuplicateLedger();
      const fresh = order.filter((one) => ledger.admit(one) === 'new').length;
      return { fresh, conflicts: ledger.conflicts(), dropped: ledger.dropped() };
    };
    const expected = results(calls);
    expect(expected.dropped).toEqual(['a', 'c']);
    fc.assert(
      fc.property(fc.shuffledSubarray(calls, { minLength: calls.length }), (order) => {
        expect(results(order)).toEqual(expected);
      }),
    );
  });

  it('withdraw a call of which rows came too late', () => {
    const ledger = new DuplicateLedger();
    ledger.admit(call('a', 'x', 'one.csv', 2));
    const late: Reject = {
      file: 'one.csv',
      line: 9,
      callId: 'a',
      code: 'csv_scattered',
      params: {},
      loses: 'call',
      reason: '',
    };
    ledger.refuse(late);
    ledger.refuse({ ...late, callId: 'b', code: 'csv_row' });
    expect(ledger.dropped()).toEqual(['a']);
    expect(ledger.conflicts()).toEqual([]);
  });

  it('are told by the content, not by the place or the order of keys', () => {
    const one = call('a', 'x', 'one.json');
    expect(contentHash({ ...one, source: { file: 'two', line: 3 } })).toBe(contentHash(one));
    expect(contentHash(Object.fromEntries(Object.entries(one).reverse()) as unknown as Call)).toBe(contentHash(one));
    expect(contentHash({ ...one, team: 'north' })).not.toBe(contentHash(one));
    expect(contentHash(one)).toMatch(/^[0-9a-f]{64}$/);
  });
});
