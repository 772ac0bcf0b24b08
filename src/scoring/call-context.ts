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

/** One slip among several complaints makes nobody difficult; a sexual remark does. */
function isAbusive(observation: Observation): boolean {
  const turnsOf = (...labels: readonly string[]) =>
    new Set(counted(observation, ...labels).map((finding) => finding.turn)).size;
  const abuse = turnsOf(...ABUSE);
  return abuse > 1 || turnsOf('sexual') > 0 || (abuse === 1 && turnsOf('complaint', 'anger') <= 1);
}

function kindOf(observation: Observation, harassment: HarassmentResult, flags: ContextFlags): CallKind | null {
  if (!observation.inputs.roles) return null;
  if (isHarassmentOnly(harassment)) return 'harassment';
  const aggrieved = holds(flags.flag('grievance'));
  if (isAbusive(observation) || holds(flags.flag('pester'))) return 'difficult';
  return aggrieved ? 'complaint' : 'inquiry';
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

/** What the caller said last of what was offered: taken, or turned down; null where nothing was said. */
function lastAnswer(observation: Observation): 'taken' | 'rejected' | null {
  const answers = counted(observation, 'acceptance', 'thanks', 'rejection');
  const last = Math.max(-1, ...answers.map((finding) => finding.turn));
  if (last < 0) return null;
  return answers.some((finding) => finding.turn === last && finding.label === 'rejection') ? 'rejected' : 'taken';
}

/** Whether the caller's last words are negative. */
function endsNegative({ call, findings, sentiments }: Observation): boolean {
  const backchannels = new Set(findings.flatMap(({ label, turn }) => (label === 'backchannel' ? [turn] : [])));
  const last = call.turns.findLast((turn) => turn.speaker === 'caller' && !backchannels.has(turn.index));
  return last !== undefined && sentiments[last.index]?.label === 'negative';
}

/** Whether something is promised for later, and whether it is said what, by when and over which channel. */
function promiseOf(observation: Observation): 'none' | 'vague' | 'complete' {
  const commitments = counted(observation, 'commitment');
  if (!commitments.some((finding) => finding.attributes.immediate === false)) return 'none';
  const has = (attribute: string) => commitments.some((finding) => finding.attributes[attribute] === true);
  return has('action') && has('deadline') && has('contact') ? 'complete' : 'vague';
}

/** What the caller would say at the end: settled, promised in full, or neither; silence on a grievance is no consent. */
function resolvedOf(observation: Observation, kind: CallKind | null, pending: boolean, flags: ContextFlags): Resolved {
  if (kind === null || kind === 'harassment' || !holds(flags.flag('has_demand'))) return 'not_applicable';
  const answer = lastAnswer(observation);
  const promise = promiseOf(observation);
  if (answer !== 'taken' && endsNegative(observation)) return 'no';
  if (promise === 'complete') return 'committed';
  if (answer === 'rejected') return 'no';
  if (kind === 'inquiry') return answer === 'taken' || !pending || promise === 'vague' ? 'yes' : 'no';
  return answer === 'taken' && !pending ? 'yes' : 'no';
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
