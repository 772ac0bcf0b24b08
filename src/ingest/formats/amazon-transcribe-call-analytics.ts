/**
 * Amazon Transcribe Call Analytics, output of a post-call job.
 * https://docs.aws.amazon.com/transcribe/latest/dg/tca-output-batch.html. Times are milliseconds. Agent and customer lie
 * on a channel each, which the output no longer names.
 */
import { z } from 'zod';
import type { JsonFormat } from '../format.js';
import { isObject } from '../keys.js';
import { isFault } from '../reject.js';
import { confidence, optionalList, optionalNumber, optionalText, parsed, text } from '../schema.js';
import { namedSpeaker } from '../speaker.js';
import { meanConfidence, vendorCall, wordsOf } from '../vendor-call.js';
import { callAnalysis, callVendorOf, turnAnalysis, turnVendorOf } from './amazon-analysis.js';

const schema = z.object({
  ...callAnalysis,
  JobName: optionalText,
  SessionId: optionalText,
  LanguageCode: optionalText,
  Transcript: z.array(
    z.object({
      ...turnAnalysis,
      Content: text,
      ParticipantRole: optionalText,
      BeginOffsetMillis: optionalNumber,
      EndOffsetMillis: optionalNumber,
      LoudnessScores: optionalList(z.number().nullable()),
      Items: optionalList(
        z.object({
          Type: optionalText,
          Content: text,
          Confidence: confidence,
          BeginOffsetMillis: optionalNumber,
          EndOffsetMillis: optionalNumber,
        }),
      ),
    }),
  ),
});

export const amazonTranscribeCallAnalytics: JsonFormat = {
  id: 'amazon-transcribe-call-analytics',
  name: 'Amazon Transcribe Call Analytics',
  status: 'supported',
  recognisedBy: 'a list `Transcript` of items with `ParticipantRole`, and none of the marks of Contact Lens',
  documentation: 'https://docs.aws.amazon.com/transcribe/latest/dg/tca-output-batch.html',
  keeps:
    'roles, word times, confidence; sentiment, loudness, issues, outcomes and actions of turns; sentiment, categories, interruptions and silence of the call',
  sample: 'amazon-transcribe-call-analytics.json',
  kind: 'json',
  recognise: (document) =>
    isObject(document) &&
    'Transcript' in document &&
    Array.isArray(document.Transcript) &&
    !('Version' in document) &&
    !('CustomerMetadata' in document),
  read(document, context) {
    const call = parsed(schema, document);
    if (isFault(call)) return call;
    const segments = call.Transcript.map((turn) => {
      const tokens = turn.Items.map((item) => ({
        text: item.Content,
        startMs: item.BeginOffsetMillis,
        endMs: item.EndOffsetMillis,
        confidence: item.Type === 'punctuation' ? null : item.Confidence,
      }));
      return {
        text: turn.Content,
        startMs: turn.BeginOffsetMillis,
        endMs: turn.EndOffsetMillis,
        speaker: namedSpeaker(turn.ParticipantRole ?? '', context.vocabulary)?.speaker ?? 'unknown',
        label: turn.ParticipantRole,
        words: wordsOf(tokens),
        asrConfidence: meanConfidence(tokens),
        vendor: turnVendorOf(turn, turn.LoudnessScores, context.vocabulary),
      };
    });
    return [
      vendorCall(
        amazonTranscribeCallAnalytics.id,
        {
          callId: call.JobName ?? call.SessionId,
          language: call.LanguageCode,
          durationMs: call.ConversationCharacteristics?.TotalConversationDurationMillis ?? null,
          segments,
          unit: 'ms',
          separateChannels: true,
          vendor: callVendorOf(call),
        },
        context,
      ),
    ];
  },
};
