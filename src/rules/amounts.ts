/**
 * Amounts as they are written: ranges (`3..25 s`), windows (`2 agent turns`) and positions (`first 3 agent turns`).
 * Every amount carries its unit; a bare number where a unit is due is a mistake.
 */

export interface Range {
  readonly min: number;
  readonly max: number;
  /** `s`, `ms`, `chars`, `per min`, or empty where the amount has none. */
  readonly unit: string;
  readonly text: string;
}

export type CountUnit = 'turns' | 'agent turns' | 'caller turns';
export type WindowUnit = CountUnit | 's' | 'same turn' | 'same clause';

export interface Window {
  readonly unit: WindowUnit;
  readonly from: number;
  /** Infinity where the window is open. */
  readonly to: number;
  readonly text: string;
}

export interface Position {
  readonly side: 'first' | 'last';
  readonly count: number;
  readonly unit: CountUnit | 's' | '%';
  readonly text: string;
}

const AMOUNT = /^(\d+(?:\.\d+)?)?(?:(\.\.)(\d+(?:\.\d+)?)?)?(?:\s+(.+)|(%|[a-z].*))?$/;

/** A number or a range with its unit, or null where the text is none. */
export function parseRange(text: string): Range | null {
  const match = AMOUNT.exec(text.trim());
  if (!match) return null;
  const [, low, dots, high, spaced, joined] = match;
  if (low === undefined && high === undefined) return null;
  const min = low === undefined ? 0 : Number(low);
  const max = dots === undefined ? min : high === undefined ? Number.POSITIVE_INFINITY : Number(high);
  return { min, max, unit: (spaced ?? joined ?? '').trim(), text: text.trim() };
}

/** Whether a value lies in a range; both ends belong to it. */
export function inRange(value: number, range: Range): boolean {
  return value >= range.min && value <= range.max;
}

const COUNT_UNITS: ReadonlyMap<string, CountUnit> = new Map([
  ['turn', 'turns'],
  ['turns', 'turns'],
  ['agent turn', 'agent turns'],
  ['agent turns', 'agent turns'],
  ['caller turn', 'caller turns'],
  ['caller turns', 'caller turns'],
]);

/** A window, or the sentence that says what is wrong with it. `key` is the word it stands under. */
export function parseWindow(text: string, key = 'within'): Window | string {
  const trimmed = text.trim();
  if (trimmed === 'same turn' || trimmed === 'same clause') return { unit: trimmed, from: 0, to: 0, text: trimmed };
  const range = parseRange(trimmed);
  if (range === null) return `"${key}: ${text}" is no window; write "2 agent turns", "same turn" or "30 s".`;
  if (range.unit === '') {
    return `"${key}: ${text}" has no unit; write "${trimmed} agent turns", "${trimmed} turns" or "${trimmed} s".`;
  }
  const unit = range.unit === 's' ? 's' : COUNT_UNITS.get(range.unit);
  if (unit === undefined) {
    return `"${key}: ${text}" has an unknown unit; windows are counted in turns, agent turns, caller turns or s.`;
  }
  if (range.min > range.max) return `"${key}: ${text}" is empty, since its lower bound lies above the upper one.`;
  if (
    unit !== 's' &&
    !(Number.isInteger(range.min) && (range.max === Number.POSITIVE_INFINITY || Number.isInteger(range.max)))
  ) {
    return `"${key}: ${text}" counts turns, so it must be a whole number.`;
  }
  // A lower bound of its own leaves the turn itself out; a plain `2` means at most two.
  const from = trimmed.includes('..') ? range.min : 0;
  return { unit, from, to: range.max, text: trimmed };
}

const POSITION = /^(first|last)\s+(\d+)\s*(%|.+)$/;

/** Whether a text under `in` means a position rather than a name. */
export const looksLikePosition = (text: string) => /^(first|last)\s/.test(text.trim());

/** A position in the call, or the sentence that says what is wrong with it. */
export function parsePosition(text: string): Position | string {
  const match = POSITION.exec(text.trim());
  const wrong = `"in: ${text}" is no position; write "first 3 agent turns", "last 2 turns", "first 30 s" or "last 33 %".`;
  if (!match) return wrong;
  const [, side, count, unitText] = match;
  const unit = unitText === '%' || unitText === 's' ? unitText : COUNT_UNITS.get(unitText!.trim());
  if (unit === undefined) return wrong;
  const amount = Number(count);
  if (amount === 0 || (unit === '%' && amount > 100)) return `"in: ${text}" is empty or more than the call.`;
  return { side: side as 'first' | 'last', count: amount, unit, text: text.trim() };
}

/** The unit of any amount, in one spelling, to compare a parameter with what replaces it. */
export function unitOf(text: string): string {
  const trimmed = text.trim();
  if (trimmed === 'same turn' || trimmed === 'same clause') return 'turns';
  const range = parseRange(trimmed);
  if (range === null) return trimmed;
  return COUNT_UNITS.get(range.unit) ?? range.unit;
}
