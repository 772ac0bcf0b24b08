/** A row of a CSV file as a turn: its speaker, words and times. */

import { orderFault } from './canonical.js';
import type { CsvHeader } from './csv-header.js';
import type { TurnDraft } from './draft.js';
import { type Fault, fault, isFault, shorten } from './reject.js';
import { labelSpeaker, namedSpeaker } from './speaker.js';
import { epochOf, FIRST_DATE_MS, MAX_CALL_MS, parseMoment, parseOffset, type TimeUnit } from './time.js';
import type { ColumnField, IngestVocabulary } from './vocabulary.js';

export type Cells = readonly string[];

/** The trimmed cell of a field, numbers with a decimal point; empty without a column. */
export function cellOf(cells: Cells, { columns, delimiter }: CsvHeader, field: ColumnField): string {
  const index = columns[field];
  const cell = index === undefined ? '' : (cells[index]?.trim() ?? '');
  return NUMBERS.has(field) ? withPoint(cell, delimiter) : cell;
}

const NUMBERS: ReadonlySet<ColumnField> = new Set<ColumnField>([
  ...(['startMs', 'startS', 'start', 'endMs', 'endS', 'end'] as const),
  ...(['durationMs', 'durationS', 'duration', 'asrConfidence'] as const),
]);

const WITH_COMMA = /^([+-]?)(\d*),(\d+)(\s*(?:ms|s|%)?)$/i;

/**
 * A decimal comma as a point. Where semicolons part the cells every comma is decimal; elsewhere three digits after it may
 * be thousands, which is left for the reader of the number to refuse, unless nothing or a zero stands before it.
 */
function withPoint(cell: string, delimiter: string): string {
  const match = WITH_COMMA.exec(cell);
  if (match === null) return cell;
  const [, sign, whole, fraction, unit] = match;
  const isDecimal = delimiter === ';' || fraction!.length !== 3 || Number(whole) === 0;
  return isDecimal ? `${sign}${whole === '' ? '0' : whole}.${fraction}${unit}` : cell;
}

/**
 * The turn of a row. Times that the file gives as dates are milliseconds since 1970 here, which no offset within a call
 * can be; `withCallClock` makes them offsets once the whole call is known.
 */
export function turnOf(
  cells: Cells,
  header: CsvHeader,
  unit: TimeUnit,
  vocabulary: IngestVocabulary,
): TurnDraft | Fault {
  const startMs = timeOf(cells, header, ['startMs', 'startS', 'start'], unit);
  if (isFault(startMs)) return startMs;
  const endMs = timeOf(cells, header, ['endMs', 'endS', 'end'], unit);
  if (isFault(endMs)) return endMs;
  const channel = channelOf(cellOf(cells, header, 'channel'));
  if (isFault(channel)) return channel;
  const asrConfidence = confidenceOf(cellOf(cells, header, 'asrConfidence'));
  if (isFault(asrConfidence)) return asrConfidence;
  const named =
    namedSpeaker(cellOf(cells, header, 'role'), vocabulary) ??
    labelSpeaker(cellOf(cells, header, 'speaker'), vocabulary);
  const speaker = named?.speaker ?? 'unknown';
  const label = cellOf(cells, header, 'speaker') || cellOf(cells, header, 'role');
  return (
    orderFault('the row', { startMs, endMs }) ?? {
      speaker,
      ...(speaker === 'unknown' && label !== '' ? { speakerLabel: label } : {}),
      agentId: cellOf(cells, header, 'agentId') || null,
      channel,
      text: cells[header.columns.text!] ?? '',
      startMs,
      endMs,
      asrConfidence,
    }
  );
}

/**
 * The unit of columns that name none: seconds where a value has a fraction, else by how long turns usually are (the
 * median of end minus start, or of the steps between starts): 100 or more is milliseconds.
 */
export function guessUnit(rows: readonly Cells[], header: CsvHeader): TimeUnit {
  const starts = rows.map((cells) => cellOf(cells, header, 'start'));
  const ends = rows.map((cells) => cellOf(cells, header, 'end'));
  if ([...starts, ...ends].some((value) => /^\d*\.\d+$/.test(value))) return 's';
  const lengths = starts.flatMap((start, index) => stepBetween(start, ends[index]!));
  const steps =
    lengths.length > 0 ? lengths : starts.flatMap((start, index) => stepBetween(starts[index - 1] ?? '', start));
  const middle = steps.sort((a, b) => a - b)[Math.floor(steps.length / 2)];
  return middle === undefined || middle >= MIN_TURN_MS ? 'ms' : 's';
}

const MIN_TURN_MS = 100;

function stepBetween(from: string, to: string): number[] {
  if (!/^\d+$/.test(from) || !/^\d+$/.test(to)) return [];
  const step = Number(to) - Number(from);
  return step > 0 ? [step] : [];
}

type TimeField = 'startMs' | 'startS' | 'start' | 'endMs' | 'endS' | 'end';

function timeOf(
  cells: Cells,
  header: CsvHeader,
  fields: readonly TimeField[],
  guessed: TimeUnit,
): number | null | Fault {
  const field = fields.find((name) => header.columns[name] !== undefined);
  const value = field === undefined ? '' : cellOf(cells, header, field);
  if (field === undefined || value === '') return null;
  const moment = value.includes(':') ? parseMoment(value) : null;
  if (moment !== null && epochOf(moment) >= FIRST_DATE_MS) return epochOf(moment);
  const offset = parseOffset(value, field.endsWith('Ms') ? 'ms' : field.endsWith('S') ? 's' : guessed);
  if (offset !== null && offset >= 0 && offset <= MAX_CALL_MS) return offset;
  return fault('bad_field', {
    field: `"${header.names[header.columns[field]!]}"`,
    expected: 'a time from the start of the call (mm:ss, seconds or milliseconds, not negative) or a date with time',
    actual: `"${shorten(value)}"`,
  });
}

function channelOf(value: string): number | null | Fault {
  if (value === '') return null;
  if (/^\d{1,4}$/.test(value)) return Number(value);
  return fault('bad_field', { field: 'channel', expected: 'a whole number from 0', actual: `"${shorten(value)}"` });
}

function confidenceOf(value: string): number | null | Fault {
  if (value === '') return null;
  const match = /^(\d+(?:\.\d+)?|\.\d+)\s*(%?)$/.exec(value);
  const confidence = match === null ? Number.NaN : Number(match[1]) / (match[2] === '%' ? 100 : 1);
  if (confidence >= 0 && confidence <= 1) return confidence;
  return fault('bad_field', {
    field: 'confidence',
    expected: 'a number from 0 to 1 or a percentage',
    actual: `"${shorten(value)}"`,
  });
}
