/**
 * Reads rubric files: the default one, and a user's own that `extends` it. Everything in them is checked before the
 * first call, and every mistake is a sentence with file and line.
 *
 * A user's file may set weights and texts of criteria by id, switch them `off`, add whole criteria, checks, critical
 * items, rules (in the rule grammar) and detectors (phrase lists that rules use as `lexicon:ID`), set thresholds and the
 * parameters of rules.
 */
import { z } from 'zod';
import {
  nodeAt,
  plainValue,
  readYaml,
  type TextFile,
  type YamlFile,
  type YamlMap,
  type YamlNode,
} from '../config/yaml-file.js';
import { ConfigError, nearestName, type Problem, unknownKeySentence } from '../domain/errors.js';
import type { RubricHead } from '../domain/rubric.js';
import type { LocalName } from '../domain/rule.js';
import { issueFaults } from '../domain/schema-sentence.js';
import { type CompiledExpression, type CompiledRules, compileExpression, type PhraseRequest } from '../rules/index.js';
import type { Check } from './check.js';
import type { Criterion, StatusBands } from './criterion.js';

export interface CriticalItem {
  readonly id: string;
  readonly name: LocalName;
  readonly find: CompiledExpression;
  /** Whether it takes effect at once; by default a person confirms it. */
  readonly apply: boolean;
}

export interface Rubric extends RubricHead {
  readonly bands: StatusBands;
  readonly criteria: readonly Criterion[];
  readonly critical: readonly CriticalItem[];
  readonly bonus: { readonly most: number; readonly checks: readonly Check[] };
  /** Words that its expressions ask for beside those of the rules. */
  readonly phraseRequests: readonly PhraseRequest[];
}

/** A phrase list of a rubric file, searched like a lexicon of that name. */
export interface Detector {
  readonly id: string;
  readonly speaker: 'agent' | 'caller' | 'any';
  readonly phrases: readonly string[];
  readonly except: readonly string[];
  readonly file: string;
  readonly line: number;
}

/** One rubric file, read and checked for its shape, its expressions not yet compiled. */
export interface RubricFile {
  readonly path: string;
  readonly root: YamlMap;
  readonly extendsBase: boolean;
}

const TOP_KEYS = [
  'schemaVersion',
  'id',
  'version',
  'extends',
  'name',
  'pass',
  'excellent',
  'coach',
  'insufficientBelow',
  'bands',
  'params',
  'detectors',
  'flags',
  'rules',
  'criteria',
  'critical',
  'bonus',
  'note',
];
const CRITERION_KEYS = [
  'id',
  'section',
  'points',
  'card',
  'name',
  'when',
  'met',
  'partly',
  'against',
  'base',
  'checks',
  'addChecks',
  'off',
  'note',
];
const CRITICAL_KEYS = ['id', 'name', 'find', 'apply', 'off', 'note'];
const CHECK_KEYS = ['rule', 'points', 'perHit', 'floor', 'total', 'when'];
const DETECTOR_KEYS = ['id', 'speaker', 'phrases', 'except', 'note'];

const nameSchema = z.strictObject({ en: z.string().min(1), zh: z.string().min(1) });
const idSchema = z.string().regex(/^[a-z][a-z0-9_]*$/, 'is lower case letters, digits and "_"');

/** Gathers the mistakes of all files, so that they are told at once. */
interface Reader {
  readonly problems: Problem[];
  say(file: string, node: YamlNode, message: string): void;
}

function newReader(): Reader {
  const problems: Problem[] = [];
  return { problems, say: (file, node, message) => problems.push({ file, line: node.line, message }) };
}

function mapOf(reader: Reader, path: string, node: YamlNode, what: string): YamlMap | null {
  if (node.kind === 'map') return node;
  reader.say(path, node, `${what} must be a mapping.`);
  return null;
}

function listOf(reader: Reader, path: string, node: YamlNode | undefined, what: string): readonly YamlNode[] {
  if (node === undefined) return [];
  if (node.kind === 'list') return node.items;
  reader.say(path, node, `"${what}" must be a list.`);
  return [];
}

function checkKeys(reader: Reader, path: string, map: YamlMap, known: readonly string[]): void {
  for (const [key, entry] of map.entries) {
    if (!known.includes(key)) {
      reader.problems.push({ file: path, line: entry.line, message: unknownKeySentence(key, known) });
    }
  }
}

function value<T>(reader: Reader, path: string, map: YamlMap, key: string, schema: z.ZodType<T>): T | undefined {
  const entry = map.entries.get(key);
  if (entry === undefined) return undefined;
  const found = plainValue(entry.value);
  const parsed = schema.safeParse(found);
  if (parsed.success) return parsed.data;
  const [fault] = issueFaults(parsed.error, schema, found, 'the rubric', [key]);
  reader.say(path, nodeAt(entry.value, fault!.path), fault!.message);
  return undefined;
}

