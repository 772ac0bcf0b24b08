/**
 * The words by which turns tell who speaks where no label does (models/ingest/roles/words.yaml): groups of phrases that
 * are signs, what an announcement says, how a question ends, and the characters of spoken numbers. This file reads and
 * checks them, and folds text so that they are found whatever its width, case and punctuation.
 */
import { readYaml, type TextFile, type YamlNode } from '../config/yaml-file.js';
import { ConfigError, type Problem, suggestion } from '../domain/errors.js';

export interface RoleWords {
  /** Name of a sign, and the phrases that show it. */
  readonly groups: ReadonlyMap<string, readonly string[]>;
  /** Said by callers, whatever their manners. */
  readonly ownMatter: readonly string[];
  /** Longer phrases in which `ownMatter` does not count. */
  readonly notOwnMatter: readonly string[];
  /** Said by agents, whatever their manners. */
  readonly atDesk: readonly string[];
  /** Said at the beginning of a call that the company makes. */
  readonly callsOut: readonly string[];
  /** Said by a machine alone. */
  readonly announcements: readonly string[];
  /** Said by a machine or by an agent: an announcement only from a voice that says nothing else. */
  readonly doubtfulAnnouncements: readonly string[];
  /** Not said by machines. */
  readonly personal: readonly string[];
  readonly questionEnds: readonly string[];
  readonly numberCharacters: ReadonlySet<string>;
}

const LISTS = [
  'ownMatter',
  'notOwnMatter',
  'atDesk',
  'callsOut',
  'announcements',
  'doubtfulAnnouncements',
  'personal',
  'questionEnds',
  'numberCharacters',
] as const;

const LATIN = /[\p{Script=Latin}\d]/u;

/**
 * Lower case, half width, every run of digits as one 0, marks as single blanks, a blank on both ends, and one between
 * Latin and other letters.
 */
export function foldSpoken(text: string): string {
  const plain = text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/['\u2018\u2019]/gu, '')
    .replace(/\d+/gu, '0')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .replace(/(?<=\p{Script=Han})(?=[\p{Script=Latin}\d])|(?<=[\p{Script=Latin}\d])(?=\p{Script=Han})/gu, ' ');
  return ` ${plain.trim()} `;
}

/** Whether a folded text holds one of the phrases; Latin ones as whole words. */
export function saysOneOf(folded: string, phrases: readonly string[]): boolean {
  return phrases.some((phrase) => folded.includes(phrase));
}

/** @throws ConfigError naming every mistake with file and line. */
export function readRoleWords(file: TextFile): RoleWords {
  const { root } = readYaml(file);
  const problems: Problem[] = [];
  const tell = (line: number, message: string) => problems.push({ file: file.path, line, message });
  const groups = new Map<string, readonly string[]>();
  const lists = new Map<string, readonly string[]>();
  const phrasesOf = (name: string, node: YamlNode): readonly string[] => {
    if (node.kind !== 'list') tell(node.line, `"${name}" must be a list of phrases.`);
    const items = node.kind === 'list' ? node.items : [];
    for (const item of items) {
      if (foldedPhrase(item) === null) tell(item.line, `"${name}" lists something that is no phrase: quote it.`);
    }
    return items.flatMap((item) => foldedPhrase(item) ?? []);
  };
  if (root.kind !== 'map') tell(root.line, 'must be a map of lists.');
  else {
    for (const [name, { line, value }] of root.entries) {
      if (name === 'groups' && value.kind === 'map') {
        for (const [group, entry] of value.entries) groups.set(group, phrasesOf(group, entry.value));
      } else if (LISTS.some((known) => known === name)) lists.set(name, phrasesOf(name, value));
      else tell(line, unknownSection(name));
    }
    for (const name of LISTS) if (!lists.has(name)) tell(root.line, `lacks the list "${name}".`);
    if (groups.size === 0) tell(root.line, 'lacks the map "groups".');
  }
  if (problems.length > 0) throw new ConfigError(problems);
  const plain = (name: (typeof LISTS)[number]) => lists.get(name)!;
  return {
    groups,
    ownMatter: plain('ownMatter'),
    notOwnMatter: plain('notOwnMatter'),
    atDesk: plain('atDesk'),
    callsOut: plain('callsOut'),
    announcements: plain('announcements'),
    doubtfulAnnouncements: plain('doubtfulAnnouncements'),
    personal: plain('personal'),
    questionEnds: plain('questionEnds').map((end) => end.trim()),
    numberCharacters: new Set([...plain('numberCharacters').join('').replaceAll(' ', '')]),
  };
}

/** As it is looked for: blanks around Latin words, none around others; null for what is no phrase. */
function foldedPhrase(item: YamlNode): string | null {
  if (item.kind !== 'scalar' || typeof item.value !== 'string') return null;
  const folded = foldSpoken(item.value).trim();
  if (folded === '') return null;
  return `${LATIN.test(folded[0]!) ? ' ' : ''}${folded}${LATIN.test(folded.at(-1)!) ? ' ' : ''}`;
}

function unknownSection(name: string): string {
  return `has the unknown section "${name}": ${suggestion(name, ['groups', ...LISTS])}`;
}
