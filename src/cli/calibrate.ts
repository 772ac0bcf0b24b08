/** `calibrate`: how far the scores of a run agree with those that people gave the same calls. */
import { createReadStream, existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Command } from 'commander';
import { readSetup } from '../config/setup.js';
import { TingpingError } from '../domain/errors.js';
import type { CallVerdict } from '../domain/result.js';
import { type Calibration, calibrationOf } from '../evaluation/calibration.js';
import { readHumanScores } from '../evaluation/human-scores.js';
import {
  calibrationSentences,
  calibrationTable,
  DISAGREEMENT_COLUMNS,
  disagreementRow,
} from '../evaluation/render/calibration.js';
import { terminalTable } from '../evaluation/render/terminal.js';
import { readTextFile } from '../ingest/index.js';
import { CsvFile } from '../reports/csv-file.js';
import { runnerText } from '../reports/escape/runner.js';
import { compileScorer } from '../scoring/scorer.js';
import type { App } from './app.js';
import { addCommonOptions, type CommonOptions, setupOptions } from './common-options.js';
import { loadCalibrationWords } from './data-files.js';
import { EXIT } from './exit.js';

interface CalibrateOptions extends CommonOptions {
  readonly run: string;
  readonly disagreements?: string;
}

const CALLS_FILE = 'calls.jsonl';

export function addCalibrateCommand(program: Command, app: App): void {
  const command = program
    .command('calibrate')
    .description('compare the scores of a run with human scores of the same calls')
    .argument('<human>', 'CSV of human scores: a column for the call, columns of criteria or of the score')
    .requiredOption('--run <folder>', 'the reports of a run of `score` over these calls')
    .option('--disagreements <file>', 'every disagreement as CSV');
  addCommonOptions(command, app.modelsFolder).action(async (file: string, options: CalibrateOptions) => {
    await calibrate(file, options, app);
    app.exitWith(EXIT.ok);
  });
}

async function calibrate(file: string, options: CalibrateOptions, app: App): Promise<void> {
  const { rubric } = compileScorer(readSetup(setupOptions(options)));
  const words = loadCalibrationWords(options.models);
  const human = await readHumanScores({ path: file, text: await readTextFile(file) }, words, rubric);
  const wanted = new Set(human.map(({ callId }) => callId));
  const { verdicts, others } = await verdictsOf(join(options.run, CALLS_FILE), wanted);
  const calibration = calibrationOf(human, verdicts, rubric);
  if (calibration.calls === 0) {
    throw new TingpingError(
      'usage',
      `No call of ${file} is in ${options.run}: its ids are ${[...wanted].slice(0, 3).join(', ')} …, those of the run ${others.slice(0, 3).join(', ')} ….`,
    );
  }
  if (options.disagreements !== undefined) await writeDisagreements(options.disagreements, calibration);
  app.stdout(`${terminalTable(calibrationTable(calibration), app.style)}\n`);
  for (const sentence of calibrationSentences(calibration, others.length)) app.stdout(`${runnerText(sentence)}\n`);
}

interface Verdicts {
  readonly verdicts: ReadonlyMap<string, CallVerdict>;
  /** Ids of calls that nobody scored by hand. */
  readonly others: readonly string[];
}

/** The verdicts of the wanted calls; a run has many more. */
async function verdictsOf(path: string, wanted: ReadonlySet<string>): Promise<Verdicts> {
  if (!existsSync(path)) {
    throw new TingpingError('usage', `"${path}" does not exist: name the folder that \`score\` wrote with --run.`);
  }
  const verdicts = new Map<string, CallVerdict>();
  const others: string[] = [];
  for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Number.POSITIVE_INFINITY })) {
    const verdict = JSON.parse(line) as CallVerdict;
    if (wanted.has(verdict.callId)) verdicts.set(verdict.callId, verdict);
    else others.push(verdict.callId);
  }
  return { verdicts, others };
}

async function writeDisagreements(path: string, { disagreements }: Calibration): Promise<void> {
  const file = new CsvFile(dirname(path), basename(path), DISAGREEMENT_COLUMNS);
  for (const disagreement of disagreements) await file.write(disagreementRow(disagreement));
  await file.close();
}
