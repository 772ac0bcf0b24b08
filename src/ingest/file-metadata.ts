/**
 * What is told of the calls of a file outside of it: by a sidecar (`NAME.meta.json` beside `NAME.json`, `NAME.csv.gz` …)
 * and by the name of the file (`--filename-pattern`). It fills what the transcript leaves open: the transcript's own
 * values stand, then the sidecar's, then those of the name. Fields that are not known go to `meta`.
 */
import { RE2JS } from 're2js';
import { z } from 'zod';
import { messageOf } from '../domain/errors.js';
import { CALL_FIELDS, type CallFields, CHANGING_FIELDS, callFieldsOf, plainValue } from './call-fields.js';
import { isCallId, MAX_ID_CHARACTERS } from './canonical.js';
import type { CallDraft } from './draft.js';
import { isObject, keyTable, withKnownKeys } from './keys.js';
import { type Fault, fault, isFault, shorten } from './reject.js';
import { parsed } from './schema.js';
import type { IngestVocabulary } from './vocabulary.js';

export interface FileMetadata {
  /** Names the only call of a file, or begins the names of its calls, where they have no id of their own. */
  readonly callId: string | null;
  readonly fields: (CallFields & { readonly agentId: string | null }) | null;
  readonly meta: CallDraft['meta'];
  readonly agentChannel: number | null;
  readonly agentSpeakers: readonly string[];
}

export const NO_METADATA: FileMetadata = {
  callId: null,
  fields: null,
  meta: {},
  agentChannel: null,
  agentSpeakers: [],
};

const NAMED_FIELDS = ['callId', 'agentId', ...CALL_FIELDS, ...CHANGING_FIELDS] as const;
const NAME_KEYS = keyTable(NAMED_FIELDS);

const plain = z.union([z.string(), z.number(), z.boolean(), z.null()], { error: 'text, a number, true or false' });
const sidecarSchema = z.object({
  ...Object.fromEntries(
    NAMED_FIELDS.map((field) => [field, z.union([z.string(), z.number()], { error: 'text or a number' }).nullish()]),
  ),
  agentChannel: z.int().min(0).nullish(),
  agentSpeaker: z.union([z.string(), z.array(z.string())], { error: 'text or a list of texts' }).nullish(),
  meta: z.record(z.string(), plain).nullish(),
});
const SIDECAR_KEYS = keyTable(Object.keys(sidecarSchema.shape));

/** The metadata of a sidecar, from its parsed JSON. */
export function sidecarMetadata(document: unknown, vocabulary: IngestVocabulary): FileMetadata | Fault {
  if (!isObject(document)) return fault('bad_sidecar', {});
  const keyed = withKnownKeys(document, SIDECAR_KEYS, '');
  if (isFault(keyed)) return keyed;
  const sidecar = parsed(sidecarSchema, keyed.known);
  if (isFault(sidecar)) return sidecar;
  const extras = parsed(z.record(z.string(), plain), Object.fromEntries(keyed.extras));
  if (isFault(extras)) return extras;
  const given = keyed.known as Readonly<Record<string, string | number | null | undefined>>;
  const values = NAMED_FIELDS.flatMap((field) => {
    const value = String(given[field] ?? '').trim();
    return value === '' ? [] : [[field, value] as const];
  });
  const metadata = metadataOf(new Map(values), vocabulary);
  if (isFault(metadata)) return metadata;
  const meta = Object.entries({ ...extras, ...sidecar.meta }).flatMap(([name, value]) =>
    value === null ? [] : [[name, value] as const],
  );
  return {
    ...metadata,
    meta: Object.fromEntries(meta),
    agentChannel: sidecar.agentChannel ?? null,
    agentSpeakers: [sidecar.agentSpeaker ?? []].flat(),
  };
}

/** A pattern for names of files, each of its named groups a field of the call. */
export interface NamePattern {
  readonly source: string;
  readonly pattern: RE2JS;
  /** Groups and the fields they fill; others go to `meta`. */
  readonly groups: ReadonlyMap<string, string>;
}

/** The pattern, or what is wrong with it as a sentence. It runs on an engine of linear time, without look-around. */
export function namePatternOf(source: string): NamePattern | string {
  const pattern = compiled(source);
  if (typeof pattern === 'string') return `The pattern /${source}/ cannot be used: ${pattern}.`;
  const names = Object.keys(pattern.namedGroups());
  if (names.length === 0) return 'It must have named groups, such as (?<agentId>A[0-9]+).';
  const keyed = withKnownKeys(Object.fromEntries(names.map((name) => [name, name])), NAME_KEYS, '');
  if (isFault(keyed)) {
    const { field, nearest } = keyed.params;
    return nearest === undefined
      ? `It has two groups for "${field}": keep one.`
      : `It has the unknown group "${field}": did you mean "${nearest}"?`;
  }
  const fields = Object.entries(keyed.known).map(([field, group]) => [String(group), field] as const);
  return { source, pattern, groups: new Map([...fields, ...keyed.extras.map(([name]) => [name, name] as const)]) };
}

