/** One line of a script: a time stamp, a speaker, the words. */
import { epochOf, parseClock, parseMoment } from './time.js';

export interface Stamp {
  readonly startMs: number;
  readonly endMs: number | null;
}

/**
 * Where a stamp stands: in brackets or bare at the start of the line, beside the name before a colon or right after it,
 * or after the name on a line without colon.
 */
export type StampPlace = 'bracketed' | 'bare' | 'beside' | 'alone';

export interface ScriptLine {
  readonly stamp: Stamp | null;
  readonly stampPlace: StampPlace | null;
  /** What stands before the colon or before a stamp that ends the line, trimmed; null where there is no such part. */
  readonly name: string | null;
  /** What is said if the name is a speaker. */
  readonly text: string;
  /** What stands in brackets before the words, and the words; a speaker only where the vocabulary knows it. */
  readonly tag: { readonly name: string; readonly text: string } | null;
  /** What is said if it is none: the line without a stamp at its start. */
  readonly whole: string;
}

/** Longer than this, what stands before a colon is speech. */
const MAX_NAME_CHARACTERS = 40;

const DATE = String.raw`\d{4}(?:[-/.]\d{1,2}[-/.]\d{1,2}|\u5e74\d{1,2}\u6708\d{1,2}\u65e5)[T ]?\s*`;
const CLOCK = String.raw`(?:${DATE})?\d{1,3}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?`;
// Hyphen, dashes, tildes, arrow.
const TO = String.raw`\s*(?:-{1,2}>|[-~\u2013\u2014\u2192\uff5e])\s*`;
const OPEN = String.raw`[\[(<\uff08\u3010]`;
const SHUT = String.raw`[\])>\uff09\u3011]`;
const COLON = String.raw`[:\uff1a]`;

const BRACKETED = `${OPEN}\\s*(${CLOCK})(?:${TO}(${CLOCK}))?\\s*${SHUT}`;
const BARE = `(${CLOCK})(?:${TO}(${CLOCK}))?`;
/** Between a bare stamp and what follows it: not a digit or a colon, so that "12:30:45" is never cut. */
const AFTER_BARE = `(?![\\d:\uff1a.,])`;

const AT_START = new RegExp(`^(?:${BRACKETED}|${BARE}${AFTER_BARE})\\s*`);
const BRACKETED_AT_START = new RegExp(`^${BRACKETED}\\s*`);
const NAME = `([^:\uff1a]{1,${MAX_NAME_CHARACTERS}}?)`;
const NAMED = new RegExp(`^${NAME}\\s*(?:${BRACKETED}|${BARE})?\\s*${COLON}\\s*(.*)$`, 's');
/** A name in brackets, as a pattern. */
export const TAG = String.raw`[\u3010[]\s*([^\u3010\u3011[\]]{1,20}?)\s*[\u3011\]]`;
const TAGGED = new RegExp(`^${TAG}\\s*${COLON}?\\s*(.*)$`, 'su');
const NAME_AND_STAMP = new RegExp(`^${NAME}\\s*(?:${BRACKETED}|(?<=\\s)${BARE})\\s*$`);

/** Takes a trimmed line apart. Whether the name is a speaker is for the caller to say. */
export function readLine(line: string): ScriptLine {
  const lead = AT_START.exec(line);
  const stamp = lead === null ? null : stampOf(lead.slice(1, 5));
  const whole = stamp === null ? line : line.slice(lead![0].length);
  const [, name, text] = TAGGED.exec(whole) ?? [];
  const tag = name === undefined ? null : { name, text: text! };
  const named = withName(whole);
  if (stamp === null) return { ...named, tag, whole };
  return { ...named, stamp, stampPlace: lead![1] === undefined ? 'bare' : 'bracketed', tag, whole };
}

function withName(line: string): Omit<ScriptLine, 'whole' | 'tag'> {
  const alone = NAME_AND_STAMP.exec(line);
  const aloneStamp = alone === null ? null : stampOf(alone.slice(2, 6));
  if (aloneStamp !== null) return { stamp: aloneStamp, stampPlace: 'alone', name: alone![1]!.trim(), text: '' };
  const named = NAMED.exec(line);
  if (named === null) return { stamp: null, stampPlace: null, name: null, text: line };
  const name = named[1]!.trim();
  const text = named[6]!;
  const within = stampOf(named.slice(2, 6));
  if (within !== null) return { stamp: within, stampPlace: 'beside', name, text };
  const behind = BRACKETED_AT_START.exec(text);
  const stamp = behind === null ? null : stampOf(behind.slice(1, 3));
  if (stamp === null) return { stamp, stampPlace: null, name, text };
  return { stamp, stampPlace: 'beside', name, text: text.slice(behind![0].length) };
}

export function isClock(value: string): boolean {
  return timeOf(value) !== null;
}

/** Milliseconds from the start of the call, or since 1970 where the stamp has a date, see `withoutDates`. */
function timeOf(value: string): number | null {
  const clock = parseClock(value);
  if (clock !== null) return clock;
  const dated = /^(\d{4})\D(\d{1,2})\D(\d{1,2})\D*?(\d{1,2}:.*)$/.exec(value);
  const moment = dated === null ? null : parseMoment(`${dated.slice(1, 4).join('-')} ${dated[4]}`);
  return moment === null ? null : epochOf(moment);
}

/** The stamp of the four groups of a pattern (bracketed start and end, bare start and end); null where one is no clock. */
function stampOf([start, end, bareStart, bareEnd]: readonly (string | undefined)[]): Stamp | null {
  const from = start ?? bareStart;
  const to = end ?? bareEnd;
  const startMs = from === undefined ? null : timeOf(from);
  const endMs = to === undefined ? null : timeOf(to);
  if (startMs === null || (to !== undefined && endMs === null)) return null;
  return { startMs, endMs };
}
