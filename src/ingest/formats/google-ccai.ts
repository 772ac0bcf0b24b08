/**
 * Google Customer Experience Insights (CCAI): a conversation as it is uploaded, and as the service exports it.
 * https://cloud.google.com/contact-center/insights/docs/conversation-data-format (microseconds since 1970) and
 * https://cloud.google.com/contact-center/insights/docs/reference/rest/v1/projects.locations.conversations (times of day,
 * word times as durations; sentiment -1..1; channels from 1).
 */
import { z } from 'zod';
import type { Segment } from '../clean.js';
import type { DocumentContext, JsonFormat } from '../format.js';
import { isObject } from '../keys.js';
import { isFault } from '../reject.js';
import {
  channelFrom1,
  confidence,
  numeric,
  optional,
  optionalList,
  optionalName,
  optionalNumber,
  optionalText,
  parsed,
  text,
} from '../schema.js';
import { namedSpeaker } from '../speaker.js';
import { epochOf, FIRST_DATE_MS, parseMoment } from '../time.js';
import { vendorCall, wordsOf } from '../vendor-call.js';
import { optionalDuration } from './google-time.js';

const uploadSchema = z.object({
  conversation_info: optional(z.object({ categories: optionalList(z.object({ display_name: text })) })),
  entries: z.array(z.object({ text, user_id: optionalName, role: optionalText, start_timestamp_usec: numeric })),
});

const exportSchema = z.object({
  name: optionalText,
  startTime: optionalText,
  duration: optionalDuration,
  languageCode: optionalText,
  agentId: optionalText,
  medium: optionalText,
  transcript: z.object({
    transcriptSegments: z.array(
      z.object({
        text,
        messageTime: optionalText,
        confidence,
        channelTag: channelFrom1,
        words: optionalList(
          z.object({ word: text, startOffset: optionalDuration, endOffset: optionalDuration, confidence }),
        ),
        segmentParticipant: optional(z.object({ role: optionalText, userId: optionalText })),
        sentiment: optional(z.object({ score: optionalNumber })),
      }),
    ),
  }),
});

export const googleCcai: JsonFormat = {
  id: 'google-ccai',
  name: 'Google CCAI Insights conversation',
  status: 'experimental',
  recognisedBy: 'a list `entries` with `start_timestamp_usec`, or `transcript.transcriptSegments`',
  documentation: 'https://cloud.google.com/contact-center/insights/docs/conversation-data-format',
  keeps: 'roles, start, categories; of an export also word times, channels, agent and sentiment scores',
  sample: 'google-ccai.json',
  kind: 'json',
  emptyLists: ['entries'],
  recognise(document) {
    if (!isObject(document)) return false;
    if ('entries' in document) {
      const first = Array.isArray(document.entries) ? document.entries[0] : null;
      return isObject(first) && 'start_timestamp_usec' in first;
    }
    return 'transcript' in document && isObject(document.transcript) && 'transcriptSegments' in document.transcript;
  },
  read: (document, context) =>
    isObject(document) && 'transcript' in document ? readExport(document, context) : readUpload(document, context),
};

function readUpload(document: unknown, context: DocumentContext) {
  const call = parsed(uploadSchema, document);
  if (isFault(call)) return call;
  const categories = call.conversation_info?.categories.map(({ display_name }) => display_name) ?? [];
  return [
    vendorCall(
      googleCcai.id,
      {
        segments: call.entries.map((entry) => ({
          text: entry.text,
          startMs: entry.start_timestamp_usec / 1000,
          endMs: null,
          speaker: namedSpeaker(entry.role ?? '', context.vocabulary)?.speaker ?? 'unknown',
          label: entry.user_id,
        })),
        unit: 'ms',
        // Some write offsets into the field of dates.
        datedTimes: call.entries.every((entry) => entry.start_timestamp_usec / 1000 >= FIRST_DATE_MS),
        vendor: categories.length === 0 ? {} : { categories },
      },
      context,
    ),
  ];
}

function readExport(document: unknown, context: DocumentContext) {
  const call = parsed(exportSchema, document);
  if (isFault(call)) return call;
  const isChat = call.medium?.toUpperCase() === 'CHAT';
  const segments = call.transcript.transcriptSegments.map((segment): Segment => {
    const moment = segment.messageTime === null ? null : parseMoment(segment.messageTime);
    const role = segment.segmentParticipant?.role ?? null;
    const words = wordsOf(
      segment.words.map(({ word, startOffset, endOffset }) => ({
        text: word,
        startMs: startOffset,
        endMs: endOffset,
      })),
    );
    const score = segment.sentiment?.score ?? null;
    return {
      text: segment.text,
      // Offsets of words and dates of messages are two clocks: words have the finer one.
      startMs: words.length > 0 || moment === null ? null : epochOf(moment),
      endMs: null,
      words,
      speaker: namedSpeaker(role ?? '', context.vocabulary)?.speaker ?? 'unknown',
      label: segment.segmentParticipant?.userId ?? role,
      channel: segment.channelTag,
      asrConfidence: segment.confidence,
      ...(score === null ? {} : { vendor: { sentimentScore: score } }),
    };
  });
  return [
    vendorCall(
      googleCcai.id,
      {
        callId: call.name?.slice(call.name.lastIndexOf('/') + 1) ?? null,
        language: call.languageCode,
        medium: isChat ? 'chat' : 'voice',
        startedAt: call.startTime,
        durationMs: call.duration,
        agentId: call.agentId,
        segments,
        unit: 's',
        datedTimes: segments.every(({ startMs }) => startMs !== null),
      },
      context,
    ),
  ];
}
