/** From logits to probabilities, and from the windows of a long turn to one result. Pure. */
import type { TurnProbabilities } from './encoder.js';

/** Divisors of the logits (> 0), fitted on held-out turns. */
export interface Temperatures {
  readonly sentiment: number;
  readonly abuse: number;
}

/** Reports and golden files show 4 decimals; rounding here keeps every reader at the same figure. */
const DECIMALS = 10_000;

/** @param logits negative, neutral, positive, abuse */
export function probabilitiesOf(logits: ArrayLike<number>, temperature: Temperatures): TurnProbabilities {
  const [negative, neutral, positive] = softmax([at(logits, 0), at(logits, 1), at(logits, 2)], temperature.sentiment);
  return {
    sentiment: { negative: rounded(negative), neutral: rounded(neutral), positive: rounded(positive) },
    abuse: rounded(1 / (1 + Math.exp(-at(logits, 3) / temperature.abuse))),
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

function softmax(logits: readonly [number, number, number], temperature: number): [number, number, number] {
  const top = Math.max(...logits);
  const [a, b, c] = logits;
  const raised: [number, number, number] = [
    Math.exp((a - top) / temperature),
    Math.exp((b - top) / temperature),
    Math.exp((c - top) / temperature),
  ];
  const sum = raised[0] + raised[1] + raised[2];
  return [raised[0] / sum, raised[1] / sum, raised[2] / sum];
}

function rounded(value: number): number {
  return Math.round(value * DECIMALS) / DECIMALS;
}

function at(values: ArrayLike<number>, index: number): number {
  const value = values[index];
  if (value === undefined || Number.isNaN(value)) throw new Error('the model gave no number for a label');
  return value;
}
