/**
 * Compiles expressions as written into nodes, and tells every mistake with its line. What an operator means lies in
 * `operators/`; here names and heads are read and checked, in `modifiers.ts` what must be true of a place.
 */
import type { YamlMap, YamlNode } from '../config/yaml-file.js';
import { nearestName, unknownKeySentence } from '../domain/errors.js';
import { isLabelName, LABEL_NAMES } from '../domain/label.js';
import { QUANTITIES, type QuantityName } from '../domain/observation.js';
import { AmountReader } from './amount-reader.js';
import { discardReasons } from './attributes.js';
import { AGENT_ENDS_CALL, HEADS, type Head, MODIFIERS, OPTIONS } from './language.js';
import { type ExpressionHost, ModifierCompiler, valueAt } from './modifiers.js';
import { faultyNode, type Gives, type Node, type NodeTable } from './node.js';
import { allNode } from './operators/all.js';
import { anyNode, closeTogetherNode } from './operators/any.js';
import { eachNode } from './operators/each.js';
import { fullNode } from './operators/full.js';
import { discardedNode, labelNode, type RuleTarget, ruleNode } from './operators/is.js';
import { notNode } from './operators/not.js';
import { wordsNode } from './operators/says.js';
import { stepsMeasure, stepsNode, unorderedNode } from './operators/steps.js';
import { turnsNode } from './operators/turns.js';
import { quantityNode, ruleValueNode, type ValueTest } from './operators/value.js';
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

const givesPlaces = (gives: Gives) => gives === 'places' || gives === 'unknown';
const written = (node: YamlNode): string =>
  node.kind === 'scalar' ? node.text : node.kind === 'list' ? 'a list' : `{${[...node.entries.keys()].join(', ')}}`;

export class ExpressionCompiler implements ExpressionHost {
  readonly #library: Library;
  readonly #scope: Scope;
  readonly #amounts: AmountReader;
  readonly #modifiers: ModifierCompiler;

  constructor(library: Library, scope: Scope) {
    this.#library = library;
    this.#scope = scope;
    this.#amounts = new AmountReader(scope);
    this.#modifiers = new ModifierCompiler(this, library.table, scope, this.#amounts);
  }

