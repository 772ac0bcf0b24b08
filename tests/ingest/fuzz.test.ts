/** A short run of the fuzzer; `npm run fuzz -- --count N` is the long one. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fuzzCase, type ReadItem } from '../../scripts/fuzz/cases.js';
import type { Call } from '../../src/domain/call.js';
import { readCanonical } from '../../src/ingest/canonical.js';
import { canonicalOf } from '../../src/ingest/index.js';
import { takeBytes, vocabulary } from './helpers.js';

const FOLDER = 'fixtures/formats';
const samples = readdirSync(FOLDER)
  .sort()
  .map((name) => ({ name, bytes: readFileSync(join(FOLDER, name)) }));
const COUNT = 1500;

async function read(bytes: Buffer): Promise<readonly ReadItem[]> {
  const { items } = await takeBytes(bytes);
  return items.map((item) =>
    item.kind === 'reject'
      ? { ...item.reject, kind: item.kind, faults: [] }
      : {
          kind: item.kind,
          line: item.call.source.line,
          reason: '',
          callId: item.call.callId,
          faults: faultsOf(item.call),
        },
  );
}

function faultsOf(call: Call): readonly string[] {
  const again = readCanonical(JSON.parse(JSON.stringify(canonicalOf(call))), call.source, vocabulary);
  if ('reason' in again) return [`cannot be read again: ${again.reason}`];
  return JSON.stringify(canonicalOf(again)) === JSON.stringify(canonicalOf(call))
    ? []
    : ['is another call when read again'];
}

describe('damaged samples of all formats', () => {
  it('give calls that can be written and read again, or rejects; never an error, and soon', async () => {
    const failures: string[] = [];
    for (let seed = 1; seed <= COUNT; seed++) {
      const failure = await fuzzCase(seed, samples, read);
      if (failure !== null) failures.push(`seed ${seed}, ${failure.sample}, ${failure.how}: ${failure.what}`);
    }
    expect(failures).toEqual([]);
  });
});
