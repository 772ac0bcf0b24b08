/**
 * `times`: keeps a group only when its size is in the range. A range that lets in 0 (`0`, `..n`) makes a truth: every
 * group, or the empty one where there is none, has such a size.
 */
import { inRange, type Range } from '../amounts.js';
import type { Spot } from '../spot.js';

export const makesTruth = (times: Range): boolean => times.min === 0;

export function sizesFit(groups: readonly (readonly Spot[])[], times: Range): boolean {
  if (groups.length === 0) return inRange(0, times);
  return groups.every((group) => inRange(group.length, times));
}

export function groupsOfSize<Group extends { readonly length: number }>(
  groups: readonly Group[],
  times: Range | null,
): readonly Group[] {
  return times === null ? groups : groups.filter((group) => inRange(group.length, times));
}
