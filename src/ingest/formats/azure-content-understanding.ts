/**
 * Azure AI Content Understanding, result of the analyzer `prebuilt-callCenter` and others of audio.
 * https://learn.microsoft.com/azure/ai-services/content-understanding/audio/overview. Times are milliseconds; speakers are
 * called Agent and Customer where the analyzer tells them apart.
 */
import { z } from 'zod';
import { contextOfPart, type JsonFormat } from '../format.js';
import { isObject } from '../keys.js';
import { fault, isFault } from '../reject.js';
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
import { namedSpeaker } from '../speaker.js';
import { moodOf, vendorCall, wordsOf } from '../vendor-call.js';

const span = { startTimeMs: optionalNumber, endTimeMs: optionalNumber };

const schema = z.object({
  id: optionalText,
  result: z.object({
    contents: z.array(
      z.object({
        ...span,
        fields: optional(z.object({ Sentiment: optional(z.object({ valueString: optionalText })) })),
        transcriptPhrases: optionalList(
          z.object({
            ...span,
            speaker: optionalName,
            text,
            confidence,
            locale: optionalText,
            words: optionalList(z.object({ ...span, text: optionalText })),
          }),
        ),
      }),
    ),
  }),
});

export const azureContentUnderstanding: JsonFormat = {
  id: 'azure-content-understanding',
  name: 'Azure Content Understanding (call centre)',
  status: 'supported',
  recognisedBy: '`result.contents` with `transcriptPhrases`',
  documentation: 'https://learn.microsoft.com/azure/ai-services/content-understanding/audio/overview',
  keeps: 'roles by speaker name, word times, sentiment of the call as a category',
  sample: 'azure-content-understanding.json',
  kind: 'json',
  emptyLists: ['result.contents'],
  recognise(document) {
    if (!isObject(document) || !('result' in document) || !isObject(document.result)) return false;
    const contents = 'contents' in document.result ? document.result.contents : null;
    return Array.isArray(contents) && contents.some((item) => isObject(item) && 'transcriptPhrases' in item);
  },
  read(document, context) {
    const answer = parsed(schema, document);
    if (isFault(answer)) return answer;
    const contents = answer.result.contents.filter(({ transcriptPhrases }) => transcriptPhrases.length > 0);
    if (contents.length === 0) return fault('no_transcript', { found: 'contents without phrases' });
    return contents.map((content, index) => {
      const mood = moodOf(content.fields?.Sentiment?.valueString ?? null, context.vocabulary);
      return vendorCall(
        azureContentUnderstanding.id,
        {
          callId: contents.length === 1 ? answer.id : null,
          language: content.transcriptPhrases.find(({ locale }) => locale !== null)?.locale ?? null,
          durationMs: content.endTimeMs === null ? null : content.endTimeMs - (content.startTimeMs ?? 0),
          segments: content.transcriptPhrases.map((phrase) => ({
            text: phrase.text,
            startMs: phrase.startTimeMs,
            endMs: phrase.endTimeMs,
            words: wordsOf(
              phrase.words.map((word) => ({
                text: word.text ?? '',
                startMs: word.startTimeMs,
                endMs: word.endTimeMs,
              })),
            ),
            asrConfidence: phrase.confidence,
            speaker: namedSpeaker(phrase.speaker ?? '', context.vocabulary)?.speaker ?? 'unknown',
            label: phrase.speaker,
          })),
          unit: 'ms',
          vendor: mood.sentiment === undefined ? {} : { categories: [`sentiment:${mood.sentiment}`] },
        },
        contextOfPart({ ...context, fallbackId: answer.id ?? context.fallbackId }, index, contents.length),
      );
    });
  },
};
