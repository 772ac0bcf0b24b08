/**
 * Compiles expressions as written into nodes, and tells every mistake with its line. What an operator means lies in
 * `operators/`; here it is read, checked, and put in the order of work of a pattern:
 * what to look for, `by`, `where`, `in`, `with`, `after`, `followedBy`, `unless`, groups, `times`, `pick`.
 */
import { unknownKeySentence, type YamlMap, type YamlNode } from '../config/yaml-file.js';
import type { Speaker } from '../domain/call.js';
import { nearestName } from '../domain/errors.js';
import { isLabelName, LABEL_NAMES, labelDefinition } from '../domain/label.js';
import { QUANTITIES, type QuantityName } from '../domain/observation.js';
import {
  looksLikePosition,
  type Position,
  parsePosition,
  parseRange,
  parseWindow,
  type Range,
  type Window,
} from './amounts.js';
import { boundsOf, discardReasons } from './attributes.js';
import { type Condition, hereCondition, placeCondition } from './condition.js';
import { AGENT_ENDS_CALL, HEADS, type Head, MODIFIERS, OPTIONS, PLACE_CONDITIONS, SPEAKERS } from './language.js';
import type { Gives, Judge, Node, NodeTable } from './node.js';
import { afterJudge } from './operators/after.js';
import { allNode } from './operators/all.js';
import { anyNode, closeTogetherNode } from './operators/any.js';
import { byJudge } from './operators/by.js';
import { eachNode } from './operators/each.js';
import { filterNode } from './operators/filter.js';
import { followedByJudge } from './operators/followed-by.js';
import { fullNode } from './operators/full.js';
import { type Grouping, groupNode } from './operators/group.js';
import { insideJudge, positionJudge } from './operators/in.js';
import { discardedNode, labelNode, type RuleTarget, ruleNode } from './operators/is.js';
import { notNode } from './operators/not.js';
import type { Pick } from './operators/pick.js';
import type { Anchored } from './operators/relation.js';
import { wordsNode } from './operators/says.js';
import { stepsMeasure, stepsNode, unorderedNode } from './operators/steps.js';
import { makesTruth } from './operators/times.js';
import { turnsNode } from './operators/turns.js';
import { unlessJudge } from './operators/unless.js';
import { quantityNode, ruleValueNode, type ValueTest } from './operators/value.js';
import { whereJudge } from './operators/where.js';
import { withJudge } from './operators/with.js';
import type { Scope } from './scope.js';
import { requestsOf } from './words.js';

/** What expressions may name. */
export interface Library {
  readonly table: NodeTable;
  readonly lexicons: ReadonlySet<string>;
  /** Ids of all rules and flags. */
  readonly ruleIds: Iterable<string>;
  /** A rule or flag, compiled on demand; null where there is none, `'state'` where it is never evaluated. */
  rule(id: string): RuleTarget | 'state' | 'faulty' | null;
}

const RELATIONS = { with: withJudge, after: afterJudge, followedBy: followedByJudge } as const;
const RELATION_KEYS = ['of', 'within', 'until'];

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

const givesPlaces = (gives: Gives) => gives === 'places' || gives === 'unknown';
const written = (node: YamlNode): string =>
  node.kind === 'scalar' ? node.text : node.kind === 'list' ? 'a list' : `{${[...node.entries.keys()].join(', ')}}`;

export class ExpressionCompiler {
  readonly #library: Library;
  readonly #scope: Scope;

  constructor(library: Library, scope: Scope) {
    this.#library = library;
    this.#scope = scope;
  }

