/**
 * What the caller wants: `demand`, at most one finding of each kind a turn, and the facts he gives (`fact_given`). It
 * protects people, so recall comes first: an action or a fault with a business term, a remedy, a lawful complaint, an
 * earlier contact, numbers given for identification; in rude words as well as in polite ones.
 *
 * A pretext ("I have a business question") is a demand of low strength, so that it can be seen whether it was ever
 * developed; so is everything said beside sexual remarks, pranks or flirting that names no thing and no action.
 */
import { type Finding, round3, type Source, type Span } from '../domain/finding.js';
import { type Hit, phraseSource } from '../text/reading.js';
import { overlaps } from './near.js';
import { finding, findingOfHit, neighbours, type StageInput } from './stage.js';

type Reading = StageInput['reading'];
type Kind = 'matter' | 'number' | 'remedy' | 'lawful_complaint' | 'earlier_contact';

interface Sign {
  readonly kind: Kind;
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
/** A grievance of which no phrase names the matter. */
const GRIEVANCE = 0.6;
/** Beside sexual remarks, pranks and flirting; also the strength of a request that does not say which. */
const PRETEXT = 0.4;
/** From here on one turn alone is a developed demand. */
export const DEVELOPED = 0.7;
/** Digits or numerals of a turn that is a number read out: at least so many, and at least this share of it. */
const NUMBER_MIN_DIGITS = 4;
const NUMBER_SHARE = 0.6;
/** A number of this many digits is one of a phone, an order or an account, whatever stands around it. */
const LONG_NUMBER = /[0-9]{7,}/;
const READ_OUT: Source = { kind: 'rule', id: 'number-read-out' };

function combinations(reading: Reading, turn: number): readonly Sign[] {
  const terms = reading.hits(turn, 'business_terms');
  const actions = reading.hits(turn, 'service_actions', 'faults');
  const kindOf = (hit: Hit): Kind => (hit.attributes.kind === 'remedy' ? 'remedy' : 'matter');
  const sign = (hit: Hit, strength: number, specific: boolean): Sign => ({
    kind: kindOf(hit),
    span: hit.span,
    strength,
    source: phraseSource(hit),
    specific,
  });
  const apart = (action: Hit) => terms.some((term) => term.span.start !== action.span.start);
  const asking = [...actions, ...reading.hits(turn, 'service_questions')].filter(apart);
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

function readOutNumber(input: StageInput, turn: number): boolean {
  const { folded, length } = input.reading.turns[turn]!;
  const numerals = new RegExp(`[0-9${input.pack.data.numerals}]`, 'gu');
  if (LONG_NUMBER.test(folded)) return true;
  const digits = folded.match(numerals)?.length ?? 0;
  return digits >= NUMBER_MIN_DIGITS && digits >= length * NUMBER_SHARE;
}

/** Every sign of a demand in a caller's turn, whatever else stands in it. */
function signsAt(input: StageInput, turn: number): readonly Sign[] {
  const { reading } = input;
  const phrases = reading.allHits(turn, 'demand').filter((hit) => hit.discardedBecause === null);
  const weak = reading.allHits(turn, 'demand').filter((hit) => hit.discardedBecause === 'weak');
  const vague = phrases.filter((hit) => hit.attributes.generic === true);
  const combined = combinations(reading, turn).filter(
    ({ span, specific }) => specific || !vague.some((hit) => span !== null && overlaps(hit.span, span)),
  );
  const supported = combined.length > 0 || phrases.length > 0 ? weak : [];
  const signs: Sign[] = [...phrases, ...supported].map((hit) => ({
    kind: hit.attributes.kind as Kind,
    span: hit.span,
    strength: hit.strength,
    source: phraseSource(hit),
    specific: hit.strength >= TERM_AND_ACTION,
  }));
  const numbers = reading.hits(turn, 'facts').filter((hit) => hit.attributes.number === true);
  for (const hit of numbers) {
    signs.push({ kind: 'number', span: hit.span, strength: DEVELOPED, source: phraseSource(hit), specific: false });
  }
  if (reading.hits(turn, 'facts').length === 0 && readOutNumber(input, turn)) {
    signs.push({ kind: 'number', span: null, strength: GRIEVANCE, source: READ_OUT, specific: false });
  }
  return [...signs, ...combined];
}

/** The strongest sign of a demand in a caller's turn, 0 where there is none; for stages that run before `demand` exists. */
export function demandStrength(input: StageInput, turn: number): number {
  const turnOf = input.reading.turns[turn];
  if (turnOf === undefined || turnOf.turn.speaker !== 'caller') return 0;
  return signsAt(input, turn).reduce((most, sign) => Math.max(most, sign.strength), 0);
}

/** Whether the turn says something that a pretext would be told with. */
function besideHarassment(input: StageInput, turn: number): boolean {
  return (
    input.found.has(turn, 'sexual', 'advance', 'off_business') || input.reading.hits(turn, 'no_purpose').length > 0
  );
}

/** A grievance, unless its words are words of abuse. */
function grievance(input: StageInput, turn: number): readonly Sign[] {
  const abuse = input.found.at(turn, 'insult', 'sexual', 'threat', 'discrimination');
  const about = (found: Finding) => found.attributes.about !== 'agent' && found.attributes.about !== 'elsewhere';
  return input.found
    .at(turn, 'complaint')
    .filter(
      (found) =>
        about(found) &&
        !abuse.some((other) => other.span !== null && found.span !== null && overlaps(other.span, found.span)),
    )
    .map((found) => ({
      kind: 'matter',
      span: found.span,
      strength: GRIEVANCE,
      source: { kind: 'rule', id: 'grievance' },
      specific: false,
    }));
}

function strongestOfEachKind(signs: readonly Sign[]): readonly Sign[] {
  const best = new Map<Kind, Sign>();
  for (const sign of signs) {
    const other = best.get(sign.kind);
    if (other === undefined || sign.strength > other.strength) best.set(sign.kind, sign);
  }
  return [...best.values()];
}

function demandsOfTurn(input: StageInput, turn: number): readonly Finding[] {
  const said = signsAt(input, turn);
  const signs = said.length > 0 ? said : grievance(input, turn);
  const capped = besideHarassment(input, turn)
    ? signs.map((sign) => ({ ...sign, strength: sign.specific ? sign.strength : Math.min(sign.strength, PRETEXT) }))
    : signs;
  return strongestOfEachKind(capped).map((sign) =>
    finding({
      label: 'demand',
      stage: 'context',
      turn,
      span: sign.span,
      strength: round3(sign.strength),
      source: sign.source,
      attributes: { kind: sign.kind },
    }),
  );
}

const callerTurns = (input: StageInput) =>
  input.reading.turns.filter((each) => each.turn.speaker === 'caller' && !each.empty && !each.backchannel);

/** All demands of the call. Reads the complaints and the abuse that earlier stages found. */
export function demandFindings(input: StageInput): Finding[] {
  return callerTurns(input).flatMap((each) => demandsOfTurn(input, each.turn.index));
}

/** Facts that can be checked: numbers, dates, names, addresses, amounts; given by the caller, asked for or not. */
export function factFindings(input: StageInput): Finding[] {
  return callerTurns(input).flatMap((each) => {
    const turn = each.turn.index;
    const told = input.reading
      .allHits(turn, 'facts')
      .map((hit) => findingOfHit('fact_given', 'context', hit, { attributes: {} }));
    const facts = told.map((fact) => ({ ...fact, attributes: {} }));
    if (facts.some((fact) => fact.counted) || !readOutNumber(input, turn)) return facts;
    return [...facts, finding({ label: 'fact_given', stage: 'context', turn, strength: DEVELOPED, source: READ_OUT })];
  });
}
