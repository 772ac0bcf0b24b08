/**
 * `after`: an anchor ended before this place begins. The nearest such anchor admits it. Inside one turn the spans
 * decide; a place is never its own anchor.
 */
import { type Judge, unknown } from '../node.js';
import { follows, type Spot } from '../spot.js';
import { type Anchored, judgePairs, type Pair, relationKey, relationParts, relationText } from './relation.js';

export function afterJudge(anchored: Anchored): Judge {
  return {
    key: relationKey('after', anchored),
    text: relationText('after', anchored),
    names: anchored.anchor.names,
    reads: [],
    parts: relationParts(anchored),
    judge: (context, spot) => {
      const found = context.find(anchored.anchor);
      if (found.outcome === 'not_applicable') return unknown(...found.unseen);
      return judgePairs(context, anchored, pairsBefore(spot, found.spots), (pair) => pair.later);
    },
  };
}

function* pairsBefore(spot: Spot, anchors: readonly Spot[]): Iterable<Pair> {
  for (let i = anchors.length - 1; i >= 0; i--) {
    const anchor = anchors[i]!;
    if (follows(anchor, spot)) yield { earlier: anchor, later: spot, anchor };
  }
}
