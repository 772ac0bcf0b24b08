/** From criteria to the score of a call: sums, bands, critical items, coverage. */
import type { Band, CriterionResult, CriticalFailure } from '../domain/result.js';
import type { RubricHead } from '../domain/rubric.js';

export interface Total {
  readonly score: number | null;
  readonly rawScore: number | null;
  readonly band: Band;
  /** Applicable points over all points, 0..1. */
  readonly coverage: number;
}

const rounded1 = (value: number) => Math.round(value * 10) / 10;
const thousandths = (value: number) => Math.round(value * 1000);

/** 100 · Σ(points · s) / Σ points over the criteria that apply, in thousandths and rounded once; null where none applies. */
export function weightedScore(criteria: readonly CriterionResult[]): number | null {
  const counted = criteria.filter((criterion) => criterion.score !== null && criterion.points > 0);
  const points = counted.reduce((sum, criterion) => sum + thousandths(criterion.points), 0);
  if (points === 0) return null;
  const earned = counted.reduce((sum, criterion) => sum + criterion.points * thousandths(criterion.score!), 0);
  return rounded1((100 * earned) / points);
}

function bandOf(score: number, rubric: RubricHead): Band {
  if (score >= rubric.excellent) return 'excellent';
  if (score >= rubric.pass) return 'pass';
  return score >= rubric.coach ? 'coach' : 'fail';
}

/** `criteria` and `weights` are those of the service card. */
export function totalOf(
  criteria: readonly CriterionResult[],
  critical: readonly CriticalFailure[],
  rubric: RubricHead,
  bonus: number,
): Total {
  const all = criteria.reduce((sum, criterion) => sum + criterion.points, 0);
  const applicable = criteria
    .filter((criterion) => criterion.score !== null)
    .reduce((sum, criterion) => sum + criterion.points, 0);
  const coverage = all === 0 ? 0 : Math.round((applicable / all) * 1000) / 1000;
  const weighted = weightedScore(criteria);
  if (weighted === null || applicable < rubric.insufficientBelow) {
    return { score: null, rawScore: null, band: insufficientBand(critical), coverage };
  }
  const rawScore = Math.min(100, rounded1(weighted + bonus));
  if (critical.some((item) => item.state === 'confirmed')) return { score: 0, rawScore, band: 'critical', coverage };
  if (criteria.some((criterion) => criterion.status === 'error'))
    return { score: rawScore, rawScore, band: 'incomplete', coverage };
  if (critical.some((item) => item.state === 'proposed'))
    return { score: rawScore, rawScore, band: 'critical?', coverage };
  return { score: rawScore, rawScore, band: bandOf(rawScore, rubric), coverage };
}

/** Too little applies for a number, but a critical item is still a person's to confirm. */
function insufficientBand(critical: readonly CriticalFailure[]): Band {
  if (critical.some((item) => item.state === 'confirmed')) return 'critical';
  return critical.some((item) => item.state === 'proposed') ? 'critical?' : 'insufficient';
}
