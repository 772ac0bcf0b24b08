/**
 * What `with`, `after` and `followedBy` share: an anchor, a window that opens at the earlier of the two places, and
 * `until`, which closes it at the first such place behind the earlier one.
 */
import type { Window } from '../amounts.js';
import { FAR_UNKNOWN, type RankedMiss } from '../found.js';
import type { Context, Judgement, Node } from '../node.js';
import { beginsBefore, follows, type Spot } from '../spot.js';
import { reach } from '../windows.js';

export type Relation = 'with' | 'after' | 'followedBy';

export interface Anchored {
  readonly anchor: Node;
  readonly window: Window | null;
  readonly until: Node | null;
}

export const relationKey = (relation: Relation, { anchor, window, until }: Anchored): string =>
  `${relation} ${anchor.id}${window === null ? '' : ` within ${window.text}`}${until === null ? '' : ` until ${until.id}`}`;

export const relationText = (relation: Relation, { anchor, window }: Anchored): string =>
  `${relation} ${anchor.names.join(' or ')}${window === null ? '' : ` within ${window.text}`}`;

export const relationParts = ({ anchor, until }: Anchored): readonly Node[] =>
  until === null ? [anchor] : [anchor, until];

/** Whether a place of `until` stands between the two. */
function closedBetween(context: Context, until: Node | null, earlier: Spot, later: Spot): boolean {
  if (until === null) return false;
  return context.find(until).spots.some((place) => follows(earlier, place) && beginsBefore(place, later));
}

export interface Pair {
  readonly earlier: Spot;
  readonly later: Spot;
  /** The one of the two that is the anchor. */
  readonly anchor: Spot;
}

/**
 * The first pair that the window lets through, in the order given. What lay outside the window is kept as a near miss,
 * told by `nearly`, which is the one of the two that came too early or too late.
 */
export function judgePairs(
  context: Context,
  anchored: Anchored,
  pairs: Iterable<Pair>,
  nearly: (pair: Pair) => Spot,
): Judgement {
  const { window, until } = anchored;
  let unjudged = false;
  let miss: RankedMiss | undefined;
  for (const pair of pairs) {
    const { verdict, far } = reach(context.timeline, pair.earlier, pair.later, window);
    if (verdict === 'unknown') unjudged = true;
    if (verdict === 'yes') {
      if (!closedBetween(context, until, pair.earlier, pair.later)) return { verdict: 'yes', anchor: pair.anchor };
    } else if (verdict === 'no' && window !== null && (miss === undefined || (far ?? FAR_UNKNOWN) < miss.far)) {
      const { turn, span, name } = nearly(pair);
      miss = {
        turn,
        span,
        name,
        why: { kind: 'window', distance: far, allowed: window.text },
        far: far ?? FAR_UNKNOWN,
      };
    }
  }
  const unseen = unjudged ? { unseen: ['times'] } : {};
  return { verdict: unjudged ? 'unknown' : 'no', ...unseen, ...(miss === undefined ? {} : { miss }) };
}
