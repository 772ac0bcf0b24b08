/**
 * What the agent holds out: compensation (an extra for what went wrong; the refund of what is owed is none), an
 * unconditional promise of a result, and the question whether the caller accepts.
 *
 * An acceptance check that is a mere tag ("is that all right?") counts only after something proposed, in its turn or, where
 * the turn is little more than the tag, in the agent's turn before; asking leave to hold or to note a number is none.
 */
import type { DiscardReason, Finding } from '../domain/finding.js';
import type { Hit } from '../text/reading.js';
import { declared, underCondition } from './near.js';
import { isRestated } from './promises.js';
import { findingOfHit, neighbours, type StageInput } from './stage.js';

/** A turn of at most so many letters or words is nothing but its question. */
const BARE_QUESTION_LENGTH = 12;
/** Clauses after a condition in which a promise still hangs on it. */
const CONDITION_CLAUSES = 1;

const real = (hits: readonly Hit[]) => hits.filter((hit) => hit.discardedBecause !== 'exception');
const first = (hits: readonly Hit[]) => hits.find((hit) => hit.discardedBecause === null) ?? hits[0];

export function compensationFindings(input: StageInput, turn: number): readonly Finding[] {
  const best = first(real(input.reading.allHits(turn, 'compensation')));
  if (best === undefined) return [];
  const discardedBecause = best.discardedBecause ?? (isRestated(input, best) ? 'context' : null);
  const attributes = { conditional: input.reading.hits(turn, 'hush_words').length > 0 };
  return [{ ...findingOfHit('compensation', 'resolution', best, { discardedBecause }), attributes }];
}

/** One per kind of promise in a turn; a promise on a condition is none. */
export function outcomeFindings(input: StageInput, turn: number): readonly Finding[] {
  const best = new Map<string, Finding>();
  for (const hit of real(input.reading.allHits(turn, 'outcome_promise'))) {
    const conditional = underCondition(input.reading, hit, CONDITION_CLAUSES) ? 'conditional' : null;
    const unsure = input.reading.hits(turn, 'limit').some((limit) => limit.clause === hit.clause) ? 'negated' : null;
    const found = findingOfHit('outcome_promise', 'resolution', hit, {
      discardedBecause: hit.discardedBecause ?? conditional ?? unsure,
    });
    const about = String(hit.attributes.about);
    const known = best.get(about);
    if (known === undefined || (!known.counted && found.counted)) {
      best.set(about, { ...found, attributes: declared(hit, 'about') });
    }
  }
  return [...best.values()];
}

function proposedBefore(input: StageInput, hit: Hit, proposals: readonly Finding[]): boolean {
  const own = proposals.some((proposal) => proposal.counted && proposal.turn === hit.turn);
  if (own) return true;
  if (input.reading.turns[hit.turn]!.length > BARE_QUESTION_LENGTH) return false;
  const before = neighbours(input.reading, hit.turn, 'agent', -1, 1);
  return before.some((turn) => proposals.some((proposal) => proposal.counted && proposal.turn === turn));
}

function reasonFor(input: StageInput, hit: Hit, proposals: readonly Finding[]): DiscardReason | null {
  if (hit.discardedBecause !== null) return hit.discardedBecause;
  if (hit.attributes.tag !== true) return null;
  const holding = input.reading.hits(hit.turn, 'hold_request').some((hold) => Math.abs(hold.clause - hit.clause) <= 1);
  if (holding) return 'context';
  return proposedBefore(input, hit, proposals) ? null : 'weak';
}

/** `proposals` are the solutions, alternatives and commitments of the call. */
export function acceptanceChecks(input: StageInput, turn: number, proposals: readonly Finding[]): readonly Finding[] {
  const judged = real(input.reading.allHits(turn, 'acceptance_check')).map((hit) => ({
    hit,
    discardedBecause: reasonFor(input, hit, proposals),
  }));
  const best = judged.find((each) => each.discardedBecause === null) ?? judged[0];
  if (best === undefined) return [];
  const { hit, discardedBecause } = best;
  return [{ ...findingOfHit('acceptance_check', 'resolution', hit, { discardedBecause }), attributes: {} }];
}
