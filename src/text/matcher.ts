/**
 * Finds the phrases of many lexicons in a turn in one pass: a scan for the fixed words of all phrases says which
 * phrases may be there, and only those are tried.
 */
import type { Span } from '../domain/finding.js';
import type { LanguageData } from './language.js';
import type { Lexicon, LexiconEntry } from './lexicon.js';
import { compileTemplate, type Template } from './template.js';
import { type WordScan, wordScan } from './word-scan.js';

/** A phrase as it stands in the spoken view of a turn, before any guard. */
export interface RawHit {
  readonly lexicon: string;
  readonly entry: LexiconEntry;
  /** In the spoken view. */
  readonly span: Span;
  /** An exception of the entry overlaps it. */
  readonly excepted: boolean;
}

/** Answers and formulas come again and again; what was found in so many short texts is kept. */
const LONGEST_KEPT = 40;
const MOST_KEPT = 5_000;

/** A phrase with the ids of its fixed words: it can only stand where each list has a word in the text. */
interface Compiled {
  readonly template: Template;
  readonly required: readonly (readonly number[])[];
}

interface CompiledEntry extends Compiled {
  readonly lexicon: string;
  readonly order: number;
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

function possible(compiled: Compiled, words: WordScan): boolean {
  return compiled.required.every((ids) => words.hasAny(ids));
}

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
  words: WordScan,
): void {
  const spans = placesOf(compiled, view, clauses);
  if (spans.length === 0) return;
  const exceptions = compiled.exceptions
    .filter((exception) => possible(exception, words))
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

export function compileMatcher(lexicons: readonly Lexicon[], language: LanguageData): PhraseMatcher {
  const words = wordScan();
  const byAnchor = new Map<number, CompiledEntry[]>();
  const compile = (phrase: string): Compiled => {
    const template = compileTemplate(phrase, language);
    return { template, required: template.required.map((list) => list.map((word) => words.add(word))) };
  };
  const expectation = expectationOf(lexicons);
  let order = 0;
  for (const lexicon of lexicons) {
    for (const entry of lexicon.entries) {
      const compiled: CompiledEntry = {
        ...compile(entry.phrase),
        lexicon: lexicon.name,
        order: order++,
        entry,
        exceptions: entry.except.map(compile),
      };
      const anchors = compiled.template.required.reduce((best, list) =>
        expectation(list) < expectation(best) ? list : best,
      );
      for (const anchor of anchors) {
        const id = words.add(anchor);
        const list = byAnchor.get(id);
        if (list === undefined) byAnchor.set(id, [compiled]);
        else list.push(compiled);
      }
    }
  }
  // A phrase with many fixed words is looked at once a text.
  const tried = new Int32Array(order);
  let pass = 0;
  const kept = new Map<string, readonly RawHit[]>();
  const find = (view: string, clauses: readonly Span[]): readonly RawHit[] => {
    const hits: RawHit[] = [];
    pass += 1;
    for (const id of words.scan(view)) {
      const entries = byAnchor.get(id);
      if (entries === undefined) continue;
      for (const compiled of entries) {
        if (tried[compiled.order] === pass) continue;
        tried[compiled.order] = pass;
        if (possible(compiled, words)) addHits(hits, compiled, view, clauses, words);
      }
    }
    return longestPerLexicon(hits);
  };
  return {
    search(view, clauses) {
      if (view.length > LONGEST_KEPT) return find(view, clauses);
      const key = `${clauses.map((clause) => `${clause.start}-${clause.end}`).join(' ')}|${view}`;
      const known = kept.get(key);
      if (known !== undefined) return known;
      const found = find(view, clauses);
      if (kept.size >= MOST_KEPT) kept.clear();
      kept.set(key, found);
      return found;
    },
  };
}
