/**
 * Compiles rule files: every name resolved, every mistake told, equal expressions sharing one node. Rules are compiled
 * on demand as others name them, so a circle among them is seen on the way and told with its path.
 */
import type { YamlNode } from '../config/yaml-file.js';
import type { Speaker } from '../domain/call.js';
import { ConfigError, nearestName, type Problem } from '../domain/errors.js';
import type { LocalName, Polarity, RuleWho } from '../domain/rule.js';
import { ExpressionCompiler, type Library } from './expression.js';
import type { RuleState } from './language.js';
import { faultyNode, type Gives, type Node, NodeTable } from './node.js';
import { bodyNode } from './operators/body.js';
import type { RuleTarget } from './operators/is.js';
import { type RuleFile, type RuleSource, readRuleFile, withSettings } from './rule-file.js';
import { type PhraseRequest, Scope } from './scope.js';
import { compareTexts } from './spot.js';

export interface RuleInfo {
  readonly id: string;
  readonly kind: 'rule' | 'flag';
  readonly name: LocalName;
  readonly who: RuleWho | null;
  readonly polarity: Polarity | null;
  /** Set for rules that are kept and never evaluated. */
  readonly state: RuleState | null;
  readonly why: string | null;
  readonly note: string | null;
  readonly file: string;
  readonly line: number;
  /** `null` for rules with a state. */
  readonly gives: Exclude<Gives, 'unknown'> | null;
  /** Parameters as they are in force, by name. */
  readonly params: Readonly<Record<string, string>>;
}

export interface CompiledRules {
  /** Ids of all rules, those with a state included, sorted. */
  readonly ids: readonly string[];
  /** Ids of all flags, sorted. */
  readonly flags: readonly string[];
  readonly phraseRequests: readonly PhraseRequest[];
  readonly infos: ReadonlyMap<string, RuleInfo>;
  /** What the evaluator works on. */
  readonly engine: {
    readonly table: NodeTable;
    readonly targets: ReadonlyMap<string, RuleTarget>;
    readonly lexicons: ReadonlySet<string>;
  };
}

export interface CompiledExpression {
  readonly gives: Exclude<Gives, 'unknown'>;
  readonly node: Node;
  /** Words that this expression asks for beside those of the rules. */
  readonly phraseRequests: readonly PhraseRequest[];
}

export interface ExpressionPlace {
  readonly file: string;
  /** Criterion, critical item or signal, for the sentences and the ids of word lists. */
  readonly owner: string;
  /** Whose words `says` means; anybody's where it is left out. */
  readonly who?: Speaker;
  /** Where mistakes are gathered; without it they are thrown. */
  readonly problems?: Problem[];
}

class RuleCompiler implements Library {
  readonly table = new NodeTable();
  readonly lexicons: ReadonlySet<string>;
  readonly ruleIds: readonly string[];
  readonly requests: PhraseRequest[] = [];
  readonly targets = new Map<string, RuleTarget>();
  readonly #sources: ReadonlyMap<string, RuleSource>;
  readonly #problems: Problem[];
  readonly #faulty = new Set<string>();
  readonly #path: string[] = [];

  constructor(sources: readonly RuleSource[], lexicons: ReadonlySet<string>, problems: Problem[]) {
    this.lexicons = lexicons;
    this.#sources = new Map(sources.map((source) => [source.id, source]));
    this.ruleIds = [...this.#sources.keys()];
    this.#problems = problems;
  }

  rule(id: string): RuleTarget | 'state' | 'faulty' | null {
    const source = this.#sources.get(id);
    if (source === undefined) return null;
    if (source.state !== null) return 'state';
    const known = this.targets.get(id);
    if (known !== undefined) return known;
    if (this.#faulty.has(id)) return 'faulty';
    const at = this.#path.indexOf(id);
    if (at >= 0) {
      const circle = this.#path.slice(at);
      for (const member of circle) this.#faulty.add(member);
      this.#problems.push({
        file: source.file,
        line: source.line,
        message: `${[...circle, id].join(' > ')} is a circle.`,
      });
      return 'faulty';
    }
    this.#path.push(id);
    const target = this.#compile(source);
    this.#path.pop();
    if (target.gives === 'unknown' || this.#faulty.has(id)) {
      this.#faulty.add(id);
      return 'faulty';
    }
    this.targets.set(id, target);
    return target;
  }

