/**
 * Remarks that have nothing to do with the line: sexual ones, advances, flirting, pranks, rambling.
 *
 * Counts: obscene words to the agent (`sexual`, kind obscene) and suggestive ones (kind advance); asking for contact, a
 * meeting or private data (`advance` beside it); talk with no relation to any request (`off_business`).
 * Does not count: goods, medicine and rooms that only sound like it, where the turn or its neighbours hold a demand; a
 * picture of the fault by messenger; small talk while on hold; a caller who states a need in a roundabout way. A turn
 * after the agent's question for the matter that still states none goes on what the caller began before.
 */
import type { Finding, Source } from '../domain/finding.js';
import type { Hit } from '../text/reading.js';
import { abuseFinding } from './abuse-caller.js';
import { isAddressed } from './abuse-target.js';
import { nearbyRemark, secondWitness, verdict } from './abuse-witness.js';
import { DEVELOPED, demandStrength } from './demand.js';
import { overlaps } from './near.js';
import { matterSign } from './possible-matter.js';
import { finding, neighbours, type StageInput } from './stage.js';

/** A phrase this clear is off business even beside a demand that is less so. */
const CLEARLY_OFF = 0.85;
/** Any sign of the trade makes a word of the trade harmless. */
const TRADE = 0.5;
/** Strength of talk that goes on without a matter after the agent asked for it. */
const GOES_ON = 0.6;
/** Shorter turns say too little to be called talk, in characters or words. */
const TALK_MIN_LENGTH = 4;

/** Demands of the call's caller turns, by turn index. */
type Demands = ReadonlyMap<number, number>;

function demandsOf(input: StageInput): Demands {
  return new Map(input.call.turns.map((turn) => [turn.index, demandStrength(input, turn.index)]));
}

const at = (demands: Demands, turn: number) => demands.get(turn) ?? 0;

const isAimed = (input: StageInput, hit: Hit) =>
  input.reading.hits(hit.turn, 'sexual_aims').some(({ clause }) => clause === hit.clause);

function isTrade(input: StageInput, hit: Hit, demands: Demands): boolean {
  const beside = [
    ...neighbours(input.reading, hit.turn, 'caller', -1, 1),
    ...neighbours(input.reading, hit.turn, 'caller', 1, 1),
  ];
  const told = matterSign(input, hit.turn) !== undefined && !isAimed(input, hit);
  return told || at(demands, hit.turn) >= TRADE || beside.some((turn) => at(demands, turn) >= DEVELOPED);
}

/** A clause that says little beside the word itself is called out at the agent; characters. */
const CALLED_OUT_REST = 3;

/** Somebody else is spoken of in the clause or in the one before it, and the agent is not. */
function isOfOthers(input: StageInput, hit: Hit): boolean {
  const named = input.reading.hits(hit.turn, 'abuse_targets');
  const agent = named.some(({ clause, attributes }) => attributes.target === 'agent' && clause === hit.clause);
  return (
    !agent &&
    named.some(
      ({ clause, attributes }) =>
        attributes.target === 'third_party' && hit.clause - clause <= 1 && clause <= hit.clause,
    )
  );
}

/**
 * A word that only names a thing or an act is meant for the agent where the agent is asked, wanted or told to do it in the
 * same clause, or where nothing else is said.
 */
function isTopic(input: StageInput, hit: Hit): boolean {
  if (isOfOthers(input, hit)) return true;
  if (hit.attributes.topic !== true || isAimed(input, hit)) return false;
  const { clauses, length } = input.reading.turns[hit.turn]!;
  const clause = clauses[hit.clause];
  const alone = clause !== undefined && clause.end - clause.start <= hit.span.end - hit.span.start + CALLED_OUT_REST;
  return !(alone && (clauses.length === 1 || length <= 2 * (hit.span.end - hit.span.start) + CALLED_OUT_REST));
}

/** A call in which nobody has asked for anything yet supports an ambiguous remark. */
function noDemandSoFar(turn: number, demands: Demands): boolean {
  return [...demands].every(([other, strength]) => other > turn || strength < DEVELOPED);
}

const NO_MATTER: Source = { kind: 'rule', id: 'no-demand-so-far' };

