/** The evaluation as JSON, for programs: every figure of every part, gates, changes and differences. */
import type { Change } from '../baseline.js';
import type { Evaluation } from '../evaluation.js';
import type { GateResult } from '../gates.js';

export interface EvaluationRecord {
  readonly evaluation: Evaluation;
  readonly gates: readonly GateResult[];
  readonly changes: readonly Change[];
  /** Rubric, policy, rules, lexicons and encoder that were judged. */
  readonly provenance: object;
}

const rounded = (value: number) => Math.round(value * 10_000) / 10_000;

export function evaluationJson({ evaluation, gates, changes, provenance }: EvaluationRecord): string {
  const slices = evaluation.slices.map(({ name, callIds, turns, metrics, harassment }) => ({
    name,
    calls: callIds.size,
    turns,
    metrics: Object.fromEntries(
      [...metrics.values()].map(({ name: metric, value, interval, instances }) => [
        metric,
        {
          value: value === null ? null : rounded(value),
          low: interval === null ? null : rounded(interval.low),
          high: interval === null ? null : rounded(interval.high),
          instances,
        },
      ]),
    ),
    harassment: Object.fromEntries([...harassment].map(([row, columns]) => [row, Object.fromEntries(columns)])),
  }));
  const record = { schemaVersion: 1, provenance, slices, gates, changes, differences: evaluation.differences };
  return `${JSON.stringify(record, null, 2)}\n`;
}
