/**
 * Parts of the schemas by which foreign JSON is checked: lenient about fields that nobody reads, strict about those that
 * are read. What does not fit is told as one sentence that names the field and what is there, never the words in it.
 */
import { z } from 'zod';
import { hasLoneSurrogate } from './encoding.js';
import { type Fault, fault, shorten } from './reject.js';

export const text = z.string().refine((value) => !hasLoneSurrogate(value), { params: { expected: 'text' } });

/** Null where the field is missing, null or empty. */
export const optionalText = text.nullish().transform((value) => (value === undefined || value === '' ? null : value));

/** A name or a number by which something is called. */
export const optionalName = z
  .union([text, z.number()], { error: 'text or a number' })
  .nullish()
  .transform((value) => (value === undefined || value === null || value === '' ? null : String(value)));

/** A field that is looked at later, or by its presence alone. */
export const anything = z.unknown().optional();

/** A number, also where the source writes it as text. */
export const numeric = z
  .union([z.number(), z.string().regex(/^\s*[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?\s*$/i)], { error: 'a number' })
  .transform(Number)
  .refine(Number.isFinite, { params: { expected: 'a number' } });

export const optionalNumber = numeric.nullish().transform((value) => value ?? null);

/** A channel counted from 0; what is no such number is no channel, and no reason to lose a call. */
export const channelFrom0 = anything.transform((value) =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 ? value : null,
);

/** The same counted from 1. */
export const channelFrom1 = anything.transform((value) => {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isInteger(number) && number >= 1 ? number - 1 : null;
});

/** A share from 0 to 1; what is no such share is no confidence, and no reason to lose a call. */
export const confidence = z
  .unknown()
  .optional()
  .transform((value) => {
    const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
    return typeof number === 'number' && number >= 0 && number <= 1 ? number : null;
  });

/** An empty list where the field is missing or null. */
export function optionalList<T extends z.ZodType>(item: T) {
  return z
    .array(item)
    .nullish()
    .transform((value) => value ?? []);
}

/** Null where the field is missing. */
export function optional<T extends z.ZodType>(schema: T) {
  return schema.nullish().transform((value) => value ?? null);
}

/** The value as the schema has it, or what is wrong with it; `place` is where the value stands in its document. */
export function parsed<T extends z.ZodType>(schema: T, value: unknown, place = ''): z.output<T> | Fault {
  const result = schema.safeParse(value);
  return result.success ? result.data : issueFault(value, result.error.issues[0], place);
}

type Issue = z.core.$ZodIssue;

function issueFault(value: unknown, issue: Issue | undefined, place: string): Fault {
  const path = issue?.path ?? [];
  const name = [place, pathName(path)].filter((part) => part !== '').join('.');
  return fault('bad_field', {
    field: name === '' ? 'document' : shorten(name),
    expected: issue === undefined ? 'readable' : expectedBy(issue),
    actual: describe(valueAt(value, path), false),
  });
}

const TYPE_NAMES: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
};

function expectedBy(issue: Issue): string {
  if (issue.code === 'invalid_type') return TYPE_NAMES[issue.expected] ?? issue.expected;
  if (issue.code === 'custom' && typeof issue.params?.expected === 'string') return issue.params.expected;
  if (issue.code === 'invalid_value') return issue.values.map((known) => `"${String(known)}"`).join(' or ');
  if (issue.code === 'invalid_union') return issue.message;
  return 'what the format says';
}

export function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  let found = value;
  for (const key of path) found = (found as Readonly<Record<PropertyKey, unknown>> | null | undefined)?.[key];
  return found;
}

export function pathName(path: readonly PropertyKey[]): string {
  return path
    .map((key, index) => (typeof key === 'number' ? `[${key}]` : `${index === 0 ? '' : '.'}${String(key)}`))
    .join('');
}

/** A value in a sentence; its content only where `show`, so that nothing spoken and no number of a caller gets out. */
export function describe(value: unknown, show: boolean): string {
  if (value === undefined) return 'missing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'an object';
  if (typeof value === 'string' && hasLoneSurrogate(value)) return 'text with half a character';
  if (!show) return typeof value === 'string' ? 'text' : `a ${typeof value}`;
  return typeof value === 'string' ? `"${shorten(value)}"` : String(value);
}

/** The name of a call under a field of a value that is broken elsewhere; null where it has none. */
export function idOf(value: unknown, field: string): string | null {
  const id = optionalName.safeParse(valueAt(value, [field]));
  return id.success ? id.data : null;
}
