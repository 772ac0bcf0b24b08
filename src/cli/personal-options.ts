/** What is done with personal data: the options of the commands that show words of calls. */
import { type Command, Option } from 'commander';
import type { PersonalOptions } from '../config/personal.js';
import { readPersonalKey } from '../config/personal-key.js';
import { TingpingError } from '../domain/errors.js';
import type { MaskMode } from '../text/personal/masker.js';
import type { App } from './app.js';

export interface PersonalDataOptions {
  readonly pii: MaskMode['kind'];
  readonly piiKey?: string;
  readonly piiPatterns?: string;
}

const MODES: readonly MaskMode['kind'][] = ['mask', 'hash', 'keep'];

export function addPersonalOptions(command: Command): Command {
  return command
    .addOption(
      new Option('--pii <mode>', 'personal data: stars, tokens under a secret key, or as they are')
        .choices(MODES)
        .default('mask'),
    )
    .option('--pii-key <file>', 'secret key of the tokens; made, readable by its owner alone, where it is missing')
    .option('--pii-patterns <file>', 'patterns of your own (YAML) that are masked too');
}

/** Throws a sentence where options do not go together, or the key cannot be used. */
export function personalOptions({ pii, piiKey, piiPatterns }: PersonalDataOptions, app: App): PersonalOptions {
  if (pii !== 'hash' && piiKey !== undefined) {
    throw new TingpingError('usage', `--pii-key is the key of tokens: write --pii hash, or leave it out.`);
  }
  if (pii === 'keep' && piiPatterns !== undefined) {
    throw new TingpingError('usage', '--pii keep masks nothing: leave --pii-patterns out.');
  }
  return { mode: pii === 'hash' ? tokenMode(piiKey, app) : { kind: pii }, patternsFile: piiPatterns ?? null };
}

function tokenMode(path: string | undefined, app: App): MaskMode {
  if (path === undefined) {
    throw new TingpingError('usage', '--pii hash needs a secret key: name its file with --pii-key FILE.');
  }
  const { key, isNew } = readPersonalKey(path);
  if (isNew) app.stderr(`A new key was written to ${path}: keep it, or tokens of another night will differ.\n`);
  return { kind: 'hash', key };
}