  get #table(): NodeTable {
    return this.#library.table;
  }

  #fault(at: { readonly line: number }, message: string): Node {
    this.#scope.report(at, message);
    return faultyNode(this.#table);
  }

  /** An expression that gives places or a truth. */
  find(yaml: YamlNode): Node {
    const node = this.expression(yaml);
    if (node.gives !== 'number') return node;
    return this.#fault(yaml, '"find" needs places or a truth, and this is a measure; write it under "measure".');
  }

  /** An expression that gives a number from 0 to 1. */
  measure(yaml: YamlNode): Node {
    const keys = yaml.kind === 'map' ? yaml.entries : null;
    if (yaml.kind === 'map' && keys?.has('steps')) return this.#steps(yaml, true);
    const node = this.expression(yaml, true);
    if (node.gives === 'number' || node.gives === 'unknown') return node;
    return this.#fault(yaml, '"measure" needs each, full, steps or value; places and truths stand under "find".');
  }

  expression(yaml: YamlNode, asMeasure = false): Node {
    if (yaml.kind === 'list') {
      return this.#fault(
        yaml,
        'a bare list stands nowhere but after "is", "says" and "unless"; write {any: […]} or {all: […]}.',
      );
    }
    if (yaml.kind === 'scalar') return this.#name(yaml);
    const heads = HEADS.filter((head) => yaml.entries.has(head));
    if (heads.length > 1) {
      return this.#fault(yaml, `"${heads[0]}" and "${heads[1]}" stand in one mapping, which looks for one thing only.`);
    }
    const head = heads[0] ?? null;
    const known: readonly string[] = [...(head === null ? HEADS : [head, ...OPTIONS[head]]), ...MODIFIERS];
    for (const [key, { line }] of yaml.entries) {
      if (!known.includes(key)) return this.#fault({ line }, unknownKeySentence(key, known));
    }
    if (yaml.entries.size === 0) return this.#fault(yaml, 'an empty mapping looks for nothing.');
    return this.#modified(this.#head(head, yaml, asMeasure), head, yaml);
  }

  #value(map: YamlMap, key: string): YamlNode | null {
    return map.entries.get(key)?.value ?? null;
  }

  // --- what to look for -----------------------------------------------------------------------------------------

  #head(head: Head | null, map: YamlMap, asMeasure: boolean): Node {
    const yaml = head === null ? map : map.entries.get(head)!.value;
    switch (head) {
      case null:
        return turnsNode(this.#table);
      case 'is':
        return this.#is(yaml, map);
      case 'says':
        return this.#says(yaml, map);
      case 'any':
        return this.#any(this.#parts(yaml, 'any'), map);
      case 'all':
        return this.#joined(this.#parts(yaml, 'all'), (parts) => allNode(this.#table, parts));
      case 'not':
        return this.#joined([this.expression(yaml)], ([part]) => notNode(this.#table, part!));
      case 'run':
        return this.#places(yaml, 'run');
      case 'steps':
        return this.#steps(map, false);
      case 'each':
        return this.#each(yaml, map);
      case 'full':
        return this.#full(yaml, map);
      case 'value':
        return this.#quantity(yaml, map, asMeasure);
    }
  }

  #joined(parts: readonly Node[], join: (parts: readonly Node[]) => Node): Node {
    return parts.length === 0 || parts.some((part) => part.gives === 'unknown') ? faultyNode(this.#table) : join(parts);
  }

  #parts(yaml: YamlNode, key: string): readonly Node[] {
    if (yaml.kind !== 'list') {
      this.#scope.report(yaml, `"${key}" needs a list of expressions.`);
      return [];
    }
    if (yaml.items.length === 0) this.#scope.report(yaml, `"${key}" is an empty list.`);
    return yaml.items.map((item) => this.expression(item));
  }

  #name(yaml: YamlNode): Node {
    const scalar = this.#scope.scalar(yaml, 'a name');
    if (scalar === null) return faultyNode(this.#table);
    if (typeof scalar.value !== 'string') return this.#fault(yaml, `"${scalar.text}" is no name.`);
    const name = scalar.value;
    if (isLabelName(name)) return labelNode(this.#table, name);
    const target = this.#library.rule(name);
    if (target === 'faulty') return faultyNode(this.#table);
    if (target === 'state')
      return this.#fault(yaml, `${name} is kept and never evaluated, so nothing can be asked of it.`);
    if (target !== null) return ruleNode(this.#table, target);
    if (Object.hasOwn(QUANTITIES, name)) return this.#fault(yaml, `${name} is a quantity; write {value: ${name}}.`);
    return this.#fault(yaml, this.#unknownName(name, [...LABEL_NAMES, ...this.#library.ruleIds]));
  }

  #unknownName(name: string, known: readonly string[]): string {
    const nearest = nearestName(name, known);
    return `unknown name "${name}"${nearest === null ? '' : `; the nearest is "${nearest}"`}.`;
  }

  #reasons(map: YamlMap): ReturnType<typeof discardReasons> {
    const where = this.#value(map, 'where');
    return where?.kind === 'map' ? discardReasons(where, this.#scope) : null;
  }

  #is(yaml: YamlNode, map: YamlMap): Node {
    const items = yaml.kind === 'list' ? yaml.items : [yaml];
    const reasons = this.#reasons(map);
    const nodes = items.map((item) => {
      const node = this.#name(item);
      if (reasons === null || node.gives === 'unknown') return node;
      if (!isLabelName(node.names[0]!)) {
        return this.#fault(item, `"discarded" looks at findings of labels, and ${node.names[0]} is none.`);
      }
      return discardedNode(this.#table, node.names[0]!, reasons);
    });
    if (nodes.length === 0) this.#scope.report(yaml, '"is" is an empty list.');
    return this.#joined(nodes, (parts) => anyNode(this.#table, parts));
  }

  #says(yaml: YamlNode, map: YamlMap): Node {
    const requests = requestsOf(yaml, this.#value(map, 'except'), this.#library.lexicons, this.#scope);
    const by = this.#value(map, 'by') === null ? this.#scope.who : this.#speaker(map);
    const discarded = this.#reasons(map);
    const nodes = requests.map(({ id }) =>
      wordsNode(this.#table, { request: id, by: by === 'system' ? null : by, discarded }),
    );
    return nodes.length === 0 ? faultyNode(this.#table) : anyNode(this.#table, nodes);
  }

  #any(parts: readonly Node[], map: YamlMap): Node {
    const needYaml = this.#value(map, 'need');
    const withinYaml = this.#value(map, 'within');
    const need = needYaml === null ? 1 : this.#wholeNumber(needYaml, 'need');
    if (need === null) return faultyNode(this.#table);
    if (need > parts.length && parts.length > 0) {
      return this.#fault(needYaml ?? map, `"need: ${need}" is more than the ${parts.length} parts of "any".`);
    }
    if (withinYaml === null) return this.#joined(parts, (nodes) => anyNode(this.#table, nodes, need));
    if (needYaml === null || need < 2) {
      return this.#fault(
        withinYaml,
        '"within" of "any" bounds how close "need" different parts lie; add "need: 2" or more.',
      );
    }
    const window = this.#window(withinYaml);
    for (const [index, part] of parts.entries()) {
      const list = this.#value(map, 'any');
      if (!givesPlaces(part.gives)) this.#needsPlaces('within', part, list?.kind === 'list' ? list.items[index]! : map);
    }
    if (window === null || parts.some((part) => part.gives !== 'places')) return faultyNode(this.#table);
    return closeTogetherNode(this.#table, parts, need, window);
  }

  #steps(map: YamlMap, asMeasure: boolean): Node {
    const list = this.#value(map, 'steps')!;
    const parts = this.#parts(list, 'steps');
    const orderedYaml = this.#value(map, 'ordered');
    const withinYaml = this.#value(map, 'within');
    if (asMeasure) {
      for (const [key, { line }] of map.entries) {
        if (key !== 'steps' && key !== 'ordered')
          return this.#fault({ line }, `"${key}" has no place beside "steps" of a measure.`);
      }
    }
    const ordered = orderedYaml === null || orderedYaml.kind !== 'scalar' || orderedYaml.value !== false;
    if (orderedYaml !== null && !(orderedYaml.kind === 'scalar' && typeof orderedYaml.value === 'boolean')) {
      return this.#fault(orderedYaml, '"ordered" is true or false.');
    }
    if (ordered && list.kind === 'list') {
      for (const [index, part] of parts.entries()) {
        if (!givesPlaces(part.gives)) return this.#needsPlaces('steps', part, list.items[index]!);
      }
    }
    const window = withinYaml === null ? null : this.#window(withinYaml);
    return this.#joined(parts, (steps) => {
      if (asMeasure) return stepsMeasure(this.#table, steps, ordered);
      return ordered ? stepsNode(this.#table, steps, window) : unorderedNode(this.#table, steps);
    });
  }

  #each(yaml: YamlNode, map: YamlMap): Node {
    const of = this.#places(yaml, 'each');
    const mustYaml = this.#value(map, 'must');
    const halfYaml = this.#value(map, 'half');
    if (mustYaml === null) return this.#fault(map, '"each" needs "must".');
    const must = this.#condition(mustYaml, of);
    const half = halfYaml === null ? null : this.#condition(halfYaml, of);
    if (must === null || of.gives === 'unknown' || (halfYaml !== null && half === null)) return faultyNode(this.#table);
    const ends = must.bounded === undefined ? null : this.#library.rule(AGENT_ENDS_CALL);
    const agentEnds = ends === null || typeof ends === 'string' ? null : ruleNode(this.#table, ends);
    return eachNode(this.#table, { of, must, half, agentEnds });
  }

  #full(yaml: YamlNode, map: YamlMap): Node {
    const halfYaml = this.#value(map, 'half');
    const parts = [this.expression(yaml), ...(halfYaml === null ? [] : [this.expression(halfYaml)])];
    return this.#joined(parts, ([full, half]) => fullNode(this.#table, full!, half ?? null));
  }

  #quantity(yaml: YamlNode, map: YamlMap, asMeasure: boolean): Node {
    const scalar = this.#scope.scalar(yaml, '"value"');
    if (scalar === null) return faultyNode(this.#table);
    const name = scalar.text;
    if (Object.hasOwn(QUANTITIES, name)) {
      const test = this.#valueTest(name, QUANTITIES[name as QuantityName], map, asMeasure);
      return test === null ? faultyNode(this.#table) : quantityNode(this.#table, name as QuantityName, test);
    }
    const target = this.#library.rule(name);
    if (target === 'faulty') return faultyNode(this.#table);
    if (target === null || target === 'state') {
      return this.#fault(yaml, this.#unknownName(name, [...Object.keys(QUANTITIES), ...this.#library.ruleIds]));
    }
    if (target.gives !== 'number')
      return this.#fault(yaml, `${name} has no measure; a rule with "find" is used by its name.`);
    const test = this.#valueTest(name, 'share', map, asMeasure);
    return test === null ? faultyNode(this.#table) : ruleValueNode(this.#table, target, test);
  }

  #valueTest(name: string, type: string, map: YamlMap, asMeasure: boolean): ValueTest | null {
    const rangeYaml = this.#value(map, 'range');
    const equalsYaml = this.#value(map, 'equals');
    const wrong = (at: YamlNode, message: string) => {
      this.#scope.report(at, message);
      return null;
    };
    if (rangeYaml !== null && equalsYaml !== null)
      return wrong(map, '"range" and "equals" stand in one mapping; use one.');
    if (equalsYaml !== null) {
      const values = this.#scope
        .scalars(equalsYaml, '"equals"')
        .flatMap(({ value }) => (value === null ? [] : [value]));
      return { kind: 'equals', values };
    }
    if (rangeYaml !== null) {
      if (type === 'known' || type === 'text') return wrong(rangeYaml, `${name} is no number, so it has no "range".`);
      const range = this.#range(rangeYaml, 'range');
      if (range === null) return null;
      const unit = type === 'number' || type === 'share' ? '' : type;
      if (range.unit !== unit) {
        return wrong(
          rangeYaml,
          `${name} ${unit === '' ? 'has no unit' : `is measured in ${unit}`}, not in "${range.text}".`,
        );
      }
      return { kind: 'range', range };
    }
    if (type === 'known') return { kind: 'known' };
    if (asMeasure && type === 'share') return { kind: 'number' };
    return wrong(
      map,
      `${name} is a ${type === 'text' ? 'text' : 'number'}; add "${type === 'text' ? 'equals' : 'range'}".`,
    );
  }

  // --- what must be true of it ----------------------------------------------------------------------------------

  #modified(node: Node, head: Head | null, map: YamlMap): Node {
    const used = MODIFIERS.filter((key) => map.entries.has(key) && !(key === 'by' && head === 'says'));
    if (node.gives === 'unknown') {
      // The mistakes in the modifiers are worth telling too.
      if (head !== 'each' && head !== 'full') this.#judges(map, node);
      return node;
    }
    if (head !== 'run' && used.length === 0) return node;
    if (node.gives !== 'places') return this.#needsPlaces(used[0]!, node, map);
    const by = map.entries.has('by') && head !== 'says' ? this.#speaker(map) : null;
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
    const whereYaml = this.#value(map, 'where');
    if (whereYaml !== null && whereYaml.kind !== 'map')
      this.#scope.report(whereYaml, '"where" needs a mapping of attributes.');
    else if (whereYaml !== null && node.gives !== 'unknown') {
      const bounds = boundsOf(whereYaml, node.labels, this.#scope);
      if (bounds.length > 0) judges.push(whereJudge(bounds));
      if (whereYaml.entries.size === 0) this.#scope.report(whereYaml, '"where" is empty.');
    }
    const inYaml = this.#value(map, 'in');
    if (inYaml !== null) judges.push(...this.#in(inYaml));
    for (const relation of ['with', 'after', 'followedBy'] as const) {
      const yaml = this.#value(map, relation);
      const anchored = yaml === null ? null : this.#anchored(yaml, relation);
      if (anchored !== null) judges.push(RELATIONS[relation](anchored));
    }
    const unlessYaml = this.#value(map, 'unless');
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
    const outer = this.#places(yaml, 'in');
    return outer.gives === 'places' ? [insideJudge(outer)] : [];
  }

  #anchored(yaml: YamlNode, relation: string): Anchored | null {
    if (yaml.kind !== 'map' || !yaml.entries.has('of')) {
      const anchor = this.#places(yaml, relation);
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
    const anchor = this.#places(yaml.entries.get('of')!.value, relation);
    const withinYaml = this.#value(yaml, 'within');
    const untilYaml = this.#value(yaml, 'until');
    const window = withinYaml === null ? null : this.#window(withinYaml);
    const until = untilYaml === null ? null : this.#places(untilYaml, 'until');
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
      const condition = this.#condition(item, node);
      if (condition?.key.startsWith('here ')) this.#checkCovered(condition, node, item);
      return condition ?? [];
    });
  }

  #condition(yaml: YamlNode, node: Node): Condition | null {
    const ofPlace =
      yaml.kind === 'map' &&
      yaml.entries.size > 0 &&
      [...yaml.entries.keys()].every((key) => PLACE_CONDITIONS.has(key));
    if (!ofPlace) {
      const here = this.expression(yaml);
      if (here.gives === 'number') this.#needsPlaces('unless', here, yaml);
      return here.gives === 'places' || here.gives === 'truth' ? hereCondition(here) : null;
    }
    const where = this.#value(yaml, 'where');
    if (where?.kind === 'map' && where.entries.has('discarded')) {
      this.#scope.report(where, '"discarded" belongs beside "is" or "says"; a place that is judged here was counted.');
      return null;
    }
    const judges = this.#judges(yaml, node);
    return judges.length === 0 ? null : placeCondition(judges);
  }

  #grouped(node: Node, head: Head | null, map: YamlMap): Node {
    const alikeYaml = this.#value(map, 'alike');
    const timesYaml = this.#value(map, 'times');
    const pickYaml = this.#value(map, 'pick');
    if (head !== 'run' && alikeYaml === null && timesYaml === null && pickYaml === null) return node;
    if (head === 'run' && alikeYaml !== null)
      return this.#fault(alikeYaml, '"run" and "alike" both make groups; wrap the one in {any: […]}.');
    const grouping = this.#grouping(head, alikeYaml, map);
    const times = timesYaml === null ? null : this.#times(timesYaml);
    const pick = pickYaml === null ? null : this.#pick(pickYaml);
    if (grouping === null || (timesYaml !== null && times === null) || (pickYaml !== null && pick === null))
      return faultyNode(this.#table);
    if (pick !== null && times !== null) {
      if (makesTruth(times))
        return this.#fault(pickYaml!, `"times: ${times.text}" makes a truth, so "pick" has nothing to pick.`);
      if (typeof pick !== 'string' && pick.min > times.max) {
        return this.#fault(pickYaml!, `"pick: ${pick.text}" can never be met with "times: ${times.text}".`);
      }
    }
    return groupNode(this.#table, node, { grouping, times, pick });
  }

  #grouping(head: Head | null, alikeYaml: YamlNode | null, map: YamlMap): Grouping | null {
    if (head === 'run') {
      const untilYaml = this.#value(map, 'until');
      if (untilYaml === null) {
        this.#scope.report(map, '"run" needs "until".');
        return null;
      }
      const until = this.#places(untilYaml, 'until');
      return until.gives === 'places' ? { kind: 'run', until } : null;
    }
    if (alikeYaml === null) return { kind: 'all' };
    const scoreYaml = alikeYaml.kind === 'map' ? this.#value(alikeYaml, 'score') : alikeYaml;
    const score = scoreYaml === null ? null : this.#scope.scalar(scoreYaml, '"alike"');
    const value = Number(score?.text ?? Number.NaN);
    if (!(value > 0 && value <= 1)) {
      this.#scope.report(
        alikeYaml,
        `"alike" needs a score above 0 and at most 1${score === null ? '' : `, not "${score.text}"`}.`,
      );
      return null;
    }
    const withinYaml = alikeYaml.kind === 'map' ? this.#value(alikeYaml, 'within') : null;
    const window = withinYaml === null ? null : this.#window(withinYaml);
    if (withinYaml !== null && window === null) return null;
    return { kind: 'alike', likeness: { score: value, window } };
  }

  // --- amounts --------------------------------------------------------------------------------------------------

  #range(yaml: YamlNode, key: string): Range | null {
    const scalar = this.#scope.scalar(yaml, `"${key}"`);
    if (scalar === null) return null;
    const range = parseRange(scalar.text);
    if (range === null)
      this.#scope.report(yaml, `"${key}: ${scalar.text}" is no range; write "3", "3..", "..8" or "3..8".`);
    else if (range.min > range.max) {
      this.#scope.report(yaml, `"${key}: ${scalar.text}" is empty, since its lower bound lies above the upper one.`);
      return null;
    }
    return range;
  }

  #counts(yaml: YamlNode, key: string): Range | null {
    const range = this.#range(yaml, key);
    if (range === null) return null;
    if (
      range.unit === '' &&
      Number.isInteger(range.min) &&
      (range.max === Number.POSITIVE_INFINITY || Number.isInteger(range.max))
    )
      return range;
    this.#scope.report(yaml, `"${key}: ${range.text}" counts places, so it is a whole number without a unit.`);
    return null;
  }

  #times(yaml: YamlNode): Range | null {
    return this.#counts(yaml, 'times');
  }

  #pick(yaml: YamlNode): Pick | null {
    const scalar = this.#scope.scalar(yaml, '"pick"');
    if (scalar === null) return null;
    if (scalar.value === 'first' || scalar.value === 'last') return scalar.value;
    const range = this.#counts(yaml, 'pick');
    if (range !== null && range.max < 1) {
      this.#scope.report(yaml, `"pick: ${range.text}" picks nothing; members are counted from 1.`);
      return null;
    }
    return range;
  }

  #wholeNumber(yaml: YamlNode, key: string): number | null {
    const scalar = this.#scope.scalar(yaml, `"${key}"`);
    if (scalar === null) return null;
    if (typeof scalar.value === 'number' && Number.isInteger(scalar.value) && scalar.value >= 1) return scalar.value;
    this.#scope.report(yaml, `"${key}: ${scalar.text}" must be a whole number from 1.`);
    return null;
  }

  #window(yaml: YamlNode): Window | null {
    const scalar = this.#scope.scalar(yaml, '"within"');
    if (scalar === null) return null;
    const window = parseWindow(scalar.text);
    if (typeof window !== 'string') return window;
    this.#scope.report(yaml, window);
    return null;
  }

  #speaker(map: YamlMap): Speaker | null {
    const yaml = this.#value(map, 'by')!;
    const scalar = this.#scope.scalar(yaml, '"by"');
    const speaker = SPEAKERS.find((known) => known === scalar?.value);
    if (speaker !== undefined) return speaker;
    if (scalar !== null)
      this.#scope.report(yaml, `"by: ${scalar.text}" is no speaker; known are ${SPEAKERS.join(', ')}.`);
    return null;
  }

  // --- checks ---------------------------------------------------------------------------------------------------

  #places(yaml: YamlNode, key: string): Node {
    const node = this.expression(yaml);
    return givesPlaces(node.gives) ? node : this.#needsPlaces(key, node, yaml);
  }

  #needsPlaces(key: string, node: Node, yaml: YamlNode): Node {
    const isYaml = yaml.kind === 'map' ? this.#value(yaml, 'is') : yaml;
    const name = isYaml?.kind === 'scalar' ? isYaml.text : null;
    const target = name === null ? null : this.#library.rule(name);
    const measure =
      node.gives === 'number' || (target !== null && typeof target !== 'string' && target.gives === 'number');
    const what = `${name ?? written(yaml)} is a ${measure ? 'measure' : 'truth'}`;
    return this.#fault(
      yaml,
      `"${key}" needs places, and ${what}; use a rule or flag with \`find\`${measure ? '' : ' that gives places'}.`,
    );
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
    const anchored = this.#value(map, relation);
    const withinYaml = anchored?.kind === 'map' ? this.#value(anchored, 'within') : null;
    if (withinYaml?.kind !== 'scalar') return;
    const window = parseWindow(withinYaml.text);
    if (typeof window === 'string' || window.unit !== position.unit || window.from <= most) return;
    this.#scope.report(withinYaml, `"${relation}" … "within: ${window.text}" can never be met "in: ${position.text}".`);
  }

  #positionOf(map: YamlMap): Position | null {
    const yaml = this.#value(map, 'in');
    if (yaml?.kind !== 'scalar' || !looksLikePosition(yaml.text)) return null;
    const position = parsePosition(yaml.text);
    return typeof position === 'string' ? null : position;
  }
}
