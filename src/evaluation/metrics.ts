/**
 * Figures made of counts: precision, recall and F1 of what is found, accuracy and Cohen's kappa of what is chosen, and
 * the counts of harassment errors. A figure is null where there is nothing to measure.
 */

import { HARASSMENT_ERRORS, PROTECTED_ENDED } from './comparison.js';
import { COMMITMENT_FIELDS, TURN_LABELS } from './judgement.js';

/** Counts of many calls, asked for by name; 0 where a name never occurred. */
export interface Totals {
  get(name: string): number;
  /** Names that begin with a prefix and a space, with the rest of the name. */
  under(prefix: string): readonly (readonly [string, number])[];
}

/** `most` is null where nothing bounds the figure. */
export interface Range {
  readonly least: number;
  readonly most: number | null;
}

const SHARE: Range = { least: 0, most: 1 };
/** Agreement below chance is below 0. */
const KAPPA: Range = { least: -1, most: 1 };
const POINTS: Range = { least: 0, most: 100 };
const CALLS: Range = { least: 0, most: null };

export interface MetricDefinition {
  readonly name: string;
  /** The check whose differences the figure counts, or the beginning that several have in common (`label`). */
  readonly check: string;
  /** What is better: more, or less (errors). */
  readonly better: 'more' | 'less';
  readonly unit: 'share' | 'points' | 'calls';
  /** Between what the figure can lie. */
  readonly range: Range;
  value(totals: Totals): number | null;
  /** Instances that the figure rests on. */
  instances(totals: Totals): number;
}

const ratio = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole);

export interface Found {
  readonly tp: number;
  readonly fp: number;
  readonly fn: number;
}

export const precision = ({ tp, fp }: Found): number | null => ratio(tp, tp + fp);
export const recall = ({ tp, fn }: Found): number | null => ratio(tp, tp + fn);
/** 0 where something is to be found or was found and nothing fits; null where there is neither. */
export const f1 = ({ tp, fp, fn }: Found): number | null => ratio(2 * tp, 2 * tp + fp + fn);

/** Rows are the truth. */
export type Matrix = ReadonlyMap<string, ReadonlyMap<string, number>>;

export function accuracy(matrix: Matrix): number | null {
  return ratio(diagonal(matrix), size(matrix));
}

/** Cohen's kappa, unweighted; null where the truth has one class alone, since then it is 0 whatever is said. */
export function kappa(matrix: Matrix): number | null {
  const total = size(matrix);
  if ([...matrix.values()].filter((row) => sum(row) > 0).length < 2) return null;
  const columns = new Map<string, number>();
  for (const row of matrix.values()) for (const [name, n] of row) columns.set(name, (columns.get(name) ?? 0) + n);
  let chance = 0;
  for (const [name, row] of matrix) chance += (sum(row) / total) * ((columns.get(name) ?? 0) / total);
  return ratio(diagonal(matrix) / total - chance, 1 - chance);
}

/** Mean of the F1 of each class that the truth has. */
export function macroF1(matrix: Matrix): number | null {
  const classes = [...matrix].filter(([, row]) => sum(row) > 0);
  const each = classes.map(([name, row]) => {
    const tp = row.get(name) ?? 0;
    const found = [...matrix.values()].reduce((all, other) => all + (other.get(name) ?? 0), 0);
    return f1({ tp, fp: found - tp, fn: sum(row) - tp }) ?? 0;
  });
  return mean(each);
}

export function mean(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return ratio(
    known.reduce((all, value) => all + value, 0),
    known.length,
  );
}

const sum = (row: ReadonlyMap<string, number>) => [...row.values()].reduce((all, n) => all + n, 0);
const size = (matrix: Matrix) => [...matrix.values()].reduce((all, row) => all + sum(row), 0);
const diagonal = (matrix: Matrix) => [...matrix].reduce((all, [name, row]) => all + (row.get(name) ?? 0), 0);

export const foundOf = (totals: Totals, name: string): Found => ({
  tp: totals.get(`${name} tp`),
  fp: totals.get(`${name} fp`),
  fn: totals.get(`${name} fn`),
});

export function matrixOf(totals: Totals, name: string): Matrix {
  const matrix = new Map<string, Map<string, number>>();
  for (const [rest, n] of totals.under(name)) {
    const [row, column] = rest.split(' ') as [string, string];
    const columns = matrix.get(row) ?? new Map<string, number>();
    columns.set(column, n);
    matrix.set(row, columns);
  }
  return matrix;
}

function foundMetrics(metric: string, name: string, check: string): readonly MetricDefinition[] {
  const of = (part: string, figure: (found: Found) => number | null): MetricDefinition => ({
    name: `${metric}.${part}`,
    check,
    better: 'more',
    unit: 'share',
    range: SHARE,
    value: (totals) => figure(foundOf(totals, name)),
    instances: (totals) => totals.get(`${name} tp`) + totals.get(`${name} fn`),
  });
  return [of('precision', precision), of('recall', recall), of('f1', f1)];
}

