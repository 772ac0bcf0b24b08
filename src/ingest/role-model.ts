/**
 * The weights of signs (models/ingest/roles/signs.yaml), learnt by scripts/roles/train.mjs: how far each sign of a turn
 * speaks for an agent (above 0) or a caller (below), and how the turns of a voice add up. This file reads and checks
 * them.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readYaml, type TextFile, type YamlNode } from '../config/yaml-file.js';
import { ConfigError, messageOf, type Problem, suggestion } from '../domain/errors.js';
import { TALK_SIGNS } from './role-signs.js';
import { type RoleWords, readRoleWords } from './role-words.js';

/** How the evidence of turns adds up to that of a voice; all in units of log odds. */
const SUM_FIELDS = ['turn', 'mostPerTurn', 'talkShare', 'speaksFirst', 'mostPerCall'] as const;

export interface EvidenceSum {
  /** What the weight of a turn counts for, since turns of one voice are not independent. */
  readonly turn: number;
  /** The weight of a turn at most, either way. */
  readonly mostPerTurn: number;
  /** For the logarithm of how much more a voice says than another. */
  readonly talkShare: number;
  /** For the voice that speaks first, where the call is not outbound. */
  readonly speaksFirst: number;
  /** Nothing is surer than this. */
  readonly mostPerCall: number;
}

export interface RoleModel {
  readonly words: RoleWords;
  readonly sum: EvidenceSum;
  readonly weights: ReadonlyMap<string, number>;
}

export interface RoleModelFiles {
  readonly words: TextFile;
  readonly signs: TextFile;
}

/** Reads `words.yaml` and `signs.yaml` of a folder. @throws ConfigError as `readRoleModel`, and where one cannot be read. */
export function loadRoleModel(folder: string): RoleModel {
  const fileOf = (name: string): TextFile => {
    const path = join(folder, name);
    try {
      return { path, text: readFileSync(path, 'utf8') };
    } catch (thrown) {
      throw new ConfigError([{ file: path, line: null, message: `cannot be read: ${messageOf(thrown)}.` }]);
    }
  };
  return readRoleModel({ words: fileOf('words.yaml'), signs: fileOf('signs.yaml') });
}

/** @throws ConfigError naming every mistake with file and line. */
export function readRoleModel(files: RoleModelFiles): RoleModel {
  const words = readRoleWords(files.words);
  const { root } = readYaml(files.signs);
  const problems: Problem[] = [];
  const tell = (line: number, message: string) => problems.push({ file: files.signs.path, line, message });
  const sum = new Map<string, number>();
  const weights = new Map<string, number>();
  if (root.kind !== 'map') tell(root.line, 'must be a map of "schemaVersion", "sum" and "signs".');
  else {
    for (const [name, { line, value }] of root.entries) {
      if (name === 'sum')
        readNumbers(value, name, sum, (at, field) => checkName(at, field, SUM_FIELDS, 'part', tell), tell);
      else if (name === 'signs') {
        const named = [...words.groups.keys(), ...TALK_SIGNS].map((sign) => `<${sign}>`);
        const check = (at: number, sign: string) => {
          if (sign.startsWith('<')) checkName(at, sign, named, 'sign', tell);
        };
        readNumbers(value, name, weights, check, tell);
      } else if (name !== 'schemaVersion') checkName(line, name, ['schemaVersion', 'sum', 'signs'], 'section', tell);
      else if (value.kind !== 'scalar' || value.value !== 1) tell(line, 'has another "schemaVersion" than 1.');
    }
    for (const field of SUM_FIELDS) if (!sum.has(field)) tell(root.line, `lacks "sum.${field}".`);
    if (weights.size === 0) tell(root.line, 'lacks the weights of "signs".');
  }
  if (problems.length > 0) throw new ConfigError(problems);
  return { words, weights, sum: Object.fromEntries(sum) as unknown as EvidenceSum };
}

type Tell = (line: number, message: string) => void;

function readNumbers(
  node: YamlNode,
  section: string,
  into: Map<string, number>,
  check: (line: number, name: string) => void,
  tell: Tell,
): void {
  if (node.kind !== 'map') {
    tell(node.line, `"${section}" must be a map of numbers.`);
    return;
  }
  for (const [name, { line, value }] of node.entries) {
    check(line, name);
    const number = value.kind === 'scalar' ? value.value : null;
    if (typeof number === 'number' && Number.isFinite(number)) into.set(name, number);
    else tell(line, `"${section}" must give "${name}" a number.`);
  }
}

function checkName(line: number, name: string, known: readonly string[], what: string, tell: Tell): void {
  if (known.includes(name)) return;
  tell(line, `has the unknown ${what} "${name}": ${suggestion(name, known)}`);
}
