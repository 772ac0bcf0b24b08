import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { issueFaults } from '../../src/domain/schema-sentence.js';
import { readFailure, systemCode, useFailure, writeFailure } from '../../src/domain/system-error.js';

const schema = z.strictObject({
  name: z.string().min(1),
  count: z.int().min(2).max(9).optional(),
  kind: z.enum(['a', 'b', 'c']),
  id: z.string().regex(/^x/, 'must be a word with x in front').optional(),
  list: z
    .array(z.strictObject({ level: z.enum(['low', 'high']) }))
    .min(1)
    .optional(),
  table: z.record(z.string(), z.strictObject({ min: z.number() })).default({}),
  either: z.union([z.string(), z.number()]).optional(),
});
const GOOD = { name: 'n', kind: 'a' };

function said(value: unknown, within: readonly string[] = []): readonly string[] {
  const result = schema.safeParse(value);
  return result.success
    ? []
    : issueFaults(result.error, schema, value, 'the file', within).map(({ message }) => message);
}

describe('what a schema refuses', () => {
  it.each([
    [null, 'the file is empty and must be keys with values.'],
    [[], 'the file is a list and must be keys with values.'],
    ['text', 'the file is "text" and must be keys with values.'],
    [{ kind: 'a' }, '"name" is missing; it must be text.'],
    [{ ...GOOD, name: '' }, '"name" is "" and must be some text.'],
    [{ ...GOOD, name: 5 }, '"name" is 5 and must be text.'],
    [{ ...GOOD, kind: 'd' }, '"kind" is "d" and must be a, b or c.'],
    [{ ...GOOD, count: 1.5 }, '"count" is 1.5 and must be a whole number.'],
    [{ ...GOOD, count: 1 }, '"count" is 1 and must be at least 2.'],
    [{ ...GOOD, count: 10 }, '"count" is 10 and must be at most 9.'],
    [{ ...GOOD, id: 'y' }, '"id" is "y" and must be a word with x in front.'],
    [{ ...GOOD, list: [] }, '"list" is a list and must be a list of at least 1.'],
    [{ ...GOOD, list: [{ level: null }] }, '"list.0.level" is empty and must be low or high.'],
    [{ ...GOOD, list: [{ level: 'low', lvel: 1 }] }, 'unknown key "lvel"; the nearest is "level".'],
    [{ ...GOOD, table: { a: { mim: 1, min: 2 } } }, 'unknown key "mim"; the nearest is "min".'],
    [{ ...GOOD, zzzzzzzzz: 1 }, 'unknown key "zzzzzzzzz"; known here are name, count, kind, id, list, table, either.'],
    [{ ...GOOD, either: {} }, '"either" is keys with values and must be of another form.'],
    [{ ...GOOD, kind: 'long '.repeat(20) }, '"kind" is text and must be a, b or c.'],
  ])('%j', (value, sentence) => {
    expect(said(value)).toEqual([sentence]);
  });

  it('is told with the keys under which it lies', () => {
    expect(said({ kind: 'a' }, ['gates', 'x'])).toEqual(['"gates.x.name" is missing; it must be text.']);
    expect(said(7, ['gates'])).toEqual(['"gates" is 7 and must be keys with values.']);
  });
});

describe('what the system refuses', () => {
  const error = (code: string) => Object.assign(new Error(`${code}: raw words, open 'x'`), { code });

  it.each([
    ['ENOENT', 'it does not exist', 'its folder does not exist'],
    ['EISDIR', 'it is a folder, and a file is wanted', 'it is a folder, and a file is wanted'],
    ['ENOTDIR', 'a part of its path is a file and no folder', 'a part of its path is a file and no folder'],
    ['EACCES', 'there is no permission for it', 'there is no permission for it'],
    ['ENOSPC', 'the disk is full', 'the disk is full'],
    ['EODD', 'the system says EODD', 'the system says EODD'],
  ])('%s', (code, read, written) => {
    expect(readFailure(error(code))).toBe(`cannot be read: ${read}.`);
    expect(writeFailure(error(code))).toBe(`cannot be written: ${written}.`);
    expect(useFailure(error(code))).not.toContain('raw words');
    expect(systemCode(error(code))).toBe(code);
  });

  it('knows no code of other errors', () => {
    expect([new Error('x'), 'x', null].map(systemCode)).toEqual([null, null, null]);
  });
});
