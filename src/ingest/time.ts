/** Times as files write them: a clock from the start of the call, plain numbers, and the moment a call began. */

/** Later than this, a time is no offset from the start of a call but most likely a date or another unit. */
export const MAX_CALL_MS = 7 * 24 * 3_600_000;

/** The year 2000: numbers of milliseconds from here on are dates, and no call was recorded before. */
export const FIRST_DATE_MS = 946_684_800_000;

const CLOCK = /^(?:(\d{1,3}):)?(\d{1,3}):(\d{2})(?:[.,](\d{1,9}))?$/;

/** `mm:ss`, `hh:mm:ss`, each with an optional fraction of a second, in milliseconds; null for anything else. */
export function parseClock(value: string): number | null {
  const match = CLOCK.exec(value);
  if (match === null) return null;
  const [, hours, minutes, seconds, fraction] = match;
  if (Number(seconds) > 59 || (hours !== undefined && Number(minutes) > 59)) return null;
  const whole = (Number(hours ?? 0) * 60 + Number(minutes)) * 60 + Number(seconds);
  return whole * 1000 + Math.round(Number(`0.${fraction ?? 0}`) * 1000);
}

export type TimeUnit = 'ms' | 's';

const PLAIN = /^([+-]?\d+(?:\.\d+)?|[+-]?\.\d+)\s*(ms|s)?$/i;

/** A clock or a number (with its own unit `ms` or `s`, else in `unit`) in milliseconds; null for anything else. */
export function parseOffset(value: string, unit: TimeUnit): number | null {
  const clock = parseClock(value);
  if (clock !== null) return clock;
  const match = PLAIN.exec(value);
  if (match === null) return null;
  return Math.round(Number(match[1]) * ((match[2]?.toLowerCase() ?? unit) === 's' ? 1000 : 1));
}

const MOMENT =
  /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ]\s*(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?)?\s*(Z|[+-]\d{2}:?\d{2})?$/i;

/** The offset of China, taken for a moment that names none. */
export const DEFAULT_OFFSET = '+08:00';

/**
 * A date with or without time of day as ISO 8601 with an offset (`2026-03-02T09:15:00+08:00`), whatever the clock of
 * this machine; null for anything else, impossible dates included.
 */
export function parseMoment(value: string): string | null {
  const match = MOMENT.exec(value.trim());
  if (match === null) return null;
  const [, year, month, day, hour = '0', minute = '00', second = '00', fraction, zone = DEFAULT_OFFSET] = match;
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  if (date.getUTCMonth() !== Number(month) - 1 || date.getUTCDate() !== Number(day)) return null;
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return null;
  const offset = zone.toUpperCase() === 'Z' ? 'Z' : `${zone.slice(0, 3)}:${zone.slice(-2)}`;
  if (offset !== 'Z' && (Number(offset.slice(1, 3)) > 14 || Number(offset.slice(4)) > 59)) return null;
  const two = (part: string | undefined) => (part ?? '').padStart(2, '0');
  const milliseconds = fraction === undefined ? '' : `.${fraction.padEnd(3, '0').slice(0, 3)}`;
  return `${year}-${two(month)}-${two(day)}T${two(hour)}:${minute}:${second}${milliseconds}${offset}`;
}

/** The moment of milliseconds since 1970, in the offset that is taken for what names none. */
export function momentOf(epoch: number): string {
  const local = new Date(epoch + epochOf('1970-01-01T00:00:00Z') - epochOf(`1970-01-01T00:00:00${DEFAULT_OFFSET}`));
  return parseMoment(`${local.toISOString().slice(0, -1).replace('.000', '')}${DEFAULT_OFFSET}`)!;
}

/** Milliseconds since 1970 of a moment that `parseMoment` wrote. */
export function epochOf(moment: string): number {
  return Date.parse(moment);
}
