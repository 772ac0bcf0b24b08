/**
 * Where an expression stands while it is compiled: file and owner for the sentences, whose words `says` means, and the
 * parameters of the rule.
 */

import type { YamlNode, YamlScalar } from '../config/yaml-file.js';
import type { Speaker } from '../domain/call.js';
import { nearestName, type Problem } from '../domain/errors.js';

const PARAMETER = /^\$([A-Za-z_]\w*)$/;

export interface PhraseRequest {
  /** `lexicon:NAME`, or `says:OWNER#n` for the n-th list of words written in a rule; the label of its findings. */
  readonly id: string;
  readonly lexicon: string | null;
  readonly phrases: readonly string[];
  readonly patterns: readonly string[];
  readonly likes: readonly { readonly score: number; readonly sentence: string }[];
  /** A hit inside a hit of one of these is none; a pattern keeps its slashes. */
  readonly except: readonly string[];
}

export interface ScopeSpec {
  readonly file: string;
  /** Rule, flag, criterion or signal; null where the file itself is meant. */
  readonly owner: string | null;
  /** Whose words `says` means without `by`; null for anybody's. */
  readonly who: Speaker | null;
  readonly params?: ReadonlyMap<string, YamlScalar>;
  readonly problems: Problem[];
}

export class Scope {
  readonly file: string;
  readonly owner: string | null;
  readonly who: Speaker | null;
  readonly requests: PhraseRequest[] = [];
  readonly usedParams = new Set<string>();
  readonly #params: ReadonlyMap<string, YamlScalar>;
  readonly #problems: Problem[];
  #lists = 0;

  constructor(spec: ScopeSpec) {
    this.file = spec.file;
    this.owner = spec.owner;
    this.who = spec.who;
    this.#params = spec.params ?? new Map();
    this.#problems = spec.problems;
  }

  report(at: { readonly line: number }, message: string): void {
    this.#problems.push({
      file: this.file,
      line: at.line,
      message: this.owner === null ? message : `${this.owner}: ${message}`,
    });
  }

  /** Id for the next list of words written out in this rule. */
  nextListId(): string {
    this.#lists += 1;
    return `says:${this.owner ?? 'file'}#${this.#lists}`;
  }

  /** The scalar itself, or the parameter it names; null, and told, for a list or mapping or an unknown parameter. */
  scalar(node: YamlNode, what: string): YamlScalar | null {
    if (node.kind !== 'scalar') {
      this.report(node, `${what} must be one value, not a ${node.kind === 'list' ? 'list' : 'mapping'}.`);
      return null;
    }
    const name = typeof node.value === 'string' ? PARAMETER.exec(node.value)?.[1] : undefined;
    if (name === undefined) return node;
    const param = this.#params.get(name);
    if (param === undefined) {
      const nearest = nearestName(name, this.#params.keys());
      const hint = nearest === null ? 'write it under "params".' : `the nearest is "$${nearest}".`;
      this.report(node, `unknown parameter "$${name}"; ${hint}`);
      return null;
    }
    this.usedParams.add(name);
    return { ...param, line: node.line };
  }

  /** One value or a list of values. */
  scalars(node: YamlNode, what: string): readonly YamlScalar[] {
    const nodes = node.kind === 'list' ? node.items : [node];
    if (nodes.length === 0) this.report(node, `${what} is an empty list.`);
    return nodes.flatMap((item) => this.scalar(item, what) ?? []);
  }
}
