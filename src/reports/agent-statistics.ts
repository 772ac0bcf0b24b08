/**
 * `agents.csv`: what the calls say of every agent. A mean is only given from 20 scored calls. Calls with a proposed
 * critical item or a criterion in error, and calls of several agents, stay out of the means: the number is not settled, or not one person's.
 */
import type { CallKind, CallVerdict, CriterionResult } from '../domain/result.js';
import { agentsOf, chargedAgents } from './attribution.js';
import type { Cell } from './escape/csv.js';
import { byCodeUnits, type ReportedCall, type ReportRubric } from './reported-call.js';
import { meanInterval, NO_SAMPLE, round1, type Sample, withValue } from './statistics.js';

/** Scored calls below which a mean says more about chance than about a person. */
export const LEAST_CALLS_FOR_A_MEAN = 20;

const KINDS: readonly CallKind[] = ['inquiry', 'complaint', 'difficult', 'harassment'];

interface Counts {
  applicable: number;
  met: number;
}

interface AgentRecord {
  calls: number;
  shared: number;
  criticalProposed: number;
  scores: Sample;
  readonly kinds: Map<CallKind, Sample>;
  readonly criteria: Map<string, Counts>;
}

/** Gathers calls in their order; memory grows with the agents only. */
export class AgentStatistics {
  private readonly agents = new Map<string, AgentRecord>();

  constructor(private readonly rubric: ReportRubric) {}

  add(call: ReportedCall): void {
    const agents = agentsOf(call);
    for (const agent of agents) this.countCall(this.record(agent), call.result, agents.length > 1);
    for (const criterion of call.result.criteria) {
      if (criterion.score === null) continue;
      for (const agent of chargedAgents(criterion, call)) countCriterion(this.record(agent), criterion);
    }
  }

  get columns(): readonly string[] {
    return [
      'agent_id',
      'calls',
      'shared_calls',
      'critical_proposed',
      'scored_calls',
      'mean_score',
      'mean_low_95',
      'mean_high_95',
      ...KINDS.flatMap((kind) => [`${kind}_calls`, `${kind}_mean`]),
      ...this.rubric.criteria.flatMap(({ id }) => [`${id}_applicable`, `${id}_met_rate`]),
    ];
  }

  /** One row an agent, by agent id. */
  *rows(): Generator<readonly Cell[]> {
    for (const agent of [...this.agents.keys()].sort(byCodeUnits)) yield this.row(agent, this.agents.get(agent)!);
  }

  private row(agent: string, record: AgentRecord): readonly Cell[] {
    const interval = shownMean(record.scores);
    return [
      agent,
      record.calls,
      record.shared,
      record.criticalProposed,
      record.scores.n,
      rounded(interval?.mean),
      rounded(interval?.low),
      rounded(interval?.high),
      ...KINDS.flatMap((kind) => {
        const sample = record.kinds.get(kind) ?? NO_SAMPLE;
        return [sample.n, rounded(shownMean(sample)?.mean)];
      }),
      ...this.rubric.criteria.flatMap(({ id }) => {
        const counts = record.criteria.get(id);
        if (counts === undefined) return [0, null];
        return [counts.applicable, Math.round((counts.met / counts.applicable) * 1000) / 1000];
      }),
    ];
  }

  private record(agent: string): AgentRecord {
    let record = this.agents.get(agent);
    if (record === undefined) {
      record = { calls: 0, shared: 0, criticalProposed: 0, scores: NO_SAMPLE, kinds: new Map(), criteria: new Map() };
      this.agents.set(agent, record);
    }
    return record;
  }

  private countCall(record: AgentRecord, result: CallVerdict, isShared: boolean): void {
    record.calls++;
    if (isShared) record.shared++;
    if (result.band === 'critical?') record.criticalProposed++;
    if (isShared || result.score === null || result.band === 'critical?' || result.band === 'incomplete') return;
    record.scores = withValue(record.scores, result.score);
    const { kind } = result.context;
    if (kind !== null) record.kinds.set(kind, withValue(record.kinds.get(kind) ?? NO_SAMPLE, result.score));
  }
}

function countCriterion(record: AgentRecord, criterion: CriterionResult): void {
  const counts = record.criteria.get(criterion.id) ?? { applicable: 0, met: 0 };
  counts.applicable++;
  if (criterion.status === 'met') counts.met++;
  record.criteria.set(criterion.id, counts);
}

function shownMean(sample: Sample) {
  return sample.n < LEAST_CALLS_FOR_A_MEAN ? null : meanInterval(sample);
}

function rounded(value: number | undefined): number | null {
  return value === undefined ? null : round1(value);
}
