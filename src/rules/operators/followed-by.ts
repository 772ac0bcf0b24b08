/**
 * `followedBy`: an anchor begins after this place ends. The first that fits admits it; what came too late is the near
 * miss ("empathy came in turn 14, the fourth agent turn; the window is two").
 */
import { nearestMisses } from '../found.js';
import { type Judge, unknown } from '../node.js';
import { follows, type Spot } from '../spot.js';
import { type Anchored, judgePairs, type Pair, relationKey, relationParts, relationText } from './relation.js';

export function followedByJudge(anchored: Anchored): Judge {
  const { window } = anchored;
  return {
    key: relationKey('followedBy', anchored),
    text: relationText('followedBy', anchored),
    names: anchored.anchor.names,
    reads: [],
    parts: relationParts(anchored),
    ...(window !== null && Number.isFinite(window.to) ? { bounded: window } : {}),
    judge: (context, spot) => {
      const found = context.find(anchored.anchor);
      if (found.outcome === 'not_applicable') return unknown(...found.unseen);
      const judgement = judgePairs(context, anchored, pairsBehind(spot, found.spots), (pair) => pair.later);
      if (judgement.verdict !== 'no' || judgement.miss !== undefined) return judgement;
      // Nothing came at all: what was thrown out behind the place is the nearest thing to it.
      const thrownOut = nearestMisses(found.misses.filter((miss) => miss.turn >= spot.lastTurn))[0];
      return thrownOut === undefined ? judgement : { ...judgement, miss: thrownOut };
    },
  };
}

function* pairsBehind(spot: Spot, anchors: readonly Spot[]): Iterable<Pair> {
  for (const anchor of anchors) if (follows(spot, anchor)) yield { earlier: spot, later: anchor, anchor };
}
