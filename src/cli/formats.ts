/** `formats`: which formats are read, by what each is recognised, what is kept of it, and where a sample lies. */
import type { Command } from 'commander';
import { FORMATS } from '../ingest/index.js';
import type { App } from './app.js';
import { EXIT } from './exit.js';

export function addFormatsCommand(program: Command, app: App): void {
  program
    .command('formats')
    .description('list the formats that are read, and how each is recognised')
    .action(() => {
      app.stdout(FORMATS.map(formatText).join('\n'));
      app.exitWith(EXIT.ok);
    });

  function formatText(format: (typeof FORMATS)[number]): string {
    const facts = [
      ['recognised by', format.recognisedBy.replaceAll('`', '')],
      ['keeps', format.keeps.replaceAll('`', '')],
      ['described in', format.documentation ?? 'the README of tingping'],
      ['sample', `fixtures/formats/${format.sample}`],
    ];
    const lines = facts.map(([name, value]) => `  ${name!.padEnd(14)}${value}`);
    return `${app.style.bold(format.id)}  ${format.name} (${format.status})\n${lines.join('\n')}\n`;
  }
}
