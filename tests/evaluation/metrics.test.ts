import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sampled } from '../../src/evaluation/bootstrap.js';
import { accuracy, f1, kappa, type Matrix, macroF1, mean, precision, recall } from '../../src/evaluation/metrics.js';

const matrix = (rows: Readonly<Record<string, Readonly<Record<string, number>>>>): Matrix =>
  new Map(Object.entries(rows).map(([name, row]) => [name, new Map(Object.entries(row))]));

describe('precision, recall and F1', () => {
  it.each([
    { tp: 8, fp: 2, fn: 8, expected: [0.8, 0.5, 8 / 13] },
    { tp: 0, fp: 3, fn: 0, expected: [0, null, 0] },
    { tp: 0, fp: 0, fn: 3, expected: [null, 0, 0] },
    { tp: 0, fp: 0, fn: 0, expected: [null, null, null] },
  ])('of $tp found, $fp false, $fn missed', ({ expected, ...found }) => {
    expect([precision(found), recall(found), f1(found)]).toEqual(expected);
  });
});

describe('kappa', () => {
  it('agrees with a textbook case', () => {
    // 20 and 15 agreed out of 50, chance 0.5: (0.7 - 0.5) / 0.5.
    expect(kappa(matrix({ yes: { yes: 20, no: 5 }, no: { yes: 10, no: 15 } }))).toBeCloseTo(0.4, 10);
  });

  it('is 1 for full agreement, 0 for one answer to everything', () => {
    expect(kappa(matrix({ a: { a: 3 }, b: { b: 4 } }))).toBe(1);
    expect(kappa(matrix({ a: { a: 3 }, b: { a: 4 } }))).toBeCloseTo(0, 10);
  });

  it('is not measured where the truth has one class or nothing', () => {
    expect(kappa(matrix({ a: { a: 3, b: 1 } }))).toBeNull();
    expect(kappa(matrix({}))).toBeNull();
  });

  it('never exceeds accuracy', () => {
    const cell = fc.nat(20);
    fc.assert(
      fc.property(cell, cell, cell, cell, (a, b, c, d) => {
        const table = matrix({ x: { x: a, y: b }, y: { x: c, y: d } });
        const value = kappa(table);
        if (value !== null) expect(value).toBeLessThanOrEqual(accuracy(table)! + 1e-12);
      }),
    );
  });
});

describe('means', () => {
  it('macro F1 takes the classes of the truth alone', () => {
    expect(macroF1(matrix({ a: { a: 2, c: 2 }, b: { b: 4 } }))).toBeCloseTo((2 / 3 + 1) / 2, 10);
  });

  it('leave out what could not be measured', () => {
    expect(mean([1, null, 0])).toBe(0.5);
    expect(mean([null])).toBeNull();
  });
});

describe('intervals', () => {
  const calls = Array.from({ length: 60 }, (_, index) => new Map([[index % 3 === 0 ? 'x fn' : 'x tp', 1]]));
  const share = (totals: { get(name: string): number }) =>
    totals.get('x tp') / (totals.get('x tp') + totals.get('x fn'));

  it('hold the figure and are the same every time', () => {
    const first = sampled(calls);
    const interval = first.interval(share)!;
    expect(share(first.all)).toBeCloseTo(2 / 3, 10);
    expect(interval.low).toBeLessThan(2 / 3);
    expect(interval.high).toBeGreaterThan(2 / 3);
    // About ±1.96 · sqrt(p·q/n) = ±0.12.
    expect(interval.high - interval.low).toBeGreaterThan(0.18);
    expect(interval.high - interval.low).toBeLessThan(0.3);
    expect(sampled(calls).interval(share)).toEqual(interval);
  });

  it('are null where no draw can be measured', () => {
    expect(sampled(calls).interval(() => null)).toBeNull();
  });
});
