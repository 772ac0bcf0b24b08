/**
 * The canonical call: one JSON object, `callId` and `turns[]` with `speaker` and `text` required. Names of fields may be
 * written in snake case. A field with one slip of the pen in its name is a fault, since dropping it unseen would lose
 * data; other unknown fields of the call go into `meta` where they are plain values, unknown fields of turns are ignored.
 *
 * `vendor`, `conversion`, `roles` and `overlapObservable` of a call, `speakerLabel` and `vendor` of a turn are written by
 * `tingping convert` (canonical-write.ts) and read by these very names alone; where a system of its own uses such a name
 * for something else, it is an unknown field like others.
 */
import { z } from 'zod';
import { type Call, type CallSource, CONVERSION_WARNINGS, ROLE_SOURCES } from '../domain/call.js';
import { type CallDraft, completeCall, type TurnDraft } from './draft.js';
import { hasLoneSurrogate } from './encoding.js';
import { foldKey, isObject, type Keyed, type KeyTable, keyTable, withKnownKeys } from './keys.js';
import { type Fault, fault, isFault, type Reject, rejectOf, shorten } from './reject.js';
import { describe, pathName, valueAt } from './schema.js';
import { namedSpeaker } from './speaker.js';
import { MAX_CALL_MS, parseMoment } from './time.js';
import { languageOfTag, wordOf } from './values.js';
import type { IngestVocabulary } from './vocabulary.js';

export const MAX_ID_CHARACTERS = 200;

/** What the last name of a path must be, in words. */
const EXPECTED: Readonly<Record<string, string>> = {
  schemaVersion: '1',
  callId: `text of 1 to ${MAX_ID_CHARACTERS} characters without control characters`,
  language: 'text such as "zh" or "en"',
  startedAt: 'a date with time such as "2026-03-02T09:15:00+08:00"',
  turns: 'a list of turns',
  events: 'a list of events',
  words: 'a list of words',
  meta: 'an object of plain values',
  channel: 'a whole number from 0',
  asrConfidence: 'a number from 0 to 1',
  kind: '"hold", "transfer", "ringing" or "hangup"',
  by: '"agent", "caller" or "line"',
  ...Object.fromEntries(
    ['startMs', 'endMs', 'durationMs'].map((name) => [name, `a number of milliseconds from 0 to ${MAX_CALL_MS}`]),
  ),
};

const text = z.string().refine((value) => !hasLoneSurrogate(value));
const optionalText = text.nullish().transform((value) => (value === undefined || value === '' ? null : value));
const milliseconds = z.number().min(0).max(MAX_CALL_MS).transform(Math.round);
const optionalMs = milliseconds.nullish().transform((value) => value ?? null);
const plain = z.union([text, z.number(), z.boolean(), z.null()]);

const turnSchema = z.object({
  speaker: text.nullable(),
  text,
  agentId: optionalText,
  channel: z.int().min(0).nullish(),
  startMs: optionalMs,
  endMs: optionalMs,
  words: z.array(z.object({ text, startMs: milliseconds, endMs: milliseconds })).nullish(),
  asrConfidence: z.number().min(0).max(1).nullish(),
});

const plainNumber = z.number();
const names = z.array(text);

const turnVendorSchema = z.strictObject({
  sentiment: z.enum(['positive', 'neutral', 'negative', 'mixed']).exactOptional(),
  sentimentScore: plainNumber.exactOptional(),
  emotion: text.exactOptional(),
  interrupts: z.boolean().exactOptional(),
  loudness: z.array(plainNumber).exactOptional(),
  speechRate: plainNumber.exactOptional(),
  labels: names.exactOptional(),
});

const callVendorSchema = z.strictObject({
  sentiment: z.record(text, plainNumber).exactOptional(),
  categories: names.exactOptional(),
  interruptions: z.array(z.strictObject({ by: text, startMs: milliseconds, endMs: milliseconds })).exactOptional(),
  silenceMs: milliseconds.exactOptional(),
});