/** Reads the shape of a rubric file. Throws a ConfigError. */
export function readRubricFile(file: TextFile): RubricFile {
  const yaml: YamlFile = readYaml(file);
  const reader = newReader();
  const root = mapOf(reader, file.path, yaml.root, 'The rubric');
  if (root === null) throw new ConfigError(reader.problems);
  checkKeys(reader, file.path, root, TOP_KEYS);
  const version = value(reader, file.path, root, 'schemaVersion', z.literal(1));
  if (version === undefined && !root.entries.has('schemaVersion'))
    reader.say(file.path, root, 'needs "schemaVersion: 1".');
  const base = value(reader, file.path, root, 'extends', z.literal('default'));
  if (reader.problems.length > 0) throw new ConfigError(reader.problems);
  return { path: file.path, root, extendsBase: base !== undefined };
}

/** Ids of criteria that the files name, whether or not a later one switches them off. */
export function namedCriteria(files: readonly TextFile[]): readonly string[] {
  const ids = files.flatMap((file) => {
    const { root } = readRubricFile(file);
    const entries = plainValue(root.entries.get('criteria')?.value ?? root);
    return Array.isArray(entries) ? entries.flatMap(({ id }) => (typeof id === 'string' ? id : [])) : [];
  });
  return [...new Set(ids)];
}

export function detectorsOf(file: RubricFile): readonly Detector[] {
  const reader = newReader();
  const detectors = listOf(reader, file.path, file.root.entries.get('detectors')?.value, 'detectors').flatMap(
    (node) => {
      const map = mapOf(reader, file.path, node, 'A detector');
      if (map === null) return [];
      checkKeys(reader, file.path, map, DETECTOR_KEYS);
      const id = value(reader, file.path, map, 'id', idSchema);
      const speaker = value(reader, file.path, map, 'speaker', z.enum(['agent', 'caller', 'any']));
      const phrases = value(reader, file.path, map, 'phrases', z.array(z.string().min(2)).min(1));
      const except = value(reader, file.path, map, 'except', z.array(z.string().min(2)));
      if (id === undefined || phrases === undefined) {
        reader.say(file.path, node, 'a detector needs "id" and a list "phrases".');
        return [];
      }
      return [
        { id, speaker: speaker ?? 'any', phrases, except: except ?? [], file: file.path, line: node.line },
      ] as const;
    },
  );
  if (reader.problems.length > 0) throw new ConfigError(reader.problems);
  return detectors;
}

/** Parameters of rules that the file sets, e.g. `EMP-11.window: 3 agent turns`. */
export function paramsOf(file: RubricFile): Readonly<Record<string, string>> {
  const node = file.root.entries.get('params')?.value;
  if (node === undefined) return {};
  const parsed = z.record(z.string(), z.union([z.string(), z.number()])).safeParse(plainValue(node));
  if (!parsed.success) {
    throw new ConfigError([{ file: file.path, line: node.line, message: '"params" maps RULE.name to a value.' }]);
  }
  return Object.fromEntries(Object.entries(parsed.data).map(([key, set]) => [key, String(set)]));
}

interface Merged {
  /** Entries by key, each from the file that set it last. */
  readonly entries: Map<string, { readonly node: YamlNode; readonly path: string }>;
  readonly id: string;
  readonly path: string;
  readonly line: number;
}

/** Joins lists of mappings with ids: a later file's keys replace those of the same id, new ids come after. */
function mergeById(
  reader: Reader,
  files: readonly RubricFile[],
  key: string,
  known: readonly string[],
): readonly Merged[] {
  const merged = new Map<string, Merged>();
  for (const file of files) {
    const seen = new Set<string>();
    for (const node of listOf(reader, file.path, file.root.entries.get(key)?.value, key)) {
      const map = mapOf(reader, file.path, node, `An entry of "${key}"`);
      if (map === null) continue;
      checkKeys(reader, file.path, map, known);
      const id = value(reader, file.path, map, 'id', idSchema);
      if (id === undefined) {
        if (!map.entries.has('id')) reader.say(file.path, node, `an entry of "${key}" needs an "id".`);
        continue;
      }
      if (seen.has(id)) reader.say(file.path, node, `"${id}" stands twice in this file.`);
      seen.add(id);
      const target = merged.get(id) ?? { entries: new Map(), id, path: file.path, line: node.line };
      for (const [name, entry] of map.entries) target.entries.set(name, { node: entry.value, path: file.path });
      merged.set(id, target);
    }
  }
  return [...merged.values()];
}

