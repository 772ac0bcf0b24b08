/**
 * Whisper and WhisperX: `segments` as openai-whisper, faster-whisper, WhisperX and the OpenAI API (`verbose_json`) write
 * them, and `transcription` of whisper.cpp. https://github.com/m-bain/whisperX, https://github.com/openai/whisper,
 * https://github.com/ggml-org/whisper.cpp. Times are seconds, in whisper.cpp milliseconds; WhisperX leaves out the times of
 * words that it could not align; `avg_logprob` is a natural logarithm.
 */
import { z } from 'zod';
import type { Segment } from '../clean.js';
import type { DocumentContext, JsonFormat } from '../format.js';
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
import { meanConfidence, secondsToMs, vendorCall, wordsOf } from '../vendor-call.js';

const segmentsSchema = z.object({
  language: optionalText,
  duration: optionalNumber,
  segments: z.array(
    z.object({
      start: optionalNumber,
      end: optionalNumber,
      text,
      speaker: optionalName,
      avg_logprob: optionalNumber,
      words: optionalList(
        z.object({
          word: text,
          start: optionalNumber,
          end: optionalNumber,
          score: confidence,
          probability: confidence,
          speaker: optionalName,
        }),
      ),
    }),
  ),
});

const cppSchema = z.object({
  result: optional(z.object({ language: optionalText })),
  transcription: z.array(
    z.object({ text, offsets: z.object({ from: optionalNumber, to: optionalNumber }), speaker: optionalName }),
  ),
});

export const whisper: JsonFormat = {
  id: 'whisper',
  name: 'Whisper, WhisperX, whisper.cpp',
  status: 'supported',
  recognisedBy: 'a list `segments` with `start` and `text`, or a list `transcription` with `offsets`',
  documentation: 'https://github.com/m-bain/whisperX',
  keeps: 'word times, confidence, speakers of a diarisation, language',
  sample: 'whisperx.json',
  kind: 'json',
  emptyLists: ['segments', 'transcription'],
  recognise(document) {
    if (!isObject(document)) return false;
    if ('segments' in document && Array.isArray(document.segments)) {
      const first: unknown = document.segments[0];
      return first === undefined ? 'language' in document : isObject(first) && 'start' in first && 'text' in first;
    }
    const first =
      'transcription' in document && Array.isArray(document.transcription) ? document.transcription[0] : null;
    return isObject(first) && 'offsets' in first;
  },
  read: (document, context) =>
    isObject(document) && 'transcription' in document ? readCpp(document, context) : readSegments(document, context),
};

function readSegments(document: unknown, context: DocumentContext) {
  const file = parsed(segmentsSchema, document);
  if (isFault(file)) return file;
  const segments = file.segments.map((segment): Segment => {
    const tokens = segment.words.map((word) => ({
      text: word.word,
      startMs: secondsToMs(word.start),
      endMs: secondsToMs(word.end),
      confidence: word.score ?? word.probability,
    }));
    return {
      text: segment.text,
      startMs: secondsToMs(segment.start),
      endMs: secondsToMs(segment.end),
      words: wordsOf(tokens),
      asrConfidence:
        meanConfidence(tokens) ?? (segment.avg_logprob === null ? null : Math.exp(Math.min(0, segment.avg_logprob))),
      label: segment.speaker ?? segment.words.find(({ speaker }) => speaker !== null)?.speaker ?? null,
    };
  });
  return [
    vendorCall(
      whisper.id,
      { language: file.language, durationMs: secondsToMs(file.duration), segments, unit: 's' },
      context,
    ),
  ];
}

function readCpp(document: unknown, context: DocumentContext) {
  const file = parsed(cppSchema, document);
  if (isFault(file)) return file;
  const segments = file.transcription.map(
    (segment): Segment => ({
      text: segment.text,
      startMs: segment.offsets.from,
      endMs: segment.offsets.to,
      // "?" is how whisper.cpp names a speaker that it cannot tell.
      label: segment.speaker === '?' ? null : segment.speaker,
    }),
  );
  return [vendorCall(whisper.id, { language: file.result?.language ?? null, segments, unit: 'ms' }, context)];
}
