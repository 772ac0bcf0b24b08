/**
 * The parts of `natural` that are used, by sub-path: its root loads database drivers, prints and reads `.env`.
 */
declare module 'natural/lib/natural/sentiment/SentimentAnalyzer.js' {
  export default class SentimentAnalyzer {
    constructor(language: string, stemmer: { stem(token: string): string } | null, vocabulary: string);
    /** Mean valence of the words, -5..5 with AFINN; NaN for no words. */
    getSentiment(words: readonly string[]): number;
  }
}

declare module 'natural/lib/natural/distance/dice_coefficient.js' {
  /** Shared bigrams of two strings, 0..1; NaN when both are empty. */
  export default function diceCoefficient(a: string, b: string): number;
}
