/**
 * What a recogniser writes, made into turns: the one place where foreign segments are put right before turns have
 * indexes. In this order:
 *
 * 1. a segment without times takes those of its words;
 * 2. times that say seconds and are milliseconds, or the reverse, are told by how fast people speak;
 * 3. a clock that does not begin with the call (dates, negative times, a recording cut out of a longer one) is moved;
 * 4. what is no speech (`[noise]`, `<unk>`) is taken out, and segments in which nothing is left;
 * 5. segments are put in the order of their starts;
 * 6. a segment that the recogniser wrote twice counts once, and where all speak on one channel, an overlap too short to
 *    be measured there is taken for a change of speaker;
 * 7. segments of one speaker that follow each other within a breath are one turn.
 *
 * A chat is written, not recognised: of it only the clock and the order are looked at. Nothing is changed silently that
 * could be wrong: 2, 3 and 6 leave a warning on the call.
 */
import type { ConversionWarning, Medium, Speaker, TurnVendor, Word } from '../domain/call.js';
import type { TurnDraft } from './draft.js';
import { joinText } from './join-text.js';
import { withoutPlaceholders } from './placeholders.js';
import { type Fault, fault } from './reject.js';
import { FIRST_DATE_MS, MAX_CALL_MS, type TimeUnit } from './time.js';
import type { IngestVocabulary } from './vocabulary.js';

/** What a source gives as one piece of speech; times in milliseconds if the source keeps to its own documentation. */
export interface Segment {
  readonly text: string;
  readonly startMs: number | null;
  readonly endMs: number | null;
  /** Left out where the source does not tell. */
  readonly speaker?: Speaker;
  /** The speaker as the source names it. */
  readonly label?: string | null;
  readonly channel?: number | null;
  readonly agentId?: string | null;
  readonly words?: readonly Word[];
  readonly asrConfidence?: number | null;
  readonly vendor?: TurnVendor;
}

export interface Recording {
  readonly segments: readonly Segment[];
  readonly medium: Medium;
  /** The unit that the documentation names, for the sentence about a wrong one. */
  readonly unit: TimeUnit;
  /** Whether the source's times are dates by its documentation, as milliseconds since 1970. */
  readonly datedTimes: boolean;
  /** Whether each side was recorded on a channel of its own, also where the segments name none. */
  readonly separateChannels: boolean;
  readonly durationMs: number | null;
}

export interface Cleaned {
  readonly turns: readonly TurnDraft[];
  readonly warnings: readonly ConversionWarning[];
  /** Milliseconds since 1970 at which the times begin, where they are dates. */
  readonly epochMs: number | null;
}

/**
 * Recognisers cut at each pause of half a second to a second; the rest of the house counts words of one speaker within
 * this gap as one contribution, and no rule hears a silence below three seconds.
 */
export const JOIN_GAP_MS = 1000;
/** On one channel the change of speaker is known to a few tenths of a second; a shorter overlap is no overlap. */
export const MIN_MONO_OVERLAP_MS = 300;
/** Two segments are one and the same where they share this much of the shorter one's time, and its words. */
const SAME_TIME_SHARE = 0.5;
/** Segments before a segment among which its double is looked for. */
const DOUBLE_REACH = 4;
/**
 * Letters a second: people speak 3 to 25 (Chinese characters, Latin letters). A thousand times off is far beyond these
 * bounds on either side.
 */
const SLOWEST_LETTERS = 0.05;
const FASTEST_LETTERS = 500;
/** Fewer segments say nothing sure about the unit. */
const MIN_MEASURED = 3;
/** A clock that is less off than this is rounding. */
const CLOCK_TOLERANCE_MS = 1000;
/** Beyond every date that can be written; also keeps sums exact. */
const MAX_TIME_MS = 8.64e15;

export function cleanSegments(recording: Recording, vocabulary: IngestVocabulary): Cleaned | Fault {
  const warnings: ConversionWarning[] = [];
  const impossible = impossibleTime(recording.segments);
  if (impossible !== null) return impossible;
  const timed = recording.segments.map(withWordTimes);
  const scaled = recording.medium === 'voice' ? withUnit(timed, recording.unit, warnings) : timed;
  const moved = withClock(scaled, recording, warnings);
  const mended = withEnds(moved.segments, warnings);
  const late = mended.findIndex(({ startMs, endMs }) => Math.max(startMs ?? 0, endMs ?? 0) > MAX_CALL_MS);
  if (late !== -1) return timeFault(late, `at most ${MAX_CALL_MS} ms from the start of the call`, 'later');
  const turns =
    recording.medium === 'voice'
      ? joined(withoutDoubles(inOrder(spoken(mended, vocabulary)), recording.separateChannels, warnings))
      : inOrder(mended).filter(({ text }) => text.trim() !== '');
  return { turns: turns.map(turnOf), warnings, epochMs: moved.epochMs };
}

