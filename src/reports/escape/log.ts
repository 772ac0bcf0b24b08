/** The one way into a log line: one line, no steering characters, and no number by which a person could be found. */
import { maskText } from '../../text/mask.js';
import { terminalText } from './terminal.js';

export function logText(text: string): string {
  return maskText(terminalText(text));
}
