/**
 * AssemblyAI, a transcript as the API returns it. https://www.assemblyai.com/docs/api-reference/transcripts/get. Times are
 * milliseconds, the length of the audio is seconds; speakers are letters, channels are numbers from 1 as text.
 */
import { z } from 'zod';
import type { TurnVendor } from '../../domain/call.js';
import type { Segment } from '../clean.js';
import type { JsonFormat } from '../format.js';
import { isObject } from '../keys.js';
import { fault, isFault, shorten } from '../reject.js';
import {
  channelFrom1,
  confidence,
  optionalList,
  optionalName,
  optionalNumber,
  optionalText,
  parsed,
  text,
} from '../schema.js';
import { moodOf, secondsToMs, segmentsOfTokens, vendorCall, wordsOf } from '../vendor-call.js';
import type { IngestVocabulary } from '../vocabulary.js';
import { byStart } from '../within.js';

const spoken = {
  start: optionalNumber,
  end: optionalNumber,
  text,
  confidence,
  speaker: optionalName,
  channel: channelFrom1,
};
const words = optionalList(z.object(spoken));

const schema = z.object({
  id: optionalText,
  status: optionalText,
  language_code: optionalText,
  audio_url: optionalText,
  audio_duration: optionalNumber,
  utterances: optionalList(z.object({ ...spoken, words })),
  words,
  sentiment_analysis_results: optionalList(
    z.object({ start: optionalNumber, end: optionalNumber, sentiment: optionalText, speaker: optionalName }),
  ),
});

type Transcript = z.infer<typeof schema>;

export const assemblyai: JsonFormat = {
  id: 'assemblyai',
  name: 'AssemblyAI',
  status: 'experimental',
  recognisedBy: '`status` beside `utterances`, or beside `words` and `audio_url`',
  documentation: 'https://www.assemblyai.com/docs/api-reference/transcripts/get',
  keeps: 'word times, confidence, speakers, channels, sentiment of turns, address of the recording',
  sample: 'assemblyai.json',
  kind: 'json',
  emptyLists: ['utterances'],
  recognise: (document) =>
    isObject(document) &&
    'status' in document &&
    ('utterances' in document || ('words' in document && 'audio_url' in document) || 'language_code' in document),
  read(document, context) {
    const transcript = parsed(schema, document);
    if (isFault(transcript)) return transcript;
    if (transcript.status !== 'completed') {
      const status = shorten(transcript.status ?? '');
      return [{ callId: transcript.id, fault: fault('no_result', { status }) }];
    }
    const sentencesIn = byStart(transcript.sentiment_analysis_results, ({ start }) => start);
    const segments =
      transcript.utterances.length > 0
        ? transcript.utterances.map(
            (utterance): Segment => ({
              text: utterance.text,
              startMs: utterance.start,
              endMs: utterance.end,
              asrConfidence: utterance.confidence,
              words: wordsOf(
                utterance.words.map(({ text: word, start, end }) => ({ text: word, startMs: start, endMs: end })),
              ),
              label: utterance.speaker,
              channel: utterance.channel,
              vendor: moodOfSentences(
                sentencesIn(utterance.start, utterance.end),
                utterance.speaker,
                context.vocabulary,
              ),
            }),
          )
        : segmentsOfTokens(
            transcript.words.map((word) => ({
              text: word.text,
              startMs: word.start,
              endMs: word.end,
              confidence: word.confidence,
              label: word.speaker,
              channel: word.channel,
            })),
          );
    return [
      vendorCall(
        assemblyai.id,
        {
          callId: transcript.id,
          language: transcript.language_code,
          durationMs: secondsToMs(transcript.audio_duration),
          recordingUrl: transcript.audio_url,
          segments,
          unit: 'ms',
        },
        context,
      ),
    ];
  },
};

/** The sentiments of sentences that one speaker says. */
function moodOfSentences(
  sentences: readonly Transcript['sentiment_analysis_results'][number][],
  speaker: string | null,
  vocabulary: IngestVocabulary,
): TurnVendor {
  const moods = sentences.flatMap((sentence) =>
    sentence.speaker === null || sentence.speaker === speaker
      ? (moodOf(sentence.sentiment, vocabulary).sentiment ?? [])
      : [],
  );
  const different = new Set(moods);
  return different.size === 0 ? {} : { sentiment: different.size === 1 ? moods[0]! : 'mixed' };
}
