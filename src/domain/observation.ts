/**
 * What the stages saw of one call: everything that rules and policies may look at. Rules join findings and never read
 * the text again, so a run can be judged under another rubric from its findings alone.
 */
import type { Call } from './call.js';
import type { Finding, Span } from './finding.js';
import type { EmotionLevel, TurnSentiment } from './turn-mood.js';

/** Numbers and texts of the whole call that `value` reads; null (or absent) where the input is missing. */
export const QUANTITIES = {
  'call.duration': 's',
  'call.hasTimes': 'known',
  'call.overlapObservable': 'known',
  'meta.rings': 'number',
  'meta.callerName': 'known',
  'meta.channel': 'text',
  'meta.queue': 'text',
  'meta.team': 'text',
  'meta.direction': 'text',
  'meta.transfers': 'number',
  'agent.talkShare': 'share',
  'agent.youPoliteShare': 'share',
  'agent.fillerShare': 'share',
  'agent.ratePerMin': 'per min',
  'agent.loudnessRise': 'number',
  /** Agent's interruptions over the started ten minutes of the call (labelling guide, listening). */
  'agent.interruptionsPerStarted10Min': 'number',
  'agent.responseGapP95': 's',
  'caller.interruptionsPer10Min': 'number',
  'caller.questionShare': 'share',
  'caller.numbersPer100Chars': 'number',
  'caller.medianTurn': 'chars',
  'caller.emotiveShare': 'share',
  'caller.offBusinessShare': 'share',
  'hold.share': 'share',
  'history.openCase': 'known',
  'history.promiseKept': 'known',
  'history.callsSameMatter': 'number',
  'history.harassmentCalls12Months': 'number',
  'outcome.csat': 'number',
  /** Whether the active policy justified ending the call, and it was not ended before that turn. */
  'policy.endingJustified': 'known',
  /** How the call ended against what the active policy justified (`EndingClass`); `none` where nothing is said of it. */
  'policy.ending': 'text',
  /** Whether the active policy saw abuse or talk off the business with no demand that stood. */
  'policy.harassmentOnly': 'known',
} as const;

export type QuantityName = keyof typeof QUANTITIES;
export type QuantityValue = number | string | boolean | null;

export interface Observation {
  readonly call: Call;
  /** Which inputs the call has; a label whose input is missing is not seen instead of absent. */
  readonly inputs: {
    readonly roles: boolean;
    readonly times: boolean;
    readonly overlap: boolean;
    readonly holdEvents: boolean;
    readonly hangupSide: boolean;
  };
  /** All findings, counted and discarded, in the order of `compareFindings`; backchannels are findings of that label. */
  readonly findings: readonly Finding[];
  /** One entry a turn, by turn index. */
  readonly sentiments: readonly TurnSentiment[];
  readonly levels: readonly EmotionLevel[];
  /** Characters (zh) or words (en) of each turn after fillers and punctuation are taken out. */
  readonly lengths: readonly number[];
  /** Clauses of each turn as spans of its text. */
  readonly clauses: readonly (readonly Span[])[];
  readonly quantities: Readonly<Partial<Record<QuantityName, QuantityValue>>>;
}
