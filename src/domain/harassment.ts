/** The harassment decision of one call (labelling guide, "Call labels"). */
import type { Evidence } from './result.js';

export const DECISIONS = ['none', 'review', 'end_call', 'block_number'] as const;
/** `undetermined` where the roles are not known: it is not known who abused whom. */
export type HarassmentDecision = (typeof DECISIONS)[number] | 'undetermined';

/** A decision that ends the call, be it for this time or for good. */
export type EndingDecision = 'end_call' | 'block_number';

export function isEnding(decision: HarassmentDecision): decision is EndingDecision {
  return decision === 'end_call' || decision === 'block_number';
}

export const HARASSMENT_CATEGORIES = [
  'insult',
  'sexual',
  'threat',
  'discrimination',
  'off_business',
  'silence',
] as const;
export type HarassmentCategory = (typeof HARASSMENT_CATEGORIES)[number];

export type HarassmentTarget = 'agent' | 'organisation' | 'third_party' | 'situation';

/**
 * How the call ended against what was justified. `ended_in_time`, `ended_late`, `not_ended`: ending was justified;
 * `ended_without_warning`: it was ended with no probe or warning before; `ended_on_protected`: a caller with an open
 * demand was cut off; null where nothing of this happened or who ended the call is not known.
 */
export type EndingClass = 'ended_in_time' | 'ended_late' | 'not_ended' | 'ended_without_warning' | 'ended_on_protected';

/** How the agent handled the abuse; null where it was not called for. */
export interface AbuseHandling {
  readonly asked: boolean | null;
  readonly warned: boolean | null;
  readonly noScolding: boolean | null;
  readonly politeFormula: boolean | null;
  readonly promptEnd: boolean | null;
}

export interface HarassmentResult {
  readonly policy: { readonly id: string; readonly version: string };
  readonly decision: HarassmentDecision;
  /**
   * What would have ended the call where the caller may have a matter, as the witness of the whole call or phrases alone see
   * it: nobody is ended by a guess, so the decision is `review` and a person decides; null where nothing was withheld.
   */
  readonly withheld: EndingDecision | null;
  /** First turn at which ending is justified; null for `none`, `review` and `undetermined`. */
  readonly fromTurn: number | null;
  readonly categories: readonly HarassmentCategory[];
  readonly target: HarassmentTarget | null;
  readonly evidence: readonly Evidence[];
  /** Whether a real demand was stated and not dropped. */
  readonly demand: boolean;
  readonly priority: 'security' | null;
  readonly ending: EndingClass | null;
  readonly handled: AbuseHandling;
  /** Which way the policy's states took: state entered and the turn. */
  readonly path: readonly { readonly state: string; readonly turn: number; readonly signal: string }[];
}

export interface SafetyNotice {
  readonly kind: 'danger';
  readonly turn: number;
  readonly evidence: readonly Evidence[];
}
