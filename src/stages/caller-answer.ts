/**
 * The caller's answer to what was offered, and real thanks (labelling guide).
 *
 * `acceptance` and `rejection` need an offer - a solution, an alternative, a commitment or the question whether it is
 * accepted - in one of the two agent turns before. Bare words of assent count only as the answer to the nearest agent
 * turn, and not while the agent dictates steps or after "anything else?". A turn that takes with one hand and refuses
 * with the other is a rejection. "OK, thank you" is a formula and no thanks.
 */
import type { DiscardReason, Finding } from '../domain/finding.js';
import type { Hit } from '../text/reading.js';
import { findingOfHit, type StageInput } from './stage.js';

/** Agent turns before the caller's in which an offer may stand. */
const OFFER_TURNS = 2;
/** Letters or words up to which bare assent is the whole answer. */
const BARE_ANSWER_LENGTH = 10;
/** Strength of bare assent where nobody asked for it. */
const UNASKED_STRENGTH = 0.6;
/** Strength from which a rejection outweighs words of assent in its turn. */
const CLEAR_REJECTION = 0.7;

interface Offers {
  /** Nearest agent turn holds an offer that is more than a step dictated. */
  readonly nearest: boolean;
  /** It asks whether the caller accepts. */
  readonly asked: boolean;
  /** One of the last agent turns holds an offer. */
  readonly recent: boolean;
  /** It asks whether there is anything else. */
  readonly moreHelp: boolean;
}

const dictated = (offer: Finding) => offer.source.kind === 'phrase' && offer.source.lexicon === 'solution_steps';

function agentTurnsBefore(input: StageInput, turn: number): readonly number[] {
  const found: number[] = [];
  for (let i = turn - 1; i >= 0 && found.length < OFFER_TURNS; i--) {
    const other = input.reading.turns[i]!;
    if (other.turn.speaker === 'agent' && !other.empty && !other.backchannel) found.push(i);
  }
  return found;
}

function offersBefore(input: StageInput, turn: number, offers: readonly Finding[]): Offers {
  const before = agentTurnsBefore(input, turn);
  const at = (index: number | undefined) => offers.filter((offer) => offer.counted && offer.turn === index);
  const nearest = at(before[0]);
  return {
    nearest: nearest.some((offer) => !dictated(offer)),
    asked: nearest.some((offer) => offer.label === 'acceptance_check'),
    recent: before.some((index) => at(index).length > 0),
    moreHelp: before[0] !== undefined && input.reading.hits(before[0], 'offer_more_help').length > 0,
  };
}

function acceptanceReason(input: StageInput, hit: Hit, offers: Offers, refused: boolean): DiscardReason | null {
  if (hit.discardedBecause !== null) return hit.discardedBecause;
  if (refused) return 'context';
  // "No, thank you, I'll wait for your call" answers "anything else?".
  if (offers.moreHelp && !offers.asked) return 'context';
  if (hit.attributes.plain !== true) return offers.recent ? null : 'context';
  const whole = hit.clause <= 1 || input.reading.turns[hit.turn]!.length <= BARE_ANSWER_LENGTH;
  return whole && offers.nearest ? null : 'context';
}

function acceptances(input: StageInput, turn: number, offers: Offers, refused: boolean): readonly Finding[] {
  const judged = input.reading
    .allHits(turn, 'acceptance')
    .filter((hit) => hit.discardedBecause !== 'exception')
    .map((hit) => ({ hit, discardedBecause: acceptanceReason(input, hit, offers, refused) }));
  const counted = judged.filter((each) => each.discardedBecause === null);
  const best = counted.find((each) => each.hit.attributes.plain !== true) ?? counted[0];
  if (best === undefined) return [];
  const unasked = best.hit.attributes.plain === true && !offers.asked;
  const strength = unasked ? UNASKED_STRENGTH : best.hit.strength;
  return [
    { ...findingOfHit('acceptance', 'resolution', best.hit, { discardedBecause: null, strength }), attributes: {} },
  ];
}

/** `offers` are the solutions, alternatives, commitments and acceptance checks of the call. */
export function answerFindings(input: StageInput, turn: number, offers: readonly Finding[]): readonly Finding[] {
  if (input.reading.turns[turn]!.turn.speaker !== 'caller') return [];
  const before = offersBefore(input, turn, offers);
  const refusals = input.reading.hits(turn, 'rejection');
  const refusal = refusals[0];
  const rejects = refusal !== undefined && before.recent && !before.moreHelp;
  const refused = rejects && refusals.some((hit) => hit.strength >= CLEAR_REJECTION);
  const accepted = acceptances(input, turn, before, refused);
  if (!rejects || (accepted.length > 0 && !refused)) return accepted;
  return [{ ...findingOfHit('rejection', 'resolution', refusal), attributes: {} }, ...accepted];
}

export function thanksFindings(input: StageInput, turn: number): readonly Finding[] {
  const hits = input.reading.allHits(turn, 'thanks').filter((hit) => hit.discardedBecause !== 'exception');
  const best = hits.find((hit) => hit.discardedBecause === null) ?? hits[0];
  return best === undefined ? [] : [findingOfHit('thanks', 'resolution', best, { attributes: {} })];
}
