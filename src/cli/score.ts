/** `score`: transcripts in, a folder of reports out. */
import { join } from 'node:path';
import type { Command } from 'commander';
import { type OutputFolder, openOutputFolder } from '../batch/output-folder.js';
import { type ScoringPool, threadPool } from '../batch/pool.js';
import { type ScoringTally, scoreAll } from '../batch/score-all.js';
import { Spool } from '../batch/spool.js';
import { personalMasker } from '../config/personal.js';
import { readSetup } from '../config/setup.js';
import type { Provenance } from '../domain/result.js';
import type { RubricHead } from '../domain/rubric.js';
import { DuplicateLedger, ingest, type Loss } from '../ingest/index.js';
import { namesOf } from '../reports/names.js';
import { type RunFacts, rejectedShare, runRecord } from '../reports/run-record.js';
import { type SummaryInput, summaryLine, summaryText } from '../reports/summary.js';
import { type Wording, wording } from '../reports/wording.js';
import { type WrittenReports, writeReports, writeRunRecord } from '../reports/write-reports.js';
import { compileScorer } from '../scoring/scorer.js';
import type { Masker } from '../text/personal/masker.js';
import type { App } from './app.js';
import {
  addCommonOptions,
  type CommonOptions,
  defaultWorkers,
  maxRejectedOption,
  parseWorkers,
  setupOptions,
} from './common-options.js';
import { loadMessages } from './data-files.js';
import { encoderChoice } from './encoder-choice.js';
import { EXIT, type ExitCode } from './exit.js';
import { addInputOptions, checkUse, type InputOptions, ingestOptionsOf, inputFacts } from './input-options.js';
import { checkInputs, noCalls } from './inputs.js';
import { type Interruption, interruptible } from './interruption.js';
import { createLog, type Log } from './log.js';
import { addPersonalOptions, type PersonalDataOptions, personalOptions } from './personal-options.js';
import { createProgress, type Progress } from './progress.js';

interface ScoreOptions extends CommonOptions, InputOptions, PersonalDataOptions {
  readonly out: string;
  readonly workers: number;
  readonly maxRejected: number;
}

const SPOOL_FILE = '.spool';

export function addScoreCommand(program: Command, app: App): void {
  const command = program
    .command('score')
    .description('score calls and write reports: CSV tables, calls.jsonl, turns.jsonl and run.json')
    .argument('<input...>', 'files, folders or patterns; - reads the standard input')
    .requiredOption('--out <folder>', 'folder of the reports; an older run in it is replaced when the new one is done')
    .option('--workers <n>', 'worker threads', parseWorkers, defaultWorkers())
    .addOption(maxRejectedOption());
  addCommonOptions(addPersonalOptions(addInputOptions(command)), app.modelsFolder).action(
    async (inputs: string[], options: ScoreOptions) => {
      app.exitWith(await score(inputs, options, app));
    },
  );
}

/** Everything of a run that does not change while it runs. */
interface Run {
  readonly inputs: readonly string[];
  readonly options: ScoreOptions;
  readonly app: App;
  readonly startedAt: Date;
  readonly rubric: RubricHead;
  readonly provenance: Provenance;
  readonly words: Wording;
  readonly masker: Masker;
  readonly log: Log;
  readonly progress: Progress;
  /** Bytes of all inputs; null where they are not known. */
  readonly bytes: number | null;
}

async function score(inputs: readonly string[], options: ScoreOptions, app: App): Promise<ExitCode> {
  const startedAt = new Date();
  const log = createLog(options.logLevel, app.masker);
  const messages = loadMessages(options.models, options.lang);
  const files = readSetup(setupOptions(options, personalOptions(options, app)));
  // The workers compile their scorers while this thread compiles its own, for its mistakes and its names alone.
  const pool = threadPool({ files, ...(await encoderChoice(options)) }, options.workers);
  try {
    const { rubric, provenance } = compileScorer(files);
    const masker = personalMasker(files.personal);
    const words = wording(messages, rubric, namesOf([...files.rules, ...files.rubrics]));
    const progress = createProgress(process.stderr, messages);
    const { bytes } = await checkInputs(inputs);
    return await runWith(pool, {
      inputs,
      options,
      app,
      startedAt,
      rubric,
      provenance,
      words,
      masker,
      log,
      progress,
      bytes,
    });
  } finally {
    await pool.close();
  }
}

