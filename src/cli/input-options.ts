/** Options of the commands that read transcripts of any format: what the files are, and who in them is the agent. */
import { type Command, InvalidArgumentError } from 'commander';
import { suggestion, TingpingError } from '../domain/errors.js';
import {
  COLUMN_FIELDS,
  type ColumnName,
  type Format,
  formatById,
  type IngestOptions,
  LIMIT_NAMES,
  LIMITS,
  type Limits,
  type NamePattern,
  namePatternOf,
  OptionUse,
} from '../ingest/index.js';
import { logText } from '../reports/escape/log.js';
import type { App } from './app.js';
import { loadRoleModel, loadVocabulary } from './data-files.js';

export interface InputOptions {
  readonly models: string;
  readonly format?: Format;
  readonly agentChannel?: number;
  readonly agentSpeaker: readonly string[];
  readonly column: readonly ColumnName[];
  readonly limit: Partial<Limits>;
  readonly filenamePattern?: NamePattern;
}

export function addInputOptions(command: Command): Command {
  return command
    .option('--format <id>', 'format of the files, where they do not tell; see tingping formats', parseFormat)
    .option('--agent-channel <n>', 'audio channel of the agent, from 0, where a file does not tell', parseChannel)
    .option(
      '--agent-speaker <name>',
      'name or label of the agent, where a file does not tell; repeatable',
      collectName,
      [],
    )
    .option('--column <name=field>', 'what a column of a table holds; repeatable', collectColumn, [])
    .option(
      '--limit <name=n>',
      `what an input may be at most (${LIMIT_NAMES.map((name) => `${name}=${LIMITS[name]}`).join(', ')}); repeatable`,
      collectLimit,
      {},
    )
    .option(
      '--filename-pattern <pattern>',
      'what names of files tell, as a regular expression with named groups',
      parseNamePattern,
    );
}

export async function ingestOptionsOf(options: InputOptions): Promise<IngestOptions & { readonly use: OptionUse }> {
  const vocabulary = await loadVocabulary(options.models);
  const asked = {
    columns: options.column,
    agentSpeakers: options.agentSpeaker,
    agentChannel: options.agentChannel ?? null,
    format: options.format ?? null,
  };
  return {
    vocabulary,
    columns: options.column,
    use: new OptionUse(asked, vocabulary),
    ...(options.format === undefined ? {} : { format: options.format }),
    limits: { ...LIMITS, ...options.limit },
    roles: {
      agentChannel: options.agentChannel ?? null,
      agentSpeakers: options.agentSpeaker,
      model: loadRoleModel(options.models),
    },
    ...(options.filenamePattern === undefined ? {} : { namePattern: options.filenamePattern }),
  };
}

/**
 * Ends the command where what the user said of the inputs fits nothing in them; tells what was not needed.
 * @throws TingpingError with a sentence for each option.
 */
export function checkUse(use: OptionUse, app: App): void {
  const mistakes = use.mistakes();
  if (mistakes.length > 0) throw new TingpingError('usage', mistakes.join('\n'));
  for (const sentence of use.idle()) app.stderr(`tingping: ${logText(sentence, app.masker)}\n`);
}

/** What the user said about the inputs, for the record of a run; nothing where nothing was said. */
export function inputFacts(options: InputOptions): Readonly<Record<string, string | number | readonly string[]>> {
  return {
    ...(options.format === undefined ? {} : { format: options.format.id }),
    ...(options.agentChannel === undefined ? {} : { agentChannel: options.agentChannel }),
    ...(options.agentSpeaker.length === 0 ? {} : { agentSpeakers: options.agentSpeaker }),
    ...(Object.keys(options.limit).length === 0
      ? {}
      : { limits: Object.entries(options.limit).map((pair) => pair.join('=')) }),
    ...(options.column.length === 0 ? {} : { columns: options.column.map((pair) => pair.join('=')) }),
    ...(options.filenamePattern === undefined ? {} : { filenamePattern: options.filenamePattern.source }),
  };
}

function parseFormat(value: string): Format {
  const format = formatById(value);
  if (typeof format === 'string') throw new InvalidArgumentError(format);
  return format;
}

function parseNamePattern(value: string): NamePattern {
  const pattern = namePatternOf(value);
  if (typeof pattern === 'string') throw new InvalidArgumentError(pattern);
  return pattern;
}

function parseChannel(value: string): number {
  if (/^\d{1,3}$/.test(value)) return Number(value);
  throw new InvalidArgumentError('It must be a whole number from 0.');
}

/** Names are compared by their letters and digits. */
const HAS_LETTER = /[\p{L}\p{N}]/u;

function collectName(value: string, earlier: readonly string[]): readonly string[] {
  if (!HAS_LETTER.test(value)) throw new InvalidArgumentError('It must be a name or label with a letter or digit.');
  return [...earlier, value];
}

function collectLimit(value: string, earlier: Partial<Limits>): Partial<Limits> {
  const [name, number] = value.split('=');
  const known = LIMIT_NAMES.find((one) => one === name);
  if (known !== undefined && /^\d{1,9}$/.test(number ?? '') && Number(number) > 0) {
    return { ...earlier, [known]: Number(number) };
  }
  throw new InvalidArgumentError(`It must be like "turns=10000"; known are ${LIMIT_NAMES.join(', ')}.`);
}

function collectColumn(value: string, earlier: readonly ColumnName[]): readonly ColumnName[] {
  const at = value.lastIndexOf('=');
  const field = value.slice(at + 1).trim();
  const name = value.slice(0, Math.max(0, at)).trim();
  if (!HAS_LETTER.test(name)) throw new InvalidArgumentError('It must be like "NAME OF THE COLUMN=text".');
  const known = COLUMN_FIELDS.find((one) => one === field);
  if (known !== undefined) return [...earlier, [name, known]];
  throw new InvalidArgumentError(`"${field}" is no field of a table: ${suggestion(field, COLUMN_FIELDS)}`);
}
