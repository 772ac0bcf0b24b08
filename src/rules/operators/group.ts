/**
 * Groups: what `run`, `alike`, `times` and `pick` make of the places of a pattern. Without `run` or `alike` all places
 * are one group. A group of `run` or `alike` gives one place over all its members, unless `pick` takes members.
 */
import type { Range } from '../amounts.js';
import { notApplicable, placesFound, truthFound, unionNames } from '../found.js';
import type { Context, Node, NodeTable } from '../node.js';
import { compareSpots, joinSpots, type Spot } from '../spot.js';
import { outcomeOf } from '../three-valued.js';
import { alikeGroups, type Likeness, likenessText } from './alike.js';
import { type Pick, picked, pickText } from './pick.js';
import { runGroups } from './run.js';
import { groupsOfSize, makesTruth, sizesFit } from './times.js';

export type Grouping =
  | { readonly kind: 'all' }
  | { readonly kind: 'alike'; readonly likeness: Likeness }
  | { readonly kind: 'run'; readonly until: Node };

export interface GroupSpec {
  readonly grouping: Grouping;
  readonly times: Range | null;
  readonly pick: Pick | null;
}

function groupsOf(context: Context, spots: readonly Spot[], grouping: Grouping): readonly (readonly Spot[])[] {
  if (spots.length === 0) return [];
  if (grouping.kind === 'all') return [spots];
  if (grouping.kind === 'alike') return alikeGroups(context, spots, grouping.likeness);
  return runGroups(spots, context.find(grouping.until).spots);
}

function placesOf(groups: readonly (readonly Spot[])[], { grouping, pick }: GroupSpec): readonly Spot[] {
  if (pick !== null) return groups.flatMap((group) => picked(group, pick));
  if (grouping.kind === 'all') return groups.flat();
  return groups.map((group) => joinSpots(group));
}

const groupingKey = (grouping: Grouping): string => {
  if (grouping.kind === 'all') return '';
  return grouping.kind === 'alike' ? ` ${likenessText(grouping.likeness)}` : ` run until ${grouping.until.id}`;
};

export function groupNode(table: NodeTable, inner: Node, spec: GroupSpec): Node {
  const { grouping, times, pick } = spec;
  const truth = times !== null && makesTruth(times);
  const until = grouping.kind === 'run' ? grouping.until : null;
  return table.node({
    key: `${inner.id}${groupingKey(grouping)}${times === null ? '' : ` times ${times.text}`}${pick === null ? '' : ` pick ${pickText(pick)}`}`,
    gives: inner.gives === 'unknown' ? 'unknown' : truth ? 'truth' : 'places',
    names: inner.names,
    labels: truth ? [] : inner.labels,
    reads: [],
    parts: until === null ? [inner] : [inner, until],
    evaluate: (context) => {
      const found = context.find(inner);
      if (found.outcome === 'not_applicable') return found;
      const breaks = until === null ? null : context.find(until);
      if (breaks?.outcome === 'not_applicable') return notApplicable(unionNames(found.unseen, breaks.unseen));
      const groups = groupsOf(context, found.spots, grouping);
      if (truth) {
        // A count that was too low because of missing input must be told, whichever way it decides.
        const unseen = unionNames(found.unseen, found.unseenChoices);
        return truthFound(outcomeOf(sizesFit(groups, times)), { unseen });
      }
      const spots = [...placesOf(groupsOfSize(groups, times), spec)].sort(compareSpots);
      const { misses, unseen, unseenChoices } = found;
      return placesFound(spots, { misses, unseen, unseenChoices });
    },
  });
}
