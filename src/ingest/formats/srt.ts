/**
 * SubRip subtitles. https://matroska.org/technical/subtitles.html#srt-subtitles. Times are clocks with a comma before the
 * milliseconds; speakers stand before a colon, also in brackets (`[SPEAKER_00]: …`), if at all.
 */
import { cueCall, cuesOf, isTiming } from '../cues.js';
import type { TextFormat } from '../format.js';
import { rejectItem } from '../item.js';
import { joinText } from '../join-text.js';
import { readWhole } from '../one-text.js';
import { fault, isFault } from '../reject.js';

export const srt: TextFormat = {
  id: 'srt',
  name: 'SubRip (SRT)',
  status: 'experimental',
  recognisedBy: 'a number on the first line and a span of times on the second',
  documentation: 'https://matroska.org/technical/subtitles.html#srt-subtitles',
  keeps: 'times, speakers before a colon (roles where the vocabulary knows the name)',
  sample: 'subtitles.srt',
  kind: 'text',
  recognise: ({ lines }) => /^\d+$/.test(lines[0]!) && lines[1] !== undefined && isTiming(lines[1]),
  read: (batches, context) =>
    readWhole(batches, context, (lines) => {
      const place = { file: context.file, line: null };
      const cues = cuesOf(lines);
      if (isFault(cues)) return [rejectItem(place, context.fileId, cues)];
      if (cues.length === 0) return [rejectItem(place, null, fault('other_format', { name: srt.name }))];
      const segments = cues.map((cue) => ({
        text: joinText(cue.lines)
          .replace(/<\/?[bius]>|<\/?font[^<>]*>|\{\\[^{}]*\}/gi, '')
          .trim(),
        startMs: cue.startMs,
        endMs: cue.endMs,
      }));
      return [cueCall(srt.id, segments, context)];
    }),
};
