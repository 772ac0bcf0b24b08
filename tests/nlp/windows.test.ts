import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MEANINGS } from '../../src/domain/model-label.js';
import type { TurnProbabilities } from '../../src/nlp/encoder.js';
import { LruCache } from '../../src/nlp/lru.js';
import { joinWindows, type LogitReading, probabilitiesOf } from '../../src/nlp/probabilities.js';
import { batchesOf, batchesOfOne, widthOf, windowsOf } from '../../src/nlp/windows.js';

const SIZE = { maxTokens: 96, specialTokens: 2 };
const ROOM = 94;
const ids = (count: number, from = 0): number[] => Array.from({ length: count }, (_, index) => from + index);

/** Clauses of these lengths, their tokens numbered on. */
function clausesOf(lengths: readonly number[]): readonly (readonly number[])[] {
  let from = 0;
  return lengths.map((length) => {
    from += length;
    return ids(length, from - length);
  });
}

const total = (lengths: readonly number[]) => lengths.reduce((sum, length) => sum + length, 0);

describe('windowsOf', () => {
  it('covers every token of one long clause in windows that fit and overlap by half', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 900 }), (count) => {
        const windows = windowsOf([ids(count)], SIZE);
        expect(new Set(windows.flat()).size).toBe(count);
        for (const window of windows) expect(window.length).toBeLessThanOrEqual(ROOM);
        windows.slice(1).forEach((window, index) => {
          expect(windows[index]!.at(-1)! - window[0]!).toBeGreaterThanOrEqual(ROOM / 2 - 1);
        });
      }),
    );
  });

  it('begins and ends windows with clauses, overlaps them, and leaves none out', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 47 }), { maxLength: 60 }), (lengths) => {
        const clauses = clausesOf(lengths).filter((clause) => clause.length > 0);
        const windows = windowsOf(clauses, SIZE);
        const [starts, ends] = [clauses.map((clause) => clause[0]), clauses.map((clause) => clause.at(-1))];
        expect(new Set(windows.flat()).size).toBe(total(lengths));
        for (const window of windows) {
          expect(window.length).toBeLessThanOrEqual(ROOM);
          expect(window).toEqual(ids(window.length, window[0]));
          expect(starts).toContain(window[0]);
          expect(ends).toContain(window.at(-1));
        }
        windows.slice(1).forEach((window, index) => {
          expect(window[0]!).toBeLessThanOrEqual(windows[index]!.at(-1)!);
        });
        for (const clause of clauses) {
          expect(windows.some((window) => clause.every((token) => window.includes(token)))).toBe(true);
        }
      }),
    );
  });

  it('shows every piece of half a window whole in one, however long the clauses are', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 100, max: 300 }), { minLength: 1, maxLength: 3 }), (lengths) => {
        const windows = windowsOf([ids(total(lengths))], SIZE);
        const shown = (from: number) =>
          windows.some((window) => window[0]! <= from && window.at(-1)! >= from + ROOM / 2 - 1);
        expect(ids(total(lengths) - ROOM / 2 + 1).filter((from) => !shown(from))).toEqual([]);
      }),
    );
  });

  it('leaves a short text whole and no text empty', () => {
    expect(windowsOf([ids(94)], SIZE)).toEqual([ids(94)]);
    expect(windowsOf([ids(95)], SIZE)).toHaveLength(2);
    expect(windowsOf([], SIZE)).toEqual([]);
    expect(windowsOf([[]], SIZE)).toEqual([]);
  });
});

describe('batchesOf', () => {
  it('puts each window into one batch of its own width', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 94 }), { maxLength: 200 }), (lengths) => {
        const windows = lengths.map((length, owner) => ({ owner, ids: ids(length) }));
        const batches = batchesOf(windows, SIZE);
        expect(batches.reduce((sum, batch) => sum + batch.windows.length, 0)).toBe(windows.length);
        for (const batch of batches) {
          expect(batch.windows.length).toBeLessThanOrEqual(32);
          for (const window of batch.windows) expect(widthOf(window, SIZE)).toBe(batch.width);
        }
      }),
    );
  });

  it('leaves windows by themselves and without padding where company would change them', () => {
    const windows = [3, 90, 3].map((length, owner) => ({ owner, ids: ids(length) }));
    expect(batchesOfOne(windows, SIZE)).toEqual([
      { width: 5, windows: [windows[0]] },
      { width: 92, windows: [windows[1]] },
      { width: 5, windows: [windows[2]] },
    ]);
  });
});

