/**
 * Asking the caller to wait on the line, passing call or case on, and the caller's consent to either.
 *
 * `parts` of a request to wait: consent asked, reason given, duration named. `permission` is consent, or reason and
 * duration (labelling guide). `explained` of an escalation: the reason and what happens next, or to whom it goes.
 * Does not count: waiting for a result ("please wait for our call"), sending the caller elsewhere, a superior who cannot
 * be had.
 */
import type { Attributes, Finding } from '../domain/finding.js';
import type { Hit } from '../text/reading.js';
import { actsOf, unless } from './acts.js';
import { gapBetween, overlaps } from './near.js';
import { type FindingStore, findingOfHit, neighbours, type StageInput } from './stage.js';

/** How far from the request its reason, duration or the asking of consent may stand, in characters. */
const REACH_CHARACTERS = { zh: 30, en: 90 } as const;

function near(input: StageInput, hit: Hit, lexicon: string): boolean {
  const reach = REACH_CHARACTERS[input.pack.language];
  return input.reading
    .hits(hit.turn, lexicon)
    .some((other) => Math.max(gapBetween(hit.span, other.span), gapBetween(other.span, hit.span)) <= reach);
}

function holdAttributes(input: StageInput, hit: Hit): Attributes {
  const consent = near(input, hit, 'hold_permission');
  const reason = near(input, hit, 'hold_reason');
  const duration = near(input, hit, 'hold_duration');
  const parts = [consent, reason, duration].filter(Boolean).length;
  return { permission: consent || (reason && duration), reason, duration, parts };
}

/** Waiting that lasts beyond the call: the phrase is one of patience and the turn promises something. */
function waitsForResult(input: StageInput, hit: Hit): boolean {
  return hit.attributes.patience === true && input.found.has(hit.turn, 'commitment', 'follow_up');
}

/** "Don't hang up" with nothing to wait for keeps somebody on the line; it is no request to wait. */
function onlyStays(input: StageInput, hit: Hit): boolean {
  return (
    hit.attributes.stay === true &&
    !['hold_reason', 'hold_duration', 'hold_permission'].some((lexicon) => near(input, hit, lexicon))
  );
}

function mostParts(attributes: readonly Attributes[]): Attributes {
  return [...attributes].sort((a, b) => Number(b.parts) - Number(a.parts))[0]!;
}

/** The caller is told to do it alone ("you can contact the carrier"). */
function callerDoesIt(input: StageInput, hit: Hit): boolean {
  return input.reading
    .hits(hit.turn, 'caller_does')
    .some((other) => overlaps(other.span, hit.span) && other.span.start <= hit.span.start);
}

function escalationAttributes(input: StageInput, hit: Hit): Attributes {
  const has = (lexicon: string) => input.reading.hits(hit.turn, lexicon).length > 0;
  const target = has('escalation_target');
  const reason = has('escalation_reason');
  return { target, reason, explained: reason && (target || has('escalation_next')) };
}

export function waitingFindings(input: StageInput): readonly Finding[] {
  return [
    ...actsOf(input, {
      label: 'hold_request',
      stage: 'procedure',
      lexicons: ['hold_request'],
      judge: (hit) => ({
        ...unless(hit, waitsForResult(input, hit) || onlyStays(input, hit)),
        attributes: holdAttributes(input, hit),
      }),
      combine: mostParts,
    }),
    ...actsOf(input, {
      label: 'escalation',
      stage: 'procedure',
      lexicons: ['escalation'],
      judge: (hit) => ({ ...unless(hit, callerDoesIt(input, hit)), attributes: escalationAttributes(input, hit) }),
      combine: (attributes) => ({ ...attributes[0], returned: attributes.some((each) => each.returned === true) }),
    }),
  ];
}

/** The caller's next turn, an acknowledgement too, agrees to a request to wait or to being passed on. */
export function consentFindings(input: StageInput, found: FindingStore): readonly Finding[] {
  const asked = new Set(found.of('hold_request', 'escalation').map((each) => each.turn));
  return [...asked].flatMap((turn) => {
    const next = neighbours(input.reading, turn, 'agent', 1, 1)[0] ?? input.reading.turns.length;
    const reply = input.reading.turns.find(
      (reading) =>
        reading.turn.index > turn && reading.turn.index < next && reading.turn.speaker === 'caller' && !reading.empty,
    );
    const hit = reply === undefined ? undefined : input.reading.hits(reply.turn.index, 'consent')[0];
    return hit === undefined ? [] : [findingOfHit('consent', 'procedure', hit)];
  });
}
