/** Options that several commands share, and how their values are read. */
import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { MASKED, type PersonalOptions } from '../config/personal.js';
import type { SetupOptions } from '../config/setup.js';
import type { Language } from '../domain/call.js';
import { TingpingError } from '../domain/errors.js';
import { LOG_LEVELS, type LogLevel } from './log.js';

export interface CommonOptions {
  readonly rubric?: string;
  readonly policy: string;
  /** A folder or an id of the model hub; false is Commander's form of `--no-model`. */
  readonly model?: string | false;
  readonly allowRemote: boolean;
  readonly lang: Language;
  readonly models: string;
  readonly logLevel: LogLevel;
}

const DEFAULT_POLICY = 'default';
const MOST_WORKERS = 64;
const DEFAULT_WORKERS = 2;
const DEFAULT_MAX_REJECTED_PERCENT = 1;

/** Adds the options of `CommonOptions`; `modelsFolder` is where they come from if nothing else is said. */
export function addCommonOptions(command: Command, modelsFolder: string): Command {
  return refuseBoth(addModelsOption(command, modelsFolder), 'model')
    .option('--rubric <file>', 'your own rubric (YAML); without it the default rubric')
    .option('--policy <name|file>', 'harassment policy: default, protect-staff, or a file', DEFAULT_POLICY)
    .option('--model <id|folder>', 'another text-classification model for transformers.js in place of the encoder')
    .option('--allow-remote', 'let --model fetch a model by its id over the network', false)
    .option('--no-model', 'do without the encoder: phrases and structure alone, faster, finds less')
    .addOption(new Option('--lang <language>', 'language of reports and terminal').choices(['en', 'zh']).default('en'))
    .addOption(new Option('--log-level <level>', 'what is logged on stderr').choices(LOG_LEVELS).default('warn'));
}

/** Of an option and its opposite (`--model X --no-model`) the last would win unseen: refuses both together. */
export function refuseBoth(command: Command, name: string): Command {
  const given = new Set<string>();
  for (const flag of [name, `no-${name}`]) {
    command.on(`option:${flag}`, () => {
      given.add(flag);
      if (given.size === 2) {
        throw new TingpingError('usage', `--${name} and --no-${name} do not go together: leave one out.`);
      }
    });
  }
  return command;
}

export function addModelsOption(command: Command, modelsFolder: string): Command {
  return command.addOption(
    new Option('--models <folder>', 'folder of the encoder, lexicons, rules, rubrics, policies and messages')
      .default(modelsFolder, 'that of the package')
      .argParser((value: string) => resolve(value)),
  );
}

export function maxRejectedOption(): Option {
  return new Option('--max-rejected <percent>', 'share of rejected calls above which the exit code is 1')
    .default(DEFAULT_MAX_REJECTED_PERCENT)
    .argParser(parsePercent);
}

/** Without `personal` personal data are masked. */
export function setupOptions(options: CommonOptions, personal: PersonalOptions = MASKED): SetupOptions {
  return { modelsFolder: options.models, rubricFile: options.rubric ?? null, policy: options.policy, personal };
}

/** Two workers, or as many as the machine has cores where it has fewer. */
export function defaultWorkers(): number {
  return Math.min(DEFAULT_WORKERS, availableParallelism());
}

export function parseWorkers(value: string): number {
  const workers = Number(value);
  if (/^\d+$/.test(value) && workers >= 1 && workers <= MOST_WORKERS) return workers;
  throw new InvalidArgumentError(`It must be a whole number from 1 to ${MOST_WORKERS}.`);
}

/** A percentage, with or without its sign. */
function parsePercent(value: string): number {
  const percent = Number(value.replace(/%$/, '').trim());
  if (/^\d+(\.\d+)?\s*%?$/.test(value) && percent <= 100) return percent;
  throw new InvalidArgumentError('It must be a percentage from 0 to 100.');
}
