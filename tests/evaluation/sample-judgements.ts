/** Judgements of a small call: agent, caller, agent, caller. */
import type { Speaker } from '../../src/domain/call.js';
import type { Judgement, TurnJudgement } from '../../src/evaluation/judgement.js';

export const SPEAKERS: readonly Speaker[] = ['agent', 'caller', 'agent', 'caller'];

const turn = (labels: readonly string[], changes: Partial<TurnJudgement> = {}): TurnJudgement => ({
  sentiment: 'neutral',
  labels: new Set(labels),
  commitment: null,
  ...changes,
});

export function judgement(changes: Partial<Judgement> = {}): Judgement {
  return {
    callId: 'c-1',
    turns: new Map([
      [0, turn(['greeting'])],
      [1, turn(['demand', 'complaint'], { sentiment: 'negative' })],
      [2, turn(['commitment'], { commitment: { action: true, deadline: false, contact: true } })],
      [3, turn([])],
    ]),
    interruptions: new Set(['2:agent']),
    kind: 'complaint',
    resolved: 'committed',
    demand: true,
    harassment: { decision: 'none', fromTurn: null, categories: [] },
    criteria: new Map([
      ['empathy', 'not_met'],
      ['apology', 'met'],
    ]),
    danger: false,
    ...changes,
  };
}

export const withTurn = (
  base: Judgement,
  index: number,
  labels: readonly string[],
  changes: Partial<TurnJudgement> = {},
) => ({
  ...base,
  turns: new Map([...base.turns, [index, turn(labels, changes)]]),
});
