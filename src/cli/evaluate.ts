/** `evaluate`: how well labelled calls are judged, and whether that is good enough. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Command } from 'commander';
import { createGroupScorer } from '../batch/group-scorer.js';
import { readSetup } from '../config/setup.js';
import type { TextFile } from '../config/yaml-file.js';
import { TingpingError } from '../domain/errors.js';
import { type Baseline, baselineOf, baselineText, changesSince, readBaseline } from '../evaluation/baseline.js';
import { evaluationOf } from '../evaluation/evaluation.js';
import { failureSentence } from '../evaluation/gate-sentence.js';
import { judgeGates, readGates } from '../evaluation/gates.js';
import { readLabels } from '../evaluation/label-file.js';
import { labelTexts, setFile } from '../evaluation/labelled-set.js';
import { runnerText } from '../reports/escape/runner.js';
import type { App } from './app.js';
import { addCommonOptions, type CommonOptions, setupOptions } from './common-options.js';
import { encoderChoice } from './encoder-choice.js';
import { type OutputOptions, terminalOutput, writeOutputs } from './evaluation-outputs.js';
import { EXIT, type ExitCode } from './exit.js';
import { checkInputs } from './inputs.js';
import { evaluatedCall, judgeCalls, readCalls } from './judge-calls.js';
import { createLog } from './log.js';
import { addPersonalOptions, type PersonalDataOptions, personalOptions } from './personal-options.js';

interface EvaluateOptions extends CommonOptions, PersonalDataOptions, OutputOptions {
  /** Commander's form of `--no-gates`: false. */
  readonly gates?: string | boolean;
  readonly baseline?: string;
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
    .option('--update-baseline', 'write the baseline anew from this evaluation', false)
    .option('--errors <file>', 'every difference as CSV, with the words and what each witness said')
    .option('--json <file>', 'all figures as JSON')
    .option('--junit <file>', 'gates and calls as JUnit XML')
    .option('--markdown <file>', 'tables for the summary of a CI run; an existing file is appended to')
    .option('--unseal <reason>', 'show the words of a sealed set; the reason is written down beside it');
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
  const labels = readLabels(labelTexts(options.labels ?? inputs));
  const gates = gatesFile(inputs, options);
  const wanted = gates === null ? [] : readGates(gates);
  const scorer = await createGroupScorer({ files, ...(await encoderChoice(options)) });
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
  app.stdout(terminalOutput({ evaluation, results, changes, criteria }, app.style));
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
