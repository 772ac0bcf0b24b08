/**
 * The text layer's reading of a call: every turn folded, cut into clauses, and searched once for the phrases of all
 * lexicons and rules, each hit counted or discarded with its reason. Stages and rules look at nothing else.
 */
import type { Call, Language, Turn } from '../domain/call.js';
import type { Attributes, DiscardReason, Source, Span } from '../domain/finding.js';
import { isBackchannel } from './backchannel.js';
import { clauseAt, clausesOf } from './clauses.js';
import { foldText } from './fold.js';
import { discardReason, type GuardContext, guardMarks } from './guards.js';
import type { LanguageData } from './language.js';
import type { Lexicon } from './lexicon.js';
import { compileMatcher, type PhraseMatcher, type RawHit } from './matcher.js';
import { spokenView } from './spoken-view.js';

/** A phrase of a lexicon in a turn. */
export interface Hit {
  readonly lexicon: string;
  readonly phrase: string;
  readonly turn: number;
  /** In the text of the turn as it was written. */
  readonly span: Span;
  /** Index of the clause in `TurnReading.clauses`. */
  readonly clause: number;
  readonly strength: number;
  readonly attributes: Attributes;
  /** Null where it counts; `weak` where only a second witness makes it count. */
  readonly discardedBecause: DiscardReason | null;
}

export interface TurnReading {
  readonly turn: Turn;
  readonly folded: string;
  readonly clauses: readonly Span[];
  /** Characters (zh) or words (en) after fillers and punctuation are taken out. */
  readonly length: number;
  readonly backchannel: boolean;
  readonly hits: readonly Hit[];
  /** Whether the turn says nothing: no letter and no digit beside what a recogniser puts for silence. */
  readonly empty: boolean;
}

export interface CallReading {
  readonly call: Call;
  readonly turns: readonly TurnReading[];
  /** Counted hits of a lexicon in a turn; empty for a name that was not searched. */
  hits(turn: number, ...lexicons: readonly string[]): readonly Hit[];
  /** The same with every hit, discarded ones too. */
  allHits(turn: number, ...lexicons: readonly string[]): readonly Hit[];
}

/** Everything needed to read calls of one language. Compiled once, used for every call. */
export interface LanguagePack {
  readonly language: Language;
  readonly data: LanguageData;
  readonly lexicons: ReadonlyMap<string, Lexicon>;
  readonly matcher: PhraseMatcher;
}

export function languagePack(data: LanguageData, lexicons: readonly Lexicon[]): LanguagePack {
  return {
    language: data.language,
    data,
    lexicons: new Map(lexicons.map((lexicon) => [lexicon.name, lexicon])),
    matcher: compileMatcher(lexicons, data),
  };
}

function mapSpan(span: Span, map: readonly number[]): Span {
  return { start: map[span.start]!, end: map[span.end - 1]! + 1 };
}

/** The clauses in the spoken view: those positions of the view that lie in a clause of the text. */
function viewClauses(clauses: readonly Span[], map: readonly number[]): readonly Span[] {
  const first = (position: number) => {
    const at = map.findIndex((original) => original >= position);
    return at === -1 ? map.length - 1 : at;
  };
  return clauses.map((clause) => ({ start: first(clause.start), end: first(clause.end) }));
}

const LETTERS = /[\p{L}\p{N}]/gu;
const LATIN_WORDS = /[\p{L}\p{N}']+/gu;

/** What stands for silence and noise (`inaudible`). */
const UNHEARD = 'inaudible';

/** Whether anything is left of a view once what stands for silence is taken out; hesitations are something. */
function isSaid(folded: string, view: string, hits: readonly RawHit[]): boolean {
  const unheard = hits.filter((hit) => hit.lexicon === UNHEARD && !hit.excepted).map((hit) => hit.span);
  if (unheard.length === 0) return folded.match(LETTERS) !== null;
  const isHeard = (position: number) => !unheard.some(({ start, end }) => start <= position && position < end);
  return [...view.matchAll(LETTERS)].some((letter) => isHeard(letter.index));
}

function readTurn(turn: Turn, pack: LanguagePack): TurnReading {
  const { data } = pack;
  const latin = pack.language === 'en';
  const folded = foldText(turn.text, data.folds);
  const clauses = clausesOf(folded, data.clauseStarters, latin);
  const view = spokenView(folded, data.fillers);
  const inView = viewClauses(clauses, view.map);
  const raw = pack.matcher.search(view.text, inView);
  const context: GuardContext = {
    view: view.text,
    clauses: inView,
    speaker: turn.speaker,
    language: data,
    marks: guardMarks(raw),
  };
  const toHit = (hit: RawHit): Hit => {
    const span = mapSpan(hit.span, view.map);
    return {
      lexicon: hit.lexicon,
      phrase: hit.entry.phrase,
      turn: turn.index,
      span,
      clause: clauseAt(clauses, span.start),
      strength: hit.entry.strength,
      attributes: hit.entry.attributes,
      discardedBecause: discardReason(hit, pack.lexicons.get(hit.lexicon)!, context),
    };
  };
  const length = (view.text.match(latin ? LATIN_WORDS : LETTERS) ?? []).length;
  return {
    turn,
    folded,
    clauses,
    length,
    backchannel:
      (turn.speaker === 'agent' || turn.speaker === 'caller') && isBackchannel(folded, data.acknowledgements, latin),
    hits: raw.map(toHit),
    empty: !isSaid(folded, view.text, raw),
  };
}

/** Reads a whole call. Pure: the same call and pack give the same reading. */
export function readCall(call: Call, pack: LanguagePack): CallReading {
  const turns = call.turns.map((turn) => readTurn(turn, pack));
  const byLexicon = turns.map((reading) => groupByLexicon(reading.hits));
  const allHits = (turn: number, ...lexicons: readonly string[]) => {
    const groups = byLexicon[turn];
    if (groups === undefined) return [];
    if (lexicons.length === 1) return groups.get(lexicons[0]!) ?? [];
    return lexicons.flatMap((name) => groups.get(name) ?? []);
  };
  return {
    call,
    turns,
    allHits,
    hits: (turn, ...lexicons) => allHits(turn, ...lexicons).filter((hit) => hit.discardedBecause === null),
  };
}

function groupByLexicon(hits: readonly Hit[]): ReadonlyMap<string, readonly Hit[]> {
  const groups = new Map<string, Hit[]>();
  for (const hit of hits) {
    const group = groups.get(hit.lexicon);
    if (group === undefined) groups.set(hit.lexicon, [hit]);
    else group.push(hit);
  }
  return groups;
}

/** The source of a finding that rests on a phrase. */
export function phraseSource(hit: Hit): Source {
  return { kind: 'phrase', lexicon: hit.lexicon, entry: hit.phrase };
}
