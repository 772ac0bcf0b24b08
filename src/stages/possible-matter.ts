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
/** Unexplained characters (zh) or words (en) that open a turn, or fill its later clauses, and may be a matter. */
const ENOUGH = { zh: 6, en: 3 } as const;
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

/** Characters that may stand before the agent's name where the clause is about the agent ("just listen to you"). */
const BEFORE_SUBJECT = 2;

/** Whether a clause is about the agent: named at its beginning, and not in a curse ("to hell with you"). */
const opens = (name: Span, clause: Span, abuse: readonly Span[]) =>
  name.start >= clause.start &&
  name.start - clause.start <= BEFORE_SUBJECT &&
  !abuse.some((span) => span.start < name.start && name.start < span.end);

/**
 * Later clauses with neither abuse nor the agent in them. Chinese leaves a subject out that was named before, so a clause
 * after one that speaks of the agent speaks of the agent too.
 */
function clausesOfOthers(input: StageInput, turn: number, toAgent: readonly Span[], explained: readonly Span[]) {
  const abuse = abuseAt(input, turn);
  let ofAgent = false;
  return input.reading.turns[turn]!.clauses.filter((clause) => {
    if (input.pack.language === 'zh' && toAgent.some((span) => opens(span, clause, abuse))) ofAgent = true;
    else if (explained.some((span) => overlaps(span, clause))) ofAgent = false;
    else return !ofAgent;
    return false;
  });
}

/** Words that nothing explains: those before the first word of abuse or to the agent, and those of later clauses. */
function unexplained(input: StageInput, turn: number): boolean {
  const { reading, pack } = input;
  const { folded } = reading.turns[turn]!;
  const targets = reading.hits(turn, 'abuse_targets');
  const ofAgent = targets.filter(({ attributes }) => attributes.target === 'agent').map(({ span }) => span);
  const company = targets.filter(({ attributes }) => attributes.spoken_to === true).map(({ span }) => span);
  const explained = [...abuseAt(input, turn), ...ofAgent, ...company];
  const generic = reading.hits(turn, 'demand').filter((hit) => hit.attributes.generic === true);
  const empty = [...reading.hits(turn, 'empty_talk'), ...generic].map((hit) => hit.span);
  const unitsIn = ({ start, end }: Span) =>
    [...folded.slice(start, end).matchAll(UNITS[pack.language])].filter(
      (unit) => !isIn(start + unit.index, explained) && !isIn(start + unit.index, empty),
    ).length;
  const first = Math.min(folded.length, ...explained.map((span) => span.start));
  const later = clausesOfOthers(input, turn, ofAgent, explained).filter((clause) => clause.start > first);
  const enough = ENOUGH[pack.language];
  return unitsIn({ start: 0, end: first }) >= enough || later.reduce((sum, each) => sum + unitsIn(each), 0) >= enough;
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
