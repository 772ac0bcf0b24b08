/**
 * The wording of reports and terminal, one file a language (`models/messages/`). Code speaks in keys and parameters;
 * `{name}` in a message is filled from the parameters.
 */
import { plainValue, readYaml, type TextFile } from '../config/yaml-file.js';
import type { Language } from '../domain/call.js';
import type { LocalName } from '../domain/rule.js';

export type Params = Readonly<Record<string, string | number>>;

export interface Messages {
  readonly language: Language;
  /** The message of a key; the key itself where the file has none, so that a report never fails for a word. */
  text(key: string, params?: Params): string;
  /** As `text`, but null where the file has none. */
  find(key: string, params?: Params): string | null;
  name(name: LocalName): string;
  readonly keys: readonly string[];
}

/** Reads the messages of one language; throws ConfigError for broken YAML. Keys of nested maps are joined by dots. */
export function parseMessages(language: Language, file: TextFile): Messages {
  const messages = new Map(flatten(plainValue(readYaml(file).root), ''));
  const find = (key: string, params: Params = {}) => {
    const message = messages.get(key);
    return message === undefined ? null : fill(message, params);
  };
  return {
    language,
    find,
    text: (key, params) => find(key, params) ?? key,
    name: (name) => name[language],
    keys: [...messages.keys()],
  };
}

function flatten(value: unknown, path: string): [string, string][] {
  if (typeof value !== 'object' || value === null) return [[path, String(value)]];
  return Object.entries(value).flatMap(([key, item]) => flatten(item, path === '' ? key : `${path}.${key}`));
}

function fill(message: string, params: Params): string {
  return message.replace(/\{(\w+)\}/g, (whole, name: string) => String(params[name] ?? whole));
}
