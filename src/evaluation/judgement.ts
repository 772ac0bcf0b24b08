/**
 * What somebody says about a call, in the terms of the labelling guide: a person in a label file, or the product in a
 * result. Both become the same object, so that a person is compared with the product as with a second person.
 */
import type { HarassmentCategory, HarassmentDecision } from '../domain/harassment.js';
import { isLabelName, LABELS, type LabelName, labelDefinition } from '../domain/label.js';
import type { CallKind, CallResult, CriterionStatus, Resolved } from '../domain/result.js';
import type { Sentiment } from '../domain/turn-mood.js';

/** Marks that the guide sets beside a label; in a result they are attributes of the label's findings. */
const MARKS = {
  permission: { label: 'hold_request', attribute: 'permission' },
  explained: { label: 'escalation', attribute: 'explained' },
} as const;

type MarkName = keyof typeof MARKS;

/** The label beside which a mark stands; null for a label of its own. */
export function markedLabel(name: string): LabelName | null {
  return Object.hasOwn(MARKS, name) ? MARKS[name as MarkName].label : null;
}

/** Whose turns carry a label of the guide. */
export function sideOf(name: string): 'agent' | 'caller' | 'any' {
  const label = markedLabel(name) ?? name;
  const who = isLabelName(label) ? labelDefinition(label).who : 'any';
  return who === 'system' ? 'any' : who;
}

/** Interruptions are pairs of turns and compared as such. */
const GUIDE_LABELS = (Object.keys(LABELS) as LabelName[]).filter(
  (name) => LABELS[name].guide && name !== 'interruption',
);

/** Labels that a turn may carry, in the order of the label table. */
export const TURN_LABELS: readonly string[] = [...GUIDE_LABELS, ...Object.keys(MARKS)];

export const COMMITMENT_FIELDS = ['action', 'deadline', 'contact'] as const;
export type CommitmentFields = Readonly<Record<(typeof COMMITMENT_FIELDS)[number], boolean>>;

export interface TurnJudgement {
  readonly sentiment: Sentiment;
  readonly labels: ReadonlySet<string>;
  /** Null where the turn commits to nothing. */
  readonly commitment: CommitmentFields | null;
}

export interface DecisionJudgement {
  readonly decision: HarassmentDecision;
  readonly fromTurn: number | null;
  readonly categories: readonly HarassmentCategory[];
}

export interface Judgement {
  readonly callId: string;
  /** By turn index; turns of announcements have none. */
  readonly turns: ReadonlyMap<number, TurnJudgement>;
  /** `TURN:SIDE` of every turn that interrupts; null where nobody looked for them. */
  readonly interruptions: ReadonlySet<string> | null;
  readonly kind: CallKind | null;
  readonly resolved: Resolved;
  /** Whether the caller states a demand and does not drop it. */
  readonly demand: boolean;
  readonly harassment: DecisionJudgement;
  readonly criteria: ReadonlyMap<string, CriterionStatus>;
  /** Whether somebody is in danger. */
  readonly danger: boolean;
}

/** The protected caller, who is not to be ended or blocked: one with a demand, or one in danger whatever the manner. */
export function isProtected({ demand, danger }: Pick<Judgement, 'demand' | 'danger'>): boolean {
  return demand || danger;
}

/** What the product says. `labels` of a turn are the counted findings; what was thrown out is none. */
export function judgementOfResult(result: CallResult): Judgement {
  const labels = new Map<number, Set<string>>();
  const add = (turn: number, label: string) => {
    const set = labels.get(turn);
    if (set === undefined) labels.set(turn, new Set([label]));
    else set.add(label);
  };
  for (const finding of result.findings) {
    if (!finding.counted) continue;
    if (TURN_LABELS.includes(finding.label)) add(finding.turn, finding.label);
    for (const [mark, { label, attribute }] of Object.entries(MARKS)) {
      if (finding.label === label && finding.attributes[attribute] === true) add(finding.turn, mark);
    }
  }
  const commitments = new Map(result.commitments.map((each) => [each.turn, each]));
  return {
    callId: result.callId,
    turns: new Map(
      result.sentiment.turns.map(({ turn, label }) => [
        turn,
        { sentiment: label, labels: labels.get(turn) ?? new Set(), commitment: commitments.get(turn) ?? null },
      ]),
    ),
    interruptions: new Set(result.interruptions.map(({ turn, by }) => `${turn}:${by}`)),
    kind: result.context.kind,
    resolved: result.context.resolved,
    demand: result.harassment.demand,
    harassment: result.harassment,
    criteria: new Map(result.criteria.map(({ id, status }) => [id, status])),
    danger: result.safety !== null,
  };
}
