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
import { ironyFindings, isMeantWell } from './irony.js';
import { overlaps } from './near.js';
import { finding, findingOfHit, type ModelWitness, neighbours, type Stage, type StageInput } from './stage.js';

/** A grievance, and kind words that are not meant. */
const GRIEVED = 0.6;
/** Lexicons whose hits make a caller's turn negative, with the weight of one hit (score -1..1). */
const CALLER_NEGATIVE: Readonly<Record<string, number>> = {
  anger: 0.9,
  insult: 0.9,
  threat: 0.9,
  discrimination: 0.9,
  profanity: 0.8,
  complaint: GRIEVED,
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
const MODEL_MIN_LENGTH = 4;
/** From here on the encoder is believed without any word that a list knows. */
const SURE = 0.9;
/** Signs of displeasure that make nothing negative by themselves. */
const DISPLEASURE = [
  ...['reproach_markers', 'faults', 'negative_feeling', 'company_addressed', 'long_wait', 'dragging_on', 'challenge'],
  ...['urgent', 'irritated', 'disappointed', 'fears_outcome', 'minimiser', 'plea', 'you_promised', 'resigned'],
  ...['venting_question', 'negators', 'rejection', 'profanity', 'supervisor_request'],
];
/** Exclamation marks in one turn that make it shouted. */
const SHOUTING_MARKS = 2;
/** A grievance takes more words than a feeling, in characters. */
const COMPLAINT_MIN_LENGTH = 6;
/** How far above its threshold the encoder must be for a grievance that no phrase names. */
const COMPLAINT_MARGIN = 0.1;
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
  // "I'll report you" is a threat to complain, and so anger; it is no second label for the same words.
  const threats = input.reading.hits(turn, 'anger');
  const clear = input.reading
    .hits(turn, 'complaint')
    .filter((hit) => !threats.some((threat) => overlaps(hit.span, threat.span)) && !isMeantWell(input, hit));
  const supported =
    clear.length > 0 || input.reading.hits(turn, 'sarcasm', 'negative_feeling', 'reproach_markers').length > 0;
  const weak = input.reading
    .allHits(turn, 'complaint', 'negative_feeling')
    .filter((hit) => hit.lexicon === 'complaint' && hit.discardedBecause === 'weak');
  return supported ? [...clear, ...weak] : clear;
}

/** Whether the call is about a thing of the company's at all: abuse and pranks without one are no grievance. */
function hasMatter(input: StageInput): boolean {
  return input.reading.turns.some((reading) => {
    const { index, speaker } = reading.turn;
    if (speaker !== 'caller') return false;
    const terms = input.reading.hits(index, 'business_terms');
    return terms.length > 0 && input.reading.hits(index, 'service_actions', 'faults', 'complaint').length > 0;
  });
}

/** Whether the words hold anything that a displeased caller says; the encoder alone takes a muddled account for one. */
function displeased(reading: StageInput['reading'], turn: number): boolean {
  return reading.hits(turn, ...DISPLEASURE).length > 0;
}

/**
 * A grievance in words of the caller's own: negative to the encoder, with a sign of displeasure, in a call with a matter,
 * and no mere abuse. The first thing a caller says is often a fault told without reproach, which sounds negative and is
 * none.
 */
function modelComplaint(input: StageInput, turn: number): Finding | null {
  const { model, reading } = input;
  const threshold = model?.info.sentimentThresholds.negative ?? null;
  const probability = model?.turns[turn]?.sentiment.negative ?? 0;
  if (model === null || threshold === null || probability < threshold + COMPLAINT_MARGIN) return null;
  if (reading.turns[turn]!.length < COMPLAINT_MIN_LENGTH || !displeased(reading, turn)) return null;
  if (reading.hits(turn, 'insult', 'sexual', 'threat', 'discrimination', 'off_business', 'anger').length > 0)
    return null;
  const opening = neighbours(reading, turn, 'caller', -1, 1).length === 0;
  const reproached = reading.hits(turn, 'reproach_markers', 'negative_feeling').length > 0;
  if (opening && !reproached && probability < SURE) return null;
  return finding({
    label: 'complaint',
    stage: 'sentiment',
    turn,
    strength: Math.min(0.75, probability),
    source: { kind: 'model', id: model.info.id, probability: round3(probability) },
    attributes: { about: 'handling' },
  });
}

