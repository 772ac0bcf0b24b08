/**
 * What takes the danger out of words of danger: a figure of speech ("so angry that I could …"), a thing that nearly
 * happened, a condition, a story, goods, somebody who is well (`danger_unreal`), a picture (`similes`), and a time that is
 * over (`past_markers`) where nothing nearer says that it is now (`present_markers`).
 */
import type { Hit } from '../text/reading.js';
import type { StageInput } from './stage.js';

/**
 * `wish`: words of wanting to die, which people use of anything. `farewell`: words of taking leave, which are said of
 * contracts too. `body`: signs that machines show as well. `act` and `hazard` are nothing else.
 */
export const DANGER_KINDS = ['wish', 'farewell', 'body', 'act', 'hazard'] as const;
export type DangerKind = (typeof DANGER_KINDS)[number];

/** Clauses on either side in which a time that is over makes words past. */
const PAST_REACH = 1;

const distance = (a: Hit, b: Hit) => Math.abs(a.clause - b.clause);

function nearest(hit: Hit, marks: readonly Hit[]): number {
  return Math.min(Number.POSITIVE_INFINITY, ...marks.map((mark) => distance(hit, mark)));
}

/** A time long over dates what follows it in the turn, up to a word of now. */
function isDated(hit: Hit, past: readonly Hit[], present: readonly Hit[]): boolean {
  const since = past.findLast((mark) => mark.attributes.distant === true && mark.clause <= hit.clause);
  return since !== undefined && !present.some((mark) => mark.clause >= since.clause && mark.clause <= hit.clause);
}

/** What was and what is both stand beside the words of many a report; the nearer one dates them. */
function isPast(input: StageInput, hit: Hit): boolean {
  const past = input.reading.hits(hit.turn, 'past_markers');
  const present = input.reading.hits(hit.turn, 'present_markers');
  const [then, now] = [nearest(hit, past), nearest(hit, present)];
  return (then <= PAST_REACH && now > 0 && now >= then) || isDated(hit, past, present);
}

/** A picture ("as if I were …") in the clause of the words. */
function isPicture(input: StageInput, hit: Hit): boolean {
  return input.reading
    .hits(hit.turn, 'similes')
    .some(
      (mark) => mark.clause === hit.clause && (mark.span.start < hit.span.start || mark.span.start >= hit.span.end),
    );
}

/** A mark is for words of any kind, or for those of the kinds that it names. */
function explains(mark: Hit, of: DangerKind): boolean {
  const kinds = String(mark.attributes.of).split(' ');
  return kinds.includes('any') || kinds.includes(of);
}

function isExplained(input: StageInput, hit: Hit, of: DangerKind): boolean {
  return input.reading
    .hits(hit.turn, 'danger_unreal')
    .some(
      (mark) =>
        explains(mark, of) &&
        distance(hit, mark) <= Number(mark.attributes.reach) &&
        (mark.attributes.before !== true || mark.span.end <= hit.span.end),
    );
}

/** Whether words of danger are no danger, or none that is there now. */
export function isUnreal(input: StageInput, hit: Hit, of: DangerKind): boolean {
  return isExplained(input, hit, of) || isPicture(input, hit) || isPast(input, hit);
}
