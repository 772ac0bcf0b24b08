/**
 * Critical items: what may set a call to zero. A machine proposes, a person confirms, unless the rubric says `apply`.
 * Nothing is proposed where the words or the roles are uncertain (design: roles known, ASR confidence of the turn from
 * 0.6).
 */
import { round3 } from '../domain/finding.js';
import type { Observation } from '../domain/observation.js';
import type { CriticalFailure } from '../domain/result.js';
import type { CriterionContext } from './criterion.js';
import type { CriticalItem } from './rubric.js';

const MIN_ASR_CONFIDENCE = 0.6;

export function criticalFailures(
  items: readonly CriticalItem[],
  observation: Observation,
  context: CriterionContext,
): readonly CriticalFailure[] {
  if (!observation.inputs.roles) return [];
  return items.flatMap((item): readonly CriticalFailure[] => {
    const result = context.expression(item.find);
    if (result.outcome !== 'holds') return [];
    const heard = result.places.filter(
      (place) => (observation.call.turns[place.turn]?.asrConfidence ?? 1) >= MIN_ASR_CONFIDENCE,
    );
    if (result.places.length > 0 && heard.length === 0) return [];
    return [
      {
        id: item.id,
        state: item.apply ? 'confirmed' : 'proposed',
        confidence: round3(result.confidence),
        evidence: heard.map(context.evidence),
      },
    ];
  });
}
