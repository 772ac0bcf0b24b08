/**
 * Tencent Cloud recorded file recognition, answer of DescribeTaskStatus and of its callback.
 * https://cloud.tencent.com/document/api/1093/37824#SentenceDetail. Times are milliseconds, those of words from the start of
 * their sentence; `SpeakerId` is 0 throughout where speakers were not asked for; `SpeechSpeed` is characters a second.
 */
import { z } from 'zod';
import type { Segment } from '../clean.js';
import type { JsonFormat } from '../format.js';
import { isObject } from '../keys.js';
import { fault, isFault, shorten } from '../reject.js';
import { optionalList, optionalName, optionalNumber, optionalText, parsed, text } from '../schema.js';
import { parseOffset } from '../time.js';
import { moodOf, secondsToMs, vendorCall, wordsOf } from '../vendor-call.js';

const schema = z.object({
  TaskId: optionalName,
  StatusStr: optionalText,
  AudioDuration: optionalNumber,
  Result: optionalText,
  ResultDetail: optionalList(
    z.object({
      FinalSentence: optionalText,
      StartMs: optionalNumber,
      EndMs: optionalNumber,
      SpeakerId: optionalName,
      SpeechSpeed: optionalNumber,
      EmotionalEnergy: optionalNumber,
      EmotionType: optionalList(text),
      Words: optionalList(z.object({ Word: optionalText, OffsetStartMs: optionalNumber, OffsetEndMs: optionalNumber })),
    }),
  ),
});

type Task = z.infer<typeof schema>;

export const tencentAsr: JsonFormat = {
  id: 'tencent-asr',
  name: 'Tencent Cloud recorded file recognition',
  status: 'supported',
  recognisedBy: '`Response.Data` (or `Data`) with `TaskId` and `StatusStr` or `ResultDetail`',
  documentation: 'https://cloud.tencent.com/document/api/1093/37824',
  keeps: 'word times, speaker ids, emotion, loudness, rate of speech',
  sample: 'tencent-asr.json',
  kind: 'json',
  recognise(document) {
    const data = dataOf(document);
    return isObject(data) && 'TaskId' in data && ('StatusStr' in data || 'ResultDetail' in data);
  },
  read(document, context) {
    const task = parsed(schema, dataOf(document));
    if (isFault(task)) return task;
    if (task.StatusStr !== null && task.StatusStr !== 'success') {
      return [{ callId: task.TaskId, fault: fault('no_result', { status: shorten(task.StatusStr) }) }];
    }
    const told = new Set(task.ResultDetail.map(({ SpeakerId }) => SpeakerId)).size > 1;
    const details = task.ResultDetail.map((detail): Segment => {
      const mood = moodOf(detail.EmotionType[0] ?? null, context.vocabulary);
      const begin = detail.StartMs ?? 0;
      return {
        text: detail.FinalSentence ?? '',
        startMs: detail.StartMs,
        endMs: detail.EndMs,
        label: told ? detail.SpeakerId : null,
        words: wordsOf(
          detail.Words.map((word) => ({
            text: word.Word ?? '',
            startMs: word.OffsetStartMs === null ? null : begin + word.OffsetStartMs,
            endMs: word.OffsetEndMs === null ? null : begin + word.OffsetEndMs,
          })),
        ),
        vendor: {
          ...mood,
          ...(detail.EmotionalEnergy === null ? {} : { loudness: [detail.EmotionalEnergy] }),
          ...(detail.SpeechSpeed === null ? {} : { speechRate: detail.SpeechSpeed }),
        },
      };
    });
    return [
      vendorCall(
        tencentAsr.id,
        {
          callId: task.TaskId,
          durationMs: secondsToMs(task.AudioDuration),
          segments: details.length > 0 ? details : linesOf(task),
          unit: 'ms',
        },
        context,
      ),
    ];
  },
};

function dataOf(document: unknown): unknown {
  if (!isObject(document)) return document;
  const response = 'Response' in document && isObject(document.Response) ? document.Response : document;
  return 'Data' in response ? response.Data : response;
}

const LINE = /^\[\s*([\d:.]+)\s*,\s*([\d:.]+)\s*(?:,\s*(\w+)\s*)?\]\s*(.*)$/;

/** The short form, without details: a line a sentence, `[0:0.020,0:2.380,0]  text`. */
function linesOf({ Result }: Task): readonly Segment[] {
  const lines = (Result ?? '').split('\n').flatMap((line) => {
    const match = LINE.exec(line.trim());
    if (match === null) return [];
    const [, start, end, label, words] = match;
    return [{ text: words!, startMs: clockOf(start!), endMs: clockOf(end!), label: label ?? null }];
  });
  const told = new Set(lines.map(({ label }) => label)).size > 1;
  return lines.map((line) => ({ ...line, label: told ? line.label : null }));
}

/** Minutes and seconds without leading zeros, as "0:2.380". */
function clockOf(value: string): number | null {
  const parts = value.split(':');
  const seconds = parts.reduce<number>((sum, part) => sum * 60 + Number(part), 0);
  return parseOffset(String(seconds), 's');
}
