/**
 * Human scores from a spreadsheet: a row per call with a column per criterion, or a row per call and criterion. Rows and
 * columns may stand in any order; headings and statuses are words of `models/calibration.yaml`, criteria go by their id
 * or their name in either language. Numbers of criteria are statuses where that file knows all of them (1, 0.5, 0), and
 * else points out of the criterion's own.
 */
import type { TextFile } from '../config/yaml-file.js';
import { ConfigError, type Problem, suggestion, TingpingError } from '../domain/errors.js';
import type { CriterionHead, RubricHead } from '../domain/rubric.js';
import { type CalibrationWords, folded, type HumanStatus } from './calibration-words.js';
import { csvRows, HEADER_LINES, type Row } from './csv-rows.js';
import { type Layout, layoutOf, placesOf } from './human-layout.js';

export interface HumanScores {
  readonly callId: string;
  readonly score: number | null;
  readonly criteria: ReadonlyMap<string, HumanStatus>;
}

export interface HumanTable {
  readonly calls: readonly HumanScores[];
  /** Headings that are neither a known word nor a criterion of the rubric. */
  readonly ignored: readonly string[];
  /** What numbers of criteria were taken for; null where there are none. */
  readonly numbers: 'statuses' | 'points' | null;
}

/** Share of a criterion's points from which it counts as met, and up to which as not met. */
const MET_FROM = 0.8;
const NOT_MET_TO = 0.2;
const HIGHEST_SCORE = 100;

/** One thing that somebody wrote of a call: the status of a criterion. */
interface Written {
  readonly line: number;
  readonly callId: string;
  readonly criterion: CriterionHead;
  readonly text: string;
}

/** Gathers what is wrong, row by row. */
type Tell = (line: number, message: string) => void;

const cellAt = ({ cells }: Row, column: number) => (cells[column] ?? '').trim();

interface Known {
  readonly known: CalibrationWords;
  readonly rubric: RubricHead;
}

function writtenOf(row: Row, layout: Layout, { known, rubric }: Known, tell: Tell): readonly Written[] {
  const { line } = row;
  const callId = cellAt(row, layout.call);
  if (layout.long === null) {
    return layout.wide
      .map(({ column, criterion }) => ({ line, callId, criterion, text: cellAt(row, column) }))
      .filter(({ text }) => text !== '');
  }
  const name = cellAt(row, layout.long.criterion);
  const text = cellAt(row, layout.long.status);
  const [place] = placesOf([name], known, rubric);
  if (place !== null && place !== undefined && 'criterion' in place) {
    return text === '' ? [] : [{ line, callId, criterion: place.criterion, text }];
  }
  const ids = rubric.criteria.map(({ id }) => id);
  tell(line, `"${name}" is no criterion of the rubric "${rubric.id}": ${suggestion(name, ids)}.`);
  return [];
}

function numberIn(written: string): number {
  const text = written.normalize('NFKC');
  return /\d/.test(text) ? Number(text) : Number.NaN;
}

/** Whether numbers are statuses: every one that is no word is known as one. */
function meaningOfNumbers(written: readonly Written[], known: CalibrationWords): HumanTable['numbers'] {
  const found = written
    .filter(({ text }) => !known.statuses.has(folded(text)))
    .map(({ text }) => numberIn(text))
    .filter(Number.isFinite);
  if (found.length === 0) return null;
  return found.every((number) => known.numbers.has(number)) ? 'statuses' : 'points';
}

/** What is said of a call, while its rows are read. */
interface Entry {
  score: number | null;
  readonly criteria: Map<string, HumanStatus>;
}

/** The calls of the rows with their scores. */
function entriesOf(rows: readonly Row[], layout: Layout, tell: Tell): ReadonlyMap<string, Entry> {
  const entries = new Map<string, Entry>();
  for (const row of rows) {
    const callId = cellAt(row, layout.call);
    const written = layout.score === -1 ? '' : cellAt(row, layout.score);
    const score = written === '' ? null : scoreOf(written, row.line, tell);
    const earlier = entries.get(callId);
    if (earlier === undefined) entries.set(callId, { score, criteria: new Map() });
    else if (layout.long === null) tell(row.line, `call "${callId}" stands in an earlier row already; keep one.`);
    else if (score !== null && earlier.score !== null && score !== earlier.score) {
      tell(row.line, `call "${callId}" has the score ${earlier.score} in an earlier row and ${score} here; keep one.`);
    } else earlier.score ??= score;
  }
  return entries;
}