  #compile(source: RuleSource): RuleTarget {
    const { id, file, params, holdsFrom } = source;
    const who = source.who === 'system' ? null : source.who;
    const scope = new Scope({ file, owner: id, who, params, problems: this.#problems });
    const compiler = new ExpressionCompiler(this, scope);
    const when = source.when === null ? null : compiler.expression(source.when);
    const body =
      source.find !== null
        ? compiler.find(source.find)
        : source.measure !== null
          ? compiler.measure(source.measure)
          : faultyNode(this.table);
    for (const [name, param] of params) {
      if (!scope.usedParams.has(name)) scope.report(param, `nobody uses the parameter "${name}".`);
    }
    this.requests.push(...scope.requests);
    if (body.gives === 'unknown' || when?.gives === 'unknown') {
      return { id, gives: 'unknown', labels: [], node: faultyNode(this.table) };
    }
    return { id, gives: body.gives, labels: body.labels, node: bodyNode(this.table, { id, when, body, holdsFrom }) };
  }
}

/** Throws `ConfigError` with every mistake of every file. */
export function compileRules(
  files: readonly RuleFile[],
  known: { readonly lexicons: ReadonlySet<string> },
  settings: { readonly params?: Readonly<Record<string, string>> } = {},
): CompiledRules {
  const problems: Problem[] = [];
  const read = files.flatMap((file) => readRuleFile(file, problems));
  const sources = withSettings(withoutDoubles(read, problems), settings.params ?? {}, problems);
  const compiler = new RuleCompiler(sources, known.lexicons, problems);
  for (const id of compiler.ruleIds) compiler.rule(id);
  if (problems.length > 0) throw new ConfigError(sortedProblems(problems));
  const { table, targets, lexicons } = compiler;
  const idsOf = (kind: RuleSource['kind']) =>
    sources
      .filter((source) => source.kind === kind)
      .map(({ id }) => id)
      .sort(compareTexts);
  return {
    ids: idsOf('rule'),
    flags: idsOf('flag'),
    phraseRequests: distinctRequests(compiler.requests),
    infos: new Map(sources.map((source) => [source.id, infoOf(source, targets.get(source.id)?.gives ?? null)])),
    engine: { table, targets, lexicons },
  };
}

function withoutDoubles(sources: readonly RuleSource[], problems: Problem[]): readonly RuleSource[] {
  const first = new Map<string, RuleSource>();
  for (const source of sources) {
    const other = first.get(source.id);
    if (other === undefined) first.set(source.id, source);
    else {
      problems.push({
        file: source.file,
        line: source.line,
        message: `${source.id}: this id is taken already, in ${other.file}:${other.line}.`,
      });
    }
  }
  return [...first.values()];
}

function infoOf(source: RuleSource, gives: Gives | null): RuleInfo {
  const { id, kind, name, who, polarity, state, why, note, file, line } = source;
  const params = Object.fromEntries([...source.params].map(([key, { text }]) => [key, text]));
  return {
    id,
    kind,
    name,
    who,
    polarity,
    state,
    why,
    note,
    file,
    line,
    params,
    gives: gives === 'unknown' ? null : gives,
  };
}

export function distinctRequests(requests: readonly PhraseRequest[]): readonly PhraseRequest[] {
  const byId = new Map(requests.map((request) => [request.id, request]));
  return [...byId.values()].sort((a, b) => compareTexts(a.id, b.id));
}

const sortedProblems = (problems: readonly Problem[]): readonly Problem[] =>
  [...problems].sort(
    (a, b) => compareTexts(a.file, b.file) || (a.line ?? 0) - (b.line ?? 0) || compareTexts(a.message, b.message),
  );

/** An expression of a rubric or policy, over the same names as the rules. */
export function compileExpression(rules: CompiledRules, yaml: YamlNode, place: ExpressionPlace): CompiledExpression {
  const problems: Problem[] = [];
  const { targets, table, lexicons } = rules.engine;
  const library: Library = {
    table,
    lexicons,
    ruleIds: rules.infos.keys(),
    rule: (id) => targets.get(id) ?? (rules.infos.has(id) ? 'state' : null),
  };
  const scope = new Scope({ file: place.file, owner: place.owner, who: place.who ?? null, problems });
  const node = new ExpressionCompiler(library, scope).expression(yaml);
  if (problems.length > 0) {
    if (place.problems === undefined) throw new ConfigError(sortedProblems(problems));
    place.problems.push(...problems);
  }
  const gives = node.gives === 'unknown' ? 'truth' : node.gives;
  return { gives, node, phraseRequests: distinctRequests(scope.requests) };
}

/** Ids of the rules that a name or a group such as `NEG-*` means; empty where it means none. */
export function rulesNamed(rules: CompiledRules, name: string): readonly string[] {
  if (!name.endsWith('*')) return rules.ids.includes(name) ? [name] : [];
  const stem = name.slice(0, -1);
  return rules.ids.filter((id) => id.startsWith(stem) && rules.infos.get(id)?.state === null);
}

/** Sentence for a rule id that is not known. */
export function unknownRuleSentence(rules: CompiledRules, id: string): string {
  const nearest = nearestName(id, rules.ids);
  return `unknown rule "${id}"${nearest === null ? '' : `; the nearest is "${nearest}"`}.`;
}

export interface Reads {
  /** Labels and phrase lists. */
  readonly labels: readonly string[];
  /** Attributes in `where`, e.g. `level`. */
  readonly attributes: readonly string[];
  readonly quantities: readonly string[];
}

/** Everything that an expression leans on, followed through flags and rules, for checks such as the policy's. */
export function readsOf(expression: CompiledExpression): Reads {
  const seen = new Set<number>();
  const reads = new Set<string>();
  const open: Node[] = [expression.node];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (seen.has(node.id)) continue;
    seen.add(node.id);
    for (const name of node.reads) reads.add(name);
    open.push(...node.parts);
  }
  const sorted = [...reads].sort(compareTexts);
  const under = (prefix: string) =>
    sorted.filter((name) => name.startsWith(prefix)).map((name) => name.slice(prefix.length));
  return {
    labels: sorted.filter((name) => !name.startsWith('where:') && !name.startsWith('value:')),
    attributes: under('where:'),
    quantities: under('value:'),
  };
}

/** Rules that no other rule and none of these expressions names: worth a note, no mistake. */
export function unusedRules(rules: CompiledRules, used: Iterable<string>): readonly string[] {
  const named = new Set(used);
  for (const node of rules.engine.table.nodes)
    if (node.key.startsWith('rule ')) named.add(node.key.slice('rule '.length));
  return [...rules.ids, ...rules.flags].filter((id) => !named.has(id));
}
