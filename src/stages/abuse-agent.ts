/**
 * What the agent says to abuse, to off-business talk and to silence: `abuse_warning` by its form, `scope_notice`,
 * `hangup_request`, `silence_notice`.
 *
 * Counts: naming recording, off business or ending after abuse, off-business talk or strong feeling; a conditional
 * ending ("if you go on, I shall …") always. A warning to a caller who abuses nobody is labelled by its form (guide).
 * Does not count: the routine recording notice of an opening, looking up a recording, a plain scope notice to a caller
 * with a matter (that is `scope_notice` alone), a bare "please do not swear", asking "can you hear me".
 */
import type { DiscardReason, Finding } from '../domain/finding.js';
import type { Hit } from '../text/reading.js';
import { findingOfHit, neighbours, type StageInput } from './stage.js';

/** Caller turns back in which the occasion of a warning may lie. */
const CUE_TURNS = 3;
const CUES: ReadonlySet<string> = new Set([
  'profanity',
  'insult',
  'sexual',
  'advance',
  'threat',
  'discrimination',
  'off_business',
]);

interface Cues {
  /** Abuse or off-business talk in the last turns of the caller. */
  has(turn: number): boolean;
}

function cuesOf(input: StageInput, abuse: readonly Finding[]): Cues {
  const turns = new Set(abuse.filter((found) => found.counted && CUES.has(found.label)).map((found) => found.turn));
  return {
    has: (turn) =>
      neighbours(input.reading, turn, 'caller', -1, CUE_TURNS).some(
        (other) => turns.has(other) || input.found.has(other, 'anger'),
      ),
  };
}

/** Nobody but the agent and machines has spoken yet. */
function isOpening(input: StageInput, turn: number): boolean {
  return input.reading.turns.every(
    (other) => other.turn.index >= turn || other.turn.speaker === 'system' || other.empty,
  );
}

function warningReason(input: StageInput, hit: Hit, cues: Cues): DiscardReason | null {
  if (hit.discardedBecause !== null) return hit.discardedBecause;
  if (isOpening(input, hit.turn)) return 'opener';
  return hit.attributes.needs_cue === true && !cues.has(hit.turn) ? 'context' : null;
}

/** One finding of each form in a turn, the strongest; what was thrown out is kept once, too. */
function warnings(input: StageInput, turn: number, cues: Cues): readonly Finding[] {
  const all = input.reading
    .allHits(turn, 'abuse_warning')
    .map((hit) => findingOfHit('abuse_warning', 'abuse', hit, { discardedBecause: warningReason(input, hit, cues) }));
  return strongest(all.map((found) => ({ ...found, attributes: { form: String(found.attributes.form) } })));
}

function strongest(findings: readonly Finding[]): readonly Finding[] {
  const best = new Map<string, Finding>();
  for (const found of findings) {
    const key = String(found.attributes.form ?? found.label);
    const other = best.get(key);
    const better =
      other === undefined ||
      (found.counted && !other.counted) ||
      (found.counted === other.counted && found.strength > other.strength);
    if (better) best.set(key, found);
  }
  return [...best.values()];
}

function scopeNotices(input: StageInput, turn: number): readonly Finding[] {
  const hits = input.reading.allHits(turn, 'scope_notice');
  return strongest(hits.map((hit) => ({ ...findingOfHit('scope_notice', 'abuse', hit), attributes: {} })));
}

/** A courteous "please hang up first" ends many a service call; after abuse the same words are meant. */
function hangupRequests(input: StageInput, turn: number, cues: Cues): readonly Finding[] {
  const found = input.reading.allHits(turn, 'hangup_request').map((hit) => {
    const idle = hit.attributes.needs_cue === true && !cues.has(turn);
    const reason = hit.discardedBecause ?? (idle ? 'context' : null);
    return { ...findingOfHit('hangup_request', 'abuse', hit, { discardedBecause: reason }), attributes: {} };
  });
  return strongest(found);
}

/** Asking whether one is heard says nothing of silence; saying that nobody is heard does. */
function silenceNotices(input: StageInput, turn: number): readonly Finding[] {
  const found = input.reading.allHits(turn, 'silence_notice').map((hit) => {
    const asks = hit.attributes.asks === true;
    const reason = hit.discardedBecause ?? (asks ? 'question' : null);
    return { ...findingOfHit('silence_notice', 'abuse', hit, { discardedBecause: reason }), attributes: {} };
  });
  return strongest(found);
}

export function agentReplies(input: StageInput, abuse: readonly Finding[]): readonly Finding[] {
  const cues = cuesOf(input, abuse);
  return input.call.turns
    .filter((turn) => turn.speaker === 'agent')
    .flatMap(({ index }) => [
      ...warnings(input, index, cues),
      ...scopeNotices(input, index),
      ...hangupRequests(input, index, cues),
      ...silenceNotices(input, index),
    ]);
}
