/** The one way into a log line or onto stderr: no steering characters, and nothing by which a person could be found. */
import type { Masker } from '../../text/personal/masker.js';
import { terminalText } from './terminal.js';

export function logText(text: string, masker: Pick<Masker, 'text'>): string {
  return masker.text(terminalText(text));
}
