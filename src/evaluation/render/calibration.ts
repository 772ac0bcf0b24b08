/** A calibration as a table, sentences, and rows of its disagreements. */
import type { Cell } from '../../reports/escape/csv.js';
import type { Calibration, CriterionAgreement, Disagreement } from '../calibration.js';
import type { CalibrationWords } from '../calibration-words.js';
import type { HumanTable } from '../human-scores.js';
import { figureText } from './figures.js';
import type { Table } from './tables.js';

export const DISAGREEMENT_COLUMNS = ['call', 'criterion', 'human', 'machine'];

export function disagreementRow({ callId, criterion, human, machine }: Disagreement): readonly Cell[] {
  return [callId, criterion ?? 'score', human, machine];
}

const note = ({ calls, needed }: CriterionAgreement) =>
  needed === null ? '' : `too few labels for a figure: ${needed} are needed, there are ${calls}`;

export function calibrationTable({ criteria }: Calibration): Table {
  return {
    title: 'Agreement with people',
    head: ['', 'calls', 'agree', 'kappa', '95 %', ''],
    rows: criteria.map((each) => [
      each.id,
      String(each.calls),
      figureText(each.agreement, 'share'),
      figureText(each.kappa, 'share'),
      each.interval === null
        ? ''
        : `${figureText(each.interval.low, 'share')}..${figureText(each.interval.high, 'share')}`,
      note(each),
    ]),
  };
}

const counted = (n: number, one: string, many: string) => `${n} ${n === 1 ? one : many}`;

export function calibrationSentences({ calls, unmatched, score }: Calibration, others: number): readonly string[] {
  const points = (value: number) => `${value >= 0 ? '+' : ''}${value.toFixed(1)}`;
  const lost = unmatched.length;
  const range = score.biasInterval;
  return [
    `${counted(calls, 'call was', 'calls were')} scored by people and by the machine; ${counted(others, 'call', 'calls')} of the run ${others === 1 ? 'has' : 'have'} no human score.`,
    ...(lost > 0
      ? [
          `${counted(lost, 'human row has', 'human rows have')} no call in the run: ${unmatched.slice(0, 5).join(', ')}.`,
        ]
      : []),
    ...(score.bias === null || range === null
      ? []
      : [
          `Score: the machine gives ${points(score.bias)} points against people (95 %: ${points(range.low)} to ${points(range.high)}), ${score.meanAbsoluteError!.toFixed(1)} points off in the mean, over ${counted(score.calls, 'call', 'calls')}.`,
        ]),
    ...(score.calls > 0 && score.calls < 30 ? [`For the score of a call 30 human scores are needed at least.`] : []),
  ];
}

/** What was made of the table of the people: numbers of criteria, and columns that were left aside. */
export function tableSentences({ numbers, ignored }: HumanTable, words: CalibrationWords): readonly string[] {
  const meanings = [...words.numbers].map(([number, status]) => `${number} as ${status}`).join(', ');
  return [
    ...(numbers === 'statuses'
      ? [`Numbers of criteria were read as statuses (${meanings}), since the table has no others.`]
      : []),
    ...(numbers === 'points' ? ["Numbers of criteria were read as points out of the criterion's own."] : []),
    ...(ignored.length > 0
      ? [`Columns that are neither known nor criteria were left aside: ${ignored.join(', ')}.`]
      : []),
  ];
}
