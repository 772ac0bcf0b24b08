/**
 * Finds the phrases of many lexicons in a turn in one pass: an automaton over the fixed words of all phrases says which
 * phrases may be there, and only those are tried.
 */
import { AhoCorasick } from '@monyone/aho-corasick/fast';
import type { Span } from '../domain/finding.js';
import type { LanguageData } from './language.js';
import type { Lexicon, LexiconEntry } from './lexicon.js';
import { compileTemplate, type Template } from './template.js';

/** A phrase as it stands in the spoken view of a turn, before any guard. */
export interface RawHit {
  readonly lexicon: string;
  readonly entry: LexiconEntry;
  /** In the spoken view. */
  readonly span: Span;
  /** An exception of the entry overlaps it. */
  readonly excepted: boolean;
}

interface CompiledEntry extends Template {
  readonly lexicon: string;
  readonly order: number;
  readonly entry: LexiconEntry;
  readonly exceptions: readonly Template[];
}

export interface PhraseMatcher {
  /** All hits in a spoken view with these clauses, by start, then end, then lexicon; within a lexicon the longest of overlapping hits. */
  search(view: string, clauses: readonly Span[]): readonly RawHit[];
}

function atClauseEdges(span: Span, pattern: Template, clauses: readonly Span[], view: string): boolean {
  if (!pattern.clauseStart && !pattern.clauseEnd) return true;
  const letters = (from: number, to: number) => /[\p{L}\p{N}]/u.test(view.slice(from, to));
  const clause = clauses.findLast((candidate) => candidate.start <= span.start);
  const last = clauses.findLast((candidate) => candidate.start < span.end);
  if (clause === undefined || last === undefined) return false;
  if (pattern.clauseStart && letters(clause.start, span.start)) return false;
  return !pattern.clauseEnd || !letters(span.end, last.end);
}

const overlap = (a: Span, b: Span) => a.start < b.end && b.start < a.end;

function placesOf(template: Template, view: string, clauses: readonly Span[]): readonly Span[] {
  return template.match(view).filter((span) => atClauseEdges(span, template, clauses, view));
}

function hitsOf(compiled: CompiledEntry, view: string, clauses: readonly Span[]): readonly RawHit[] {
  const spans = placesOf(compiled, view, clauses);
  if (spans.length === 0) return [];
  const exceptions = compiled.exceptions.flatMap((exception) => placesOf(exception, view, clauses));
  // Overlap is enough: a phrase with a gap may reach further than its exception.
  return spans.map((span) => ({
    lexicon: compiled.lexicon,
    entry: compiled.entry,
    span,
    excepted: exceptions.some((exception) => overlap(exception, span)),
  }));
}

function longestPerLexicon(hits: readonly RawHit[]): readonly RawHit[] {
  const kept: RawHit[] = [];
  const byLength = [...hits].sort(
    (a, b) => b.span.end - b.span.start - (a.span.end - a.span.start) || compareHits(a, b),
  );
  for (const hit of byLength) {
    const clash = kept.some(
      (other) => other.lexicon === hit.lexicon && other.excepted === hit.excepted && overlap(other.span, hit.span),
    );
    if (!clash) kept.push(hit);
  }
  return kept.sort(compareHits);
}

function compareHits(a: RawHit, b: RawHit): number {
  return (
    a.span.start - b.span.start ||
    a.span.end - b.span.end ||
    (a.lexicon < b.lexicon ? -1 : a.lexicon > b.lexicon ? 1 : 0) ||
    (a.entry.phrase < b.entry.phrase ? -1 : a.entry.phrase > b.entry.phrase ? 1 : 0)
  );
}

export function compileMatcher(lexicons: readonly Lexicon[], language: LanguageData): PhraseMatcher {
  const byAnchor = new Map<string, CompiledEntry[]>();
  const words = new Set<string>();
  let order = 0;
  for (const lexicon of lexicons) {
    for (const entry of lexicon.entries) {
      const compiled: CompiledEntry = {
        ...compileTemplate(entry.phrase, language),
        lexicon: lexicon.name,
        order: order++,
        entry,
        exceptions: entry.except.map((exception) => compileTemplate(exception, language)),
      };
      for (const word of compiled.required.flat()) words.add(word);
      for (const anchor of compiled.anchors) {
        const list = byAnchor.get(anchor);
        if (list === undefined) byAnchor.set(anchor, [compiled]);
        else list.push(compiled);
      }
    }
  }
  const automaton = new AhoCorasick([...words]);
  return {
    search(view, clauses) {
      const present = new Set<string>();
      for (const { keyword } of automaton.matchInText(view)) present.add(keyword);
      const candidates = new Set<CompiledEntry>();
      for (const keyword of present) {
        for (const compiled of byAnchor.get(keyword) ?? []) {
          if (compiled.required.every((words) => words.some((word) => present.has(word)))) candidates.add(compiled);
        }
      }
      const ordered = [...candidates].sort((a, b) => a.order - b.order);
      return longestPerLexicon(ordered.flatMap((compiled) => hitsOf(compiled, view, clauses)));
    },
  };
}