const conversionSchema = z.strictObject({
  format: text,
  warnings: z.array(
    z.strictObject({ code: z.enum(CONVERSION_WARNINGS), params: z.record(text, z.union([text, plainNumber])) }),
  ),
});

/** A field that `convert` writes; a value of another shape is a field of the source's own, and left alone. */
function written<T extends z.ZodType>(schema: T) {
  return schema.optional().catch(undefined);
}

const WRITTEN_CALL = {
  vendor: written(callVendorSchema),
  conversion: written(conversionSchema),
  overlapObservable: written(z.boolean()),
  roles: written(z.strictObject({ source: z.enum(ROLE_SOURCES), confidence: z.number().min(0).max(1) })),
};
const WRITTEN_TURN = { speakerLabel: written(text), vendor: written(turnVendorSchema) };

const eventSchema = z.object({
  kind: z.enum(['hold', 'transfer', 'ringing', 'hangup']),
  startMs: optionalMs,
  endMs: optionalMs,
  by: z.enum(['agent', 'caller', 'line']).nullish(),
  to: optionalText,
});

const callSchema = z.object({
  schemaVersion: z.literal(1).nullish(),
  callId: z.string().refine(isCallId),
  language: optionalText,
  startedAt: optionalText.refine((value) => value === null || parseMoment(value) !== null),
  durationMs: optionalMs,
  direction: optionalText,
  medium: optionalText,
  agentId: optionalText,
  team: optionalText,
  queue: optionalText,
  callerNumber: optionalText,
  recordingUrl: optionalText,
  meta: z.record(text, plain).nullish(),
  turns: z.array(turnSchema.extend(WRITTEN_TURN)),
  events: z.array(eventSchema).nullish(),
});
const wholeSchema = callSchema.extend(WRITTEN_CALL);
/** For calls that were not converted, as most are: it takes half the time. */
const plainSchema = wholeSchema.extend({ turns: z.array(turnSchema) });

type ParsedCall = z.infer<typeof wholeSchema>;

const CALL_KEYS = keyTable(Object.keys(callSchema.shape), Object.keys(WRITTEN_CALL));
const TURN_KEYS = keyTable(Object.keys(turnSchema.shape), Object.keys(WRITTEN_TURN));
const EVENT_KEYS = keyTable(Object.keys(eventSchema.shape));
const WORD_KEYS = keyTable(['text', 'startMs', 'endMs']);

/** A call id names rows and files of reports, so it is short and has no control characters or broken letters. */
export function isCallId(value: string): boolean {
  return value.trim() !== '' && value.length <= MAX_ID_CHARACTERS && !/[\p{Cc}\p{Cs}\u2028\u2029]/u.test(value);
}

/** Reads a parsed JSON value as a call. Never throws. */
export function readCanonical(value: unknown, source: CallSource, vocabulary: IngestVocabulary): Call | Reject {
  const draft = canonicalDraft(value, vocabulary);
  return isFault(draft) ? rejectOf(source, callIdOf(value), draft) : completeCall(draft, source);
}

/** Whether a value is meant to be a canonical call, however broken: a call, or the bare list of its turns. */
export function looksCanonical(value: unknown): boolean {
  if (Array.isArray(value)) return looksLikeTurn(value[0]) && !looksCanonical(value[0]);
  return isObject(value) && Object.keys(value).some((key) => ['callid', 'turns'].includes(foldKey(key)));
}

/** Names under which other systems write the speaker and the words of a turn. */
const TURN_ALIASES: Readonly<Record<string, string>> = { role: 'speaker', content: 'text' };

function looksLikeTurn(value: unknown): boolean {
  if (!isObject(value)) return false;
  const names = new Set(Object.keys(value).map((key) => TURN_ALIASES[key] ?? key));
  return names.has('speaker') && names.has('text');
}

