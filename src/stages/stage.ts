/**
 * A stage reads a call and says what it found. It sees the reading of the text layer, the encoder's probabilities where
 * there are any, and the findings of the stages before it; it changes nothing.
 */
import type { Call } from '../domain/call.js';
import {
  type Attributes,
  compareFindings,
  type DiscardReason,
  type Finding,
  type FindingLabel,
  round3,
  type Source,
  type Span,
  type StageName,
} from '../domain/finding.js';
import type { LabelName } from '../domain/label.js';
import type { EmotionLevel, TurnSentiment } from '../domain/turn-mood.js';
import type { EncoderInfo, TurnRead } from '../nlp/encoder.js';
import type { LabelProbabilities } from '../nlp/turn-labels.js';
import { type CallReading, type Hit, type LanguagePack, phraseSource } from '../text/reading.js';
import type { DangerData } from './danger-data.js';

export interface ModelWitness {
  readonly info: EncoderInfo;
  /** By turn index. */
  readonly turns: readonly TurnRead[];
  /** What the witness of turn labels says, by turn index; empty as long as it has not been asked. */
  readonly labels: readonly LabelProbabilities[];
}

export interface StageInput {
  readonly call: Call;
  readonly reading: CallReading;
  readonly pack: LanguagePack;
  readonly danger: DangerData;
  /** Null with `--no-model` and for languages that the encoder does not read. */
  readonly model: ModelWitness | null;
  readonly found: FindingStore;
  /** By turn index; neutral for every turn until the sentiment stage has run. */
  readonly sentiments: readonly TurnSentiment[];
  readonly inputs: CallInputs;
}

/** What the stages know of words. */
export type StageData = Pick<StageInput, 'pack' | 'danger'>;

export interface CallInputs {
  readonly roles: boolean;
  readonly times: boolean;
  readonly overlap: boolean;
  readonly holdEvents: boolean;
  readonly hangupSide: boolean;
}

export interface StageOutput {
  readonly findings: readonly Finding[];
  readonly sentiments?: readonly TurnSentiment[];
}

export interface Stage {
  readonly name: StageName;
  /** Labels of earlier stages that it reads; checked against the order of stages before the first call. */
  readonly needs: readonly LabelName[];
  readonly makes: readonly LabelName[];
  run(input: StageInput): StageOutput;
}

/** Findings made so far, looked up by label and turn. */
export interface FindingStore {
  readonly all: readonly Finding[];
  /** Counted findings of these labels, in call order. */
  of(...labels: readonly FindingLabel[]): readonly Finding[];
  /** Counted findings of these labels in one turn. */
  at(turn: number, ...labels: readonly FindingLabel[]): readonly Finding[];
  has(turn: number, ...labels: readonly FindingLabel[]): boolean;
}

export function findingStore(findings: readonly Finding[]): FindingStore {
  const all = [...findings].sort(compareFindings);
  const counted = all.filter((finding) => finding.counted);
  const of = (...labels: readonly FindingLabel[]) => counted.filter((finding) => labels.includes(finding.label));
  const at = (turn: number, ...labels: readonly FindingLabel[]) =>
    of(...labels).filter((finding) => finding.turn === turn);
  return { all, of, at, has: (turn, ...labels) => at(turn, ...labels).length > 0 };
}

export interface FindingDraft {
  readonly label: FindingLabel;
  readonly stage: StageName;
  readonly turn: number;
  readonly span?: Span | null;
  readonly strength?: number;
  readonly source: Source;
  readonly witnesses?: readonly Source[];
  readonly attributes?: Attributes;
  readonly discardedBecause?: DiscardReason | null;
}

export function finding(draft: FindingDraft): Finding {
  const discardedBecause = draft.discardedBecause ?? null;
  return {
    label: draft.label,
    stage: draft.stage,
    turn: draft.turn,
    span: draft.span ?? null,
    strength: round3(draft.strength ?? 0.8),
    source: draft.source,
    witnesses: draft.witnesses ?? [],
    attributes: draft.attributes ?? {},
    counted: discardedBecause === null,
    discardedBecause,
  };
}

/** A finding that rests on a phrase, with the phrase's own attributes unless overridden. */
export function findingOfHit(
  label: FindingLabel,
  stage: StageName,
  hit: Hit,
  changes: Partial<Pick<FindingDraft, 'attributes' | 'discardedBecause' | 'strength' | 'witnesses' | 'span'>> = {},
): Finding {
  return finding({
    label,
    stage,
    turn: hit.turn,
    span: changes.span === undefined ? hit.span : changes.span,
    strength: changes.strength ?? hit.strength,
    source: phraseSource(hit),
    witnesses: changes.witnesses ?? [],
    attributes: { ...hit.attributes, ...changes.attributes },
    discardedBecause: changes.discardedBecause === undefined ? hit.discardedBecause : changes.discardedBecause,
  });
}

/** Levels are known only when the abuse stage has run, so this is read by the context stage and by rules. */
export function emotionLevel(turn: number, sentiments: readonly TurnSentiment[], found: FindingStore): EmotionLevel {
  if (found.has(turn, 'insult', 'sexual', 'threat', 'discrimination')) return 4;
  if (found.has(turn, 'anger', 'profanity')) return 3;
  if (sentiments[turn]?.label !== 'negative') return 0;
  return found.has(turn, 'complaint') ? 2 : 1;
}

/** Indexes of the next or previous turns of a side that are counted (no backchannel, not empty), nearest first. */
export function neighbours(
  reading: CallReading,
  turn: number,
  side: 'agent' | 'caller',
  step: 1 | -1,
  most: number,
): readonly number[] {
  const found: number[] = [];
  for (let i = turn + step; i >= 0 && i < reading.turns.length && found.length < most; i += step) {
    const other = reading.turns[i]!;
    if (other.turn.speaker === side && !other.backchannel && !other.empty) found.push(i);
  }
  return found;
}
