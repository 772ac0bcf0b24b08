/**
 * Phrases of the agent that put the caller down or order the caller about (catalogue, chapter 13).
 *
 * Each list of phrases has its own reasons to stand aside: a rule explained kindly is no order, a softened correction
 * tells nobody that he is wrong, "I don't know" with a check behind it is honest, "not our job" with help is a
 * referral. `slight` marks the mild ones, which a rubric forgives once.
 * Does not count: a flat "I can't" (that is `refusal`), quoted speech, what the caller says.
 */
import type { Finding } from '../domain/finding.js';
import type { LabelName } from '../domain/label.js';
import type { Hit } from '../text/reading.js';
import { actsOf, countedTurns, inClauseOf, unless, type Verdict } from './acts.js';
import { displeasedBefore } from './near.js';
import { neighbours, type StageInput } from './stage.js';

interface Phrases {
  readonly slight: boolean;
  /** Why a hit means something else here. */
  readonly otherwise?: (input: StageInput, hit: Hit) => boolean;
}

const says =
  (...lexicons: readonly string[]) =>
  (input: StageInput, hit: Hit) =>
    input.reading.hits(hit.turn, ...lexicons).length > 0;

const does =
  (...labels: readonly LabelName[]) =>
  (input: StageInput, hit: Hit) =>
    input.found.has(hit.turn, ...labels);

/** In the same or in the next agent turn. */
const doesSoon =
  (...labels: readonly LabelName[]) =>
  (input: StageInput, hit: Hit) =>
    [hit.turn, ...neighbours(input.reading, hit.turn, 'agent', 1, 1)].some((turn) => input.found.has(turn, ...labels));

const anyOf =
  (...tests: readonly NonNullable<Phrases['otherwise']>[]): NonNullable<Phrases['otherwise']> =>
  (input, hit) =>
    tests.some((test) => test(input, hit));

/** Words of abuse in one of the last caller turns; the abuse stage itself runs later. */
const ABUSE = ['insult', 'profanity', 'sexual', 'threat', 'discrimination'];
const ABUSE_TURNS = 3;
const afterAbuse = (input: StageInput, hit: Hit) =>
  neighbours(input.reading, hit.turn, 'caller', -1, ABUSE_TURNS).some(
    (turn) => input.reading.hits(turn, ...ABUSE).length > 0,
  );

const inOpening = (input: StageInput, hit: Hit) => countedTurns(input, 'agent')[0] === hit.turn;
const inChat = (input: StageInput) => input.call.medium === 'chat';

const KINDLY = says('policy_kindly');
const SOFTLY = anyOf(says('softener'), does('apology'));

const LISTS: Readonly<Record<string, Phrases>> = {
  neg_01: { slight: false, otherwise: SOFTLY },
  neg_02: { slight: true, otherwise: anyOf(KINDLY, does('apology', 'alternative', 'solution')) },
  neg_03: { slight: false, otherwise: SOFTLY },
  neg_07: { slight: false, otherwise: does('escalation', 'alternative', 'commitment', 'solution') },
  neg_08: { slight: false },
  neg_09: { slight: false, otherwise: KINDLY },
  neg_10: { slight: true, otherwise: KINDLY },
  neg_14: {
    slight: true,
    otherwise: anyOf(
      says('hold_reason'),
      doesSoon('lookup', 'check_result', 'commitment', 'escalation', 'hold_request', 'solution'),
    ),
  },
  neg_15: { slight: false, otherwise: anyOf(SOFTLY, does('check_result')) },
  neg_17: { slight: false, otherwise: inOpening },
  neg_18: { slight: true, otherwise: does('apology', 'check_result') },
  neg_19: { slight: true, otherwise: says('softener') },
  neg_20: { slight: false, otherwise: (input, hit) => inClauseOf(input, hit, 'polite_question') },
  neg_25: { slight: true },
  neg_27: { slight: true, otherwise: inChat },
  why_did_you: { slight: true },
  accusing_question: { slight: false, otherwise: says('softener') },
  about_the_person: { slight: false },
  belittling: { slight: false },
  impatience: { slight: true },
  agent_threat: { slight: false, otherwise: afterAbuse },
  takes_personally: { slight: false, otherwise: does('empathy') },
  agent_insult: { slight: false },
  swear: { slight: false },
  negative_language: { slight: false },
};

function judge(input: StageInput, hit: Hit): Verdict {
  const phrases = LISTS[hit.lexicon]!;
  const attributes = { slight: phrases.slight || hit.attributes.slight === true };
  if (hit.discardedBecause === 'weak') {
    const counts =
      displeasedBefore(input, hit.turn, 1) &&
      !SOFTLY(input, hit) &&
      !input.found.has(hit.turn, 'empathy', 'check_result');
    return { discardedBecause: counts ? null : 'weak', attributes };
  }
  return { ...unless(hit, phrases.otherwise?.(input, hit) ?? false), attributes };
}

export function negativeFindings(input: StageInput): readonly Finding[] {
  return actsOf(input, {
    label: 'negative_language',
    stage: 'conduct',
    lexicons: Object.keys(LISTS),
    judge: (hit) => judge(input, hit),
    // A turn is slight only where every hit of it is.
    combine: (attributes) => ({ slight: attributes.every((each) => each.slight === true) }),
  });
}
