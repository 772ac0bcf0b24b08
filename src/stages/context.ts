/**
 * Last stage: what decides how the rest is to be read. What the caller wants (`demand`), tells (`fact_given`,
 * `new_fact`) and asks again after an answer (`repeat_demand`); danger to a person; and the course of the caller's
 * emotion (`peak`, `level_rise`, `level_drop`), which needs the abuse stage and so comes last.
 */
import { compareFindings, type Finding } from '../domain/finding.js';
import type { EmotionLevel, TurnSentiment } from '../domain/turn-mood.js';
import type { Hit } from '../text/reading.js';
import { similarity } from '../text/similarity.js';
import { askedIn } from './asked.js';
import { dangerFindings } from './danger.js';
import { demandFindings, factFindings } from './demand.js';
import { possibleMatters } from './possible-matter.js';
import { emotionLevel, finding, findingOfHit, type Stage, type StageInput } from './stage.js';

/** Likeness (0..1) from which two demands are the same one said again. */
const SAME_DEMAND = 0.5;
/** A turn of at most so many characters (words) that names the remedy again says little else. */
const BARE_DEMAND_LENGTH = { zh: 10, en: 6 } as const;
/** Level from which a rise is worth a name: distress. */
const PEAK_LEVEL = 2;
/** Sentiment (-1..1) of a turn whose abuse alone makes it negative. */
const ABUSE_SCORE = -0.8;
const NUMBER = /[0-9\p{N}]{2,}/gu;

/** What an agent may have said to a demand, so that asking again is a repetition. */
const ANSWERS = [
  'solution',
  'alternative',
  'answer',
  'explanation',
  'denial',
  'limit',
  'refusal',
  'policy',
  'commitment',
] as const;

/** What an agent turn may be that says nothing to a demand yet. */
const NO_ANSWER = [
  ...(['greeting', 'question_open', 'question_closed', 'name_request', 'identity_request', 'asks_known_fact'] as const),
  ...(['hold_request', 'lookup', 'paraphrase', 'gratitude', 'closing'] as const),
] as const;
/** A statement of at least so many characters (words) answers, though no list knows how. */
const STATEMENT_LENGTH = { zh: 10, en: 8 } as const;

/** Agent turns that say something to what was demanded. */
function answeringTurns(input: StageInput): readonly number[] {
  const stated = input.reading.turns
    .filter(({ turn, length }) => turn.speaker === 'agent' && length >= STATEMENT_LENGTH[input.pack.language])
    .map(({ turn }) => turn.index)
    .filter((turn) => !input.found.has(turn, ...NO_ANSWER));
  return [...stated, ...input.found.of(...ANSWERS).map((answer) => answer.turn)];
}

function callerTurns(input: StageInput): readonly number[] {
  return input.reading.turns
    .filter((reading) => reading.turn.speaker === 'caller' && !reading.backchannel && !reading.empty)
    .map((reading) => reading.turn.index);
}

/** A caller turn that tells a number no earlier caller turn told. */
function newFacts(facts: readonly Finding[], input: StageInput): readonly Finding[] {
  const told = new Set<string>();
  const found: Finding[] = [];
  for (const fact of [...facts].sort(compareFindings)) {
    if (!fact.counted) continue;
    const words = input.reading.turns[fact.turn]!.folded.slice(fact.span?.start ?? 0, fact.span?.end);
    const keys = words.match(NUMBER) ?? [words];
    if (keys.some((key) => !told.has(key))) found.push({ ...fact, label: 'new_fact' });
    for (const key of keys) told.add(key);
  }
  return found;
}

/** The remedies a turn names, by their act; none where it asks about them ("when will the refund come?"). */
function remediesAt(input: StageInput, turn: number): ReadonlySet<unknown> {
  return new Set(input.reading.hits(turn, 'remedies').map((hit) => hit.attributes.act));
}

/** A remedy asked for before, pressed again: with words of insisting or as the whole of a short turn, and no question. */
function pressedAgain(input: StageInput, turn: number, earlier: readonly number[]): Hit | null {
  const before = earlier.map((other) => remediesAt(input, other));
  const same = input.reading.hits(turn, 'remedies').find((hit) => before.some((acts) => acts.has(hit.attributes.act)));
  if (same === undefined) return null;
  if (input.reading.hits(turn, 'insisting').length > 0) return same;
  const bare = input.reading.turns[turn]!.length <= BARE_DEMAND_LENGTH[input.pack.language];
  const other = askedIn(input, turn).length > 0 || input.found.has(turn, 'acceptance', 'caller_question');
  return bare && !other ? same : null;
}

