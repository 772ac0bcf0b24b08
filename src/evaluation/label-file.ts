/**
 * Label files: what a person says of a call, per the labelling guide. A `.labels.json` holds one call, a `.labels.jsonl`
 * one a line; they lie beside the calls and are joined by `callId`. Every mistake is a sentence with file and line.
 */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { nodeAt, tryReadYaml } from '../config/yaml-file.js';
import { ConfigError, nearestName, type Problem, suggestion, unknownKeySentence } from '../domain/errors.js';
import { DECISIONS, HARASSMENT_CATEGORIES, isEnding } from '../domain/harassment.js';
import { issueFaults, type SchemaFault } from '../domain/schema-sentence.js';
import { type Judgement, markedLabel, TURN_LABELS } from './judgement.js';

const note = z.string().optional();

const turnSchema = z.strictObject({
  i: z.int().min(0),
  sentiment: z.enum(['negative', 'neutral', 'positive']),
  labels: z.array(z.string()),
  commitment: z.strictObject({ action: z.boolean(), deadline: z.boolean(), contact: z.boolean() }).optional(),
  note,
});

const decisionSchema = z.strictObject({
  decision: z.enum([...DECISIONS, 'undetermined']),
  fromTurn: z.int().min(0).nullish(),
  categories: z.array(z.enum(HARASSMENT_CATEGORIES)).default([]),
  priority: z.literal('security').nullish(),
  note,
});

const callSchema = z.strictObject({
  kind: z.enum(['inquiry', 'complaint', 'difficult', 'harassment']),
  resolved: z.enum(['yes', 'committed', 'no', 'not_applicable']),
  harassment: decisionSchema,
  /** Under the policy protect-staff, where it differs. */
  harassmentProtectStaff: decisionSchema.optional(),
  /** Whether the caller has a demand that is not dropped, where it is not what the labelled turns say. */
  protected: z.boolean().optional(),
  /** Those that are left out are not judged. */
  criteria: z.record(z.string(), z.enum(['met', 'partly', 'not_met', 'not_applicable'])).default({}),
  critical: z.array(z.string()).optional(),
  safety: z.literal('danger').nullish(),
  note,
});

/** Keys of its own that somebody adds to a call's labels are theirs; everything inside is checked. */
const labelsSchema = z.looseObject({
  callId: z.string().min(1),
  turns: z.array(turnSchema),
  /** Without it interruptions are not judged. */
  interruptions: z.array(z.strictObject({ turn: z.int().min(0), by: z.enum(['agent', 'caller']), note })).optional(),
  call: callSchema,
  note,
});

type LabelRecord = z.infer<typeof labelsSchema>;

/** Of a passage out of a call only its turns are labelled. */
const passageSchema = z.strictObject({ callId: z.string().min(1), turns: z.array(turnSchema) });
type PassageRecord = z.infer<typeof passageSchema>;
export type PassageLabels = Sourced<PassageRecord>;

export interface LabelText {
  readonly path: string;
  readonly text: string;
}

export type CallLabels = LabelRecord & {
  /** Where the labels stand: the file, and the line where each call has one of its own. */
  readonly source: LabelText & { readonly line: number | null };
};

/** Where the labels of a call stand, for a sentence. */
export function placeOf({ source: { path, line } }: Pick<CallLabels, 'source'>): string {
  return line === null ? path : `${path}:${line}`;
}

/** The problem of a place in the labels of a call, with its file and line. */
export function labelProblem(
  { path: file, text, line }: CallLabels['source'],
  { path, message }: SchemaFault,
): Problem {
  // JSON is YAML, and YAML is read with the lines of its places.
  const place = line ?? nodeAt(tryReadYaml({ path: file, text }, []).root, path).line;
  return { file, line: place, message };
}

/** Name of the policy whose decisions stand under a key of their own in the label file. */
const PROTECT_STAFF = 'protect-staff';