function impossibleTime(segments: readonly Segment[]): Fault | null {
  const isPossible = (time: number | null) => time === null || Math.abs(time) <= MAX_TIME_MS;
  const wrong = segments.findIndex(
    ({ startMs, endMs, words = [] }) =>
      ![startMs, endMs, ...words.flatMap((w) => [w.startMs, w.endMs])].every(isPossible),
  );
  return wrong === -1 ? null : timeFault(wrong, 'a time', 'beyond all times');
}

function timeFault(index: number, expected: string, actual: string): Fault {
  return fault('bad_field', { field: `time of segment ${index}`, expected, actual });
}

function withWordTimes(segment: Segment): Segment {
  const { words = [], startMs, endMs } = segment;
  if (words.length === 0 || (startMs !== null && endMs !== null)) return segment;
  return { ...segment, startMs: startMs ?? words[0]!.startMs, endMs: endMs ?? words.at(-1)!.endMs };
}

function withUnit(segments: readonly Segment[], stated: TimeUnit, warnings: ConversionWarning[]): readonly Segment[] {
  const rates = segments.flatMap(({ text, startMs, endMs }) => {
    const letters = text.match(/[\p{L}\p{N}]/gu)?.length ?? 0;
    const seconds = startMs === null || endMs === null ? 0 : (endMs - startMs) / 1000;
    return letters > 0 && seconds > 0 ? [letters / seconds] : [];
  });
  if (rates.length < MIN_MEASURED) return segments;
  const middle = rates.sort((a, b) => a - b)[Math.floor(rates.length / 2)]!;
  const factor = middle < SLOWEST_LETTERS ? 0.001 : middle > FASTEST_LETTERS ? 1000 : 1;
  // Only the one mistake that people make is mended: the other unit of the two.
  if (factor === 1 || (factor === 0.001) !== (stated === 's')) return segments;
  // A unit that leads beyond every call is not the right one either.
  if (segments.some(({ startMs, endMs }) => Math.max(startMs ?? 0, endMs ?? 0) * factor > MAX_CALL_MS)) return segments;
  const names = { s: 'seconds', ms: 'milliseconds' } as const;
  warnings.push({
    code: 'time_unit',
    params: { stated: names[stated], actual: names[stated === 's' ? 'ms' : 's'] },
  });
  return withTimes(segments, (time) => time * factor);
}

function withClock(
  segments: readonly Segment[],
  { datedTimes, durationMs }: Recording,
  warnings: ConversionWarning[],
): { readonly segments: readonly Segment[]; readonly epochMs: number | null } {
  let earliest = Number.POSITIVE_INFINITY;
  let latest = Number.NEGATIVE_INFINITY;
  for (const { startMs, endMs } of segments) {
    for (const time of [startMs, endMs]) {
      if (time === null) continue;
      earliest = Math.min(earliest, time);
      latest = Math.max(latest, time);
    }
  }
  if (!Number.isFinite(earliest)) return { segments, epochMs: null };
  const isDate = datedTimes || earliest >= FIRST_DATE_MS;
  const isCutOut = durationMs !== null && earliest > durationMs && latest - earliest <= durationMs + CLOCK_TOLERANCE_MS;
  if (!isDate && !isCutOut && earliest >= 0) return { segments, epochMs: null };
  const isRounding = !isDate && !isCutOut && earliest > -CLOCK_TOLERANCE_MS;
  if (!datedTimes && !isRounding) warnings.push({ code: 'clock_offset', params: { ms: Math.round(-earliest) } });
  const move = isRounding ? (time: number) => Math.max(0, time) : (time: number) => time - earliest;
  return { segments: withTimes(segments, move), epochMs: isDate ? Math.round(earliest) : null };
}

function withTimes(segments: readonly Segment[], change: (time: number) => number): readonly Segment[] {
  const changed = (time: number | null) => (time === null ? null : change(time));
  return segments.map((segment) => ({
    ...segment,
    startMs: changed(segment.startMs),
    endMs: changed(segment.endMs),
    ...(segment.words === undefined
      ? {}
      : {
          words: segment.words.map((word) => ({
            ...word,
            startMs: change(word.startMs),
            endMs: change(word.endMs),
          })),
        }),
  }));
}

