/**
 * `alike`: groups places whose texts are as like as this. A place joins the first group that has a like member; with
 * `within`, the group's last member must lie in the window, so a repetition much later starts anew.
 */
import type { Window } from '../amounts.js';
import type { Context } from '../node.js';
import type { Spot } from '../spot.js';
import { reachEither } from '../windows.js';

export interface Likeness {
  readonly score: number;
  readonly window: Window | null;
}

export const likenessText = ({ score, window }: Likeness): string =>
  `alike ${score}${window === null ? '' : ` within ${window.text}`}`;

export function alikeGroups(context: Context, spots: readonly Spot[], { score, window }: Likeness): readonly Spot[][] {
  const groups: Spot[][] = [];
  for (const spot of spots) {
    const group = groups.find(
      (members) =>
        (window === null || reachEither(context.timeline, members.at(-1)!, spot, window).verdict === 'yes') &&
        members.some((member) => context.likeness(member, spot) >= score),
    );
    if (group === undefined) groups.push([spot]);
    else group.push(spot);
  }
  return groups;
}
