/** From logits to probabilities, and from the windows of a long turn to one result. Pure. */
import type { Meaning } from '../domain/model-label.js';
import type { TurnProbabilities } from './encoder.js';

/** Divisors of the logits (> 0), fitted on held-out turns. */
export interface Temperatures {
  readonly sentiment: number;
  readonly abuse: number;
}

/**
 * How logits are read. `form`: a text has one of all labels (softmax); one of the feelings, and abuse or not; or each
 * label by itself (sigmoid).
 */
export interface LogitReading {
  /** Of each logit; null where it says nothing. */
  readonly meanings: readonly (Meaning | null)[];
  readonly form: 'one of all' | 'feelings and abuse' | 'each';
  readonly temperature: Temperatures;
}

/** Reports and golden files show 4 decimals; rounding here keeps every reader at the same figure. */
const DECIMALS = 10_000;

/** What is likely of a text; labels that are not understood count as neutral and as no abuse. */
export function probabilitiesOf(logits: ArrayLike<number>, reading: LogitReading): TurnProbabilities {
  const shares = sharesOf(logits, reading);
  const of: SharesOf = (wanted) => shares.filter((_, index) => reading.meanings[index] === wanted);
  const { negative, neutral, positive } = hasFeelings(reading) ? feelings(of, reading) : NO_FEELING;
  const abuse = reading.form === 'one of all' ? total(of('abuse')) : Math.max(0, ...of('abuse'));
  return {
    sentiment: { negative: rounded(negative), neutral: rounded(neutral), positive: rounded(positive) },
    abuse: rounded(abuse),
  };
}

type Feelings = TurnProbabilities['sentiment'];
type SharesOf = (wanted: Meaning | null) => readonly number[];

const NO_FEELING: Feelings = { negative: 0, neutral: 1, positive: 0 };

const hasFeelings = ({ meanings }: LogitReading): boolean =>
  meanings.includes('negative') || meanings.includes('positive');

const yesOrNo = (logit: number, temperature: number): number => 1 / (1 + Math.exp(-logit / temperature));

/** Probability of each label in its form. */
function sharesOf(logits: ArrayLike<number>, reading: LogitReading): readonly number[] {
  const { meanings, form, temperature } = reading;
  const values = meanings.map((_, index) => at(logits, index));
  const ownTemperature = (meaning: Meaning | null) => (meaning === 'abuse' ? temperature.abuse : temperature.sentiment);
  switch (form) {
    case 'each':
      return values.map((value, index) => yesOrNo(value, ownTemperature(meanings[index]!)));
    case 'one of all':
      return softmax(values, hasFeelings(reading) ? temperature.sentiment : temperature.abuse);
    case 'feelings and abuse': {
      const isAbuse = (index: number) => meanings[index] === 'abuse';
      const felt = softmax(
        values.map((value, index) => (isAbuse(index) ? Number.NEGATIVE_INFINITY : value)),
        temperature.sentiment,
      );
      return felt.map((share, index) => (isAbuse(index) ? yesOrNo(values[index]!, temperature.abuse) : share));
    }
  }
}

/** They add up to 1. Where a text is one of all labels, an abusive one is negative too. */
function feelings(of: SharesOf, { meanings, form }: LogitReading): Feelings {
  if (form === 'each') {
    const [negative, positive] = [Math.max(0, ...of('negative')), Math.max(0, ...of('positive'))];
    const neutral = meanings.includes('neutral') ? Math.max(...of('neutral')) : 1 - Math.max(negative, positive);
    const sum = negative + neutral + positive;
    return sum === 0 ? NO_FEELING : { negative: negative / sum, neutral: neutral / sum, positive: positive / sum };
  }
  return {
    negative: total(of('negative')) + (form === 'one of all' ? total(of('abuse')) : 0),
    neutral: total(of('neutral')) + total(of(null)),
    positive: total(of('positive')),
  };
}

/** Abuse anywhere in a turn is abuse of the turn; its feeling is that of its most outspoken window, the first of equals. */
export function joinWindows(parts: readonly TurnProbabilities[]): TurnProbabilities {
  const strongest = parts.reduce((best, part) => (feeling(part) > feeling(best) ? part : best));
  return { sentiment: strongest.sentiment, abuse: Math.max(...parts.map((part) => part.abuse)) };
}

function feeling(part: TurnProbabilities): number {
  return Math.max(part.sentiment.negative, part.sentiment.positive);
}

function softmax(logits: readonly number[], temperature: number): readonly number[] {
  const top = Math.max(...logits);
  const raised = logits.map((value) => Math.exp((value - top) / temperature));
  const sum = total(raised);
  return raised.map((value) => value / sum);
}

const total = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);

function rounded(value: number): number {
  return Math.round(value * DECIMALS) / DECIMALS;
}

function at(values: ArrayLike<number>, index: number): number {
  const value = values[index];
  if (value === undefined || Number.isNaN(value)) throw new Error('the model gave no number for a label');
  return value;
}
