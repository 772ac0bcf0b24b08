/**
 * Nodes are compiled expressions; judges are compiled modifiers, which say yes or no to one place. Both carry a key that
 * spells out their meaning: equal expressions share one node, and a node is evaluated at most once a call.
 */
import type { DiscardReason } from '../domain/finding.js';
import type { Observation } from '../domain/observation.js';
import type { Window } from './amounts.js';
import type { Found, RankedMiss } from './found.js';
import type { Spot } from './spot.js';
import type { Verdict } from './three-valued.js';
import type { Timeline } from './windows.js';

/** `unknown` stands for an expression with a mistake, so that one mistake is told once. */
export type Gives = 'places' | 'truth' | 'number' | 'unknown';

export interface DiscardedSpot {
  readonly spot: Spot;
  readonly reason: DiscardReason;
}

/** What operators may look at. */
export interface Context {
  readonly observation: Observation;
  readonly timeline: Timeline;
  find(node: Node): Found;
  /** Counted findings of a label or phrase list, sorted. */
  counted(label: string): readonly Spot[];
  /** Findings that were seen and not counted, sorted. */
  discarded(label: string): readonly DiscardedSpot[];
  /** Counted turns as places. */
  turnSpots(): readonly Spot[];
  /** Likeness of the texts of two places, 0..1, three decimals. */
  likeness(a: Spot, b: Spot): number;
}

interface Described {
  readonly key: string;
  /** Names that are looked for. */
  readonly names: readonly string[];
  /** Labels, attributes (`where:level`) and quantities (`value:call.duration`) that are read directly. */
  readonly reads: readonly string[];
  /** Nodes that it leans on. */
  readonly parts: readonly Node[];
}

export interface NodeSpec extends Described {
  readonly gives: Gives;
  /** Labels and phrase lists that its places come from; `turn` for the empty pattern. */
  readonly labels: readonly string[];
  evaluate(context: Context): Found;
}

export interface Node extends NodeSpec {
  readonly id: number;
}

export interface Judgement {
  readonly verdict: Verdict;
  /** What the place may be owed to: the anchor that fits. */
  readonly anchor?: Spot;
  readonly miss?: RankedMiss;
  readonly unseen?: readonly string[];
}

export interface Judge extends Described {
  /** How the condition reads, for near misses. */
  readonly text: string;
  /** Set for a `followedBy` that must come within a bounded window. */
  readonly bounded?: Window;
  judge(context: Context, spot: Spot): Judgement;
  /** Whether a near miss of the places before the judge still is one behind it. */
  keepsMiss?(context: Context, miss: RankedMiss): boolean;
}

export const YES: Judgement = { verdict: 'yes' };
export const NO: Judgement = { verdict: 'no' };
export const unknown = (...unseen: readonly string[]): Judgement => ({ verdict: 'unknown', unseen });

/** All nodes of a set of rules. Grows when a rubric or a policy compiles its own expressions over the same rules. */
export class NodeTable {
  readonly nodes: Node[] = [];
  readonly #byKey = new Map<string, Node>();

  node(spec: NodeSpec): Node {
    const known = this.#byKey.get(spec.key);
    if (known) return known;
    const node: Node = { ...spec, id: this.nodes.length };
    this.nodes.push(node);
    this.#byKey.set(spec.key, node);
    return node;
  }
}

export const idsOf = (nodes: readonly Node[]): string => nodes.map((node) => node.id).join(',');

/** Stands for an expression with a mistake, so that one mistake is told once. */
export function faultyNode(table: NodeTable): Node {
  return table.node({
    key: 'faulty',
    gives: 'unknown',
    names: [],
    labels: [],
    reads: [],
    parts: [],
    evaluate: () => {
      throw new Error('an expression with a mistake was evaluated');
    },
  });
}