function turnFaults({ turns }: Pick<LabelRecord, 'turns'>): readonly SchemaFault[] {
  return turns.flatMap(({ i, labels, commitment }, index) => {
    const fault = (message: string) => ({ path: ['turns', index], message: `turn ${i} ${message}` });
    const lone = labels.flatMap((label) => {
      const beside = markedLabel(label);
      return beside === null || labels.includes(beside)
        ? []
        : [fault(`has "${label}", which stands beside "${beside}".`)];
    });
    return [
      ...(turns.findIndex((other) => other.i === i) < index ? [fault('is labelled twice; keep one.')] : []),
      ...labels.flatMap((label) =>
        TURN_LABELS.includes(label)
          ? []
          : [fault(`has the unknown label "${label}": ${suggestion(label, TURN_LABELS)}.`)],
      ),
      ...lone,
      ...(labels.includes('commitment') && commitment === undefined
        ? [fault('has the label "commitment" and needs its fields "commitment": action, deadline and contact.')]
        : []),
      ...(!labels.includes('commitment') && commitment !== undefined
        ? [fault('has the fields "commitment" and needs the label "commitment".')]
        : []),
    ];
  });
}

function decisionFaults({ call }: LabelRecord): readonly SchemaFault[] {
  return (['harassment', 'harassmentProtectStaff'] as const).flatMap((key) => {
    const own = call[key];
    if (own === undefined || isEnding(own.decision) === (own.fromTurn !== undefined && own.fromTurn !== null))
      return [];
    const message = isEnding(own.decision)
      ? `"${key}" is ${own.decision} and needs "fromTurn", the first turn at which ending is justified.`
      : `"${key}" is ${own.decision} and has "fromTurn": only end_call and block_number have one.`;
    return [{ path: ['call', key], message }];
  });
}

/** Danger in a turn is danger in the call: whoever is in it is protected. */
function dangerFaults({ turns, call }: LabelRecord): readonly SchemaFault[] {
  const index = call.safety === 'danger' ? -1 : turns.findIndex(({ labels }) => labels.includes('danger'));
  if (index === -1) return [];
  const message = `turn ${turns[index]!.i} has the label "danger", so that "call.safety" must be danger.`;
  return [{ path: ['turns', index], message }];
}

/** Of the keys that may be missing this one alone stands among those that are free. */
const MISSABLE = 'interruptions';

function misspeltFaults(labels: LabelRecord): readonly SchemaFault[] {
  return Object.keys(labels)
    .filter((key) => key !== MISSABLE && nearestName(key, [MISSABLE]) !== null)
    .map((key) => ({ path: [key], message: unknownKeySentence(key, [MISSABLE]) }));
}

function faultsOf(labels: LabelRecord): readonly SchemaFault[] {
  const faults = [turnFaults, decisionFaults, dangerFaults, misspeltFaults].flatMap((find) => find(labels));
  return faults.map(({ path, message }) => ({ path, message: `call "${labels.callId}": ${message}` }));
}

function jsonOf(text: string): { readonly json: unknown } | null {
  try {
    return { json: JSON.parse(text) };
  } catch {
    return null;
  }
}

/** Faults of form of one call that are told at most; more come of the same mistake. */
const TOLD_FAULTS = 5;

/** What is labelled in one go: a call, or a passage out of one. */
interface Form<T> {
  readonly schema: z.ZodType<T>;
  /** As a sentence names the whole. */
  readonly whole: string;
  /** What is wrong beyond the form. */
  readonly faultsOf: (record: T) => readonly SchemaFault[];
}

const OF_CALLS: Form<LabelRecord> = { schema: labelsSchema, whole: 'the label of a call', faultsOf };
const OF_PASSAGES: Form<PassageRecord> = {
  schema: passageSchema,
  whole: 'the label of a passage',
  faultsOf: turnFaults,
};

type Sourced<T> = T & Pick<CallLabels, 'source'>;

