/** The table of errors: every difference with its words (masked) and what the witnesses said. */
import type { Call } from '../../domain/call.js';
import type { CallResult } from '../../domain/result.js';
import type { Cell } from '../../reports/escape/csv.js';
import { maskText } from '../../text/mask.js';
import type { Difference } from '../comparison.js';
import { witnessText } from '../witnesses.js';

export const ERROR_COLUMNS = ['call', 'turn', 'speaker', 'check', 'error', 'expected', 'actual', 'text', 'witnesses'];

/** Without words for a sealed set: phrases of word lists are words too, so the witnesses stay away as well. */
export function errorRow(difference: Difference, call: Call, result: CallResult, withWords: boolean): readonly Cell[] {
  const { callId, turn, check, kind, expected, actual } = difference;
  const said = turn === null ? undefined : call.turns[turn];
  return [
    callId,
    turn,
    said?.speaker ?? null,
    check,
    kind,
    expected,
    actual,
    withWords ? maskText(said?.text ?? '') : 'sealed',
    withWords ? witnessText(difference, result) : 'sealed',
  ];
}
