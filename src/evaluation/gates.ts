/**
 * Gates: floors and ceilings for figures, and how far they may fall behind a baseline. A gate that names no figure, or a
 * figure that these calls cannot measure, is a mistake and no pass.
 */
import { z } from 'zod';
import { nodeAt, plainValue, readYaml, type TextFile } from '../config/yaml-file.js';
import { ConfigError, nearestName, type Problem } from '../domain/errors.js';
import { issueFaults } from '../domain/schema-sentence.js';
import type { Baseline } from './baseline.js';
import { PROTECTED_CHECK } from './comparison.js';
import { type Evaluation, type Metric, metricAt, metricPath } from './evaluation.js';
import type { MetricDefinition } from './metrics.js';

const gateSchema = z.strictObject({
  level: z.enum(['off', 'warn', 'error']),
  min: z.number().optional(),
  max: z.number().optional(),
  /** How far the figure may fall behind the baseline; without it the baseline does not matter. */
  tolerance: z.number().min(0).optional(),
});
const fileSchema = z.strictObject({
  schemaVersion: z.literal(1),
  gates: z.record(z.string(), gateSchema),
});

export interface Gate extends z.infer<typeof gateSchema> {
  readonly metric: string;
  readonly file: string;
  readonly line: number;
}

export type GateState = 'passed' | 'warned' | 'failed';

export interface GateResult {
  readonly metric: string;
  readonly state: GateState;
  readonly value: number;
  readonly unit: Metric['unit'];
  /** What was asked for, in words. */
  readonly wanted: string;
}

export function readGates(text: TextFile): readonly Gate[] {
  const file = readYaml(text);
  const value = plainValue(file.root);
  const parsed = fileSchema.safeParse(value);
  if (!parsed.success) {
    const faults = issueFaults(parsed.error, fileSchema, value, 'the file');
    throw new ConfigError(
      faults.map(({ path, message }) => ({ file: file.path, line: nodeAt(file.root, path).line, message })),
    );
  }
  const gates = Object.entries(parsed.data.gates).map(([metric, gate]) => ({
    ...gate,
    metric,
    file: file.path,
    line: nodeAt(file.root, ['gates', metric]).line,
  }));
  throwAny(gates.flatMap((gate) => problemOf(gate, faultOf(gate))));
  return gates;
}

function throwAny(problems: readonly Problem[]): void {
  if (problems.length > 0) throw new ConfigError(problems);
}

function problemOf({ file, line, metric }: Gate, fault: string | null): readonly Problem[] {
  return fault === null ? [] : [{ file, line, message: `"${metric}" ${fault}` }];
}

function faultOf({ metric, level, min, max, tolerance }: Gate): string | null {
  if (metric === PROTECTED_CHECK && (level !== 'error' || min !== undefined || max !== 0 || tolerance !== undefined)) {
    return 'is an error with max 0 and nothing else, always; write "{level: error, max: 0}".';
  }
  if (min !== undefined && max !== undefined && min > max) {
    return `asks for at least ${min} and at most ${max}, which nothing can be.`;
  }
  if (level !== 'off' && min === undefined && max === undefined && tolerance === undefined) {
    return 'asks for nothing; give it "min", "max" or "tolerance".';
  }
  return null;
}

const isOn = ({ level }: Gate) => level !== 'off';

/** Throws a ConfigError where a gate that is on names no figure, or asks for what its figure cannot be. */
export function checkGates(gates: readonly Gate[], figures: readonly MetricDefinition[]): void {
  throwAny(gates.filter(isOn).flatMap((gate) => problemOf(gate, figureFault(gate, figures))));
}

