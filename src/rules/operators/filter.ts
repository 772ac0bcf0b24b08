/**
 * A pattern and one modifier: the places that the judge lets through.
 *
 * A place that cannot be judged is dropped; if all are dropped that way the pattern is not applicable.
 */
import { nearestMisses, notApplicable, placesFound, type RankedMiss, unionNames } from '../found.js';
import type { Context, Judge, Judgement, Node, NodeTable } from '../node.js';
import type { Spot } from '../spot.js';

/** The place with the anchor that admitted it; its chain of evidence grows by the anchor. */
function admitted(spot: Spot, judgement: Judgement): Spot {
  const { anchor } = judgement;
  if (anchor === undefined) return spot;
  const chain = Math.min(spot.chain, anchor.chain);
  if (spot.anchor !== null && chain === spot.chain) return spot;
  return { ...spot, chain, anchor: spot.anchor ?? { name: anchor.name, turn: anchor.turn } };
}

export function filterNode(table: NodeTable, inner: Node, judge: Judge): Node {
  return table.node({
    key: `${inner.id} ${judge.key}`,
    gives: inner.gives,
    names: inner.names,
    labels: inner.labels,
    reads: judge.reads,
    parts: [inner, ...judge.parts],
    evaluate: (context: Context) => {
      const found = context.find(inner);
      const before =
        judge.keepsMiss === undefined
          ? found.misses
          : found.misses.filter((miss) => judge.keepsMiss?.(context, miss) ?? true);
      if (found.spots.length === 0) return before === found.misses ? found : { ...found, misses: before };
      const kept: Spot[] = [];
      const misses: RankedMiss[] = [];
      const unseen: (readonly string[])[] = [];
      let unjudged = 0;
      for (const spot of found.spots) {
        const judgement = judge.judge(context, spot);
        if (judgement.miss !== undefined) misses.push(judgement.miss);
        if (judgement.unseen !== undefined) unseen.push(judgement.unseen);
        if (judgement.verdict === 'yes') kept.push(admitted(spot, judgement));
        else if (judgement.verdict === 'unknown') unjudged += 1;
      }
      const missing = unionNames(found.unseen, ...unseen);
      if (unjudged === found.spots.length) return notApplicable(missing);
      return placesFound(kept, {
        misses: nearestMisses(before, misses),
        unseen: missing,
        unseenChoices: found.unseenChoices,
      });
    },
  });
}
