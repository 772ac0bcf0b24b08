/**
 * How a call ended against what the policy justified, and how the agent handled the abuse. Where nobody knows who ended
 * the call, nothing is said.
 */
import type { AbuseHandling, EndingClass } from '../domain/harassment.js';
import type { Observation } from '../domain/observation.js';
import type { CompiledExpression, Evaluation, ExpressionResult } from '../rules/index.js';
import type { Policy, StateDecision } from './policy.js';

export interface Judged {
  readonly decision: StateDecision;
  readonly fromTurn: number | null;
  readonly abused: boolean;
  readonly protectedAtEnd: boolean;
  /** Justified by what needs no warning: an explicit request, a credible threat, a silent line. */
  readonly atOnce: boolean;
}

const holds = (result: ExpressionResult) => result.outcome === 'holds';

/** Agent's turns after `from`, up to and with `to`; consecutive turns are one. */
function agentTurnsBetween(observation: Observation, from: number, to: number): number {
  const said = new Set(
    observation.findings.filter(({ label, counted }) => label === 'backchannel' && counted).map(({ turn }) => turn),
  );
  let count = 0;
  let previous: string | null = null;
  for (const { index, speaker, text } of observation.call.turns) {
    if (said.has(index) || text.trim() === '' || (speaker !== 'agent' && speaker !== 'caller')) continue;
    if (speaker === 'agent' && previous !== 'agent' && index > from && index <= to) count += 1;
    previous = speaker;
  }
  return count;
}

export function endingOf(
  policy: Policy,
  evaluation: Evaluation,
  observation: Observation,
  judged: Judged,
): EndingClass | null {
  const ask = (expression: CompiledExpression) => evaluation.expression(expression);
  const { ending } = policy;
  const byAgent = ask(ending.byAgent);
  const last = observation.call.turns.at(-1)?.index ?? 0;
  if (judged.fromTurn === null) {
    if (!holds(byAgent)) return null;
    if (judged.protectedAtEnd) return holds(ask(ending.cutsOff)) ? 'ended_on_protected' : null;
    return judged.abused && !holds(ask(ending.warned)) ? 'ended_without_warning' : null;
  }
  const end = holds(byAgent) ? (byAgent.places.at(-1)?.lastTurn ?? last) : last;
  const taken = agentTurnsBetween(observation, judged.fromTurn, end);
  if (holds(byAgent)) {
    if (end < judged.fromTurn) return null;
    if (!judged.atOnce && !holds(ask(ending.warned))) return 'ended_without_warning';
    return taken <= ending.withinAgentTurns ? 'ended_in_time' : 'ended_late';
  }
  return taken > ending.withinAgentTurns ? 'not_ended' : null;
}

const NOT_CALLED_FOR: AbuseHandling = {
  asked: null,
  warned: null,
  noScolding: null,
  politeFormula: null,
  promptEnd: null,
};

export function handlingOf(
  policy: Policy,
  evaluation: Evaluation,
  judged: Judged,
  ending: EndingClass | null,
): AbuseHandling {
  if (!judged.abused) return NOT_CALLED_FOR;
  const said = (expression: CompiledExpression): boolean | null => {
    const { outcome } = evaluation.expression(expression);
    return outcome === 'not_applicable' ? null : outcome === 'holds';
  };
  /** Towards a caller with a demand patience is all that is asked, so that nothing is missing. */
  const due = (expression: CompiledExpression) =>
    said(expression) === true ? true : judged.fromTurn === null ? null : said(expression);
  const { handled } = policy;
  return {
    asked: due(handled.asked),
    warned: due(handled.warned),
    noScolding: said(handled.noScolding),
    politeFormula: due(handled.politeFormula),
    promptEnd: ending === 'ended_in_time' ? true : ending === 'ended_late' || ending === 'not_ended' ? false : null,
  };
}
