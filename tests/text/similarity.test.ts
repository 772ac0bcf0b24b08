import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { similarity } from '../../src/text/similarity.js';

describe('similarity', () => {
  it('is 1 for the same words, whatever the spaces, punctuation and case', () => {
    expect(similarity('我要退款', '我要退款')).toBe(1);
    expect(similarity('我要退款！', '我要 退款。')).toBe(1);
    expect(similarity('I want a Refund', 'i want a refund.')).toBe(1);
  });

  it('is high for a repeated demand and low for another one', () => {
    expect(similarity('你们什么时候给我退款', '到底什么时候给我退款')).toBeGreaterThan(0.6);
    expect(similarity('你们什么时候给我退款', '我的宽带断了')).toBeLessThan(0.1);
  });

  it('is 0 where one says nothing', () => {
    expect(similarity('', '')).toBe(0);
    expect(similarity('……', '好')).toBe(0);
  });

  it('is symmetric and inside 0..1', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (a, b) => {
        const value = similarity(a, b);
        expect(value).toBe(similarity(b, a));
        expect(value).toBeGreaterThanOrEqual(0);
        expect(value).toBeLessThanOrEqual(1);
      }),
    );
  });
});
