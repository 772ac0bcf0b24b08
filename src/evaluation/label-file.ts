/**
 * Label files: what a person says of a call, per the labelling guide. A `.labels.json` holds one call, a `.labels.jsonl`
 * one a line; they lie beside the calls and are joined by `callId`. Every mistake is a sentence with file and line.
 */
import { z } from 'zod';
import { ConfigError, nearestName, type Problem } from '../domain/errors.js';
import { DECISIONS, HARASSMENT_CATEGORIES } from '../domain/harassment.js';
import { type Judgement, TURN_LABELS } from './judgement.js';

const decision = z.looseObject({
  decision: z.enum([...DECISIONS, 'undetermined']),
  fromTurn: z.int().min(0).nullish(),
  categories: z.array(z.enum(HARASSMENT_CATEGORIES)).default([]),
});

const labelsSchema = z.looseObject({
  callId: z.string().min(1),
  turns: z.array(
    z.looseObject({
      i: z.int().min(0),
      sentiment: z.enum(['negative', 'neutral', 'positive']),
      labels: z.array(z.string()),
      commitment: z.looseObject({ action: z.boolean(), deadline: z.boolean(), contact: z.boolean() }).optional(),
    }),
  ),
  interruptions: z.array(z.looseObject({ turn: z.int().min(0), by: z.enum(['agent', 'caller']) })),
  call: z.looseObject({
    kind: z.enum(['inquiry', 'complaint', 'difficult', 'harassment']),
    resolved: z.enum(['yes', 'committed', 'no', 'not_applicable']),
    harassment: decision,
    /** Under the policy protect-staff, where it differs. */
    harassmentProtectStaff: decision.optional(),
    /** Where it is not what the labelled turns say: a demand that was dropped or a pretext. */
    protected: z.boolean().optional(),
    criteria: z.record(z.string(), z.enum(['met', 'partly', 'not_met', 'not_applicable'])),
    critical: z.array(z.string()).optional(),
    safety: z.literal('danger').nullish(),
  }),
  note: z.string().optional(),
});

export type CallLabels = z.infer<typeof labelsSchema>;

export interface LabelText {
  readonly path: string;
  readonly text: string;
}

/** Name of the policy whose decisions stand under a key of their own in the label file. */
const PROTECT_STAFF = 'protect-staff';

function faultsOf(labels: CallLabels): readonly string[] {
  const faults: string[] = [];
  const seen = new Set<number>();
  for (const turn of labels.turns) {
    if (seen.has(turn.i)) faults.push(`turn ${turn.i} is labelled twice.`);
    seen.add(turn.i);
    for (const label of turn.labels) {
      if (TURN_LABELS.includes(label)) continue;
      const nearest = nearestName(label, TURN_LABELS);
      faults.push(`turn ${turn.i} has the unknown label "${label}"${nearest ? `; the nearest is "${nearest}"` : ''}.`);
    }
    if (turn.labels.includes('commitment') !== (turn.commitment !== undefined)) {
      faults.push(`turn ${turn.i}: the label "commitment" and the fields "commitment" go together.`);
    }
  }
  return faults;
}

function labelsOf(json: unknown, problem: (message: string) => void): CallLabels | null {
  const parsed = labelsSchema.safeParse(json);
  if (!parsed.success) {
    for (const issue of parsed.error.issues.slice(0, 3)) {
      problem(`is no label of a call: "${issue.path.join('.') || 'the whole'}" ${issue.message}.`);
    }
    return null;
  }
  for (const fault of faultsOf(parsed.data)) problem(`call "${parsed.data.callId}": ${fault}`);
  return parsed.data;
}

function jsonOf(text: string): { readonly json: unknown } | null {
  try {
    return { json: JSON.parse(text) };
  } catch {
    return null;
  }
}

/** Reads label files; throws a ConfigError with every mistake. */
export function readLabels(files: readonly LabelText[]): ReadonlyMap<string, CallLabels> {
  const problems: Problem[] = [];
  const byCall = new Map<string, CallLabels>();
  for (const { path, text } of files) {
    const lines = path.endsWith('.jsonl') ? text.split('\n') : [text];
    for (const [index, written] of lines.entries()) {
      if (written.trim() === '') continue;
      const line = path.endsWith('.jsonl') ? index + 1 : null;
      const problem = (message: string) => problems.push({ file: path, line, message });
      const parsed = jsonOf(written.replace(/^\uFEFF/, ''));
      if (parsed === null) {
        problem('is not valid JSON.');
        continue;
      }
      const labels = labelsOf(parsed.json, problem);
      if (labels === null) continue;
      if (byCall.has(labels.callId)) problem(`call "${labels.callId}" is labelled twice; keep one.`);
      byCall.set(labels.callId, labels);
    }
  }
  if (problems.length > 0) throw new ConfigError(problems);
  return byCall;
}

/** What the person says, under a policy: where it has no decision of its own, that of the default policy. */
export function judgementOfLabels(labels: CallLabels, policy: string): Judgement {
  const { call } = labels;
  const own = policy === PROTECT_STAFF ? (call.harassmentProtectStaff ?? call.harassment) : call.harassment;
  const demands = labels.turns.some((turn) => turn.labels.includes('demand'));
  return {
    callId: labels.callId,
    turns: new Map(
      labels.turns.map(({ i, sentiment, labels: names, commitment }) => [
        i,
        { sentiment, labels: new Set(names), commitment: commitment ?? null },
      ]),
    ),
    interruptions: new Set(labels.interruptions.map(({ turn, by }) => `${turn}:${by}`)),
    kind: call.kind,
    resolved: call.resolved,
    demand: call.protected ?? (demands && call.kind !== 'harassment'),
    harassment: { decision: own.decision, fromTurn: own.fromTurn ?? null, categories: own.categories },
    criteria: new Map(Object.entries(call.criteria)),
    danger: call.safety === 'danger',
  };
}
