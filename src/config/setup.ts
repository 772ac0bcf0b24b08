/** Reads everything the scorer is given and not coded. Texts only, so that worker threads can be handed the whole. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { isAbsolute, join, resolve } from 'node:path';
import { ConfigError, messageOf } from '../domain/errors.js';
import type { TextFile } from './yaml-file.js';

export interface SetupOptions {
  readonly modelsFolder: string;
  /** A rubric file of the user; null for the default rubric. */
  readonly rubricFile: string | null;
  /** Name of a policy in `models/policies/`, or a file. */
  readonly policy: string;
}

export interface SetupFiles {
  readonly modelsFolder: string;
  readonly rules: readonly TextFile[];
  /** The default rubric, and after it the user's. */
  readonly rubrics: readonly TextFile[];
  readonly policy: TextFile;
  readonly languages: { readonly zh: LanguageFiles; readonly en: LanguageFiles };
}

export interface LanguageFiles {
  readonly data: TextFile;
  readonly lexicons: readonly (TextFile & { readonly name: string })[];
}

const ENDING = '.yaml';

function readText(path: string, shown = path): TextFile {
  try {
    return { path: shown, text: readFileSync(path, 'utf8') };
  } catch (error) {
    throw new ConfigError([{ file: shown, line: null, message: `cannot be read: ${messageOf(error)}.` }]);
  }
}

function yamlNames(folder: string): readonly string[] {
  if (!existsSync(folder)) {
    throw new ConfigError([
      { file: folder, line: null, message: 'is missing; reinstall tingping or name the folder of the models.' },
    ]);
  }
  return readdirSync(folder)
    .filter((name) => name.endsWith(ENDING))
    .sort();
}

/** Files are named from the models folder on, so that results do not depend on where the tool is installed. */
function readModel(options: Pick<SetupOptions, 'modelsFolder'>, ...parts: readonly string[]): TextFile {
  return readText(join(options.modelsFolder, ...parts), ['models', ...parts].join('/'));
}

function languageFiles(options: Pick<SetupOptions, 'modelsFolder'>, language: string): LanguageFiles {
  const names = yamlNames(join(options.modelsFolder, 'lexicons', language)).filter((name) => !name.startsWith('_'));
  return {
    data: readModel(options, 'lexicons', language, '_language.yaml'),
    lexicons: names.map((name) => ({
      name: name.slice(0, -ENDING.length),
      ...readModel(options, 'lexicons', language, name),
    })),
  };
}

function policyFile(options: SetupOptions): TextFile {
  const named = join(options.modelsFolder, 'policies', options.policy + ENDING);
  if (/^[a-z0-9-]+$/.test(options.policy) && existsSync(named))
    return readModel(options, 'policies', options.policy + ENDING);
  const own = isAbsolute(options.policy) ? options.policy : resolve(options.policy);
  if (existsSync(own)) return readText(own, options.policy);
  const known = yamlNames(join(options.modelsFolder, 'policies')).map((name) => name.slice(0, -ENDING.length));
  throw new ConfigError([
    { file: options.policy, line: null, message: `is neither a policy file nor one of ${known.join(', ')}.` },
  ]);
}

/** The lexicons of both languages. Throws a ConfigError where a file is missing. */
export function readLanguages(modelsFolder: string): SetupFiles['languages'] {
  return { zh: languageFiles({ modelsFolder }, 'zh'), en: languageFiles({ modelsFolder }, 'en') };
}

/** Throws a ConfigError where a file is missing. */
export function readSetup(options: SetupOptions): SetupFiles {
  const base = readModel(options, 'rubrics', 'default.yaml');
  const own = options.rubricFile === null ? [] : [readText(resolve(options.rubricFile), options.rubricFile)];
  return {
    modelsFolder: options.modelsFolder,
    rules: yamlNames(join(options.modelsFolder, 'rules')).map((name) => readModel(options, 'rules', name)),
    rubrics: [base, ...own],
    policy: policyFile(options),
    languages: readLanguages(options.modelsFolder),
  };
}
