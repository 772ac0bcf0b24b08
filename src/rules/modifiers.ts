/**
 * Compiles what must be true of a place: `by`, `where`, `in`, `with`, `after`, `followedBy`, `unless`, then groups,
 * `times` and `pick`, in this order of work whatever the order in which they are written.
 */
import type { YamlMap, YamlNode } from '../config/yaml-file.js';
import type { Speaker } from '../domain/call.js';
import { unknownKeySentence } from '../domain/errors.js';
import { isLabelName, labelDefinition } from '../domain/label.js';
import type { AmountReader } from './amount-reader.js';
import { looksLikePosition, type Position, parsePosition, parseWindow } from './amounts.js';
import { boundsOf } from './attributes.js';
import { type Condition, hereCondition, placeCondition } from './condition.js';
import { type Head, MODIFIERS, PLACE_CONDITIONS } from './language.js';
import { faultyNode, type Judge, type Node, type NodeTable } from './node.js';
import { afterJudge } from './operators/after.js';
import { byJudge } from './operators/by.js';
import { filterNode } from './operators/filter.js';
import { followedByJudge } from './operators/followed-by.js';
import { type Grouping, groupNode } from './operators/group.js';
import { insideJudge, positionJudge } from './operators/in.js';
import type { Anchored } from './operators/relation.js';
import { makesTruth } from './operators/times.js';
import { unlessJudge } from './operators/unless.js';
import { whereJudge } from './operators/where.js';
import { withJudge } from './operators/with.js';
import type { Scope } from './scope.js';

/** What the compiler of expressions lends. */
export interface ExpressionHost {
  expression(yaml: YamlNode): Node;
  /** An expression that must give places; `key` is the word that asks for them. */
  places(yaml: YamlNode, key: string): Node;
  needsPlaces(key: string, node: Node, yaml: YamlNode): Node;
  fault(at: { readonly line: number }, message: string): Node;
}

const RELATIONS = { with: withJudge, after: afterJudge, followedBy: followedByJudge } as const;
const RELATION_KEYS = ['of', 'within', 'until'];

export const valueAt = (map: YamlMap, key: string): YamlNode | null => map.entries.get(key)?.value ?? null;

export class ModifierCompiler {
  readonly #host: ExpressionHost;
  readonly #table: NodeTable;
  readonly #scope: Scope;
  readonly #amounts: AmountReader;

  constructor(host: ExpressionHost, table: NodeTable, scope: Scope, amounts: AmountReader) {
    this.#host = host;
    this.#table = table;
    this.#scope = scope;
    this.#amounts = amounts;
  }

