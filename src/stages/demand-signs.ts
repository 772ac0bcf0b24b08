/**
 * Signs of a demand in the words of one turn, whatever else stands in it: phrases that say it whole, a business term with
 * an action, a fault or a question, numbers given for identification.
 */
import type { Source, Span } from '../domain/finding.js';
import { type Hit, phraseSource } from '../text/reading.js';
import { overlaps } from './near.js';
import { neighbours, type StageInput } from './stage.js';

type Reading = StageInput['reading'];
export type DemandKind = 'matter' | 'number' | 'remedy' | 'lawful_complaint' | 'earlier_contact';

export interface Sign {
  readonly kind: DemandKind;
  readonly span: Span | null;
  readonly strength: number;
  readonly source: Source;
  /** Names a thing and what is wrong with it or asked for it; such a demand is no pretext whatever stands beside it. */
  readonly specific: boolean;
}

/** A business term with an action, a fault or a question in the same turn. */
const TERM_AND_ACTION = 0.85;
/** A term or an action alone: two such turns make a developed demand. */
const ALONE = 0.5;
/** A term alone in reply to what the agent asked. */
const NAMED_ON_REQUEST = 0.7;
/** A number given for identification; one that is merely read out says a little less. */
const IDENTIFIES = 0.7;
const READ_OUT_NUMBER = 0.6;
/** Digits or numerals of a turn that is a number read out: at least so many, and at least this share of it. */
const NUMBER_MIN_DIGITS = 4;
const NUMBER_SHARE = 0.6;
/** A number of this many digits is one of a phone, an order or an account, whatever stands around it. */
const LONG_NUMBER_DIGITS = 7;
/** Digits and spoken numerals in a row, in groups as they are read out. */
const GAP_IN_NUMBER = '[ -]?';
export const READ_OUT: Source = { kind: 'rule', id: 'number-read-out' };

/** What a word means inside a remark or a threat ("what are you wearing"), it does not mean for a demand. */
function insideRemark(reading: Reading, hit: Hit): boolean {
  return reading
    .hits(hit.turn, 'sexual', 'off_business', 'threat')
    .some(
      ({ span, attributes }) =>
        attributes.business !== true &&
        attributes.topic !== true &&
        span.start <= hit.span.start &&
        hit.span.end <= span.end,
    );
}

/**
 * A thing that the agent asked about and that the caller says he has not ("no parcel", in reply to "what parcel?"). What
 * is missing is a fault and no denial, and so is a thing that the agent did not name.
 */
function isDenied(reading: Reading, hit: Hit): boolean {
  const { folded, clauses } = reading.turns[hit.turn]!;
  const clause = clauses[hit.clause]!;
  const asked = neighbours(reading, hit.turn, 'agent', -1, 1)[0];
  const word = folded.slice(hit.span.start, hit.span.end);
  if (asked === undefined || !reading.turns[asked]!.folded.includes(word)) return false;
  if (reading.hits(hit.turn, 'faults').some((fault) => overlaps(fault.span, hit.span))) return false;
  const denials = reading.hits(hit.turn, 'denied_matter').filter((denial) => denial.clause === hit.clause);
  return denials.some(
    ({ span }) =>
      (span.start === clause.start && span.end === hit.span.start) ||
      (hit.span.end === span.start && hit.span.start === clause.start),
  );
}

function combinations(reading: Reading, turn: number): readonly Sign[] {
  const meant = (hit: Hit) => !insideRemark(reading, hit);
  const terms = reading.hits(turn, 'business_terms').filter((hit) => meant(hit) && !isDenied(reading, hit));
  const actions = reading.hits(turn, 'service_actions', 'faults').filter(meant);
  const kindOf = (hit: Hit): DemandKind => (hit.attributes.kind === 'remedy' ? 'remedy' : 'matter');
  const sign = (hit: Hit, strength: number, specific: boolean): Sign => ({
    kind: kindOf(hit),
    span: hit.span,
    strength,
    source: phraseSource(hit),
    specific,
  });
  const apart = (action: Hit) => terms.some((term) => term.span.start !== action.span.start);
  const asking = [...actions, ...reading.hits(turn, 'service_questions').filter(meant)].filter(apart);
  if (terms.length > 0 && asking.length > 0) return asking.map((hit) => sign(hit, TERM_AND_ACTION, true));
  const asked = neighbours(reading, turn, 'agent', -1, 1).length > 0 && reading.hits(turn, 'threat').length === 0;
  return [
    ...actions.map((hit) => sign(hit, ALONE, false)),
    ...terms.map((hit) => sign(hit, asked && isAnswer(reading, turn, hit) ? NAMED_ON_REQUEST : ALONE, false)),
  ];
}

/** A short turn that little stands in but the term: the answer to "what is it about?". */
function isAnswer(reading: Reading, turn: number, hit: Hit): boolean {
  return reading.turns[turn]!.length <= 2 * (hit.span.end - hit.span.start) + 4;
}

export function readOutNumber(input: StageInput, turn: number): boolean {
  const { folded, length } = input.reading.turns[turn]!;
  const numerals = new RegExp(`[0-9${input.pack.data.numerals}]`, 'gu');
  const long = new RegExp(`(?:[0-9${input.pack.data.numerals}]${GAP_IN_NUMBER}){${LONG_NUMBER_DIGITS},}`, 'u');
  if (long.test(folded)) return true;
  const digits = folded.match(numerals)?.length ?? 0;
  return digits >= NUMBER_MIN_DIGITS && digits >= length * NUMBER_SHARE;
}

/** A phrase that begins in one clause and takes in words of abuse of the next one is put together by chance. */
function acrossAbuse(reading: Reading, hit: Hit): boolean {
  const end = reading.turns[hit.turn]!.clauses[hit.clause]?.end ?? hit.span.end;
  return (
    hit.span.end > end &&
    reading
      .hits(hit.turn, 'insult', 'abuse_nouns', 'profanity')
      .some(({ span }) => span.start >= end && span.start < hit.span.end)
  );
}

/** Every sign of a demand in a caller's turn, whatever else stands in it. */
export function signsAt(input: StageInput, turn: number): readonly Sign[] {
  const { reading } = input;
  const all = reading
    .allHits(turn, 'demand')
    .filter((hit) => !acrossAbuse(reading, hit) && !insideRemark(reading, hit));
  const phrases = all.filter((hit) => hit.discardedBecause === null);
  const weak = all.filter((hit) => hit.discardedBecause === 'weak');
  const vague = phrases.filter((hit) => hit.attributes.generic === true);
  const combined = combinations(reading, turn).filter(
    ({ span, specific }) => specific || !vague.some((hit) => span !== null && overlaps(hit.span, span)),
  );
  const supported = combined.length > 0 || phrases.length > 0 ? weak : [];
  const signs: Sign[] = [...phrases, ...supported].map((hit) => ({
    kind: hit.attributes.kind as DemandKind,
    span: hit.span,
    strength: hit.strength,
    source: phraseSource(hit),
    specific: hit.strength >= TERM_AND_ACTION,
  }));
  const numbers = reading.hits(turn, 'facts').filter((hit) => hit.attributes.number === true);
  for (const hit of numbers) {
    signs.push({ kind: 'number', span: hit.span, strength: IDENTIFIES, source: phraseSource(hit), specific: false });
  }
  if (reading.hits(turn, 'facts').length === 0 && readOutNumber(input, turn)) {
    signs.push({ kind: 'number', span: null, strength: READ_OUT_NUMBER, source: READ_OUT, specific: false });
  }
  return [...signs, ...combined];
}
