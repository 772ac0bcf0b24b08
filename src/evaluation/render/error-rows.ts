/** The table of errors: every difference with its words (masked) and what the witnesses said. */
import type { CallResult, PublishedTurn } from '../../domain/result.js';
import type { Cell } from '../../reports/escape/csv.js';
import type { Difference } from '../comparison.js';
import { witnessText } from '../witnesses.js';

export const ERROR_COLUMNS = ['call', 'turn', 'speaker', 'check', 'error', 'expected', 'actual', 'text', 'witnesses'];

/** Without words for a sealed set: phrases of word lists are words too, so the witnesses stay away as well. */
export function errorRow(
  difference: Difference,
  turns: readonly PublishedTurn[],
  result: CallResult,
  withWords: boolean,
): readonly Cell[] {
  const { callId, turn, check, kind, expected, actual } = difference;
  const said = turn === null ? undefined : turns[turn];
  return [
    callId,
    turn,
    said?.speaker ?? null,
    check,
    kind,
    expected,
    actual,
    withWords ? (said?.text ?? '') : 'sealed',
    withWords ? witnessText(difference, result) : 'sealed',
  ];
}