  modified(node: Node, head: Head | null, map: YamlMap): Node {
    const used = MODIFIERS.filter((key) => map.entries.has(key) && !(key === 'by' && head === 'says'));
    if (node.gives === 'unknown') {
      // The mistakes in the modifiers are worth telling too.
      if (head !== 'each' && head !== 'full') this.#judges(map, node);
      return node;
    }
    if (head !== 'run' && used.length === 0) return node;
    if (node.gives !== 'places') return this.#host.needsPlaces(used[0]!, node, map);
    const by = map.entries.has('by') && head !== 'says' ? this.#amounts.speaker(map.entries.get('by')!.value) : null;
    let current = node;
    if (by !== null) {
      this.#checkSpeaker(by, node, map);
      current = filterNode(this.#table, current, byJudge(by));
    }
    for (const judge of this.#judges(map, current)) current = filterNode(this.#table, current, judge);
    this.#checkReach(map);
    return this.#grouped(current, head, map);
  }

  /** Judges of `where` to `unless`, in the order of work. */
  #judges(map: YamlMap, node: Node): readonly Judge[] {
    const judges: Judge[] = [];
    const whereYaml = valueAt(map, 'where');
    if (whereYaml !== null && whereYaml.kind !== 'map')
      this.#scope.report(whereYaml, '"where" needs a mapping of attributes.');
    else if (whereYaml !== null && node.gives !== 'unknown') {
      const bounds = boundsOf(whereYaml, node.labels, this.#scope);
      if (bounds.length > 0) judges.push(whereJudge(bounds));
      if (whereYaml.entries.size === 0) this.#scope.report(whereYaml, '"where" is empty.');
    }
    const inYaml = valueAt(map, 'in');
    if (inYaml !== null) judges.push(...this.#in(inYaml));
    for (const relation of ['with', 'after', 'followedBy'] as const) {
      const yaml = valueAt(map, relation);
      const anchored = yaml === null ? null : this.#anchored(yaml, relation);
      if (anchored !== null) judges.push(RELATIONS[relation](anchored));
    }
    const unlessYaml = valueAt(map, 'unless');
    if (unlessYaml !== null) {
      const conditions = this.#conditions(unlessYaml, node);
      if (conditions.length > 0) judges.push(unlessJudge(conditions));
    }
    return judges;
  }

  #in(yaml: YamlNode): readonly Judge[] {
    const scalar = yaml.kind === 'scalar' ? this.#scope.scalar(yaml, '"in"') : null;
    if (scalar !== null && looksLikePosition(scalar.text)) {
      const position = parsePosition(scalar.text);
      if (typeof position !== 'string') return [positionJudge(position)];
      this.#scope.report(yaml, position);
      return [];
    }
    const outer = this.#host.places(yaml, 'in');
    return outer.gives === 'places' ? [insideJudge(outer)] : [];
  }

  #anchored(yaml: YamlNode, relation: string): Anchored | null {
    if (yaml.kind !== 'map' || !yaml.entries.has('of')) {
      const anchor = this.#host.places(yaml, relation);
      return anchor.gives === 'places' ? { anchor, window: null, until: null } : null;
    }
    for (const [key, { line }] of yaml.entries) {
      if (!RELATION_KEYS.includes(key)) {
        this.#scope.report(
          { line },
          `${unknownKeySentence(key, RELATION_KEYS)} What belongs to the anchor stands under "of".`,
        );
        return null;
      }
    }
    const anchor = this.#host.places(yaml.entries.get('of')!.value, relation);
    const withinYaml = valueAt(yaml, 'within');
    const untilYaml = valueAt(yaml, 'until');
    const window = withinYaml === null ? null : this.#amounts.window(withinYaml);
    const until = untilYaml === null ? null : this.#host.places(untilYaml, 'until');
    if (untilYaml !== null && relation === 'with') {
      this.#scope.report(
        untilYaml,
        '"with" looks to either side, so "until" has no meaning; use "after" or "followedBy".',
      );
      return null;
    }
    const sound = anchor.gives === 'places' && (withinYaml === null || window !== null) && until?.gives !== 'unknown';
    return sound ? { anchor, window, until } : null;
  }

  #conditions(yaml: YamlNode, node: Node): readonly Condition[] {
    const items = yaml.kind === 'list' ? yaml.items : [yaml];
    if (items.length === 0) this.#scope.report(yaml, '"unless" is an empty list.');
    return items.flatMap((item) => {
      const condition = this.condition(item, node);
      if (condition?.key.startsWith('here ')) this.#checkCovered(condition, node, item);
      return condition ?? [];
    });
  }

  condition(yaml: YamlNode, node: Node): Condition | null {
    const ofPlace =
      yaml.kind === 'map' &&
      yaml.entries.size > 0 &&
      [...yaml.entries.keys()].every((key) => PLACE_CONDITIONS.has(key));
    if (!ofPlace) {
      const here = this.#host.expression(yaml);
      if (here.gives === 'number') this.#host.needsPlaces('unless', here, yaml);
      return here.gives === 'places' || here.gives === 'truth' ? hereCondition(here) : null;
    }
    const where = valueAt(yaml, 'where');
    if (where?.kind === 'map' && where.entries.has('discarded')) {
      this.#scope.report(where, '"discarded" belongs beside "is" or "says"; a place that is judged here was counted.');
      return null;
    }
    const judges = this.#judges(yaml, node);
    return judges.length === 0 ? null : placeCondition(judges);
  }

  #grouped(node: Node, head: Head | null, map: YamlMap): Node {
    const alikeYaml = valueAt(map, 'alike');
    const timesYaml = valueAt(map, 'times');
    const pickYaml = valueAt(map, 'pick');
    if (head !== 'run' && alikeYaml === null && timesYaml === null && pickYaml === null) return node;
    if (head === 'run' && alikeYaml !== null)
      return this.#host.fault(alikeYaml, '"run" and "alike" both make groups; wrap the one in {any: […]}.');
    const grouping = this.#grouping(head, alikeYaml, map);
    const times = timesYaml === null ? null : this.#amounts.times(timesYaml);
    const pick = pickYaml === null ? null : this.#amounts.pick(pickYaml);
    if (grouping === null || (timesYaml !== null && times === null) || (pickYaml !== null && pick === null))
      return faultyNode(this.#table);
    if (pick !== null && times !== null) {
      if (makesTruth(times))
        return this.#host.fault(pickYaml!, `"times: ${times.text}" makes a truth, so "pick" has nothing to pick.`);
      if (typeof pick !== 'string' && pick.min > times.max) {
        return this.#host.fault(pickYaml!, `"pick: ${pick.text}" can never be met with "times: ${times.text}".`);
      }
    }
    return groupNode(this.#table, node, { grouping, times, pick });
  }

  #grouping(head: Head | null, alikeYaml: YamlNode | null, map: YamlMap): Grouping | null {
    if (head === 'run') {
      const untilYaml = valueAt(map, 'until');
      if (untilYaml === null) {
        this.#scope.report(map, '"run" needs "until".');
        return null;
      }
      const until = this.#host.places(untilYaml, 'until');
      return until.gives === 'places' ? { kind: 'run', until } : null;
    }
    if (alikeYaml === null) return { kind: 'all' };
    const scoreYaml = alikeYaml.kind === 'map' ? valueAt(alikeYaml, 'score') : alikeYaml;
    const score = scoreYaml === null ? null : this.#scope.scalar(scoreYaml, '"alike"');
    const value = Number(score?.text ?? Number.NaN);
    if (!(value > 0 && value <= 1)) {
      this.#scope.report(
        alikeYaml,
        `"alike" needs a score above 0 and at most 1${score === null ? '' : `, not "${score.text}"`}.`,
      );
      return null;
    }
    const withinYaml = alikeYaml.kind === 'map' ? valueAt(alikeYaml, 'within') : null;
    const window = withinYaml === null ? null : this.#amounts.window(withinYaml);
    if (withinYaml !== null && window === null) return null;
    return { kind: 'alike', likeness: { score: value, window } };
  }

  #checkSpeaker(by: Speaker, node: Node, map: YamlMap): void {
    const speakers = node.labels.map((label) => (isLabelName(label) ? labelDefinition(label).who : 'any'));
    if (speakers.length === 0 || speakers.some((who) => who === 'any' || who === by)) return;
    const yaml = map.entries.get('by')!;
    this.#scope.report(
      yaml,
      `"by: ${by}" finds nothing, since ${node.labels.join(', ')} ${node.labels.length === 1 ? 'is' : 'are'} only ever of the ${speakers[0]}.`,
    );
  }

  /** An `unless` that every place of the pattern meets in its own turn. */
  #checkCovered(condition: Condition, node: Node, yaml: YamlNode): void {
    const here = condition.parts[0]!;
    const bare = (candidate: Node): boolean =>
      candidate.key.startsWith('is ') ||
      candidate.key === 'turns' ||
      (candidate.key.startsWith('any 1 of ') && candidate.parts.every(bare));
    const covers =
      here.id === node.id ||
      (bare(here) && node.labels.length > 0 && node.labels.every((label) => here.labels.includes(label)));
    if (covers) this.#scope.report(yaml, '"unless" covers the whole pattern, so nothing is ever found.');
  }

  /** Windows that cannot be met together with a position. */
  #checkReach(map: YamlMap): void {
    const position = this.#positionOf(map);
    if (position === null || position.unit === 's' || position.unit === '%') return;
    const [relation, most] =
      position.side === 'first' ? (['after', position.count] as const) : (['followedBy', position.count - 1] as const);
    const anchored = valueAt(map, relation);
    const withinYaml = anchored?.kind === 'map' ? valueAt(anchored, 'within') : null;
    if (withinYaml?.kind !== 'scalar') return;
    const window = parseWindow(withinYaml.text);
    if (typeof window === 'string' || window.unit !== position.unit || window.from <= most) return;
    this.#scope.report(withinYaml, `"${relation}" … "within: ${window.text}" can never be met "in: ${position.text}".`);
  }

  #positionOf(map: YamlMap): Position | null {
    const yaml = valueAt(map, 'in');
    if (yaml?.kind !== 'scalar' || !looksLikePosition(yaml.text)) return null;
    const position = parsePosition(yaml.text);
    return typeof position === 'string' ? null : position;
  }
}
