/**
 * How much of what one side says takes up the words of the other: the pairs of neighbouring Chinese characters, or the
 * English words of some length, that both have. Digits are left out, since a number read back restates nothing.
 */
import type { Language } from '../domain/call.js';

const HAN_RUN = /\p{Script=Han}{2,}/gu;
const LATIN_WORD = /[\p{Script=Latin}][\p{Script=Latin}']{3,}/gu;
/** English words of four letters and more that carry no matter. */
const EMPTY_WORDS = new Set([
  ...['that', 'this', 'with', 'have', 'your', "you're", 'from', 'they', 'them', 'what', 'when', 'just', 'like', 'were'],
  ...['been', 'would', 'could', 'there', 'their', 'about', 'then', 'than', 'said', 'says', 'saying', 'right', 'okay'],
  ...['yeah', 'well', 'really', 'because', 'understand', 'correct', "that's", "it's", "i've", "i'll", "don't", 'know'],
]);

function units(text: string, language: Language): ReadonlySet<string> {
  if (language === 'en') {
    return new Set((text.match(LATIN_WORD) ?? []).filter((word) => !EMPTY_WORDS.has(word)));
  }
  const pairs = new Set<string>();
  for (const run of text.match(HAN_RUN) ?? []) {
    for (let i = 0; i + 2 <= run.length; i++) pairs.add(run.slice(i, i + 2));
  }
  return pairs;
}

/** Number of different pairs (zh) or words (en) of the first text that the second one has too. Texts are folded. */
export function sharedUnits(text: string, other: string, language: Language): number {
  const theirs = units(other, language);
  return [...units(text, language)].filter((unit) => theirs.has(unit)).length;
}
