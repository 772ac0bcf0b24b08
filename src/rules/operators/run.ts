/** `run` … `until`: places joined into one group as long as no `until` place lies between two of them. */
import { beginsBefore, follows, type Spot } from '../spot.js';

export function runGroups(spots: readonly Spot[], breaks: readonly Spot[]): readonly Spot[][] {
  const groups: Spot[][] = [];
  let at = 0;
  for (const spot of spots) {
    const group = groups.at(-1);
    const last = group?.at(-1);
    if (group === undefined || last === undefined) {
      groups.push([spot]);
      continue;
    }
    // Breaks are sorted, and what lies before the last member cannot lie behind it for a later one.
    while (at < breaks.length && breaks[at]!.turn < last.turn) at += 1;
    if (breaksBetween(breaks, at, last, spot)) groups.push([spot]);
    else group.push(spot);
  }
  return groups;
}

function breaksBetween(breaks: readonly Spot[], from: number, last: Spot, next: Spot): boolean {
  for (let i = from; i < breaks.length && breaks[i]!.turn <= next.turn; i++) {
    const place = breaks[i]!;
    const before =
      beginsBefore(place, next) || (place.loose && place.turn === next.turn && place.origin !== next.origin);
    if (before && follows(last, place)) return true;
  }
  return false;
}
