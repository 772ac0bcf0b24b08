/**
 * One criterion of one call. The status comes from `when`, `met` and `partly` alone, the definitions of the labelling
 * guide; the checks place the score inside the status's band. So "met" means the same to a person and to the report,
 * and better handling still earns more.
 */
import { round3 } from '../domain/finding.js';
import type { CriterionResult, CriterionStatus, Evidence, Reason } from '../domain/result.js';
import type { CriterionHead, StatusBand } from '../domain/rubric.js';
import type { Place } from '../domain/rule.js';
import type { CompiledExpression, ExpressionResult } from '../rules/index.js';
import { type Check, type CheckContext, type CheckSum, sumChecks } from './check.js';

export interface Criterion extends CriterionHead {
  readonly when: CompiledExpression | null;
  readonly met: CompiledExpression;
  readonly partly: CompiledExpression | null;
  /** What speaks against it; shown as evidence where the criterion is not met in full. */
  readonly against: CompiledExpression | null;
  readonly base: number;
  readonly checks: readonly Check[];
}

export interface StatusBands {
  readonly met: StatusBand;
  readonly partly: StatusBand;
  readonly not_met: StatusBand;
}

export interface CriterionContext extends CheckContext {
  expression(expression: CompiledExpression): ExpressionResult;
}

/** Most evidence kept for one criterion; the first in the call. */
const MOST_EVIDENCE = 12;

type Decided = {
  readonly status: Exclude<CriterionStatus, 'error'>;
  readonly results: readonly ExpressionResult[];
  readonly reason: Reason;
};

const reason = (code: string, params: Reason['params'] = {}): Reason => ({ code, params });

function decide(criterion: Criterion, context: CriterionContext): Decided {
  if (criterion.when !== null) {
    const when = context.expression(criterion.when);
    if (when.outcome === 'not_applicable') {
      return {
        status: 'not_applicable',
        results: [when],
        reason: reason('na_input', { input: when.unseen.join(', ') }),
      };
    }
    if (when.outcome === 'fails') {
      return {
        status: 'not_applicable',
        results: [when],
        reason: reason('na_condition', { looked: when.searched.names.join(', ') }),
      };
    }
  }
  const met = context.expression(criterion.met);
  if (met.outcome === 'not_applicable') {
    return { status: 'not_applicable', results: [met], reason: reason('na_input', { input: met.unseen.join(', ') }) };
  }
  const results = [met];
  if (met.outcome === 'holds') return { status: 'met', results, reason: metReason(met) };
  const partly = criterion.partly === null ? null : context.expression(criterion.partly);
  if (partly !== null) results.push(partly);
  if (partly?.outcome === 'holds')
    return { status: 'partly', results, reason: missReason('partly', met, criterion, context) };
  return { status: 'not_met', results, reason: missReason('not_met', met, criterion, context) };
}

function metReason(met: ExpressionResult): Reason {
  const first = met.places[0];
  const answered = met.triggers.filter((trigger) => trigger.outcome === 'met');
  if (first === undefined && answered.length > 0) {
    return reason('met_answered', { turns: answered.map((trigger) => trigger.turn).join(', ') });
  }
  return first === undefined
    ? reason('met_nothing_against')
    : reason('met_found', { turn: first.turn, name: first.name });
}

/** Why a criterion was missed: what speaks against it, occasions that were passed by, or that nothing was found. */
function missReason(
  status: 'partly' | 'not_met',
  met: ExpressionResult,
  criterion: Criterion,
  context: CriterionContext,
): Reason {
  const against = criterion.against === null ? null : context.expression(criterion.against);
  const first = against?.places[0];
  if (first !== undefined)
    return reason(`${status}_against`, { turn: first.turn, name: first.name, count: against!.places.length });
  const missed = met.triggers.filter((trigger) => trigger.outcome === 'missed' || trigger.outcome === 'half');
  if (missed.length > 0) return reason(`${status}_missed`, { turns: missed.map((trigger) => trigger.turn).join(', ') });
  return reason(`${status}_absent`, { looked: met.searched.names.join(', '), discarded: met.nearMisses.length });
}

function evidenceOf(
  decided: Decided,
  criterion: Criterion,
  context: CriterionContext,
  sum: CheckSum,
): readonly Evidence[] {
  const places: Place[] =
    decided.status === 'not_applicable' ? [] : decided.results.flatMap((result) => [...result.places]);
  if (decided.status !== 'met' && decided.status !== 'not_applicable' && criterion.against !== null) {
    places.push(...context.expression(criterion.against).places);
  }
  const fromChecks = decided.status === 'not_applicable' ? [] : sum.results.flatMap((check) => [...check.evidence]);
  const all = [...places.map(context.evidence), ...fromChecks];
  const seen = new Set<string>();
  const distinct = all.filter((evidence) => {
    const key = `${evidence.turn}:${evidence.span?.start}:${evidence.span?.end}:${evidence.name}`;
    return !seen.has(key) && seen.add(key);
  });
  return distinct
    .slice(0, MOST_EVIDENCE)
    .sort((a, b) => a.turn - b.turn || (a.span?.start ?? -1) - (b.span?.start ?? -1) || (a.name < b.name ? -1 : 1));
}

/** q of chapter 5: what was earned and lost over what could be earned; the status decides where nothing is applicable. */
function quality(status: 'met' | 'partly' | 'not_met', base: number, sum: CheckSum): number {
  const possible = base + sum.possible;
  const fallback = { met: 1, partly: 0.5, not_met: 0 }[status];
  if (possible <= 0) return Math.max(0, fallback - (sum.lost > 0 ? 0.5 : 0));
  return Math.min(1, Math.max(0, (base + sum.earned - sum.lost) / possible));
}

const noChecks: CheckSum = { results: [], earned: 0, lost: 0, possible: 0 };

export function judgeCriterion(criterion: Criterion, bands: StatusBands, context: CriterionContext): CriterionResult {
  const decided = decide(criterion, context);
  const applies = decided.status !== 'not_applicable';
  const sum = applies ? sumChecks(criterion.checks, context) : noChecks;
  const score = applies ? scoreOf(decided.status as 'met' | 'partly' | 'not_met', criterion, bands, sum) : null;
  const merged = (select: (result: ExpressionResult) => readonly string[]) =>
    [...new Set(decided.results.flatMap(select))].sort();
  return {
    id: criterion.id,
    status: decided.status,
    score,
    points: criterion.points,
    earned: score === null ? null : round3(criterion.points * score),
    evidence: evidenceOf(decided, criterion, context, sum),
    reason: decided.reason,
    checks: sum.results,
    searched: merged((result) => result.searched.names),
    nearMisses: decided.results.flatMap((result) => [...result.nearMisses]).slice(0, 3),
    unseen: merged((result) => result.unseen),
  };
}

function scoreOf(
  status: 'met' | 'partly' | 'not_met',
  criterion: Criterion,
  bands: StatusBands,
  sum: CheckSum,
): number {
  const band = bands[status];
  return round3(band.low + quality(status, criterion.base, sum) * (band.high - band.low));
}

/** A criterion whose evaluation threw: it leaves the sum and sends the call to a person. */
export function failedCriterion(criterion: CriterionHead, message: string): CriterionResult {
  return {
    id: criterion.id,
    status: 'error',
    score: null,
    points: criterion.points,
    earned: null,
    evidence: [],
    reason: reason('error', { message }),
    checks: [],
    searched: [],
    nearMisses: [],
    unseen: [],
  };
}
