/** `calibrate`: how far the scores of a run agree with those that people gave the same calls. */
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Command } from 'commander';
import { readSetup } from '../config/setup.js';
import { TingpingError } from '../domain/errors.js';
import { readFailure, systemCode } from '../domain/system-error.js';
import { type Calibration, calibrationOf } from '../evaluation/calibration.js';
import { readHumanScores } from '../evaluation/human-scores.js';
import {
  calibrationSentences,
  calibrationTable,
  DISAGREEMENT_COLUMNS,
  disagreementRow,
  tableSentences,
} from '../evaluation/render/calibration.js';
import { terminalTable } from '../evaluation/render/terminal.js';
import { type RunVerdict, readRunVerdict } from '../evaluation/run-verdict.js';
import { foreignByBytes } from '../ingest/foreign.js';
import { readTextFile } from '../ingest/index.js';
import { CsvFile } from '../reports/csv-file.js';
import { runnerText } from '../reports/escape/runner.js';
import { compileScorer } from '../scoring/scorer.js';
import type { App } from './app.js';
import { addCommonOptions, type CommonOptions, setupOptions } from './common-options.js';
import { loadCalibrationWords } from './data-files.js';
import { EXIT } from './exit.js';
import { checkOutputFile, writeOutput } from './output-file.js';

interface CalibrateOptions extends CommonOptions {
  readonly run: string;
  readonly disagreements?: string;
}

const CALLS_FILE = 'calls.jsonl';
/** Ids that a sentence names at most. */
const SHOWN_IDS = 3;
/** By which a workbook is told from a table of text. */
const HEAD_BYTES = 4096;

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
  await checkOutputFile('--disagreements', options.disagreements, [file]);
  const { rubric } = compileScorer(readSetup(setupOptions(options)));
  const words = loadCalibrationWords(options.models);
  const table = await readHumanScores({ path: file, text: await tableText(file) }, words, rubric);
  const human = table.calls;
  const wanted = new Set(human.map(({ callId }) => callId));
  const { verdicts, others } = await verdictsOf(options.run, wanted, rubric.id);
  const calibration = calibrationOf(human, verdicts, rubric);
  if (calibration.calls === 0)
    throw new TingpingError('usage', strangersSentence(file, options.run, [...wanted], others));
  const { disagreements } = options;
  if (disagreements !== undefined) {
    await writeOutput(disagreements, () => writeDisagreements(disagreements, calibration));
  }
  app.stdout(`${terminalTable(calibrationTable(calibration), app.style)}\n`);
  for (const sentence of [...calibrationSentences(calibration, others.length), ...tableSentences(table, words)]) {
    app.stdout(`${runnerText(sentence)}\n`);
  }
}

/** A table in any of the encodings that transcripts come in. */
async function tableText(path: string): Promise<string> {
  await withReadFailure(path, 'Name the CSV file of the human scores.', async () => {
    const file = await open(path);
    // A folder can be opened, and only reading tells that it is one.
    const head = Buffer.alloc(HEAD_BYTES);
    const { bytesRead } = await file.read(head).finally(() => file.close());
    if (foreignByBytes(head.subarray(0, bytesRead), path) === null) return;
    const message = `${path} is no CSV: open it in the program that wrote it and save it as CSV (UTF-8 or GB18030).`;
    throw new TingpingError('usage', message, { file: path });
  });
  return readTextFile(path);
}

/** An error of the system as a sentence about a file that is read. */
async function withReadFailure(path: string, wayOut: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (systemCode(error) === null || error instanceof TingpingError) throw error;
    throw new TingpingError('unreadable', `${path} ${readFailure(error)} ${wayOut}`, { file: path });
  }
}

function strangersSentence(file: string, run: string, wanted: readonly string[], others: readonly string[]): string {
  const some = (ids: readonly string[]) => ids.slice(0, SHOWN_IDS).join(', ') + (ids.length > SHOWN_IDS ? ', …' : '');
  const inRun = others.length === 0 ? 'the run holds no call' : `those of the run are ${some(others)}`;
  return `No call of ${file} is in ${run}: its ids are ${some(wanted)}, and ${inRun}.`;
}

interface Verdicts {
  readonly verdicts: ReadonlyMap<string, RunVerdict>;
  /** Ids of calls that nobody scored by hand. */
  readonly others: readonly string[];
}

/** The verdicts of the wanted calls; a run has many more. */
async function verdictsOf(run: string, wanted: ReadonlySet<string>, rubric: string): Promise<Verdicts> {
  const path = join(run, CALLS_FILE);
  const verdicts = new Map<string, RunVerdict>();
  const others: string[] = [];
  await withReadFailure(path, 'Name the folder that `score` wrote with --run.', async () => {
    let line = 0;
    for await (const text of createInterface({ input: createReadStream(path), crlfDelay: Number.POSITIVE_INFINITY })) {
      line += 1;
      if (text.trim() === '') continue;
      const verdict = readRunVerdict({ path, line, text }, rubric);
      if (wanted.has(verdict.callId)) verdicts.set(verdict.callId, verdict);
      else others.push(verdict.callId);
    }
  });
  return { verdicts, others };
}

async function writeDisagreements(path: string, { disagreements }: Calibration): Promise<void> {
  const file = new CsvFile(dirname(path), basename(path), DISAGREEMENT_COLUMNS);
  for (const disagreement of disagreements) await file.write(disagreementRow(disagreement));
  await file.close();
}
