/** Loads the lexicons of both languages from `models/lexicons/` and compiles them. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Language } from '../domain/call.js';
import { ConfigError, messageOf, type Problem } from '../domain/errors.js';
import { parseLanguageData } from '../text/language.js';
import { parseLexicon, type Lexicon } from '../text/lexicon.js';
import { languagePack, type LanguagePack } from '../text/reading.js';

const LANGUAGES: readonly Language[] = ['zh', 'en'];
const LANGUAGE_FILE = '_language.yaml';
const ENDING = '.yaml';

export interface LanguagePacks {
  readonly zh: LanguagePack;
  readonly en: LanguagePack;
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new ConfigError([{ file: path, line: null, message: `cannot be read: ${messageOf(error)}.` }]);
  }
}

/** Names of all lexicons of a language folder, sorted. */
export function lexiconNames(folder: string): readonly string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith(ENDING) && !name.startsWith('_'))
    .map((name) => name.slice(0, -ENDING.length))
    .sort();
}

function loadPack(modelsFolder: string, language: Language, extra: readonly Lexicon[]): LanguagePack {
  const folder = join(modelsFolder, 'lexicons', language);
  const languageFile = join(folder, LANGUAGE_FILE);
  const data = parseLanguageData(language, languageFile, readText(languageFile));
  const problems: Problem[] = [];
  const lexicons = lexiconNames(folder).map((name) => {
    const path = join(folder, name + ENDING);
    return parseLexicon(name, path, readText(path), data, problems);
  });
  if (problems.length > 0) throw new ConfigError(problems);
  return languagePack(data, [...lexicons.filter((lexicon) => lexicon !== null), ...extra]);
}

/**
 * Loads both languages; `extra` are word lists that rules ask for. Throws a ConfigError that names every mistake with
 * its file and line.
 */
export function loadLanguagePacks(modelsFolder: string, extra: readonly Lexicon[] = []): LanguagePacks {
  const [zh, en] = LANGUAGES.map((language) => loadPack(modelsFolder, language, extra));
  return { zh: zh!, en: en! };
}
