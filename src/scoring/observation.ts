/** From what the stages found to what rules may look at: adds the words that rules ask for, levels and quantities. */
import { RE2JS } from 're2js';
import { compareFindings, type Finding } from '../domain/finding.js';
import type { Observation } from '../domain/observation.js';
import type { PhraseRequest } from '../rules/index.js';
import { quantitiesOf } from '../stages/quantities.js';
import type { SeenCall } from '../stages/run-stages.js';
import { emotionLevel, finding, findingOfHit, findingStore } from '../stages/stage.js';
import type { CallReading, LanguagePack, TurnReading } from '../text/reading.js';
import { similarity } from '../text/similarity.js';

/** The words one rule asks for beside lexicons: patterns on a linear-time engine, and sentences to be like. */
export interface WordSearch {
  readonly request: PhraseRequest;
  readonly patterns: readonly RE2JS[];
  readonly except: readonly RE2JS[];
}

export function compileWordSearch(request: PhraseRequest): WordSearch {
  return {
    request,
    patterns: request.patterns.map((pattern) => RE2JS.compile(pattern)),
    except: request.except.filter((each) => each.startsWith('/')).map((each) => RE2JS.compile(each.slice(1, -1))),
  };
}

function matches(pattern: RE2JS, text: string): readonly { readonly start: number; readonly end: number }[] {
  const matcher = pattern.matcher(text);
  const spans: { start: number; end: number }[] = [];
  while (matcher.find()) spans.push({ start: matcher.start(), end: matcher.end() });
  return spans.filter((span) => span.end > span.start);
}

function patternFindings(search: WordSearch, reading: TurnReading): readonly Finding[] {
  const label = search.request.id as Finding['label'];
  const excepted = search.except.flatMap((pattern) => [...matches(pattern, reading.folded)]);
  return search.patterns.flatMap((pattern, index) =>
    matches(pattern, reading.folded).map((span) =>
      finding({
        label,
        stage: 'text',
        turn: reading.turn.index,
        span,
        source: { kind: 'phrase', lexicon: search.request.id, entry: `/${search.request.patterns[index]}/` },
        discardedBecause: excepted.some((over) => over.start <= span.start && span.end <= over.end)
          ? 'exception'
          : null,
      }),
    ),
  );
}

function likeFindings(search: WordSearch, reading: TurnReading): readonly Finding[] {
  return search.request.likes
    .map((like) => ({ like, score: similarity(reading.folded, like.sentence) }))
    .filter(({ like, score }) => score >= like.score)
    .map(({ like, score }) =>
      finding({
        label: search.request.id as Finding['label'],
        stage: 'text',
        turn: reading.turn.index,
        strength: score,
        source: { kind: 'phrase', lexicon: search.request.id, entry: `like:${like.sentence}` },
      }),
    );
}

/** Findings for the words that rules ask for: every hit of a lexicon, every phrase, pattern and likeness. */
function wordFindings(searches: readonly WordSearch[], reading: CallReading): readonly Finding[] {
  const asked = new Map(searches.map(({ request }) => [request.lexicon ?? request.id, request.id as Finding['label']]));
  const free = searches.filter(({ request }) => request.patterns.length > 0 || request.likes.length > 0);
  return reading.turns.flatMap((turn) => [
    ...turn.hits.flatMap((hit) => {
      const label = asked.get(hit.lexicon);
      return label === undefined ? [] : [findingOfHit(label, 'text', hit)];
    }),
    ...free.flatMap((search) => [...patternFindings(search, turn), ...likeFindings(search, turn)]),
  ]);
}

export function observationOf(seen: SeenCall, pack: LanguagePack, searches: readonly WordSearch[]): Observation {
  const { call, reading, inputs, sentiments } = seen;
  const findings = [...seen.findings, ...wordFindings(searches, reading)].sort(compareFindings);
  const store = findingStore(seen.findings);
  return {
    call,
    inputs,
    findings,
    sentiments,
    levels: call.turns.map((turn) => (turn.speaker === 'caller' ? emotionLevel(turn.index, sentiments, store) : 0)),
    lengths: reading.turns.map((turn) => turn.length),
    clauses: reading.turns.map((turn) => turn.clauses),
    quantities: quantitiesOf(call, reading, pack, seen.findings, sentiments, inputs),
  };
}

export function withQuantities(observation: Observation, quantities: Observation['quantities']): Observation {
  return { ...observation, quantities: { ...observation.quantities, ...quantities } };
}