function repeatAt(input: StageInput, turn: number, earlier: readonly number[], isDemand: boolean): Finding | null {
  const marker = input.reading.hits(turn, 'repeat_markers')[0] ?? pressedAgain(input, turn, earlier);
  if (marker !== null) return { ...findingOfHit('repeat_demand', 'context', marker), attributes: {} };
  if (!isDemand) return null;
  const text = input.reading.turns[turn]!.folded;
  const like = Math.max(...earlier.map((other) => similarity(text, input.reading.turns[other]!.folded)));
  if (like < SAME_DEMAND) return null;
  return finding({
    label: 'repeat_demand',
    stage: 'context',
    turn,
    strength: Math.min(0.9, like),
    source: { kind: 'rule', id: 'same-demand' },
  });
}

function repeatedDemands(demands: readonly Finding[], input: StageInput): readonly Finding[] {
  const demanding = new Set(demands.filter((demand) => demand.counted).map((demand) => demand.turn));
  const answered = answeringTurns(input);
  return callerTurns(input).flatMap((turn) => {
    const earlier = [...demanding].filter(
      (other) => other < turn && answered.some((answer) => answer > other && answer < turn),
    );
    const found = earlier.length === 0 ? null : repeatAt(input, turn, earlier, demanding.has(turn));
    return found === null ? [] : [found];
  });
}

function course(levels: readonly EmotionLevel[], turns: readonly number[]): readonly Finding[] {
  const found: Finding[] = [];
  const mark = (label: 'peak' | 'level_rise' | 'level_drop', turn: number) =>
    found.push(
      finding({ label, stage: 'context', turn, strength: 0.8, source: { kind: 'rule', id: 'emotion-course' } }),
    );
  let previous: EmotionLevel = 0;
  let height: EmotionLevel = 0;
  for (const turn of turns) {
    const level = levels[turn]!;
    if (level >= PEAK_LEVEL && level > previous) {
      mark('peak', turn);
      mark('level_rise', turn);
    }
    if (height >= PEAK_LEVEL && level < PEAK_LEVEL && level < height) {
      mark('level_drop', turn);
      height = level;
    }
    height = level > height ? level : height;
    previous = level;
  }
  return found;
}

/** Abuse that the abuse stage found makes its turn negative, whatever the sentiment stage saw; leering does not (guide). */
function withAbuse(input: StageInput): readonly TurnSentiment[] {
  return input.sentiments.map((sentiment) => {
    const abuse = input.found.at(sentiment.turn, 'profanity', 'insult', 'threat', 'discrimination')[0];
    if (abuse === undefined || sentiment.label === 'negative') return sentiment;
    return { ...sentiment, label: 'negative', score: ABUSE_SCORE, sources: [...sentiment.sources, abuse.source] };
  });
}

export const contextStage: Stage = {
  name: 'context',
  needs: [
    'complaint',
    'anger',
    'profanity',
    'insult',
    'sexual',
    'threat',
    'discrimination',
    'advance',
    'off_business',
    'acceptance',
    'caller_question',
    ...ANSWERS,
    ...NO_ANSWER,
  ],
  makes: [
    'demand',
    'possible_matter',
    'fact_given',
    'new_fact',
    'repeat_demand',
    'danger',
    'peak',
    'level_rise',
    'level_drop',
  ],
  run(input) {
    const demands = demandFindings(input);
    const facts = factFindings(input);
    const sentiments = withAbuse(input);
    const levels = input.call.turns.map((turn) =>
      turn.speaker === 'caller' ? emotionLevel(turn.index, sentiments, input.found) : 0,
    );
    return {
      sentiments,
      findings: [
        ...demands,
        ...possibleMatters(input),
        ...facts,
        ...newFacts(facts, input),
        ...repeatedDemands(demands, input),
        ...dangerFindings(input),
        ...course(levels, callerTurns(input)),
      ],
    };
  },
};
