/**
 * Whose work a criterion judges where several agents spoke: what was found is charged to the agent in whose turn it was
 * found, the opening to who opened and the closing to who closed. What nobody did in a call of several agents is nobody's
 * alone and is charged to none.
 */
import type { CriterionResult, PublishedTurn } from '../domain/result.js';
import type { ReportedCall } from './reported-call.js';
import { byCodeUnits } from './reported-call.js';

const OPENING = 'opening';
const CLOSING = 'closing';

/** Agents who spoke in the call, sorted; the call's own agent where the turns name none. */
export function agentsOf(call: ReportedCall): readonly string[] {
  const named = call.turns.filter(isAgents).flatMap((turn) => agentOf(turn, call) ?? []);
  const agents = named.length > 0 ? named : [...call.result.call.agents, call.result.call.agentId ?? []].flat();
  return [...new Set(agents)].sort(byCodeUnits);
}

/** Agents to whom a criterion of the call is charged, sorted; none where it is not one person's. */
export function chargedAgents(criterion: CriterionResult, call: ReportedCall): readonly string[] {
  const agents = agentsOf(call);
  if (agents.length <= 1) return agents;
  const spoken = call.turns.filter((turn) => isAgents(turn) && turn.text.trim() !== '');
  const turns = criterion.id === OPENING ? spoken.slice(0, 1) : criterion.id === CLOSING ? spoken.slice(-1) : null;
  const judged = turns ?? evidenceTurns(criterion, spoken);
  return [...new Set(judged.flatMap((turn) => agentOf(turn, call) ?? []))].sort(byCodeUnits);
}

function evidenceTurns(criterion: CriterionResult, spoken: readonly PublishedTurn[]): readonly PublishedTurn[] {
  const found = new Set(criterion.evidence.map((evidence) => evidence.turn));
  return spoken.filter((turn) => found.has(turn.turn));
}

function isAgents(turn: PublishedTurn): boolean {
  return turn.speaker === 'agent';
}

function agentOf(turn: PublishedTurn, call: ReportedCall): string | null {
  return turn.agentId ?? call.result.call.agentId;
}
