/** Cuts token lists into windows and packs windows of one width into batches. Pure. */
import type { Batch, Window, WindowSize } from './model.js';

/** Widths are multiples of this many tokens, so that a window's padding follows from its own length. */
const WIDTH_STEP = 8;

/** Windows in one run of the model; wide ones go in smaller batches to stay in the processor's cache. */
const LARGE_BATCH = 32;
const SMALL_BATCH = 16;
const WIDE_TOKENS = 48;

/**
 * Windows of the tokens of a text, clause by clause, each at most `maxTokens` less the special tokens. Windows begin and
 * end with clauses and neighbours overlap by about half, so that every clause of up to half a window stands whole in one;
 * a longer clause is cut into halves of a window, of which neighbours stand together in one. No tokens, no windows.
 */
export function windowsOf(
  clauses: readonly (readonly number[])[],
  { maxTokens, specialTokens }: WindowSize,
): readonly (readonly number[])[] {
  const room = maxTokens - specialTokens;
  const half = Math.floor(room / 2);
  const units = clauses.flatMap((clause) => piecesOf(clause, half));
  const windows: (readonly number[])[] = [];
  for (let start = 0, end = 0; end < units.length; start = Math.max(start + 1, endOf(units, start, half))) {
    end = endOf(units, start, room);
    windows.push(units.slice(end === units.length ? lastStart(units, room) : start, end).flat());
  }
  return windows;
}

const piecesOf = (clause: readonly number[], most: number): readonly (readonly number[])[] =>
  Array.from({ length: Math.ceil(clause.length / most) }, (_, index) => clause.slice(index * most, (index + 1) * most));

/** The first unit from `start` on with which the units together have more than `room` tokens. */
function endOf(units: readonly (readonly number[])[], start: number, room: number): number {
  let tokens = 0;
  let end = start;
  while (end < units.length && tokens + units[end]!.length <= room) {
    tokens += units[end]!.length;
    end++;
  }
  return end;
}

/** The first unit from which all up to the end have at most `room` tokens: the last window is as full as the others. */
function lastStart(units: readonly (readonly number[])[], room: number): number {
  let tokens = 0;
  let start = units.length;
  while (start > 0 && tokens + units[start - 1]!.length <= room) {
    start--;
    tokens += units[start]!.length;
  }
  return start;
}

/** Padded width in tokens of a window, special tokens included. */
export function widthOf(window: Window, { maxTokens, specialTokens }: WindowSize): number {
  const tokens = window.ids.length + specialTokens;
  return Math.min(maxTokens, Math.ceil(tokens / WIDTH_STEP) * WIDTH_STEP);
}

/** Batches of one width each, narrow ones first; within a width the order of the windows stays. */
export function batchesOf(windows: readonly Window[], size: WindowSize): readonly Batch[] {
  const byWidth = new Map<number, Window[]>();
  for (const window of windows) {
    const width = widthOf(window, size);
    const group = byWidth.get(width);
    if (group === undefined) byWidth.set(width, [window]);
    else group.push(window);
  }
  return [...byWidth.entries()]
    .sort(([a], [b]) => a - b)
    .flatMap(([width, group]) => chunks(group, width >= WIDE_TOKENS ? SMALL_BATCH : LARGE_BATCH, width));
}

/** Each window by itself and without padding: for models in which company changes a result. */
export function batchesOfOne(windows: readonly Window[], { specialTokens }: WindowSize): readonly Batch[] {
  return windows.map((window) => ({ width: window.ids.length + specialTokens, windows: [window] }));
}

function chunks(group: readonly Window[], size: number, width: number): Batch[] {
  const batches: Batch[] = [];
  for (let start = 0; start < group.length; start += size) {
    batches.push({ width, windows: group.slice(start, start + size) });
  }
  return batches;
}
