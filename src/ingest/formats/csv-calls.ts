/**
 * CSV or TSV with a call in each row: a cell holds the transcript, as a script with a turn a line, as a script run together
 * on one line, or as JSON of any known format; the other columns are fields of the call. Which column is which is told by
 * the vocabulary, and by `--column NAME=FIELD`.
 */
import { withCallClock } from '../call-clock.js';
import { CALL_FIELDS, type CallField, CHANGING_FIELDS, callFieldsOf, plainValue } from '../call-fields.js';
import { isCallId, MAX_ID_CHARACTERS } from '../canonical.js';
import { type CsvHeader, columnsFault, findHeader } from '../csv-header.js';
import { type CsvRow, RecordCutter, readRows } from '../csv-records.js';
import { cellOf } from '../csv-row.js';
import { itemOf } from '../documents.js';
import type { CallDraft, TurnDraft } from '../draft.js';
import { type DocumentCall, type DocumentContext, isLost, type TextFormat } from '../format.js';
import { innerJson } from '../inner-json.js';
import { type FileContext, type IngestItem, type ItemStream, lineFault, rejectItem } from '../item.js';
import type { LineBatches } from '../lines.js';
import { type Fault, fault, isFault, shorten } from '../reject.js';
import { turnsOf } from '../script.js';
import { headerOfHead } from './csv-head.js';

export const csvCalls: TextFormat = {
  id: 'csv-calls',
  name: 'CSV or TSV, a call a row',
  status: 'experimental',
  recognisedBy: 'a header row with a column for the text, none for a speaker, and at least one more',
  documentation: null,
  keeps: 'all columns of a call, others as `meta`; of the cell with the transcript what its own form keeps',
  sample: 'calls-per-row.csv',
  kind: 'text',
  recognise(head) {
    const header = headerOfHead(head);
    return header !== null && hasCells(header) && header.names.length > 1;
  },
  read: readCalls,
};

function hasCells({ columns }: CsvHeader): boolean {
  return columns.text !== undefined && columns.speaker === undefined && columns.role === undefined;
}

async function* readCalls(batches: LineBatches, context: FileContext): ItemStream {
  let table: { readonly header: CsvHeader; readonly cutter: RecordCutter } | null = null;
  for await (const lines of batches) {
    let body = lines;
    if (table === null) {
      const found = findHeader(lines, context.vocabulary);
      if (found === null) continue;
      const { at, header } = found;
      const line = lines[at]!;
      context.sights.sawColumns(header.names);
      const wrong = line.fault === null ? headerFault(header) : lineFault(line.fault);
      if (wrong !== null) {
        yield rejectItem({ file: context.file, line: line.number }, null, wrong);
        return;
      }
      table = { header, cutter: new RecordCutter(header.delimiter) };
      body = lines.slice(at + 1);
    }
    const { header, cutter } = table;
    const records = body.flatMap((line) => cutter.feed(line));
    for (const row of await readRows(records, header.delimiter)) yield* itemsOfRow(row, header, context);
  }
  if (table === null) return;
  for (const row of await readRows(table.cutter.finish(), table.header.delimiter)) {
    yield* itemsOfRow(row, table.header, context);
  }
}

function headerFault(header: CsvHeader): Fault | null {
  if (header.columns.text === undefined) return columnsFault(header, 'text', 'the text');
  return hasCells(header) ? null : fault('other_format', { name: csvCalls.name });
}

function itemsOfRow(row: CsvRow, header: CsvHeader, context: FileContext): readonly IngestItem[] {
  const place = { file: context.file, line: row.line };
  const { cells } = row;
  if (cells === null) return [rejectItem(place, null, row.fault ?? fault('csv_row'))];
  if (cells.every((cell) => cell.trim() === '')) return [];
  const named = cellOf(cells, header, 'callId');
  const callId = named === '' && header.columns.callId === undefined ? `${context.fileId}-${row.line}` : named;
  if (callId === '') return [rejectItem(place, null, fault('csv_no_call_id', { count: 1 }))];
  if (!isCallId(callId)) {
    const expected = `text of at most ${MAX_ID_CHARACTERS} characters without control characters`;
    return [
      rejectItem(place, null, fault('bad_field', { field: 'call id', expected, actual: `"${shorten(callId)}"` })),
    ];
  }
  if (cells.length !== header.names.length) {
    return [rejectItem(place, callId, fault('csv_cells', { actual: cells.length, expected: header.names.length }))];
  }
  return [itemOf(callOfRow(cells, callId, header, context), place, context)];
}

