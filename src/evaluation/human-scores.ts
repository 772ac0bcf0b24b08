/**
 * Human scores from a spreadsheet: a row per call with a column per criterion, or a row per call and criterion. Rows and
 * columns may stand in any order; headings and statuses are words of `models/calibration.yaml`, criteria go by their id
 * or their name in either language. A number in a criterion's column is points out of the criterion's own.
 */
import { parseString } from 'fast-csv';
import { z } from 'zod';
import { plainValue, readYaml, type TextFile } from '../config/yaml-file.js';
import { ConfigError, nearestName, type Problem, TingpingError } from '../domain/errors.js';
import type { CriterionStatus } from '../domain/result.js';
import type { CriterionHead, RubricHead } from '../domain/rubric.js';

export type HumanStatus = Exclude<CriterionStatus, 'error'>;

export interface HumanScores {
  readonly callId: string;
  readonly score: number | null;
  readonly criteria: ReadonlyMap<string, HumanStatus>;
}

const words = z.array(z.string().min(1)).min(1);
const wordsSchema = z.strictObject({
  schemaVersion: z.literal(1),
  columns: z.strictObject({ call: words, score: words, criterion: words, status: words }),
  statuses: z.strictObject({ met: words, partly: words, not_met: words, not_applicable: words }),
});

type Column = keyof z.infer<typeof wordsSchema>['columns'];

export interface CalibrationWords {
  readonly columns: ReadonlyMap<string, Column>;
  readonly statuses: ReadonlyMap<string, HumanStatus>;
}

const DELIMITERS = [',', ';', '\t'] as const;
/** Share of a criterion's points from which it counts as met, and up to which as not met. */
const MET_FROM = 0.8;
const NOT_MET_TO = 0.2;

const folded = (text: string) => text.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim();

function invert<T extends string>(groups: Readonly<Record<T, readonly string[]>>): ReadonlyMap<string, T> {
  return new Map(
    (Object.entries(groups) as [T, readonly string[]][]).flatMap(([name, list]) =>
      list.map((word) => [folded(word), name] as const),
    ),
  );
}

export function readCalibrationWords(file: TextFile): CalibrationWords {
  const parsed = wordsSchema.safeParse(plainValue(readYaml(file).root));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new ConfigError([{ file: file.path, line: null, message: `"${issue!.path.join('.')}": ${issue!.message}.` }]);
  }
  return { columns: invert(parsed.data.columns), statuses: invert(parsed.data.statuses) };
}

interface Row {
  readonly line: number;
  readonly cells: readonly string[];
}

function rowsOf(text: string, delimiter: string): Promise<readonly Row[]> {
  return new Promise((resolve, reject) => {
    const rows: Row[] = [];
    let line = 0;
    parseString(text, { delimiter, ignoreEmpty: false })
      .on('error', reject)
      .on('data', (cells: string[]) => {
        line += 1;
        if (cells.some((cell) => cell.trim() !== '')) rows.push({ line, cells });
      })
      .on('end', () => resolve(rows));
  });
}

/** What each column of the header is: a known one, a criterion, or something that nobody asked for. */
type Place = { readonly column: Column } | { readonly criterion: CriterionHead } | null;

function placesOf(header: readonly string[], { columns }: CalibrationWords, rubric: RubricHead): readonly Place[] {
  const criteria = new Map(
    rubric.criteria.flatMap((criterion) =>
      [criterion.id, criterion.name.en, criterion.name.zh].map((name) => [folded(name), criterion] as const),
    ),
  );
  return header.map((cell) => {
    const name = folded(cell);
    const criterion = criteria.get(name);
    if (criterion !== undefined) return { criterion };
    const column = columns.get(name);
    return column === undefined ? null : { column };
  });
}

