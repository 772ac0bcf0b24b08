/** The one way onto a terminal: no escape sequence of a transcript may colour, move, retitle or rewrite anything. */
import { plainText } from './characters.js';

/** Operating system commands and strings up to their end, then control sequences with their parameters, then the short ones. */
const SEQUENCES =
  /(?:\u001B[\]PX^_]|[\u009D\u0090\u0098\u009E\u009F])[^\u0007\u001B\u009C]*(?:\u0007|\u001B\\|\u009C)?|(?:\u001B\[|\u009B)[0-?]*[ -/]*[@-~]?|\u001B[ -/]*[0-~]?/g;

export function terminalText(text: string): string {
  return plainText(text.replace(SEQUENCES, ''));
}
