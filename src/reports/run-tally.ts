/** Counts over the calls of a run, for `run.json` and the summary. */
import type { HarassmentDecision } from '../domain/harassment.js';
import type { Band, CallVerdict, WarningCode } from '../domain/result.js';
import type { ReportedCall } from './reported-call.js';
import { TopOfQueue } from './review-order.js';

/** Calls of the review queue that the summary shows. */
const SHOWN_OF_QUEUE = 10;

export interface RunTotals {
  readonly calls: number;
  readonly turns: number;
  /** Calls in which at least one stage or criterion failed. */
  readonly withErrors: number;
  readonly bands: ReadonlyMap<Band, number>;
  readonly decisions: ReadonlyMap<HarassmentDecision, number>;
  readonly warnings: ReadonlyMap<WarningCode, number>;
  readonly lookFirst: readonly CallVerdict[];
}

export class RunTally {
  private calls = 0;
  private turns = 0;
  private withErrors = 0;
  private readonly bands = new Map<Band, number>();
  private readonly decisions = new Map<HarassmentDecision, number>();
  private readonly warnings = new Map<WarningCode, number>();
  private readonly queue = new TopOfQueue(SHOWN_OF_QUEUE);

  add({ result, turns }: ReportedCall): void {
    this.calls++;
    this.turns += turns.length;
    if (hasError(result)) this.withErrors++;
    increment(this.bands, result.band);
    increment(this.decisions, result.harassment.decision);
    for (const code of new Set(result.warnings.map((warning) => warning.code))) increment(this.warnings, code);
    this.queue.add(result);
  }

  get totals(): RunTotals {
    return {
      calls: this.calls,
      turns: this.turns,
      withErrors: this.withErrors,
      bands: this.bands,
      decisions: this.decisions,
      warnings: this.warnings,
      lookFirst: this.queue.calls,
    };
  }
}

function hasError(result: CallVerdict): boolean {
  return (
    result.warnings.some((warning) => warning.code === 'stage_error') ||
    result.criteria.some((criterion) => criterion.status === 'error')
  );
}

function increment<K>(counts: Map<K, number>, key: K): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