/** From the checked inputs to the published folder; an interruption or error leaves the folder as it was. */
async function runWith(pool: ScoringPool, run: Run): Promise<ExitCode> {
  const { app, progress } = run;
  const interruption = interruptible();
  const folder = await openOutputFolder(run.options.out, run.inputs, interruption.stop);
  try {
    const summary = await Promise.race([fill(run, folder, pool, interruption), interruption.promise]);
    await folder.publish();
    progress.end();
    app.stdout(summaryText(summary, app.style));
    app.stderr(`${summaryLine(summary)}\n`);
    const share = rejectedShare(summary.totals.calls, summary.facts.counts.rejected);
    return share > summary.facts.rejectedLimit ? EXIT.rejected : EXIT.ok;
  } catch (error) {
    progress.end();
    await pool.close();
    await folder.discard();
    throw error;
  } finally {
    interruption.release();
  }
}

/** Scores everything and writes all reports into the folder's staging place. */
async function fill(
  run: Run,
  folder: OutputFolder,
  pool: ScoringPool,
  interruption: Interruption,
): Promise<SummaryInput> {
  const { words, masker, rubric, log, progress } = run;
  const spool = await Spool.create(join(folder.staging, SPOOL_FILE));
  const tally = await readAndScore(run, pool, spool, interruption);
  await pool.close();
  log.info({ read: tally.read, scored: spool.size, rejected: tally.rejects.length }, 'calls scored');
  if (spool.size === 0 && !tally.rejects.some(({ loses }) => loses === 'call')) throw noCalls(tally.rejects);
  progress.begin('writing', spool.size);
  let written = 0;
  const reports = await writeReports(folder.staging, {
    calls: spool.calls(),
    rejects: tally.rejects,
    rubric,
    words,
    masker,
    onCall: () => progress.update(++written, written),
  });
  await spool.remove();
  const facts = factsOf(run, tally);
  await writeRunRecord(folder.staging, runRecord(facts, reports.totals, reports.files));
  return summaryOf(facts, reports, words, folder.target);
}

async function readAndScore(
  { inputs, options, app, log, progress, bytes }: Run,
  pool: ScoringPool,
  spool: Spool,
  { signal }: Interruption,
): Promise<ScoringTally> {
  const ingestOptions = await ingestOptionsOf(options);
  log.info({ workers: pool.workers, inputs: inputs.length }, 'scoring begins');
  progress.begin('reading', bytes);
  let taken = 0;
  const onBytes = (more: number) => {
    taken += more;
  };
  const tally = await scoreAll({
    items: ingest(inputs, { ...ingestOptions, onBytes }),
    ledger: new DuplicateLedger(),
    pool,
    spool,
    signal,
    // Of the calls found so far the workers still hold some: the bytes are done in the same proportion.
    onProgress: (found, scored) => progress.update((taken * scored) / found, scored),
  });
  checkUse(ingestOptions.use, app);
  return tally;
}

function factsOf({ inputs, options, app, startedAt, rubric, provenance }: Run, tally: ScoringTally): RunFacts {
  const count = (what: Loss) => tally.rejects.filter(({ loses }) => loses === what).length;
  return {
    version: app.version,
    startedAt,
    finishedAt: new Date(),
    peakMemoryBytes: process.resourceUsage().maxRSS * 1024,
    counts: {
      read: tally.read,
      rejected: count('call'),
      skipped: count('file'),
      notes: count('nothing'),
      equalDuplicates: tally.equalDuplicates,
    },
    provenance,
    rubric,
    model: tally.model,
    options: {
      inputs,
      rubric: options.rubric ?? null,
      policy: options.policy,
      model: options.model ?? true,
      allowRemote: options.allowRemote,
      lang: options.lang,
      pii: options.pii,
      piiPatterns: options.piiPatterns ?? null,
      workers: options.workers,
      maxRejectedPercent: options.maxRejected,
      ...inputFacts(options),
    },
    rejectedLimit: options.maxRejected / 100,
  };
}

function summaryOf(facts: RunFacts, { totals, files }: WrittenReports, words: Wording, folder: string): SummaryInput {
  return { facts, totals, words, folder, files };
}
