/**
 * The one way of foreign text into the output of a CI step. Runners take lines with certain signs for commands
 * (`::set-env …` of GitHub, `##vso[…]` of Azure, also behind blanks), so those signs are drawn apart.
 */
import { terminalText } from './terminal.js';

export function runnerText(text: string): string {
  return terminalText(text)
    .replace(/:(?=:)/g, ': ')
    .replace(/#(?=#)/g, '# ');
}
