/**
 * What WebVTT and SubRip share: cues of a time span and lines of text. A name before the first colon of a cue is its speaker
 * where the vocabulary knows the name, or where it begins two cues or more.
 */
import type { Segment } from './clean.js';
import { itemOf } from './documents.js';
import { isLost } from './format.js';
import { type FileContext, type IngestItem, rejectItem } from './item.js';
import type { Line } from './lines.js';
import { type Fault, fault } from './reject.js';
import { labelSpeaker, namedSpeaker } from './speaker.js';
import { parseClock } from './time.js';
import { vendorCall } from './vendor-call.js';

export interface Cue {
  readonly startMs: number;
  readonly endMs: number;
  readonly lines: readonly string[];
}

const CLOCK = String.raw`(\d{1,3}:)?\d{1,2}:\d{2}[.,]\d{1,3}`;
const TIMING = new RegExp(`^(${CLOCK})\\s*-->\\s*(${CLOCK})(?:\\s.*)?$`);

export function isTiming(line: string): boolean {
  return TIMING.test(line.trim());
}

/**
 * The cues of a file: a line of times, and the lines of text up to a blank one. Blocks without times are passed over (notes,
 * styles), as is the line above the times, which names the cue. A line that looks like times and cannot be read is a fault.
 */
export function cuesOf(lines: readonly Line[]): readonly Cue[] | Fault {
  const cues: { startMs: number; endMs: number; lines: string[] }[] = [];
  let open: { lines: string[] } | null = null;
  for (const { text, number } of lines) {
    const line = text.trim();
    const match = line.includes('-->') ? TIMING.exec(line) : null;
    if (match !== null) {
      const startMs = parseClock(match[1]!);
      const endMs = parseClock(match[3]!);
      if (startMs === null || endMs === null) return fault('cue', { cue: number });
      const cue = { startMs, endMs, lines: [] };
      // SubRip files that lost their blank lines still count their cues.
      if (open !== null && /^\d+$/.test(open.lines.at(-1) ?? '')) open.lines.pop();
      cues.push(cue);
      open = cue;
    } else if (open === null && /^[\d:.,\s]+-->/.test(line)) return fault('cue', { cue: number });
    else if (line === '') open = null;
    else open?.lines.push(line);
  }
  return cues;
}

const NAMED = /^\[?([^:\uff1a[\]]{1,40}?)\]?\s*[:\uff1a]\s*(.*)$/su;

/** Segments with the speakers whose names stand before a colon. */
export function withNames(segments: readonly Segment[], context: FileContext): readonly Segment[] {
  const names = segments.map(({ text, label }) =>
    (label ?? null) === null ? (NAMED.exec(text)?.[1]?.trim() ?? null) : null,
  );
  const counts = new Map<string, number>();
  for (const name of names) if (name !== null) counts.set(name, (counts.get(name) ?? 0) + 1);
  return segments.map((segment, index) => {
    const name = names[index]!;
    const known = name === null ? null : namedSpeaker(name, context.vocabulary);
    if (name === null || (known === null && counts.get(name)! < 2)) return segment;
    return { ...segment, ...speakerOf(name, context), text: NAMED.exec(segment.text)![2]! };
  });
}

export function speakerOf(name: string, { vocabulary }: FileContext): Pick<Segment, 'speaker' | 'label'> {
  return { speaker: labelSpeaker(name, vocabulary)?.speaker ?? 'unknown', label: name };
}

/** The one call of a file of cues. */
export function cueCall(format: string, segments: readonly Segment[], context: FileContext): IngestItem {
  const place = { file: context.file, line: null };
  const call = vendorCall(
    format,
    { segments: withNames(segments, context), unit: 's' },
    { fallbackId: context.fileId, vocabulary: context.vocabulary, readInner: context.documents.read },
  );
  return isLost(call) ? rejectItem(place, call.callId, call.fault) : itemOf(call, place, context);
}
