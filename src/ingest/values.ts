/** Words of a file for the fields that know only certain values. */
import type { Language } from '../domain/call.js';
import { type Fault, fault, isFault, shorten } from './reject.js';
import { foldWord, type IngestVocabulary } from './vocabulary.js';

/** The value that a word stands for; null for no word. */
export function wordOf<T extends string>(
  field: string,
  word: string | null,
  known: ReadonlyMap<string, T>,
): T | null | Fault {
  if (word === null || word.trim() === '') return null;
  const value = known.get(foldWord(word));
  if (value !== undefined) return value;
  const expected = [...new Set(known.values())].map((name) => `"${name}"`).join(' or ');
  return fault('unknown_word', { field, actual: shorten(word), expected });
}

/** The language of a word or a tag such as `zh-CN`, `en_US`. */
export function languageOfTag(tag: string | null, { languages }: IngestVocabulary): Language | null | Fault {
  const whole = wordOf('language', tag, languages);
  const first = isFault(whole) ? languages.get(foldWord(tag!.split(/[-_]/)[0]!)) : undefined;
  return first ?? whole;
}
