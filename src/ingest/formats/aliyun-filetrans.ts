/**
 * Alibaba Cloud intelligent speech interaction, result of a recorded file (filetrans), polled or sent to a callback.
 * https://help.aliyun.com/zh/isi/developer-reference/api-reference-2. Times are milliseconds; `ChannelId` is the audio
 * track; `EmotionValue` is loudness in tenths of decibels by the documentation, kept as it is; `SpeechRate` is characters
 * a minute.
 */
import { z } from 'zod';
import type { JsonFormat } from '../format.js';
import { innerJson } from '../inner-json.js';
import { isObject } from '../keys.js';
import { fault, isFault, shorten } from '../reject.js';
import { channelFrom0, optionalList, optionalName, optionalNumber, optionalText, parsed, text } from '../schema.js';
import { vendorCall, wordsOf } from '../vendor-call.js';
import { byStart } from '../within.js';

const schema = z.object({
  TaskId: optionalName,
  StatusText: optionalText,
  BizDuration: optionalNumber,
  Sentences: optionalList(
    z.object({
      Text: text,
      BeginTime: optionalNumber,
      EndTime: optionalNumber,
      ChannelId: channelFrom0,
      SpeakerId: optionalName,
      SpeechRate: optionalNumber,
      EmotionValue: optionalNumber,
    }),
  ),
  Words: optionalList(
    z.object({ Word: text, BeginTime: optionalNumber, EndTime: optionalNumber, ChannelId: channelFrom0 }),
  ),
});

/** Names of callbacks of the first version, in snake case. */
const LEGACY_NAMES: Readonly<Record<string, string>> = {
  task_id: 'TaskId',
  status_text: 'StatusText',
  biz_duration: 'BizDuration',
  text: 'Text',
  begin_time: 'BeginTime',
  end_time: 'EndTime',
  channel_id: 'ChannelId',
  speaker_id: 'SpeakerId',
  speech_rate: 'SpeechRate',
  emotion_value: 'EmotionValue',
};

export const aliyunFiletrans: JsonFormat = {
  id: 'aliyun-filetrans',
  name: 'Alibaba Cloud recorded file recognition',
  status: 'supported',
  recognisedBy: '`Result.Sentences`, or `StatusText` and `TaskId` (in older callbacks `status_text`, `task_id`)',
  documentation: 'https://help.aliyun.com/zh/isi/developer-reference/api-reference-2',
  keeps: 'word times, channels, speaker ids, loudness, rate of speech',
  sample: 'aliyun-filetrans.json',
  kind: 'json',
  recognise: (document) =>
    isObject(document) &&
    (('Result' in document && isObject(document.Result) && 'Sentences' in document.Result) ||
      ('StatusText' in document && 'TaskId' in document) ||
      ('status_text' in document && 'task_id' in document)),
  read(document, context) {
    const flat = flattened(document);
    if (isFault(flat)) return flat;
    const task = parsed(schema, flat);
    if (isFault(task)) return task;
    if (task.StatusText !== null && !task.StatusText.startsWith('SUCCESS')) {
      return [{ callId: task.TaskId, fault: fault('no_result', { status: shorten(task.StatusText) }) }];
    }
    const channels = new Set(task.Sentences.map(({ ChannelId }) => ChannelId));
    const words = new Map(
      [...channels].map((channel) => {
        const own = task.Words.filter(({ ChannelId }) => ChannelId === channel);
        return [channel, byStart(own, ({ BeginTime }) => BeginTime)] as const;
      }),
    );
    const segments = task.Sentences.map((sentence) => ({
      text: sentence.Text,
      startMs: sentence.BeginTime,
      endMs: sentence.EndTime,
      label: sentence.SpeakerId,
      channel: sentence.ChannelId,
      words: wordsOf(
        (words.get(sentence.ChannelId)?.(sentence.BeginTime, sentence.EndTime) ?? []).map((word) => ({
          text: word.Word,
          startMs: word.BeginTime,
          endMs: word.EndTime,
        })),
      ),
      vendor: {
        ...(sentence.EmotionValue === null ? {} : { loudness: [sentence.EmotionValue] }),
        ...(sentence.SpeechRate === null ? {} : { speechRate: sentence.SpeechRate }),
      },
    }));
    return [
      vendorCall(
        aliyunFiletrans.id,
        {
          callId: task.TaskId,
          durationMs: task.BizDuration,
          segments,
          unit: 'ms',
        },
        context,
      ),
    ];
  },
};

/** The task with its sentences beside it, under the newer names. */
function flattened(document: unknown) {
  if (!isObject(document)) return document;
  const result = 'Result' in document ? innerJson(document.Result, 'Result') : null;
  if (isFault(result)) return result;
  if (isObject(result)) return { ...document, ...result };
  if (!('status_text' in document)) return document;
  const sentences = 'result' in document && Array.isArray(document.result) ? document.result.map(renamed) : [];
  return { ...renamedObject(document), Sentences: sentences };
}

function renamed(value: unknown): unknown {
  return isObject(value) ? renamedObject(value) : value;
}

function renamedObject(value: object): object {
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [LEGACY_NAMES[key] ?? key, item]));
}
