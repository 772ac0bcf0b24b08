import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LruCache } from '../../src/nlp/lru.js';
import { joinWindows, probabilitiesOf } from '../../src/nlp/probabilities.js';
import { batchesOf, widthOf, windowsOf } from '../../src/nlp/windows.js';

const MAX_TOKENS = 96;
const ids = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

describe('windowsOf', () => {
  it('covers every token in windows that fit and overlap', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 900 }), (count) => {
        const windows = windowsOf(ids(count), MAX_TOKENS);
        expect(new Set(windows.flat()).size).toBe(count);
        for (const window of windows) expect(window.length).toBeLessThanOrEqual(MAX_TOKENS - 2);
        windows.slice(1).forEach((window, index) => {
          expect(window[0]!).toBeLessThan(windows[index]!.at(-1)!);
        });
      }),
    );
  });

  it('leaves a short text whole and no text empty', () => {
    expect(windowsOf(ids(94), MAX_TOKENS)).toHaveLength(1);
    expect(windowsOf(ids(95), MAX_TOKENS)).toHaveLength(2);
    expect(windowsOf([], MAX_TOKENS)).toEqual([]);
  });
});

describe('batchesOf', () => {
  it('puts each window into one batch of its own width', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 94 }), { maxLength: 200 }), (lengths) => {
        const windows = lengths.map((length, owner) => ({ owner, ids: ids(length) }));
        const batches = batchesOf(windows, MAX_TOKENS);
        expect(batches.reduce((sum, batch) => sum + batch.windows.length, 0)).toBe(windows.length);
        for (const batch of batches) {
          expect(batch.windows.length).toBeLessThanOrEqual(32);
          for (const window of batch.windows) expect(widthOf(window, MAX_TOKENS)).toBe(batch.width);
        }
      }),
    );
  });
});

describe('probabilitiesOf and joinWindows', () => {
  const flat = { sentiment: 1, abuse: 1 };

  it('softens with temperature and keeps the order of labels', () => {
    const sharp = probabilitiesOf([3, 0, -1, 2], flat);
    const soft = probabilitiesOf([3, 0, -1, 2], { sentiment: 4, abuse: 4 });
    expect(sharp.sentiment.negative).toBeGreaterThan(soft.sentiment.negative);
    expect(soft.sentiment.negative).toBeGreaterThan(soft.sentiment.neutral);
    expect(sharp.abuse).toBeGreaterThan(soft.abuse);
  });

  it('refuses a missing or broken logit', () => {
    expect(() => probabilitiesOf([1, 2, 3], flat)).toThrow();
    expect(() => probabilitiesOf([1, Number.NaN, 3, 0], flat)).toThrow();
  });

  it('takes the most outspoken window and the worst abuse', () => {
    const calm = { sentiment: { negative: 0.1, neutral: 0.8, positive: 0.1 }, abuse: 0.9 };
    const angry = { sentiment: { negative: 0.7, neutral: 0.2, positive: 0.1 }, abuse: 0.2 };
    expect(joinWindows([calm, angry])).toEqual({ sentiment: angry.sentiment, abuse: 0.9 });
  });
});

describe('LruCache', () => {
  it('forgets what was asked for longest ago', () => {
    const cache = new LruCache<string, number>(2);
    cache.set('a', 1);
    cache.set('b', 2);
    cache.get('a');
    cache.set('c', 3);
    expect([cache.get('a'), cache.get('b'), cache.get('c'), cache.size]).toEqual([1, undefined, 3, 2]);
  });
});
