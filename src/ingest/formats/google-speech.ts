/**
 * Google Cloud Speech-to-Text, response of a recognition (v1, v1p1beta1, v2), alone or in a long-running operation.
 * https://cloud.google.com/speech-to-text/docs/reference/rest/v1/speech/recognize. Times are durations ("1.5s"); channels
 * count from 1. With diarization the last result holds all words once more, with their speakers.
 */
import { z } from 'zod';
import type { JsonFormat } from '../format.js';
import { isObject } from '../keys.js';
import { isFault } from '../reject.js';
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
import { fromTokens, type SpokenToken, segmentsOfTokens, vendorCall } from '../vendor-call.js';
import { optionalDuration } from './google-time.js';

const resultSchema = z.object({
  alternatives: optionalList(
    z.object({
      transcript: optionalText,
      confidence,
      words: optionalList(
        z.object({
          word: text,
          startTime: optionalDuration,
          endTime: optionalDuration,
          startOffset: optionalDuration,
          endOffset: optionalDuration,
          confidence,
          speakerTag: optionalNumber,
          speakerLabel: optionalName,
        }),
      ),
    }),
  ),
  channelTag: channelFrom1,
  languageCode: optionalText,
});

const schema = z.object({ name: optionalText, results: z.array(resultSchema) });

type Result = z.infer<typeof resultSchema>;

export const googleSpeech: JsonFormat = {
  id: 'google-speech',
  name: 'Google Cloud Speech-to-Text',
  status: 'experimental',
  recognisedBy: 'a list `results` of `alternatives`, or such a list in `response`',
  documentation: 'https://cloud.google.com/speech-to-text/docs/reference/rest/v1/speech/recognize',
  keeps: 'word times, confidence, speaker tags, channels',
  sample: 'google-speech.json',
  kind: 'json',
  emptyLists: ['results', 'response.results'],
  recognise(document) {
    const results = isObject(document) ? answerOf(document).results : null;
    return Array.isArray(results) && results.some((result) => isObject(result) && 'alternatives' in result);
  },
  read(document, context) {
    const answer = parsed(schema, isObject(document) ? answerOf(document) : document);
    if (isFault(answer)) return answer;
    const { results } = answer;
    const told = results.findLast((result) => tokensOf(result).some(({ label }) => label !== null));
    const segments =
      told === undefined ? results.flatMap((result) => untold(result)) : segmentsOfTokens(tokensOf(told));
    return [
      vendorCall(
        googleSpeech.id,
        {
          callId: answer.name,
          language: results.find(({ languageCode }) => languageCode !== null)?.languageCode ?? null,
          segments,
          unit: 's',
        },
        context,
      ),
    ];
  },
};

/** The response itself, with the name of the operation that holds it. */
function answerOf(document: object): { readonly results?: unknown; readonly name?: unknown } {
  if (!('response' in document) || !isObject(document.response)) return document;
  return { ...document.response, ...('name' in document ? { name: document.name } : {}) };
}

function tokensOf({ alternatives, channelTag }: Result): readonly SpokenToken[] {
  return (alternatives[0]?.words ?? []).map((word) => ({
    text: word.word,
    startMs: word.startTime ?? word.startOffset,
    endMs: word.endTime ?? word.endOffset,
    confidence: word.confidence,
    // 0 is what stands where nobody asked for speakers.
    label: word.speakerLabel ?? (word.speakerTag === null || word.speakerTag === 0 ? null : String(word.speakerTag)),
    channel: channelTag,
  }));
}

function untold(result: Result) {
  const best = result.alternatives[0];
  const tokens = tokensOf(result);
  if (tokens.length > 0) return segmentsOfTokens(tokens);
  if (best === undefined) return [];
  return [
    { ...fromTokens([]), text: best.transcript ?? '', asrConfidence: best.confidence, channel: result.channelTag },
  ];
}
