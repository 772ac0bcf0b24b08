/**
 * What evaluating one node gives: an outcome, the places, a number where it is one, and what explains it. Near misses
 * travel with the places, nearest first, so that nobody computes them a second time.
 */
import type { NearMiss, TriggerResult } from '../domain/rule.js';
import { compareTexts, type Spot } from './spot.js';
import type { Outcome } from './three-valued.js';

export interface RankedMiss extends NearMiss {
  /** In the unit of the window; 0 for what was discarded or dropped where it stood. */
  readonly far: number;
}

export interface Found {
  readonly outcome: Outcome;
  /** Sorted; empty unless the outcome is `holds`. */
  readonly spots: readonly Spot[];
  /** 0..1 for measures, the quantity for `value`, else null. */
  readonly number: number | null;
  readonly misses: readonly RankedMiss[];
  /** Inputs that were missing, on which the outcome leans. */
  readonly unseen: readonly string[];
  /** Inputs that were missing in alternatives: they matter only where nothing was found. */
  readonly unseenChoices: readonly string[];
  readonly triggers: readonly TriggerResult[];
  /** Names whose absence decided a failing `all`, for "not applicable because there was no …". */
  readonly lacking: readonly string[];
  /** Lowest strength in the chain of evidence, of the best place; 1 where there is no place. */
  readonly confidence: number;
}

export const NEAR_MISSES_KEPT = 3;

/** Rank of a near miss whose distance is not known: behind all others. */
export const FAR_UNKNOWN = Number.MAX_SAFE_INTEGER;

const EMPTY: Found = {
  outcome: 'fails',
  spots: [],
  number: null,
  misses: [],
  unseen: [],
  unseenChoices: [],
  triggers: [],
  lacking: [],
  confidence: 1,
};

const confidenceOf = (spots: readonly Spot[]) => {
  let best = 0;
  for (const spot of spots) if (spot.chain > best) best = spot.chain;
  return spots.length === 0 ? 1 : best;
};

type Extras = Partial<Omit<Found, 'outcome'>>;
const NO_EXTRAS: Extras = {};

/** Places: holds if there is one. */
export function placesFound(spots: readonly Spot[], extras: Extras = NO_EXTRAS): Found {
  if (spots.length === 0 && extras === NO_EXTRAS) return EMPTY;
  return {
    ...EMPTY,
    outcome: spots.length > 0 ? 'holds' : 'fails',
    spots,
    confidence: confidenceOf(spots),
    ...extras,
  };
}

export function truthFound(outcome: Outcome, extras: Extras = NO_EXTRAS): Found {
  return { ...EMPTY, outcome, ...extras };
}

/** A measure, 0..1; as a truth it holds when it is full. */
export function numberFound(value: number, spots: readonly Spot[], extras: Extras = NO_EXTRAS): Found {
  const number = Math.round(value * 1000) / 1000;
  return {
    ...EMPTY,
    outcome: number >= 1 ? 'holds' : 'fails',
    number,
    spots,
    confidence: confidenceOf(spots),
    ...extras,
  };
}

export function notApplicable(unseen: readonly string[] = [], extras: Extras = NO_EXTRAS): Found {
  return { ...EMPTY, outcome: 'not_applicable', unseen, ...extras };
}

/** Sorted union of names. */
export function unionNames(...lists: readonly (readonly string[])[]): readonly string[] {
  const filled = lists.filter((list) => list.length > 0);
  if (filled.length <= 1) return filled[0] ?? [];
  return [...new Set(filled.flat())].sort(compareTexts);
}

/** What a truth leans on: a choice that was not seen matters only where nothing else held. */
export function truthUnseen(found: Found): readonly string[] {
  return found.outcome === 'holds' ? found.unseen : unionNames(found.unseen, found.unseenChoices);
}

function compareMisses(a: RankedMiss, b: RankedMiss): number {
  return (
    a.far - b.far ||
    a.turn - b.turn ||
    (a.span?.start ?? -1) - (b.span?.start ?? -1) ||
    compareTexts(a.name, b.name) ||
    compareTexts(a.why.kind, b.why.kind)
  );
}

/** The nearest three, without the same place and reason twice. */
export function nearestMisses(...lists: readonly (readonly RankedMiss[])[]): readonly RankedMiss[] {
  const filled = lists.filter((list) => list.length > 0);
  if (filled.length === 0) return [];
  if (filled.length === 1 && filled[0]!.length <= 1) return filled[0]!;
  const kept: RankedMiss[] = [];
  for (const miss of filled.flat().sort(compareMisses)) {
    const twice = kept.some(
      (other) =>
        other.turn === miss.turn &&
        other.name === miss.name &&
        other.why.kind === miss.why.kind &&
        other.span?.start === miss.span?.start,
    );
    if (!twice) kept.push(miss);
    if (kept.length === NEAR_MISSES_KEPT) break;
  }
  return kept;
}

export function publishedMiss(miss: RankedMiss): NearMiss {
  const { turn, span, name, why } = miss;
  return { turn, span, name, why };
}