describe('probabilitiesOf and joinWindows', () => {
  const flat = { sentiment: 1, abuse: 1 };
  const shipped: LogitReading = {
    meanings: ['negative', 'neutral', 'positive', 'abuse'],
    form: 'feelings and abuse',
    temperature: flat,
  };
  const sumOf = ({ sentiment }: TurnProbabilities) => sentiment.negative + sentiment.neutral + sentiment.positive;

  it('softens with temperature and keeps the order of labels', () => {
    const sharp = probabilitiesOf([3, 0, -1, 2], shipped);
    const soft = probabilitiesOf([3, 0, -1, 2], { ...shipped, temperature: { sentiment: 4, abuse: 4 } });
    expect(sharp.sentiment.negative).toBeGreaterThan(soft.sentiment.negative);
    expect(soft.sentiment.negative).toBeGreaterThan(soft.sentiment.neutral);
    expect(sharp.abuse).toBeGreaterThan(soft.abuse);
  });

  it('keeps abuse apart from feelings where it has an output of its own', () => {
    const calm = probabilitiesOf([3, 0, -1, -9], shipped);
    const abusive = probabilitiesOf([3, 0, -1, 9], shipped);
    expect(abusive.sentiment).toEqual(calm.sentiment);
    expect([calm.abuse, abusive.abuse]).toEqual([0.0001, 0.9999]);
  });

  it('shares one between all labels: what is not understood is neutral, what is abusive is negative', () => {
    const reading: LogitReading = {
      meanings: ['positive', null, 'abuse', 'abuse'],
      form: 'one of all',
      temperature: flat,
    };
    const [a, b, c, d] = [0, 1, 2, 3].map((logit) => Math.exp(logit));
    const all = a! + b! + c! + d!;
    const { sentiment, abuse } = probabilitiesOf([0, 1, 2, 3], reading);
    expect(abuse).toBeCloseTo((c! + d!) / all, 4);
    expect(sentiment.negative).toBe(abuse);
    expect(sentiment.neutral).toBeCloseTo(b! / all, 4);
    expect(sentiment.positive).toBeCloseTo(a! / all, 4);
  });

  it('hears no feeling from a model of abuse alone', () => {
    const reading: LogitReading = { meanings: ['neutral', 'abuse'], form: 'one of all', temperature: flat };
    expect(probabilitiesOf([0, 9], reading)).toEqual({
      sentiment: { negative: 0, neutral: 1, positive: 0 },
      abuse: 0.9999,
    });
  });

  it('takes the likeliest of labels that are yes or no each', () => {
    const reading: LogitReading = { meanings: ['abuse', 'abuse', 'abuse'], form: 'each', temperature: flat };
    expect(probabilitiesOf([-3, 0, -9], reading).abuse).toBe(0.5);
    const felt: LogitReading = { meanings: ['negative', 'positive', 'negative'], form: 'each', temperature: flat };
    const { sentiment } = probabilitiesOf([-9, -9, 9], felt);
    expect(sentiment.negative).toBeGreaterThan(0.99);
    expect(sentiment.positive).toBeLessThan(0.001);
  });

  it('gives feelings that add up to 1, whatever the labels and their form', () => {
    const meaning = fc.constantFrom(...MEANINGS, null);
    fc.assert(
      fc.property(
        fc.array(fc.tuple(meaning, fc.double({ min: -900, max: 900, noNaN: true })), { minLength: 1, maxLength: 8 }),
        fc.constantFrom('one of all', 'feelings and abuse', 'each'),
        (labels, form) => {
          const meanings = labels.map(([each]) => each);
          const read = probabilitiesOf(
            labels.map(([, logit]) => logit),
            { meanings, form, temperature: { sentiment: 1.5, abuse: 0.5 } },
          );
          expect(Math.abs(sumOf(read) - 1)).toBeLessThan(2e-4);
          expect(read.abuse).toBeGreaterThanOrEqual(0);
          expect(read.abuse).toBeLessThanOrEqual(1);
        },
      ),
    );
  });

  it('refuses a missing or broken logit', () => {
    expect(() => probabilitiesOf([1, 2, 3], shipped)).toThrow();
    expect(() => probabilitiesOf([1, Number.NaN, 3, 0], shipped)).toThrow();
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
