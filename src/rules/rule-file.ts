/** Reads rule files: the frame of every rule and flag, with its expressions still as written. */
import { type TextFile, tryReadYaml, type YamlMap, type YamlNode, type YamlScalar } from '../config/yaml-file.js';
import { nearestName, type Problem, unknownKeySentence } from '../domain/errors.js';
import { isLabelName } from '../domain/label.js';
import type { LocalName, Polarity, RuleWho } from '../domain/rule.js';
import { unitOf } from './amounts.js';
import { POLARITIES, type RuleState, SPEAKERS, STATES } from './language.js';
import { Scope } from './scope.js';

export interface RuleSource {
  readonly id: string;
  readonly kind: 'rule' | 'flag';
  readonly file: string;
  readonly line: number;
  readonly name: LocalName;
  readonly who: RuleWho | null;
  readonly polarity: Polarity | null;
  /** Set for rows that are kept and never evaluated, with `why`. */
  readonly state: RuleState | null;
  readonly why: string | null;
  readonly note: string | null;
  readonly when: YamlNode | null;
  readonly find: YamlNode | null;
  readonly measure: YamlNode | null;
  readonly holdsFrom: number;
  readonly params: ReadonlyMap<string, YamlScalar>;
}

const RULE_ID = /^[A-Z][A-Z0-9]*-[A-Z0-9]+$/;
const FLAG_ID = /^[a-z][a-z0-9_]*$/;
const COMMON_KEYS = ['id', 'name', 'when', 'find', 'measure', 'holdsFrom', 'params', 'note'];
const RULE_KEYS = [...COMMON_KEYS, 'who', 'polarity', 'state', 'why'];
const LISTS = { rules: 'rule', flags: 'flag' } as const;

/** `embedded`: the rules stand in a file that holds more, such as a rubric, whose other keys are checked elsewhere. */
export interface RuleFile extends TextFile {
  readonly embedded?: boolean;
}

export function readRuleFile(file: RuleFile, problems: Problem[]): readonly RuleSource[] {
  const before = problems.length;
  const { root } = tryReadYaml(file, problems);
  if (problems.length > before) return [];
  const scope = new Scope({ file: file.path, owner: null, who: null, problems });
  if (root.kind !== 'map') {
    scope.report(root, 'a rule file begins with "rules:" or "flags:".');
    return [];
  }
  const sources: RuleSource[] = [];
  for (const [key, { value, line }] of root.entries) {
    if (key !== 'rules' && key !== 'flags') {
      if (file.embedded !== true) scope.report({ line }, unknownKeySentence(key, Object.keys(LISTS)));
    } else if (value.kind !== 'list') scope.report(value, `"${key}" must be a list.`);
    else sources.push(...value.items.flatMap((item) => readRule(item, LISTS[key], file.path, problems) ?? []));
  }
  return sources;
}

function readRule(node: YamlNode, kind: RuleSource['kind'], file: string, problems: Problem[]): RuleSource | null {
  const outside = new Scope({ file, owner: null, who: null, problems });
  if (node.kind !== 'map') {
    outside.report(node, `a ${kind} is a mapping with an id.`);
    return null;
  }
  const idNode = node.entries.get('id')?.value;
  const id = idNode === undefined ? null : outside.scalar(idNode, '"id"')?.text;
  if (id == null || !(kind === 'rule' ? RULE_ID : FLAG_ID).test(id)) {
    const form = kind === 'rule' ? 'EMP-11 or USR-01' : 'small letters joined by _';
    outside.report(idNode ?? node, `a ${kind} needs an id like ${form}${id == null ? '' : `, not "${id}"`}.`);
    return null;
  }
  const scope = new Scope({ file, owner: id, who: null, problems });
  if (kind === 'flag' && isLabelName(id)) {
    scope.report(idNode!, 'a label has this name already; names stand in one namespace.');
    return null;
  }
  const keys = kind === 'rule' ? RULE_KEYS : COMMON_KEYS;
  for (const [key, { line }] of node.entries) {
    if (!keys.includes(key)) scope.report({ line }, unknownKeySentence(key, keys));
  }
  return frame(node, id, kind, scope);
}

function frame(node: YamlMap, id: string, kind: RuleSource['kind'], scope: Scope): RuleSource {
  const value = (key: string) => node.entries.get(key)?.value ?? null;
  const isRule = kind === 'rule';
  const source: RuleSource = {
    id,
    kind,
    file: scope.file,
    line: node.line,
    name: localName(value('name'), node, scope),
    who: isRule ? oneOf('who', SPEAKERS, value('who'), node, scope) : null,
    polarity: isRule ? oneOf('polarity', POLARITIES, value('polarity'), node, scope) : null,
    state: value('state') === null ? null : oneOf('state', STATES, value('state'), node, scope),
    why: optionalText('why', value('why'), scope),
    note: optionalText('note', value('note'), scope),
    when: value('when'),
    find: value('find'),
    measure: value('measure'),
    holdsFrom: holdsFrom(value('holdsFrom'), scope),
    params: params(value('params'), scope),
  };
  checkBody(source, node, scope);
  return source;
}

