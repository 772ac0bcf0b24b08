import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ContextNetwork, openContext, piecesOf, type VectorTurn } from '../../src/nlp/context.js';
import { readModelConfig } from '../../src/nlp/model-settings.js';
import { vectorOutputsOf } from '../../src/nlp/turn-vectors.js';

const FOLDER = 'models/encoder';
const { labels, settings } = readModelConfig(JSON.parse(readFileSync(join(FOLDER, 'config.json'), 'utf8')));
const SETTINGS = settings.context!;
const { size } = vectorOutputsOf(labels);

/** A call of that many turns whose vectors are the same on every run. */
function callOf(turns: number, seed = 3): readonly VectorTurn[] {
  let state = seed;
  const next = () => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return (state / 2147483648) * 2 - 1;
  };
  return Array.from({ length: turns }, (_, index) => ({
    speaker: index % 2 === 0 ? 'agent' : 'caller',
    vector: Float32Array.from({ length: size }, next),
  }));
}

describe('the pieces of a call', () => {
  it('hold each turn once, with all that it can see', () => {
    const numbers = fc.record({ turns: fc.nat(500), reach: fc.nat(9), inner: fc.integer({ min: 1, max: 40 }) });
    fc.assert(
      fc.property(numbers, ({ turns, reach, inner }) => {
        const most = inner + 2 * reach;
        const pieces = piecesOf(turns, reach, most);
        const asked = pieces.flatMap(({ from, to }) => Array.from({ length: to - from }, (_, i) => from + i));
        expect(asked).toEqual(Array.from({ length: turns }, (_, i) => i));
        for (const { from, to, start, end } of pieces) {
          expect([start, end]).toEqual(
            pieces.length === 1 ? [0, turns] : [Math.max(0, from - reach), Math.min(turns, to + reach)],
          );
          expect(end - start).toBeLessThanOrEqual(most);
        }
      }),
    );
  });
});

describe('the shipped network over calls', () => {
  let context: ContextNetwork;
  beforeAll(async () => {
    context = await openContext(FOLDER, size, SETTINGS);
  });
  afterAll(() => context.dispose());

  const largest = (a: readonly (Float32Array | null)[], b: readonly (Float32Array | null)[]) =>
    Math.max(...a.flatMap((row, index) => [...row!].map((value, i) => Math.abs(value - b[index]![i]!))));

  it('gives a number for each label of each turn, and passes over announcements', async () => {
    const [first, second] = callOf(2);
    const announced = await context.read([first!, { speaker: 'system', vector: new Float32Array(size) }, second!]);
    expect(announced.map((row) => row?.length ?? null)).toEqual([SETTINGS.labels.length, null, SETTINGS.labels.length]);
    expect([announced[0], announced[2]]).toEqual(await context.read([first!, second!]));
    expect(await context.read([])).toEqual([]);
  });

  it('hears who speaks and what stands around', async () => {
    const call = callOf(3);
    const read = await context.read(call);
    const turned = await context.read(call.map((turn) => ({ ...turn, speaker: 'unknown' })));
    expect(largest(read, turned)).toBeGreaterThan(0.01);
    const alone = await context.read(call.slice(1, 2));
    expect(largest(read.slice(1, 2), alone)).toBeGreaterThan(0.01);
  });

  it('sees no farther than its reach, so that a long call in pieces is the call in one', async () => {
    const call = callOf(600);
    const pieces = await context.read(call);
    const part = await context.read(call.slice(300, 500));
    const inside = part.slice(SETTINGS.reach, -SETTINGS.reach);
    const from = 300 + SETTINGS.reach;
    expect(largest(pieces.slice(from, from + inside.length), inside)).toBeLessThan(1e-4);
  });

  it('is missed with a sentence', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'tingping-context-'));
    await expect(openContext(folder, size, SETTINGS)).rejects.toThrow('it has no onnx/context.onnx');
    rmSync(folder, { recursive: true });
  });
});
