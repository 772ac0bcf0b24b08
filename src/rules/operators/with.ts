/**
 * `with`: an anchor in the same turn; with `within`, on either side. A place of several turns stands with all it
 * overlaps. There is no order inside a turn.
 */
import { FAR_UNKNOWN, type RankedMiss } from '../found.js';
import { type Judge, type Judgement, unknown } from '../node.js';
import type { Spot } from '../spot.js';
import { reachEither } from '../windows.js';
import { type Anchored, relationKey, relationParts, relationText } from './relation.js';

export function withJudge(anchored: Anchored): Judge {
  const { anchor, window } = anchored;
  return {
    key: relationKey('with', anchored),
    text: relationText('with', anchored),
    names: anchor.names,
    reads: [],
    parts: relationParts(anchored),
    judge: (context, spot): Judgement => {
      const found = context.find(anchor);
      if (found.outcome === 'not_applicable') return unknown(...found.unseen);
      let nearest: { place: Spot; far: number } | null = null;
      let miss: RankedMiss | undefined;
      let unjudged = false;
      for (const place of found.spots) {
        const { verdict, far } = reachEither(context.timeline, spot, place, window);
        if (verdict === 'unknown') unjudged = true;
        if (verdict === 'yes' && (nearest === null || (far ?? 0) < nearest.far)) nearest = { place, far: far ?? 0 };
        if (verdict === 'no' && window !== null && (miss === undefined || (far ?? FAR_UNKNOWN) < miss.far)) {
          const { turn, span, name } = spot;
          miss = {
            turn,
            span,
            name,
            why: { kind: 'window', distance: far, allowed: window.text },
            far: far ?? FAR_UNKNOWN,
          };
        }
      }
      if (nearest !== null) return { verdict: 'yes', anchor: nearest.place };
      if (unjudged) return unknown('times');
      return { verdict: 'no', ...(miss === undefined ? {} : { miss }) };
    },
  };
}
