/** Where a table of human scores has what: a row per call with a column per criterion, or a row per call and criterion. */
import type { TextFile } from '../config/yaml-file.js';
import { TingpingError } from '../domain/errors.js';
import type { CriterionHead, RubricHead } from '../domain/rubric.js';
import { type CalibrationWords, type Column, folded } from './calibration-words.js';
import type { Row } from './csv-rows.js';

/** What each column of the header is: a known one, a criterion, or something that nobody asked for. */
export type Place = { readonly column: Column } | { readonly criterion: CriterionHead } | null;

export function placesOf(
  header: readonly string[],
  { columns }: CalibrationWords,
  rubric: RubricHead,
): readonly Place[] {
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

/** Where the columns of a table lie; -1 for one that it lacks. */
export interface Layout {
  readonly call: number;
  readonly score: number;
  /** Where each row is of a call and a criterion: the column that names it, and the one with what was found. */
  readonly long: { readonly criterion: number; readonly status: number } | null;
  /** Where each row is of a call: its columns of criteria. */
  readonly wide: readonly { readonly column: number; readonly criterion: CriterionHead }[];
}

const COLUMN_NAMES: Readonly<Record<Column, string>> = {
  call: 'the id of the call',
  score: 'the score',
  criterion: 'the criterion',
  status: 'the status',
};

function nameOf(place: Place): string | null {
  if (place === null) return null;
  return 'column' in place ? COLUMN_NAMES[place.column] : `the criterion "${place.criterion.id}"`;
}

/** Throws a sentence where the header has two columns for one thing, or lacks one that is needed. */
export function layoutOf(file: TextFile, { cells: header, line }: Row, places: readonly Place[]): Layout {
  const refuse = (message: string) =>
    new TingpingError('usage', `${file.path}:${line} ${message}`, { file: file.path, line });
  const at = (column: Column) =>
    places.findIndex((place) => place !== null && 'column' in place && place.column === column);
  const names = places.map(nameOf);
  const again = names.findIndex((name, index) => name !== null && names.indexOf(name) < index);
  if (again !== -1) {
    const [first, second] = [header[names.indexOf(names[again]!)]!.trim(), header[again]!.trim()];
    throw refuse(`has two columns for ${names[again]}, "${first}" and "${second}": rename or remove one.`);
  }
  const wide = places.flatMap((place, column) =>
    place !== null && 'criterion' in place ? [{ column, criterion: place.criterion }] : [],
  );
  const [call, score, criterion, status] = [at('call'), at('score'), at('criterion'), at('status')];
  const columns = `its columns are ${header.map((cell) => cell.trim()).join(', ')}`;
  if (call === -1) throw refuse(`has no column for the id of the call; ${columns}.`);
  if (criterion !== -1 && wide.length === 0) {
    if (status !== -1) return { call, score, long: { criterion, status }, wide };
    if (score !== -1) return { call, score: -1, long: { criterion, status: score }, wide };
  }
  if (score === -1 && wide.length === 0) {
    throw refuse(`has no column for a score or a criterion of the rubric; ${columns}.`);
  }
  return { call, score, long: null, wide };
}
