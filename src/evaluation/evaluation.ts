/** An evaluation: figures with intervals over all calls and over parts of them, and every difference. */
import type { Language } from '../domain/call.js';
import { type Interval, sampled } from './bootstrap.js';
import type { Comparison, Difference } from './comparison.js';
import { type Matrix, type MetricDefinition, matrixOf, metricDefinitions } from './metrics.js';

export interface EvaluatedCall {
  readonly comparison: Comparison;
  readonly language: Language;
  /** Kind that the labels give the call. */
  readonly kind: string;
  readonly times: boolean;
}

export interface Metric {
  readonly name: string;
  readonly check: MetricDefinition['check'];
  readonly value: number | null;
  readonly interval: Interval | null;
  readonly instances: number;
  readonly better: MetricDefinition['better'];
  readonly unit: MetricDefinition['unit'];
}

export interface Slice {
  /** `all`, or a part such as `language=en`. */
  readonly name: string;
  readonly callIds: ReadonlySet<string>;
  readonly turns: number;
  readonly metrics: ReadonlyMap<string, Metric>;
  /** Decisions: rows are the labels, columns the product. */
  readonly harassment: Matrix;
}

export interface Evaluation {
  readonly slices: readonly Slice[];
  readonly differences: readonly Difference[];
  readonly callIds: readonly string[];
}

export const ALL = 'all';

function sliceOf(name: string, calls: readonly EvaluatedCall[], definitions: readonly MetricDefinition[]): Slice {
  const { all, interval } = sampled(calls.map((call) => call.comparison.counts));
  const metrics = definitions.map((definition): Metric => {
    const value = definition.value(all);
    return {
      name: definition.name,
      check: definition.check,
      value,
      interval: value === null ? null : interval(definition.value),
      instances: definition.instances(all),
      better: definition.better,
      unit: definition.unit,
    };
  });
  return {
    name,
    callIds: new Set(calls.map((call) => call.comparison.callId)),
    turns: all.get('turns'),
    metrics: new Map(metrics.map((metric) => [metric.name, metric])),
    harassment: matrixOf(all, 'harassment'),
  };
}

/** Parts of the calls, each value that occurs; a part that is the whole is left out. */
function partsOf(calls: readonly EvaluatedCall[]): readonly (readonly [string, readonly EvaluatedCall[]])[] {
  const parts = new Map<string, EvaluatedCall[]>();
  for (const call of calls) {
    const names = [`language=${call.language}`, `kind=${call.kind}`, `times=${call.times ? 'yes' : 'no'}`];
    for (const name of names) {
      const part = parts.get(name);
      if (part === undefined) parts.set(name, [call]);
      else part.push(call);
    }
  }
  return [...parts].filter(([, part]) => part.length < calls.length).sort(([a], [b]) => (a < b ? -1 : 1));
}

export function evaluationOf(calls: readonly EvaluatedCall[], criteria: readonly string[]): Evaluation {
  const sorted = [...calls].sort((a, b) => (a.comparison.callId < b.comparison.callId ? -1 : 1));
  const definitions = metricDefinitions(criteria);
  return {
    slices: [
      sliceOf(ALL, sorted, definitions),
      ...partsOf(sorted).map(([name, part]) => sliceOf(name, part, definitions)),
    ],
    differences: sorted.flatMap((call) => call.comparison.differences),
    callIds: sorted.map((call) => call.comparison.callId),
  };
}

/** A figure with the part of the calls that it is of. */
export interface MetricPath {
  /** `all`, or the name of a part. */
  readonly part: string;
  readonly name: string;
}

/** Reads the name of a figure, with the part in front where it is not of all calls: `language=en/criteria.meanKappa`. */
export function metricPath(written: string): MetricPath {
  const cut = written.lastIndexOf('/');
  return { part: cut === -1 ? ALL : written.slice(0, cut), name: written.slice(cut + 1) };
}

/** The part that a figure is of, and the figure; null where these calls have no such part or figure. */
export function metricAt(
  { slices }: Evaluation,
  written: string,
): { readonly slice: Slice; readonly metric: Metric } | null {
  const { part, name } = metricPath(written);
  const slice = slices.find((each) => each.name === part);
  const metric = slice?.metrics.get(name);
  return slice === undefined || metric === undefined ? null : { slice, metric };
}