/** What makes an ambiguous remark count; one that only follows another needs that one, too. */
function remarkWitness(input: StageInput, hit: Hit, demands: Demands, remarkedBefore: boolean): Source | null {
  if (hit.discardedBecause !== 'weak' || (hit.attributes.follows === true && !remarkedBefore)) return null;
  const quiet = noDemandSoFar(hit.turn, demands) && at(demands, hit.turn) < TRADE;
  return nearbyRemark(input, hit, ['sexual']) ?? secondWitness(input, hit) ?? (quiet ? NO_MATTER : null);
}

function sexualRemarks(input: StageInput, turn: number, demands: Demands, remarkedBefore: boolean): readonly Finding[] {
  return input.reading.allHits(turn, 'sexual').flatMap((hit) => {
    const witness = remarkWitness(input, hit, demands, remarkedBefore);
    const trade = hit.attributes.business === true && isTrade(input, hit, demands);
    const threat = input.reading.hits(turn, 'threat').some((other) => overlaps(other.span, hit.span));
    const meant = !trade && !threat && !isTopic(input, hit) && isAddressed(input.reading, hit);
    const reason = verdict(input, hit, witness) ?? (meant ? null : 'context');
    const kind = String(hit.attributes.kind);
    const remark = abuseFinding('sexual', input, hit, { kind }, witness, reason);
    const lure = hit.attributes.lure === true ? [abuseFinding('advance', input, hit, {}, witness, reason)] : [];
    return [remark, ...lure];
  });
}

/** Whether the agent had asked the caller to wait just before. */
function whileWaiting(input: StageInput, turn: number): boolean {
  const asked = neighbours(input.reading, turn, 'agent', -1, 1)[0];
  return asked !== undefined && input.found.has(asked, 'hold_request', 'hold');
}

function offBusiness(input: StageInput, turn: number, demands: Demands): readonly Finding[] {
  return input.reading.allHits(turn, 'off_business').map((hit) => {
    const quiet = noDemandSoFar(turn, demands);
    const witness =
      hit.discardedBecause === 'weak'
        ? (nearbyRemark(input, hit, ['off_business', 'sexual']) ?? (quiet ? NO_MATTER : null))
        : null;
    const demand = at(demands, turn);
    const stated = demand >= CLEARLY_OFF || (demand >= DEVELOPED && hit.strength < CLEARLY_OFF);
    const meant = !stated && !whileWaiting(input, turn) && isAddressed(input.reading, hit);
    const reason = verdict(input, hit, witness) ?? (meant ? null : 'context');
    const { kind } = hit.attributes;
    return abuseFinding('off_business', input, hit, { kind: String(kind) }, witness, reason);
  });
}

/** After an off-business remark and the agent's question for the matter, a turn that states none goes on with it. */
function goesOn(input: StageInput, before: readonly Finding[], demands: Demands): readonly Finding[] {
  const first = before.find((found) => found.counted && found.label === 'off_business');
  if (first === undefined) return [];
  const taken = new Set(before.filter((found) => found.counted).map((found) => found.turn));
  return input.reading.turns.flatMap(({ turn, length, backchannel }) => {
    if (turn.speaker !== 'caller' || turn.index <= first.turn || backchannel || length < TALK_MIN_LENGTH) return [];
    if (taken.has(turn.index) || !noDemandSoFar(turn.index, demands) || at(demands, turn.index) >= TRADE) return [];
    if (matterSign(input, turn.index) !== undefined) return [];
    const asked = neighbours(input.reading, turn.index, 'agent', -1, 1)[0];
    if (asked === undefined || asked < first.turn || !asksForMatter(input, asked)) return [];
    return finding({
      label: 'off_business',
      stage: 'abuse',
      turn: turn.index,
      strength: GOES_ON,
      source: { kind: 'rule', id: 'goes-on-without-matter' },
      attributes: { kind: String(first.attributes.kind) },
    });
  });
}

function asksForMatter(input: StageInput, turn: number): boolean {
  return (
    input.found.has(turn, 'business_probe') || input.reading.hits(turn, 'scope_notice', 'abuse_warning').length > 0
  );
}

export function harassingRemarks(input: StageInput): readonly Finding[] {
  const demands = demandsOf(input);
  const found: Finding[] = [];
  let remarked = false;
  for (const { index, speaker } of input.call.turns) {
    if (speaker !== 'caller') continue;
    const remarks = sexualRemarks(input, index, demands, remarked);
    found.push(...remarks, ...offBusiness(input, index, demands));
    remarked ||= remarks.some(({ counted }) => counted);
  }
  return [...found, ...goesOn(input, found, demands)];
}
