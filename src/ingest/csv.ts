/**
 * CSV, one turn a row. Rows of a call need not be adjacent: open calls are held until the file ends or together they
 * outgrow `MAX_HELD_CHARACTERS`; then the call that has waited longest for a row is closed and handed over. A row of a
 * closed call comes too late: it is told as `csv_scattered`, and the ledger withdraws the call, which lacks that turn.
 * A row that cannot be read costs its whole call, since the indexes of the turns after it would be wrong.
 */

import { withCallClock } from './call-clock.js';
import { CALL_FIELDS, type CallField, CHANGING_FIELDS, callFieldsOf, plainValue } from './call-fields.js';
import { isCallId, MAX_ID_CHARACTERS } from './canonical.js';
import { type CsvHeader, columnsFault, findHeader, missingColumns } from './csv-header.js';
import { type CsvRow, RecordCutter, readRows } from './csv-records.js';
import { type Cells, cellOf, guessUnit, turnOf } from './csv-row.js';
import type { CallDraft, TurnDraft } from './draft.js';
import { callItem, type FileContext, type IngestItem, type ItemStream, lineFault, rejectItem } from './item.js';
import type { Line, LineBatches } from './lines.js';
import { type Fault, fault, isFault, shorten } from './reject.js';
import { epochOf, MAX_CALL_MS, parseMoment, type TimeUnit } from './time.js';
import type { IngestVocabulary } from './vocabulary.js';

/** How much text open calls may hold together, a fixed cost for every row included. */
const MAX_HELD_CHARACTERS = 24_000_000;
const CHARACTERS_PER_ROW = 100;

export async function* readCsv(
  batches: LineBatches,
  context: FileContext,
  maxHeldCharacters = MAX_HELD_CHARACTERS,
): ItemStream {
  let header: CsvHeader | null = null;
  let cutter: RecordCutter | null = null;
  let calls: OpenCalls | null = null;
  const startCalls = (rows: readonly CsvRow[], columns: CsvHeader) => {
    const cells = rows.flatMap((row) => (row.cells === null ? [] : [row.cells]));
    return new OpenCalls(context, columns, guessUnit(cells, columns), maxHeldCharacters);
  };
  for await (const lines of batches) {
    let body = lines;
    if (header === null) {
      const found = findHeader(lines, context.vocabulary);
      if (found === null) continue;
      const { at } = found;
      header = found.header;
      context.sights.sawColumns(header.names);
      const wrong = headerFault(lines[at]!, header);
      if (wrong !== null) {
        yield rejectItem({ file: context.file, line: lines[at]!.number }, null, wrong);
        return;
      }
      cutter = new RecordCutter(header.delimiter);
      body = lines.slice(at + 1);
    }
    const rows = await readRows(
      body.flatMap((line) => cutter!.feed(line)),
      header.delimiter,
    );
    if (rows.length > 0) calls ??= startCalls(rows, header);
    for (const row of rows) for (const item of calls!.add(row)) yield item;
  }
  if (header === null || cutter === null) return;
  const last = await readRows(cutter.finish(), header.delimiter);
  calls ??= startCalls(last, header);
  for (const row of last) yield* calls.add(row);
  yield* calls.closeAll();
}

function headerFault({ fault: broken }: Line, header: CsvHeader): Fault | null {
  if (broken !== null) return lineFault(broken);
  const missing = missingColumns(header);
  if (missing.length === 0) return null;
  return columnsFault(header, missing[0]!, missing.map((field) => `the ${field}`).join(' and '));
}

interface OpenCall {
  readonly callId: string;
  readonly line: number;
  readonly turns: TurnDraft[];
  readonly fields: Map<CallField, string>;
  /** Values of the columns of no known field; null where rows differ, as it tells nothing about the call then. */
  readonly extras: Map<number, string | null>;
  /** The earliest date among the times of the turns, as written. */
  earliest: string | null;
  characters: number;
  rows: number;
  trouble: { readonly line: number; readonly fault: Fault } | null;
}

/** A cell without content, or of the line that Markdown draws under a header. */
const BLANK_CELL = /^\s*(?::?-{2,}:?)?\s*$/;

/** Stands for the rows that name no call. */
const NO_ID = '';

class OpenCalls {
  /** In the order of their last rows. */
  private readonly open = new Map<string, OpenCall>();
  private readonly closed = new Set<string>();
  private readonly told = new Set<string>();
  private heldCharacters = 0;
  private lastId: string | null = null;

  constructor(
    private readonly context: FileContext,
    private readonly header: CsvHeader,
    private readonly unit: TimeUnit,
    private readonly maxHeldCharacters: number,
  ) {}

  *add(row: CsvRow): Generator<IngestItem> {
    if (row.cells?.every((cell) => BLANK_CELL.test(cell))) return;
    const callId = this.callIdOf(row);
    this.lastId = callId;
    if (this.closed.has(callId)) {
      if (!this.told.has(callId)) yield this.reject(callId, row.line, fault('csv_scattered'));
      this.told.add(callId);
      return;
    }
    const call = this.open.get(callId) ?? newCall(callId, row.line);
    this.open.delete(callId);
    this.open.set(callId, call);
    this.heldCharacters -= call.characters;
    this.addRow(call, row);
    this.heldCharacters += call.characters;
    while (this.heldCharacters > this.maxHeldCharacters && this.open.size > 1) {
      const [longestWaiting] = this.open.values();
      yield this.close(longestWaiting!);
    }
  }