function callOfRow(cells: readonly string[], callId: string, header: CsvHeader, context: FileContext): DocumentCall {
  const values = new Map<CallField, string>();
  for (const field of [...CHANGING_FIELDS, ...CALL_FIELDS]) {
    const value = cellOf(cells, header, field);
    if (value !== '') values.set(field, value);
  }
  const fields = callFieldsOf(values, context.vocabulary);
  if (isFault(fields)) return { callId, fault: fields };
  const meta = header.extras.flatMap((column) => {
    const value = cells[column]!.trim();
    return value === '' ? [] : [[header.names[column]!, plainValue(value)] as const];
  });
  const own = {
    ...fields,
    callId,
    agentId: cellOf(cells, header, 'agentId') || null,
    meta: Object.fromEntries(meta),
  };
  const cell = cells[header.columns.text!]!.trim();
  if (cell === '') return { callId, fault: fault('no_transcript', { found: 'an empty cell' }) };
  if (/^[[{]/.test(cell)) {
    const inner = innerOf(cell, callId, context);
    if (inner !== null) return isLost(inner) ? inner : merged(inner, own);
  }
  const turns = turnsOf(linesOf(cell), context.vocabulary);
  if (isFault(turns)) {
    return { callId, fault: turns.code === 'script_no_speaker' ? fault('csv_cell_no_speaker') : turns };
  }
  const clocked = withCallClock(turns, own.startedAt);
  return isFault(clocked)
    ? { callId, fault: clocked }
    : {
        ...own,
        turns: clocked.turns,
        startedAt: clocked.startedAt,
        conversion: { format: csvCalls.id, warnings: clocked.warnings },
      };
}

/** The call of a cell in JSON; null where it is none, as a script may begin with a time in brackets. */
function innerOf(cell: string, callId: string, context: FileContext): DocumentCall | null {
  const document = innerJson(cell, 'the transcript cell');
  if (isFault(document)) return cell.startsWith('{') ? { callId, fault: document } : null;
  const inner: DocumentContext = {
    fallbackId: callId,
    vocabulary: context.vocabulary,
    readInner: context.documents.read,
  };
  // A list that no format knows is most likely one of turns.
  const calls =
    context.documents.read(document, inner) ??
    (Array.isArray(document) ? context.documents.read({ callId, turns: document }, inner) : null);
  if (calls === null) return { callId, fault: fault('unknown_json', { fields: 'those of the transcript cell' }) };
  if (isFault(calls)) return { callId, fault: calls };
  const [first, ...others] = calls;
  if (first === undefined || others.length > 0)
    return { callId, fault: fault('no_transcript', { found: `${calls.length} calls in a cell` }) };
  return isLost(first) ? { callId, fault: first.fault } : first;
}

/** The columns say what they know of the call, the transcript the rest. */
function merged(inner: CallDraft, own: Omit<CallDraft, 'turns'>): CallDraft {
  const told = Object.entries(own).filter(([, value]) => value !== null);
  return {
    ...inner,
    ...Object.fromEntries(told),
    meta: { ...inner.meta, ...own.meta },
    events: own.events.length > 0 ? own.events : inner.events,
    turns: inner.turns satisfies readonly TurnDraft[],
  };
}

/** The lines of a cell, without blank ones. */
function linesOf(cell: string): readonly string[] {
  return cell
    .split(/\r\n|[\n\r\u2028]|<br\s*\/?>|\\n/i)
    .map((line) => line.trim())
    .filter((line) => line !== '');
}
