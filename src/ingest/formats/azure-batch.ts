/**
 * Azure AI Speech, result file of a batch transcription (v3.x).
 * https://learn.microsoft.com/azure/ai-services/speech-service/batch-transcription-get. Times are ticks of 100 ns, from
 * 3.2 on also milliseconds; channels count from 0, speakers from 1.
 */
import { z } from 'zod';
import type { JsonFormat } from '../format.js';
import { isObject } from '../keys.js';
import { isFault } from '../reject.js';
import {
  channelFrom0,
  confidence,
  optionalList,
  optionalName,
  optionalNumber,
  optionalText,
  parsed,
  text,
} from '../schema.js';
import { vendorCall, wordsOf } from '../vendor-call.js';
import { lengthOf, optionalIsoDuration, spanFields, spanOf } from './azure-time.js';

const schema = z.object({
  source: optionalText,
  duration: optionalIsoDuration,
  durationInTicks: optionalNumber,
  durationMilliseconds: optionalNumber,
  recognizedPhrases: z.array(
    z.object({
      ...spanFields,
      channel: channelFrom0,
      speaker: optionalName,
      locale: optionalText,
      nBest: optionalList(
        z.object({
          confidence,
          display: optionalText,
          lexical: optionalText,
          words: optionalList(z.object({ ...spanFields, word: text })),
        }),
      ),
    }),
  ),
});

export const azureBatch: JsonFormat = {
  id: 'azure-batch',
  name: 'Azure batch transcription',
  status: 'experimental',
  recognisedBy: 'a list `recognizedPhrases`',
  documentation: 'https://learn.microsoft.com/azure/ai-services/speech-service/batch-transcription-get',
  keeps: 'word times, confidence, speakers, channels, address of the recording',
  sample: 'azure-batch.json',
  kind: 'json',
  recognise: (document) => isObject(document) && 'recognizedPhrases' in document,
  read(document, context) {
    const file = parsed(schema, document);
    if (isFault(file)) return file;
    const phrases = file.recognizedPhrases.map((phrase) => {
      const best = phrase.nBest[0];
      return {
        ...spanOf(phrase),
        text: best?.display ?? best?.lexical ?? '',
        words: wordsOf((best?.words ?? []).map((word) => ({ text: word.word, ...spanOf(word) }))),
        asrConfidence: best?.confidence ?? null,
        label: phrase.speaker,
        channel: phrase.channel,
      };
    });
    return [
      vendorCall(
        azureBatch.id,
        {
          language: file.recognizedPhrases.find(({ locale }) => locale !== null)?.locale ?? null,
          durationMs: lengthOf(file),
          recordingUrl: file.source,
          segments: phrases,
          unit: 'ms',
        },
        context,
      ),
    ];
  },
};
