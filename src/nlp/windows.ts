/** Cuts token lists into windows and packs windows of one width into batches. Pure. */
import type { Batch, Window } from './model.js';

/** [CLS] before and [SEP] after each window. */
const SPECIAL_TOKENS = 2;

/** Widths are multiples of this many tokens, so that a window's padding follows from its own length. */
const WIDTH_STEP = 8;

/** Windows in one run of the model; wide ones go in smaller batches to stay in the processor's cache. */
const LARGE_BATCH = 32;
const SMALL_BATCH = 16;
const WIDE_TOKENS = 48;

/**
 * Token windows of a text, each at most `maxTokens` less the special tokens, neighbours overlapping by half.
 * The last one ends with the text, so none is a stub. No tokens, no windows.
 */
export function windowsOf(ids: readonly number[], maxTokens: number): readonly (readonly number[])[] {
  const room = maxTokens - SPECIAL_TOKENS;
  if (ids.length === 0) return [];
  if (ids.length <= room) return [ids];
  const step = Math.floor(room / 2);
  const last = ids.length - room;
  const windows: (readonly number[])[] = [];
  for (let start = 0; start < last; start += step) windows.push(ids.slice(start, start + room));
  windows.push(ids.slice(last));
  return windows;
}

/** Padded width in tokens of a window, special tokens included. */
export function widthOf(window: Window, maxTokens: number): number {
  const tokens = window.ids.length + SPECIAL_TOKENS;
  return Math.min(maxTokens, Math.ceil(tokens / WIDTH_STEP) * WIDTH_STEP);
}

/** Batches of one width each, narrow ones first; within a width the order of the windows stays. */
export function batchesOf(windows: readonly Window[], maxTokens: number): readonly Batch[] {
  const byWidth = new Map<number, Window[]>();
  for (const window of windows) {
    const width = widthOf(window, maxTokens);
    const group = byWidth.get(width);
    if (group === undefined) byWidth.set(width, [window]);
    else group.push(window);
  }
  return [...byWidth.entries()]
    .sort(([a], [b]) => a - b)
    .flatMap(([width, group]) => chunks(group, width >= WIDE_TOKENS ? SMALL_BATCH : LARGE_BATCH, width));
}

function chunks(group: readonly Window[], size: number, width: number): Batch[] {
  const batches: Batch[] = [];
  for (let start = 0; start < group.length; start += size) {
    batches.push({ width, windows: group.slice(start, start + size) });
  }
  return batches;
}
