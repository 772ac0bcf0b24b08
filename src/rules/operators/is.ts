/**
 * `is`: counted findings of a label, or the places of a flag or rule.
 *
 * Not applicable where the roles are unknown, where the label's input is missing (no times, no hold events, no hang-up
 * side), or where the rule is not applicable. What was found in spite of missing input counts (an interruption that the
 * words betray); only its absence says nothing. Findings that were thrown out do not count; they are the near misses,
 * and `discarded` in `where` asks for them instead.
 */

import type { DiscardReason } from '../../domain/finding.js';
import { isLabelName, type LabelName, labelDefinition } from '../../domain/label.js';
import type { Observation } from '../../domain/observation.js';
import { type Found, nearestMisses, notApplicable, placesFound, type RankedMiss } from '../found.js';
import type { DiscardedSpot, Gives, Node, NodeTable } from '../node.js';
import type { Spot } from '../spot.js';

/** Interruptions need overlapping speech to be seen, which times alone do not promise. */
const NEEDS_OVERLAP: LabelName = 'interruption';

type Sight = 'clear' | 'chance' | 'none';

/** `chance`: it may be found, but where it is not found nothing can be said. */
function sightOf(label: string, inputs: Observation['inputs']): Sight {
  if (!isLabelName(label)) return 'clear';
  const { who, needs } = labelDefinition(label);
  if ((who === 'agent' || who === 'caller') && !inputs.roles) return 'none';
  if (label === NEEDS_OVERLAP) return inputs.overlap ? 'clear' : 'chance';
  return needs === undefined || inputs[needs] ? 'clear' : 'chance';
}

function seen(
  label: string,
  spots: readonly Spot[],
  inputs: Observation['inputs'],
  misses: readonly RankedMiss[],
): Found {
  const sight = sightOf(label, inputs);
  if (sight === 'clear') return placesFound(spots, { misses });
  if (sight === 'none' || spots.length === 0) return notApplicable([label]);
  return placesFound(spots, { misses, unseenChoices: [label] });
}

function missOf({ spot, reason }: DiscardedSpot): RankedMiss {
  return { turn: spot.turn, span: spot.span, name: spot.name, why: { kind: 'discarded', reason }, far: 0 };
}

export const discardedMisses = (discarded: readonly DiscardedSpot[]): readonly RankedMiss[] =>
  nearestMisses(discarded.map(missOf));

export function labelNode(table: NodeTable, label: string): Node {
  return table.node({
    key: `is ${label}`,
    gives: 'places',
    names: [label],
    labels: [label],
    reads: [label],
    parts: [],
    evaluate: (context) =>
      seen(label, context.counted(label), context.observation.inputs, discardedMisses(context.discarded(label))),
  });
}

/** The findings of a label or phrase list that were thrown out for one of these reasons. */
export function discardedNode(table: NodeTable, label: string, reasons: readonly DiscardReason[]): Node {
  const wanted = new Set<string>(reasons);
  return table.node({
    key: `discarded ${label} ${[...reasons].sort().join('|')}`,
    gives: 'places',
    names: [label],
    labels: [label],
    reads: [label],
    parts: [],
    evaluate: (context) => {
      const found = context.discarded(label).filter(({ reason }) => wanted.has(reason));
      return seen(
        label,
        found.map(({ spot }) => spot),
        context.observation.inputs,
        [],
      );
    },
  });
}

export interface RuleTarget {
  readonly id: string;
  readonly gives: Gives;
  readonly labels: readonly string[];
  /** Node of the rule as a whole, its `when` included. */
  readonly node: Node;
}

/** A flag or rule under its own name. */
export function ruleNode(table: NodeTable, rule: RuleTarget): Node {
  return table.node({
    key: `rule ${rule.id}`,
    gives: rule.gives === 'number' ? 'truth' : rule.gives,
    names: [rule.id],
    labels: rule.labels,
    reads: [],
    parts: [rule.node],
    evaluate: (context): Found => {
      const found = context.find(rule.node);
      if (rule.gives === 'number') return { ...found, spots: [] };
      return { ...found, spots: found.spots.map((spot) => ({ ...spot, name: rule.id })) };
    },
  });
}
