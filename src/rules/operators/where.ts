/**
 * `where`: bounds on attributes of the finding, or of the turn in which the place begins.
 *
 * A truth that a stage did not set is false; a word or number that it did not set fits nothing. A place whose attribute
 * needs missing input (times for duration and rate, the recogniser's confidence) cannot be judged.
 */
import type { AttributeValue } from '../../domain/finding.js';
import { inRange, type Range } from '../amounts.js';
import { type Context, type Judge, NO, unknown, YES } from '../node.js';
import type { Spot } from '../spot.js';
import { everyVerdict, type Verdict } from '../three-valued.js';

export type TurnAttribute = 'length' | 'duration' | 'rate' | 'level' | 'sentiment' | 'asrConfidence' | 'strength';

export interface Bound {
  readonly attribute: string;
  /** Read from the turn (or the place's strength) instead of the finding. */
  readonly ofTurn: boolean;
  readonly test:
    | { readonly kind: 'range'; readonly range: Range }
    | { readonly kind: 'values'; readonly values: readonly AttributeValue[] };
}

const MS_PER_MINUTE = 60_000;

/** Value of a turn attribute, or the name of the input that is missing. */
function turnValue(
  context: Context,
  spot: Spot,
  attribute: TurnAttribute,
): { value: AttributeValue } | { missing: string } {
  const { observation, timeline } = context;
  const turn = timeline.turns[spot.turn];
  const lasts = turn?.startMs != null && turn.endMs != null ? turn.endMs - turn.startMs : null;
  switch (attribute) {
    case 'strength':
      return { value: spot.strength };
    case 'length':
      return { value: observation.lengths[spot.turn] ?? 0 };
    case 'level':
      return { value: observation.levels[spot.turn] ?? 0 };
    case 'sentiment':
      return { value: observation.sentiments[spot.turn]?.label ?? 'neutral' };
    case 'asrConfidence':
      return turn?.asrConfidence == null ? { missing: 'asrConfidence' } : { value: turn.asrConfidence };
    case 'duration':
      return lasts === null ? { missing: 'times' } : { value: lasts / 1000 };
    case 'rate':
      if (lasts === null || lasts <= 0) return { missing: 'times' };
      return { value: ((observation.lengths[spot.turn] ?? 0) * MS_PER_MINUTE) / lasts };
  }
}

function fits(value: AttributeValue, bound: Bound): Verdict {
  if (bound.test.kind === 'values') return bound.test.values.includes(value) ? 'yes' : 'no';
  if (typeof value !== 'number') return 'no';
  return inRange(Math.round(value * 1000) / 1000, bound.test.range) ? 'yes' : 'no';
}

function judged(context: Context, spot: Spot, bound: Bound): { verdict: Verdict; missing?: string } {
  if (!bound.ofTurn) {
    const value = spot.attributes[bound.attribute];
    if (value !== undefined) return { verdict: fits(value, bound) };
    return { verdict: bound.test.kind === 'values' && bound.test.values.includes(false) ? 'yes' : 'no' };
  }
  const read = turnValue(context, spot, bound.attribute as TurnAttribute);
  return 'missing' in read ? { verdict: 'unknown', missing: read.missing } : { verdict: fits(read.value, bound) };
}

const keyOf = (bound: Bound): string =>
  `${bound.attribute}:${bound.test.kind === 'range' ? bound.test.range.text : [...bound.test.values].map(String).sort().join('|')}`;

export function whereJudge(bounds: readonly Bound[]): Judge {
  const text = bounds.map(keyOf).sort().join(' ');
  return {
    key: `where {${text}}`,
    text,
    names: [],
    reads: bounds.map((bound) => `where:${bound.attribute}`),
    parts: [],
    judge: (context, spot) => {
      const results = bounds.map((bound) => judged(context, spot, bound));
      const verdict = everyVerdict(results.map((result) => result.verdict));
      if (verdict !== 'unknown') return verdict === 'yes' ? YES : NO;
      return unknown(...results.flatMap((result) => result.missing ?? []));
    },
  };
}
