/**
 * Stage 1: which feeling the words of each turn express, and where the caller complains, rages or is sarcastic.
 *
 * Counts: reproach about product, service or handling (`complaint`); fury, leaving, threats to complain, sue or publish
 * (`anger`); a kind word turned round by its company (`sarcasm`). A fault told without reproach is neutral; with a word
 * of reproach ("again", "always") in the same turn it is a complaint (labelling guide, rulings).
 * Does not count: polite formulas, quoted speech, what the agent says. The encoder speaks only where no phrase did, and
 * only above the threshold that its calibration earned.
 */
import { type Finding, round3, type Source } from '../domain/finding.js';
import type { Sentiment, TurnSentiment } from '../domain/turn-mood.js';
import { englishValence } from '../nlp/english.js';
import { type Hit, phraseSource, type TurnReading } from '../text/reading.js';
import { finding, findingOfHit, type ModelWitness, type Stage, type StageInput } from './stage.js';

/** Lexicons whose hits make a caller's turn negative, with the weight of one hit (score -1..1). */
const CALLER_NEGATIVE: Readonly<Record<string, number>> = {
  anger: 0.9,
  insult: 0.9,
  threat: 0.9,
  discrimination: 0.9,
  profanity: 0.8,
  complaint: 0.6,
  sarcasm: 0.6,
  negative_feeling: 0.5,
};
const AGENT_NEGATIVE: Readonly<Record<string, number>> = {
  agent_insult: 0.9,
  counter_attack: 0.8,
  scolding: 0.7,
  contempt: 0.6,
  impatience: 0.5,
  agent_emotion: 0.5,
};
const POSITIVE_WEIGHT = 0.7;
/** Shorter turns say too little for the encoder to be believed, in characters. */
const MODEL_MIN_LENGTH = 6;
/** English valence (-1..1) from which a clause's words carry a feeling. */
const VALENCE_THRESHOLD = 0.35;

interface Cue {
  readonly weight: number;
  readonly source: Source;
}

function cuesOf(hits: readonly Hit[], weights: Readonly<Record<string, number>>): readonly Cue[] {
  return hits.map((hit) => ({ weight: weights[hit.lexicon] ?? POSITIVE_WEIGHT, source: phraseSource(hit) }));
}

/** A reproach and a fault in one turn are a complaint, though neither is one alone. */
function reproachedFault(input: StageInput, turn: number): Hit | null {
  const reproach = input.reading.hits(turn, 'reproach_markers')[0];
  const fault = input.reading.hits(turn, 'faults').find((hit) => hit.span.start !== reproach?.span.start);
  return reproach !== undefined && fault !== undefined ? reproach : null;
}

/** Ambiguous complaint words count beside another sign of displeasure. */
function complaintHits(input: StageInput, turn: number): readonly Hit[] {
  const clear = input.reading.hits(turn, 'complaint');
  const supported =
    clear.length > 0 || input.reading.hits(turn, 'anger', 'sarcasm', 'negative_feeling', 'reproach_markers').length > 0;
  const weak = input.reading
    .allHits(turn, 'complaint', 'negative_feeling')
    .filter((hit) => hit.lexicon === 'complaint' && hit.discardedBecause === 'weak');
  return supported ? [...clear, ...weak] : clear;
}

function callerFindings(input: StageInput, turn: number): readonly Finding[] {
  const found: Finding[] = complaintHits(input, turn).map((hit) =>
    findingOfHit('complaint', 'sentiment', hit, { discardedBecause: null }),
  );
  const counted = new Set(found.map((each) => `${each.span?.start}-${each.span?.end}`));
  for (const hit of input.reading.allHits(turn, 'complaint')) {
    if (hit.discardedBecause !== null && !counted.has(`${hit.span.start}-${hit.span.end}`)) {
      found.push(findingOfHit('complaint', 'sentiment', hit));
    }
  }
  const reproach = reproachedFault(input, turn);
  if (reproach !== null && !found.some((each) => each.counted)) {
    found.push(
      finding({
        label: 'complaint',
        stage: 'sentiment',
        turn,
        span: reproach.span,
        strength: 0.7,
        source: phraseSource(reproach),
        witnesses: [{ kind: 'rule', id: 'reproach-and-fault' }],
        attributes: { about: 'product' },
      }),
    );
  }
  for (const hit of input.reading.allHits(turn, 'anger')) found.push(findingOfHit('anger', 'sentiment', hit));
  for (const hit of input.reading.allHits(turn, 'sarcasm')) found.push(findingOfHit('sarcasm', 'sentiment', hit));
  return found;
}

