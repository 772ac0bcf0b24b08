/** A call as an adapter makes it out in a vendor's document, completed and cleaned to a draft. */
import type { CallEvent, CallVendor, Direction, Medium, TurnVendor, Word } from '../domain/call.js';
import { isCallId, MAX_ID_CHARACTERS } from './canonical.js';
import { cleanSegments, joinedVendor, rounded, type Segment } from './clean.js';
import type { DocumentCall, DocumentContext } from './format.js';
import { joinText } from './join-text.js';
import { fault, isFault, shorten } from './reject.js';
import { MAX_CALL_MS, parseMoment, type TimeUnit } from './time.js';
import { languageOfTag } from './values.js';
import { foldWord, type IngestVocabulary, SENTIMENT_WORDS } from './vocabulary.js';

export interface VendorCall {
  /** As the vendor names the call; without one it is named after its file. */
  readonly callId?: string | null;
  /** A tag such as `zh-CN`. */
  readonly language?: string | null;
  readonly medium?: Medium;
  readonly startedAt?: string | null;
  readonly durationMs?: number | null;
  readonly direction?: Direction | null;
  readonly agentId?: string | null;
  readonly queue?: string | null;
  readonly callerNumber?: string | null;
  readonly recordingUrl?: string | null;
  readonly meta?: Readonly<Record<string, string | number | boolean>>;
  readonly events?: readonly CallEvent[];
  readonly segments: readonly Segment[];
  /** The unit in which the vendor writes times; the segments have milliseconds already. */
  readonly unit: TimeUnit;
  /** Whether the vendor writes times as dates; the segments have milliseconds since 1970 then. */
  readonly datedTimes?: boolean;
  /** Whether the vendor records each side on a channel of its own. */
  readonly separateChannels?: boolean;
  readonly vendor?: CallVendor;
}

export function vendorCall(format: string, call: VendorCall, context: DocumentContext): DocumentCall {
  const given = call.callId?.trim() ?? '';
  const callId = isCallId(given) ? given : context.fallbackId;
  if (!isCallId(callId)) {
    const expected = `text of at most ${MAX_ID_CHARACTERS} characters without control characters`;
    return { callId: null, fault: fault('bad_field', { field: 'call id', expected, actual: `"${shorten(callId)}"` }) };
  }
  const language = languageOfTag(call.language ?? null, context.vocabulary);
  if (isFault(language)) return { callId, fault: language };
  const durationMs = durationOf(call.durationMs ?? null);
  const medium = call.medium ?? 'voice';
  const cleaned = cleanSegments(
    {
      segments: call.segments,
      medium,
      unit: call.unit,
      datedTimes: call.datedTimes ?? false,
      separateChannels: call.separateChannels ?? false,
      durationMs,
    },
    context.vocabulary,
  );
  if (isFault(cleaned)) return { callId, fault: cleaned };
  const begun = cleaned.epochMs === null ? null : parseMoment(new Date(cleaned.epochMs).toISOString());
  return {
    callId,
    language,
    startedAt: (call.startedAt === undefined || call.startedAt === null ? null : parseMoment(call.startedAt)) ?? begun,
    durationMs,
    direction: call.direction ?? null,
    medium,
    agentId: call.agentId ?? null,
    team: null,
    queue: call.queue ?? null,
    callerNumber: call.callerNumber ?? null,
    recordingUrl: call.recordingUrl ?? null,
    meta: call.meta ?? {},
    turns: cleaned.turns,
    events: call.events ?? [],
    ...(call.vendor === undefined || Object.keys(call.vendor).length === 0 ? {} : { vendor: call.vendor }),
    conversion: { format, warnings: cleaned.warnings },
    ...(call.separateChannels === true && medium === 'voice' ? { overlapObservable: true } : {}),
  };
}

function durationOf(durationMs: number | null): number | null {
  return durationMs !== null && durationMs >= 0 && durationMs <= MAX_CALL_MS ? Math.round(durationMs) : null;
}

/** A recognised word; without both times it has no place in the call. */
export interface Token {
  readonly text: string;
  readonly startMs: number | null;
  readonly endMs: number | null;
  readonly confidence?: number | null;
}

/** What words give a segment: their text, their times, and the mean confidence of those that have one. */
export function fromTokens(
  tokens: readonly Token[],
): Pick<Segment, 'text' | 'startMs' | 'endMs' | 'words' | 'asrConfidence'> {
  const words = wordsOf(tokens);
  return {
    text: joinText(tokens.map(({ text }) => text)),
    startMs: words[0]?.startMs ?? null,
    endMs: words.at(-1)?.endMs ?? null,
    words,
    asrConfidence: meanConfidence(tokens),
  };
}

export function wordsOf(tokens: readonly Token[]): readonly Word[] {
  return tokens.flatMap(({ text, startMs, endMs }) =>
    startMs === null || endMs === null || text.trim() === '' ? [] : [{ text: text.trim(), startMs, endMs }],
  );
}

export function meanConfidence(tokens: readonly Token[]): number | null {
  const known = tokens.flatMap(({ confidence }) =>
    confidence === null || confidence === undefined ? [] : [confidence],
  );
  return known.length === 0 ? null : rounded(known.reduce((sum, one) => sum + one, 0) / known.length);
}

export function secondsToMs(seconds: number): number;
export function secondsToMs(seconds: number | null): number | null;
export function secondsToMs(seconds: number | null): number | null {
  return seconds === null ? null : seconds * 1000;
}

/** The vendor's word for a mood: as one of the four sentiments, and the word itself where it says more than that. */
export function moodOf(word: string | null, { sentiments }: IngestVocabulary): TurnVendor {
  const folded = foldWord(word ?? '');
  if (word === null || folded === '') return {};
  const sentiment = sentiments.get(folded);
  const emotion = SENTIMENT_WORDS.some((known) => known === folded) ? {} : { emotion: word.trim().toLowerCase() };
  return sentiment === undefined ? emotion : { sentiment, ...emotion };
}

/** A word with its speaker. */
export interface SpokenToken extends Token {
  readonly label?: string | null;
  readonly channel?: number | null;
  readonly vendor?: TurnVendor;
}

/** A pause at which words are cut into segments; cleaning joins again what one speaker says within its own gap. */
const TOKEN_PAUSE_MS = 500;
const SENTENCE_END = /[.?!\u3002\uff1f\uff01]$/;

/** Words of a recogniser that gives no sentences: cut where the speaker changes, at a pause, and at the end of a sentence. */
export function segmentsOfTokens(tokens: readonly SpokenToken[]): readonly Segment[] {
  const runs: SpokenToken[][] = [];
  let heardUntil: number | null = null;
  for (const token of tokens) {
    const run = runs.at(-1);
    const last = run?.at(-1);
    // Punctuation has no time, and belongs to what it follows.
    const isNew =
      last === undefined ||
      (token.startMs !== null &&
        (last.label !== token.label ||
          last.channel !== token.channel ||
          SENTENCE_END.test(last.text) ||
          (heardUntil !== null && token.startMs - heardUntil >= TOKEN_PAUSE_MS)));
    if (isNew) runs.push([token]);
    else run!.push({ ...token, label: last.label ?? null, channel: last.channel ?? null });
    heardUntil = token.endMs ?? heardUntil;
  }
  return runs.map((run) => ({
    ...fromTokens(run),
    label: run[0]!.label ?? null,
    channel: run[0]!.channel ?? null,
    ...vendorOf(run),
  }));
}

function vendorOf(run: readonly SpokenToken[]): { readonly vendor?: TurnVendor } {
  const vendor = joinedVendor(run);
  return vendor === null ? {} : { vendor };
}
