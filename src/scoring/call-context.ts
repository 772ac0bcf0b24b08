/**
 * What kind of call it was and how it ended (labelling guide, "Call labels"), from findings, flags of the rule files and
 * the harassment decision.
 */
import type { Finding } from '../domain/finding.js';
import type { HarassmentResult } from '../domain/harassment.js';
import type { Observation } from '../domain/observation.js';
import type { CallContext, CallKind, DemandSpan, Resolved } from '../domain/result.js';
import type { RuleResult } from '../domain/rule.js';

/** Flags of `models/rules/flags.yaml` that this reads. */
export const CONTEXT_FLAGS = ['has_demand', 'grievance', 'pester', 'open_at_end', 'demand_closed', 'settled'] as const;

export interface ContextFlags {
  flag(id: (typeof CONTEXT_FLAGS)[number]): RuleResult;
}

const ABUSE = ['insult', 'sexual', 'threat', 'discrimination'] as const;

const holds = (result: RuleResult) => result.outcome === 'holds';

function counted(observation: Observation, ...labels: readonly string[]): readonly Finding[] {
  return observation.findings.filter((finding) => finding.counted && labels.includes(finding.label));
}

/** Abuse or talk off the business with no demand that stood; silence alone is never harassment (labelling guide). */
export function isHarassmentOnly(harassment: HarassmentResult): boolean {
  const { categories, decision, demand } = harassment;
  return decision !== 'none' && !demand && categories.some((category) => category !== 'silence');
}

function kindOf(observation: Observation, harassment: HarassmentResult, flags: ContextFlags): CallKind | null {
  if (!observation.inputs.roles) return null;
  if (isHarassmentOnly(harassment)) return 'harassment';
  if (counted(observation, ...ABUSE).length > 0 || holds(flags.flag('pester'))) return 'difficult';
  return holds(flags.flag('grievance')) || counted(observation, 'complaint', 'anger').length > 0
    ? 'complaint'
    : 'inquiry';
}

function demandOf(observation: Observation, harassment: HarassmentResult): DemandSpan | null {
  const turns = counted(observation, 'demand', 'complaint', 'caller_question').map((finding) => finding.turn);
  if (turns.length === 0) return null;
  return {
    firstTurn: Math.min(...turns),
    lastTurn: Math.max(...turns),
    dropped: !harassment.demand && harassment.categories.length > 0,
  };
}

/** What the caller would say at the end: settled, promised in full, or neither. */
function resolvedOf(observation: Observation, kind: CallKind | null, pending: boolean, flags: ContextFlags): Resolved {
  if (kind === null || kind === 'harassment' || !holds(flags.flag('has_demand'))) return 'not_applicable';
  const commitments = counted(observation, 'commitment');
  const has = (attribute: string) => commitments.some((finding) => finding.attributes[attribute] === true);
  const lastAnswer = Math.max(
    -1,
    ...counted(observation, 'acceptance', 'thanks', 'rejection').map((finding) => finding.turn),
  );
  const rejected = counted(observation, 'rejection').some((finding) => finding.turn === lastAnswer);
  if (!pending && !rejected) return 'yes';
  if (has('action') && has('deadline') && has('contact')) return 'committed';
  return 'no';
}

export function contextOf(observation: Observation, harassment: HarassmentResult, flags: ContextFlags): CallContext {
  const kind = kindOf(observation, harassment, flags);
  const pending = kind !== 'harassment' && holds(flags.flag('open_at_end'));
  const facts = counted(observation, 'check_result').map((finding) => finding.turn);
  return {
    kind,
    resolved: resolvedOf(observation, kind, pending, flags),
    demand: demandOf(observation, harassment),
    pending,
    factsKnownFromTurn: facts.length === 0 ? null : Math.min(...facts),
    limits: [...new Set(counted(observation, 'limit', 'denial', 'refusal').map((finding) => finding.turn))].sort(
      (a, b) => a - b,
    ),
  };
}