function choiceMetrics(
  metric: string,
  name: string,
  check: string,
  figures: Readonly<Record<string, (matrix: Matrix) => number | null>>,
): readonly MetricDefinition[] {
  return Object.entries(figures).map(([part, figure]) => ({
    name: `${metric}.${part}`,
    check,
    better: 'more',
    unit: 'share',
    range: figure === kappa ? KAPPA : SHARE,
    value: (totals) => figure(matrixOf(totals, name)),
    instances: (totals) => size(matrixOf(totals, name)),
  }));
}

/** Calls without a demand are the ones to be found: a call counts as found where no demand was seen in it. */
const noDemand = (totals: Totals): Found => ({
  tp: totals.get('demand tn'),
  fp: totals.get('demand fn'),
  fn: totals.get('demand fp'),
});

/** Whether a figure counts the differences of a check, e.g. `criterion` those of `criterion.empathy`. */
export function countsCheck({ check }: Pick<MetricDefinition, 'check'>, of: string): boolean {
  return of === check || of.startsWith(`${check}.`);
}

/** All figures of an evaluation; `criteria` are those of the rubric. */
export function metricDefinitions(criteria: readonly string[]): readonly MetricDefinition[] {
  const criterionMean = (figure: (matrix: Matrix) => number | null) => (totals: Totals) =>
    mean(criteria.map((id) => figure(matrixOf(totals, `criterion ${id}`))));
  const judged = (totals: Totals) => criteria.reduce((all, id) => all + size(matrixOf(totals, `criterion ${id}`)), 0);
  return [
    ...TURN_LABELS.flatMap((label) => foundMetrics(`labels.${label}`, `label ${label}`, `label.${label}`)),
    {
      name: 'labels.macroF1',
      check: 'label',
      better: 'more',
      unit: 'share',
      range: SHARE,
      value: (totals) => mean(TURN_LABELS.map((label) => f1(foundOf(totals, `label ${label}`)))),
      instances: (totals) => totals.get('turns'),
    },
    ...(['caller', 'agent'] as const).flatMap((side) =>
      choiceMetrics(`sentiment.${side}`, `sentiment ${side}`, `sentiment.${side}`, { accuracy, macroF1 }),
    ),
    ...foundMetrics('interruptions', 'interruption', 'interruption'),
    ...COMMITMENT_FIELDS.flatMap((field) =>
      foundMetrics(`commitment.${field}`, `field ${field}`, `commitment.${field}`),
    ),
    ...choiceMetrics('kind', 'kind', 'kind', { accuracy, kappa }),
    ...choiceMetrics('resolved', 'resolved', 'resolved', { accuracy, kappa }),
    ...foundMetrics('demand', 'demand', 'demand'),
    ...(['precision', 'recall', 'f1'] as const).map(
      (part): MetricDefinition => ({
        name: `noDemand.${part}`,
        check: 'demand',
        better: 'more',
        unit: 'share',
        range: SHARE,
        value: (totals) => ({ precision, recall, f1 })[part](noDemand(totals)),
        instances: (totals) => totals.get('demand tn') + totals.get('demand fp'),
      }),
    ),
    ...foundMetrics('danger', 'danger', 'danger'),
    ...criteria.flatMap((id) =>
      choiceMetrics(`criteria.${id}`, `criterion ${id}`, `criterion.${id}`, { accuracy, kappa }),
    ),
    {
      name: 'criteria.meanAccuracy',
      check: 'criterion',
      better: 'more',
      unit: 'share',
      range: SHARE,
      value: criterionMean(accuracy),
      instances: judged,
    },
    {
      name: 'criteria.meanKappa',
      check: 'criterion',
      better: 'more',
      unit: 'share',
      range: KAPPA,
      value: criterionMean(kappa),
      instances: judged,
    },
    {
      name: 'score.meanAbsoluteError',
      check: 'criterion',
      better: 'less',
      unit: 'points',
      range: POINTS,
      value: (totals) => ratio(totals.get('score absolute'), totals.get('score n')),
      instances: (totals) => totals.get('score n'),
    },
    ...choiceMetrics('harassment', 'harassment', 'harassment', { accuracy, kappa }),
    ...HARASSMENT_ERRORS.map(
      (error): MetricDefinition => ({
        name: `harassment.${error}`,
        check: `harassment.${error}`,
        better: 'less',
        unit: 'calls',
        range: CALLS,
        value: (totals) => totals.get(`harassment-error ${error}`),
        instances: (totals) => totals.get(error === PROTECTED_ENDED ? 'protected' : 'calls'),
      }),
    ),
  ];
}
