/** The masker of a run, from the models folder and what the user chose. Its files are texts, so that workers can be handed them. */
import { join } from 'node:path';
import { parseLanguageData } from '../text/language.js';
import { compileMasker, type Masker, type MaskMode } from '../text/personal/masker.js';
import { readPersonalPatterns } from './personal-patterns.js';
import { readPersonalWords } from './personal-words.js';
import { readModel, readText, yamlNames } from './text-files.js';
import type { TextFile } from './yaml-file.js';

export interface PersonalOptions {
  readonly mode: MaskMode;
  /** Patterns of the user's; null for none. */
  readonly patternsFile: string | null;
}

export interface PersonalFiles {
  readonly mode: MaskMode;
  readonly words: readonly TextFile[];
  /** Where the surnames stand. */
  readonly mandarin: TextFile;
  readonly patterns: TextFile | null;
}

export const MASKED: PersonalOptions = { mode: { kind: 'mask' }, patternsFile: null };

const FOLDER = 'personal';

/** Throws a ConfigError where a file is missing. */
export function readPersonal(modelsFolder: string, { mode, patternsFile }: PersonalOptions = MASKED): PersonalFiles {
  return {
    mode,
    words: yamlNames(join(modelsFolder, FOLDER)).map((name) => readModel(modelsFolder, FOLDER, name)),
    mandarin: readModel(modelsFolder, 'lexicons', 'zh', '_language.yaml'),
    patterns: patternsFile === null ? null : readText(patternsFile),
  };
}

/** Throws a ConfigError that names every mistake with its file and line. */
export function personalMasker({ mode, words, mandarin, patterns }: PersonalFiles): Masker {
  return compileMasker({
    mode,
    words: readPersonalWords(words),
    surnames: (parseLanguageData('zh', mandarin.path, mandarin.text).surnames ?? []).flat(),
    patterns: patterns === null ? [] : readPersonalPatterns(patterns),
  });
}
