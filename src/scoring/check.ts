/**
 * The checks of a criterion: how good the work was inside its status (rule grammar, chapter 5). A positive check earns
 * its points times the rule's measure; of a list the best counts. A negative check charges once where its rule holds, or
 * `perHit`, no rule beyond `floor` and no check beyond `total`. One turn is charged once in a criterion, by the rule
 * that costs most.
 */
import { round3 } from '../domain/finding.js';
import type { CheckResult, Evidence } from '../domain/result.js';
import type { Place, RuleResult } from '../domain/rule.js';
import type { CompiledExpression } from '../rules/index.js';

export interface Check {
  readonly rules: readonly string[];
  readonly points: number;
  readonly perHit: boolean;
  /** Most that one rule may cost, as a negative number; null without a floor. */
  readonly floor: number | null;
  /** Most that the whole check may cost, as a negative number; null without a limit. */
  readonly total: number | null;
  readonly when: CompiledExpression | null;
}

export interface CheckContext {
  rule(id: string): RuleResult;
  holds(expression: CompiledExpression): boolean;
  evidence(place: Place): Evidence;
}

export interface CheckSum {
  readonly results: readonly CheckResult[];
  readonly earned: number;
  readonly lost: number;
  /** Sum of the applicable positive points. */
  readonly possible: number;
}

interface Charge {
  readonly check: number;
  readonly rule: string;
  readonly cost: number;
  /** Turns that this charge is for; empty where the rule holds without a place (something is missing). */
  readonly turns: readonly number[];
}

const turnsOf = (places: readonly Place[]) => [...new Set(places.map((place) => place.turn))].sort((a, b) => a - b);

function reward(check: Check, context: CheckContext): CheckResult {
  const tried = check.rules.map((id) => context.rule(id));
  const applicable = tried.filter((result) => result.outcome !== 'not_applicable');
  const best = applicable.reduce<RuleResult | null>(
    (top, result) => (top === null || (result.value ?? 0) > (top.value ?? 0) ? result : top),
    null,
  );
  if (best === null) {
    return { rules: check.rules, outcome: 'not_applicable', points: 0, possible: 0, evidence: [] };
  }
  return {
    rules: [best.id],
    outcome: best.outcome,
    points: round3(check.points * (best.value ?? 0)),
    possible: check.points,
    evidence: best.places.map(context.evidence),
  };
}

function chargesOf(check: Check, index: number, context: CheckContext): readonly Charge[] {
  return check.rules.flatMap((rule): readonly Charge[] => {
    const result = context.rule(rule);
    if (result.outcome !== 'holds') return [];
    const turns = turnsOf(result.places);
    if (!check.perHit || turns.length === 0) return [{ check: index, rule, cost: -check.points, turns }];
    return turns.map((turn) => ({ check: index, rule, cost: -check.points, turns: [turn] }));
  });
}

/** Leaves each turn to the costliest charge; a charge all of whose turns are taken falls away. */
function chargeOnce(charges: readonly Charge[]): readonly Charge[] {
  const taken = new Set<number>();
  const byCost = [...charges].sort((a, b) => b.cost - a.cost || a.check - b.check || (a.rule < b.rule ? -1 : 1));
  return byCost.filter((charge) => {
    const free = charge.turns.length === 0 || charge.turns.some((turn) => !taken.has(turn));
    if (free) for (const turn of charge.turns) taken.add(turn);
    return free;
  });
}

function penalty(check: Check, charges: readonly Charge[], context: CheckContext): CheckResult {
  let total = 0;
  for (const rule of check.rules) {
    const cost = charges.filter((charge) => charge.rule === rule).reduce((sum, charge) => sum + charge.cost, 0);
    total += check.floor === null ? cost : Math.min(cost, -check.floor);
  }
  if (check.total !== null) total = Math.min(total, -check.total);
  const rules = check.rules.filter((rule) => charges.some((charge) => charge.rule === rule));
  const outcomes = check.rules.map((rule) => context.rule(rule).outcome);
  const allUnseen = outcomes.every((outcome) => outcome === 'not_applicable');
  return {
    rules: rules.length > 0 ? rules : check.rules,
    outcome: rules.length > 0 ? 'holds' : allUnseen ? 'not_applicable' : 'fails',
    points: -round3(total),
    possible: 0,
    evidence: rules.flatMap((rule) => context.rule(rule).places.map(context.evidence)),
  };
}

export function sumChecks(checks: readonly Check[], context: CheckContext): CheckSum {
  const active = checks.map((check) => check.when === null || context.holds(check.when));
  const charges = chargeOnce(
    checks.flatMap((check, index) => (check.points < 0 && active[index] ? chargesOf(check, index, context) : [])),
  );
  const results = checks.map((check, index): CheckResult => {
    if (!active[index]) return { rules: check.rules, outcome: 'not_applicable', points: 0, possible: 0, evidence: [] };
    if (check.points >= 0) return reward(check, context);
    return penalty(
      check,
      charges.filter((charge) => charge.check === index),
      context,
    );
  });
  const sum = (select: (result: CheckResult) => number) => results.reduce((total, result) => total + select(result), 0);
  return {
    results,
    earned: round3(sum((result) => Math.max(0, result.points))),
    lost: round3(sum((result) => Math.max(0, -result.points))),
    possible: round3(sum((result) => result.possible)),
  };
}
