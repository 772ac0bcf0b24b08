/** `full` (`half`): 1 if the first holds, 0.5 if the second does, else 0. Not applicable where both are. */
import { nearestMisses, notApplicable, numberFound, truthUnseen, unionNames } from '../found.js';
import type { Node, NodeTable } from '../node.js';

export function fullNode(table: NodeTable, full: Node, half: Node | null): Node {
  const parts = half === null ? [full] : [full, half];
  return table.node({
    key: `full ${full.id}${half === null ? '' : ` half ${half.id}`}`,
    gives: 'number',
    names: unionNames(...parts.map((part) => part.names)),
    labels: [],
    reads: [],
    parts,
    evaluate: (context) => {
      const found = parts.map((part) => context.find(part));
      const unseen = unionNames(...found.map(truthUnseen));
      const misses = nearestMisses(...found.map((part) => part.misses));
      if (found.every((part) => part.outcome === 'not_applicable')) return notApplicable(unseen);
      const [first, second] = found;
      if (first!.outcome === 'holds') {
        return numberFound(1, first!.spots, { misses, unseen: first!.unseen, confidence: first!.confidence });
      }
      if (second?.outcome === 'holds')
        return numberFound(0.5, second.spots, { misses, unseen, confidence: second.confidence });
      return numberFound(0, [], { misses, unseen });
    },
  });
}
