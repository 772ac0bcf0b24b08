#!/usr/bin/env node
/**
 * tingping, the commands:
 *
 *   score INPUT… --out DIR   score calls, write reports           score.ts
 *   explain CALL             tell how one call was scored         explain.ts
 *   convert INPUT… --out FILE  any format to canonical JSONL      convert.ts
 *   formats                  list the formats that are read       formats.ts
 *   evaluate CALLS           measure against labels, gates        evaluate.ts
 *   calibrate HUMAN.csv      compare with human scores            calibrate.ts
 *   check                    check rules, rubric, policy, words   check.ts
 *
 * Reports and answers go to files and stdout; logs, progress and errors to stderr. Exit codes: see exit.ts.
 */
import { Command, CommanderError } from 'commander';
import { logText } from '../reports/escape/log.js';
import { COLOURED, PLAIN } from '../reports/style.js';
import type { App } from './app.js';
import { addCalibrateCommand } from './calibrate.js';
import { addCheckCommand } from './check.js';
import { addConvertCommand } from './convert.js';
import { addEvaluateCommand } from './evaluate.js';
import { EXIT, type ExitCode, sentencesOf } from './exit.js';
import { addExplainCommand } from './explain.js';
import { addFormatsCommand } from './formats.js';
import { logMasker } from './log-masker.js';
import { packageInfo } from './package-info.js';
import { addScoreCommand } from './score.js';

function createProgram(app: App): Command {
  const program = new Command('tingping')
    .description(
      'Scores call-centre transcripts (Chinese and English) against a rubric, with the evidence for every point.',
    )
    .version(app.version)
    .exitOverride()
    .configureOutput({ writeErr: (text) => app.stderr(`${logText(text, app.masker)}\n`) })
    .showSuggestionAfterError();
  addScoreCommand(program, app);
  addExplainCommand(program, app);
  addConvertCommand(program, app);
  addFormatsCommand(program, app);
  addEvaluateCommand(program, app);
  addCalibrateCommand(program, app);
  addCheckCommand(program, app);
  return program;
}

/** Runs one command line; everything thrown ends here as sentences and an exit code. */
async function run(argv: readonly string[]): Promise<ExitCode> {
  let code: ExitCode = EXIT.ok;
  const { version, modelsFolder } = packageInfo();
  const app: App = {
    version,
    modelsFolder,
    style: process.stdout.isTTY && !process.env.NO_COLOR ? COLOURED : PLAIN,
    masker: logMasker(modelsFolder),
    stdout: (text) => process.stdout.write(text),
    stderr: (text) => process.stderr.write(text),
    exitWith: (ended) => {
      code = ended;
    },
  };
  try {
    await createProgram(app).parseAsync([...argv]);
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.unusable;
    for (const sentence of sentencesOf(error)) app.stderr(`tingping: ${app.masker.text(sentence)}\n`);
    if (isDebug(argv) && error instanceof Error) app.stderr(`${app.masker.text(String(error.stack))}\n`);
    return EXIT.unusable;
  }
}

function isDebug(argv: readonly string[]): boolean {
  return argv.includes('--log-level=debug') || argv[argv.indexOf('--log-level') + 1] === 'debug';
}

/** A reader that closes the pipe early, such as `head`, is no mistake. */
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  process.exit(error.code === 'EPIPE' ? EXIT.ok : EXIT.unusable);
});

const code = await run(process.argv);
process.stdout.write('', () => process.stderr.write('', () => process.exit(code)));
