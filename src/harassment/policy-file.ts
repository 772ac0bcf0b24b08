/**
 * Reads a policy file. Every mistake is one sentence with file and line: unknown keys and names with the nearest one,
 * expressions that the rule grammar refuses, states that nothing reaches.
 *
 * The strength of feeling cannot raise a decision, by construction: every name that signals, conditions, protection and
 * suspension lean on is followed through flags and rules, and a policy that reads level, sentiment, anger, swearing or
 * the course of emotion is refused.
 */
import { z } from 'zod';
import {
  nodeAt,
  plainValue,
  readYaml,
  type TextFile,
  unknownKeySentence,
  type YamlEntry,
  type YamlMap,
  type YamlNode,
} from '../config/yaml-file.js';
import { ConfigError, nearestName, type Problem } from '../domain/errors.js';
import { DECISIONS, HARASSMENT_CATEGORIES } from '../domain/harassment.js';
import {
  type CompiledExpression,
  type CompiledRules,
  compileExpression,
  distinctRequests,
  readsOf,
} from '../rules/index.js';
import type { Policy, PolicyState, Signal, Transition } from './policy.js';

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

const TOP_KEYS = [
  'schemaVersion',
  'id',
  'version',
  'name',
  'needs',
  'options',
  'protection',
  'signals',
  'conditions',
  'states',
  'start',
  'transitions',
  'atEnd',
  'suspend',
  'ending',
  'handled',
  'note',
] as const;
const REQUIRED = TOP_KEYS.filter((key) => !['options', 'conditions', 'atEnd', 'suspend', 'note'].includes(key));
const SIGNAL_KEYS = ['find', 'category', 'priority'];
const TRANSITION_KEYS = ['on', 'caller', 'if', 'unless', 'only', 'to'];
const ENDING_KEYS = ['byAgent', 'byCaller', 'warned', 'cutsOff', 'withinAgentTurns'];
const HANDLED_KEYS = ['asked', 'warned', 'noScolding', 'politeFormula'];
const SUSPEND_KEYS = ['from', 'until', 'most'];

const headSchema = z.looseObject({
  schemaVersion: z.literal(1),
  id: z.string().regex(/^[a-z][a-z0-9-]*$/, 'is lower case letters, digits and "-"'),
  version: z.string().min(1),
  name: z.strictObject({ en: z.string().min(1), zh: z.string().min(1) }),
  needs: z.literal('roles'),
  start: z.string(),
  options: z.record(z.string(), z.strictObject({ value: z.string(), values: z.array(z.string()).min(2) })).optional(),
  states: z.array(z.strictObject({ id: z.string().min(1), decision: z.enum(DECISIONS) })).min(2),
});
type Head = z.infer<typeof headSchema>;

/** Reads the parts of one policy, gathering what is wrong with them. */
class PolicyReader {
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

