/** `evaluate`: how well labelled calls are judged, and whether that is good enough. */
import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Command } from 'commander';
import { createGroupScorer, type GroupScorer } from '../batch/group-scorer.js';
import { readSetup } from '../config/setup.js';
import type { TextFile } from '../config/yaml-file.js';
import type { Call } from '../domain/call.js';
import { TingpingError } from '../domain/errors.js';
import type { CallResult } from '../domain/result.js';
import {
  type Baseline,
  baselineOf,
  baselineText,
  type Change,
  changesSince,
  readBaseline,
} from '../evaluation/baseline.js';
import { type Comparison, compare } from '../evaluation/comparison.js';
import { type EvaluatedCall, type Evaluation, evaluationOf } from '../evaluation/evaluation.js';
import { type GateResult, judgeGates, readGates } from '../evaluation/gates.js';
import { judgementOfResult } from '../evaluation/judgement.js';
import { type CallLabels, judgementOfLabels, readLabels } from '../evaluation/label-file.js';
import { labelTexts, sealedFolder, setFile, UNSEALED_FILE } from '../evaluation/labelled-set.js';
import { ERROR_COLUMNS, errorRow } from '../evaluation/render/error-rows.js';
import { evaluationJson } from '../evaluation/render/json.js';
import { junitXml } from '../evaluation/render/junit.js';
import { markdownTable } from '../evaluation/render/markdown.js';
import { changeTable, evaluationTables, gateTable, type Table } from '../evaluation/render/tables.js';
import { terminalTable } from '../evaluation/render/terminal.js';
import { scoreOfStatuses } from '../evaluation/score-of-labels.js';
import { ingest } from '../ingest/index.js';
import { CsvFile } from '../reports/csv-file.js';
import { runnerText } from '../reports/escape/runner.js';
import type { App } from './app.js';
import { addCommonOptions, type CommonOptions, setupOptions } from './common-options.js';
import { loadVocabulary } from './data-files.js';
import { EXIT, type ExitCode } from './exit.js';
import { checkInputs } from './inputs.js';
import { createLog } from './log.js';

interface EvaluateOptions extends CommonOptions {
  readonly labels?: readonly string[];
  /** Commander's form of `--no-gates`: false. */
  readonly gates?: string | boolean;
  readonly baseline?: string;
  readonly updateBaseline: boolean;
  readonly errors?: string;
  readonly json?: string;
  readonly junit?: string;
  readonly markdown?: string;
  readonly unseal?: string;
}

/** A call with its result, and where it differs from its labels. */
interface JudgedCall {
  readonly call: Call;
  readonly result: CallResult;
  readonly comparison: Comparison;
}

const GATES_FILE = 'gates.yaml';
const BASELINE_FILE = 'evaluation.baseline.json';
const ENCODER = 'encoder';
const GROUP = 32;

export function addEvaluateCommand(program: Command, app: App): void {
  const command = program
    .command('evaluate')
    .description('score labelled calls and tell how well they are judged: figures, gates, every error')
    .argument('<calls...>', 'files or folders of calls')
    .option('--labels <path...>', 'label files or folders of them; without it those beside the calls')
    .option('--gates <file>', `floors and ceilings (YAML); without it ${GATES_FILE} in the folder of the calls`)
    .option('--no-gates', 'judge no gate')
    .option('--baseline <file>', `an earlier evaluation to compare with; without it ${BASELINE_FILE} in that folder`)
    .option('--update-baseline', 'write the baseline anew from this evaluation', false)
    .option('--errors <file>', 'every difference as CSV, with the words and what each witness said')
    .option('--json <file>', 'all figures as JSON')
    .option('--junit <file>', 'gates and calls as JUnit XML')
    .option('--markdown <file>', 'tables for the summary of a CI run; an existing file is appended to')
    .option('--unseal <reason>', 'show the words of a sealed set; the reason is written down beside it');
  addCommonOptions(command, app.modelsFolder).action(async (inputs: string[], options: EvaluateOptions) => {
    app.exitWith(await evaluate(inputs, options, app));
  });
}

