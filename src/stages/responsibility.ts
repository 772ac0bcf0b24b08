/**
 * Responsibility: fault of company or self accepted, or the case made one's own (catalogue RSP-01, RSP-15).
 *
 * Counts: "that was our mistake", "we did not do it well", "I will see it through", "ask for me directly".
 * Does not count: fault on a condition ("if it is our fault" - not accepted yet), denied, asked or quoted fault, what the
 * caller demands, a defect nobody owns.
 */
import type { DiscardReason, Finding } from '../domain/finding.js';
import type { Hit } from '../text/reading.js';
import { closeNegation, declared, displeasedBefore, isQuestionClause, underCondition } from './near.js';
import { findingOfHit, type StageInput } from './stage.js';

/** A condition reaches a fault in its own clause, and an undertaking ("we shall bear it") in the next one too. */
const CONDITION_CLAUSES = { fault: 0, undertaking: 1 } as const;
/** Caller turns before, in which displeasure lets an ambiguous phrase count. */
const MOOD_TURNS = 3;

function reasonFor(input: StageInput, hit: Hit): DiscardReason | null {
  const reason = closeNegation(input, hit);
  if (reason !== null && reason !== 'weak') return reason;
  if (isQuestionClause(input.reading, hit.turn, hit.clause)) return 'question';
  const clauses = hit.attributes.undertaking === true ? CONDITION_CLAUSES.undertaking : CONDITION_CLAUSES.fault;
  if (
    (hit.attributes.kind === 'fault' || hit.attributes.undertaking === true) &&
    underCondition(input.reading, hit, clauses)
  )
    return 'conditional';
  if (reason === 'weak' && !displeasedBefore(input, hit.turn, MOOD_TURNS)) return 'weak';
  return null;
}

/** One finding per kind and subject in a turn, the strongest counted one first. */
export function responsibilityFindings(input: StageInput, turn: number): readonly Finding[] {
  const best = new Map<string, Finding>();
  for (const hit of input.reading.allHits(turn, 'responsibility')) {
    const discardedBecause = reasonFor(input, hit);
    const kind = `${hit.attributes.kind}-${hit.attributes.about}`;
    const found = findingOfHit('responsibility', 'apology', hit, { discardedBecause });
    const known = best.get(kind);
    if (known !== undefined && (known.counted || !found.counted)) continue;
    const conditional = discardedBecause === 'conditional';
    best.set(kind, { ...found, attributes: { ...declared(hit, 'kind', 'about'), conditional } });
  }
  return [...best.values()];
}
