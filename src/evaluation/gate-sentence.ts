/** What is said of a gate that failed: the figure, what was wanted, and the calls to look at. */
import type { Change } from './baseline.js';
import { type Evaluation, metricAt } from './evaluation.js';
import type { GateResult } from './gates.js';

/** Calls that a failed gate names, at most. */
const NAMED_CALLS = 12;

/** Names the calls that became worse in what the gate measures or, without a baseline, those that differ from their labels. */
export function failureSentence(
  { metric, value, wanted }: GateResult,
  evaluation: Evaluation,
  changes: readonly Change[],
): string {
  const { check } = metricAt(evaluation, metric)!;
  const fits = (found: string) => found === check || found.startsWith(`${check}.`) || found.startsWith(`${check} `);
  const worse = changes.filter((change) => change.kind === 'worse' && fits(change.check));
  const differing = evaluation.differences.filter((difference) => fits(difference.check));
  const calls = [...new Set((worse.length > 0 ? worse : differing).map(({ callId }) => callId))];
  const rest = calls.length > NAMED_CALLS ? ` and ${calls.length - NAMED_CALLS} more` : '';
  const named = calls.length === 0 ? '' : `; the calls are ${calls.slice(0, NAMED_CALLS).join(', ')}${rest}`;
  return `tingping: the gate "${metric}" failed: ${Math.round(value * 1000) / 1000}, wanted ${wanted}${named}.`;
}
