/**
 * vCon, a conversation container. https://datatracker.ietf.org/doc/draft-ietf-vcon-vcon-core/. The words are either dialogs
 * of type `text` (dates as times) or an analysis of type `transcript`, whose body is a transcript of some vendor or a list of
 * parties, starts (dates) and durations (seconds). A signed vCon is read without a look at its signature; an encrypted one
 * cannot be read.
 */
import { z } from 'zod';
import type { Segment } from '../clean.js';
import type { CallDraft } from '../draft.js';
import { hasLoneSurrogate } from '../encoding.js';
import { type DocumentContext, isLost, type JsonFormat } from '../format.js';
import { innerJson } from '../inner-json.js';
import { isObject } from '../keys.js';
import { type Fault, fault, isFault } from '../reject.js';
import {
  anything,
  numeric,
  optionalList,
  optionalName,
  optionalNumber,
  optionalText,
  parsed,
  text,
} from '../schema.js';
import { namedSpeaker } from '../speaker.js';
import { epochOf, parseMoment } from '../time.js';
import { secondsToMs, vendorCall } from '../vendor-call.js';

const partyIndexes = z
  .union([numeric.transform((index) => [index]), z.array(z.unknown()).transform((list) => list.map(Number))], {
    error: 'a number or a list of numbers',
  })
  .nullish()
  .transform((value) => value ?? []);

const partySchema = z.object({ name: optionalText, tel: optionalText, mailto: optionalText, role: optionalText });

const schema = z.object({
  uuid: optionalText,
  created_at: optionalText,
  parties: optionalList(partySchema),
  dialog: optionalList(
    z.object({
      type: optionalText,
      start: optionalText,
      duration: optionalNumber,
      parties: partyIndexes,
      originator: optionalNumber,
      mediatype: optionalText,
      encoding: optionalText,
      body: z
        .unknown()
        .optional()
        .refine((body) => typeof body !== 'string' || !hasLoneSurrogate(body), {
          params: { expected: 'text' },
        }),
      url: optionalText,
    }),
  ),
  analysis: optionalList(z.object({ type: optionalText, body: anything, encoding: optionalText })),
});

const linesSchema = z.array(
  z.object({
    parties: partyIndexes,
    party: optionalNumber,
    speaker: optionalName,
    start: z.union([text, z.number()]).nullish(),
    duration: optionalNumber,
    text: optionalText,
    body: optionalText,
  }),
);

type Container = z.infer<typeof schema>;

export const vcon: JsonFormat = {
  id: 'vcon',
  name: 'vCon',
  status: 'supported',
  recognisedBy: '`vcon` beside `parties`; signed (`payload`, `signatures`) or encrypted (`ciphertext`)',
  documentation: 'https://datatracker.ietf.org/doc/draft-ietf-vcon-vcon-core/',
  keeps:
    'uuid, start, length, parties by name and role, address of the recording; messages of text dialogs, or the transcript with what its own format keeps',
  sample: 'vcon.json',
  kind: 'json',
  recognise: (document) =>
    isObject(document) &&
    (('vcon' in document && typeof document.vcon === 'string') ||
      ('payload' in document && 'signatures' in document) ||
      'ciphertext' in document),
  read(document, context) {
    if (isObject(document) && 'ciphertext' in document) return fault('sealed');
    const opened = isObject(document) && 'payload' in document ? payloadOf(document.payload) : document;
    if (isFault(opened)) return opened;
    const container = parsed(schema, opened);
    if (isFault(container)) return container;
    const draft = transcriptOf(container, context) ?? messagesOf(container, context);
    return isFault(draft) ? [{ callId: container.uuid, fault: draft }] : [draft];
  },
};

/** What a JWS signs: JSON as base64url. */
function payloadOf(payload: unknown): unknown | Fault {
  if (typeof payload !== 'string') return fault('bad_field', { field: 'payload', expected: 'text', actual: 'no text' });
  return innerJson(Buffer.from(payload, 'base64url').toString('utf8'), 'payload');
}

function transcriptOf(container: Container, context: DocumentContext): CallDraft | Fault | null {
  const found = container.analysis.find(({ type }) => type?.startsWith('transcript') === true);
  if (found === undefined) return null;
  const body = innerJson(found.body, 'analysis body');
  if (isFault(body)) return body;
  if (Array.isArray(body)) return linesOf(body, container, context);
  const inner = context.readInner(body, context);
  if (inner === null) return fault('unknown_json', { fields: isObject(body) ? Object.keys(body).join(', ') : 'none' });
  if (isFault(inner)) return inner;
  const [call] = inner;
  if (call === undefined) return fault('no_calls');
  if (isLost(call)) return call.fault;
  const facts = draftOf([], 'voice', false, container, context);
  return isFault(facts) ? facts : { ...call, ...ownFacts(facts) };
}