/** A grievance sworn, or shouted: exclamation mark on exclamation mark; only written punctuation shows that. */
function shouting(input: StageInput, turn: number, found: readonly Finding[]): Finding | null {
  const text = input.reading.turns[turn]!.turn.text;
  const marks = [...text.matchAll(/[!\uff01]/gu)];
  const sworn = input.reading.hits(turn, 'profanity')[0];
  const grieved = found.some((each) => each.counted && each.label === 'complaint');
  if (!grieved || (sworn === undefined && marks.length < SHOUTING_MARKS)) return null;
  if (sworn !== undefined) {
    return {
      ...findingOfHit('anger', 'sentiment', sworn, { strength: 0.6 }),
      attributes: { about: 'handling', threat: 'none' },
    };
  }
  return finding({
    label: 'anger',
    stage: 'sentiment',
    turn,
    span: { start: marks[0]!.index, end: marks[0]!.index + 1 },
    strength: 0.6,
    source: { kind: 'rule', id: 'exclamation-marks' },
    attributes: { about: 'handling', threat: 'none' },
  });
}

function callerFindings(input: StageInput, turn: number, matter: boolean): readonly Finding[] {
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
  const own = matter && !found.some((each) => each.counted) ? modelComplaint(input, turn) : null;
  if (own !== null) found.push(own);
  for (const hit of input.reading.allHits(turn, 'anger')) found.push(findingOfHit('anger', 'sentiment', hit));
  const shouted = found.some((each) => each.counted && each.label === 'anger') ? null : shouting(input, turn, found);
  if (shouted !== null) found.push(shouted);
  found.push(...ironyFindings(input, turn));
  return found;
}

function modelSentiment(input: StageInput, reading: TurnReading): TurnSentiment | null {
  const model: ModelWitness | null = input.model;
  const turn = reading.turn.index;
  const probabilities = model?.turns[turn]?.sentiment;
  if (model === null || probabilities === undefined || reading.length < MODEL_MIN_LENGTH) return null;
  const { negative, positive } = model.info.sentimentThresholds;
  const witness = (probability: number): readonly Source[] => [
    { kind: 'model', id: model.info.id, probability: round3(probability) },
  ];
  const least = displeased(input.reading, turn) ? negative : SURE;
  if (negative !== null && least !== null && probabilities.negative >= least) {
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

/** Kind words that are meant: a word of irony beside them turns nothing where the turn says how well it came out. */
function kindWords(input: StageInput, turn: number): readonly Hit[] {
  const all = input.reading.allHits(turn, 'positive_feeling');
  const meant = input.reading.hits(turn, 'praise_meant').length > 0;
  return all.filter(({ discardedBecause }) => discardedBecause === null || (meant && discardedBecause === 'sarcasm'));
}

function turnSentiment(input: StageInput, reading: TurnReading, found: readonly Finding[]): TurnSentiment {
  const turn = reading.turn.index;
  const speaker = reading.turn.speaker;
  if (reading.empty || (speaker !== 'caller' && speaker !== 'agent')) return neutral(turn);
  const weights = speaker === 'caller' ? CALLER_NEGATIVE : AGENT_NEGATIVE;
  const ironic = found.some((each) => each.counted && each.label === 'sarcasm');
  const negative = [
    ...cuesOf(
      input.reading.hits(turn, ...Object.keys(weights)).filter((hit) => !isMeantWell(input, hit)),
      weights,
    ),
    ...found
      .filter((each) => each.counted && (each.label === 'complaint' || each.label === 'sarcasm'))
      .map((each) => ({ weight: GRIEVED, source: each.source })),
  ];
  const positive = speaker === 'caller' && !ironic ? cuesOf(kindWords(input, turn), {}) : [];
  if (negative.length > 0 || positive.length > 0) return weigh(turn, negative, positive);
  if (speaker === 'agent') return neutral(turn);
  const second = input.call.language === 'en' ? englishSentiment(reading) : modelSentiment(input, reading);
  return second ?? neutral(turn);
}

export const sentimentStage: Stage = {
  name: 'sentiment',
  needs: [],
  makes: ['complaint', 'anger', 'sarcasm'],
  run(input) {
    const matter = hasMatter(input);
    const perTurn = input.reading.turns.map((reading) =>
      reading.turn.speaker === 'caller' ? callerFindings(input, reading.turn.index, matter) : [],
    );
    return {
      findings: perTurn.flat(),
      sentiments: input.reading.turns.map((reading, turn) => turnSentiment(input, reading, perTurn[turn]!)),
    };
  },
};
