/**
 * Amazon Transcribe Post Call Analytics (the aws-samples solution), its parsed output.
 * https://github.com/aws-samples/amazon-transcribe-post-call-analytics/blob/main/docs/output_json_structure.md. Times are
 * seconds, sentiment is -5..5, loudness is decibels a second; speakers are `spk_n` with a text to display.
 */
import { z } from 'zod';
import type { TurnVendor } from '../../domain/call.js';
import type { JsonFormat } from '../format.js';
import { isObject } from '../keys.js';
import { isFault } from '../reject.js';
import { anything, confidence, optionalList, optionalNumber, optionalText, parsed, text } from '../schema.js';
import { namedSpeaker } from '../speaker.js';
import { epochOf, parseMoment } from '../time.js';
import { meanConfidence, secondsToMs, vendorCall, wordsOf } from '../vendor-call.js';

const segmentSchema = z.object({
  SegmentStartTime: optionalNumber,
  SegmentEndTime: optionalNumber,
  SegmentSpeaker: optionalText,
  SegmentInterruption: z.boolean().nullish(),
  IVRSegment: z.boolean().nullish(),
  OriginalText: optionalText,
  DisplayText: optionalText,
  SentimentIsPositive: anything,
  SentimentIsNegative: anything,
  SentimentScore: optionalNumber,
  LoudnessScores: optionalList(z.number().nullable()),
  CategoriesDetected: optionalList(text),
  IssuesDetected: optionalList(anything),
  WordConfidence: optionalList(
    z.object({ Text: text, Confidence: confidence, StartTime: optionalNumber, EndTime: optionalNumber }),
  ),
});

const schema = z.object({
  ConversationAnalytics: z.object({
    Agent: optionalText,
    GUID: optionalText,
    ConversationTime: optionalText,
    ConversationLocation: optionalText,
    Duration: optionalNumber,
    LanguageCode: optionalText,
    SpeakerLabels: optionalList(z.object({ Speaker: text, DisplayText: optionalText, UserId: optionalText })),
    SentimentTrends: z.record(text, z.object({ SentimentScore: optionalNumber })).nullish(),
    CategoriesDetected: optionalList(z.object({ Name: text })),
  }),
  SpeechSegments: z.array(segmentSchema),
});

export const amazonPca: JsonFormat = {
  id: 'amazon-pca',
  name: 'Amazon Post Call Analytics',
  status: 'experimental',
  recognisedBy: '`ConversationAnalytics` and a list `SpeechSegments`',
  documentation:
    'https://github.com/aws-samples/amazon-transcribe-post-call-analytics/blob/main/docs/output_json_structure.md',
  keeps:
    'agent, start, roles by display text, IVR lines as system, word times, confidence; sentiment, interruptions, loudness, categories',
  sample: 'amazon-pca.json',
  kind: 'json',
  recognise: (document) => isObject(document) && 'ConversationAnalytics' in document && 'SpeechSegments' in document,
  read(document, context) {
    const call = parsed(schema, document);
    if (isFault(call)) return call;
    const head = call.ConversationAnalytics;
    const labels = new Map(head.SpeakerLabels.map((label) => [label.Speaker, label]));
    const sentiment = Object.entries(head.SentimentTrends ?? {}).flatMap(([speaker, { SentimentScore }]) =>
      SentimentScore === null ? [] : [[labels.get(speaker)?.DisplayText ?? speaker, SentimentScore] as const],
    );
    const segments = call.SpeechSegments.map((segment) => {
      const display = labels.get(segment.SegmentSpeaker ?? '')?.DisplayText ?? segment.SegmentSpeaker ?? '';
      const tokens = segment.WordConfidence.map((word) => ({
        text: word.Text,
        startMs: secondsToMs(word.StartTime),
        endMs: secondsToMs(word.EndTime),
        confidence: word.Confidence,
      }));
      return {
        // What the front end shows may be edited for display.
        text: segment.OriginalText ?? segment.DisplayText ?? '',
        startMs: secondsToMs(segment.SegmentStartTime),
        endMs: secondsToMs(segment.SegmentEndTime),
        speaker:
          segment.IVRSegment === true
            ? ('system' as const)
            : (namedSpeaker(display, context.vocabulary)?.speaker ?? 'unknown'),
        label: display === '' ? null : display,
        words: wordsOf(tokens),
        asrConfidence: meanConfidence(tokens),
        vendor: vendorOf(segment),
      };
    });
    return [
      vendorCall(
        amazonPca.id,
        {
          callId: head.GUID,
          language: head.LanguageCode,
          startedAt: withZone(head.ConversationTime, head.ConversationLocation),
          durationMs: secondsToMs(head.Duration),
          agentId: head.Agent,
          segments,
          unit: 's',
          vendor: {
            ...(sentiment.length === 0 ? {} : { sentiment: Object.fromEntries(sentiment) }),
            ...(head.CategoriesDetected.length === 0
              ? {}
              : { categories: head.CategoriesDetected.map(({ Name }) => Name) }),
          },
        },
        context,
      ),
    ];
  },
};

/** The time of day at the place of the call, with the offset that holds there at that time. */
function withZone(time: string | null, zone: string | null): string | null {
  const moment = time === null ? null : parseMoment(time);
  if (moment === null || zone === null || /(?:Z|[+-]\d{2}:?\d{2})$/.test(time!.trim())) return time;
  try {
    const parts = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' }).formatToParts(
      epochOf(`${moment.slice(0, 19)}Z`),
    );
    const offset = parts.find(({ type }) => type === 'timeZoneName')?.value.slice('GMT'.length) ?? '';
    return `${moment.slice(0, 19)}${offset === '' ? 'Z' : offset}`;
  } catch {
    // A name of a place that this system does not know.
    return time;
  }
}

function vendorOf(segment: z.infer<typeof segmentSchema>): TurnVendor {
  // Booleans by the documentation, 0 and 1 in files.
  const isPositive = Boolean(segment.SentimentIsPositive);
  const isNegative = Boolean(segment.SentimentIsNegative);
  const loudness = segment.LoudnessScores.filter((value) => value !== null);
  const labels = [...segment.CategoriesDetected, ...(segment.IssuesDetected.length > 0 ? ['issue'] : [])];
  return {
    sentiment: isPositive && isNegative ? 'mixed' : isPositive ? 'positive' : isNegative ? 'negative' : 'neutral',
    ...(segment.SentimentScore === null ? {} : { sentimentScore: segment.SentimentScore }),
    ...(segment.SegmentInterruption === true ? { interrupts: true } : {}),
    ...(loudness.length === 0 ? {} : { loudness }),
    ...(labels.length === 0 ? {} : { labels }),
  };
}