function checkBody(source: RuleSource, node: YamlMap, scope: Scope): void {
  if (source.state !== null || node.entries.has('state')) {
    for (const key of ['when', 'find', 'measure', 'holdsFrom', 'params']) {
      const entry = node.entries.get(key);
      if (entry)
        scope.report({ line: entry.line }, `a rule with "state" is never evaluated, so "${key}" has no place in it.`);
    }
    if (source.why === null) scope.report(node, 'a rule with "state" says "why".');
    return;
  }
  if (node.entries.has('why'))
    scope.report({ line: node.entries.get('why')!.line }, '"why" belongs to "state"; use "note".');
  const bodies = [source.find, source.measure].filter((body) => body !== null).length;
  if (bodies === 0) scope.report(node, 'needs "find" or "measure".');
  if (bodies === 2) scope.report(node, 'has "find" and "measure"; a rule has one of them.');
  if (source.find !== null && node.entries.has('holdsFrom')) {
    scope.report(
      { line: node.entries.get('holdsFrom')!.line },
      '"holdsFrom" is for "measure"; "find" holds where it finds a place.',
    );
  }
}

function localName(node: YamlNode | null, rule: YamlNode, scope: Scope): LocalName {
  const read = (language: string) => {
    const entry = node?.kind === 'map' ? node.entries.get(language) : undefined;
    return entry?.value.kind === 'scalar' ? entry.value.text.trim() : '';
  };
  const name = { en: read('en'), zh: read('zh') };
  if (name.en === '' || name.zh === '') scope.report(node ?? rule, 'needs a name in both languages: {en: …, zh: …}.');
  return name;
}

function oneOf<Value extends string>(
  key: string,
  known: readonly Value[],
  node: YamlNode | null,
  rule: YamlNode,
  scope: Scope,
): Value | null {
  if (node === null) {
    scope.report(rule, `needs "${key}": ${known.join(', ')}.`);
    return null;
  }
  const scalar = scope.scalar(node, `"${key}"`);
  if (scalar === null) return null;
  const value = known.find((candidate) => candidate === scalar.text);
  if (value !== undefined) return value;
  const nearest = nearestName(scalar.text, known);
  const hint = nearest === null ? `known are ${known.join(', ')}.` : `the nearest is "${nearest}".`;
  scope.report(node, `unknown "${key}: ${scalar.text}"; ${hint}`);
  return null;
}

function optionalText(key: string, node: YamlNode | null, scope: Scope): string | null {
  return node === null ? null : (scope.scalar(node, `"${key}"`)?.text ?? null);
}

function holdsFrom(node: YamlNode | null, scope: Scope): number {
  if (node === null) return 1;
  const scalar = scope.scalar(node, '"holdsFrom"');
  if (typeof scalar?.value === 'number' && scalar.value > 0 && scalar.value <= 1) return scalar.value;
  if (scalar !== null) scope.report(node, `"holdsFrom: ${scalar.text}" must be a number above 0 and at most 1.`);
  return 1;
}

function params(node: YamlNode | null, scope: Scope): ReadonlyMap<string, YamlScalar> {
  const read = new Map<string, YamlScalar>();
  if (node === null) return read;
  if (node.kind !== 'map') {
    scope.report(node, '"params" must be a mapping of names to amounts.');
    return read;
  }
  for (const [name, { value }] of node.entries) {
    if (value.kind === 'scalar') read.set(name, value);
    else scope.report(value, `the parameter "${name}" must be one value.`);
  }
  return read;
}

const SETTINGS = 'settings';

/** Puts settings such as `EMP-11.window: 3 agent turns` in the place of a rule's own parameters. */
export function withSettings(
  sources: readonly RuleSource[],
  settings: Readonly<Record<string, string>>,
  problems: Problem[],
): readonly RuleSource[] {
  const tell = (message: string) => problems.push({ file: SETTINGS, line: null, message });
  const byId = new Map(sources.map((source) => [source.id, source]));
  for (const [key, text] of Object.entries(settings)) {
    const dot = key.lastIndexOf('.');
    const source = byId.get(key.slice(0, dot));
    const name = key.slice(dot + 1);
    const param = source?.params.get(name);
    if (source === undefined || param === undefined) {
      const known = sources.flatMap((each) => [...each.params.keys()].map((param) => `${each.id}.${param}`));
      const nearest = nearestName(key, known);
      tell(`unknown parameter "${key}"${nearest === null ? '' : `; the nearest is "${nearest}"`}.`);
    } else if (unitOf(param.text) !== unitOf(text)) {
      tell(`"${key}: ${text}" has another unit than "${param.text}".`);
    } else {
      const value = typeof param.value === 'number' ? Number(text) : text;
      byId.set(source.id, { ...source, params: new Map([...source.params, [name, { ...param, value, text }]]) });
    }
  }
  return sources.map((source) => byId.get(source.id)!);
}
