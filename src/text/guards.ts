/**
 * Guards say why a phrase that stands in a turn is not the speaker's own, affirmed act (catalogue 0.3: speaker, quote,
 * negation and sarcasm guards). Their words are lexicons too: `negators`, `post_negators`, `quote_intros`,
 * `sarcasm_markers`, `question_marks`, `conditionals`; an exception of such a lexicon (a word that only looks like a
 * negator) is honoured as for any other.
 */
import type { Speaker } from '../domain/call.js';
import type { DiscardReason, Span } from '../domain/finding.js';
import type { LanguageData } from './language.js';
import type { Lexicon } from './lexicon.js';
import type { RawHit } from './matcher.js';

export const GUARD_LEXICONS = [
  'negators',
  'post_negators',
  'quote_intros',
  'sarcasm_markers',
  'question_marks',
  'conditionals',
] as const;
type GuardLexicon = (typeof GUARD_LEXICONS)[number];

/** What a turn offers the guards, all in the spoken view. */
export interface GuardContext {
  readonly view: string;
  readonly clauses: readonly Span[];
  readonly speaker: Speaker;
  readonly language: LanguageData;
  readonly marks: ReadonlyMap<GuardLexicon, readonly Span[]>;
}

const SENTENCE_END = /[.!?;\u3002\u2026]/u;
const QUOTES = /[\u201c"\u300c\u300e]([^\u201c\u201d"\u300c\u300d\u300e\u300f]*)[\u201d"\u300d\u300f]/gu;
/** A quotation opened by words lasts this many gaps at most, since speech has no closing quotation mark. */
const QUOTE_REACH_GAPS = 3;

/** Collects the guards' words from the hits of a turn. */
export function guardMarks(hits: readonly RawHit[]): ReadonlyMap<GuardLexicon, readonly Span[]> {
  const marks = new Map<GuardLexicon, Span[]>();
  for (const name of GUARD_LEXICONS) {
    marks.set(
      name,
      hits.filter((hit) => hit.lexicon === name && !hit.excepted).map((hit) => hit.span),
    );
  }
  return marks;
}

const marksOf = (context: GuardContext, name: GuardLexicon) => context.marks.get(name) ?? [];

function clauseIndex(context: GuardContext, span: Span): number {
  return context.clauses.findLastIndex((clause) => clause.start <= span.start);
}

/** An odd number of negators close before the phrase in its clause, or a negating complement right after it. */
function isNegated(span: Span, context: GuardContext): boolean {
  const clause = context.clauses[clauseIndex(context, span)];
  const from = Math.max(clause?.start ?? 0, span.start - context.language.negationReach);
  const before = marksOf(context, 'negators').filter((mark) => mark.end > from && mark.end <= span.start);
  const after = marksOf(context, 'post_negators').some((mark) => mark.start === span.end);
  return before.length % 2 === 1 || after;
}

function isQuoted(span: Span, context: GuardContext): boolean {
  for (const match of context.view.matchAll(QUOTES)) {
    if (match.index < span.start && span.end < match.index + match[0].length) return true;
  }
  const reach = context.language.gap * QUOTE_REACH_GAPS;
  return marksOf(context, 'quote_intros').some(
    (mark) =>
      mark.end <= span.start &&
      span.start - mark.end <= reach &&
      !SENTENCE_END.test(context.view.slice(mark.end, span.start)),
  );
}

function isQuestion(span: Span, context: GuardContext): boolean {
  const clause = context.clauses[clauseIndex(context, span)];
  if (clause === undefined) return false;
  if (/^\s*[?\uff1f]/u.test(context.view.slice(clause.end))) return true;
  return marksOf(context, 'question_marks').some((mark) => mark.start >= clause.start && mark.end <= clause.end);
}

/** The condition stands in the same clause before the phrase, or in the clause before that one. */
function isConditional(span: Span, context: GuardContext): boolean {
  const own = clauseIndex(context, span);
  const from = context.clauses[Math.max(0, own - 1)]?.start ?? 0;
  return marksOf(context, 'conditionals').some((mark) => mark.start >= from && mark.end <= span.start);
}

/** The first guard that discards a hit, or null where it counts. Weak entries are the stage's to decide. */
export function discardReason(hit: RawHit, lexicon: Lexicon, context: GuardContext): DiscardReason | null {
  if (hit.excepted) return 'exception';
  if (lexicon.speaker !== 'any' && lexicon.speaker !== context.speaker) return 'wrong_speaker';
  const guards = lexicon.guards;
  if (guards.includes('quotation') && isQuoted(hit.span, context)) return 'quoted';
  if (guards.includes('negation') && !hit.entry.negated && isNegated(hit.span, context)) return 'negated';
  if (guards.includes('conditional') && isConditional(hit.span, context)) return 'conditional';
  if (guards.includes('question') && isQuestion(hit.span, context)) return 'question';
  if (guards.includes('sarcasm') && marksOf(context, 'sarcasm_markers').length > 0) return 'sarcasm';
  return hit.entry.weak ? 'weak' : null;
}
