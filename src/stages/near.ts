/**
 * Where words of a turn stand to each other: the small questions that several stages ask about hits. All positions are
 * in the text of the turn.
 */
import type { DiscardReason, Span } from '../domain/finding.js';
import type { CallReading, Hit } from '../text/reading.js';
import { neighbours, type StageInput } from './stage.js';

/** Full stops, question and exclamation marks; a point between digits ends nothing. */
const SENTENCE_END = /[!?;\u3002\u2026]|\.(?![0-9])/u;

/** Whether two places of a turn lie in one sentence; where nobody wrote punctuation the turn is one sentence. */
export function sameSentence(reading: CallReading, turn: number, a: Span, b: Span): boolean {
  const [first, second] = a.start <= b.start ? [a, b] : [b, a];
  return first.end >= second.start || !SENTENCE_END.test(reading.turns[turn]!.folded.slice(first.end, second.start));
}

export const overlaps = (a: Span, b: Span) => a.start < b.end && b.start < a.end;

export const union = (a: Span, b: Span): Span => ({ start: Math.min(a.start, b.start), end: Math.max(a.end, b.end) });

/** Characters between the end of one place and the start of a later one; negative where they overlap. */
export const gapBetween = (first: Span, second: Span) => second.start - first.end;

/** Hits of `words` that begin in or after `hit`, end no sooner and at most `reach` characters behind it, in its sentence; nearest first. */
export function following(reading: CallReading, hit: Hit, words: readonly Hit[], reach: number): readonly Hit[] {
  return words
    .filter(
      (word) =>
        word.span.start >= hit.span.start &&
        word.span.end >= hit.span.end &&
        gapBetween(hit.span, word.span) <= reach &&
        sameSentence(reading, hit.turn, hit.span, word.span),
    )
    .sort((a, b) => a.span.start - b.span.start);
}

/** Hits of `words` that end at most `reach` characters before `hit`, in its sentence; nearest first. */
export function preceding(reading: CallReading, hit: Hit, words: readonly Hit[], reach: number): readonly Hit[] {
  return words
    .filter(
      (word) =>
        word.span.start < hit.span.start &&
        gapBetween(word.span, hit.span) <= reach &&
        sameSentence(reading, hit.turn, word.span, hit.span),
    )
    .sort((a, b) => b.span.end - a.span.end);
}

/** Whether one of the last `turns` caller turns before this one is displeased: negative, complaining or angry. */
export function displeasedBefore(input: StageInput, turn: number, turns: number): boolean {
  return neighbours(input.reading, turn, 'caller', -1, turns).some(
    (other) => input.sentiments[other]?.label === 'negative' || input.found.has(other, 'complaint', 'anger'),
  );
}

/** Attributes of a hit that a label declares; a lexicon may carry more for its stage's own use. */
export function declared(hit: Hit, ...names: readonly string[]): Record<string, string | number | boolean> {
  return Object.fromEntries(Object.entries(hit.attributes).filter(([name]) => names.includes(name)));
}

/** Whether a clause of a turn is asked: a question mark ends it or a word of asking stands in it. */
export function isQuestionClause(reading: CallReading, turn: number, clause: number): boolean {
  const at = reading.turns[turn]?.clauses[clause];
  if (at === undefined) return false;
  if (/^\s*[?\uff1f]/u.test(reading.turns[turn]!.folded.slice(at.end))) return true;
  return reading.hits(turn, 'question_marks').some((mark) => mark.clause === clause);
}

/** Whether a condition ("if", "in case") stands before a hit in its clause or in one of the `clauses` before it. */
export function underCondition(reading: CallReading, hit: Hit, clauses: number): boolean {
  return reading
    .hits(hit.turn, 'conditionals')
    .some((mark) => mark.span.end <= hit.span.start && hit.clause - mark.clause <= clauses);
}

/**
 * Why a hit does not count, with the reach of negation halved: in speech without punctuation a negator of the words before
 * ("it was not done well - that is our fault") stands close to a phrase that it has nothing to do with.
 */
export function closeNegation(input: StageInput, hit: Hit): DiscardReason | null {
  if (hit.discardedBecause !== 'negated') return hit.discardedBecause;
  const reach = Math.floor(input.pack.data.negationReach / 2);
  const negated = input.reading.hits(hit.turn, 'negators').some((negator) => {
    const gap = gapBetween(negator.span, hit.span);
    return negator.clause === hit.clause && gap >= 0 && gap < reach;
  });
  return negated || input.reading.hits(hit.turn, 'post_negators').some((mark) => mark.span.start === hit.span.end)
    ? 'negated'
    : null;
}
