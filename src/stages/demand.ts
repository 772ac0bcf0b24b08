/**
 * What the caller wants: `demand`, at most one finding of each kind a turn, and the facts he gives (`fact_given`). It
 * protects people, so recall comes first: an action or a fault with a business term, a remedy, a lawful complaint, an
 * earlier contact, numbers given for identification; in rude words as well as in polite ones.
 *
 * A pretext ("I have a business question") is a demand of low strength, so that it can be seen whether it was ever
 * developed; so is everything said beside sexual remarks, pranks or flirting that names no thing and no action.
 */
import { type Finding, round3 } from '../domain/finding.js';
import { type DemandKind, READ_OUT, readOutNumber, type Sign, signsAt } from './demand-signs.js';
import { overlaps } from './near.js';
import { finding, findingOfHit, type StageInput } from './stage.js';

/** A grievance of which no phrase names the matter. */
const GRIEVANCE = 0.6;
/** Beside sexual remarks, pranks and flirting; also the strength of a request that does not say which. */
const PRETEXT = 0.4;
/** From here on one turn alone is a developed demand. */
export const DEVELOPED = 0.7;

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
  const best = new Map<DemandKind, Sign>();
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
