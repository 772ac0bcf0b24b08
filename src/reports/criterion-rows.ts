/** `criteria.csv`: one row for every criterion that applies to a call, with the place to look at and the reason. */
import type { CriterionResult } from '../domain/result.js';
import { chargedAgents } from './attribution.js';
import type { Cell } from './escape/csv.js';
import type { ReportedCall } from './reported-call.js';
import { clockText, nearMissText, type Wording } from './wording.js';

export const CRITERION_COLUMNS: readonly string[] = [
  'call_id',
  'agent_id',
  'criterion',
  'name',
  'status',
  'score',
  'points',
  'earned',
  'turn',
  'time',
  'quote',
  'reason',
  'other_turns',
  'not_counted',
];

export function* criterionRows(call: ReportedCall, words: Wording): Generator<readonly Cell[]> {
  for (const criterion of call.result.criteria) {
    if (criterion.status !== 'not_applicable') yield criterionRow(criterion, call, words);
  }
}

function criterionRow(criterion: CriterionResult, call: ReportedCall, words: Wording): readonly Cell[] {
  const shown = shownEvidence(criterion);
  const others = criterion.evidence.map((evidence) => evidence.turn).filter((turn) => turn !== shown?.turn);
  return [
    call.result.callId,
    chargedAgents(criterion, call).join(' '),
    criterion.id,
    words.criterion(criterion.id),
    words.cell('status', criterion.status),
    criterion.score,
    criterion.points,
    criterion.earned,
    shown?.turn ?? null,
    shown === undefined ? '' : clockText(call.turns[shown.turn]?.startMs),
    shown?.quote ?? '',
    words.reason(criterion.reason),
    [...new Set(others)].join(' '),
    criterion.nearMisses.map((miss) => nearMissText(miss, words)).join('; '),
  ];
}

/** The evidence that the reason speaks of, where it names a turn; else the first. */
function shownEvidence(criterion: CriterionResult) {
  const { turn } = criterion.reason.params;
  return criterion.evidence.find((evidence) => evidence.turn === turn) ?? criterion.evidence[0];
}
