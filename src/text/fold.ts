/**
 * Folding makes writings of the same words equal: full width to half width, upper to lower case, traditional to
 * simplified script, and the folds of the language. It preserves length, so a span found in the folded text is a span
 * of the text as it was written.
 */
import { Converter } from 'opencc-js/t2cn';

const toSimplified = Converter({ from: 't', to: 'cn' });
const MOST_CODES = 0x10000;
const NO_FOLDS: Readonly<Record<string, string>> = {};
/** For each set of folds the folded character of every code met so far. */
const folded = new WeakMap<object, (string | undefined)[]>();

function foldCharacter(character: string): string {
  const code = character.charCodeAt(0);
  if (code < 0x80) return character.toLowerCase();
  if (code === 0x3000) return ' ';
  if (code >= 0xff01 && code <= 0xff5e) return String.fromCharCode(code - 0xfee0).toLowerCase();
  if (code >= 0x3400 && code <= 0x9fff) {
    const simplified = toSimplified(character);
    return simplified.length === 1 ? simplified : character;
  }
  const lower = character.toLowerCase();
  return lower.length === 1 ? lower : character;
}

/** Folds one text; the result has the same length in UTF-16 units. */
export function foldText(text: string, folds: Readonly<Record<string, string>> = NO_FOLDS): string {
  let table = folded.get(folds);
  if (table === undefined) {
    table = new Array<string | undefined>(MOST_CODES);
    folded.set(folds, table);
  }
  let result = '';
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    let plain = table[code];
    if (plain === undefined) {
      const character = foldCharacter(text[i]!);
      plain = folds[character] ?? character;
      table[code] = plain;
    }
    result += plain;
  }
  return result;
}