/** Turns with their own names in place of the aliases, where the first turn has these. */
function withoutAliases(turns: unknown): unknown {
  const first: unknown = Array.isArray(turns) ? turns[0] : null;
  if (!looksLikeTurn(first) || ('speaker' in (first as object) && 'text' in (first as object))) return turns;
  return (turns as readonly unknown[]).map((turn) =>
    isObject(turn)
      ? Object.fromEntries(
          Object.entries(turn).map(([key, value]) => {
            const name = TURN_ALIASES[key];
            return [name === undefined || name in turn ? key : name, value];
          }),
        )
      : turn,
  );
}

/** The call id of a value that may be broken elsewhere; null where it has none to be named by. */
export function callIdOf(value: unknown): string | null {
  if (!isObject(value)) return null;
  const entry = Object.entries(value).find(([key]) => foldKey(key) === 'callid');
  return typeof entry?.[1] === 'string' && isCallId(entry[1]) ? entry[1] : null;
}

/** As `readCanonical`, before anything is derived. */
export function canonicalDraft(value: unknown, vocabulary: IngestVocabulary): CallDraft | Fault {
  if (!isObject(value)) return fault('not_a_call', { actual: describe(value, false) });
  const call = withKnownKeys(value, CALL_KEYS, '');
  if (isFault(call)) return call;
  if (call.known.turns === undefined && looksLikeTurn(value)) return fault('turn_row');
  const renamed: Record<string, unknown> = { ...call.known, turns: withoutAliases(call.known.turns) };
  for (const [list, keys] of [
    ['turns', TURN_KEYS],
    ['events', EVENT_KEYS],
  ] as const) {
    const items = withKnownKeysOfAll(renamed[list], keys, list);
    if (isFault(items)) return items;
    renamed[list] = items;
  }
  const parsed = (hasWrittenTurns(renamed.turns) ? wholeSchema : plainSchema).safeParse(renamed);
  if (!parsed.success) return fieldFault(renamed, parsed.error.issues[0]?.path ?? []);
  return (
    timesFault(parsed.data) ??
    draftOf(parsed.data, plainExtras([...call.extras, ...ownFields(call.known, parsed.data)]), vocabulary)
  );
}

function hasWrittenTurns(turns: unknown): boolean {
  const names = Object.keys(WRITTEN_TURN);
  return (
    Array.isArray(turns) && turns.some((turn) => isObject(turn) && names.some((name) => Object.hasOwn(turn, name)))
  );
}

/** Fields of the source's own under names that `convert` writes. */
function ownFields(known: Keyed['known'], call: ParsedCall): Keyed['extras'] {
  const names = Object.keys(WRITTEN_CALL) as (keyof typeof WRITTEN_CALL)[];
  return names.flatMap((name) => (call[name] === undefined ? [[name, known[name]] as const] : []));
}

function draftOf(call: ParsedCall, extras: CallDraft['meta'], vocabulary: IngestVocabulary): CallDraft | Fault {
  const language = languageOfTag(call.language, vocabulary);
  if (isFault(language)) return language;
  const direction = wordOf('direction', call.direction, vocabulary.directions);
  if (isFault(direction)) return direction;
  const medium = wordOf('medium', call.medium, vocabulary.media);
  if (isFault(medium)) return medium;
  const meta = Object.entries(call.meta ?? {}).filter(
    (entry): entry is [string, string | number | boolean] => entry[1] !== null,
  );
  return {
    callId: call.callId,
    language,
    startedAt: call.startedAt === null ? null : parseMoment(call.startedAt),
    durationMs: call.durationMs,
    direction,
    medium,
    agentId: call.agentId,
    team: call.team,
    queue: call.queue,
    callerNumber: call.callerNumber,
    recordingUrl: call.recordingUrl,
    meta: Object.fromEntries([...Object.entries(extras), ...meta]),
    turns: call.turns.map((turn) => turnDraftOf(turn, vocabulary)),
    events: (call.events ?? []).map(({ by, ...event }) => ({ ...event, by: by ?? null })),
    ...(call.vendor === undefined ? {} : { vendor: call.vendor }),
    ...(call.conversion === undefined ? {} : { conversion: call.conversion }),
    ...(call.roles === undefined ? {} : { roles: call.roles }),
    ...(call.overlapObservable === undefined ? {} : { overlapObservable: call.overlapObservable }),
  };
}

