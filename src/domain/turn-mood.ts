/** The feeling that the words of a turn express, and the level of a caller's emotion (labelling guide). */
import type { Source } from './finding.js';

export type Sentiment = 'negative' | 'neutral' | 'positive';

export interface TurnSentiment {
  readonly turn: number;
  readonly label: Sentiment;
  /** -1..1, three decimals; the sign agrees with the label, 0 for neutral. */
  readonly score: number;
  readonly sources: readonly Source[];
}

/** 0 not negative; 1 negative; 2 with complaint; 3 anger or profanity; 4 insult, sexual, threat or discrimination. */
export type EmotionLevel = 0 | 1 | 2 | 3 | 4;