function figureFault(
  { metric: written, min, max, tolerance }: Gate,
  figures: readonly MetricDefinition[],
): string | null {
  const { name } = metricPath(written);
  const figure = figures.find((each) => each.name === name);
  if (figure === undefined) {
    const nearest = nearestName(
      name,
      figures.map((each) => each.name),
    );
    return `is no figure of an evaluation${nearest === null ? '; --json FILE writes all of them' : `; the nearest is "${nearest}"`}.`;
  }
  const { least, most } = figure.range;
  const isOutside = (bound: number | undefined) =>
    bound !== undefined && (bound < least || (most !== null && bound > most));
  const range = most === null ? `${least} or more` : `from ${least} to ${most}`;
  if (isOutside(min)) return `asks for at least ${min}, and the figure is ${range}.`;
  if (isOutside(max)) return `asks for at most ${max}, and the figure is ${range}.`;
  if (tolerance !== undefined && most !== null && tolerance > most - least) {
    return `has the tolerance ${tolerance}, and the figure is ${range}: it can never fall so far.`;
  }
  return null;
}

const figure = (value: number) => String(Math.round(value * 1000) / 1000);

function resultOf(gate: Gate, metric: Metric, before: number | null): GateResult {
  const value = metric.value!;
  const behind = before === null ? 0 : metric.better === 'more' ? before - value : value - before;
  const bounds = [
    { ok: gate.min === undefined || value >= gate.min, words: gate.min === undefined ? null : `at least ${gate.min}` },
    { ok: gate.max === undefined || value <= gate.max, words: gate.max === undefined ? null : `at most ${gate.max}` },
    {
      ok: gate.tolerance === undefined || behind <= gate.tolerance + 1e-9,
      words:
        gate.tolerance === undefined || before === null
          ? null
          : `no more than ${gate.tolerance} behind the baseline's ${figure(before)}`,
    },
  ];
  const passed = bounds.every(({ ok }) => ok);
  return {
    metric: gate.metric,
    state: passed ? 'passed' : gate.level === 'error' ? 'failed' : 'warned',
    value,
    unit: metric.unit,
    wanted: bounds.flatMap(({ words }) => words ?? []).join(', '),
  };
}

/**
 * Every gate that is on, and always the one for protected callers; the gates are those that `checkGates` let through.
 * Throws a ConfigError where these calls cannot tell.
 */
export function judgeGates(
  gates: readonly Gate[],
  evaluation: Evaluation,
  baseline: Baseline | null,
): readonly GateResult[] {
  const wanted = gates.filter((gate) => isOn(gate) && gate.metric !== PROTECTED_CHECK);
  throwAny(wanted.flatMap((gate) => problemOf(gate, measureFault(gate, evaluation, baseline))));
  const results = wanted.map((gate) => {
    const before = gate.tolerance === undefined ? null : baseline!.metrics[gate.metric]!;
    return resultOf(gate, metricAt(evaluation, gate.metric)!.metric, before);
  });
  const always: Gate = { metric: PROTECTED_CHECK, level: 'error', max: 0, file: '', line: 0 };
  return [resultOf(always, metricAt(evaluation, PROTECTED_CHECK)!.metric, null), ...results];
}

/** Why these calls or the baseline cannot tell whether a gate is passed. */
function measureFault(gate: Gate, evaluation: Evaluation, baseline: Baseline | null): string | null {
  const found = metricAt(evaluation, gate.metric);
  if (found === null) {
    const parts = evaluation.slices.slice(1).map(({ name }) => name);
    const known = parts.length === 0 ? 'they have no parts' : `their parts are ${parts.join(', ')}`;
    return `is of a part "${metricPath(gate.metric).part}" that these calls do not have or that is all of them; ${known}.`;
  }
  if (found.metric.value === null) return 'has nothing to measure in these calls: the gate is stale, remove it.';
  if (gate.tolerance === undefined) return null;
  if (baseline === null) return 'has a tolerance, and there is no baseline: make one with --update-baseline.';
  return baseline.metrics[gate.metric] === undefined
    ? 'has a tolerance, and the baseline has no such figure: make it anew with --update-baseline.'
    : null;
}