/** Every field is named, as this runs for each of millions of turns. */
function turnDraftOf(turn: ParsedCall['turns'][number], vocabulary: IngestVocabulary): TurnDraft {
  const named = turn.speaker === null ? null : namedSpeaker(turn.speaker, vocabulary);
  const draft: TurnDraft = {
    speaker: named?.speaker ?? 'unknown',
    agentId: turn.agentId,
    channel: turn.channel ?? null,
    text: turn.text,
    startMs: turn.startMs,
    endMs: turn.endMs,
    asrConfidence: turn.asrConfidence ?? null,
  };
  const { words, vendor } = turn;
  // A speaker whom the vocabulary does not know is told apart from others by this very word.
  const speakerLabel = turn.speakerLabel ?? (named === null ? turn.speaker?.trim() || undefined : undefined);
  if ((words ?? speakerLabel ?? vendor ?? null) === null) return draft;
  return {
    ...draft,
    ...(speakerLabel === undefined ? {} : { speakerLabel }),
    ...(words === null || words === undefined ? {} : { words }),
    ...(vendor === undefined ? {} : { vendor }),
  };
}

/** A turn, word or event that ends before it starts. */
function timesFault({ turns, events }: ParsedCall): Fault | null {
  for (const [index, turn] of turns.entries()) {
    const found = orderFault(`turns[${index}]`, turn) ?? firstOf(turn.words ?? [], `turns[${index}].words`);
    if (found !== null) return found;
  }
  return firstOf(events ?? [], 'events');
}

interface Timed {
  readonly startMs: number | null;
  readonly endMs: number | null;
}

function firstOf(items: readonly Timed[], name: string): Fault | null {
  for (const [index, item] of items.entries()) {
    const found = orderFault(`${name}[${index}]`, item);
    if (found !== null) return found;
  }
  return null;
}

export function orderFault(field: string, { startMs, endMs }: Timed): Fault | null {
  if (startMs === null || endMs === null || startMs <= endMs) return null;
  return fault('end_before_start', { field, start: startMs, end: endMs });
}

/** The items of a list with known names; what is no list or no object is left for the schema to refuse. */
function withKnownKeysOfAll(items: unknown, table: KeyTable, path: string): unknown {
  if (!Array.isArray(items)) return items;
  const renamed: unknown[] = [];
  for (const [index, item] of items.entries()) {
    const keyed = isObject(item) ? withKnownKeys(item, table, `${path}[${index}].`) : null;
    if (keyed !== null && isFault(keyed)) return keyed;
    const known = keyed?.known;
    if (known === undefined || !('words' in known)) renamed.push(known ?? item);
    else {
      const words = withKnownKeysOfAll(known.words, WORD_KEYS, `${path}[${index}].words`);
      if (isFault(words)) return words;
      renamed.push({ ...known, words });
    }
  }
  return renamed;
}

function plainExtras(extras: Keyed['extras']): CallDraft['meta'] {
  return Object.fromEntries(
    extras.filter((entry): entry is [string, string | number | boolean] => {
      const [key, value] = entry;
      if (hasLoneSurrogate(key)) return false;
      return typeof value === 'string'
        ? !hasLoneSurrogate(value)
        : Number.isFinite(value) || typeof value === 'boolean';
    }),
  );
}

function fieldFault(call: Readonly<Record<string, unknown>>, path: readonly PropertyKey[]): Fault {
  const value = valueAt(call, path);
  const name = String(path.findLast((key) => typeof key === 'string') ?? 'callId');
  const last = path.at(-1);
  const expected =
    typeof last === 'number'
      ? 'an object'
      : path[0] === 'meta' && path.length > 1
        ? 'text or a number'
        : EXPECTED[name];
  return fault('bad_field', {
    field: shorten(pathName(path)),
    expected: expected ?? 'text',
    actual: describe(value, name in EXPECTED),
  });
}
