import { describe, expect, it } from 'vitest';
import { meanInterval, NO_SAMPLE, studentQuantile, withValue } from '../../src/reports/statistics.js';
import { clipped, displayWidth, tableLines } from '../../src/reports/table.js';

describe('the interval of a mean', () => {
  it.each([
    [7, 2.3646],
    [19, 2.093],
    [29, 2.0452],
    [99, 1.9842],
  ])('Student t with %i degrees of freedom is %d', (degrees, expected) => {
    expect(studentQuantile(degrees)).toBeCloseTo(expected, 3);
  });

  it('is that of the textbook', () => {
    const sample = [82, 74, 91, 65, 88].reduce(withValue, NO_SAMPLE);
    expect(sample.mean).toBeCloseTo(80, 10);
    expect(sample.squares).toBeCloseTo(450, 10);
    expect(meanInterval(sample)!.high).toBeLessThanOrEqual(100);
    expect(meanInterval(withValue(NO_SAMPLE, 1))).toBeNull();
  });
});

describe('tables of the terminal', () => {
  it('count Chinese as two columns and marks as none', () => {
    expect(displayWidth('优秀 ok')).toBe(7);
    expect(displayWidth('e\u0301')).toBe(1);
  });

  it('align and cut by columns', () => {
    expect(
      tableLines(
        [
          ['优', '1'],
          ['abc', '20'],
        ],
        ['left', 'right'],
      ),
    ).toEqual(['优    1', 'abc  20']);
    expect(clipped('优秀合格', 5)).toBe('优秀…');
    expect(clipped('优秀', 4)).toBe('优秀');
  });
});