function field<T>(reader: Reader, item: Merged, key: string, schema: z.ZodType<T>): T | undefined {
  const entry = item.entries.get(key);
  if (entry === undefined) return undefined;
  const found = plainValue(entry.node);
  const parsed = schema.safeParse(found);
  if (parsed.success) return parsed.data;
  const [fault] = issueFaults(parsed.error, schema, found, 'the rubric', [key]);
  reader.say(entry.path, nodeAt(entry.node, fault!.path), `${item.id}: ${fault!.message}`);
  return undefined;
}

interface Compiling {
  readonly reader: Reader;
  readonly rules: CompiledRules;
  readonly requests: PhraseRequest[];
}

function expression(
  compiling: Compiling,
  owner: string,
  entry: { readonly node: YamlNode; readonly path: string } | undefined,
): CompiledExpression | null {
  if (entry === undefined) return null;
  try {
    const compiled = compileExpression(compiling.rules, entry.node, { file: entry.path, owner });
    compiling.requests.push(...compiled.phraseRequests);
    return compiled;
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    compiling.reader.problems.push(...error.problems);
    return null;
  }
}

/** Ids of the rules that a check names: one, a list, or a group such as `NEG-*`. */
function ruleIds(compiling: Compiling, path: string, node: YamlNode, owner: string): readonly string[] {
  const nodes = node.kind === 'list' ? node.items : [node];
  return nodes.flatMap((item) => {
    const written = item.kind === 'scalar' ? item.text : '';
    const ids = compiling.rules.ids;
    const found = written.endsWith('*')
      ? ids.filter((id) => id.startsWith(written.slice(0, -1)))
      : ids.filter((id) => id === written);
    if (found.length === 0) {
      const nearest = nearestName(written, ids);
      compiling.reader.say(
        path,
        item,
        `${owner}: unknown rule "${written}"${nearest === null ? '' : `; the nearest is "${nearest}"`}.`,
      );
    }
    return found;
  });
}

function compileCheck(compiling: Compiling, path: string, node: YamlNode, owner: string): Check | null {
  const { reader } = compiling;
  const map = mapOf(reader, path, node, `${owner}: a check`);
  if (map === null) return null;
  checkKeys(reader, path, map, CHECK_KEYS);
  const rule = map.entries.get('rule');
  const points = value(reader, path, map, 'points', z.number());
  if (rule === undefined || points === undefined || points === 0) {
    reader.say(path, node, `${owner}: a check needs "rule" and "points" other than 0.`);
    return null;
  }
  const negative = z.number().max(0);
  const floor = value(reader, path, map, 'floor', negative) ?? null;
  const total = value(reader, path, map, 'total', negative) ?? null;
  const perHit = value(reader, path, map, 'perHit', z.boolean()) ?? false;
  if (points > 0 && (perHit || floor !== null || total !== null)) {
    reader.say(path, node, `${owner}: "perHit", "floor" and "total" belong to negative points.`);
  }
  const when = map.entries.get('when');
  return {
    rules: ruleIds(compiling, path, rule.value, owner),
    points,
    perHit,
    floor,
    total,
    when: expression(compiling, owner, when === undefined ? undefined : { node: when.value, path }),
  };
}

function checksOf(compiling: Compiling, item: Merged): readonly Check[] {
  return ['checks', 'addChecks'].flatMap((key) => {
    const entry = item.entries.get(key);
    return listOf(compiling.reader, entry?.path ?? item.path, entry?.node, key)
      .map((node) => compileCheck(compiling, entry!.path, node, item.id))
      .filter((check) => check !== null);
  });
}

function compileCriterion(compiling: Compiling, item: Merged): Criterion | null {
  const { reader } = compiling;
  if (field(reader, item, 'off', z.boolean()) === true) return null;
  const name = field(reader, item, 'name', nameSchema);
  const points = field(reader, item, 'points', z.number().min(0).max(1000));
  const met = expression(compiling, item.id, item.entries.get('met'));
  for (const key of ['name', 'points', 'section', 'met']) {
    if (!item.entries.has(key)) {
      reader.problems.push({
        file: item.path,
        line: item.line,
        message: `the criterion "${item.id}" is new and needs "${key}".`,
      });
    }
  }
  const criterion = {
    id: item.id,
    section: field(reader, item, 'section', z.string().min(1)) ?? '',
    points: points ?? 0,
    card: field(reader, item, 'card', z.string().min(1)) ?? null,
    name: name ?? { en: item.id, zh: item.id },
    when: expression(compiling, item.id, item.entries.get('when')),
    partly: expression(compiling, item.id, item.entries.get('partly')),
    against: expression(compiling, item.id, item.entries.get('against')),
    base: field(reader, item, 'base', z.number().min(0)) ?? 0,
    checks: checksOf(compiling, item),
  };
  return met === null ? null : { ...criterion, met };
}

