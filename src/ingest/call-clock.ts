/**
 * Times of turns that a person or a chat wrote: with dates, or by the clock on the wall. They are put from the start of
 * the call.
 */
import type { ConversionWarning } from '../domain/call.js';
import type { TurnDraft } from './draft.js';
import { type Fault, fault, isFault } from './reject.js';
import { epochOf, MAX_CALL_MS, momentOf } from './time.js';

/** A first turn this late is one by another clock than that of the call. */
const LATEST_FIRST_MS = 3_600_000;

export interface ClockedTurns {
  readonly turns: readonly TurnDraft[];
  /** As it was given, or the date of the first turn. */
  readonly startedAt: string | null;
  readonly warnings: readonly ConversionWarning[];
}

/** Turns whose times are dates where they are milliseconds since 1970, later than any offset within a call. */
export function withCallClock(turns: readonly TurnDraft[], startedAt: string | null): ClockedTurns | Fault {
  const dates = turns.flatMap(({ startMs }) => (startMs === null || startMs <= MAX_CALL_MS ? [] : [startMs]));
  const start = startedAt ?? (dates.length === 0 ? null : momentOf(earliest(dates)));
  const offsets = start === null ? turns : withoutDates(turns, epochOf(start));
  if (isFault(offsets)) return offsets;
  const starts = offsets.flatMap(({ startMs }) => startMs ?? []);
  const first = starts.length === 0 ? 0 : earliest(starts);
  if (first < LATEST_FIRST_MS) return { turns: offsets, startedAt: start, warnings: [] };
  return {
    turns: offsets.map((turn) => ({ ...turn, ...moved(turn, (time) => time - first) })),
    startedAt: start,
    warnings: [{ code: 'clock_offset', params: { ms: -first } }],
  };
}

/** Not by spreading a list of any length into arguments. */
function earliest(times: readonly number[]): number {
  return times.reduce((least, time) => Math.min(least, time));
}

function moved({ startMs, endMs }: TurnDraft, by: (time: number) => number): Pick<TurnDraft, 'startMs' | 'endMs'> {
  return { startMs: startMs === null ? null : by(startMs), endMs: endMs === null ? null : by(endMs) };
}

/** The turns with dates turned into offsets from the start of the call; a fault where a turn precedes the call. */
function withoutDates(turns: readonly TurnDraft[], callEpoch: number): readonly TurnDraft[] | Fault {
  const offset = (time: number) => (time <= MAX_CALL_MS ? time : time - callEpoch);
  const offsets = turns.map((turn) => ({ ...turn, ...moved(turn, offset) }));
  const wrong = offsets.findIndex(({ startMs, endMs }) =>
    [startMs, endMs].some((time) => time !== null && (time < 0 || time > MAX_CALL_MS)),
  );
  if (wrong === -1) return offsets;
  return fault('bad_field', { field: `time of turn ${wrong}`, expected: 'within the call', actual: 'outside of it' });
}