async function evaluate(inputs: readonly string[], options: EvaluateOptions, app: App): Promise<ExitCode> {
  const log = createLog(options.logLevel);
  const files = readSetup(setupOptions(options));
  await checkInputs(inputs);
  const labels = readLabels(labelTexts(options.labels ?? inputs));
  const gates = gatesFile(inputs, options);
  const wanted = gates === null ? [] : readGates(gates);
  const scorer = await createGroupScorer({
    files,
    encoderFolder: options.model ? join(options.models, ENCODER) : null,
  });
  const calls = await readCalls(inputs, labels, options.models);
  log.info({ calls: calls.length, labels: labels.size }, 'calls read');
  const judged = await judgeCalls(calls, labels, scorer, options.policy);
  await scorer.dispose();
  const criteria = scorer.rubric.criteria.map(({ id }) => id);
  const evaluation = evaluationOf(judged.map(evaluatedCall(labels)), criteria);
  const baselinePath = options.baseline ?? setFile(inputs, BASELINE_FILE);
  const baseline = options.updateBaseline || baselinePath === null ? null : readFileOf(baselinePath);
  const results =
    options.gates === false
      ? []
      : judgeGates(wanted, evaluation, options.updateBaseline ? baselineOf(evaluation) : baseline);
  const changes = baseline === null ? [] : changesSince(baseline, evaluation);
  const provenance = judged[0]!.result.provenance;
  await writeOutputs(options, inputs, { evaluation, results, changes, judged, criteria, provenance });
  if (options.updateBaseline) writeFileSync(baselineTarget(inputs, options), baselineText(baselineOf(evaluation)));
  app.stdout(terminalOutput(evaluation, results, changes, criteria, app));
  const failed = results.filter(({ state }) => state === 'failed');
  for (const gate of failed) app.stderr(`${runnerText(failureSentence(gate, evaluation, changes))}\n`);
  return failed.length > 0 ? EXIT.rejected : EXIT.ok;
}

function gatesFile(inputs: readonly string[], { gates }: EvaluateOptions): TextFile | null {
  const path = typeof gates === 'string' ? gates : gates === false ? null : setFile(inputs, GATES_FILE);
  if (path === null) return null;
  if (!existsSync(path)) throw new TingpingError('usage', `The gates "${path}" do not exist.`, { file: path });
  return { path, text: readFileSync(path, 'utf8') };
}

function readFileOf(path: string): Baseline {
  if (!existsSync(path)) throw new TingpingError('usage', `The baseline "${path}" does not exist.`, { file: path });
  return readBaseline(path, readFileSync(path, 'utf8'));
}

function baselineTarget(inputs: readonly string[], options: EvaluateOptions): string {
  if (options.baseline !== undefined) return options.baseline;
  const [only] = inputs;
  if (inputs.length === 1) return join(setFile(inputs, '') ?? dirname(only!), BASELINE_FILE);
  throw new TingpingError('usage', 'Several inputs have no folder for a baseline in common: name it with --baseline.');
}

/** The calls that have labels. A call without labels, or labels without a call, is told: nothing is left out silently. */
async function readCalls(
  inputs: readonly string[],
  labels: ReadonlyMap<string, CallLabels>,
  models: string,
): Promise<readonly Call[]> {
  const calls = new Map<string, Call>();
  const faults: string[] = [];
  for await (const item of ingest(inputs, { vocabulary: await loadVocabulary(models) })) {
    if (item.kind === 'reject') faults.push(item.reject.reason);
    else if (!labels.has(item.call.callId)) faults.push(`The call "${item.call.callId}" has no labels.`);
    else calls.set(item.call.callId, item.call);
  }
  for (const [id, { turns, interruptions }] of labels) {
    const call = calls.get(id);
    if (call === undefined) {
      faults.push(`The labels of "${id}" have no call.`);
      continue;
    }
    const beyond = [...turns.map(({ i }) => i), ...interruptions.map(({ turn }) => turn)].find(
      (turn) => turn >= call.turns.length,
    );
    if (beyond !== undefined)
      faults.push(`The labels of "${id}" name turn ${beyond}, and it has ${call.turns.length}.`);
  }
  if (faults.length > 0) throw new TingpingError('usage', faults.slice(0, 20).join('\n'));
  return [...calls.values()].sort((a, b) => (a.callId < b.callId ? -1 : 1));
}

async function judgeCalls(
  calls: readonly Call[],
  labels: ReadonlyMap<string, CallLabels>,
  scorer: GroupScorer,
  policy: string,
): Promise<readonly JudgedCall[]> {
  const judged: JudgedCall[] = [];
  for (let from = 0; from < calls.length; from += GROUP) {
    const group = calls.slice(from, from + GROUP);
    const results = await scorer.scoreEach(group);
    for (const [index, { result }] of results.entries()) {
      const call = group[index]!;
      const truth = judgementOfLabels(labels.get(call.callId)!, policy);
      const comparison = compare({
        truth,
        other: judgementOfResult(result),
        speakers: call.turns.map(({ speaker }) => speaker),
        scores: { truth: scoreOfStatuses(truth.criteria, scorer.rubric), other: result.rawScore },
      });
      judged.push({ call, result, comparison });
    }
  }
  return judged;
}

