/**
 * The words by which foreign files name fields, speakers and values. They are data (models/ingest/*.yaml), since they
 * grow with every system that files come from; this file reads and checks them.
 */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isMap, isScalar, isSeq, LineCounter, parseDocument, type YAMLMap } from 'yaml';
import type { Direction, Language, Medium, Speaker } from '../domain/call.js';
import { ConfigError, messageOf, type Problem, suggestion } from '../domain/errors.js';

/** Fields that a CSV column or a header line of a script can carry. */
export const COLUMN_FIELDS = [
  'callId',
  'speaker',
  'role',
  'text',
  'startMs',
  'startS',
  'start',
  'endMs',
  'endS',
  'end',
  'agentId',
  'team',
  'queue',
  'direction',
  'medium',
  'language',
  'startedAt',
  'durationMs',
  'durationS',
  'duration',
  'callerNumber',
  'recordingUrl',
  'channel',
  'asrConfidence',
  'hangupBy',
] as const;
export type ColumnField = (typeof COLUMN_FIELDS)[number];

export const SENTIMENT_WORDS = ['positive', 'neutral', 'negative', 'mixed'] as const;
export type SentimentWord = (typeof SENTIMENT_WORDS)[number];

/** Every key is a folded word, see `foldWord`. */
export interface IngestVocabulary {
  readonly columns: ReadonlyMap<string, ColumnField>;
  readonly speakers: ReadonlyMap<string, Speaker>;
  readonly directions: ReadonlyMap<string, Direction>;
  readonly media: ReadonlyMap<string, Medium>;
  readonly languages: ReadonlyMap<string, Language>;
  readonly hangups: ReadonlyMap<string, 'line'>;
  /** What stands in brackets where a recogniser heard no speech. */
  readonly placeholders: ReadonlyMap<string, 'sound'>;
  /** Words for how a speaker feels, of sources that have their own. */
  readonly sentiments: ReadonlyMap<string, SentimentWord>;
}

/** A vocabulary file as read: its name for sentences, and its YAML. */
export interface VocabularyFile {
  readonly file: string;
  readonly text: string;
}

const SECTIONS: Readonly<Record<keyof IngestVocabulary, readonly string[]>> = {
  columns: COLUMN_FIELDS,
  speakers: ['agent', 'caller', 'system', 'unknown'],
  directions: ['inbound', 'outbound'],
  media: ['voice', 'chat'],
  languages: ['zh', 'en'],
  hangups: ['line'],
  placeholders: ['sound'],
  sentiments: SENTIMENT_WORDS,
};

/** A word without what writers vary: width, case, spaces, punctuation. */
export function foldWord(word: string): string {
  return word
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
}

/** The vocabulary with names of columns that the user gives; they stand before the known ones. */
export function withColumnNames(
  vocabulary: IngestVocabulary,
  names: readonly (readonly [name: string, field: ColumnField])[],
): IngestVocabulary {
  if (names.length === 0) return vocabulary;
  const own = new Map(names.map(([name, field]) => [foldWord(name), field]));
  return { ...vocabulary, columns: new Map([...own, ...[...vocabulary.columns].filter(([word]) => !own.has(word))]) };
}

/**
 * Reads vocabulary files; later files add to earlier ones.
 * @throws ConfigError naming every mistake: YAML syntax, unknown sections or fields, a word given to two meanings, and
 * sections that no file fills.
 */
export function parseVocabulary(files: readonly VocabularyFile[]): IngestVocabulary {
  const problems: Problem[] = [];
  const words = new Map<string, Map<string, string>>(Object.keys(SECTIONS).map((section) => [section, new Map()]));
  for (const file of files) readSections(file, words, problems);
  for (const [section, entries] of words) {
    if (entries.size === 0 && problems.length === 0) {
      problems.push({ file: files[0]?.file ?? 'vocabulary', line: null, message: `lacks the section "${section}".` });
    }
  }
  if (problems.length > 0) throw new ConfigError(problems);
  return Object.fromEntries(words) as unknown as IngestVocabulary;
}

/**
 * Reads every `.yaml` file of a folder as vocabulary, in the order of their names.
 * @throws ConfigError as `parseVocabulary`, and where the folder cannot be read.
 */
export async function loadVocabulary(folder: string): Promise<IngestVocabulary> {
  try {
    const names = (await readdir(folder)).filter((name) => name.endsWith('.yaml')).sort((a, b) => (a < b ? -1 : 1));
    const paths = names.map((name) => join(folder, name));
    const files = paths.map(async (file) => ({ file, text: await readFile(file, 'utf8') }));
    return parseVocabulary(await Promise.all(files));
  } catch (thrown) {
    if (thrown instanceof ConfigError) throw thrown;
    throw new ConfigError([{ file: folder, line: null, message: `cannot be read: ${messageOf(thrown)}.` }]);
  }
}

function readSections(
  { file, text }: VocabularyFile,
  words: Map<string, Map<string, string>>,
  problems: Problem[],
): void {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const tell = (offset: number | undefined, message: string) => {
    problems.push({ file, line: offset === undefined ? null : lines.linePos(offset).line, message });
  };
  for (const error of document.errors) tell(error.pos[0], `is not valid YAML: ${error.message.split('\n')[0]}`);
  if (document.errors.length > 0) return;
  if (!isMap(document.contents)) {
    tell(0, 'must be a map of sections.');
    return;
  }
  for (const [section, fields, at] of pairsOf(document.contents)) {
    const known = SECTIONS[section as keyof IngestVocabulary];
    if (known === undefined) {
      tell(at, unknownName('section', section, Object.keys(SECTIONS)));
      continue;
    }
    if (!isMap(fields)) {
      tell(at, `"${section}" must be a map of lists.`);
      continue;
    }
    for (const [field, list, fieldAt] of pairsOf(fields)) {
      if (!known.includes(field)) tell(fieldAt, unknownName('field', field, known));
      else if (!isSeq(list)) tell(fieldAt, `"${field}" must be a list of words.`);
      else addWords(field, list.items, words.get(section)!, (message) => tell(fieldAt, message));
    }
  }
}

function pairsOf(map: YAMLMap): [string, unknown, number | undefined][] {
  return map.items.map(({ key, value }) => [
    isScalar(key) ? String(key.value) : '',
    value,
    isScalar(key) ? key.range?.[0] : undefined,
  ]);
}

function addWords(
  field: string,
  items: readonly unknown[],
  entries: Map<string, string>,
  tell: (message: string) => void,
): void {
  for (const item of items) {
    const word = isScalar(item) && typeof item.value === 'string' ? item.value : null;
    const folded = word === null ? '' : foldWord(word);
    if (folded === '') {
      tell(`"${field}" lists something that is no word: quote it.`);
      continue;
    }
    const taken = entries.get(folded);
    if (taken !== undefined && taken !== field)
      tell(`"${word}" stands under "${taken}" and under "${field}": keep one.`);
    else entries.set(folded, field);
  }
}

function unknownName(what: string, name: string, known: readonly string[]): string {
  return `has the unknown ${what} "${name}": ${suggestion(name, known)}`;
}
