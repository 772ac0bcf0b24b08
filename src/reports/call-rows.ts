/** `calls.csv`: one row a call. */
import type { CallVerdict } from '../domain/result.js';
import type { Cell } from './escape/csv.js';
import type { ReportRubric } from './reported-call.js';
import type { Wording } from './wording.js';

export function callColumns(rubric: ReportRubric): readonly string[] {
  return [
    'call_id',
    'started_at',
    'agent_id',
    'team',
    'queue',
    'kind',
    'score',
    'raw_score',
    'band',
    'coverage',
    'critical',
    'harassment',
    'ending_justified_from_turn',
    'resolved',
    'safety',
    ...rubric.criteria.map((criterion) => criterion.id),
    'top_reason',
  ];
}

export function callRow(result: CallVerdict, rubric: ReportRubric, words: Wording): readonly Cell[] {
  const { call, harassment } = result;
  const status = new Map(result.criteria.map((criterion) => [criterion.id, criterion.status]));
  return [
    result.callId,
    call.startedAt,
    call.agentId,
    call.team,
    call.queue,
    words.cell('kind', result.context.kind),
    result.score,
    result.rawScore,
    words.cell('band', result.band),
    result.coverage,
    criticalCell(result, words),
    words.cell('decision', harassment.decision),
    harassment.fromTurn,
    words.cell('resolved', result.context.resolved),
    words.cell('safety', result.safety?.kind ?? null),
    ...rubric.criteria.map(({ id }) => words.cell('status', status.get(id) ?? null)),
    topReason(result, words),
  ];
}

function criticalCell(result: CallVerdict, words: Wording): string {
  return result.criticalFailures
    .filter((item) => item.state !== 'rejected')
    .map(
      (item) =>
        `${words.messages.language === 'en' ? item.id : words.title(item.id)} (${words.cell('critical_state', item.state)})`,
    )
    .join('; ');
}

/** The one thing to know of the call: danger, a critical item, a harassment decision, else the criterion that cost most. */
export function topReason(result: CallVerdict, words: Wording): string {
  const { messages } = words;
  const { safety, harassment } = result;
  if (safety !== null) return messages.text('top.safety', { turn: safety.turn });
  const critical = result.criticalFailures.find((item) => item.state !== 'rejected');
  if (critical !== undefined) {
    const turn = critical.evidence[0]?.turn;
    const name = words.title(critical.id);
    return turn === undefined ? name : messages.text('top.critical', { name, turn });
  }
  if (harassment.decision !== 'none' && harassment.categories.length > 0) {
    const categories = harassment.categories.map((category) => words.word('category', category));
    return messages.text('top.harassment', {
      decision: words.word('decision', harassment.decision),
      categories: categories.join(messages.text('join.list')),
    });
  }
  return costliest(result, words);
}

function costliest(result: CallVerdict, words: Wording): string {
  const lost = result.criteria
    .map((criterion) => ({ criterion, lost: criterion.earned === null ? 0 : criterion.points - criterion.earned }))
    .filter(({ criterion }) => criterion.status === 'partly' || criterion.status === 'not_met')
    .sort((a, b) => b.lost - a.lost);
  const first = lost[0]?.criterion;
  if (first === undefined) return '';
  return words.messages.text('top.criterion', {
    name: words.criterion(first.id),
    reason: words.reason(first.reason),
  });
}
