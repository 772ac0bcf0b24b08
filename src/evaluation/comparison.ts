/**
 * Compares what one says of a call with what another says, the first taken for the truth. The outcome is a list of
 * counts, which add up over calls, and every difference with its place.
 */
import type { Speaker } from '../domain/call.js';
import { isEnding } from '../domain/harassment.js';
import type { CriterionStatus } from '../domain/result.js';
import { COMMITMENT_FIELDS, isProtected, type Judgement, TURN_LABELS } from './judgement.js';

export type DifferenceKind = 'missed' | 'false_alarm' | 'different';

export interface Difference {
  readonly callId: string;
  readonly turn: number | null;
  /** What was looked at: `label.apology`, `criterion.empathy`, `harassment` … */
  readonly check: string;
  readonly kind: DifferenceKind;
  readonly expected: string;
  readonly actual: string;
}

/** Counts of one call under names such as `label apology tp` or `criterion empathy met partly`. */
export type Counts = ReadonlyMap<string, number>;

export interface Comparison {
  readonly callId: string;
  readonly counts: Counts;
  readonly differences: readonly Difference[];
}

export interface ComparedCall {
  readonly truth: Judgement;
  readonly other: Judgement;
  readonly speakers: readonly Speaker[];
  /** Score that the labelled statuses make under the rubric, and the score of the other; null where there is none. */
  readonly scores?: { readonly truth: number | null; readonly other: number | null };
}

/** The error that must never be: a protected caller is ended or blocked, see `isProtected`. */
export const PROTECTED_ENDED = 'protected_ended';
/** Its check; the figure that counts it has the same name. */
export const PROTECTED_CHECK = `harassment.${PROTECTED_ENDED}`;

/** How a harassment decision can be wrong. */
export const HARASSMENT_ERRORS = [
  PROTECTED_ENDED,
  'ended_wrongly',
  'harasser_missed',
  'wrong_step',
  'early',
  'late',
  'review_missed',
  'review_needless',
] as const;
export type HarassmentError = (typeof HARASSMENT_ERRORS)[number];

/** Null where decision and turn agree. */
export function harassmentError(truth: Judgement, other: Judgement): HarassmentError | null {
  const [right, said] = [truth.harassment, other.harassment];
  if (isEnding(said.decision) && !isEnding(right.decision))
    return isProtected(truth) ? PROTECTED_ENDED : 'ended_wrongly';
  if (!isEnding(said.decision) && isEnding(right.decision)) return 'harasser_missed';
  if (isEnding(right.decision)) {
    if (said.decision !== right.decision) return 'wrong_step';
    const [from, wanted] = [said.fromTurn ?? 0, right.fromTurn ?? 0];
    return from < wanted ? 'early' : from > wanted ? 'late' : null;
  }
  if (said.decision === right.decision) return null;
  return right.decision === 'review' ? 'review_missed' : 'review_needless';
}

export function compare({ truth, other, speakers, scores }: ComparedCall): Comparison {
  const counts = new Map<string, number>();
  const differences: Difference[] = [];
  const count = (name: string, by = 1) => counts.set(name, (counts.get(name) ?? 0) + by);
  const differ = (check: string, turn: number | null, expected: string, actual: string) => {
    const kind = expected === '' ? 'false_alarm' : actual === '' ? 'missed' : 'different';
    differences.push({ callId: truth.callId, turn, check, kind, expected, actual });
  };
  const binary = (
    name: string,
    check: string,
    turn: number | null,
    expected: boolean,
    actual: boolean,
    word: string,
  ) => {
    count(`${name} ${expected ? (actual ? 'tp' : 'fn') : actual ? 'fp' : 'tn'}`);
    if (expected !== actual) differ(check, turn, expected ? word : '', actual ? word : '');
  };
  const choice = (name: string, check: string, turn: number | null, expected: string, actual: string) => {
    count(`${name} ${expected} ${actual}`);
    if (expected !== actual) differ(check, turn, expected, actual);
  };

  count('calls');
  for (const [turn, right] of truth.turns) {
    const side = speakers[turn];
    const said = other.turns.get(turn);
    if (said === undefined || (side !== 'agent' && side !== 'caller')) continue;
    count('turns');
    choice(`sentiment ${side}`, `sentiment.${side}`, turn, right.sentiment, said.sentiment);
    for (const label of TURN_LABELS) {
      const [expected, actual] = [right.labels.has(label), said.labels.has(label)];
      if (expected || actual) binary(`label ${label}`, `label.${label}`, turn, expected, actual, label);
    }
    if (right.commitment !== null && said.commitment !== null) {
      for (const field of COMMITMENT_FIELDS) {
        binary(`field ${field}`, `commitment.${field}`, turn, right.commitment[field], said.commitment[field], field);
      }
    }
  }
  const [cuts, saidCuts] = [truth.interruptions, other.interruptions];
  if (cuts !== null && saidCuts !== null) {
    for (const pair of new Set([...cuts, ...saidCuts])) {
      binary('interruption', 'interruption', Number(pair.split(':')[0]), cuts.has(pair), saidCuts.has(pair), pair);
    }
  }
  choice('kind', 'kind', null, truth.kind ?? 'none', other.kind ?? 'none');
  choice('resolved', 'resolved', null, truth.resolved, other.resolved);
  binary('demand', 'demand', null, truth.demand, other.demand, 'demand');
  binary('danger', 'danger', null, truth.danger, other.danger, 'danger');
  for (const [id, status] of truth.criteria) {
    const said: CriterionStatus | undefined = other.criteria.get(id);
    if (said !== undefined) choice(`criterion ${id}`, `criterion.${id}`, null, status, said);
  }
  count(`harassment ${truth.harassment.decision} ${other.harassment.decision}`);
  const error = harassmentError(truth, other);
  if (error !== null) {
    count(`harassment-error ${error}`);
    differ(`harassment.${error}`, other.harassment.fromTurn, decisionText(truth), decisionText(other));
  }
  if (isProtected(truth)) count('protected');
  if (scores?.truth != null && scores.other != null) {
    count('score n');
    count('score error', scores.other - scores.truth);
    count('score absolute', Math.abs(scores.other - scores.truth));
  }
  return { callId: truth.callId, counts, differences };
}

function decisionText({ harassment: { decision, fromTurn } }: Judgement): string {
  return fromTurn === null ? decision : `${decision} from ${fromTurn}`;
}
