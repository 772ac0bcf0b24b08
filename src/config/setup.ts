/** Reads everything the scorer is given and not coded. Texts only, so that worker threads can be handed the whole. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError } from '../domain/errors.js';
import { type PersonalFiles, type PersonalOptions, readPersonal } from './personal.js';
import { ENDING, readModel, readText, yamlNames } from './text-files.js';
import type { TextFile } from './yaml-file.js';

export interface SetupOptions {
  readonly modelsFolder: string;
  /** A rubric file of the user; null for the default rubric. */
  readonly rubricFile: string | null;
  /** Name of a policy in `models/policies/`, or a file. */
  readonly policy: string;
  /** What is done with personal data; without it they are masked. */
  readonly personal?: PersonalOptions;
}

export interface SetupFiles {
  readonly modelsFolder: string;
  readonly rules: readonly TextFile[];
  /** The default rubric, and after it the user's. */
  readonly rubrics: readonly TextFile[];
  readonly policy: TextFile;
  readonly languages: { readonly zh: LanguageFiles; readonly en: LanguageFiles };
  /** Which words tell of danger together. */
  readonly dangerSigns: TextFile;
  readonly personal: PersonalFiles;
}

export interface LanguageFiles {
  readonly data: TextFile;
  readonly lexicons: readonly (TextFile & { readonly name: string })[];
}

function languageFiles(modelsFolder: string, language: string): LanguageFiles {
  const names = yamlNames(join(modelsFolder, 'lexicons', language)).filter((name) => !name.startsWith('_'));
  return {
    data: readModel(modelsFolder, 'lexicons', language, '_language.yaml'),
    lexicons: names.map((name) => ({
      name: name.slice(0, -ENDING.length),
      ...readModel(modelsFolder, 'lexicons', language, name),
    })),
  };
}

function policyFile(options: SetupOptions): TextFile {
  const named = join(options.modelsFolder, 'policies', options.policy + ENDING);
  if (/^[a-z0-9-]+$/.test(options.policy) && existsSync(named))
    return readModel(options.modelsFolder, 'policies', options.policy + ENDING);
  if (existsSync(options.policy)) return readText(options.policy);
  const known = yamlNames(join(options.modelsFolder, 'policies')).map((name) => name.slice(0, -ENDING.length));
  throw new ConfigError([
    { file: options.policy, line: null, message: `is neither a policy file nor one of ${known.join(', ')}.` },
  ]);
}

/** The lexicons of both languages. Throws a ConfigError where a file is missing. */
export function readLanguages(modelsFolder: string): SetupFiles['languages'] {
  return { zh: languageFiles(modelsFolder, 'zh'), en: languageFiles(modelsFolder, 'en') };
}

/** Throws a ConfigError where a file is missing. */
export function readSetup(options: SetupOptions): SetupFiles {
  const base = readModel(options.modelsFolder, 'rubrics', 'default.yaml');
  const own = options.rubricFile === null ? [] : [readText(options.rubricFile)];
  return {
    modelsFolder: options.modelsFolder,
    rules: yamlNames(join(options.modelsFolder, 'rules')).map((name) => readModel(options.modelsFolder, 'rules', name)),
    rubrics: [base, ...own],
    policy: policyFile(options),
    languages: readLanguages(options.modelsFolder),
    dangerSigns: readModel(options.modelsFolder, 'danger-signs.yaml'),
    personal: readPersonal(options.modelsFolder, options.personal),
  };
}
