/**
 * Deepgram, response for a recorded file. https://developers.deepgram.com/docs/pre-recorded-audio. Times are seconds;
 * words carry speaker (from 0), confidence and, with sentiment analysis, a score of -1..1; with `multichannel` each channel
 * has a transcript of its own.
 */
import { z } from 'zod';
import type { JsonFormat } from '../format.js';
import { isObject } from '../keys.js';
import { isFault } from '../reject.js';
import {
  confidence,
  optional,
  optionalList,
  optionalName,
  optionalNumber,
  optionalText,
  parsed,
  text,
} from '../schema.js';
import { moodOf, type SpokenToken, secondsToMs, segmentsOfTokens, vendorCall } from '../vendor-call.js';
import type { IngestVocabulary } from '../vocabulary.js';

const wordSchema = z.object({
  word: text,
  punctuated_word: optionalText,
  start: optionalNumber,
  end: optionalNumber,
  confidence,
  speaker: optionalName,
  sentiment: optionalText,
  sentiment_score: optionalNumber,
});

const schema = z.object({
  metadata: optional(z.object({ request_id: optionalText, duration: optionalNumber })),
  results: z.object({
    channels: z.array(
      z.object({
        detected_language: optionalText,
        alternatives: optionalList(z.object({ transcript: optionalText, confidence, words: optionalList(wordSchema) })),
      }),
    ),
  }),
});

export const deepgram: JsonFormat = {
  id: 'deepgram',
  name: 'Deepgram',
  status: 'supported',
  recognisedBy: '`results.channels`',
  documentation: 'https://developers.deepgram.com/docs/pre-recorded-audio',
  keeps: 'word times, confidence, speakers, channels, sentiment of words where it was asked for',
  sample: 'deepgram.json',
  kind: 'json',
  recognise: (document) =>
    isObject(document) && 'results' in document && isObject(document.results) && 'channels' in document.results,
  read(document, context) {
    const response = parsed(schema, document);
    if (isFault(response)) return response;
    const { channels } = response.results;
    const isMultichannel = channels.length > 1;
    const segments = channels.flatMap(({ alternatives }, channel) => {
      const best = alternatives[0];
      if (best === undefined) return [];
      const place = isMultichannel ? channel : null;
      if (best.words.length > 0)
        return segmentsOfTokens(best.words.map((word) => tokenOf(word, place, context.vocabulary)));
      return [
        { text: best.transcript ?? '', startMs: null, endMs: null, asrConfidence: best.confidence, channel: place },
      ];
    });
    return [
      vendorCall(
        deepgram.id,
        {
          callId: response.metadata?.request_id ?? null,
          language: channels.find(({ detected_language }) => detected_language !== null)?.detected_language ?? null,
          durationMs: secondsToMs(response.metadata?.duration ?? null),
          segments,
          unit: 's',
          separateChannels: isMultichannel,
        },
        context,
      ),
    ];
  },
};

function tokenOf(word: z.infer<typeof wordSchema>, channel: number | null, vocabulary: IngestVocabulary): SpokenToken {
  const vendor = {
    ...moodOf(word.sentiment, vocabulary),
    ...(word.sentiment_score === null ? {} : { sentimentScore: word.sentiment_score }),
  };
  return {
    text: word.punctuated_word ?? word.word,
    startMs: secondsToMs(word.start),
    endMs: secondsToMs(word.end),
    confidence: word.confidence,
    label: word.speaker,
    channel,
    ...(Object.keys(vendor).length === 0 ? {} : { vendor }),
  };
}
