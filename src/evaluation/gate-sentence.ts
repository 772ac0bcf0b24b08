/** What is said of a gate that failed: the figure, what was wanted, and the calls to look at. */
import type { Change } from './baseline.js';
import { type Evaluation, metricAt } from './evaluation.js';
import type { GateResult } from './gates.js';
import { countsCheck } from './metrics.js';

/** Calls that a failed gate names, at most. */
const NAMED_CALLS = 12;

/**
 * Names the calls that became worse in what the gate measures or, without a baseline, those that differ from their
 * labels; of the calls that the figure is of.
 */
export function failureSentence(
  { metric: written, value, wanted }: GateResult,
  evaluation: Evaluation,
  changes: readonly Change[],
): string {
  const { slice, metric } = metricAt(evaluation, written)!;
  const counted = ({ callId, check }: { readonly callId: string; readonly check: string }) =>
    slice.callIds.has(callId) && countsCheck(metric, check);
  const worse = changes.filter((change) => change.kind === 'worse' && counted(change));
  const told = worse.length > 0 ? worse : evaluation.differences.filter(counted);
  const calls = [...new Set(told.map(({ callId }) => callId))];
  const rest = calls.length > NAMED_CALLS ? ` and ${calls.length - NAMED_CALLS} more` : '';
  const named = calls.length === 0 ? '' : `; the calls are ${calls.slice(0, NAMED_CALLS).join(', ')}${rest}`;
  return `tingping: the gate "${written}" failed: ${Math.round(value * 1000) / 1000}, wanted ${wanted}${named}.`;
}
