/**
 * The one object that every report renders. It holds no clock, no run time and nothing of other calls: the same call
 * under the same rubric gives the same bytes. Texts and quotes in it are masked.
 */

import type { Call, ConversionWarning, Speaker } from './call.js';
import type { Finding, Source, Span } from './finding.js';
import type { HarassmentResult, SafetyNotice } from './harassment.js';
import type { NearMiss } from './rule.js';
import type { Sentiment } from './turn-mood.js';

export const RESULT_SCHEMA_VERSION = 1;

export type CriterionStatus = 'met' | 'partly' | 'not_met' | 'not_applicable' | 'error';

/** A sentence to be put into words by the message catalogue: a code and what goes into it. */
export interface Reason {
  readonly code: string;
  readonly params: Readonly<Record<string, string | number>>;
}

/** A place that a reader can look up: turn, span, the words (masked), and what they were taken for. */
export interface Evidence {
  readonly turn: number;
  readonly span: Span | null;
  readonly quote: string;
  readonly name: string;
  readonly strength: number;
  readonly sources: readonly Source[];
  readonly anchor?: { readonly name: string; readonly turn: number };
}

export interface CheckResult {
  /** The rules of the check that decided it; several where the best or all of a list count. */
  readonly rules: readonly string[];
  readonly outcome: 'holds' | 'fails' | 'not_applicable';
  /** Points earned (positive checks) or lost (negative) inside the criterion's own scale, thousandths rounded. */
  readonly points: number;
  /** Points that could be earned; 0 for a penalty. */
  readonly possible: number;
  readonly evidence: readonly Evidence[];
}

export interface CriterionResult {
  readonly id: string;
  readonly status: CriterionStatus;
  /** 0..1, three decimals; null where not applicable or in error. */
  readonly score: number | null;
  /** Weight of the criterion in the rubric and what of it was earned (null where it does not apply). */
  readonly points: number;
  readonly earned: number | null;
  readonly evidence: readonly Evidence[];
  readonly reason: Reason;
  readonly checks: readonly CheckResult[];
  /** For what was not found: the names that were looked for, and what was found and thrown out. */
  readonly searched: readonly string[];
  readonly nearMisses: readonly NearMiss[];
  readonly unseen: readonly string[];
}

export interface CriticalFailure {
  readonly id: string;
  readonly state: 'proposed' | 'confirmed' | 'rejected';
  /** Lowest strength in the chain of evidence, 0..1. */
  readonly confidence: number;
  readonly evidence: readonly Evidence[];
}

export type Band = 'excellent' | 'pass' | 'coach' | 'fail' | 'critical?' | 'critical' | 'insufficient' | 'incomplete';

export type CallKind = 'inquiry' | 'complaint' | 'difficult' | 'harassment';
export type Resolved = 'yes' | 'committed' | 'no' | 'not_applicable';

export interface DemandSpan {
  readonly firstTurn: number;
  readonly lastTurn: number;
  readonly dropped: boolean;
}

export interface CallContext {
  readonly kind: CallKind | null;
  readonly resolved: Resolved;
  readonly demand: DemandSpan | null;
  /** Whether something stays open when the call ends. */
  readonly pending: boolean;
  /** First turn from which the facts of the matter are known; null if never. */
  readonly factsKnownFromTurn: number | null;
  /** Turns in which the agent states a limit or a refusal. */
  readonly limits: readonly number[];
}

export interface SentimentCourse {
  /** Mean score -1..1 over the side's turns; null where the side does not speak. */
  readonly mean: number | null;
  /** (mean of the last third - mean of the first third) / 2. */
  readonly trend: number | null;
  readonly start: Sentiment | null;
  readonly end: Sentiment | null;
  /** Mean score of each quarter of the call's turns; null for a quarter without a turn of this side. */
  readonly quarters: readonly (number | null)[];
}

export interface SentimentResult {
  readonly caller: SentimentCourse;
  readonly agent: SentimentCourse;
  readonly turns: readonly {
    readonly turn: number;
    readonly label: Sentiment;
    readonly score: number;
    readonly level: number;
    readonly sources: readonly Source[];
  }[];
}

