/**
 * Finds the phrases of many lexicons in a turn in one pass: a scan for the fixed words of all phrases says which
 * phrases may be there, and only those are tried.
 */
import type { Span } from '../domain/finding.js';
import type { LanguageData } from './language.js';
import type { Lexicon, LexiconEntry } from './lexicon.js';
import { compileTemplate, type Template } from './template.js';
import { wordScan } from './word-scan.js';

/** A phrase as it stands in the spoken view of a turn, before any guard. */
export interface RawHit {
  readonly lexicon: string;
  readonly entry: LexiconEntry;
  /** In the spoken view. */
  readonly span: Span;
  /** An exception of the entry overlaps it. */
  readonly excepted: boolean;
}

/** Answers and formulas come again and again; what was found in the short texts seen last is kept. */
const LONGEST_KEPT = 40;
const MOST_KEPT = 5_000;

interface Compiled {
  readonly template: Template;
  /** Where the lists of its fixed words begin among those of all phrases; it can only stand where each has a word. */
  readonly required: number;
}

interface CompiledEntry extends Compiled {
  readonly lexicon: string;
  readonly entry: LexiconEntry;
  readonly exceptions: readonly Compiled[];
}

export interface PhraseMatcher {
  /** All hits in a spoken view with these clauses, by start, then end, then lexicon; within a lexicon the longest of overlapping hits. */
  search(view: string, clauses: readonly Span[]): readonly RawHit[];
}

function atClauseEdges(span: Span, pattern: Template, clauses: readonly Span[], view: string): boolean {
  const letters = (from: number, to: number) => /[\p{L}\p{N}]/u.test(view.slice(from, to));
  const clause = clauses.findLast((candidate) => candidate.start <= span.start);
  const last = clauses.findLast((candidate) => candidate.start < span.end);
  if (clause === undefined || last === undefined) return false;
  if (pattern.clauseStart && letters(clause.start, span.start)) return false;
  return !pattern.clauseEnd || !letters(span.end, last.end);
}

const overlap = (a: Span, b: Span) => a.start < b.end && b.start < a.end;

function placesOf({ template }: Compiled, view: string, clauses: readonly Span[]): readonly Span[] {
  const spans = template.match(view);
  if (!template.clauseStart && !template.clauseEnd) return spans;
  return spans.filter((span) => atClauseEdges(span, template, clauses, view));
}

function addHits(
  hits: RawHit[],
  compiled: CompiledEntry,
  view: string,
  clauses: readonly Span[],
  possible: (required: number) => boolean,
): void {
  const spans = placesOf(compiled, view, clauses);
  if (spans.length === 0) return;
  const exceptions = compiled.exceptions
    .filter((exception) => possible(exception.required))
    .flatMap((exception) => placesOf(exception, view, clauses));
  // Overlap is enough: a phrase with a gap may reach further than its exception.
  for (const span of spans) {
    hits.push({
      lexicon: compiled.lexicon,
      entry: compiled.entry,
      span,
      excepted: exceptions.some((exception) => overlap(exception, span)),
    });
  }
}

const byLength = (a: RawHit, b: RawHit) => b.span.end - b.span.start - (a.span.end - a.span.start) || compareHits(a, b);

function longest(hits: RawHit[]): readonly RawHit[] {
  if (hits.length === 1) return hits;
  const kept: RawHit[] = [];
  for (const hit of hits.sort(byLength)) {
    if (!kept.some((other) => other.excepted === hit.excepted && overlap(other.span, hit.span))) kept.push(hit);
  }
  return kept;
}

function longestPerLexicon(hits: readonly RawHit[]): readonly RawHit[] {
  const byLexicon = new Map<string, RawHit[]>();
  for (const hit of hits) {
    const list = byLexicon.get(hit.lexicon);
    if (list === undefined) byLexicon.set(hit.lexicon, [hit]);
    else list.push(hit);
  }
  return [...byLexicon.values()].flatMap(longest).sort(compareHits);
}

function compareHits(a: RawHit, b: RawHit): number {
  return (
    a.span.start - b.span.start ||
    a.span.end - b.span.end ||
    (a.lexicon < b.lexicon ? -1 : a.lexicon > b.lexicon ? 1 : 0) ||
    (a.entry.phrase < b.entry.phrase ? -1 : a.entry.phrase > b.entry.phrase ? 1 : 0)
  );
}

