/**
 * `says`: words of one speaker. The text is never read here: the extracting pass searched every phrase list and left
 * its hits as findings, hits inside an `except` already taken out.
 *
 * Not applicable where the speaker matters and the roles are unknown.
 */
import type { Speaker } from '../../domain/call.js';
import { notApplicable, placesFound } from '../found.js';
import type { Context, Node, NodeTable } from '../node.js';
import { discardedMisses } from './is.js';

export interface Words {
  /** Label of the findings: `lexicon:NAME` or `says:OWNER#n`. */
  readonly request: string;
  /** Whose words count; null for anybody's. */
  readonly by: Speaker | null;
  /** Reasons for which hits were thrown out, where those are asked for; null for counted hits. */
  readonly discarded: readonly string[] | null;
}

export function wordsNode(table: NodeTable, words: Words): Node {
  const { request, by, discarded } = words;
  const speaks = (context: Context, turn: number) => by === null || context.timeline.turns[turn]?.speaker === by;
  return table.node({
    key: `says ${request} by ${by ?? 'anybody'}${discarded === null ? '' : ` discarded ${[...discarded].sort().join('|')}`}`,
    gives: 'places',
    names: [request],
    labels: [request],
    reads: [request],
    parts: [],
    evaluate: (context) => {
      if (by !== null && !context.observation.inputs.roles) return notApplicable(['roles']);
      const thrownOut = context.discarded(request).filter(({ spot }) => speaks(context, spot.turn));
      if (discarded !== null) {
        return placesFound(thrownOut.filter(({ reason }) => discarded.includes(reason)).map(({ spot }) => spot));
      }
      const spots = context.counted(request).filter((spot) => speaks(context, spot.turn));
      return placesFound(spots, { misses: discardedMisses(thrownOut) });
    },
  });
}
