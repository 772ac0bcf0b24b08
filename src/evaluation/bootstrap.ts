/** 95 % intervals by drawing calls again and again, with numbers that look random and are the same on every machine. */
import type { Counts } from './comparison.js';
import type { Totals } from './metrics.js';

const DRAWS = 1_000;
const SEED = 20260315;
const LOWER = 0.025;

export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** mulberry32. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Counts of calls as rows of numbers, so that a thousand draws cost no more than adding them up. */
class CountTable {
  readonly #places = new Map<string, number>();
  readonly #rows: readonly (readonly (readonly [number, number])[])[];
  readonly #groups = new Map<string, (readonly [string, number])[]>();

  constructor(calls: readonly Counts[]) {
    this.#rows = calls.map((counts) => [...counts].map(([name, n]) => [this.#place(name), n] as const));
  }

  #place(name: string): number {
    let place = this.#places.get(name);
    if (place === undefined) {
      place = this.#places.size;
      this.#places.set(name, place);
    }
    return place;
  }

  /** Names under a prefix with their places; looked up once, since every draw asks for them. */
  #group(prefix: string): readonly (readonly [string, number])[] {
    let group = this.#groups.get(prefix);
    if (group === undefined) {
      group = [...this.#places]
        .filter(([name]) => name.startsWith(`${prefix} `))
        .map(([name, place]) => [name.slice(prefix.length + 1), place]);
      this.#groups.set(prefix, group);
    }
    return group;
  }

  totals(calls: Iterable<number>): Totals {
    const sums = new Float64Array(this.#places.size);
    for (const call of calls) for (const [place, n] of this.#rows[call]!) sums[place]! += n;
    return {
      get: (name) => sums[this.#places.get(name) ?? -1] ?? 0,
      under: (prefix) => this.#group(prefix).map(([rest, place]) => [rest, sums[place]!]),
    };
  }
}

export interface Sampled {
  readonly all: Totals;
  /** Interval of a figure over the draws in which it could be measured; null where there was none. */
  interval(value: (totals: Totals) => number | null): Interval | null;
}

export function sampled(calls: readonly Counts[]): Sampled {
  const table = new CountTable(calls);
  const next = numbers(SEED);
  const draws = Array.from({ length: DRAWS }, () =>
    table.totals(Array.from({ length: calls.length }, () => Math.floor(next() * calls.length))),
  );
  return {
    all: table.totals(calls.keys()),
    interval(value) {
      const values = draws.map(value).filter((each) => each !== null);
      if (values.length === 0) return null;
      const sorted = Float64Array.from(values).sort();
      const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!;
      return { low: at(LOWER), high: at(1 - LOWER) };
    },
  };
}
