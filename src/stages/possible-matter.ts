/**
 * `possible_matter`: a caller's turn that may tell of a matter, though no phrase of a demand was found in it. It is no
 * demand. It says that "states no matter" is not certain, so that nobody is cut off whose matter was not understood.
 *
 * Counts: a thing of the caller's own, what was done to him, a time, a count, a number read out (from 0.5); and, more
 * weakly, words that are neither abuse nor said of the agent nor empty, where there are enough of them.
 * Does not count: such words inside a word of abuse, and turns of sexual remarks, threats, pranks or flirting, or in which
 * the caller says that there is no matter.
 */
import type { Finding, Span } from '../domain/finding.js';
import type { Hit } from '../text/reading.js';
import { ABUSE_LEXICONS } from './abuse-witness.js';
import { READ_OUT, readOutNumber } from './demand-signs.js';
import { overlaps } from './near.js';
import { finding, findingOfHit, type StageInput } from './stage.js';

/** Share of a sign that may be words of abuse ("you damned … broke my …"). */
const ABUSE_SHARE = 0.5;
const SIGN = 0.6;
const UNEXPLAINED = 0.45;
/** Unexplained characters (zh) or words (en) that open a turn, or fill a later clause, and may be a matter. */
const ENOUGH = { zh: { opening: 6, clause: 8 }, en: { opening: 4, clause: 7 } } as const;
const UNITS = { zh: /[\p{L}\p{N}]/gu, en: /[\p{L}\p{N}']+/gu } as const;

function mayTell(input: StageInput, turn: number): boolean {
  return (
    !input.found.has(turn, 'sexual', 'advance', 'threat', 'off_business') &&
    input.reading.hits(turn, 'no_purpose').length === 0
  );
}

const isIn = (position: number, spans: readonly Span[]) =>
  spans.some((span) => span.start <= position && position < span.end);

const abuseAt = (input: StageInput, turn: number): readonly Span[] =>
  input.reading
    .allHits(turn, ...ABUSE_LEXICONS)
    .filter((hit) => hit.discardedBecause !== 'exception')
    .map((hit) => hit.span);

/** Characters of a span that lie in spans of abuse; spans of abuse may overlap each other. */
function abusive(span: Span, abuse: readonly Span[]): number {
  let count = 0;
  for (let i = span.start; i < span.end; i++) if (isIn(i, abuse)) count += 1;
  return count;
}

/**
 * The most words in a row of clauses that nothing explains: those before the first word of abuse or to the agent, and
 * later clauses without either.
 */
function unexplained(input: StageInput, turn: number): boolean {
  const { reading, pack } = input;
  const { folded, clauses } = reading.turns[turn]!;
  const toAgent = reading
    .hits(turn, 'abuse_targets')
    .filter((hit) => hit.attributes.target === 'agent' || hit.attributes.target === 'organisation');
  const explained = [...abuseAt(input, turn), ...toAgent.map((hit) => hit.span)];
  const generic = reading.hits(turn, 'demand').filter((hit) => hit.attributes.generic === true);
  const empty = [...reading.hits(turn, 'empty_talk'), ...generic].map((hit) => hit.span);
  const { opening, clause } = ENOUGH[pack.language];
  const unitsIn = ({ start, end }: Span) =>
    [...folded.slice(start, end).matchAll(UNITS[pack.language])].filter(
      (unit) => !isIn(start + unit.index, explained) && !isIn(start + unit.index, empty),
    ).length;
  const first = Math.min(folded.length, ...explained.map((span) => span.start));
  const later = clauses.filter((each) => each.start > first && !explained.some((span) => overlaps(span, each)));
  return unitsIn({ start: 0, end: first }) >= opening || later.some((each) => unitsIn(each) >= clause);
}

/** A sign of a matter that is not, for the most part, a word of abuse. */
export function matterSign(input: StageInput, turn: number): Hit | undefined {
  const abuse = abuseAt(input, turn);
  return input.reading
    .hits(turn, 'matter_cues')
    .find(({ span }) => abusive(span, abuse) < ABUSE_SHARE * (span.end - span.start));
}

function possibleMatter(input: StageInput, turn: number): Finding | null {
  const sign = matterSign(input, turn);
  const base = { label: 'possible_matter', stage: 'context', turn } as const;
  if (sign !== undefined) {
    return { ...findingOfHit(base.label, base.stage, sign, { strength: SIGN }), attributes: {} };
  }
  if (readOutNumber(input, turn)) return finding({ ...base, strength: SIGN, source: READ_OUT });
  if (!unexplained(input, turn)) return null;
  return finding({ ...base, strength: UNEXPLAINED, source: { kind: 'rule', id: 'unexplained-words' } });
}

/** At most one of each turn. */
export function possibleMatters(input: StageInput): readonly Finding[] {
  return input.reading.turns
    .filter(
      ({ turn, backchannel, empty }) =>
        turn.speaker === 'caller' && !backchannel && !empty && mayTell(input, turn.index),
    )
    .flatMap(({ turn }) => possibleMatter(input, turn.index) ?? []);
}
