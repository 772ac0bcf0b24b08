/** The score that labelled statuses make under a rubric, to hold beside the score of the product. */
import type { CriterionStatus } from '../domain/result.js';
import type { RubricHead } from '../domain/rubric.js';

/** What a status is worth where a person gives no finer grade. */
const WORTH: Partial<Record<CriterionStatus, number>> = { met: 1, partly: 0.5, not_met: 0 };

/** 0..100, one decimal; null where too little applies for a number. The bonus of a rubric is no person's label. */
export function scoreOfStatuses(statuses: ReadonlyMap<string, CriterionStatus>, rubric: RubricHead): number | null {
  let [points, earned] = [0, 0];
  for (const { id, points: weight, card } of rubric.criteria) {
    const worth = WORTH[statuses.get(id) ?? 'not_applicable'];
    if (card !== null || worth === undefined) continue;
    points += weight;
    earned += weight * worth;
  }
  return points === 0 || points < rubric.insufficientBelow ? null : Math.round((1000 * earned) / points) / 10;
}
