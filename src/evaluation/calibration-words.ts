/** The words of tables of human scores: headings, statuses, and what numbers stand for (`models/calibration.yaml`). */
import { z } from 'zod';
import { checkedYaml, type Fault } from '../config/checked-yaml.js';
import type { TextFile } from '../config/yaml-file.js';
import type { CriterionStatus } from '../domain/result.js';

export type HumanStatus = Exclude<CriterionStatus, 'error'>;

const words = z.array(z.string().min(1)).min(1);
const numbers = z.array(z.number()).min(1);
const wordsSchema = z.strictObject({
  schemaVersion: z.literal(1),
  columns: z.strictObject({ call: words, score: words, criterion: words, status: words }),
  statuses: z.strictObject({ met: words, partly: words, not_met: words, not_applicable: words }),
  numbers: z.strictObject({ met: numbers, partly: numbers, not_met: numbers }),
});

export type Column = keyof z.infer<typeof wordsSchema>['columns'];

export interface CalibrationWords {
  readonly columns: ReadonlyMap<string, Column>;
  readonly statuses: ReadonlyMap<string, HumanStatus>;
  readonly numbers: ReadonlyMap<number, HumanStatus>;
}

/** A word without what writers vary; a sign may carry the mark that makes it a picture. */
export const folded = (text: string) =>
  text
    .normalize('NFKC')
    .replace(/\uFE0F/g, '')
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .trim();

function invert<T extends string, W>(
  groups: Readonly<Record<T, readonly W[]>>,
  fold: (word: W) => W,
): ReadonlyMap<W, T> {
  return new Map(
    (Object.entries(groups) as [T, readonly W[]][]).flatMap(([name, list]) =>
      list.map((word) => [fold(word), name] as const),
    ),
  );
}

/** Words that stand in two lists of a section: which of them is meant nobody could tell. */
function twiceFaults(
  section: string,
  groups: Readonly<Record<string, readonly (string | number)[]>>,
): readonly Fault[] {
  const places = new Map<string, string>();
  return Object.entries(groups).flatMap(([name, list]) =>
    list.flatMap((word, index) => {
      const key = folded(String(word));
      const earlier = places.get(key);
      places.set(key, name);
      if (earlier === undefined) return [];
      return [
        { path: [section, name, index], message: `"${word}" stands under "${earlier}" and under "${name}": keep one.` },
      ];
    }),
  );
}

export function readCalibrationWords(file: TextFile): CalibrationWords {
  const read = checkedYaml(file, wordsSchema, ({ columns, statuses, numbers: own }) => [
    ...twiceFaults('columns', columns),
    ...twiceFaults('statuses', statuses),
    ...twiceFaults('numbers', own),
  ]);
  return {
    columns: invert(read.columns, folded),
    statuses: invert(read.statuses, folded),
    numbers: invert(read.numbers, (number) => number),
  };
}