  get #table(): NodeTable {
    return this.#library.table;
  }

  fault(at: { readonly line: number }, message: string): Node {
    this.#scope.report(at, message);
    return faultyNode(this.#table);
  }

  /** An expression that gives places or a truth. */
  find(yaml: YamlNode): Node {
    const node = this.expression(yaml);
    if (node.gives !== 'number') return node;
    return this.fault(yaml, '"find" needs places or a truth, and this is a measure; write it under "measure".');
  }

  /** An expression that gives a number from 0 to 1. */
  measure(yaml: YamlNode): Node {
    const keys = yaml.kind === 'map' ? yaml.entries : null;
    if (yaml.kind === 'map' && keys?.has('steps')) return this.#steps(yaml, true);
    const node = this.expression(yaml, true);
    if (node.gives === 'number' || node.gives === 'unknown') return node;
    return this.fault(yaml, '"measure" needs each, full, steps or value; places and truths stand under "find".');
  }

  expression(yaml: YamlNode, asMeasure = false): Node {
    if (yaml.kind === 'list') {
      return this.fault(
        yaml,
        'a bare list stands nowhere but after "is", "says" and "unless"; write {any: […]} or {all: […]}.',
      );
    }
    if (yaml.kind === 'scalar') return this.#name(yaml);
    const heads = HEADS.filter((head) => yaml.entries.has(head));
    if (heads.length > 1) {
      return this.fault(yaml, `"${heads[0]}" and "${heads[1]}" stand in one mapping, which looks for one thing only.`);
    }
    const head = heads[0] ?? null;
    const known: readonly string[] = [...(head === null ? HEADS : [head, ...OPTIONS[head]]), ...MODIFIERS];
    for (const [key, { line }] of yaml.entries) {
      if (!known.includes(key)) return this.fault({ line }, unknownKeySentence(key, known));
    }
    if (yaml.entries.size === 0) return this.fault(yaml, 'an empty mapping looks for nothing.');
    return this.#modifiers.modified(this.#head(head, yaml, asMeasure), head, yaml);
  }

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
        return this.places(yaml, 'run');
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
    if (typeof scalar.value !== 'string') return this.fault(yaml, `"${scalar.text}" is no name.`);
    const name = scalar.value;
    if (isLabelName(name)) return labelNode(this.#table, name);
    const target = this.#library.rule(name);
    if (target === 'faulty') return faultyNode(this.#table);
    if (target === 'state')
      return this.fault(yaml, `${name} is kept and never evaluated, so nothing can be asked of it.`);
    if (target !== null) return ruleNode(this.#table, target);
    if (Object.hasOwn(QUANTITIES, name)) return this.fault(yaml, `${name} is a quantity; write {value: ${name}}.`);
    return this.fault(yaml, this.#unknownName(name, [...LABEL_NAMES, ...this.#library.ruleIds]));
  }

  #unknownName(name: string, known: readonly string[]): string {
    const nearest = nearestName(name, known);
    return `unknown name "${name}"${nearest === null ? '' : `; the nearest is "${nearest}"`}.`;
  }

  #reasons(map: YamlMap): ReturnType<typeof discardReasons> {
    const where = valueAt(map, 'where');
    return where?.kind === 'map' ? discardReasons(where, this.#scope) : null;
  }

  #is(yaml: YamlNode, map: YamlMap): Node {
    const items = yaml.kind === 'list' ? yaml.items : [yaml];
    const reasons = this.#reasons(map);
    const nodes = items.map((item) => {
      const node = this.#name(item);
      if (reasons === null || node.gives === 'unknown') return node;
      if (!isLabelName(node.names[0]!)) {
        return this.fault(item, `"discarded" looks at findings of labels, and ${node.names[0]} is none.`);
      }
      return discardedNode(this.#table, node.names[0]!, reasons);
    });
    if (nodes.length === 0) this.#scope.report(yaml, '"is" is an empty list.');
    return this.#joined(nodes, (parts) => anyNode(this.#table, parts));
  }

  #says(yaml: YamlNode, map: YamlMap): Node {
    const requests = requestsOf(yaml, valueAt(map, 'except'), this.#library.lexicons, this.#scope);
    const by = valueAt(map, 'by') === null ? this.#scope.who : this.#amounts.speaker(valueAt(map, 'by')!);
    const discarded = this.#reasons(map);
    const nodes = requests.map(({ id }) =>
      wordsNode(this.#table, { request: id, by: by === 'system' ? null : by, discarded }),
    );
    return nodes.length === 0 ? faultyNode(this.#table) : anyNode(this.#table, nodes);
  }

  #any(parts: readonly Node[], map: YamlMap): Node {
    const needYaml = valueAt(map, 'need');
    const withinYaml = valueAt(map, 'within');
    const need = needYaml === null ? 1 : this.#amounts.wholeNumber(needYaml, 'need');
    if (need === null) return faultyNode(this.#table);
    if (need > parts.length && parts.length > 0) {
      return this.fault(needYaml ?? map, `"need: ${need}" is more than the ${parts.length} parts of "any".`);
    }
    if (withinYaml === null) return this.#joined(parts, (nodes) => anyNode(this.#table, nodes, need));
    if (needYaml === null || need < 2) {
      return this.fault(
        withinYaml,
        '"within" of "any" bounds how close "need" different parts lie; add "need: 2" or more.',
      );
    }
    const window = this.#amounts.window(withinYaml);
    for (const [index, part] of parts.entries()) {
      const list = valueAt(map, 'any');
      if (!givesPlaces(part.gives)) this.needsPlaces('within', part, list?.kind === 'list' ? list.items[index]! : map);
    }
    if (window === null || parts.some((part) => part.gives !== 'places')) return faultyNode(this.#table);
    return closeTogetherNode(this.#table, parts, need, window);
  }

  #steps(map: YamlMap, asMeasure: boolean): Node {
    const list = valueAt(map, 'steps')!;
    const parts = this.#parts(list, 'steps');
    const orderedYaml = valueAt(map, 'ordered');
    const withinYaml = valueAt(map, 'within');
    if (asMeasure) {
      for (const [key, { line }] of map.entries) {
        if (key !== 'steps' && key !== 'ordered')
          return this.fault({ line }, `"${key}" has no place beside "steps" of a measure.`);
      }
    }
    const ordered = orderedYaml === null || orderedYaml.kind !== 'scalar' || orderedYaml.value !== false;
    if (orderedYaml !== null && !(orderedYaml.kind === 'scalar' && typeof orderedYaml.value === 'boolean')) {
      return this.fault(orderedYaml, '"ordered" is true or false.');
    }
    if (ordered && list.kind === 'list') {
      for (const [index, part] of parts.entries()) {
        if (!givesPlaces(part.gives)) return this.needsPlaces('steps', part, list.items[index]!);
      }
    }
    const window = withinYaml === null ? null : this.#amounts.window(withinYaml);
    return this.#joined(parts, (steps) => {
      if (asMeasure) return stepsMeasure(this.#table, steps, ordered);
      return ordered ? stepsNode(this.#table, steps, window) : unorderedNode(this.#table, steps);
    });
  }

  #each(yaml: YamlNode, map: YamlMap): Node {
    const of = this.places(yaml, 'each');
    const mustYaml = valueAt(map, 'must');
    const halfYaml = valueAt(map, 'half');
    if (mustYaml === null) return this.fault(map, '"each" needs "must".');
    const must = this.#modifiers.condition(mustYaml, of);
    const half = halfYaml === null ? null : this.#modifiers.condition(halfYaml, of);
    if (must === null || of.gives === 'unknown' || (halfYaml !== null && half === null)) return faultyNode(this.#table);
    const ends = must.bounded === undefined ? null : this.#library.rule(AGENT_ENDS_CALL);
    const agentEnds = ends === null || typeof ends === 'string' ? null : ruleNode(this.#table, ends);
    return eachNode(this.#table, { of, must, half, agentEnds });
  }

  #full(yaml: YamlNode, map: YamlMap): Node {
    const halfYaml = valueAt(map, 'half');
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
      return this.fault(yaml, this.#unknownName(name, [...Object.keys(QUANTITIES), ...this.#library.ruleIds]));
    }
    if (target.gives !== 'number')
      return this.fault(yaml, `${name} has no measure; a rule with "find" is used by its name.`);
    const test = this.#valueTest(name, 'share', map, asMeasure);
    return test === null ? faultyNode(this.#table) : ruleValueNode(this.#table, target, test);
  }

  #valueTest(name: string, type: string, map: YamlMap, asMeasure: boolean): ValueTest | null {
    const rangeYaml = valueAt(map, 'range');
    const equalsYaml = valueAt(map, 'equals');
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
      const range = this.#amounts.range(rangeYaml, 'range');
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

  /** An expression that must give places; `key` is the word that asks for them. */
  places(yaml: YamlNode, key: string): Node {
    const node = this.expression(yaml);
    return givesPlaces(node.gives) ? node : this.needsPlaces(key, node, yaml);
  }

  needsPlaces(key: string, node: Node, yaml: YamlNode): Node {
    const isYaml = yaml.kind === 'map' ? valueAt(yaml, 'is') : yaml;
    const name = isYaml?.kind === 'scalar' ? isYaml.text : null;
    const target = name === null ? null : this.#library.rule(name);
    const measure =
      node.gives === 'number' || (target !== null && typeof target !== 'string' && target.gives === 'number');
    const what = `${name ?? written(yaml)} is a ${measure ? 'measure' : 'truth'}`;
    return this.fault(
      yaml,
      `"${key}" needs places, and ${what}; use a rule or flag with \`find\`${measure ? '' : ' that gives places'}.`,
    );
  }
}