/** What a vCon tells of the call itself, better than the transcript within it. */
function ownFacts(draft: CallDraft): Partial<CallDraft> {
  const { callId, startedAt, durationMs, callerNumber, recordingUrl } = draft;
  const told = Object.entries({ startedAt, durationMs, callerNumber, recordingUrl }).filter(
    ([, value]) => value !== null,
  );
  return { callId, ...Object.fromEntries(told) };
}

function linesOf(body: readonly unknown[], container: Container, context: DocumentContext): CallDraft | Fault {
  const lines = parsed(linesSchema, body);
  if (isFault(lines)) return lines;
  const dated = lines.every(({ start }) => typeof start === 'string');
  const segments = lines.map((line): Segment => {
    const startMs = typeof line.start === 'string' ? epochOfText(line.start) : secondsToMs(line.start ?? null);
    const lengthMs = secondsToMs(line.duration);
    return {
      text: line.text ?? line.body ?? '',
      startMs,
      endMs: startMs === null || lengthMs === null ? null : startMs + lengthMs,
      ...personOf(line.party ?? line.parties[0], container, context),
      ...(line.speaker === null ? {} : { label: line.speaker }),
    };
  });
  return draftOf(segments, 'voice', dated && lines.length > 0, container, context);
}

function messagesOf(container: Container, context: DocumentContext): CallDraft | Fault {
  const messages = container.dialog.filter(({ type }) => type === 'text');
  if (messages.length === 0) {
    const kinds = new Set(container.dialog.map(({ type }) => type ?? 'unnamed'));
    return fault('no_transcript', { found: kinds.size === 0 ? 'parties' : `dialogs of type ${[...kinds].join(', ')}` });
  }
  const segments = messages.map(
    (message): Segment => ({
      text: bodyOf(message),
      startMs: epochOfText(message.start),
      endMs: null,
      ...personOf(message.originator ?? message.parties[0], container, context),
    }),
  );
  if (segments.every(({ text: words }) => words.trim() === '')) {
    return fault('no_transcript', { found: 'messages that are not plain text' });
  }
  return draftOf(segments, 'chat', true, container, context);
}

/** A message in plain text; parts of a mail and pictures are not read. */
function bodyOf({ body, encoding, mediatype }: Container['dialog'][number]): string {
  const isPlain = mediatype === null || /^text\/plain\b/i.test(mediatype);
  if (!isPlain || typeof body !== 'string') return '';
  return encoding === 'base64url' ? Buffer.from(body, 'base64url').toString('utf8') : body;
}

function personOf(index: number | undefined, { parties }: Container, { vocabulary }: DocumentContext) {
  const party = index === undefined ? undefined : parties[index];
  if (party === undefined) return index === undefined || !Number.isFinite(index) ? {} : { label: String(index) };
  const speaker = namedSpeaker(party.role ?? '', vocabulary)?.speaker ?? 'unknown';
  const label = party.name ?? party.tel ?? party.mailto ?? String(index);
  return { speaker, label, agentId: speaker === 'agent' ? label : null };
}

function epochOfText(value: string | null): number | null {
  const moment = value === null ? null : parseMoment(value);
  return moment === null ? null : epochOf(moment);
}

function draftOf(
  segments: readonly Segment[],
  medium: 'voice' | 'chat',
  datedTimes: boolean,
  container: Container,
  context: DocumentContext,
): CallDraft | Fault {
  const recording = container.dialog.find(({ type }) => type === 'recording');
  const call = vendorCall(
    vcon.id,
    {
      callId: container.uuid,
      medium,
      startedAt: recording?.start ?? container.dialog[0]?.start ?? null,
      durationMs: secondsToMs(recording?.duration ?? null),
      callerNumber: callerOf(container, context),
      recordingUrl: recording?.url ?? null,
      segments,
      unit: 's',
      datedTimes,
    },
    context,
  );
  return isLost(call) ? call.fault : call;
}

function callerOf({ parties }: Container, { vocabulary }: DocumentContext): string | null {
  const caller = parties.find(({ role }) => namedSpeaker(role ?? '', vocabulary)?.speaker === 'caller');
  return caller?.tel ?? null;
}
