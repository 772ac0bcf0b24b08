/**
 * Gates: floors and ceilings for figures, and how far they may fall behind a baseline. A gate that names no figure, or a
 * figure that these calls cannot measure, is a mistake and no pass.
 */
import { z } from 'zod';
import { nodeAt, plainValue, readYaml, type TextFile, type YamlFile } from '../config/yaml-file.js';
import { ConfigError, nearestName, type Problem } from '../domain/errors.js';
import type { Baseline } from './baseline.js';
import { type Evaluation, type Metric, metricAt } from './evaluation.js';

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

/** The gate that no file may soften: nobody with a real demand is ended or blocked. */
const PROTECTED = 'harassment.protected_ended';

export function readGates(text: TextFile): readonly Gate[] {
  const file = readYaml(text);
  const parsed = fileSchema.safeParse(plainValue(file.root));
  if (!parsed.success) {
    throw new ConfigError(
      parsed.error.issues.map((issue) => ({
        file: file.path,
        line: nodeAt(file.root, issue.path).line,
        message: `"${issue.path.join('.')}": ${issue.message}.`,
      })),
    );
  }
  const gates = Object.entries(parsed.data.gates).map(([metric, gate]) => ({
    ...gate,
    metric,
    file: file.path,
    line: nodeAt(file.root, ['gates', metric]).line,
  }));
  const problems = gates.flatMap((gate) => faultOf(gate, file));
  if (problems.length > 0) throw new ConfigError(problems);
  return gates;
}

function faultOf(gate: Gate, { path }: YamlFile): readonly Problem[] {
  const problem = (message: string) => [{ file: path, line: gate.line, message: `"${gate.metric}" ${message}` }];
  if (gate.metric === PROTECTED && (gate.level !== 'error' || gate.max !== 0 || gate.tolerance !== undefined)) {
    return problem('is an error with max 0 and no tolerance, always; write "{level: error, max: 0}".');
  }
  if (gate.level !== 'off' && gate.min === undefined && gate.max === undefined && gate.tolerance === undefined) {
    return problem('asks for nothing; give it "min", "max" or "tolerance".');
  }
  return [];
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
 * Every gate that is on, and always the one for protected callers. Throws a ConfigError where a gate cannot be judged.
 */
export function judgeGates(
  gates: readonly Gate[],
  evaluation: Evaluation,
  baseline: Baseline | null,
): readonly GateResult[] {
  const problems: Problem[] = [];
  const known = [...evaluation.slices[0]!.metrics.keys()];
  const results = gates.flatMap((gate) => {
    if (gate.level === 'off' || gate.metric === PROTECTED) return [];
    const problem = (message: string) => {
      problems.push({ file: gate.file, line: gate.line, message: `"${gate.metric}" ${message}` });
      return [];
    };
    const metric = metricAt(evaluation, gate.metric);
    if (metric === null) {
      const nearest = nearestName(gate.metric, known);
      return problem(`is no figure of this evaluation${nearest === null ? '' : `; the nearest is "${nearest}"`}.`);
    }
    if (metric.value === null) return problem('has nothing to measure in these calls: the gate is stale, remove it.');
    const before = gate.tolerance === undefined ? null : (baseline?.metrics[gate.metric] ?? null);
    if (gate.tolerance !== undefined && before === null) {
      return problem('has a tolerance, and the baseline has no such figure: make one with --update-baseline.');
    }
    return resultOf(gate, metric, before);
  });
  if (problems.length > 0) throw new ConfigError(problems);
  const always: Gate = { metric: PROTECTED, level: 'error', max: 0, file: '', line: 0 };
  return [resultOf(always, metricAt(evaluation, PROTECTED)!, null), ...results];
}
