/** The one way into a log line: one line, no steering characters, and no number by which a caller could be rung. */
import { terminalText } from './terminal.js';

/** Nine digits or more in a row, or a mobile number written in groups; dates and counts are shorter. */
const LONG_NUMBER = /\d{9,}|\b1\d{2}[ -]\d{4}[ -]\d{4}\b/g;
const KEPT = 3;

export function logText(text: string): string {
  return terminalText(text).replace(LONG_NUMBER, (number) => `${number.slice(0, KEPT)}****`);
}