function recordOf<T extends object>(
  source: CallLabels['source'],
  form: Form<T>,
  problems: Problem[],
): Sourced<T> | null {
  const parsed = jsonOf(source.text);
  if (parsed === null) {
    problems.push({ file: source.path, line: source.line, message: brokenSentence(source) });
    return null;
  }
  const result = form.schema.safeParse(parsed.json);
  const faults = result.success
    ? form.faultsOf(result.data)
    : issueFaults(result.error, form.schema, parsed.json, form.whole).slice(0, TOLD_FAULTS);
  problems.push(...faults.map((fault) => labelProblem(source, fault)));
  return result.success ? { ...result.data, source } : null;
}

function brokenSentence({ text, line }: CallLabels['source']): string {
  if (text.trim() === '') return 'is empty: write the labels of a call, or remove it.';
  return `is not valid JSON${line === null ? '' : ': a .labels.jsonl holds the labels of one call in each line'}.`;
}

function sourcesOf({ path, text }: LabelText, problems: Problem[]): readonly CallLabels['source'][] {
  const plain = text.replace(/^\uFEFF/, '');
  if (!path.endsWith('.jsonl')) return [{ path, text: plain, line: null }];
  const lines = plain
    .split('\n')
    .map((line, index) => ({ path, text: line, line: index + 1 }))
    .filter((source) => source.text.trim() !== '');
  if (lines.length < 2 || jsonOf(plain) === null) return lines;
  const message = 'is one JSON document over several lines: write the labels of each call in one line.';
  problems.push({ file: path, line: lines[1]!.line, message });
  return [];
}

function readRecords<T extends { readonly callId: string }>(
  files: readonly LabelText[],
  form: Form<T>,
): ReadonlyMap<string, Sourced<T>> {
  const problems: Problem[] = [];
  const byCall = new Map<string, Sourced<T>>();
  for (const source of files.flatMap((file) => sourcesOf(file, problems))) {
    const labels = recordOf(source, form, problems);
    if (labels === null) continue;
    const earlier = byCall.get(labels.callId);
    if (earlier !== undefined) {
      const message = `call "${labels.callId}" is labelled twice, also in ${placeOf(earlier)}; keep one.`;
      problems.push(labelProblem(source, { path: ['callId'], message }));
    }
    byCall.set(labels.callId, labels);
  }
  if (problems.length > 0) throw new ConfigError(problems);
  return byCall;
}

/** Reads label files; throws a ConfigError with every mistake. */
export const readLabels = (files: readonly LabelText[]): ReadonlyMap<string, CallLabels> =>
  readRecords(files, OF_CALLS);

/** Reads label files of passages out of calls; throws a ConfigError with every mistake. */
export const readPassageLabels = (files: readonly LabelText[]): ReadonlyMap<string, PassageLabels> =>
  readRecords(files, OF_PASSAGES);

const DIGEST_LENGTH = 12;

/** The same for the same labels, in whatever order they are written. */
function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => JSON.stringify(canonical(item))).sort();
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([key]) => key !== 'note');
  return entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, inner]) => [key, canonical(inner)]);
}

/** A short name of all that is said of a call; notes and order change nothing of it. */
export function labelDigest({ turns, interruptions, call }: CallLabels): string {
  const text = JSON.stringify(canonical({ turns, interruptions, call }));
  return createHash('sha256').update(text).digest('hex').slice(0, DIGEST_LENGTH);
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
    interruptions: cutsOf(labels),
    kind: call.kind,
    resolved: call.resolved,
    demand: call.protected ?? (demands && call.kind !== 'harassment'),
    harassment: { decision: own.decision, fromTurn: own.fromTurn ?? null, categories: own.categories },
    criteria: new Map(Object.entries(call.criteria)),
    danger: call.safety === 'danger',
  };
}

function cutsOf({ interruptions }: LabelRecord): Judgement['interruptions'] {
  return interruptions === undefined ? null : new Set(interruptions.map(({ turn, by }) => `${turn}:${by}`));
}
