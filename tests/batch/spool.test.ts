import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { GroupBuilder } from '../../src/batch/groups.js';
import { Spool } from '../../src/batch/spool.js';
import type { StoredCall } from '../../src/scoring/stored-call.js';
import { call, storedOf } from './sample-call.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tingping-spool-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function collected(spool: Spool): Promise<readonly StoredCall[]> {
  const calls: StoredCall[] = [];
  for await (const { callId, verdict, findings, turns } of spool.calls()) {
    calls.push({
      callId,
      verdict: Uint8Array.from(verdict),
      findings: Uint8Array.from(findings),
      turns: Uint8Array.from(turns),
    });
  }
  return calls;
}

describe('Spool', () => {
  it('gives calls back in the order of their ids, whatever the order of arrival', async () => {
    let runs = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.record({ callId: fc.string({ minLength: 1 }), words: fc.string({ unit: 'grapheme' }) }), {
          selector: (entry) => entry.callId,
        }),
        async (entries) => {
          const spool = await Spool.create(join(folder, `spool-${runs++}`));
          const calls = entries.map(({ callId, words }) => storedOf(callId, words));
          await spool.append(calls.slice(0, 2));
          await spool.append(calls.slice(2));
          const wanted = [...calls].sort((a, b) => (a.callId < b.callId ? -1 : 1));
          expect(await collected(spool)).toEqual(wanted);
          await spool.remove();
        },
      ),
      { numRuns: 30 },
    );
    expect(await readdir(folder)).toEqual([]);
  });

  it('forgets a dropped call', async () => {
    const spool = await Spool.create(join(folder, 'spool'));
    await spool.append(['a', 'b'].map((callId) => storedOf(callId, '')));
    spool.drop('a');
    spool.drop('never there');
    expect((await collected(spool)).map((entry) => entry.callId)).toEqual(['b']);
    expect(spool.size).toBe(1);
    await spool.remove();
  });
});

describe('GroupBuilder', () => {
  const sizes = (limits: { calls: number; turns: number }, turns: readonly number[]) => {
    const builder = new GroupBuilder(limits);
    const groups = turns.map((count, index) => builder.add(call(`c-${index}`, count)));
    return [...groups, builder.take()].filter((group) => group !== null).map((group) => group.length);
  };

  it('closes a group at its number of calls', () => {
    expect(sizes({ calls: 2, turns: 100 }, [1, 1, 1, 1, 1])).toEqual([2, 2, 1]);
  });

  it('closes a group before it passes its number of turns; a longer call stands alone', () => {
    expect(sizes({ calls: 9, turns: 10 }, [6, 6, 50, 1])).toEqual([1, 1, 1, 1]);
    expect(sizes({ calls: 9, turns: 10 }, [4, 6, 1])).toEqual([2, 1]);
  });
});