function compileCritical(compiling: Compiling, item: Merged): CriticalItem | null {
  const { reader } = compiling;
  if (field(reader, item, 'off', z.boolean()) === true) return null;
  const find = expression(compiling, item.id, item.entries.get('find'));
  const name = field(reader, item, 'name', nameSchema);
  if (!item.entries.has('find') || !item.entries.has('name')) {
    reader.problems.push({
      file: item.path,
      line: item.line,
      message: `the critical item "${item.id}" is new and needs "name" and "find".`,
    });
  }
  if (find === null || name === undefined) return null;
  return { id: item.id, name, find, apply: field(reader, item, 'apply', z.boolean()) ?? false };
}

const bandSchema = z
  .string()
  .regex(/^\d(\.\d+)?\.\.\d(\.\d+)?$/, 'is written like 0.8..1')
  .transform((text) => {
    const [low, high] = text.split('..').map(Number);
    return { low: low!, high: high! };
  })
  .refine((band) => band.low <= band.high && band.high <= 1, 'runs from low to high within 0..1');
const bandsSchema = z.strictObject({ met: bandSchema, partly: bandSchema, not_met: bandSchema });

/** The last file that sets a key of the head. */
function head<T>(reader: Reader, files: readonly RubricFile[], key: string, schema: z.ZodType<T>): T {
  for (const file of [...files].reverse()) {
    const found = value(reader, file.path, file.root, key, schema);
    if (found !== undefined) return found;
    if (file.root.entries.has(key)) break;
  }
  const own = files.at(-1)!;
  if (!files.some((file) => file.root.entries.has(key))) reader.say(own.path, own.root, `needs "${key}".`);
  throw new ConfigError(reader.problems);
}

/** Compiles a rubric from its files, base first. Throws a ConfigError with every mistake. */
export function compileRubric(files: readonly RubricFile[], rules: CompiledRules): Rubric {
  const reader = newReader();
  const compiling: Compiling = { reader, rules, requests: [] };
  const percent = z.number().min(0).max(100);
  const rubric: Rubric = {
    id: head(reader, files, 'id', z.string().min(1)),
    version: head(reader, files, 'version', z.string().min(1)),
    name: head(reader, files, 'name', nameSchema),
    pass: head(reader, files, 'pass', percent),
    excellent: head(reader, files, 'excellent', percent),
    coach: head(reader, files, 'coach', percent),
    insufficientBelow: head(reader, files, 'insufficientBelow', percent),
    bands: head(reader, files, 'bands', bandsSchema),
    criteria: mergeById(reader, files, 'criteria', CRITERION_KEYS)
      .map((item) => compileCriterion(compiling, item))
      .filter((criterion) => criterion !== null),
    critical: mergeById(reader, files, 'critical', CRITICAL_KEYS)
      .map((item) => compileCritical(compiling, item))
      .filter((item) => item !== null),
    bonus: bonusOf(compiling, files),
    phraseRequests: compiling.requests,
  };
  if (!(rubric.coach <= rubric.pass && rubric.pass <= rubric.excellent)) {
    const own = files.at(-1)!;
    reader.say(own.path, own.root, 'the bands must rise: coach, pass, excellent.');
  }
  if (rubric.criteria.filter((criterion) => criterion.card === null).every((criterion) => criterion.points === 0)) {
    const own = files.at(-1)!;
    reader.say(own.path, own.root, 'no criterion has points, so no call could be scored.');
  }
  if (reader.problems.length > 0) throw new ConfigError(reader.problems);
  return rubric;
}

function bonusOf(compiling: Compiling, files: readonly RubricFile[]): Rubric['bonus'] {
  const file = [...files].reverse().find((candidate) => candidate.root.entries.has('bonus'));
  const node = file?.root.entries.get('bonus')?.value;
  if (file === undefined || node === undefined) return { most: 0, checks: [] };
  const map = mapOf(compiling.reader, file.path, node, '"bonus"');
  if (map === null) return { most: 0, checks: [] };
  checkKeys(compiling.reader, file.path, map, ['most', 'checks']);
  return {
    most: value(compiling.reader, file.path, map, 'most', z.number().min(0).max(20)) ?? 0,
    checks: listOf(compiling.reader, file.path, map.entries.get('checks')?.value, 'bonus.checks')
      .map((check) => compileCheck(compiling, file.path, check, 'bonus'))
      .filter((check) => check !== null),
  };
}
