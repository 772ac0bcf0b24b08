/** What is said of a gate that failed: the figure, what was wanted, and the calls to look at. */
import type { Change } from './baseline.js';
import { type Evaluation, metricAt } from './evaluation.js';
import type { GateResult } from './gates.js';
import { countsCheck } from './metrics.js';

/** Calls that a failed gate names, at most. */
const NAMED_CALLS = 12;

/**
 * The calls to look at where a gate failed or warns: those that became worse in what it measures or, without a baseline,
 * those that differ from their labels; of the calls that the figure is of. Empty where it holds or none stands out.
 */
export function callsBehind(
  { metric: written, state }: GateResult,
  evaluation: Evaluation,
  changes: readonly Change[],
): string {
  if (state === 'passed') return '';
  const { slice, metric } = metricAt(evaluation, written)!;
  const counted = ({ callId, check }: { readonly callId: string; readonly check: string }) =>
    slice.callIds.has(callId) && countsCheck(metric, check);
  const worse = changes.filter((change) => change.kind === 'worse' && counted(change));
  const told = worse.length > 0 ? worse : evaluation.differences.filter(counted);
  const calls = [...new Set(told.map(({ callId }) => callId))];
  const rest = calls.length > NAMED_CALLS ? ` and ${calls.length - NAMED_CALLS} more` : '';
  return `${calls.slice(0, NAMED_CALLS).join(', ')}${rest}`;
}

export function failureSentence(gate: GateResult, evaluation: Evaluation, changes: readonly Change[]): string {
  const calls = callsBehind(gate, evaluation, changes);
  const named = calls === '' ? '' : `; the calls are ${calls}`;
  return `tingping: the gate "${gate.metric}" failed: ${Math.round(gate.value * 1000) / 1000}, wanted ${gate.wanted}${named}.`;
}
