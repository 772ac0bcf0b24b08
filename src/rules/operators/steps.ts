/**
 * `steps`: one place of each in this order, the earliest that fits. As places it is one place over the whole chain; as a
 * measure the share of the steps that can be put in order (longest common subsequence); with `ordered: false` the share
 * that holds at all. `within` bounds the chain from its first to its last step.
 *
 * A step that is not applicable is left out; if all are, so is the whole.
 */
import type { Window } from '../amounts.js';
import {
  type Found,
  nearestMisses,
  notApplicable,
  numberFound,
  placesFound,
  truthFound,
  truthUnseen,
  unionNames,
} from '../found.js';
import { type Context, idsOf, type Node, type NodeTable } from '../node.js';
import { follows, joinSpots, type Spot, unionSpots } from '../spot.js';
import { allOf } from '../three-valued.js';
import { reachEither } from '../windows.js';

/** Earliest chain through all lists that begins at a place of the first. */
function chainFrom(first: Spot, rest: readonly (readonly Spot[])[]): readonly Spot[] | null {
  const chain = [first];
  for (const spots of rest) {
    const next = spots.find(
      (spot) => follows(chain.at(-1)!, spot) && !chain.some(({ origin }) => origin === spot.origin),
    );
    if (next === undefined) return null;
    chain.push(next);
  }
  return chain;
}

function wholeChain(
  context: Context,
  lists: readonly (readonly Spot[])[],
  window: Window | null,
): readonly Spot[] | null {
  const [starts, ...rest] = lists;
  for (const start of starts ?? []) {
    const chain = chainFrom(start, rest);
    if (chain === null) continue;
    if (window === null || reachEither(context.timeline, chain[0]!, chain.at(-1)!, window).verdict === 'yes')
      return chain;
  }
  return null;
}

const endsEarlier = (a: Spot, b: Spot) => a.lastTurn < b.lastTurn || (a.lastTurn === b.lastTurn && a.end < b.end);

/** Longest chain of places whose steps stand in the written order; of equally long ones the one that ends first. */
export function longestChain(lists: readonly (readonly Spot[])[]): readonly Spot[] {
  /** By length less one: the chain of that length that ends first. */
  const best: (readonly Spot[])[] = [];
  for (const spots of lists) {
    for (let length = best.length; length >= 0; length--) {
      const before = length === 0 ? [] : best[length - 1]!;
      const next = spots.find(
        (spot) =>
          (before.length === 0 || follows(before.at(-1)!, spot)) &&
          !before.some(({ origin }) => origin === spot.origin),
      );
      if (next === undefined) continue;
      const known = best[length]?.at(-1);
      if (known === undefined || endsEarlier(next, known)) best[length] = [...before, next];
    }
  }
  return best.at(-1) ?? [];
}

function applicable(found: readonly Found[]): { seen: readonly Found[]; missing: readonly string[] } {
  const missing = found.filter((step) => step.outcome === 'not_applicable').map((step) => step.unseen);
  return { seen: found.filter((step) => step.outcome !== 'not_applicable'), missing: unionNames(...missing) };
}

const described = (steps: readonly Node[]) => ({
  names: unionNames(...steps.map((step) => step.names)),
  reads: [],
  parts: steps,
});

export function stepsNode(table: NodeTable, steps: readonly Node[], window: Window | null): Node {
  return table.node({
    key: `steps ${idsOf(steps)}${window === null ? '' : ` within ${window.text}`}`,
    gives: 'places',
    labels: unionNames(...steps.map((step) => step.labels)),
    ...described(steps),
    evaluate: (context) => {
      const found = steps.map((step) => context.find(step));
      const { seen, missing } = applicable(found);
      if (seen.length === 0) return notApplicable(missing);
      const chain = wholeChain(
        context,
        seen.map((step) => step.spots),
        window,
      );
      const misses = nearestMisses(...seen.map((step) => step.misses));
      const spots = chain === null ? [] : [joinSpots(chain, chain.map((spot) => spot.name).join('+'))];
      return placesFound(spots, { misses, unseen: unionNames(missing, ...seen.map(truthUnseen)) });
    },
  });
}

/** All steps hold, in whatever order. */
export function unorderedNode(table: NodeTable, steps: readonly Node[]): Node {
  return table.node({
    key: `steps unordered ${idsOf(steps)}`,
    gives: 'truth',
    labels: [],
    ...described(steps),
    evaluate: (context) => {
      const { seen, missing } = applicable(steps.map((step) => context.find(step)));
      if (seen.length === 0) return notApplicable(missing);
      return truthFound(allOf(seen.map((step) => step.outcome)), {
        unseen: unionNames(missing, ...seen.map(truthUnseen)),
      });
    },
  });
}

export function stepsMeasure(table: NodeTable, steps: readonly Node[], ordered: boolean): Node {
  return table.node({
    key: `share of steps ${ordered ? 'in order' : 'unordered'} ${idsOf(steps)}`,
    gives: 'number',
    labels: [],
    ...described(steps),
    evaluate: (context) => {
      const { seen, missing } = applicable(steps.map((step) => context.find(step)));
      if (seen.length === 0) return notApplicable(missing);
      const misses = nearestMisses(...seen.map((step) => step.misses));
      const unseen = unionNames(missing, ...seen.map(truthUnseen));
      if (!ordered) {
        const holding = seen.filter((step) => step.outcome === 'holds');
        const spots = unionSpots(holding.map((step) => step.spots));
        return numberFound(holding.length / seen.length, spots, { misses, unseen });
      }
      const chain = longestChain(seen.map((step) => step.spots));
      return numberFound(chain.length / seen.length, chain, { misses, unseen });
    },
  });
}
