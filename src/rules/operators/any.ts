/**
 * `any`: one part holds; with `need` at least so many; with `within` places of so many different parts close together.
 *
 * Parts that are not applicable are left out, since one is enough; they are named under `unseen` where nothing else
 * held. Only if all parts are unseen the whole is not applicable. A finding that fits two parts is one place.
 */
import type { Window } from '../amounts.js';
import {
  type Found,
  nearestMisses,
  notApplicable,
  placesFound,
  truthFound,
  truthUnseen,
  unionNames,
} from '../found.js';
import { type Context, type Gives, idsOf, type Node, type NodeTable } from '../node.js';
import { compareSpots, joinSpots, type Spot, unionSpots } from '../spot.js';
import { anyOf } from '../three-valued.js';
import { reachEither, type Timeline } from '../windows.js';

function unseenOf(found: readonly Found[]): { unseen: readonly string[]; unseenChoices: readonly string[] } {
  const seen = found.filter((part) => part.outcome !== 'not_applicable');
  const missing = found.filter((part) => part.outcome === 'not_applicable');
  const holding = seen.filter((part) => part.outcome === 'holds');
  const others = seen.filter((part) => part.outcome === 'fails');
  return {
    unseen: unionNames(...holding.map((part) => part.unseen)),
    unseenChoices: unionNames(
      ...missing.map((part) => part.unseen),
      ...others.map(truthUnseen),
      ...holding.map((part) => part.unseenChoices),
    ),
  };
}

export function anyNode(table: NodeTable, parts: readonly Node[], need = 1): Node {
  if (parts.length === 1 && need === 1) return parts[0]!;
  const gives: Gives = parts.every((part) => part.gives === 'places')
    ? 'places'
    : parts.some((part) => part.gives === 'unknown')
      ? 'unknown'
      : 'truth';
  return table.node({
    key: `any ${need} of ${idsOf(parts)}`,
    gives,
    names: unionNames(...parts.map((part) => part.names)),
    labels: gives === 'places' ? unionNames(...parts.map((part) => part.labels)) : [],
    reads: [],
    parts,
    evaluate: (context) => {
      const found = parts.map((part) => context.find(part));
      const outcome = anyOf(
        found.map((part) => part.outcome),
        need,
      );
      const unseen = unseenOf(found);
      if (outcome === 'not_applicable') return notApplicable(unseen.unseenChoices);
      const misses = nearestMisses(...found.map((part) => part.misses));
      if (outcome === 'fails') return truthFound('fails', { misses, ...unseen });
      const spots = gives === 'places' ? unionSpots(found.map((part) => part.spots)) : [];
      const confidence = Math.max(...found.filter((part) => part.outcome === 'holds').map((part) => part.confidence));
      return truthFound('holds', { misses, ...unseen, confidence, spots });
    },
  });
}

interface PartSpot {
  readonly spot: Spot;
  readonly part: number;
}

/** Shortest stretches with places of `need` different parts; a place belongs to one stretch only. */
function clusters(timeline: Timeline, entries: readonly PartSpot[], need: number, window: Window): readonly Spot[] {
  const found: Spot[] = [];
  let at = 0;
  while (at < entries.length) {
    const members = [entries[at]!];
    let end = at;
    for (let next = at + 1; next < entries.length && members.length < need; next++) {
      const entry = entries[next]!;
      if (reachEither(timeline, entries[at]!.spot, entry.spot, window).verdict !== 'yes') break;
      const usable = members.every((member) => member.part !== entry.part && member.spot.origin !== entry.spot.origin);
      if (!usable) continue;
      members.push(entry);
      end = next;
    }
    if (members.length >= need) {
      const spots = members.map((member) => member.spot);
      found.push(joinSpots(spots, spots.map((spot) => spot.name).join('+')));
      at = end + 1;
    } else at += 1;
  }
  return found;
}

export function closeTogetherNode(table: NodeTable, parts: readonly Node[], need: number, window: Window): Node {
  const entriesOf = (found: readonly Found[]) =>
    found
      .flatMap((part, index) => part.spots.map((spot): PartSpot => ({ spot, part: index })))
      .sort((a, b) => compareSpots(a.spot, b.spot) || a.part - b.part);
  return table.node({
    key: `any ${need} of ${idsOf(parts)} within ${window.text}`,
    gives: 'places',
    names: unionNames(...parts.map((part) => part.names)),
    labels: unionNames(...parts.map((part) => part.labels)),
    reads: [],
    parts,
    evaluate: (context: Context) => {
      const found = parts.map((part) => context.find(part));
      const { unseen, unseenChoices } = unseenOf(found);
      if (found.every((part) => part.outcome === 'not_applicable')) return notApplicable(unseenChoices);
      const spots = clusters(context.timeline, entriesOf(found), need, window);
      return placesFound(spots, { misses: nearestMisses(...found.map((part) => part.misses)), unseen, unseenChoices });
    },
  });
}
