/**
 * A rule as a whole: `when` asks whether the call gives an occasion, `find` where it holds, `measure` how far.
 *
 * If `when` fails the rule is not applicable and nothing was searched; if `find` finds nothing the rule was tried and
 * does not hold. A measured rule holds from `holdsFrom`.
 */
import { notApplicable, truthUnseen, unionNames } from '../found.js';
import type { Node, NodeTable } from '../node.js';

export interface RuleBody {
  readonly id: string;
  readonly when: Node | null;
  readonly body: Node;
  readonly holdsFrom: number;
}

export function bodyNode(table: NodeTable, { id, when, body, holdsFrom }: RuleBody): Node {
  return table.node({
    key: `body of ${id}`,
    gives: body.gives,
    names: body.names,
    labels: body.labels,
    reads: [],
    parts: when === null ? [body] : [body, when],
    evaluate: (context) => {
      const occasion = when === null ? null : context.find(when);
      if (occasion?.outcome === 'not_applicable') return notApplicable(truthUnseen(occasion));
      if (occasion?.outcome === 'fails') {
        return notApplicable([], { lacking: occasion.lacking.length > 0 ? occasion.lacking : when!.names });
      }
      const found = context.find(body);
      if (found.outcome === 'not_applicable') return found;
      const unseen = occasion === null ? found.unseen : unionNames(found.unseen, truthUnseen(occasion));
      if (found.number === null) return { ...found, unseen };
      return { ...found, unseen, outcome: found.number >= holdsFrom ? 'holds' : 'fails' };
    },
  });
}
