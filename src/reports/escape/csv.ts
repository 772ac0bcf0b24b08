/**
 * The one way into a CSV cell. A spreadsheet takes a text that begins with one of four signs for a formula, also behind
 * spaces and in full width; such a text gets an apostrophe in front. Numbers stay numbers.
 */
import { plainText } from './characters.js';

export type Cell = string | number | boolean | null;

const SIGNS = new Set(['=', '+', '-', '@']);
/** Blank or invisible characters in front of the first one that is seen. */
const LEADING = /^[\s\p{Cf}\p{Zs}]*/u;

/** The text of a cell; quoting of separators is left to the writer of the file. */
export function csvCell(value: Cell): string {
  if (value === null) return '';
  if (typeof value !== 'string') return String(value);
  const text = plainText(value);
  return beginsLikeFormula(text) ? `'${text}` : text;
}

/** Whether the first seen character is a formula sign in any width (`normalize` folds the full-width and small forms). */
function beginsLikeFormula(text: string): boolean {
  const [first] = text.replace(LEADING, '');
  return first !== undefined && SIGNS.has(first.normalize('NFKC'));
}
