/** Puts codes, names and evidence into words of one language. Pure; turn numbers are the indexes of the call file, from 0. */
import type { Source } from '../domain/finding.js';
import type { Evidence, Reason } from '../domain/result.js';
import type { LocalName, NearMiss } from '../domain/rule.js';
import type { Messages } from './messages.js';
import type { ReportRubric } from './reported-call.js';
import { clipped } from './table.js';

export interface Wording {
  readonly messages: Messages;
  /** A code as a table shows it: in English the code itself, which programs read; in other languages its words. */
  cell(group: string, code: string | null): string;
  /** A code in words. */
  word(group: string, code: string): string;
  /** The name alone of what a rubric or rule file defines; its id where it has none. */
  title(id: string): string;
  /** A label, flag, rule or phrase list by its name. */
  named(name: string): string;
  criterion(id: string): string;
  reason(reason: Reason): string;
}

/** `names` are those of rules and flags, by id. */
export function wording(
  messages: Messages,
  rubric: ReportRubric,
  names: ReadonlyMap<string, LocalName> = new Map(),
): Wording {
  const criteria = new Map(rubric.criteria.map((criterion) => [criterion.id, criterion.name]));
  const word = (group: string, code: string) => messages.find(`${group}.${code}`) ?? code;
  const criterion = (id: string) => {
    const name = criteria.get(id);
    return name === undefined ? id : messages.name(name);
  };
  const named = (name: string): string => {
    const [list, id] = splitOnce(name, ':');
    if (id !== null && list === 'says') return messages.text('name.says', { name: named(splitOnce(id, '#')[0]) });
    if (id !== null && list === 'lexicon') return messages.text('name.lexicon', { name: id });
    const label = messages.find(`label.${name}`);
    if (label !== null) return label;
    return RULE_ID.test(name) ? messages.text('name.rule', { name: title(name), id: name }) : title(name);
  };
  const title = (id: string) => {
    const local = names.get(id);
    return local === undefined ? id : messages.name(local);
  };
  const reason = ({ code, params }: Reason) => {
    const worded = Object.fromEntries(
      Object.entries(params).map(([key, value]) => [key, NAME_PARAMS.has(key) ? namedList(String(value)) : value]),
    );
    return messages.find(`reason.${code}`, worded) ?? plainReason(code, worded);
  };
  const namedList = (list: string) =>
    list === '' ? messages.text('name.nothing') : list.split(', ').map(named).join(messages.text('join.list'));
  const cell = (group: string, code: string | null) => {
    if (code === null) return '';
    return messages.language === 'en' ? code : word(group, code);
  };
  return { messages, cell, word, title, named, criterion, reason };
}

/** Parameters of a reason that hold names, joined by `, `. */
const NAME_PARAMS = new Set(['name', 'looked', 'input']);

/** Rules go by their ids among those who write rubrics; flags, in small letters, by their names alone. */
const RULE_ID = /^[A-Z]/;
/** Patterns of word lists can be long; more than this of one says nothing to a reader. */
const SHOWN_ENTRY = 40;

/** A reason of a rubric that the messages do not know. */
function plainReason(code: string, params: Reason['params']): string {
  const filled = Object.entries(params).map(([key, value]) => `${key} ${value}`);
  return filled.length === 0 ? code : `${code} (${filled.join(', ')})`;
}

function splitOnce(text: string, separator: string): readonly [string, string | null] {
  const at = text.indexOf(separator);
  return at === -1 ? [text, null] : [text.slice(0, at), text.slice(at + separator.length)];
}

/** What a finding rests on, e.g. `phrase "..." of list insult`. */
export function sourceText(source: Source, { messages }: Wording): string {
  switch (source.kind) {
    case 'phrase':
      return messages.text('source.phrase', { entry: clipped(source.entry, SHOWN_ENTRY), lexicon: source.lexicon });
    case 'model':
      return messages.text('source.model', { id: source.id, percent: Math.round(source.probability * 100) });
    case 'timing':
      if (source.overlapMs !== undefined) return messages.text('source.overlap', { ms: source.overlapMs });
      return messages.text('source.silence', { ms: source.silenceMs ?? 0 });
    case 'record':
      return messages.text('source.record', { event: source.event });
    case 'rule':
      return messages.text('source.rule', { id: source.id });
  }
}

/** Something that nearly counted and why it did not. */
export function nearMissText(miss: NearMiss, words: Wording): string {
  const { messages } = words;
  const params = { turn: miss.turn, name: words.named(miss.name) };
  switch (miss.why.kind) {
    case 'discarded':
      return messages.text('near.discarded', { ...params, reason: words.word('discard', miss.why.reason) });
    case 'unless':
      return messages.text('near.unless', { ...params, condition: words.named(miss.why.condition) });
    case 'window':
      return miss.why.distance === null
        ? messages.text('near.outside', { ...params, allowed: miss.why.allowed })
        : messages.text('near.window', { ...params, distance: miss.why.distance, allowed: miss.why.allowed });
  }
}

/** Where the evidence stands and what it was taken for, without its quote. */
export function evidencePlace(evidence: Evidence, words: Wording): string {
  const { messages } = words;
  const name = words.named(evidence.name);
  if (evidence.anchor === undefined) return messages.text('evidence.place', { turn: evidence.turn, name });
  return messages.text('evidence.anchored', {
    turn: evidence.turn,
    name,
    anchor: words.named(evidence.anchor.name),
    anchorTurn: evidence.anchor.turn,
  });
}

/** Milliseconds from the start of the call as `mm:ss` (minutes may pass 99); empty where unknown. */
export function clockText(ms: number | null | undefined): string {
  if (ms === null || ms === undefined) return '';
  const seconds = Math.floor(ms / 1000);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${two(Math.floor(seconds / 60))}:${two(seconds % 60)}`;
}
