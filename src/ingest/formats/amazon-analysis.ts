/**
 * What Transcribe Call Analytics and Contact Lens write alike about a call: categories and characteristics.
 * https://docs.aws.amazon.com/transcribe/latest/dg/tca-output-batch.html. Times are milliseconds, sentiment is -5..5,
 * loudness is decibels, one figure a second.
 */
import { z } from 'zod';
import type { CallVendor, TurnVendor } from '../../domain/call.js';
import { isObject } from '../keys.js';
import { anything, optional, optionalList, optionalNumber, optionalText, text } from '../schema.js';
import { MAX_CALL_MS } from '../time.js';
import { moodOf } from '../vendor-call.js';
import type { IngestVocabulary } from '../vocabulary.js';

const numbers = z.record(text, z.unknown());

export const callAnalysis = {
  Categories: optional(z.object({ MatchedCategories: optionalList(text) })),
  ConversationCharacteristics: optional(
    z.object({
      TotalConversationDurationMillis: optionalNumber,
      NonTalkTime: optional(z.object({ TotalTimeMillis: optionalNumber })),
      Interruptions: optional(
        z.object({
          InterruptionsByInterrupter: optional(
            z.record(text, z.array(z.object({ BeginOffsetMillis: optionalNumber, EndOffsetMillis: optionalNumber }))),
          ),
        }),
      ),
      Sentiment: optional(
        z.object({
          OverallSentiment: optional(numbers),
          DetailsByTranscriptItemGroup: optionalList(
            z.object({
              Sentiment: optionalText,
              ProgressiveScore: optionalNumber,
              TranscriptItems: optionalList(z.object({ Id: optionalText })),
            }),
          ),
        }),
      ),
    }),
  ),
};

const found = optionalList(anything);

export const turnAnalysis = {
  Sentiment: optionalText,
  IssuesDetected: found,
  OutcomesDetected: found,
  ActionItemsDetected: found,
};

type CallAnalysis = z.infer<z.ZodObject<typeof callAnalysis>>;
type TurnAnalysis = z.infer<z.ZodObject<typeof turnAnalysis>>;

export function callVendorOf({ Categories, ConversationCharacteristics: found }: CallAnalysis): CallVendor {
  const overall = found?.Sentiment?.OverallSentiment ?? {};
  // Contact Lens chat has the figures one level deeper.
  const scores = isObject(overall.DetailsByParticipantRole) ? overall.DetailsByParticipantRole : overall;
  const sentiment = Object.entries(scores).filter((entry): entry is [string, number] => Number.isFinite(entry[1]));
  const interruptions = Object.entries(found?.Interruptions?.InterruptionsByInterrupter ?? {})
    .flatMap(([by, list]) =>
      list.flatMap(({ BeginOffsetMillis: start, EndOffsetMillis: end }) =>
        start === null || end === null || start < 0 || end < start || end > MAX_CALL_MS
          ? []
          : [{ by, startMs: Math.round(start), endMs: Math.round(end) }],
      ),
    )
    .sort((a, b) => a.startMs - b.startMs);
  const silence = found?.NonTalkTime?.TotalTimeMillis ?? null;
  const categories = Categories?.MatchedCategories ?? [];
  return {
    ...(sentiment.length === 0 ? {} : { sentiment: Object.fromEntries(sentiment) }),
    ...(categories.length === 0 ? {} : { categories }),
    ...(interruptions.length === 0 ? {} : { interruptions }),
    ...(silence === null || silence < 0 || silence > MAX_CALL_MS ? {} : { silenceMs: Math.round(silence) }),
  };
}

export function turnVendorOf(
  turn: TurnAnalysis,
  loudness: readonly (number | null)[],
  vocabulary: IngestVocabulary,
): TurnVendor {
  const labels = [
    ...(turn.IssuesDetected.length > 0 ? ['issue'] : []),
    ...(turn.OutcomesDetected.length > 0 ? ['outcome'] : []),
    ...(turn.ActionItemsDetected.length > 0 ? ['action'] : []),
  ];
  const measured = loudness.filter((value) => value !== null);
  return {
    ...moodOf(turn.Sentiment, vocabulary),
    ...(measured.length === 0 ? {} : { loudness: measured }),
    ...(labels.length === 0 ? {} : { labels }),
  };
}
