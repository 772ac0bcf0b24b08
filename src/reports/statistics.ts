/** Mean and its interval, gathered one value at a time in a fixed order, so that a rerun gives the same digits. */

export interface Sample {
  readonly n: number;
  readonly mean: number;
  /** Sum of squared distances from the mean (Welford). */
  readonly squares: number;
}

export const NO_SAMPLE: Sample = { n: 0, mean: 0, squares: 0 };

export function withValue(sample: Sample, value: number): Sample {
  const n = sample.n + 1;
  const mean = sample.mean + (value - sample.mean) / n;
  return { n, mean, squares: sample.squares + (value - sample.mean) * (value - mean) };
}

export interface MeanInterval {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

/** The mean with its 95 % interval by Student's t, inside 0..100; null for fewer than two values. */
export function meanInterval(sample: Sample): MeanInterval | null {
  if (sample.n < 2) return null;
  const error = Math.sqrt(sample.squares / (sample.n - 1) / sample.n);
  const reach = studentQuantile(sample.n - 1) * error;
  return { mean: sample.mean, low: Math.max(0, sample.mean - reach), high: Math.min(100, sample.mean + reach) };
}

/** 97.5 % quantile of the normal distribution. */
const Z = 1.959963984540054;

/** 97.5 % quantile of Student's t by the Cornish-Fisher expansion: right to 0.001 from 7 degrees of freedom. */
export function studentQuantile(degrees: number): number {
  const z = Z;
  const terms = [
    (z ** 3 + z) / 4,
    (5 * z ** 5 + 16 * z ** 3 + 3 * z) / 96,
    (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / 384,
    (79 * z ** 9 + 776 * z ** 7 + 1482 * z ** 5 - 1920 * z ** 3 - 945 * z) / 92160,
  ];
  return terms.reduce((sum, term, index) => sum + term / degrees ** (index + 1), z);
}

/** Rounds to one decimal, as scores are shown. */
export function round1(value: number): number {
  return Math.round(value * 10) / 10;
}
