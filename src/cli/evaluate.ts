/** `evaluate`: how well labelled calls are judged, and whether that is good enough. */
import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Command } from 'commander';
import { createGroupScorer } from '../batch/group-scorer.js';
import { readSetup } from '../config/setup.js';
import { readText } from '../config/text-files.js';
import { TingpingError } from '../domain/errors.js';
import {
  type BaselineFile,
  baselineOf,
  baselineText,
  changesSince,
  readBaseline,
  refuseOtherMode,
  refuseStale,
} from '../evaluation/baseline.js';
import { evaluationOf } from '../evaluation/evaluation.js';
import { failureSentence } from '../evaluation/gate-sentence.js';
import { checkGates, type Gate, judgeGates, readGates } from '../evaluation/gates.js';
import { type CallLabels, labelDigest, readLabels } from '../evaluation/label-file.js';
import { labelTexts, setFile, unheardFile } from '../evaluation/labelled-set.js';
import { metricDefinitions } from '../evaluation/metrics.js';
import { runnerText } from '../reports/escape/runner.js';
import type { App } from './app.js';
import { addCommonOptions, type CommonOptions, refuseBoth, setupOptions } from './common-options.js';
import { encoderChoice } from './encoder-choice.js';
import { checkOutputs, type OutputOptions, terminalOutput, writeOutputs } from './evaluation-outputs.js';
import { EXIT, type ExitCode } from './exit.js';
import { checkInputs } from './inputs.js';
import { evaluatedCall, judgeCalls, readCalls } from './judge-calls.js';
import { createLog } from './log.js';
import { checkOutputFile, writeOutput } from './output-file.js';
import { addPersonalOptions, type PersonalDataOptions, personalOptions } from './personal-options.js';

interface EvaluateOptions extends CommonOptions, PersonalDataOptions, OutputOptions {
  /** Commander's form of `--no-gates`: false. */
  readonly gates?: string | boolean;
  /** Commander's form of `--no-baseline`: false. */
  readonly baseline?: string | boolean;
  readonly updateBaseline: boolean;
}

const GATES_FILE = 'gates.yaml';
const BASELINE_FILE = 'evaluation.baseline.json';

export function addEvaluateCommand(program: Command, app: App): void {
  const command = program
    .command('evaluate')
    .description('score labelled calls and tell how well they are judged: figures, gates, every error')
    .argument('<calls...>', 'files or folders of calls')
    .option('--labels <path...>', 'label files or folders of them; without it those beside the calls')
    .option('--gates <file>', `floors and ceilings (YAML); without it ${GATES_FILE} in the folder of the calls`)
    .option('--no-gates', 'judge no gate')
    .option('--baseline <file>', `an earlier evaluation to compare with; without it ${BASELINE_FILE} in that folder`)
    .option('--no-baseline', 'compare with no earlier evaluation')
    .option('--update-baseline', 'write the baseline anew from this evaluation', false)
    .option('--errors <file>', 'every difference as CSV, with the words and what each witness said')
    .option('--json <file>', 'all figures as JSON')
    .option('--junit <file>', 'gates and calls as JUnit XML')
    .option('--markdown <file>', 'tables for the summary of a CI run; an existing file is appended to')
    .option('--unseal <reason>', 'show the words of a sealed set; the reason is written down beside it');
  for (const name of ['gates', 'baseline']) refuseBoth(command, name);
  addCommonOptions(addPersonalOptions(command), app.modelsFolder).action(
    async (inputs: string[], options: EvaluateOptions) => {
      app.exitWith(await evaluate(inputs, options, app));
    },
  );
}

