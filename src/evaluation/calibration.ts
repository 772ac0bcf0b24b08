/** Machine against human scores of the same calls: agreement per criterion, bias of the score, and every disagreement. */
import type { CriterionStatus } from '../domain/result.js';
import type { RubricHead } from '../domain/rubric.js';
import { type Interval, sampled } from './bootstrap.js';
import type { HumanStatus } from './calibration-words.js';
import type { HumanScores } from './human-scores.js';
import { accuracy, kappa, matrixOf, type Totals } from './metrics.js';
import type { RunVerdict } from './run-verdict.js';

export interface CriterionAgreement {
  readonly id: string;
  /** Calls that both judged. */
  readonly calls: number;
  readonly agreement: number | null;
  readonly kappa: number | null;
  readonly interval: Interval | null;
  /** Labels that would be needed for a figure worth believing; null where there are enough. */
  readonly needed: number | null;
}

export interface Disagreement {
  readonly callId: string;
  /** Null for the score of the call. */
  readonly criterion: string | null;
  readonly human: HumanStatus | number;
  readonly machine: CriterionStatus | number;
}

export interface Calibration {
  readonly calls: number;
  /** Human rows without a scored call. */
  readonly unmatched: readonly string[];
  readonly criteria: readonly CriterionAgreement[];
  readonly score: {
    readonly calls: number;
    /** Machine minus human, in points. */
    readonly bias: number | null;
    readonly biasInterval: Interval | null;
    readonly meanAbsoluteError: number | null;
  };
  readonly disagreements: readonly Disagreement[];
}

/** A 95 % interval of kappa wider than this says nothing. */
const WIDEST_INTERVAL = 0.4;
/** Below this not even the width of the interval can be trusted. */
const FEWEST_CALLS = 30;
/** A score further off than this is listed. */
const SCORE_DISAGREEMENT = 10;

/** The width of an interval falls with the square root of the calls. */
function neededCalls(calls: number, interval: Interval | null): number | null {
  const width = interval === null ? Number.POSITIVE_INFINITY : interval.high - interval.low;
  if (calls < FEWEST_CALLS) return FEWEST_CALLS;
  if (!Number.isFinite(width)) return calls * 2;
  return width <= WIDEST_INTERVAL ? null : Math.ceil(calls * (width / WIDEST_INTERVAL) ** 2);
}

export function calibrationOf(
  human: readonly HumanScores[],
  machine: ReadonlyMap<string, RunVerdict>,
  rubric: RubricHead,
): Calibration {
  const pairs = human.flatMap((scores) => {
    const verdict = machine.get(scores.callId);
    return verdict === undefined ? [] : [{ scores, verdict }];
  });
  const disagreements: Disagreement[] = [];
  const counts = pairs.map(({ scores, verdict }) => {
    const own = new Map<string, number>();
    const statuses = new Map(verdict.criteria.map(({ id, status }) => [id, status]));
    for (const [id, said] of scores.criteria) {
      const status = statuses.get(id);
      if (status === undefined) continue;
      own.set(`criterion ${id} ${said} ${status}`, 1);
      if (said !== status) disagreements.push({ callId: scores.callId, criterion: id, human: said, machine: status });
    }
    if (scores.score !== null && verdict.rawScore !== null) {
      const error = verdict.rawScore - scores.score;
      own.set('score n', 1).set('score error', error).set('score absolute', Math.abs(error));
      if (Math.abs(error) > SCORE_DISAGREEMENT) {
        disagreements.push({ callId: scores.callId, criterion: null, human: scores.score, machine: verdict.rawScore });
      }
    }
    return own;
  });
  const { all, interval } = sampled(counts);
  const agreementOf = (id: string): CriterionAgreement => {
    const figure = (totals: Totals) => kappa(matrixOf(totals, `criterion ${id}`));
    const matrix = matrixOf(all, `criterion ${id}`);
    const calls = [...matrix.values()].reduce((sum, row) => sum + [...row.values()].reduce((a, b) => a + b, 0), 0);
    const range = interval(figure);
    return {
      id,
      calls,
      agreement: accuracy(matrix),
      kappa: figure(all),
      interval: range,
      needed: neededCalls(calls, range),
    };
  };
  const scored = all.get('score n');
  const bias = (totals: Totals) =>
    totals.get('score n') === 0 ? null : totals.get('score error') / totals.get('score n');
  const judged = new Set(pairs.flatMap(({ scores }) => [...scores.criteria.keys()]));
  return {
    calls: pairs.length,
    unmatched: human.filter(({ callId }) => !machine.has(callId)).map(({ callId }) => callId),
    criteria: rubric.criteria.filter(({ id }) => judged.has(id)).map(({ id }) => agreementOf(id)),
    score: {
      calls: scored,
      bias: bias(all),
      biasInterval: interval(bias),
      meanAbsoluteError: scored === 0 ? null : all.get('score absolute') / scored,
    },
    disagreements,
  };
}