/** Whole milliseconds, and no end before its start. */
function withEnds(segments: readonly Segment[], warnings: ConversionWarning[]): readonly Segment[] {
  let count = 0;
  const mended = segments.map((segment) => {
    // A word beyond every call has no time at all.
    const words = segment.words?.flatMap((word) => {
      const startMs = Math.max(0, Math.round(word.startMs));
      const endMs = Math.max(startMs, Math.round(word.endMs));
      return endMs > MAX_CALL_MS ? [] : [{ ...word, startMs, endMs }];
    });
    const startMs = segment.startMs === null ? null : Math.round(segment.startMs);
    const endMs = segment.endMs === null ? null : Math.round(segment.endMs);
    const isBroken = startMs !== null && endMs !== null && endMs < startMs;
    if (isBroken) count++;
    return { ...segment, startMs, endMs: isBroken ? startMs : endMs, ...(words === undefined ? {} : { words }) };
  });
  if (count > 0) warnings.push({ code: 'times_mended', params: { turns: count } });
  return mended;
}

function spoken(segments: readonly Segment[], vocabulary: IngestVocabulary): readonly Segment[] {
  return segments.flatMap((segment) => {
    const text = withoutPlaceholders(segment.text, vocabulary);
    if (!/[^\s\p{P}]/u.test(text)) return [];
    if (text === segment.text || segment.words === undefined) return [{ ...segment, text }];
    const words = segment.words.filter((word) => withoutPlaceholders(word.text, vocabulary) !== '');
    return [{ ...segment, text, words }];
  });
}

/** By start; a segment without one stays behind the segment that it follows. */
function inOrder(segments: readonly Segment[]): readonly Segment[] {
  let last = 0;
  return segments
    .map((segment) => {
      last = segment.startMs ?? last;
      return { segment, at: last };
    })
    .sort((a, b) => a.at - b.at)
    .map(({ segment }) => segment);
}

/** By what two segments are of one speaker; null where the source does not say. */
function identityOf({ speaker = 'unknown', label, channel, agentId }: Segment): string | null {
  if (speaker === 'unknown' && (label ?? channel ?? null) === null) return null;
  return JSON.stringify([speaker, label ?? null, channel ?? null, agentId ?? null]);
}

function isOneChannel(segments: readonly Segment[]): boolean {
  return new Set(segments.map(({ channel }) => channel ?? null)).size <= 1;
}

function withoutDoubles(
  segments: readonly Segment[],
  separateChannels: boolean,
  warnings: ConversionWarning[],
): readonly Segment[] {
  const oneChannel = !separateChannels && isOneChannel(segments);
  const kept: Segment[] = [];
  let count = 0;
  for (const segment of segments) {
    const identity = identityOf(segment);
    const at = doubleOf(segment, kept, oneChannel);
    if (at === -1) {
      const last = kept.at(-1);
      if (oneChannel && last !== undefined && identityOf(last) !== identity) {
        kept[kept.length - 1] = cutAt(last, segment);
      }
      kept.push(segment);
      continue;
    }
    count++;
    // The fuller one stands, as where a recogniser writes a sentence again with its end.
    if (lettersOf(segment.text).length > lettersOf(kept[at]!.text).length) {
      kept[at] = { ...segment, startMs: kept[at]!.startMs };
    }
  }
  if (count > 0) warnings.push({ code: 'duplicates_dropped', params: { turns: count } });
  return kept;
}

/** Where among the last kept segments the same was said; -1 where nowhere. */
function doubleOf(segment: Segment, kept: readonly Segment[], oneChannel: boolean): number {
  const identity = identityOf(segment);
  for (let at = kept.length - 1; at >= Math.max(0, kept.length - DOUBLE_REACH); at--) {
    const earlier = kept[at]!;
    if (!isSameTime(earlier, segment)) continue;
    const words = lettersOf(segment.text);
    const before = lettersOf(earlier.text);
    const isSameSpeaker = identity !== null && identityOf(earlier) === identity;
    if (isSameSpeaker ? before.includes(words) || words.includes(before) : oneChannel && words === before) return at;
  }
  return -1;
}

function lettersOf(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}

function isSameTime(a: Segment, b: Segment): boolean {
  if (a.startMs === null || a.endMs === null || b.startMs === null || b.endMs === null) return false;
  const shared = Math.min(a.endMs, b.endMs) - Math.max(a.startMs, b.startMs);
  const shorter = Math.min(a.endMs - a.startMs, b.endMs - b.startMs);
  return shorter > 0 ? shared >= shorter * SAME_TIME_SHARE : a.startMs === b.startMs && a.endMs === b.endMs;
}

