/**
 * Amazon Transcribe, output of a transcription job.
 * https://docs.aws.amazon.com/transcribe/latest/dg/how-input.html (with speaker labels: diarization-output-batch, with
 * channels: channel-id-output-batch). Times are seconds as text; `items` are words and punctuation marks, the latter
 * without times; speakers are `spk_0`…, channels `ch_0`….
 */
import { z } from 'zod';
import type { JsonFormat } from '../format.js';
import { isObject } from '../keys.js';
import { isFault } from '../reject.js';
import { confidence, optional, optionalList, optionalNumber, optionalText, parsed, text } from '../schema.js';
import { type SpokenToken, secondsToMs, segmentsOfTokens, vendorCall } from '../vendor-call.js';

const itemSchema = z.object({
  start_time: optionalNumber,
  end_time: optionalNumber,
  alternatives: z.array(z.object({ content: text, confidence })),
  type: optionalText,
  speaker_label: optionalText,
});

const schema = z.object({
  jobName: optionalText,
  results: z.object({
    language_code: optionalText,
    items: optionalList(itemSchema),
    speaker_labels: optional(
      z.object({
        segments: z.array(
          z.object({
            speaker_label: text,
            items: optionalList(z.object({ start_time: optionalNumber, speaker_label: optionalText })),
          }),
        ),
      }),
    ),
    channel_labels: optional(
      z.object({ channels: z.array(z.object({ channel_label: text, items: optionalList(itemSchema) })) }),
    ),
  }),
});

type Item = z.infer<typeof itemSchema>;
type Results = z.infer<typeof schema>['results'];

export const amazonTranscribe: JsonFormat = {
  id: 'amazon-transcribe',
  name: 'Amazon Transcribe',
  status: 'supported',
  recognisedBy: '`results.items` with `alternatives`, or `results.transcripts`',
  documentation: 'https://docs.aws.amazon.com/transcribe/latest/dg/how-input.html',
  keeps: 'word times, confidence, speaker labels, channels, name of the job',
  sample: 'amazon-transcribe.json',
  kind: 'json',
  recognise(document) {
    if (!isObject(document) || !('results' in document) || !isObject(document.results)) return false;
    const { results } = document;
    return 'items' in results || 'transcripts' in results;
  },
  read(document, context) {
    const job = parsed(schema, document);
    if (isFault(job)) return job;
    const { results } = job;
    const channels = results.channel_labels?.channels ?? [];
    const segments =
      channels.length > 0
        ? channels.flatMap(({ items, channel_label }, index) =>
            segmentsOfTokens(items.map((item) => tokenOf(item, null, channelOf(channel_label) ?? index))),
          )
        : segmentsOfTokens(spokenItems(results));
    return [
      vendorCall(
        amazonTranscribe.id,
        {
          callId: job.jobName,
          language: results.language_code,
          segments,
          unit: 's',
          separateChannels: channels.length > 1,
        },
        context,
      ),
    ];
  },
};

/** Older output names the speaker of an item in the list of segments alone, by the item's start. */
function spokenItems({ items, speaker_labels }: Results): readonly SpokenToken[] {
  const byStart = new Map<number, string>();
  for (const segment of speaker_labels?.segments ?? []) {
    for (const item of segment.items) {
      if (item.start_time !== null) byStart.set(item.start_time, item.speaker_label ?? segment.speaker_label);
    }
  }
  return items.map((item) =>
    tokenOf(
      item,
      item.speaker_label ?? (item.start_time === null ? null : (byStart.get(item.start_time) ?? null)),
      null,
    ),
  );
}

function tokenOf(item: Item, label: string | null, channel: number | null): SpokenToken {
  const best = item.alternatives[0];
  return {
    text: best?.content ?? '',
    startMs: secondsToMs(item.start_time),
    endMs: secondsToMs(item.end_time),
    // Punctuation is given with a confidence of 0.
    confidence: item.type === 'punctuation' ? null : (best?.confidence ?? null),
    label,
    channel,
  };
}

function channelOf(label: string): number | null {
  const number = /^ch_(\d{1,3})$/.exec(label)?.[1];
  return number === undefined ? null : Number(number);
}
