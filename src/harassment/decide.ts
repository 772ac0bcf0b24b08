/**
 * The harassment decision of one call, judged from this call alone (labelling guide): decision, the first turn at which
 * ending is justified, categories, target, evidence, and how the call ended and was handled. What earlier calls of the
 * number add is decided apart.
 */
import { evidenceOf, type Quote } from '../domain/evidence.js';
import type { HarassmentResult, HarassmentTarget, SafetyNotice } from '../domain/harassment.js';
import type { Observation } from '../domain/observation.js';
import type { Place } from '../domain/rule.js';
import type { Evaluation } from '../rules/index.js';
import { endingOf, handlingOf, type Judged } from './ending.js';
import { PolicyWalk, type Walk } from './machine.js';
import type { Policy, StateDecision } from './policy.js';

/** Most places that are shown for a decision. */
const MOST_EVIDENCE = 12;
/** Signals that justify ending with no probe and no warning (guide). */
const AT_ONCE: ReadonlySet<string> = new Set(['sexual', 'threat', 'silence']);

const ENDS: ReadonlySet<StateDecision> = new Set(['end_call', 'block_number']);

const UNHANDLED = { asked: null, warned: null, noScolding: null, politeFormula: null, promptEnd: null };

/** One place of a turn and name is enough; the strongest. */
function distinctPlaces(walk: Walk): readonly Place[] {
  const best = new Map<string, Place>();
  for (const { place } of walk.occurrences) {
    const key = `${place.turn} ${place.name}`;
    const other = best.get(key);
    if (other === undefined || place.strength > other.strength) best.set(key, place);
  }
  return [...best.values()].slice(0, MOST_EVIDENCE);
}

/** Whom the abuse meant: the agent where a category of abuse was found, else whom the swearing meant most. */
function targetOf(observation: Observation, walk: Walk): HarassmentTarget | null {
  if (walk.categories.some((category) => category !== 'off_business' && category !== 'silence')) return 'agent';
  const targets: readonly HarassmentTarget[] = ['organisation', 'third_party', 'situation'];
  const swearing = observation.findings.filter(({ label, counted }) => label === 'profanity' && counted);
  const count = (target: HarassmentTarget) => swearing.filter(({ attributes }) => attributes.target === target).length;
  const most = Math.max(0, ...targets.map(count));
  return most === 0 ? null : targets.find((target) => count(target) === most)!;
}

function undetermined(policy: Policy): HarassmentResult {
  return {
    policy: { id: policy.id, version: policy.version },
    decision: 'undetermined',
    withheld: null,
    fromTurn: null,
    categories: [],
    target: null,
    evidence: [],
    demand: false,
    priority: null,
    ending: null,
    handled: UNHANDLED,
    path: [],
  };
}

/** With `patience` the caller is treated as one who has a matter, whatever was found. */
export function decide(
  policy: Policy,
  evaluation: Evaluation,
  observation: Observation,
  quote: Quote,
  patience = false,
): HarassmentResult {
  if (!observation.inputs.roles) return undetermined(policy);
  const walk = new PolicyWalk(policy, evaluation, patience).walk();
  const decisionOf = (state: string) => policy.states.find(({ id }) => id === state)!.decision;
  const decision = decisionOf(walk.state);
  const justified = walk.path.find((step) => ENDS.has(decisionOf(step.state)));
  const cause = policy.signals.find((signal) => signal.id === justified?.signal)?.category;
  const judged: Judged = {
    decision,
    fromTurn: justified?.turn ?? null,
    abused: walk.categories.some((category) => category !== 'silence'),
    protectedAtEnd: walk.protectedAtEnd,
    atOnce: cause !== undefined && AT_ONCE.has(cause),
  };
  const ending = endingOf(policy, evaluation, observation, judged);
  return {
    policy: { id: policy.id, version: policy.version },
    decision,
    withheld: null,
    fromTurn: judged.fromTurn,
    categories: walk.categories,
    target: targetOf(observation, walk),
    evidence: distinctPlaces(walk).map((place) => evidenceOf(place, quote)),
    demand: walk.protectedAtEnd || (walk.doubtful && judged.fromTurn === null),
    priority: walk.occurrences.some(({ signal }) => signal.priority === 'security') ? 'security' : null,
    ending,
    handled: handlingOf(policy, evaluation, judged, ending),
    path: walk.path,
  };
}

/** The first sign of danger to a person, for the top of every queue; null where there is none. */
export function safetyOf(observation: Observation, quote: Quote): SafetyNotice | null {
  const found = observation.findings.filter(({ label, counted }) => label === 'danger' && counted);
  const first = found[0];
  if (first === undefined) return null;
  const evidence = found.map(({ turn, span, label, strength, source, witnesses }) => ({
    turn,
    span,
    quote: quote(turn, span),
    name: label,
    strength,
    sources: [source, ...witnesses],
  }));
  return { kind: 'danger', turn: first.turn, evidence };
}
