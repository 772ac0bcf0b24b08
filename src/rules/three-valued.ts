/**
 * Three values: what was not searched for is never "does not hold".
 */
import type { RuleResult } from '../domain/rule.js';

export type Outcome = RuleResult['outcome'];

/** Verdict on one place: `unknown` where its input is missing. */
export type Verdict = 'yes' | 'no' | 'unknown';

export const outcomeOf = (truth: boolean): Outcome => (truth ? 'holds' : 'fails');

/** Strict: one failing part decides; else one unseen part makes the whole not applicable, because every part is needed. */
export function allOf(outcomes: readonly Outcome[]): Outcome {
  if (outcomes.includes('fails')) return 'fails';
  return outcomes.includes('not_applicable') ? 'not_applicable' : 'holds';
}

/** Lenient: unseen parts are left out, because `need` parts are enough; only if all are unseen the whole is. */
export function anyOf(outcomes: readonly Outcome[], need = 1): Outcome {
  const seen = outcomes.filter((outcome) => outcome !== 'not_applicable');
  if (seen.length === 0) return 'not_applicable';
  return outcomeOf(seen.filter((outcome) => outcome === 'holds').length >= need);
}

export function notOf(outcome: Outcome): Outcome {
  return outcome === 'not_applicable' ? outcome : outcomeOf(outcome === 'fails');
}

/** Several conditions on one place, joined by and. */
export function everyVerdict(verdicts: readonly Verdict[]): Verdict {
  if (verdicts.includes('no')) return 'no';
  return verdicts.includes('unknown') ? 'unknown' : 'yes';
}