/** Whether cells are a header: among several of them one names the id of a call. */
function isHeader(cells: readonly string[], { known, rubric }: Known): boolean {
  const ofCall = placesOf(cells, known, rubric).some(
    (place) => place !== null && 'column' in place && place.column === 'call',
  );
  return ofCall && cells.filter((cell) => cell.trim() !== '').length > 1;
}

/** Reads the table; throws a ConfigError with every row that cannot be read. */
export async function readHumanScores(
  file: TextFile,
  known: CalibrationWords,
  rubric: RubricHead,
): Promise<HumanTable> {
  const refuse = (message: string) => new TingpingError('usage', `${file.path} ${message}`, { file: file.path });
  const isTop = (cells: readonly string[]) => isHeader(cells, { known, rubric });
  const table = await csvRows(file, isTop);
  // Titles may stand above the header.
  const at = table.slice(0, HEADER_LINES).findIndex(({ cells }) => isTop(cells));
  const [header, ...rows] = table.slice(Math.max(0, at));
  if (header === undefined) throw refuse('is empty.');
  const places = placesOf(header.cells, known, rubric);
  const layout = layoutOf(file, header, places);
  if (rows.length === 0) throw refuse('has a header and no row below it.');
  const problems: Problem[] = [];
  const tell: Tell = (line, message) => problems.push({ file: file.path, line, message });
  const usable = rows.filter((row) => isUsable(row, header, layout, tell));
  const entries = entriesOf(usable, layout, tell);
  const written = usable.flatMap((row) => writtenOf(row, layout, { known, rubric }, tell));
  const numbers = meaningOfNumbers(written, known);
  for (const each of written) {
    const { criteria } = entries.get(each.callId)!;
    const { id } = each.criterion;
    const status = statusOf(each, known, numbers, tell);
    if (layout.long !== null && criteria.has(id)) {
      tell(each.line, `"${id}" of call "${each.callId}" stands in an earlier row already; keep one.`);
    } else if (status !== null) criteria.set(id, status);
  }
  if (problems.length === 0 && written.length === 0 && [...entries.values()].every(({ score }) => score === null)) {
    throw refuse('has neither a score nor a status in any row.');
  }
  if (problems.length > 0) throw new ConfigError(problems.sort((a, b) => a.line! - b.line!));
  return {
    calls: [...entries].map(([callId, entry]) => ({ callId, ...entry })),
    ignored: header.cells.filter((cell, column) => places[column] === null && cell.trim() !== ''),
    numbers,
  };
}

/** Whether a row is of a call, and no longer than its header. */
function isUsable(row: Row, header: Row, { call }: Layout, tell: Tell): boolean {
  const width = row.cells.findLastIndex((cell) => cell.trim() !== '') + 1;
  if (width > header.cells.length) {
    tell(
      row.line,
      `has ${width} cells where the header has ${header.cells.length}: quote texts that hold the separator.`,
    );
    return false;
  }
  if (cellAt(row, call) !== '') return true;
  tell(row.line, 'has no id of a call.');
  return false;
}

function scoreOf(written: string, line: number, tell: Tell): number | null {
  const number = numberIn(written.replace(/[%\uFF05\p{Script=Han}]$/u, ''));
  if (number >= 0 && number <= HIGHEST_SCORE) return number;
  tell(line, `"${written}" is no score: write a number from 0 to ${HIGHEST_SCORE}.`);
  return null;
}

function statusOf(
  { line, criterion: { id, points }, text }: Written,
  known: CalibrationWords,
  meaning: HumanTable['numbers'],
  tell: Tell,
): HumanStatus | null {
  const status = known.statuses.get(folded(text));
  if (status !== undefined) return status;
  const number = numberIn(text);
  if (!Number.isFinite(number)) {
    tell(
      line,
      `"${text}" is no status of "${id}": write met, partly, not_met or not_applicable, words of models/calibration.yaml, or points.`,
    );
    return null;
  }
  if (meaning === 'statuses') return known.numbers.get(number)!;
  if (number < 0 || number > points) {
    tell(line, `"${id}" has ${points} points and not ${text}.`);
    return null;
  }
  const share = points === 0 ? number : number / points;
  return share >= MET_FROM ? 'met' : share <= NOT_MET_TO ? 'not_met' : 'partly';
}