function modelSentiment(reading: TurnReading, model: ModelWitness | null): TurnSentiment | null {
  const turn = reading.turn.index;
  const probabilities = model?.turns[turn]?.sentiment;
  if (model === null || probabilities === undefined || reading.length < MODEL_MIN_LENGTH) return null;
  const { negative, positive } = model.info.sentimentThresholds;
  const witness = (probability: number): readonly Source[] => [
    { kind: 'model', id: model.info.id, probability: round3(probability) },
  ];
  if (negative !== null && probabilities.negative >= negative) {
    return {
      turn,
      label: 'negative',
      score: -round3(probabilities.negative * 0.5),
      sources: witness(probabilities.negative),
    };
  }
  if (positive !== null && probabilities.positive >= positive) {
    return {
      turn,
      label: 'positive',
      score: round3(probabilities.positive * 0.5),
      sources: witness(probabilities.positive),
    };
  }
  return null;
}

/** English words of feeling that no list holds, clause by clause. */
function englishSentiment(reading: TurnReading): TurnSentiment | null {
  const values = reading.clauses.map((clause) => englishValence(reading.folded.slice(clause.start, clause.end)));
  const strongest = values.reduce((best, value) => (Math.abs(value) > Math.abs(best) ? value : best), 0);
  if (Math.abs(strongest) < VALENCE_THRESHOLD) return null;
  return {
    turn: reading.turn.index,
    label: strongest < 0 ? 'negative' : 'positive',
    score: round3(strongest * 0.5),
    sources: [{ kind: 'rule', id: 'english-valence' }],
  };
}

const neutral = (turn: number): TurnSentiment => ({ turn, label: 'neutral', score: 0, sources: [] });

const strongest = (cues: readonly Cue[]) => cues.reduce((best, cue) => Math.max(best, cue.weight), 0);

/** Mixed turns take the dominant feeling; balanced ones are neutral. */
function weigh(turn: number, negative: readonly Cue[], positive: readonly Cue[]): TurnSentiment {
  const down = strongest(negative) + 0.1 * Math.max(0, negative.length - 1);
  const up = strongest(positive) + 0.1 * Math.max(0, positive.length - 1);
  const sources = [...negative, ...positive].map((cue) => cue.source);
  if (negative.length > 0 && positive.length > 0 && Math.abs(down - up) < 0.05) {
    return { turn, label: 'neutral', score: 0, sources };
  }
  const label: Sentiment = down > up ? 'negative' : 'positive';
  return { turn, label, score: round3(label === 'negative' ? -Math.min(1, down) : Math.min(1, up)), sources };
}

function turnSentiment(input: StageInput, reading: TurnReading, found: readonly Finding[]): TurnSentiment {
  const turn = reading.turn.index;
  const speaker = reading.turn.speaker;
  if (reading.empty || (speaker !== 'caller' && speaker !== 'agent')) return neutral(turn);
  const weights = speaker === 'caller' ? CALLER_NEGATIVE : AGENT_NEGATIVE;
  const negative = [
    ...cuesOf(input.reading.hits(turn, ...Object.keys(weights)), weights),
    ...found
      .filter((each) => each.counted && each.label === 'complaint')
      .map((each) => ({ weight: CALLER_NEGATIVE.complaint!, source: each.source })),
  ];
  const positive = speaker === 'caller' ? cuesOf(input.reading.hits(turn, 'positive_feeling'), {}) : [];
  if (negative.length > 0 || positive.length > 0) return weigh(turn, negative, positive);
  if (speaker === 'agent') return neutral(turn);
  const second = input.call.language === 'en' ? englishSentiment(reading) : modelSentiment(reading, input.model);
  return second ?? neutral(turn);
}

export const sentimentStage: Stage = {
  name: 'sentiment',
  needs: [],
  makes: ['complaint', 'anger', 'sarcasm'],
  run(input) {
    const perTurn = input.reading.turns.map((reading) =>
      reading.turn.speaker === 'caller' ? callerFindings(input, reading.turn.index) : [],
    );
    return {
      findings: perTurn.flat(),
      sentiments: input.reading.turns.map((reading, turn) => turnSentiment(input, reading, perTurn[turn]!)),
    };
  },
};
