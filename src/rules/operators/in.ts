/**
 * `in`: lies within a position of the call, or inside a place of an expression. A place of several turns lies inside
 * with all of them.
 */
import type { Position } from '../amounts.js';
import { type Judge, NO, type Node, unknown, YES } from '../node.js';
import { liesInside } from '../spot.js';
import { withinPosition } from '../windows.js';

export function positionJudge(position: Position): Judge {
  return {
    key: `in ${position.text}`,
    text: `in ${position.text}`,
    names: [],
    reads: [],
    parts: [],
    judge: (context, spot) => {
      const verdict = withinPosition(context.timeline, spot, position);
      if (verdict === 'unknown') return unknown('times');
      return verdict === 'yes' ? YES : NO;
    },
  };
}

export function insideJudge(outer: Node): Judge {
  return {
    key: `in ${outer.id}`,
    text: `in ${outer.names.join(' or ')}`,
    names: outer.names,
    reads: [],
    parts: [outer],
    judge: (context, spot) => {
      const found = context.find(outer);
      if (found.outcome === 'not_applicable') return unknown(...found.unseen);
      const around = found.spots.find((place) => liesInside(spot, place));
      return around === undefined ? NO : { verdict: 'yes', anchor: around };
    },
  };
}
