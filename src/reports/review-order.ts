/** Which calls a person should look at first: danger, critical items, harassment decisions, then what could not be judged and what failed. */
import type { CallVerdict } from '../domain/result.js';
import { byCodeUnits } from './reported-call.js';

/** Rank of a call in the queue, from 0; null where nobody needs to look. */
export function reviewRank(result: CallVerdict): number | null {
  const { harassment } = result;
  const reasons = [
    result.safety !== null,
    result.band === 'critical?' || result.band === 'critical',
    harassment.priority === 'security',
    harassment.decision === 'block_number',
    harassment.decision === 'end_call',
    harassment.ending === 'ended_on_protected' || harassment.ending === 'ended_without_warning',
    harassment.decision === 'review',
    result.band === 'incomplete',
    result.band === 'fail',
  ];
  const rank = reasons.indexOf(true);
  return rank === -1 ? null : rank;
}

function compare(a: CallVerdict, b: CallVerdict): number {
  return reviewRank(a)! - reviewRank(b)! || (a.score ?? 101) - (b.score ?? 101) || byCodeUnits(a.callId, b.callId);
}

/** The first few of the queue, kept while calls stream by. */
export class TopOfQueue {
  private kept: readonly CallVerdict[] = [];

  constructor(private readonly most: number) {}

  add(result: CallVerdict): void {
    if (reviewRank(result) === null) return;
    this.kept = [...this.kept, result].sort(compare).slice(0, this.most);
  }

  get calls(): readonly CallVerdict[] {
    return this.kept;
  }
}
