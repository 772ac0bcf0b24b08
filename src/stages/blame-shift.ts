/**
 * Blame shift: fault or work moved to the caller, a colleague, another shift, department or branch, a system, a rule, a
 * supplier or the weather (catalogue RSP-03, 04, 07).
 *
 * Counts: "you did that yourself", "the last shift did that", "we do not deal with that" with no help in the same turn or
 * the agent's next; a mere cause ("the system is down") only as an excuse, with "nothing we can do" beside it.
 * Does not count: a cause told with ownership, an apology or a next step; a referral with help; a question; a quotation.
 */
import type { DiscardReason, Finding } from '../domain/finding.js';
import type { Hit } from '../text/reading.js';
import { declared, overlaps } from './near.js';
import { findingOfHit, neighbours, type StageInput } from './stage.js';

/** Lexicons of acts that turn a named cause into help. */
const HELP = ['referral_help', 'solution_offers', 'solution_done', 'commitment', 'alternatives'] as const;
/** Agent turns after the blame in which help still mends a referral. */
const HELP_TURNS = 1;
/** Targets whose naming is mended by help that follows; blame on the caller is not. */
const MENDED_LATER = ['department', 'branch', 'supplier', 'system', 'policy', 'weather'];

function helpAt(input: StageInput, turn: number, blame: Hit | null): boolean {
  return input.reading
    .hits(turn, ...HELP, 'responsibility')
    .some((hit) => blame === null || !overlaps(hit.span, blame.span));
}

function excused(input: StageInput, hit: Hit): boolean {
  return input.reading
    .hits(hit.turn, 'evasion')
    .some((evasion) => !(evasion.span.start >= hit.span.start && evasion.span.end <= hit.span.end));
}

/** What a check showed about the caller's own doing is a fact, unless an excuse stands beside it. */
const reported = (input: StageInput, hit: Hit) =>
  input.reading.hits(hit.turn, 'check_results').some((report) => report.attributes.weak_report === false) &&
  !excused(input, hit);

function reasonFor(input: StageInput, hit: Hit): DiscardReason | null {
  if (hit.discardedBecause !== null) return hit.discardedBecause;
  // What bounds the line to its business moves no work away.
  if (input.reading.hits(hit.turn, 'scope_notice').length > 0) return 'context';
  const target = String(hit.attributes.target);
  if (hit.attributes.plain === true && !excused(input, hit)) return 'context';
  if (target === 'caller' && reported(input, hit)) return 'context';
  if (target === 'caller') return hit.attributes.plain === true && helpAt(input, hit.turn, hit) ? 'context' : null;
  if (helpAt(input, hit.turn, hit)) return 'context';
  const later = MENDED_LATER.includes(target) ? neighbours(input.reading, hit.turn, 'agent', 1, HELP_TURNS) : [];
  return later.some((turn) => helpAt(input, turn, null)) ? 'context' : null;
}

/** One finding per target in a turn. */
export function blameFindings(input: StageInput, turn: number): readonly Finding[] {
  const best = new Map<string, Finding>();
  for (const hit of input.reading.allHits(turn, 'blame_shift', 'blame_questions')) {
    const target = String(hit.attributes.target);
    const found = findingOfHit('blame_shift', 'apology', hit, { discardedBecause: reasonFor(input, hit) });
    const known = best.get(target);
    if (known !== undefined && (known.counted || !found.counted)) continue;
    best.set(target, { ...found, attributes: declared(hit, 'target') });
  }
  return [...best.values()];
}
