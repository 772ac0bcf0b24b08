/**
 * Writes one table as CSV, row by row: UTF-8 with a byte-order mark (so that Excel reads Chinese), LF, one header row.
 * A table longer than a sheet of Excel goes on in a second file with its own header.
 */
import { createWriteStream } from 'node:fs';
import { basename, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { format } from 'fast-csv';
import { type Cell, csvCell } from './escape/csv.js';

/** Rows of an Excel sheet, the header among them. */
const SHEET_ROWS = 1_048_576;

type Formatter = ReturnType<typeof format<string[], string[]>>;

interface OpenPart {
  readonly formatter: Formatter;
  /** Resolves when the part lies on the disk. */
  readonly written: Promise<void>;
}

export class CsvFile {
  private part: OpenPart | null = null;
  private rowsInPart = 0;
  private parts = 0;
  private failure: unknown = null;

  constructor(
    private readonly folder: string,
    private readonly name: string,
    private readonly header: readonly string[],
    private readonly sheetRows: number = SHEET_ROWS,
  ) {}

  /** Names of the files written so far. */
  get files(): readonly string[] {
    return Array.from({ length: this.parts }, (_, part) => partName(this.name, part));
  }

  async write(row: readonly Cell[]): Promise<void> {
    if (this.part === null || this.rowsInPart >= this.sheetRows) await this.openPart();
    await this.put(row.map(csvCell));
  }

  /** Ends the file; a table without a row still has its header. */
  async close(): Promise<void> {
    if (this.part === null && this.parts === 0) await this.openPart();
    await this.closePart();
  }

  private async openPart(): Promise<void> {
    await this.closePart();
    const formatter: Formatter = format({ writeBOM: true, rowDelimiter: '\n', includeEndRowDelimiter: true });
    const file = createWriteStream(join(this.folder, partName(this.name, this.parts)));
    const written = pipeline(formatter, file);
    written.catch((error: unknown) => {
      this.failure = error;
    });
    this.part = { formatter, written };
    this.parts++;
    this.rowsInPart = 0;
    await this.put(this.header.map(csvCell));
  }

  private async put(cells: string[]): Promise<void> {
    if (this.failure !== null) throw this.failure;
    this.rowsInPart++;
    const { formatter, written } = this.part!;
    if (formatter.write(cells)) return;
    await Promise.race([new Promise<void>((resolve) => formatter.once('drain', resolve)), written]);
  }

  private async closePart(): Promise<void> {
    if (this.part === null) return;
    const { formatter, written } = this.part;
    this.part = null;
    formatter.end();
    await written;
  }
}

/** `criteria.csv`, `criteria-2.csv`, … */
function partName(name: string, part: number): string {
  return part === 0 ? name : `${basename(name, '.csv')}-${part + 1}.csv`;
}