async function evaluate(inputs: readonly string[], options: EvaluateOptions, app: App): Promise<ExitCode> {
  const log = createLog(options.logLevel, app.masker);
  const files = readSetup(setupOptions(options, personalOptions(options, app)));
  await checkInputs(inputs);
  await checkOutputs(options, inputs);
  const target = options.updateBaseline ? await baselineTarget(inputs, options) : null;
  const labels = readLabels(labelTexts(options.labels ?? inputs));
  const gates = gatesOf(inputs, options);
  const before = target === null ? baselineBefore(inputs, options) : null;
  const calls = await readCalls(inputs, labels, files);
  log.info({ calls: calls.length, labels: labels.size }, 'calls read');
  const choice = await encoderChoice(options);
  const scorer = await createGroupScorer({ files, ...choice });
  const criteria = scorer.rubric.criteria.map(({ id }) => id);
  checkGates(gates, metricDefinitions(criteria));
  const mode = {
    rubric: scorer.rubric.id,
    policy: scorer.policy,
    encoder: choice.otherModel?.id ?? choice.encoderFolder !== null,
  };
  const digests = new Map(calls.map(({ callId }) => [callId, labelDigest(labels.get(callId)!)]));
  if (before !== null) {
    refuseOtherMode(before, mode);
    refuseStale(before, digests);
  }
  const judged = await judgeCalls(calls, labels, scorer);
  await scorer.dispose();
  const evaluation = evaluationOf(judged.map(evaluatedCall(labels)), criteria);
  const after = baselineOf(evaluation, mode, digests);
  const baseline = target === null ? (before?.baseline ?? null) : after;
  const results = options.gates === false ? [] : judgeGates(gates, evaluation, baseline);
  const changes = before === null ? [] : changesSince(before.baseline, evaluation);
  const provenance = judged[0]!.result.provenance;
  await writeOutputs(options, inputs, { evaluation, results, changes, judged, criteria, provenance });
  app.stdout(terminalOutput({ evaluation, results, changes, criteria }, app.style));
  if (target !== null) {
    await writeOutput(target, () => writeFile(target, baselineText(after)));
    app.stderr(`${runnerText(`tingping: the baseline was written to ${target}.`)}\n`);
  }
  for (const sentence of unheardSentences(inputs, options)) app.stderr(`${runnerText(sentence)}\n`);
  const unjudged = unjudgedSentence(labels, criteria, scorer.rubric.id);
  if (unjudged !== null) app.stderr(`${runnerText(unjudged)}\n`);
  const failed = results.filter(({ state }) => state === 'failed');
  for (const gate of failed) app.stderr(`${runnerText(failureSentence(gate, evaluation, changes))}\n`);
  return failed.length > 0 ? EXIT.rejected : EXIT.ok;
}

function gatesOf(inputs: readonly string[], { gates }: EvaluateOptions): readonly Gate[] {
  const path = typeof gates === 'string' ? gates : gates === false ? null : setFile(inputs, GATES_FILE);
  return path === null ? [] : readGates(readText(path));
}

/** The baseline to compare with; null where there is none or none is wanted. */
function baselineBefore(inputs: readonly string[], { baseline }: EvaluateOptions): BaselineFile | null {
  const path = typeof baseline === 'string' ? baseline : baseline === false ? null : setFile(inputs, BASELINE_FILE);
  return path === null ? null : { path, baseline: readBaseline(path, readText(path).text) };
}

/** Where a new baseline goes; looked at before any work. */
async function baselineTarget(inputs: readonly string[], { baseline }: EvaluateOptions): Promise<string> {
  if (baseline === false) {
    throw new TingpingError('usage', '--no-baseline and --update-baseline do not go together: leave one out.');
  }
  const path = typeof baseline === 'string' ? baseline : join(commonFolder(inputs), BASELINE_FILE);
  await checkOutputFile('--baseline', path);
  return path;
}

function commonFolder(inputs: readonly string[]): string {
  const [only] = inputs;
  if (inputs.length === 1) return setFile(inputs, '') ?? dirname(only!);
  throw new TingpingError('usage', 'Several inputs have no folder for a baseline in common: name it with --baseline.');
}

/** Gates and baselines are heard where the one input is their folder; who names files should know that. */
function unheardSentences(
  inputs: readonly string[],
  { gates, baseline, updateBaseline }: EvaluateOptions,
): readonly string[] {
  const sentence = (option: string, name: string, wanted: string | boolean | undefined) => {
    const path = wanted === undefined || wanted === true ? unheardFile(inputs, name) : null;
    return path === null ? [] : [`tingping: ${path} is of its whole folder and was not used; name it with ${option}.`];
  };
  return [
    ...sentence('--gates', GATES_FILE, gates),
    ...(updateBaseline ? [] : sentence('--baseline', BASELINE_FILE, baseline)),
  ];
}

/** Labels of criteria that the rubric switched off count nowhere, which nobody should have to find out. */
function unjudgedSentence(
  labels: ReadonlyMap<string, CallLabels>,
  criteria: readonly string[],
  rubric: string,
): string | null {
  const labelled = new Set([...labels.values()].flatMap(({ call }) => Object.keys(call.criteria)));
  const unjudged = [...labelled].filter((id) => !criteria.includes(id));
  if (unjudged.length === 0) return null;
  return `tingping: the rubric "${rubric}" is without ${unjudged.join(', ')}: what the labels say of it is not judged.`;
}
