import { describe, expect, it } from 'vitest';
import { compareChunks } from '../../scripts/bench/encoder-compare.js';
import { quantile, SPEEDS, trainingTurns } from '../../scripts/bench/encoder-parts.js';

describe('bench:encoder', () => {
  it('reads different Chinese turns', () => {
    const { all, distinct } = trainingTurns();
    expect(new Set(distinct).size).toBe(distinct.length);
    expect(distinct.length).toBeLessThanOrEqual(all);
    expect(distinct.length).toBeGreaterThan(10_000);
  });

  it('measures the encoder beside the runtime and the pipeline on the same turns', async () => {
    const { speeds, ratios } = await compareChunks(trainingTurns().distinct.slice(0, 60), 20);
    for (const name of SPEEDS) {
      expect(speeds[name].perSecond, name).toBeGreaterThan(0);
      expect(speeds[name].perProcessorSecond, name).toBeGreaterThan(0);
      expect(ratios[name].clock, name).toBeGreaterThan(0);
    }
    expect(ratios.read).toEqual({ clock: 1, processor: 1 });
  });

  it('finds the value below which a share lies', () => {
    expect([quantile([3, 1, 2], 0.5), quantile([5, 1], 0.95), quantile([], 0.5)]).toEqual([2, 5, 0]);
  });
});
