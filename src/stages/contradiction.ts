/**
 * Contradicts self: the agent denies own words of this call or goes back on what was found or promised (RSP-05, RSP-13).
 *
 * Counts: "I never said that" to a caller who holds the agent's words against them; after a check that found the
 * company at fault, a turn that says all is in order or that the caller erred; after an unconditional promise of a
 * result, the refusal of that result. `conceded` where the turn owns up to it ("I put that badly", "I misspoke", sorry).
 * Does not count: figures that differ (two figures may be about two things), corrections before anything was at stake.
 */
import type { Finding } from '../domain/finding.js';
import type { Hit } from '../text/reading.js';
import { findingOfHit, neighbours, type StageInput } from './stage.js';

type Topic = 'fault' | 'promise' | 'figure' | 'other';

const agentTurns = (input: StageInput) =>
  input.reading.turns.filter(({ turn }) => turn.speaker === 'agent').map(({ turn }) => turn.index);

const conceded = (input: StageInput, turn: number) =>
  input.reading.hits(turn, 'own_words_conceded').length > 0 ||
  input.reading.hits(turn, 'responsibility').some((hit) => hit.attributes.about === 'own_slip') ||
  input.reading.hits(turn, 'apology').length > 0;

function contradiction(input: StageInput, hit: Hit, topic: Topic): Finding {
  const attributes = { topic, conceded: conceded(input, hit.turn) };
  return { ...findingOfHit('contradicts_self', 'apology', hit), attributes };
}

/** The caller said "you told me" in the turn before, or the agent has spoken before at all where the denial is a flat one. */
function deniedWords(input: StageInput, turn: number): readonly Finding[] {
  const hit = input.reading.hits(turn, 'denies_own_words')[0];
  if (hit === undefined) return [];
  const heldAgainst = neighbours(input.reading, turn, 'caller', -1, 1).some(
    (caller) => input.reading.allHits(caller, 'you_said', 'you_promised').length > 0,
  );
  if (!heldAgainst) return [];
  return [contradiction(input, hit, hit.attributes.about === 'promise' ? 'promise' : 'other')];
}

function deniedFault(input: StageInput, turn: number, earlier: readonly number[]): readonly Finding[] {
  const admitted = earlier.some(
    (other) =>
      input.reading.hits(other, 'check_results').length > 0 &&
      input.reading.hits(other, 'check_findings').some((hit) => hit.attributes.finding === 'company_error'),
  );
  const denial = input.reading.hits(turn, 'fault_denied')[0];
  return admitted && denial !== undefined ? [contradiction(input, denial, 'fault')] : [];
}

/** A promise and a refusal are about the same thing where both name the same act (`act` of the lexicons). */
function brokenPromise(input: StageInput, turn: number, earlier: readonly number[]): readonly Finding[] {
  const promised = new Set(
    earlier.flatMap((other) => input.reading.hits(other, 'outcome_promise').map((hit) => String(hit.attributes.act))),
  );
  const refused = input.reading
    .hits(turn, 'denial')
    .find((hit) => hit.attributes.act !== 'none' && promised.has(String(hit.attributes.act)));
  return refused === undefined ? [] : [contradiction(input, refused, 'promise')];
}

export function contradictionFindings(input: StageInput): readonly Finding[] {
  const turns = agentTurns(input);
  return turns.flatMap((turn, i) => {
    const earlier = turns.slice(0, i);
    return [
      ...deniedWords(input, turn),
      ...deniedFault(input, turn, earlier),
      ...brokenPromise(input, turn, earlier),
    ].slice(0, 1);
  });
}
