/**
 * `possible_matter`: a caller's turn that may tell of a matter, though no phrase of a demand was found in it: a thing of
 * the caller's own, what was done to him, a time, a count, a number read out. It is no demand. It says that "states no matter" is not
 * certain, so that nobody is cut off whose matter was only not understood.
 *
 * Does not count: such words inside a word of abuse, and turns of sexual remarks, threats, pranks or flirting, or in which
 * the caller says that there is no matter.
 */
import type { Finding, Span } from '../domain/finding.js';
import { ABUSE_LEXICONS } from './abuse-witness.js';
import { READ_OUT, readOutNumber } from './demand-signs.js';
import { overlaps } from './near.js';
import { finding, findingOfHit, type StageInput } from './stage.js';

/** Share of a sign that may be words of abuse ("you damned … broke my …"). */
const ABUSE_SHARE = 0.5;

function mayTell(input: StageInput, turn: number): boolean {
  return (
    !input.found.has(turn, 'sexual', 'advance', 'threat', 'off_business') &&
    input.reading.hits(turn, 'no_purpose').length === 0
  );
}

/** Characters of a span that lie in spans of abuse; spans of abuse may overlap each other. */
function abusive(span: Span, abuse: readonly Span[]): number {
  let count = 0;
  for (let i = span.start; i < span.end; i++) {
    if (abuse.some((other) => overlaps(other, { start: i, end: i + 1 }))) count += 1;
  }
  return count;
}

/** At most one of each turn, the first. */
export function possibleMatters(input: StageInput): readonly Finding[] {
  const { reading } = input;
  return reading.turns.flatMap(({ turn, backchannel, empty }) => {
    if (turn.speaker !== 'caller' || backchannel || empty || !mayTell(input, turn.index)) return [];
    const abuse = reading
      .allHits(turn.index, ...ABUSE_LEXICONS)
      .filter((hit) => hit.discardedBecause !== 'exception')
      .map((hit) => hit.span);
    const cue = reading
      .hits(turn.index, 'matter_cues')
      .find(({ span }) => abusive(span, abuse) < ABUSE_SHARE * (span.end - span.start));
    if (cue !== undefined) return [findingOfHit('possible_matter', 'context', cue, { attributes: {} })];
    if (!readOutNumber(input, turn.index)) return [];
    return [finding({ label: 'possible_matter', stage: 'context', turn: turn.index, source: READ_OUT })];
  });
}
