/**
 * Patterns of the user's own (`--pii-patterns`). They run on an engine that is linear in the length of the text, so that
 * no pattern can hold up a night; look-around and back-references are what it does not have.
 */
import { RE2JS, RE2JSException } from 're2js';
import { z } from 'zod';
import { messageOf } from '../domain/errors.js';
import type { Span } from '../domain/finding.js';
import type { OwnPattern } from '../text/personal/masker.js';
import { checkedYaml, type Fault } from './checked-yaml.js';
import type { TextFile } from './yaml-file.js';

const schema = z.strictObject({
  schemaVersion: z.literal(1),
  patterns: z
    .array(
      z.strictObject({
        id: z.string().regex(/^[a-z][a-z0-9_-]*$/, 'must be small letters, figures, - and _'),
        pattern: z.string().min(1),
        /** Capital and small letters are the same. */
        ignoreCase: z.boolean().optional(),
      }),
    )
    .min(1),
});

type PatternEntry = z.infer<typeof schema>['patterns'][number];

function compiled({ pattern, ignoreCase }: PatternEntry): RE2JS {
  return RE2JS.compile(pattern, ignoreCase === true ? RE2JS.CASE_INSENSITIVE : 0);
}

function patternFaults(entry: PatternEntry, at: number, ids: readonly string[]): readonly Fault[] {
  if (ids.indexOf(entry.id) < at)
    return [{ path: ['patterns', at, 'id'], message: `the id "${entry.id}" stands twice.` }];
  const fault = (message: string) => [{ path: ['patterns', at, 'pattern'], message: `${entry.id}: ${message}` }];
  try {
    return compiled(entry).matcher('').find()
      ? fault('the pattern also fits an empty text; make it fit at least one character.')
      : [];
  } catch (error) {
    if (!(error instanceof RE2JSException)) throw error;
    return fault(`the pattern is not valid: ${messageOf(error)}. Look-around and back-references are not supported.`);
  }
}

function spansIn(pattern: RE2JS, text: string): readonly Span[] {
  const matcher = pattern.matcher(text);
  const spans: Span[] = [];
  while (matcher.find()) {
    if (matcher.end() > matcher.start()) spans.push({ start: matcher.start(), end: matcher.end() });
  }
  return spans;
}

/** Throws a ConfigError with every mistake. */
export function readPersonalPatterns(file: TextFile): readonly OwnPattern[] {
  const { patterns } = checkedYaml(file, schema, (read) => {
    const ids = read.patterns.map(({ id }) => id);
    return read.patterns.flatMap((entry, at) => patternFaults(entry, at, ids));
  });
  return patterns.map((entry) => {
    const pattern = compiled(entry);
    return { id: entry.id, spansOf: (text) => spansIn(pattern, text) };
  });
}
