/**
 * The empty pattern: every counted turn, as a whole. Announcements, backchannels and empty turns never match it.
 */
import { placesFound } from '../found.js';
import type { Node, NodeTable } from '../node.js';
import { TURN_NAME } from '../spot.js';

export function turnsNode(table: NodeTable): Node {
  return table.node({
    key: 'turns',
    gives: 'places',
    names: [TURN_NAME],
    labels: [TURN_NAME],
    reads: [],
    parts: [],
    evaluate: (context) => placesFound(context.turnSpots()),
  });
}