  *closeAll(): Generator<IngestItem> {
    for (const call of [...this.open.values()].sort((a, b) => a.line - b.line)) yield this.close(call);
  }

  /** The call of a row; of a broken row the call that its first cells name, else the call of the row before. */
  private callIdOf({ cells, text }: CsvRow): string {
    const column = this.header.columns.callId;
    if (column === undefined) return this.context.fileId;
    if (cells !== null) return cells[column]?.trim() ?? NO_ID;
    const before = text.split(this.header.delimiter).slice(0, column + 1);
    const named = before.some((cell) => cell.includes('"')) ? '' : (before[column]?.trim() ?? '');
    return isCallId(named) ? named : (this.lastId ?? NO_ID);
  }

  private addRow(call: OpenCall, row: CsvRow): void {
    call.rows++;
    if (call.trouble !== null || call.callId === NO_ID) return;
    const wrong = row.cells === null ? (row.fault ?? fault('csv_row')) : this.addCells(call, row.cells);
    if (wrong === null) return;
    call.trouble = { line: row.line, fault: wrong };
    call.turns.length = 0;
    call.characters = 0;
  }

  private addCells(call: OpenCall, cells: Cells): Fault | null {
    const { header } = this;
    if (cells.length !== header.names.length) {
      return fault('csv_cells', { actual: cells.length, expected: header.names.length });
    }
    if (!isCallId(call.callId)) {
      const expected = `text of at most ${MAX_ID_CHARACTERS} characters without control characters`;
      return fault('bad_field', { field: 'call id', expected, actual: `"${shorten(call.callId)}"` });
    }
    const turn = turnOf(cells, header, this.unit, this.context.vocabulary);
    if (isFault(turn)) return turn;
    call.turns.push(turn);
    call.characters += turn.text.length + CHARACTERS_PER_ROW;
    this.noteDate(call, cells, turn);
    for (const column of header.extras) noteExtra(call, column, cells[column]!.trim());
    return this.noteFields(call, cells);
  }

  private noteDate(call: OpenCall, cells: Cells, turn: TurnDraft): void {
    if (turn.startMs === null || turn.startMs <= MAX_CALL_MS) return;
    const moment = parseMoment(
      cellOf(cells, this.header, 'start') ||
        cellOf(cells, this.header, 'startMs') ||
        cellOf(cells, this.header, 'startS'),
    );
    if (moment !== null && (call.earliest === null || epochOf(moment) < epochOf(call.earliest))) call.earliest = moment;
  }

  private noteFields(call: OpenCall, cells: Cells): Fault | null {
    for (const field of [...CHANGING_FIELDS, ...CALL_FIELDS]) {
      const value = cellOf(cells, this.header, field);
      const earlier = call.fields.get(field);
      if (value === '' || value === earlier) continue;
      if (earlier === undefined) call.fields.set(field, value);
      else if (!CHANGING_FIELDS.some((name) => name === field)) return fault('csv_differs', { field });
    }
    return null;
  }

  private close(call: OpenCall): IngestItem {
    this.open.delete(call.callId);
    this.closed.add(call.callId);
    this.heldCharacters -= call.characters;
    if (call.callId === NO_ID) return this.reject(null, call.line, fault('csv_no_call_id', { count: call.rows }));
    if (call.trouble !== null) return this.reject(call.callId, call.trouble.line, call.trouble.fault);
    const draft = draftOf(call, this.header, this.context.vocabulary);
    if (isFault(draft)) return this.reject(call.callId, call.line, draft);
    const line = this.header.columns.callId === undefined ? null : call.line;
    return callItem(draft, { file: this.context.file, line }, this.context);
  }

  private reject(callId: string | null, line: number, what: Fault): IngestItem {
    return rejectItem({ file: this.context.file, line }, callId, what);
  }
}

function newCall(callId: string, line: number): OpenCall {
  return {
    callId,
    line,
    turns: [],
    fields: new Map(),
    extras: new Map(),
    earliest: null,
    characters: 0,
    rows: 0,
    trouble: null,
  };
}

function noteExtra(call: OpenCall, column: number, value: string): void {
  if (value === '') return;
  const earlier = call.extras.get(column);
  if (earlier === undefined) call.extras.set(column, value);
  else if (earlier !== value) call.extras.set(column, null);
}

function draftOf(call: OpenCall, header: CsvHeader, vocabulary: IngestVocabulary): CallDraft | Fault {
  const fields = callFieldsOf(call.fields, vocabulary);
  if (isFault(fields)) return fields;
  const clocked = withCallClock(call.turns, fields.startedAt ?? call.earliest);
  if (isFault(clocked)) return clocked;
  const { warnings, ...timed } = clocked;
  const meta = [...call.extras].flatMap(([column, value]) =>
    value === null ? [] : [[header.names[column]!, plainValue(value)] as const],
  );
  return {
    ...fields,
    ...timed,
    callId: call.callId,
    agentId: null,
    meta: Object.fromEntries(meta),
    ...(warnings.length === 0 ? {} : { conversion: { format: 'csv-turns', warnings } }),
  };
}
