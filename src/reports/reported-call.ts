/** What a report is made of: a scored call with its masked turns, the rubric it was scored under, and what was rejected. */
import type { CallResult, CallVerdict, PublishedTurn } from '../domain/result.js';
import type { RubricHead } from '../domain/rubric.js';

export interface ReportedCall {
  readonly result: CallVerdict;
  readonly turns: readonly PublishedTurn[];
}

/** A call that is told turn by turn, with everything that was found in it. */
export interface ExplainedCall extends ReportedCall {
  readonly result: CallResult;
}

export type ReportRubric = Pick<RubricHead, 'id' | 'version' | 'name' | 'criteria'>;

/** A file or call that was not scored. `reason` is the English sentence; `code` and `params` word it in other languages. */
export interface RejectedCall {
  readonly file: string;
  readonly line: number | null;
  readonly callId: string | null;
  readonly code: string;
  readonly params: Readonly<Record<string, string | number>>;
  readonly reason: string;
}

/** Order by code units, the same on every machine. */
export function byCodeUnits(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
