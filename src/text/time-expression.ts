/**
 * Times that a speaker names, by what they bind to: `deadline` is a point or period by which something is to be done
 * ("before five", "within three working days"), `vague` binds to nothing ("as soon as possible", "later"), `past` is time
 * gone by or already spent ("yesterday", "three days ago", "waited two hours") and terms that are no promise (warranty).
 *
 * The words stand in the lexicons `deadlines`, `vague_times` and `past_times`. Where two readings overlap, time gone by
 * wins over a deadline ("three days ago" holds "three days") and a deadline over a vague time, unless the deadline's
 * words reach further.
 */
import type { Span } from '../domain/finding.js';
import type { CallReading, Hit } from './reading.js';

export type TimeKind = 'deadline' | 'vague' | 'past';

export interface TimeExpression {
  readonly kind: TimeKind;
  readonly span: Span;
  /** Index of the clause in `TurnReading.clauses`. */
  readonly clause: number;
  /** A bare day or clock time: a deadline only where something is promised in its clause. */
  readonly weak: boolean;
  readonly hit: Hit;
}

const LEXICON_OF: Readonly<Record<TimeKind, string>> = {
  deadline: 'deadlines',
  vague: 'vague_times',
  past: 'past_times',
};
/** Order in which overlapping readings win. */
const KINDS: readonly TimeKind[] = ['past', 'deadline', 'vague'];

const covers = (outer: Span, inner: Span) => outer.start <= inner.start && inner.end <= outer.end;
const overlap = (a: Span, b: Span) => a.start < b.end && b.start < a.end;

/** `winner` takes the place of `loser`: they overlap, and the loser does not hold the winner within longer words. */
const displaces = (winner: TimeExpression, loser: TimeExpression) =>
  overlap(winner.span, loser.span) &&
  !(covers(loser.span, winner.span) && loser.span.end - loser.span.start > winner.span.end - winner.span.start);

/** Times named in one turn, in order of their place. */
export function timeExpressions(reading: CallReading, turn: number): readonly TimeExpression[] {
  const found: TimeExpression[] = [];
  for (const kind of KINDS) {
    for (const hit of reading.allHits(turn, LEXICON_OF[kind])) {
      const weak = hit.discardedBecause === 'weak';
      if (hit.discardedBecause !== null && !weak) continue;
      const expression = { kind, span: hit.span, clause: hit.clause, weak, hit };
      if (!found.some((other) => displaces(other, expression))) found.push(expression);
    }
  }
  const kept = found.filter(
    (expression) => !found.some((other) => other.kind !== expression.kind && displacesLater(other, expression)),
  );
  return kept.sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
}

/** A longer reading found later takes the place of the shorter one within it. */
const displacesLater = (later: TimeExpression, earlier: TimeExpression) =>
  KINDS.indexOf(later.kind) > KINDS.indexOf(earlier.kind) &&
  covers(later.span, earlier.span) &&
  later.span.end - later.span.start > earlier.span.end - earlier.span.start;
