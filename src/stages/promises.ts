/**
 * Who does what, and when: an opening of `promise_frames` ("I will", "we have already", "a technician is going to") joined
 * with the act of `acts` near it in its clause. Solutions and commitments are both read from these pairs.
 *
 * Does not count: acts of the caller, a general rule ("usually"), the caller's matter told again ("you say that…").
 */
import type { DiscardReason, Span } from '../domain/finding.js';
import type { Hit } from '../text/reading.js';
import { timeExpressions } from '../text/time-expression.js';
import { closeNegation, following, gapBetween, isQuestionClause, union } from './near.js';
import type { StageInput } from './stage.js';

export type Tense = 'done' | 'now' | 'can' | 'may' | 'future' | 'third';
export type ActKind = 'remedy' | 'admin' | 'lookup' | 'vague';

export interface Promised {
  readonly frame: Hit;
  readonly act: Hit;
  readonly span: Span;
  readonly kind: ActKind;
  readonly tense: Tense;
  /** Takes effect after the call. */
  readonly lasting: boolean;
  /** Asked rather than said; a polite tag ("is that all right?") asks nothing. */
  readonly asked: boolean;
  readonly discardedBecause: DiscardReason | null;
}

/** How far an act may stand from the opening that makes it the speaker's, in gaps of the language. */
const ACT_REACH_GAPS = 1.25;
/** How far a word of general rule, or a time gone by, reaches, in gaps of the language. */
const GENERAL_REACH_GAPS = 1.25;
const PAST_REACH_GAPS = 0.5;
/** Characters between an act and the word that says it is done. */
const DONE_REACH = 2;

/** Whether a clause of a turn is a real question, polite tags apart. */
export function asks(input: StageInput, turn: number, clause: number): boolean {
  if (!isQuestionClause(input.reading, turn, clause)) return false;
  return !input.reading.hits(turn, 'consent_tags').some((tag) => tag.clause === clause);
}

/** Whether a word shortly before a hit, or in it, makes it a general rule. */
export function isGeneral(input: StageInput, hit: Hit): boolean {
  const reach = input.pack.data.gap * GENERAL_REACH_GAPS;
  return input.reading
    .hits(hit.turn, 'general_rule')
    .some(
      (rule) =>
        rule.clause === hit.clause && rule.span.start < hit.span.end && gapBetween(rule.span, hit.span) <= reach,
    );
}

/** Whether a hit belongs to the caller's matter told again. */
export function isRestated(input: StageInput, hit: Hit): boolean {
  return input.reading
    .hits(hit.turn, 'restating')
    .some((opening) => opening.clause === hit.clause && opening.span.start <= hit.span.start);
}

/** Whether a time gone by stands shortly before a hit in its clause: then it tells what was, and promises nothing. */
export function isPast(input: StageInput, hit: Hit): boolean {
  return timeExpressions(input.reading, hit.turn).some(
    (time) =>
      time.kind === 'past' &&
      time.hit.attributes.dated === true &&
      time.clause === hit.clause &&
      time.span.start <= hit.span.start &&
      gapBetween(time.span, hit.span) <= input.pack.data.gap * PAST_REACH_GAPS,
  );
}

function tenseOf(input: StageInput, frame: Hit, act: Hit): Tense {
  const tense = frame.attributes.tense as Tense;
  const done = input.reading
    .hits(act.turn, 'done_marks')
    .some((mark) => mark.span.start >= act.span.end - 1 && mark.span.start - act.span.end <= DONE_REACH);
  return done && tense !== 'future' && tense !== 'third' ? 'done' : tense;
}

/** Whether the act is only what a look is after ("let me check who cancelled it"). */
function lookedInto(input: StageInput, frame: Hit, act: Hit): boolean {
  if (act.attributes.kind === 'lookup') return false;
  const looks = input.reading
    .hits(act.turn, 'acts')
    .filter(
      (look) =>
        look.attributes.kind === 'lookup' &&
        look.clause === act.clause &&
        look.span.end > frame.span.start &&
        look.span.end <= act.span.start,
    );
  return looks.some((look) =>
    input.reading
      .hits(act.turn, 'indirect_question')
      .some((mark) => mark.span.end > look.span.start && gapBetween(act.span, mark.span) <= DONE_REACH),
  );
}

function pair(input: StageInput, frame: Hit, act: Hit): Promised {
  const general = isGeneral(input, act) || isGeneral(input, frame);
  const context = general || isRestated(input, act) || isPast(input, frame) || lookedInto(input, frame, act);
  return {
    frame,
    act,
    span: union(frame.span, act.span),
    kind: act.attributes.kind as ActKind,
    tense: tenseOf(input, frame, act),
    lasting: act.attributes.lasting === true,
    asked: asks(input, act.turn, act.clause),
    discardedBecause: closeNegation(input, frame) ?? closeNegation(input, act) ?? (context ? 'context' : null),
  };
}

/** All pairs of one turn. The acts of a clause after its opening are all its own. */
export function promisesIn(input: StageInput, turn: number): readonly Promised[] {
  const { reading } = input;
  if (reading.turns[turn]!.turn.speaker !== 'agent') return [];
  const acts = reading.allHits(turn, 'acts').filter((act) => act.discardedBecause !== 'exception');
  if (acts.length === 0) return [];
  const reach = input.pack.data.gap * ACT_REACH_GAPS;
  return reading
    .allHits(turn, 'promise_frames')
    .filter((frame) => frame.discardedBecause !== 'exception')
    .flatMap((frame) =>
      following(reading, frame, acts, reach)
        .filter((act) => act.clause === frame.clause)
        .filter((act) => frame.attributes.within !== true || act.span.start < frame.span.end)
        .map((act) => pair(input, frame, act)),
    );
}
