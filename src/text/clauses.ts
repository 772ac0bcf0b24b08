/**
 * Clauses: the stretches between punctuation or pauses, and, since recognisers often write no punctuation, before words
 * that open a new clause. A clause is the reach of negation and of the anchors `^` and `$` of a phrase.
 */
import type { Span } from '../domain/finding.js';

/** Han full stops and commas are folded to half width where Unicode has such a pair; the ideographic ones are not. */
const BOUNDARY = /[,.!?;:\n_…—~\u3001\u3002\uff0c\u2026\u2014]+/gu;
/** A decimal point or thousands comma between digits ends no clause. */
const INSIDE_NUMBER = /^[.,:]$/;
/** Blanks are pauses only where they stand between longer stretches; some recognisers put one between all words. */
const PAUSE_MIN_CHARACTERS = 4;

function boundaries(text: string, starters: readonly string[], latin: boolean): number[] {
  const cuts: number[] = [];
  for (const match of text.matchAll(BOUNDARY)) {
    const at = match.index;
    const betweenDigits = /\d/.test(text[at - 1] ?? '') && /\d/.test(text[at + 1] ?? '');
    if (!(INSIDE_NUMBER.test(match[0]) && betweenDigits)) cuts.push(at, at + match[0].length);
  }
  if (!latin) {
    const parts = text.split(/ +/).filter((part) => part !== '');
    if (parts.length > 1 && text.length / parts.length >= PAUSE_MIN_CHARACTERS) {
      for (const match of text.matchAll(/ +/g)) cuts.push(match.index);
    }
  }
  for (const starter of starters) {
    for (let at = text.indexOf(starter, 1); at !== -1; at = text.indexOf(starter, at + starter.length)) cuts.push(at);
  }
  return [...new Set(cuts)].sort((a, b) => a - b);
}

/** Non-empty clauses of a folded text, in order, without the punctuation between them. */
export function clausesOf(text: string, starters: readonly string[], latin = false): readonly Span[] {
  const cuts = [0, ...boundaries(text, starters, latin), text.length];
  const clauses: Span[] = [];
  for (let i = 0; i + 1 < cuts.length; i++) {
    const start = cuts[i]!;
    const end = cuts[i + 1]!;
    if (/[\p{L}\p{N}]/u.test(text.slice(start, end))) clauses.push({ start, end });
  }
  return clauses;
}

/** Index of the clause that holds a position; the last clause that begins before it if it lies in punctuation. */
export function clauseAt(clauses: readonly Span[], position: number): number {
  let found = 0;
  for (let i = 0; i < clauses.length; i++) if (clauses[i]!.start <= position) found = i;
  return found;
}
