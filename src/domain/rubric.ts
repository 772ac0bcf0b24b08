/** A rubric as it stands in its file, after checks: criteria grade rules, weights make a score of them. */
import type { LocalName } from './rule.js';

/** The range of s (0..1) in which a status places a criterion. */
export interface StatusBand {
  readonly low: number;
  readonly high: number;
}

export interface CriterionHead {
  readonly id: string;
  readonly section: string;
  /** Weight in the rubric; 0 is reported and not counted. */
  readonly points: number;
  /** A card of its own outside the total, e.g. `harassment`; null for the service card. */
  readonly card: string | null;
  readonly name: LocalName;
}

export interface RubricHead {
  readonly id: string;
  readonly version: string;
  readonly name: LocalName;
  /** Score from which a call passes. */
  readonly pass: number;
  /** Applicable points below which no number is given. */
  readonly insufficientBelow: number;
  readonly excellent: number;
  readonly coach: number;
  readonly criteria: readonly CriterionHead[];
}
