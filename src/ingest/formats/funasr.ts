/**
 * FunASR, what `AutoModel.generate` returns, saved as JSON. https://github.com/modelscope/FunASR. Times are milliseconds;
 * `spk` counts from 0; without `sentence_info`, `timestamp` has one pair for each Han letter or Latin word of `text`.
 * SenseVoice puts language, emotion and sounds into the text as tags.
 */
import { z } from 'zod';
import type { TurnVendor } from '../../domain/call.js';
import type { Segment } from '../clean.js';
import type { JsonFormat } from '../format.js';
import { isObject } from '../keys.js';
import { isFault } from '../reject.js';
import { numeric, optionalList, optionalName, optionalNumber, optionalText, parsed } from '../schema.js';
import { vendorCall } from '../vendor-call.js';
import { foldWord, type IngestVocabulary } from '../vocabulary.js';

const pairs = optionalList(z.tuple([numeric, numeric]).rest(z.unknown()));

const schema = z.object({
  key: optionalName,
  text: optionalText,
  timestamp: pairs,
  sentence_info: optionalList(
    z.object({
      text: optionalText,
      sentence: optionalText,
      start: optionalNumber,
      end: optionalNumber,
      spk: optionalName,
      timestamp: pairs,
    }),
  ),
});

type Pairs = z.infer<typeof pairs>;

export const funasr: JsonFormat = {
  id: 'funasr',
  name: 'FunASR',
  status: 'experimental',
  recognisedBy: '`sentence_info`, or `text` beside a list `timestamp` of pairs',
  documentation: 'https://github.com/modelscope/FunASR',
  keeps: 'word times, speakers, emotion tags',
  sample: 'funasr.json',
  kind: 'json',
  recognise(document) {
    if (!isObject(document)) return false;
    if ('sentence_info' in document) return true;
    return 'text' in document && 'timestamp' in document && Array.isArray(document.timestamp);
  },
  read(document, context) {
    const result = parsed(schema, document);
    if (isFault(result)) return result;
    const sentences = result.sentence_info.map(
      (sentence): Segment => ({
        ...timed(sentence.text ?? sentence.sentence ?? '', sentence.timestamp),
        startMs: sentence.start,
        endMs: sentence.end,
        label: sentence.spk,
        vendor: tagged(sentence.text ?? sentence.sentence ?? '', context.vocabulary),
      }),
    );
    const whole = result.text ?? '';
    const segments =
      sentences.length > 0
        ? sentences
        : cutSentences(whole, result.timestamp).map((part) => ({
            ...part,
            vendor: tagged(part.text, context.vocabulary),
          }));
    return [vendorCall(funasr.id, { callId: result.key, segments, unit: 'ms' }, context)];
  },
};

const UNIT = /\p{Script=Han}|[\p{L}\p{N}]+(?:['\u2019-][\p{L}\p{N}]+)*/gu;
const SENTENCE = /[^.?!\u3002\uff1f\uff01]*[.?!\u3002\uff1f\uff01]*/gu;
const TAG = /<\|([^|<>]{0,40})\|>/g;

/** A text with the times of its letters and words, where there is one for each. */
function timed(text: string, timestamps: Pairs): Pick<Segment, 'text' | 'words'> {
  const units = text.replace(TAG, '').match(UNIT) ?? [];
  if (units.length !== timestamps.length) return { text };
  return {
    text,
    words: units.map((unit, index) => ({ text: unit, startMs: timestamps[index]![0], endMs: timestamps[index]![1] })),
  };
}

/** The sentences of a text that has times for its letters alone; the whole text where they do not fit. */
function cutSentences(text: string, timestamps: Pairs): readonly Segment[] {
  const whole = {
    ...timed(text, timestamps),
    startMs: timestamps[0]?.[0] ?? null,
    endMs: timestamps.at(-1)?.[1] ?? null,
  };
  if (whole.words === undefined) return [whole];
  let from = 0;
  return (text.match(SENTENCE) ?? [])
    .filter((sentence) => sentence !== '')
    .map((sentence) => {
      const count = sentence.replace(TAG, '').match(UNIT)?.length ?? 0;
      const part = timestamps.slice(from, from + count);
      from += count;
      return { ...timed(sentence, part), startMs: part[0]?.[0] ?? null, endMs: part.at(-1)?.[1] ?? null };
    });
}

/** A mood among the tags of SenseVoice. */
function tagged(text: string, { sentiments }: IngestVocabulary): TurnVendor {
  for (const [, tag] of text.matchAll(TAG)) {
    const sentiment = sentiments.get(foldWord(tag!));
    if (sentiment !== undefined) return { sentiment, emotion: tag!.toLowerCase() };
  }
  return {};
}
