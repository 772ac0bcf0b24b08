/**
 * `all`: every part holds. The places are those of the first part, the others are conditions on the call.
 *
 * Strict: one failing part decides; else one part that is not applicable makes the whole so, because every part is
 * needed.
 */
import { nearestMisses, notApplicable, truthFound, truthUnseen, unionNames } from '../found.js';
import { idsOf, type Node, type NodeTable } from '../node.js';
import { allOf } from '../three-valued.js';

export function allNode(table: NodeTable, parts: readonly Node[]): Node {
  if (parts.length === 1) return parts[0]!;
  const first = parts[0]!;
  const gives = first.gives === 'number' ? 'truth' : first.gives;
  return table.node({
    key: `all ${idsOf(parts)}`,
    gives,
    names: unionNames(...parts.map((part) => part.names)),
    labels: first.labels,
    reads: [],
    parts,
    evaluate: (context) => {
      const found = parts.map((part) => context.find(part));
      const outcome = allOf(found.map((part) => part.outcome));
      const deciding = found.filter((part) => part.outcome === outcome);
      const misses = nearestMisses(...deciding.map((part) => part.misses));
      const unseen = unionNames(...deciding.map(truthUnseen));
      if (outcome === 'not_applicable') return notApplicable(unseen, { misses });
      if (outcome === 'fails') {
        const failing = found.findIndex((part) => part.outcome === 'fails');
        const { lacking } = found[failing]!;
        return truthFound('fails', { misses, unseen, lacking: lacking.length > 0 ? lacking : parts[failing]!.names });
      }
      const confidence = Math.min(...found.map((part) => part.confidence));
      return truthFound('holds', { spots: gives === 'places' ? found[0]!.spots : [], misses, unseen, confidence });
    },
  });
}
