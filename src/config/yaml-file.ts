/**
 * YAML as the configuration rooms read it: plain values that remember their line, so that every mistake can be told
 * with file and line. Anchors and aliases are refused: a reader should see what is written where it is meant.
 */
import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument, type YAMLError } from 'yaml';
import { ConfigError, type Problem } from '../domain/errors.js';

/** The text of a configuration file; reading it from the disk is done elsewhere. */
export interface TextFile {
  readonly path: string;
  readonly text: string;
}

export interface YamlScalar {
  readonly kind: 'scalar';
  readonly value: string | number | boolean | null;
  /** As it is written, without quotes: `0.80` stays `0.80`. */
  readonly text: string;
  readonly line: number;
}

export interface YamlList {
  readonly kind: 'list';
  readonly items: readonly YamlNode[];
  readonly line: number;
}

export interface YamlEntry {
  readonly line: number;
  readonly value: YamlNode;
}

export interface YamlMap {
  readonly kind: 'map';
  readonly entries: ReadonlyMap<string, YamlEntry>;
  readonly line: number;
}

export type YamlNode = YamlScalar | YamlList | YamlMap;

export interface YamlFile {
  readonly path: string;
  readonly root: YamlNode;
}

const DUPLICATE_KEY = 'DUPLICATE_KEY';
const NOTHING: YamlScalar = { kind: 'scalar', value: null, text: '', line: 1 };

/** Reads one file; throws `ConfigError` with its mistakes of syntax. */
export function readYaml(file: TextFile): YamlFile {
  const problems: Problem[] = [];
  const read = tryReadYaml(file, problems);
  if (problems.length > 0) throw new ConfigError(problems);
  return read;
}

/** As `readYaml`, but adds the mistakes to a list, so that several files can be told of at once. */
export function tryReadYaml(file: TextFile, problems: Problem[]): YamlFile {
  const lines = new LineCounter();
  const document = parseDocument(file.text, { lineCounter: lines, prettyErrors: false });
  // After the first mistake of form the reader has lost its way, and what it says further is a consequence.
  const first = document.errors.find((error) => error.code !== DUPLICATE_KEY);
  for (const error of document.errors.filter((each) => each === first || each.code === DUPLICATE_KEY)) {
    const line = lines.linePos(error.pos[0]).line;
    problems.push({ file: file.path, line, message: syntaxSentence(error, file.text, line) });
  }
  const root =
    document.errors.length > 0 || document.contents === null
      ? NOTHING
      : toNode(document.contents, { file, lines, problems });
  return { path: file.path, root };
}

interface Reading {
  readonly file: TextFile;
  readonly lines: LineCounter;
  readonly problems: Problem[];
}

function lineOf(node: unknown, reading: Reading): number {
  const range = (node as { range?: readonly number[] | null } | null)?.range;
  return range ? reading.lines.linePos(range[0]!).line : 1;
}

function toNode(node: unknown, reading: Reading): YamlNode {
  const line = lineOf(node, reading);
  if (isAlias(node)) {
    reading.problems.push({
      file: reading.file.path,
      line,
      message: `"*${node.source}" refers to an anchor; write the value out instead.`,
    });
    return { ...NOTHING, line };
  }
  if (isSeq(node)) return { kind: 'list', items: node.items.map((item) => toNode(item, reading)), line };
  if (isMap(node)) return toMap(node.items, line, reading);
  if (isScalar(node)) return toScalar(node.value, node.source, line);
  return { ...NOTHING, line };
}

function toMap(pairs: readonly { key: unknown; value: unknown }[], line: number, reading: Reading): YamlMap {
  const entries = new Map<string, YamlEntry>();
  for (const pair of pairs) {
    const key = isScalar(pair.key) ? (pair.key.source ?? String(pair.key.value)) : null;
    if (key === null) {
      reading.problems.push({ file: reading.file.path, line, message: 'a key must be one word.' });
      continue;
    }
    const keyLine = lineOf(pair.key, reading);
    const value = pair.value === null ? { ...NOTHING, line: keyLine } : toNode(pair.value, reading);
    entries.set(key, { line: keyLine, value });
  }
  return { kind: 'map', entries, line };
}

function toScalar(value: unknown, source: string | undefined, line: number): YamlScalar {
  const plain = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null;
  const text = typeof plain === 'string' ? plain : (source ?? (plain === null ? '' : String(plain)));
  return { kind: 'scalar', value: plain, text, line };
}

function syntaxSentence(error: YAMLError, text: string, line: number): string {
  if (error.code === DUPLICATE_KEY) return 'the same key stands here twice; keep one.';
  const written = text.split('\n')[line - 1] ?? '';
  const hint = /\/.*[{[].*\//.test(written) ? ' A pattern with { or [ must be quoted.' : '';
  const said = error.message.replace(/\s+/g, ' ').trim();
  return `is not valid YAML: ${said}${/[.!?]$/.test(said) ? '' : '.'}${hint}`;
}

/** The value without lines, for schema checks. */
export function plainValue(node: YamlNode): unknown {
  if (node.kind === 'scalar') return node.value;
  if (node.kind === 'list') return node.items.map(plainValue);
  return Object.fromEntries([...node.entries].map(([key, entry]) => [key, plainValue(entry.value)]));
}

/** The node at a path of keys and indexes, or the last one on the way that exists: where a schema's complaint belongs. */
export function nodeAt(node: YamlNode, path: readonly PropertyKey[]): YamlNode {
  const [step, ...rest] = path;
  if (step === undefined) return node;
  const next =
    node.kind === 'map'
      ? node.entries.get(String(step))?.value
      : node.kind === 'list'
        ? node.items[Number(step)]
        : undefined;
  return next === undefined ? node : nodeAt(next, rest);
}