/** Reads the table; throws a ConfigError with every row that cannot be read. */
export async function readHumanScores(
  file: TextFile,
  known: CalibrationWords,
  rubric: RubricHead,
): Promise<readonly HumanScores[]> {
  const text = file.text.replace(/^\uFEFF/, '');
  const firstLine = text.split('\n', 1)[0]!;
  const delimiter = DELIMITERS.reduce((best, next) =>
    firstLine.split(next).length > firstLine.split(best).length ? next : best,
  );
  const [header, ...rows] = await rowsOf(text, delimiter);
  if (header === undefined) throw new TingpingError('usage', `${file.path} is empty.`, { file: file.path });
  const places = placesOf(header.cells, known, rubric);
  const at = (column: Column) =>
    places.findIndex((place) => place !== null && 'column' in place && place.column === column);
  const [call, score, criterion, status] = [at('call'), at('score'), at('criterion'), at('status')];
  const isLong = criterion !== -1 && status !== -1;
  if (call === -1) throw missing(file, 'the id of the call', header.cells);
  if (!isLong && score === -1 && !places.some((place) => place !== null && 'criterion' in place)) {
    throw missing(file, 'a score or a criterion of the rubric', header.cells);
  }
  const problems: Problem[] = [];
  const byCall = new Map<string, { score: number | null; criteria: Map<string, HumanStatus> }>();
  for (const { line, cells } of rows) {
    const problem = (message: string) => problems.push({ file: file.path, line, message });
    const cell = (place: number) => (cells[place] ?? '').trim();
    const callId = cell(call);
    if (callId === '') {
      problem('has no id of a call.');
      continue;
    }
    if (byCall.has(callId) && !isLong) {
      problem(`call "${callId}" stands in an earlier row already; keep one.`);
      continue;
    }
    const entry = byCall.get(callId) ?? { score: null, criteria: new Map<string, HumanStatus>() };
    byCall.set(callId, entry);
    if (score !== -1 && cell(score) !== '') entry.score = numberOf(cell(score), problem);
    const put = (head: CriterionHead, written: string) => {
      if (written === '') return;
      const read = statusOf(written, head, known, problem);
      if (read !== null) entry.criteria.set(head.id, read);
    };
    if (isLong) {
      const place = placesOf([cell(criterion)], known, rubric)[0];
      if (place !== null && place !== undefined && 'criterion' in place) put(place.criterion, cell(status));
      else problem(unknownCriterion(cell(criterion), rubric));
    } else {
      places.forEach((place, index) => {
        if (place !== null && 'criterion' in place) put(place.criterion, cell(index));
      });
    }
  }
  if (problems.length > 0) throw new ConfigError(problems);
  return [...byCall].map(([callId, entry]) => ({ callId, ...entry }));
}

function missing(file: TextFile, what: string, header: readonly string[]): TingpingError {
  return new TingpingError('usage', `${file.path}:1 has no column for ${what}; its columns are ${header.join(', ')}.`, {
    file: file.path,
    line: 1,
  });
}

function unknownCriterion(name: string, rubric: RubricHead): string {
  const nearest = nearestName(
    name,
    rubric.criteria.map(({ id }) => id),
  );
  return `"${name}" is no criterion of the rubric "${rubric.id}"${nearest === null ? '' : `; the nearest is "${nearest}"`}.`;
}

function numberOf(written: string, problem: (message: string) => void): number | null {
  const number = Number(written.replace(/[%\p{Script=Han}]$/u, ''));
  if (Number.isFinite(number)) return number;
  problem(`"${written}" is no score.`);
  return null;
}

function statusOf(
  written: string,
  { id, points }: CriterionHead,
  { statuses }: CalibrationWords,
  problem: (message: string) => void,
): HumanStatus | null {
  const status = statuses.get(folded(written));
  if (status !== undefined) return status;
  const number = Number(written);
  if (!Number.isFinite(number)) {
    problem(`"${written}" is no status of "${id}"; write met, partly, not_met, not_applicable, or points.`);
    return null;
  }
  if (number < 0 || number > points) {
    problem(`"${id}" has ${points} points and not ${written}.`);
    return null;
  }
  const share = points === 0 ? number : number / points;
  return share >= MET_FROM ? 'met' : share <= NOT_MET_TO ? 'not_met' : 'partly';
}