function cutAt(segment: Segment, next: Segment): Segment {
  if (segment.startMs === null || segment.endMs === null || next.startMs === null) return segment;
  const overlap = segment.endMs - next.startMs;
  const isShort = overlap > 0 && overlap < MIN_MONO_OVERLAP_MS && next.startMs > segment.startMs;
  return isShort ? { ...segment, endMs: next.startMs } : segment;
}

function joined(segments: readonly Segment[]): readonly Segment[] {
  // A recording in which one speaker says everything was not taken apart by speakers.
  if (new Set(segments.map(identityOf)).size < 2) return segments;
  const runs: Segment[][] = [];
  for (const segment of segments) {
    const run = runs.at(-1);
    if (run !== undefined && isContinued(run.at(-1)!, segment)) run.push(segment);
    else runs.push([segment]);
  }
  return runs.map((run) => (run.length === 1 ? run[0]! : joinedRun(run)));
}

function isContinued(before: Segment, next: Segment): boolean {
  const identity = identityOf(next);
  if (identity === null || identityOf(before) !== identity) return false;
  if (before.endMs === null || next.startMs === null) return false;
  return next.startMs - before.endMs <= JOIN_GAP_MS;
}

function joinedRun(run: readonly Segment[]): Segment {
  const first = run[0]!;
  const ends = run.flatMap(({ endMs }) => (endMs === null ? [] : [endMs]));
  const words = run.flatMap((segment) => segment.words ?? []);
  const vendor = joinedVendor(run);
  const { words: _words, vendor: _vendor, ...rest } = first;
  return {
    ...rest,
    text: joinText(run.map(({ text }) => text.trim())),
    endMs: run.at(-1)!.endMs === null ? null : Math.max(...ends),
    asrConfidence: meanOf(run, (segment) => segment.asrConfidence ?? null),
    ...(words.length === 0 ? {} : { words }),
    ...(vendor === null ? {} : { vendor }),
  };
}

/** What the source says of several segments, said of all of them. */
export function joinedVendor(run: readonly Pick<Segment, 'text' | 'vendor'>[]): TurnVendor | null {
  const all = run.flatMap(({ vendor }) => (vendor === undefined ? [] : [vendor]));
  if (all.length === 0) return null;
  const values = <K extends keyof TurnVendor>(key: K) =>
    all.flatMap((vendor) => (vendor[key] === undefined ? [] : [vendor[key]]));
  const sentiments = [...new Set(values('sentiment'))];
  const emotions = [...new Set(values('emotion'))];
  const interrupts = values('interrupts');
  const loudness = values('loudness').flat();
  const labels = [...new Set(values('labels').flat())];
  const score = meanOf(run, ({ vendor }) => vendor?.sentimentScore ?? null);
  const rate = meanOf(run, ({ vendor }) => vendor?.speechRate ?? null);
  return {
    ...(sentiments.length === 0 ? {} : { sentiment: sentiments.length === 1 ? sentiments[0]! : 'mixed' }),
    ...(score === null ? {} : { sentimentScore: score }),
    ...(emotions.length === 1 ? { emotion: emotions[0]! } : {}),
    ...(interrupts.length === 0 ? {} : { interrupts: interrupts.includes(true) }),
    ...(loudness.length === 0 ? {} : { loudness }),
    ...(rate === null ? {} : { speechRate: rate }),
    ...(labels.length === 0 ? {} : { labels }),
  };
}

/** The mean over the segments that have a value, weighed by how much is said in each. */
function meanOf<T extends Pick<Segment, 'text'>>(run: readonly T[], value: (item: T) => number | null): number | null {
  let sum = 0;
  let weight = 0;
  for (const segment of run) {
    const one = value(segment);
    if (one === null) continue;
    sum += one * segment.text.length;
    weight += segment.text.length;
  }
  return weight === 0 ? null : rounded(sum / weight);
}

/** Four decimals, so that sums in another order give the same bytes. */
export function rounded(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}

function turnOf(segment: Segment): TurnDraft {
  const { speaker = 'unknown', label, channel, agentId, words, asrConfidence, vendor } = segment;
  return {
    speaker,
    ...((label ?? '') === '' ? {} : { speakerLabel: label! }),
    agentId: agentId ?? null,
    channel: channel ?? null,
    text: segment.text.trim(),
    startMs: segment.startMs,
    endMs: segment.endMs,
    ...(words === undefined || words.length === 0 ? {} : { words }),
    asrConfidence: asrConfidence === null || asrConfidence === undefined ? null : rounded(asrConfidence),
    ...(vendor === undefined || Object.keys(vendor).length === 0 ? {} : { vendor }),
  };
}
