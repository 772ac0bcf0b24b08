/** `not`: the part does not hold. Not applicable where the part is; an unseen choice of the part is named. */
import { truthFound, truthUnseen } from '../found.js';
import type { Node, NodeTable } from '../node.js';
import { notOf } from '../three-valued.js';

export function notNode(table: NodeTable, part: Node): Node {
  return table.node({
    key: `not ${part.id}`,
    gives: 'truth',
    names: part.names,
    labels: [],
    reads: [],
    parts: [part],
    evaluate: (context) => {
      const found = context.find(part);
      return truthFound(notOf(found.outcome), { unseen: truthUnseen(found) });
    },
  });
}
