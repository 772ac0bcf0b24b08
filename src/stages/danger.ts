/**
 * `danger`: self-harm, a medical emergency, violence against the caller, a child in need, spoken of as real and present.
 *
 * Does not count: hyperbole about a service (the exceptions of the lexicon), what somebody else is said to have said,
 * a picture (`similes`), what is told of the past (`past_markers`: an illness of last year in a question about insurance). Weak entries need a
 * second sign of danger in the turn or beside it, or a call in which nothing of a service was asked.
 */
import type { Finding } from '../domain/finding.js';
import type { Hit } from '../text/reading.js';
import { DEVELOPED, demandStrength } from './demand.js';
import { findingOfHit, neighbours, type StageInput } from './stage.js';

/** A past time in the clause of the danger or in the one before it. */
const PAST_REACH_CLAUSES = 1;
/** Caller turns on either side in which a second sign may stand. */
const SUPPORT_TURNS = 1;

function isPast(input: StageInput, hit: Hit): boolean {
  const near = (mark: Hit) => Math.abs(hit.clause - mark.clause) <= PAST_REACH_CLAUSES;
  const past = input.reading.hits(hit.turn, 'past_markers').some(near);
  return past && !input.reading.hits(hit.turn, 'present_markers').some(near);
}

/** A picture ("as if I were …", "so angry that I could …") in the clause of the words. */
function isPicture(input: StageInput, hit: Hit): boolean {
  return input.reading
    .hits(hit.turn, 'similes')
    .some(
      (mark) => mark.clause === hit.clause && (mark.span.start < hit.span.start || mark.span.start >= hit.span.end),
    );
}

function hasSupport(input: StageInput, hit: Hit): boolean {
  const { reading } = input;
  const near = [
    hit.turn,
    ...neighbours(reading, hit.turn, 'caller', -1, SUPPORT_TURNS),
    ...neighbours(reading, hit.turn, 'caller', 1, SUPPORT_TURNS),
  ];
  const second = near.some((turn) => reading.hits(turn, 'danger').length > 0);
  const asked = input.call.turns.some((turn) => demandStrength(input, turn.index) >= DEVELOPED);
  return second || !asked;
}

function toFinding(input: StageInput, hit: Hit): Finding {
  const finding = findingOfHit('danger', 'context', hit, { attributes: {} });
  if (finding.discardedBecause !== null && finding.discardedBecause !== 'weak') return finding;
  if (isPicture(input, hit) || isPast(input, hit)) return { ...finding, counted: false, discardedBecause: 'context' };
  if (finding.discardedBecause === 'weak' && hasSupport(input, hit)) {
    return { ...finding, counted: true, discardedBecause: null };
  }
  return finding;
}

export function dangerFindings(input: StageInput): Finding[] {
  return input.call.turns
    .filter((turn) => turn.speaker === 'caller')
    .flatMap((turn) => input.reading.allHits(turn.index, 'danger').map((hit) => toFinding(input, hit)));
}
