/** `pick`: these members of each group, counted from 1. */
import type { Range } from '../amounts.js';

export type Pick = 'first' | 'last' | Range;

export const pickText = (pick: Pick): string => (typeof pick === 'string' ? pick : pick.text);

export function picked<Item>(group: readonly Item[], pick: Pick): readonly Item[] {
  if (pick === 'first') return group.slice(0, 1);
  if (pick === 'last') return group.slice(-1);
  return group.slice(Math.max(0, pick.min - 1), pick.max);
}
