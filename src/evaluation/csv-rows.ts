/** A table of a spreadsheet as rows of cells, with the lines that they begin in. */
import { parseString } from 'fast-csv';
import type { TextFile } from '../config/yaml-file.js';
import { ConfigError } from '../domain/errors.js';

export interface Row {
  /** Line in the file, from 1. */
  readonly line: number;
  readonly cells: readonly string[];
}

const DELIMITERS = [',', ';', '\t'] as const;
const LINE_BREAK = /\r\n|\n|\r/g;

/** Lines among which the header is, below titles. */
export const HEADER_LINES = 10;

/** The separator by which a line near the top is a header, or else the one that the first line has most of. */
function delimiterOf(text: string, isHeader: (cells: readonly string[]) => boolean): string {
  const lines = text
    .split(LINE_BREAK)
    .filter((line) => line.trim() !== '')
    .slice(0, HEADER_LINES);
  const cellsOf = (line: string, delimiter: string) => line.split(delimiter).map((cell) => cell.replace(/^"|"$/g, ''));
  const [first = ''] = lines;
  const ranked = [...DELIMITERS].sort((a, b) => first.split(b).length - first.split(a).length);
  return ranked.find((delimiter) => lines.some((line) => isHeader(cellsOf(line, delimiter)))) ?? ranked[0]!;
}

/** Line of the first quoted cell that does not end as it should; null where all do. */
function lineOfBadQuote(text: string, delimiter: string): number | null {
  const cell = new RegExp(`(?:^|[${delimiter}\\r\\n])[ \\t]*"((?:[^"]|"")*)("[ \\t]*(?=$|[${delimiter}\\r\\n]))?`, 'g');
  const bad = [...text.matchAll(cell)].find(([, , end]) => end === undefined);
  return bad === undefined ? null : lineAt(text, bad.index + bad[0].indexOf('"'));
}

const lineAt = (text: string, index: number) => (text.slice(0, index).match(LINE_BREAK)?.length ?? 0) + 1;

/** Rows without empty ones; `isHeader` knows the header. Throws a ConfigError where the text is no table. */
export function csvRows(
  { path, text }: TextFile,
  isHeader: (cells: readonly string[]) => boolean,
): Promise<readonly Row[]> {
  const table = text.replace(/^\uFEFF/, '');
  return new Promise((resolve, reject) => {
    const rows: Row[] = [];
    let line = 1;
    const delimiter = delimiterOf(table, isHeader);
    parseString(table, { delimiter, ignoreEmpty: false })
      .on('error', () => {
        const message =
          'is not valid CSV: a quote is opened and not closed, or text follows it; write quotes in texts twice.';
        reject(new ConfigError([{ file: path, line: lineOfBadQuote(table, delimiter), message }]));
      })
      .on('data', (cells: string[]) => {
        if (cells.some((cell) => cell.trim() !== '')) rows.push({ line, cells });
        // A cell may hold line breaks of its own.
        line += 1 + cells.reduce((sum, cell) => sum + (cell.match(LINE_BREAK)?.length ?? 0), 0);
      })
      .on('end', () => resolve(rows));
  });
}
