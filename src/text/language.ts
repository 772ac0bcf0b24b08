/**
 * What differs between languages in reading a turn, as data: `models/lexicons/<language>/_language.yaml`. Numerals,
 * character folds and fillers are characters of a language and so live beside its lexicons, not in code.
 */
import { parse } from 'yaml';
import { z } from 'zod';
import type { Language } from '../domain/call.js';
import { ConfigError, messageOf } from '../domain/errors.js';
import { issueFaults } from '../domain/schema-sentence.js';

const schema = z.strictObject({
  schemaVersion: z.literal(1),
  /** Characters that may make up a number, beside the digits. */
  numerals: z.string(),
  /** One character to one character; what is on the left is read as what is on the right. */
  folds: z.record(z.string().length(1), z.string().length(1)),
  /** Hesitations, taken out before phrases are searched. */
  fillers: z.array(z.string().min(1)),
  /** Tokens of which a backchannel consists. */
  acknowledgements: z.array(z.string().min(1)),
  /** Words that begin a clause even where the recogniser put no punctuation. */
  clauseStarters: z.array(z.string().min(1)),
  /** Most characters that `…` in a phrase may stand for. */
  gap: z.int().min(1).max(60),
  /** How far before a phrase a negator still negates it, in characters. */
  negationReach: z.int().min(1).max(60),
  /** Surnames, those of like sound together: a recogniser cannot tell them apart. */
  surnames: z.array(z.array(z.string().min(1))).optional(),
  /** What is put before a surname to address somebody familiarly. */
  namePrefixes: z.array(z.string().min(1)).optional(),
  /** The polite and the plain "you", where the language has both. */
  politePronoun: z.string().optional(),
  plainPronoun: z.string().optional(),
});

export interface LanguageData extends z.infer<typeof schema> {
  readonly language: Language;
}

/** Reads a `_language.yaml`. Throws a ConfigError that names the file. */
export function parseLanguageData(language: Language, path: string, text: string): LanguageData {
  const data: unknown = (() => {
    try {
      return parse(text);
    } catch (error) {
      throw new ConfigError([{ file: path, line: null, message: `is no valid YAML: ${messageOf(error)}` }]);
    }
  })();
  const result = schema.safeParse(data);
  if (!result.success) {
    throw new ConfigError(
      issueFaults(result.error, schema, data, 'the file').map(({ message }) => ({ file: path, line: null, message })),
    );
  }
  return { language, ...result.data };
}
