/**
 * What a schema refuses, as sentences for whoever wrote the value: the place, what stands there, and what should. The
 * sentences of the schema library are for programmers.
 */
import type { z } from 'zod';
import { unknownKeySentence } from './errors.js';

/** One thing that is wrong, and where; the path is that of the key itself where a key is unknown. */
export interface SchemaFault {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

const TYPES: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  tuple: 'a list',
  object: 'keys with values',
  record: 'keys with values',
};
/** A text longer than this is not repeated. */
const SHOWN_TEXT = 40;

/**
 * All that a schema said of a value. `whole` is what sentences call the value itself, e.g. "the file"; `within` are the
 * keys under which it lies where it is a part of something larger, and `path` does not hold them.
 */
export function issueFaults(
  error: z.ZodError,
  schema: z.ZodType,
  value: unknown,
  whole: string,
  within: readonly string[] = [],
): readonly SchemaFault[] {
  return error.issues.flatMap((issue) => {
    const { path } = issue;
    if (issue.code === 'unrecognized_keys') {
      const known = keysAt(schema, path);
      return issue.keys.map((key) => ({ path: [...path, key], message: unknownKeySentence(key, known) }));
    }
    const found = valueAt(value, path);
    const names = [...within, ...path.map(String)];
    const place = names.length === 0 ? whole : `"${names.join('.')}"`;
    const wanted = wantedBy(issue);
    if (found === undefined && path.length > 0)
      return [{ path, message: `${place} is missing; it must be ${wanted}.` }];
    return [{ path, message: `${place} is ${shown(found)} and must be ${wanted}.` }];
  });
}

function wantedBy(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return TYPES[issue.expected] ?? issue.expected;
    case 'invalid_value':
      return alternatives(issue.values.map(String));
    case 'too_small':
      return limit(issue.origin, 'at least', issue.minimum);
    case 'too_big':
      return limit(issue.origin, 'at most', issue.maximum);
    case 'invalid_union':
      return 'of another form';
    default:
      return ownWords(issue.message);
  }
}

function alternatives(values: readonly string[]): string {
  const last = values.at(-1)!;
  return values.length === 1 ? last : `${values.slice(0, -1).join(', ')} or ${last}`;
}

function limit(origin: string, bound: 'at least' | 'at most', number: number | bigint): string {
  if (origin === 'string') return bound === 'at least' && number === 1 ? 'some text' : `${bound} ${number} characters`;
  return origin === 'array' || origin === 'set' ? `a list of ${bound} ${number}` : `${bound} ${number}`;
}

/** Words that a schema was given for its own rule; they begin with "is" or "must be", as sentences here do. */
function ownWords(message: string): string {
  return message.startsWith('Invalid') ? 'of another form' : message.replace(/^(?:is|must be) /, '');
}

function shown(value: unknown): string {
  if (value === null || value === undefined) return 'empty';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'keys with values';
  if (typeof value !== 'string') return String(value);
  return value.length > SHOWN_TEXT ? 'text' : JSON.stringify(value);
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (found, key) =>
      typeof found === 'object' && found !== null ? (found as Record<PropertyKey, unknown>)[key] : undefined,
    value,
  );
}

/** The keys that a schema knows at a place; none where it is no object. */
function keysAt(schema: z.core.$ZodType, path: readonly PropertyKey[]): readonly string[] {
  const { def } = schema._zod as { readonly def: z.core.$ZodTypeDef & Partial<Inside> };
  if (def.innerType !== undefined) return keysAt(def.innerType, path);
  const [step, ...rest] = path;
  if (step === undefined) return Object.keys(def.shape ?? {});
  const next = def.shape?.[String(step)] ?? def.element ?? def.valueType;
  return next === undefined ? [] : keysAt(next, rest);
}

/** Where a schema keeps those inside it: of a wrapper, an object, a list, a record. */
interface Inside {
  readonly innerType: z.core.$ZodType;
  readonly shape: Readonly<Record<string, z.core.$ZodType>>;
  readonly element: z.core.$ZodType;
  readonly valueType: z.core.$ZodType;
}
