/**
 * Rows of a CSV file. Lines are joined to records where a quoted cell goes over several, then fast-csv reads the cells of
 * many records at once; a batch that it refuses is halved until the broken record stands alone.
 */
import { parseString } from 'fast-csv';
import { lineFault } from './item.js';
import type { Line } from './lines.js';
import { type Fault, fault } from './reject.js';

export interface CsvRecord {
  /** The line on which it begins. */
  readonly line: number;
  readonly text: string;
  readonly fault: Fault | null;
}

export interface CsvRow extends CsvRecord {
  /** Null where the record is broken. */
  readonly cells: readonly string[] | null;
}

/** A quoted cell that is longer is taken for a quote that nobody closed. */
const MAX_RECORD_CHARACTERS = 1_000_000;
const QUOTE = 0x22;

/** Joins lines to records. */
export class RecordCutter {
  private held: Line[] = [];
  private heldCharacters = 0;

  constructor(private readonly delimiter: string) {}

  feed(line: Line): CsvRecord[] {
    this.held.push(line);
    this.heldCharacters += line.text.length;
    if (endsInQuotes(line.text, this.delimiter, this.held.length > 1)) {
      return this.heldCharacters > MAX_RECORD_CHARACTERS ? this.dropFirst() : [];
    }
    const record = recordOf(this.held);
    this.held = [];
    this.heldCharacters = 0;
    return record.text.trim() === '' && record.fault === null ? [] : [record];
  }

  finish(): CsvRecord[] {
    const records: CsvRecord[] = [];
    while (this.held.length > 0) records.push(...this.dropFirst());
    return records;
  }

  /** Gives up the line whose quote stays open, and reads on from the next one. */
  private dropFirst(): CsvRecord[] {
    const [first, ...rest] = this.held;
    this.held = [];
    this.heldCharacters = 0;
    return [
      { line: first!.number, text: first!.text, fault: fault('csv_row') },
      ...rest.flatMap((line) => this.feed(line)),
    ];
  }
}

function recordOf(lines: readonly Line[]): CsvRecord {
  const broken = lines.find((line) => line.fault !== null)?.fault ?? null;
  return {
    line: lines[0]!.number,
    text: lines.map((line) => line.text).join('\n'),
    fault: broken === null ? null : lineFault(broken),
  };
}

/** Whether a quoted cell is still open at the end of the line. */
function endsInQuotes(text: string, delimiter: string, openBefore: boolean): boolean {
  if (!text.includes('"')) return openBefore;
  let open = openBefore;
  let atCellStart = true;
  for (let at = 0; at < text.length; at++) {
    const isQuote = text.charCodeAt(at) === QUOTE;
    if (open) {
      if (!isQuote) continue;
      if (text.charCodeAt(at + 1) === QUOTE) at++;
      else {
        open = false;
        atCellStart = false;
      }
    } else if (text[at] === delimiter) atCellStart = true;
    else if (isQuote && atCellStart) open = true;
    else if (atCellStart && !/\s/.test(text[at]!)) atCellStart = false;
  }
  return open;
}

/** The cells of each record. */
export async function readRows(records: readonly CsvRecord[], delimiter: string): Promise<CsvRow[]> {
  const whole = records.filter((record) => record.fault === null);
  const cells = await cellsOf(whole, delimiter);
  let next = 0;
  return records.map((record) => {
    if (record.fault !== null) return { ...record, cells: null };
    const row = cells[next++] ?? null;
    return { ...record, cells: row, fault: row === null ? fault('csv_row') : null };
  });
}

async function cellsOf(records: readonly CsvRecord[], delimiter: string): Promise<(readonly string[] | null)[]> {
  if (records.length === 0) return [];
  const rows = await parsed(records.map(({ text }) => text).join('\n'), delimiter);
  if (rows !== null && rows.length === records.length) return rows;
  if (records.length === 1) return [null];
  const half = Math.ceil(records.length / 2);
  return [...(await cellsOf(records.slice(0, half), delimiter)), ...(await cellsOf(records.slice(half), delimiter))];
}

/** All rows of a text; null where fast-csv refuses one. */
function parsed(text: string, delimiter: string): Promise<string[][] | null> {
  return new Promise((resolve) => {
    const rows: string[][] = [];
    parseString<string[], string[]>(text, { headers: false, delimiter, ignoreEmpty: false })
      .on('data', (row: string[]) => rows.push(row))
      .on('error', () => resolve(null))
      .on('end', () => resolve(rows));
  });
}
