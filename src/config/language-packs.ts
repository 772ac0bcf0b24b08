/** Compiles the lexicons of both languages, and the word lists that rules and rubrics add to them. */
import type { Language } from '../domain/call.js';
import { ConfigError, type Problem } from '../domain/errors.js';
import { parseLanguageData } from '../text/language.js';
import { type Lexicon, parseLexicon } from '../text/lexicon.js';
import { type LanguagePack, languagePack } from '../text/reading.js';
import { type LanguageFiles, readLanguages, type SetupFiles } from './setup.js';

export type LanguagePacks = Readonly<Record<Language, LanguagePack>>;

/** Word lists beside the lexicon files, made for a language because folding is the language's. */
export type ExtraLexicons = (language: Language, folds: Readonly<Record<string, string>>) => readonly Lexicon[];

function compilePack(language: Language, files: LanguageFiles, extra: ExtraLexicons): LanguagePack {
  const data = parseLanguageData(language, files.data.path, files.data.text);
  const problems: Problem[] = [];
  const lexicons = files.lexicons.map((file) => parseLexicon(file.name, file.path, file.text, data, problems));
  if (problems.length > 0) throw new ConfigError(problems);
  return languagePack(data, [...lexicons.filter((lexicon) => lexicon !== null), ...extra(language, data.folds)]);
}

/** Throws a ConfigError that names every mistake with its file and line. */
export function compileLanguagePacks(files: SetupFiles['languages'], extra: ExtraLexicons = () => []): LanguagePacks {
  return { zh: compilePack('zh', files.zh, extra), en: compilePack('en', files.en, extra) };
}

/** Reads and compiles the lexicons of a models folder alone, without rules. */
export function loadLanguagePacks(modelsFolder: string): LanguagePacks {
  return compileLanguagePacks(readLanguages(modelsFolder));
}