export interface Interruption {
  readonly turn: number;
  readonly by: 'agent' | 'caller';
  /** Null where judged from words alone. */
  readonly overlapMs: number | null;
  readonly severe: boolean;
  readonly successful: boolean;
  /** 0..1; textual cues are low. */
  readonly confidence: number;
}

export interface TimingResult {
  /** Agent's share of the spoken time, or of the characters where there are no times; 0..1. */
  readonly talkShare: number | null;
  readonly silenceMs: number | null;
  readonly longestSilenceMs: number | null;
  /** Agent's characters (zh) or words (en) per minute of own speech. */
  readonly speechRatePerMinute: number | null;
  readonly interruptionsPer10Min: number | null;
}

export interface CommitmentResult {
  readonly turn: number;
  readonly action: boolean;
  readonly deadline: boolean;
  readonly contact: boolean;
}

export type WarningCode =
  | 'no_roles'
  | 'uncertain_roles'
  | 'inferred_roles'
  | 'no_times'
  | 'no_ends'
  | 'some_times'
  | 'overlap_not_observable'
  | 'no_model'
  | 'english_without_model'
  | 'stage_error'
  | 'starts_mid_call'
  | 'few_turns'
  | 'low_asr_confidence'
  | ConversionWarning['code'];

export interface Warning {
  readonly code: WarningCode;
  readonly params: Readonly<Record<string, string | number>>;
}

export interface Provenance {
  readonly tool: string;
  readonly rubric: string;
  readonly policy: string;
  /** Digest of the lexicons and the signs of danger that are made of their entries. */
  readonly lexicons: string;
  readonly rules: string;
  /** Id and version of the encoder, or null where it was not used for this call. */
  readonly model: string | null;
}

/** What the reports need to know of the call itself; the number is masked. */
export interface CallFacts {
  readonly language: Call['language'];
  readonly startedAt: string | null;
  readonly durationMs: number | null;
  readonly direction: Call['direction'];
  readonly medium: Call['medium'];
  readonly agentId: string | null;
  /** Agents of single turns, sorted, where they differ from `agentId`. */
  readonly agents: readonly string[];
  readonly team: string | null;
  readonly queue: string | null;
  readonly callerNumber: string | null;
  readonly recordingUrl: string | null;
  readonly turns: number;
}

/** All that was made out of a call but the findings it rests on: what the tables and totals of a run are made of. */
export interface CallVerdict {
  readonly schemaVersion: typeof RESULT_SCHEMA_VERSION;
  readonly callId: string;
  readonly call: CallFacts;
  readonly rubric: { readonly id: string; readonly version: string };
  /** 0..100, one decimal; null where no number is given. */
  readonly score: number | null;
  readonly rawScore: number | null;
  readonly band: Band;
  /** Applicable points over all points, 0..1. */
  readonly coverage: number;
  readonly criticalFailures: readonly CriticalFailure[];
  readonly criteria: readonly CriterionResult[];
  /** Score of the harassment card, 0..100; null where there was no abuse. */
  readonly abuseHandlingScore: number | null;
  readonly bonus: number;
  readonly context: CallContext;
  readonly sentiment: SentimentResult;
  readonly interruptions: readonly Interruption[];
  readonly timing: TimingResult;
  readonly commitments: readonly CommitmentResult[];
  readonly harassment: HarassmentResult;
  readonly safety: SafetyNotice | null;
  readonly warnings: readonly Warning[];
  readonly provenance: Provenance;
}

export interface CallResult extends CallVerdict {
  readonly findings: readonly Finding[];
}

/** A turn as it is published in `turns.jsonl`: masked. */
export interface PublishedTurn {
  readonly callId: string;
  readonly turn: number;
  readonly speaker: Speaker;
  readonly agentId: string | null;
  readonly startMs: number | null;
  readonly endMs: number | null;
  readonly text: string;
}