  signals(node: YamlNode): readonly Signal[] {
    const map = this.map(node, node.line, '"signals"');
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
}

const listOf = (reader: PolicyReader, entry: YamlEntry | undefined, what: string): readonly YamlNode[] => {
  if (entry === undefined) return [];
  if (entry.value.kind === 'list') return entry.value.items;
  reader.say(entry.line, `"${what}" must be a list.`);
  return [];
};

/** Whether the options switch a transition on; an unknown option or value is told. */
function switchedOn(
  reader: PolicyReader,
  entry: YamlEntry | undefined,
  options: NonNullable<Head['options']>,
): boolean {
  if (entry === undefined) return true;
  const map = reader.map(entry.value, entry.line, '"only"');
  return [...(map?.entries ?? [])].every(([name, { line, value }]) => {
    const option = options[name];
    const wanted = value.kind === 'scalar' ? value.text : '';
    if (option === undefined)
      reader.say(line, `unknown option "${name}"; known are ${Object.keys(options).join(', ') || 'none'}.`);
    else if (!option.values.includes(wanted)) reader.say(line, `option "${name}" has no value "${wanted}".`);
    return option?.value === wanted;
  });
}

function transitionsOf(
  reader: PolicyReader,
  entry: YamlEntry | undefined,
  signals: readonly Signal[],
  head: Head,
): readonly Transition[] {
  const ids = head.states.map((state) => state.id);
  return listOf(reader, entry, 'transitions').flatMap((node) => {
    const map = reader.map(node, node.line, 'a transition');
    if (map === null) return [];
    reader.keys(map, TRANSITION_KEYS, ['on', 'to'], 'a transition');
    const get = (key: string) => map.entries.get(key);
    const on = reader.names(
      get('on'),
      signals.map((signal) => signal.id),
      'signal',
    );
    const caller = reader.oneOf(get('caller'), ['protected', 'unprotected'] as const, 'kind of caller');
    const to = reader.oneOf(get('to'), ids, 'state');
    const owner = `transition in line ${map.line}`;
    const conditions = { if: reader.expressions(get('if'), owner), unless: reader.expressions(get('unless'), owner) };
    const on_ = switchedOn(reader, get('only'), head.options ?? {});
    return to === null || !on_ ? [] : [{ on, caller, ...conditions, to }];
  });
}

/** States that nothing leads to are told, as far as all options go. */
function checkReached(
  reader: PolicyReader,
  states: readonly PolicyState[],
  reached: readonly string[],
  line: number,
): void {
  for (const { id } of states) {
    if (!reached.includes(id)) reader.say(line, `nothing leads to the state "${id}".`);
  }
}

function readHead(reader: PolicyReader, root: YamlMap): Head | null {
  reader.keys(root, TOP_KEYS, REQUIRED, 'the policy');
  const parsed = headSchema.safeParse(plainValue(root));
  if (parsed.success) return parsed.data;
  for (const issue of parsed.error.issues) {
    reader.say(nodeAt(root, issue.path).line, `"${issue.path.join('.')}": ${issue.message}.`);
  }
  return null;
}

function optionValues(reader: PolicyReader, root: YamlMap, head: Head): void {
  for (const [name, option] of Object.entries(head.options ?? {})) {
    if (option.values.includes(option.value)) continue;
    const { line } = nodeAt(root, ['options', name, 'value']);
    reader.say(line, `option "${name}" is "${option.value}", which is none of its values.`);
  }
}

function part(
  reader: PolicyReader,
  root: YamlMap,
  section: string,
  keys: readonly string[],
  decides: boolean,
): ReadonlyMap<string, CompiledExpression> {
  const entry = root.entries.get(section);
  const map = entry === undefined ? null : reader.map(entry.value, entry.line, `"${section}"`);
  if (map === null) return new Map();
  reader.keys(map, keys, keys, `"${section}"`);
  const found = new Map<string, CompiledExpression>();
  for (const [key, { value }] of map.entries) {
    if (!keys.includes(key) || key === 'most' || key === 'withinAgentTurns') continue;
    const compiled = reader.expression(value, `${section}.${key}`, decides);
    if (compiled !== null) found.set(key, compiled);
  }
  return found;
}

/** Reads and checks a policy file; throws a `ConfigError` with every mistake in it. */
export function compilePolicy(file: TextFile, rules: CompiledRules): Policy {
  const { root } = readYaml(file);
  const reader = new PolicyReader(file.path, rules);
  const fail = (): never => {
    throw new ConfigError([...reader.problems].sort((a, b) => (a.line ?? 0) - (b.line ?? 0)));
  };
  if (root.kind !== 'map') {
    reader.say(root.line, 'a policy is a mapping that begins with "schemaVersion".');
    return fail();
  }
  const head = readHead(reader, root);
  if (head === null) return fail();
  optionValues(reader, root, head);
  reader.conditions(root.entries.get('conditions'));
  const protectionNode = root.entries.get('protection')!.value;
  const protection = reader.expression(protectionNode, 'protection', true);
  const signals = reader.signals(root.entries.get('signals')!.value);
  const transitions = transitionsOf(reader, root.entries.get('transitions'), signals, head);
  const ids = head.states.map((state) => state.id);
  const start = reader.oneOf(root.entries.get('start'), ids, 'state');
  const atEnd = listOf(reader, root.entries.get('atEnd'), 'atEnd').flatMap((node) => {
    const map = reader.map(node, node.line, 'an entry of "atEnd"');
    if (map === null) return [];
    reader.keys(map, ['if', 'to'], ['if', 'to'], 'an entry of "atEnd"');
    const condition = reader.expressions(map.entries.get('if'), 'atEnd')[0];
    const to = reader.oneOf(map.entries.get('to'), ids, 'state');
    return condition === undefined || to === null ? [] : [{ if: condition, to }];
  });
  const reached = [head.start, ...transitions.map(({ to }) => to), ...atEnd.map(({ to }) => to)];
  checkReached(reader, head.states, reached, root.entries.get('states')!.line);
  const suspend = part(reader, root, 'suspend', SUSPEND_KEYS, true);
  const most = nodeAt(root, ['suspend', 'most']);
  const mostDecision =
    suspend.size === 0 ? null : reader.oneOf({ line: most.line, value: most }, DECISIONS, 'decision');
  const ending = part(reader, root, 'ending', ENDING_KEYS, false);
  const within = nodeAt(root, ['ending', 'withinAgentTurns']);
  const withinAgentTurns = within.kind === 'scalar' && typeof within.value === 'number' ? within.value : Number.NaN;
  if (!Number.isInteger(withinAgentTurns))
    reader.say(within.line, '"withinAgentTurns" is a whole number of agent turns.');
  const handled = part(reader, root, 'handled', HANDLED_KEYS, false);
  if (reader.problems.length > 0 || protection === null || start === null) return fail();
  return {
    id: head.id,
    version: head.version,
    name: head.name,
    protection,
    signals,
    states: head.states,
    start,
    transitions,
    atEnd,
    suspend:
      mostDecision === null ? null : { from: suspend.get('from')!, until: suspend.get('until')!, most: mostDecision },
    ending: {
      byAgent: ending.get('byAgent')!,
      byCaller: ending.get('byCaller')!,
      warned: ending.get('warned')!,
      cutsOff: ending.get('cutsOff')!,
      withinAgentTurns,
    },
    handled: {
      asked: handled.get('asked')!,
      warned: handled.get('warned')!,
      noScolding: handled.get('noScolding')!,
      politeFormula: handled.get('politeFormula')!,
    },
    phraseRequests: distinctRequests(reader.requests),
  };
}