const evaluatedCall =
  (labels: ReadonlyMap<string, CallLabels>) =>
  ({ call, comparison }: JudgedCall): EvaluatedCall => ({
    comparison,
    language: call.language,
    kind: labels.get(call.callId)!.call.kind,
    times: call.turns.some(({ startMs }) => startMs !== null),
  });

interface Outputs {
  readonly evaluation: Evaluation;
  readonly results: readonly GateResult[];
  readonly changes: readonly Change[];
  readonly judged: readonly JudgedCall[];
  readonly criteria: readonly string[];
  readonly provenance: object;
}

async function writeOutputs(options: EvaluateOptions, inputs: readonly string[], outputs: Outputs): Promise<void> {
  const { evaluation, results, changes, criteria, provenance } = outputs;
  const seal = sealedFolder([...inputs, ...(options.labels ?? [])]);
  if (seal !== null && options.unseal !== undefined) noteUnsealing(seal, options.unseal);
  if (options.json !== undefined) {
    writeFileSync(options.json, evaluationJson({ evaluation, gates: results, changes, provenance }));
  }
  if (options.junit !== undefined) writeFileSync(options.junit, junitXml(evaluation, results));
  if (options.markdown !== undefined) {
    const tables = tablesOf(evaluation, results, changes, criteria);
    appendFileSync(options.markdown, tables.map((table) => `${markdownTable(table)}\n`).join(''));
  }
  if (options.errors !== undefined) {
    await writeErrors(options.errors, outputs, seal === null || options.unseal !== undefined);
  }
}

async function writeErrors(path: string, { judged }: Outputs, withWords: boolean): Promise<void> {
  const file = new CsvFile(dirname(path), basename(path), ERROR_COLUMNS);
  for (const { call, result, comparison } of judged) {
    for (const difference of comparison.differences) {
      await file.write(errorRow(difference, call, result, withWords));
    }
  }
  await file.close();
}

function noteUnsealing(folder: string, reason: string): void {
  const day = new Date().toISOString().slice(0, 10);
  const line = `- ${day}, ${basename(folder)}: ${reason.replace(/\s+/g, ' ').trim()}\n`;
  appendFileSync(join(dirname(folder), UNSEALED_FILE), line);
}

function tablesOf(
  evaluation: Evaluation,
  results: readonly GateResult[],
  changes: readonly Change[],
  criteria: readonly string[],
): readonly Table[] {
  return [
    ...evaluationTables(evaluation, criteria),
    ...(changes.length > 0 ? [changeTable(changes)] : []),
    ...(results.length > 0 ? [gateTable(results)] : []),
  ];
}

function terminalOutput(
  evaluation: Evaluation,
  results: readonly GateResult[],
  changes: readonly Change[],
  criteria: readonly string[],
  app: App,
): string {
  const tables = tablesOf(evaluation, results, changes, criteria);
  return tables.map((table) => `${terminalTable(table, app.style)}\n`).join('');
}

/** Calls that a failed gate names, at most. */
const NAMED_CALLS = 12;

/** Names the calls that became worse in what the gate measures or, without a baseline, those that differ from their labels. */
function failureSentence(
  { metric, value, wanted }: GateResult,
  evaluation: Evaluation,
  changes: readonly Change[],
): string {
  const name = metric.slice(metric.lastIndexOf('/') + 1);
  const check = checkOf(name);
  const fits = (found: string) => found === check || found.startsWith(`${check}.`) || found.startsWith(`${check} `);
  const worse = changes.filter((change) => change.kind === 'worse' && fits(change.check));
  const differing = evaluation.differences.filter((difference) => fits(difference.check));
  const calls = [...new Set((worse.length > 0 ? worse : differing).map(({ callId }) => callId))];
  const rest = calls.length > NAMED_CALLS ? ` and ${calls.length - NAMED_CALLS} more` : '';
  const named = calls.length === 0 ? '' : `; the calls are ${calls.slice(0, NAMED_CALLS).join(', ')}${rest}`;
  return `tingping: the gate "${metric}" failed: ${Math.round(value * 1000) / 1000}, wanted ${wanted}${named}.`;
}

/** The check whose differences a figure counts: `labels.apology.f1` counts those of `label.apology`. */
function checkOf(metric: string): string {
  const [group, name] = metric.split('.') as [string, string];
  if (group === 'labels') return name === 'macroF1' ? 'label' : `label.${name}`;
  if (group === 'criteria') return name.startsWith('mean') ? 'criterion' : `criterion.${name}`;
  if (group === 'score') return 'criterion';
  if (group === 'interruptions') return 'interruption';
  if (group === 'noDemand') return 'demand';
  if (group === 'harassment' && (name === 'accuracy' || name === 'kappa')) return 'harassment';
  return group === 'kind' || group === 'resolved' || group === 'demand' || group === 'danger'
    ? group
    : `${group}.${name}`;
}
