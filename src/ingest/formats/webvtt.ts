/**
 * WebVTT, with speakers as voice tags (`<v Name>`) or before a colon, as meeting systems write them.
 * https://www.w3.org/TR/webvtt1/. Times are clocks, the hours may be left out; a cue may hold several voices, which then
 * share its time.
 */
import type { Segment } from '../clean.js';
import { type Cue, cueCall, cuesOf, speakerOf } from '../cues.js';
import type { TextFormat } from '../format.js';
import { type FileContext, rejectItem } from '../item.js';
import { joinText } from '../join-text.js';
import { readWhole } from '../one-text.js';
import { fault, isFault } from '../reject.js';

const SIGNATURE = /^\ufeff?WEBVTT(?:[ \t].*)?$/;

export const webvtt: TextFormat = {
  id: 'webvtt',
  name: 'WebVTT',
  status: 'supported',
  recognisedBy: 'the first line `WEBVTT`',
  documentation: 'https://www.w3.org/TR/webvtt1/',
  keeps: 'times, voices (roles where the vocabulary knows the name)',
  sample: 'webvtt.vtt',
  kind: 'text',
  recognise: ({ lines }) => SIGNATURE.test(lines[0]!),
  read: (batches, context) =>
    readWhole(batches, context, (lines) => {
      const cues = cuesOf(lines);
      if (isFault(cues)) return [rejectItem({ file: context.file, line: null }, context.fileId, cues)];
      const isVtt = SIGNATURE.test(lines.find(({ text }) => text.trim() !== '')?.text.trim() ?? '');
      if (!isVtt && cues.length === 0) {
        return [rejectItem({ file: context.file, line: null }, null, fault('other_format', { name: webvtt.name }))];
      }
      return [
        cueCall(
          webvtt.id,
          cues.flatMap((cue) => voicesOf(cue, context)),
          context,
        ),
      ];
    }),
};

const VOICE = /<v(?:\.[^\s>]*)?\s+([^<>]*)>/g;
const TAG = /<[^<>]*>/g;
const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  nbsp: ' ',
  lrm: '',
  rlm: '',
};

function voicesOf(cue: Cue, context: FileContext): readonly Segment[] {
  const { startMs, endMs } = cue;
  const text = joinText(cue.lines);
  const voices = [...text.matchAll(VOICE)];
  const before = plain(text.slice(0, voices[0]?.index ?? text.length));
  const spoken = voices.map((voice, index): Segment => {
    const until = voices[index + 1]?.index ?? text.length;
    const name = plain(voice[1]!);
    const said = plain(text.slice(voice.index + voice[0].length, until));
    return { text: said, startMs, endMs, ...(name === '' ? {} : speakerOf(name, context)) };
  });
  return before === '' ? spoken : [{ text: before, startMs, endMs }, ...spoken];
}

/** Text without tags. Tags go before entities are read: what an entity stands for is no tag. */
function plain(text: string): string {
  return text
    .replace(/<\/v>/g, ' ')
    .replace(TAG, (tag) => (/^<(?:\/?(?:[bicuv]|ruby|rt|lang)\b[^>]*|[\d:.]+)>$/.test(tag) ? '' : tag))
    .replace(/&(\w+);/g, (whole, name: string) => ENTITIES[name] ?? whole)
    .trim();
}