function compiled(source: string): RE2JS | string {
  try {
    return RE2JS.compile(source);
  } catch (thrown) {
    return messageOf(thrown);
  }
}

/** What the name of a file (without folders) tells. */
export function nameMetadata(
  name: string,
  { pattern, groups }: NamePattern,
  vocabulary: IngestVocabulary,
): FileMetadata | Fault {
  const matcher = pattern.matcher(name);
  if (!matcher.find()) return fault('filename_pattern', {});
  const values = new Map<string, string>();
  for (const [group, field] of groups) {
    const value = matcher.group(group) ?? '';
    if (value !== '') values.set(field, field === 'startedAt' ? spelledOut(value) : value);
  }
  const metadata = metadataOf(values, vocabulary);
  if (isFault(metadata)) return metadata;
  const extras = [...values].filter(([field]) => !NAMED_FIELDS.some((known) => known === field));
  return { ...metadata, meta: Object.fromEntries(extras.map(([field, value]) => [field, plainValue(value)])) };
}

const COMPACT_MOMENT = /^(\d{4})-?(\d{2})-?(\d{2})(?:[T_ -]?(\d{2})[-_:]?(\d{2})(?:[-_:]?(\d{2}))?)?$/;

/** A moment as names of files have it (`20260302_091500`) in its usual form; anything else as it is. */
function spelledOut(value: string): string {
  const match = COMPACT_MOMENT.exec(value);
  if (match === null) return value;
  const [, year, month, day, hour = '00', minute = '00', second = '00'] = match;
  return `${year}-${month}-${day} ${hour}:${minute}:${second}`;
}

function metadataOf(values: ReadonlyMap<string, string>, vocabulary: IngestVocabulary): FileMetadata | Fault {
  const callId = values.get('callId') ?? null;
  if (callId !== null && !isCallId(callId)) {
    const expected = `text of at most ${MAX_ID_CHARACTERS} characters without control characters`;
    return fault('bad_field', { field: 'call id', expected, actual: `"${shorten(callId)}"` });
  }
  const fields = callFieldsOf(values, vocabulary);
  if (isFault(fields)) return fields;
  return { ...NO_METADATA, callId, fields: { ...fields, agentId: values.get('agentId') ?? null } };
}

/** What both tell; where they differ, the first. */
export function joinedMetadata(first: FileMetadata, second: FileMetadata): FileMetadata {
  return {
    callId: first.callId ?? second.callId,
    fields:
      first.fields === null || second.fields === null
        ? (first.fields ?? second.fields)
        : filled(first.fields, second.fields),
    meta: { ...second.meta, ...first.meta },
    agentChannel: first.agentChannel ?? second.agentChannel,
    agentSpeakers: first.agentSpeakers.length > 0 ? first.agentSpeakers : second.agentSpeakers,
  };
}

/** The call with what its file tells where it tells nothing itself. */
export function withMetadata(draft: CallDraft, { fields, meta }: FileMetadata): CallDraft {
  const whole = { ...draft, meta: { ...meta, ...draft.meta } };
  if (fields === null) return whole;
  // An agent that turns name is the call's own, see draft.ts.
  const isNamed = draft.turns.some(({ agentId }) => agentId !== null);
  return { ...whole, ...filled(draft, isNamed ? { ...fields, agentId: null } : fields) };
}

type Fields = CallFields & { readonly agentId: string | null };

function filled(first: Fields, second: Fields): Fields {
  const hasHangup = first.events.some(({ kind }) => kind === 'hangup');
  return {
    language: first.language ?? second.language,
    direction: first.direction ?? second.direction,
    medium: first.medium ?? second.medium,
    startedAt: first.startedAt ?? second.startedAt,
    durationMs: first.durationMs ?? second.durationMs,
    agentId: first.agentId ?? second.agentId,
    team: first.team ?? second.team,
    queue: first.queue ?? second.queue,
    callerNumber: first.callerNumber ?? second.callerNumber,
    recordingUrl: first.recordingUrl ?? second.recordingUrl,
    events: hasHangup ? first.events : [...first.events, ...second.events],
  };
}
