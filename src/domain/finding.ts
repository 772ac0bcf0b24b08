/**
 * What a stage found in a turn, with the words or the times it was found in. Findings that were seen and not counted are
 * kept with their reason: they are the explanation of an absence.
 */
import type { LabelName } from './label.js';

/** Half-open range of UTF-16 units in the text of one turn. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** What a finding rests on. A finding may have several witnesses; `Finding.source` is the one that gives its span. */
export type Source =
  | { readonly kind: 'phrase'; readonly lexicon: string; readonly entry: string }
  | { readonly kind: 'model'; readonly id: string; readonly probability: number }
  | { readonly kind: 'timing'; readonly overlapMs?: number; readonly silenceMs?: number }
  | { readonly kind: 'record'; readonly event: string }
  /** `rule` names the reasoning of a stage, e.g. `denial-without-alternative`. */
  | { readonly kind: 'rule'; readonly id: string };

export const DISCARD_REASONS = [
  'negated',
  'quoted',
  'wrong_speaker',
  'sarcasm',
  'opener',
  'refusal_opener',
  'conditional',
  'backchannel',
  'question',
  'exception',
  'weak',
  'context',
  'unlikely',
] as const;
/**
 * `exception`: a longer phrase of the lexicon's own exceptions covers it; `weak`: an ambiguous entry that no second
 * witness supports; `question`: it is asked, not said; `context`: the stage saw that something else is meant;
 * `unlikely`: a phrase fits, and the n-gram witness has learned that such turns do not mean it.
 */
export type DiscardReason = (typeof DISCARD_REASONS)[number];

export type AttributeValue = string | number | boolean;
export type Attributes = Readonly<Record<string, AttributeValue>>;

export const STAGES = [
  'record',
  'text',
  'sentiment',
  'interruptions',
  'empathy',
  'apology',
  'resolution',
  'procedure',
  'conduct',
  'abuse',
  'context',
  'unlikely',
] as const;
/** `record` is what ingest knows (holds, hang-up), `text` the words that rules ask for; then the stages in their order. */
export type StageName = (typeof STAGES)[number];

/** A label of the table, or `lexicon:NAME` / `says:ID` for the words that rules ask for. */
export type FindingLabel = LabelName | `lexicon:${string}` | `says:${string}`;

export interface Finding {
  readonly label: FindingLabel;
  readonly stage: StageName;
  /** Index of the (first) turn. */
  readonly turn: number;
  /** Null where the whole turn, a time or an event is meant. */
  readonly span: Span | null;
  /** 0..1, three decimals. */
  readonly strength: number;
  readonly source: Source;
  /** Further witnesses beside `source`. */
  readonly witnesses: readonly Source[];
  readonly attributes: Attributes;
  readonly counted: boolean;
  readonly discardedBecause: DiscardReason | null;
}

const order = (finding: Finding): readonly [number, number, number, string] => [
  finding.turn,
  finding.span?.start ?? -1,
  finding.span?.end ?? -1,
  finding.label,
];

/** Order of findings in every list: turn, span, label; so results do not depend on the order of detection. */
export function compareFindings(a: Finding, b: Finding): number {
  const left = order(a);
  const right = order(b);
  for (let i = 0; i < left.length; i++) {
    if (left[i]! < right[i]!) return -1;
    if (left[i]! > right[i]!) return 1;
  }
  return a.counted === b.counted ? 0 : a.counted ? -1 : 1;
}

/** Rounds to three decimals, the precision in which strengths and thresholds are compared. */
export function round3(value: number): number {
  return Math.round(value * 1000) / 1000;
}
