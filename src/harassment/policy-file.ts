/**
 * Reads a policy file. Every mistake is one sentence with file and line: unknown keys and names with the nearest one,
 * expressions that the rule grammar refuses, states that nothing reaches, and anything that leans on feeling.
 */
import { z } from 'zod';
import { nodeAt, plainValue, readYaml, type TextFile, type YamlEntry, type YamlMap } from '../config/yaml-file.js';
import { ConfigError } from '../domain/errors.js';
import { DECISIONS } from '../domain/harassment.js';
import { issueFaults } from '../domain/schema-sentence.js';
import { type CompiledRules, distinctRequests } from '../rules/index.js';
import { CALLER_KINDS, type Policy, type PolicyState, type Signal, type Transition } from './policy.js';
import { endingOf, handledOf, suspendOf } from './policy-parts.js';
import { PolicyReader } from './policy-reader.js';

const TOP_KEYS = [
  'schemaVersion',
  'id',
  'version',
  'name',
  'needs',
  'options',
  'protection',
  'doubt',
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
const REQUIRED = TOP_KEYS.filter(
  (key) => !['options', 'doubt', 'conditions', 'atEnd', 'suspend', 'note'].includes(key),
);
const TRANSITION_KEYS = ['on', 'caller', 'if', 'unless', 'only', 'to'];

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
  return reader.list(entry, 'transitions').flatMap((node) => {
    const map = reader.map(node, node.line, 'a transition');
    if (map === null) return [];
    reader.keys(map, TRANSITION_KEYS, ['on', 'to'], 'a transition');
    const get = (key: string) => map.entries.get(key);
    const on = reader.names(
      get('on'),
      signals.map((signal) => signal.id),
      'signal',
    );
    const caller = reader.oneOf(get('caller'), CALLER_KINDS, 'kind of caller');
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
  const value = plainValue(root);
  const parsed = headSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  for (const { path, message } of issueFaults(parsed.error, headSchema, value, 'the policy')) {
    // A key that the policy lacks was told above.
    if (path.length !== 1 || root.entries.has(String(path[0]))) reader.say(nodeAt(root, path).line, message);
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

function atEndOf(reader: PolicyReader, entry: YamlEntry | undefined, states: readonly string[]): Policy['atEnd'] {
  return reader.list(entry, 'atEnd').flatMap((node) => {
    const map = reader.map(node, node.line, 'an entry of "atEnd"');
    if (map === null) return [];
    reader.keys(map, ['if', 'to'], ['if', 'to'], 'an entry of "atEnd"');
    const condition = reader.expressions(map.entries.get('if'), 'atEnd')[0];
    const to = reader.oneOf(map.entries.get('to'), states, 'state');
    return condition === undefined || to === null ? [] : [{ if: condition, to }];
  });
}

function partsOf(reader: PolicyReader, root: YamlMap, head: Head): Omit<Policy, 'phraseRequests'> | null {
  const entry = (key: string) => root.entries.get(key);
  const states = head.states.map((state) => state.id);
  reader.conditions(entry('conditions'));
  const protection = reader.expressions(entry('protection'), 'protection')[0];
  const doubt = reader.expressions(entry('doubt'), 'doubt')[0] ?? null;
  const signals = reader.signals(entry('signals'));
  const transitions = transitionsOf(reader, entry('transitions'), signals, head);
  const start = reader.oneOf(entry('start'), states, 'state');
  const atEnd = atEndOf(reader, entry('atEnd'), states);
  const reached = [head.start, ...transitions.map(({ to }) => to), ...atEnd.map(({ to }) => to)];
  checkReached(reader, head.states, reached, entry('states')?.line ?? root.line);
  const suspend = suspendOf(reader, root);
  const ending = endingOf(reader, root);
  const handled = handledOf(reader, root);
  if (protection === undefined || start === null || ending === null || handled === null) return null;
  const { id, version, name } = head;
  return {
    id,
    version,
    name,
    protection,
    doubt,
    signals,
    states: head.states,
    start,
    transitions,
    atEnd,
    suspend,
    ending,
    handled,
  };
}

/** Reads and checks a policy file; throws a `ConfigError` with every mistake in it. */
export function compilePolicy(file: TextFile, rules: CompiledRules): Policy {
  const { root } = readYaml(file);
  const reader = new PolicyReader(file.path, rules);
  if (root.kind !== 'map') reader.say(root.line, 'a policy is a mapping that begins with "schemaVersion".');
  const head = root.kind === 'map' ? readHead(reader, root) : null;
  if (root.kind === 'map' && head !== null) {
    optionValues(reader, root, head);
    const policy = partsOf(reader, root, head);
    if (policy !== null && reader.problems.length === 0) {
      return { ...policy, phraseRequests: distinctRequests(reader.requests) };
    }
  }
  throw new ConfigError([...reader.problems].sort((a, b) => (a.line ?? 0) - (b.line ?? 0)));
}
