/**
 * The hand that reads a policy file: mappings, names and expressions, with what is wrong gathered as sentences.
 *
 * The strength of feeling cannot raise a decision, by construction: every name that an expression which decides leans on
 * is followed through flags and rules, and level, sentiment, anger, swearing and the course of emotion are refused.
 */
import type { YamlEntry, YamlMap, YamlNode } from '../config/yaml-file.js';
import { nearestName, type Problem, unknownKeySentence } from '../domain/errors.js';
import { HARASSMENT_CATEGORIES } from '../domain/harassment.js';
import { type CompiledExpression, type CompiledRules, compileExpression, readsOf } from '../rules/index.js';
import type { Signal } from './policy.js';

/** What no decision may lean on (catalogue DIF-11): labels, attributes of turns, and quantities of feeling. */
const FORBIDDEN: ReadonlySet<string> = new Set([
  'anger',
  'profanity',
  'sarcasm',
  'peak',
  'level_rise',
  'level_drop',
  'level',
  'sentiment',
  'caller.emotiveShare',
]);

const SIGNAL_KEYS = ['find', 'category', 'priority'];

/** Reads the parts of one policy, gathering what is wrong with them. */
export class PolicyReader {
  readonly problems: Problem[] = [];
  readonly requests: CompiledExpression['phraseRequests'][number][] = [];
  readonly #path: string;
  readonly #rules: CompiledRules;
  readonly #conditions = new Map<string, CompiledExpression>();

  constructor(path: string, rules: CompiledRules) {
    this.#path = path;
    this.#rules = rules;
  }

  say(line: number, message: string): void {
    this.problems.push({ file: this.#path, line, message });
  }

  map(node: YamlNode | undefined, line: number, what: string): YamlMap | null {
    if (node?.kind === 'map') return node;
    this.say(node?.line ?? line, `${what} must be a mapping.`);
    return null;
  }

  keys(map: YamlMap, known: readonly string[], required: readonly string[], what: string): void {
    for (const [key, { line }] of map.entries) {
      if (!known.includes(key)) this.say(line, unknownKeySentence(key, known));
    }
    for (const key of required) {
      if (!map.entries.has(key)) this.say(map.line, `${what} needs "${key}".`);
    }
  }

  /** Compiles an expression; a bare name of a condition is that condition. */
  expression(node: YamlNode, owner: string, decides: boolean): CompiledExpression | null {
    const named = node.kind === 'scalar' ? this.#conditions.get(node.text) : undefined;
    if (named !== undefined) return named;
    const before = this.problems.length;
    const compiled = compileExpression(this.#rules, node, { file: this.#path, owner, problems: this.problems });
    if (this.problems.length > before) return null;
    if (decides) this.#refuseFeeling(compiled, node.line, owner);
    this.requests.push(...compiled.phraseRequests);
    return compiled;
  }

  #refuseFeeling(compiled: CompiledExpression, line: number, owner: string): void {
    const reads = readsOf(compiled);
    const feelings = [...reads.labels, ...reads.attributes, ...reads.quantities].filter((name) => FORBIDDEN.has(name));
    for (const name of feelings) {
      this.say(line, `${owner}: a policy must not lean on "${name}"; strength of feeling is evidence for nobody.`);
    }
  }

  conditions(entry: YamlEntry | undefined): void {
    const map = entry === undefined ? null : this.map(entry.value, entry.line, '"conditions"');
    for (const [id, { value }] of map?.entries ?? []) {
      const compiled = this.expression(value, id, true);
      if (compiled !== null) this.#conditions.set(id, compiled);
    }
  }

  signals(entry: YamlEntry | undefined): readonly Signal[] {
    const map = entry === undefined ? null : this.map(entry.value, entry.line, '"signals"');
    return [...(map?.entries ?? [])].flatMap(([id, entry]) => this.#signal(id, entry) ?? []);
  }

  #signal(id: string, { line, value }: YamlEntry): Signal | null {
    const map = this.map(value, line, `signal "${id}"`);
    if (map === null) return null;
    this.keys(map, SIGNAL_KEYS, ['find', 'category'], `signal "${id}"`);
    const category = this.oneOf(map.entries.get('category'), HARASSMENT_CATEGORIES, 'category');
    const priority = this.oneOf(map.entries.get('priority'), ['security'] as const, 'priority');
    const findNode = map.entries.get('find')?.value;
    const find = findNode === undefined ? null : this.expression(findNode, id, true);
    if (find !== null && find.gives !== 'places') {
      this.say(line, `signal "${id}" needs places; "find" gives only a ${find.gives}.`);
      return null;
    }
    return find === null || category === null ? null : { id, find, category, priority };
  }

  oneOf<T extends string>(entry: YamlEntry | undefined, values: readonly T[], what: string): T | null {
    if (entry === undefined) return null;
    const text = entry.value.kind === 'scalar' ? entry.value.text : '';
    const found = values.find((value) => value === text);
    if (found === undefined) {
      const nearest = nearestName(text, values);
      const hint = nearest === null ? `write one of ${values.join(', ')}` : `the nearest is "${nearest}"`;
      this.say(entry.line, `unknown ${what} "${text}"; ${hint}.`);
    }
    return found ?? null;
  }

  names(entry: YamlEntry | undefined, known: readonly string[], what: string): readonly string[] {
    if (entry === undefined) return [];
    const items = entry.value.kind === 'list' ? entry.value.items : [entry.value];
    return items.flatMap((item) => this.oneOf({ line: item.line, value: item }, known, what) ?? []);
  }

  expressions(entry: YamlEntry | undefined, owner: string): readonly CompiledExpression[] {
    if (entry === undefined) return [];
    const items = entry.value.kind === 'list' ? entry.value.items : [entry.value];
    return items.flatMap((item) => this.expression(item, owner, true) ?? []);
  }

  list(entry: YamlEntry | undefined, what: string): readonly YamlNode[] {
    if (entry === undefined) return [];
    if (entry.value.kind === 'list') return entry.value.items;
    this.say(entry.line, `"${what}" must be a list.`);
    return [];
  }
}
