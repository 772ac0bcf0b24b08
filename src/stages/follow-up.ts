/**
 * Follow-up: reporting back after the work, or a later look at the result (catalogue COM-05, COM-14). And the times that
 * anybody names (`deadline`).
 *
 * Counts: "once that is checked I will call you back", "you will have an answer by five", a visit or call afterwards.
 * Does not count: a first contact ("somebody will contact you") unless work is named before it, an automatic message,
 * a call that was made already, a question.
 */
import type { DiscardReason, Finding } from '../domain/finding.js';
import type { Hit } from '../text/reading.js';
import { timeExpressions } from '../text/time-expression.js';
import { hasDeadline } from './commitment.js';
import { asks, isGeneral, isPast, isRestated } from './promises.js';
import { findingOfHit, type StageInput } from './stage.js';

function workBefore(input: StageInput, hit: Hit): boolean {
  return input.reading.hits(hit.turn, 'work_words').some((work) => work.span.end <= hit.span.start);
}

function reasonFor(input: StageInput, hit: Hit): DiscardReason | null {
  if (hit.discardedBecause !== null) return hit.discardedBecause;
  if (asks(input, hit.turn, hit.clause)) return 'question';
  if (hit.attributes.automatic === true) return 'context';
  if (hit.attributes.needs_work === true && !workBefore(input, hit)) return 'weak';
  return isPast(input, hit) || isGeneral(input, hit) || isRestated(input, hit) ? 'context' : null;
}

export function followUpFindings(input: StageInput, turn: number): readonly Finding[] {
  const hits = input.reading.allHits(turn, 'follow_up').filter((hit) => hit.discardedBecause !== 'exception');
  const judged = hits.map((hit) => ({ hit, discardedBecause: reasonFor(input, hit) }));
  const best = judged.find((each) => each.discardedBecause === null) ?? judged[0];
  if (best === undefined) return [];
  const { hit, discardedBecause } = best;
  const attributes = {
    time: hasDeadline(input, turn, [hit.clause]),
    automatic: hit.attributes.automatic === true,
  };
  return [{ ...findingOfHit('follow_up', 'resolution', hit, { discardedBecause }), attributes }];
}

/** Times to come (`future`) and dated times gone by, of any speaker; general rules and vague times are none. */
export function deadlineFindings(input: StageInput, turn: number): readonly Finding[] {
  return timeExpressions(input.reading, turn)
    .filter((time) => !time.weak && time.kind !== 'vague' && !isGeneral(input, time.hit))
    .filter((time) => time.kind === 'deadline' || time.hit.attributes.dated === true)
    .map((time) => ({
      ...findingOfHit('deadline', 'resolution', time.hit),
      attributes: { future: time.kind === 'deadline' },
    }));
}
