/** The header row of a CSV file: where it is, which separator, and which column carries which field. */
import type { Line } from './lines.js';
import { type Fault, fault, namesList } from './reject.js';
import { COLUMN_FIELDS, type ColumnField, foldWord, type IngestVocabulary } from './vocabulary.js';

export interface CsvHeader {
  readonly delimiter: string;
  /** The names as written, trimmed. */
  readonly names: readonly string[];
  /** Where a field stands; absent without a column. */
  readonly columns: Readonly<Partial<Record<ColumnField, number>>>;
  /** Columns of no known field, which may tell something about the call. */
  readonly extras: readonly number[];
}

const DELIMITERS = [',', ';', '\t', '|'] as const;

/** The header with the separator by which most fields are known. */
function readHeader(line: string, vocabulary: IngestVocabulary): CsvHeader {
  const readings = DELIMITERS.map((delimiter) => headerWith(delimiter, line, vocabulary));
  return readings.reduce((best, next) => (knownColumns(next) > knownColumns(best) ? next : best));
}

/** Lines above a header row at most: titles, filters, the date of the export. */
const MOST_LINES_ABOVE = 20;

export interface FoundHeader {
  /** Its index among the lines. */
  readonly at: number;
  readonly header: CsvHeader;
}

/**
 * The header row among the first lines of a file: the first line, unless that names no text and a second field, and a
 * later one does. Null where all lines are blank.
 */
export function findHeader(lines: readonly Pick<Line, 'text'>[], vocabulary: IngestVocabulary): FoundHeader | null {
  const found: FoundHeader[] = [];
  for (let at = 0; at < lines.length && found.length <= MOST_LINES_ABOVE; at++) {
    const { text } = lines[at]!;
    if (text.trim() === '' || isSeparatorNote(text)) continue;
    found.push({ at, header: readHeader(text, vocabulary) });
    if (isSureHeader(found[0]!.header)) break;
  }
  const later = [isTranscriptHeader, isSureHeader].flatMap((fits) => found.find(({ header }) => fits(header)) ?? []);
  return later[0] ?? found[0] ?? null;
}

/** Whether a row names the text and at least one more field: a title may be a word for the text by chance. */
function isSureHeader(header: CsvHeader): boolean {
  return header.columns.text !== undefined && knownColumns(header) > 1;
}

/** Whether the header names what no transcript can be without. */
export function isTranscriptHeader(header: CsvHeader): boolean {
  return missingColumns(header).length === 0;
}

export function missingColumns({ columns }: CsvHeader): readonly ('text' | 'speaker')[] {
  return [
    ...(columns.text === undefined ? (['text'] as const) : []),
    ...(columns.speaker === undefined && columns.role === undefined ? (['speaker'] as const) : []),
  ];
}

/** The fault of a header without what a transcript needs. Cells of talk, where a table has no header, are not told. */
export function columnsFault(header: CsvHeader, field: ColumnField, missing: string): Fault {
  const isHeader = header.names.every(
    (name) => name.length <= MAX_NAME_CHARACTERS && !/^[\d.,:/\s-]+$|\d{3}/.test(name),
  );
  return fault('csv_columns', { missing, field, known: isHeader ? namesList(header.names) : '' });
}

/** Names of columns are hardly ever longer. */
const MAX_NAME_CHARACTERS = 24;

/** Excel's note of the separator, which stands above the header. */
function isSeparatorNote(line: string): boolean {
  // Trimmed, a tab is gone.
  return /^sep=.?$/i.test(line.trim());
}

function knownColumns({ columns }: CsvHeader): number {
  return Object.keys(columns).length;
}

/** Where two columns name one field, the name that stands earlier in the vocabulary wins; the other is an extra. */
function headerWith(delimiter: string, line: string, { columns: known }: IngestVocabulary): CsvHeader {
  const names = line.split(delimiter).map((cell) =>
    cell
      .trim()
      .replace(/^"(.*)"$/, '$1')
      .trim(),
  );
  const rank = new Map([...known.keys()].map((word, index) => [word, index]));
  const columns: Partial<Record<ColumnField, number>> = {};
  for (const field of COLUMN_FIELDS) {
    const candidates = names.flatMap((name, index) => {
      const word = foldWord(name);
      return known.get(word) === field ? [{ index, rank: rank.get(word)! }] : [];
    });
    const best = candidates.sort((a, b) => a.rank - b.rank || a.index - b.index)[0];
    if (best !== undefined) columns[field] = best.index;
  }
  const taken = new Set(Object.values(columns));
  return {
    delimiter,
    names,
    columns,
    extras: names.flatMap((name, index) => (taken.has(index) || name === '' ? [] : [index])),
  };
}