/**
 * How often a text is to be expected to hold one of some words, as a measure to compare: characters are as frequent in
 * talk as in the phrases that are made of it.
 */
function expectationOf(lexicons: readonly Lexicon[]): (words: readonly string[]) => number {
  const counts = new Map<number, number>();
  let total = 0;
  for (const { entries } of lexicons) {
    for (const { phrase } of entries) {
      for (let i = 0; i < phrase.length; i++) {
        const code = phrase.charCodeAt(i);
        counts.set(code, (counts.get(code) ?? 0) + 1);
      }
      total += phrase.length;
    }
  }
  const share = (word: string) => {
    let product = 1;
    for (let i = 0; i < word.length; i++) product *= (counts.get(word.charCodeAt(i)) ?? 1) / total;
    return product;
  };
  return (words) => words.reduce((sum, word) => sum + share(word), 0);
}

/** Lists of small numbers one behind the other: a thousand are asked for a text, and objects would be strewn about. */
function flatLists(lists: readonly (readonly number[])[]): { readonly from: Int32Array; readonly items: Int32Array } {
  const from = new Int32Array(lists.length + 1);
  lists.forEach((list, index) => {
    from[index + 1] = from[index]! + list.length;
  });
  return { from, items: Int32Array.from(lists.flat()) };
}

export function compileMatcher(lexicons: readonly Lexicon[], language: LanguageData): PhraseMatcher {
  const words = wordScan();
  const entries: CompiledEntry[] = [];
  const anchored: number[][] = [];
  // For each phrase: the number of its lists, then each list's length and its words.
  const requiredLists: number[] = [];
  const compile = (phrase: string): Compiled => {
    const template = compileTemplate(phrase, language);
    const required = requiredLists.length;
    requiredLists.push(template.required.length);
    for (const list of template.required) requiredLists.push(list.length, ...list.map(words.add));
    return { template, required };
  };
  const expectation = expectationOf(lexicons);
  for (const lexicon of lexicons) {
    for (const entry of lexicon.entries) {
      const compiled = compile(entry.phrase);
      const anchors = compiled.template.required.reduce((best, list) =>
        expectation(list) < expectation(best) ? list : best,
      );
      for (const anchor of anchors) {
        const id = words.add(anchor);
        while (anchored.length <= id) anchored.push([]);
        anchored[id]!.push(entries.length);
      }
      entries.push({ ...compiled, lexicon: lexicon.name, entry, exceptions: entry.except.map(compile) });
    }
  }
  const byAnchor = flatLists(anchored);
  const required = Int32Array.from(requiredLists);
  const requiredFrom = Int32Array.from(entries, (compiled) => compiled.required);
  const possible = (from: number): boolean => {
    let at = from + 1;
    for (let left = required[from]!; left > 0; left--) {
      const next = at + 1 + required[at]!;
      if (!words.hasAny(required, at + 1, next)) return false;
      at = next;
    }
    return true;
  };
  // A phrase with many fixed words is looked at once a text.
  const tried = new Int32Array(entries.length);
  let pass = 0;
  // Two generations of texts: what comes again before both are full of others stays.
  let young = new Map<string, readonly RawHit[]>();
  let old = new Map<string, readonly RawHit[]>();
  const find = (view: string, clauses: readonly Span[]): readonly RawHit[] => {
    const hits: RawHit[] = [];
    pass += 1;
    for (const word of words.scan(view)) {
      if (word >= anchored.length) continue;
      for (let at = byAnchor.from[word]!; at < byAnchor.from[word + 1]!; at++) {
        const index = byAnchor.items[at]!;
        if (tried[index] === pass) continue;
        tried[index] = pass;
        if (possible(requiredFrom[index]!)) addHits(hits, entries[index]!, view, clauses, possible);
      }
    }
    return longestPerLexicon(hits);
  };
  return {
    search(view, clauses) {
      if (view.length > LONGEST_KEPT) return find(view, clauses);
      const key = `${clauses.map((clause) => `${clause.start}-${clause.end}`).join(' ')}|${view}`;
      const known = young.get(key);
      if (known !== undefined) return known;
      const found = old.get(key) ?? find(view, clauses);
      if (young.size >= MOST_KEPT / 2) {
        old = young;
        young = new Map();
      }
      young.set(key, found);
      return found;
    },
  };
}
