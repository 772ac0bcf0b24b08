/**
 * Lexicons: `models/lexicons/<language>/<name>.yaml`, one entry a line, so that an analyst can read, sort and diff them.
 * An entry is a phrase (see `template.ts`) or a mapping with `phrase` and more. Everything is checked on loading.
 */
import { isMap, isPair, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml';
import { z } from 'zod';
import { nearestName, type Problem } from '../domain/errors.js';
import type { AttributeValue } from '../domain/finding.js';
import { issueFaults } from '../domain/schema-sentence.js';
import { foldText } from './fold.js';
import type { LanguageData } from './language.js';
import { compileTemplate } from './template.js';

export const GUARDS = ['negation', 'quotation', 'sarcasm', 'question', 'conditional'] as const;
export type Guard = (typeof GUARDS)[number];
const DEFAULT_GUARDS: readonly Guard[] = ['negation', 'quotation'];

export interface LexiconEntry {
  readonly phrase: string;
  /** 0..1: how sure the phrase alone is. */
  readonly strength: number;
  /** The phrase is itself a negation, so a negator before it changes nothing. */
  readonly negated: boolean;
  /** Ambiguous: counts only where a second witness supports it. */
  readonly weak: boolean;
  /** Longer phrases in which this one means something else. */
  readonly except: readonly string[];
  readonly attributes: Readonly<Record<string, AttributeValue>>;
}

export interface Lexicon {
  readonly name: string;
  readonly speaker: 'agent' | 'caller' | 'any';
  readonly guards: readonly Guard[];
  readonly entries: readonly LexiconEntry[];
}

const attributeValue = z.union([z.string(), z.number(), z.boolean()]);
const headSchema = z.strictObject({
  speaker: z.enum(['agent', 'caller', 'any']),
  guards: z.array(z.enum(GUARDS)).optional(),
  strength: z.number().min(0).max(1).optional(),
  attributes: z.record(z.string(), attributeValue).optional(),
  note: z.string().optional(),
});
const ENTRY_KEYS = ['phrase', 'strength', 'negated', 'weak', 'except', 'note'] as const;
const entrySchema = z.looseObject({
  phrase: z.string().min(1),
  strength: z.number().min(0).max(1).optional(),
  negated: z.boolean().optional(),
  weak: z.boolean().optional(),
  except: z.array(z.string().min(1)).optional(),
  note: z.string().min(1).optional(),
});

const HAN_OR_LETTER = /[\p{L}\p{N}]/gu;

interface Context {
  readonly path: string;
  readonly language: LanguageData;
  readonly lines: LineCounter;
  readonly problems: Problem[];
}

function lineOf(node: unknown, context: Context): number | null {
  const range = (node as Node | null | undefined)?.range;
  return range ? context.lines.linePos(range[0]).line : null;
}

function report(context: Context, node: unknown, message: string): void {
  context.problems.push({ file: context.path, line: lineOf(node, context), message });
}

/** The words of a phrase with its marks taken out, for the check that an exception contains what it excepts. */
const bareWords = (phrase: string) =>
  phrase
    .replace(/\([^)]*\)\??|[…#*^$]/g, ' ')
    .split(/ +/)
    .filter(Boolean);

function checkPhrase(phrase: string, node: unknown, context: Context): void {
  try {
    compileTemplate(phrase, context.language);
  } catch (error) {
    report(context, node, `the phrase "${phrase}" ${error instanceof Error ? error.message : String(error)}.`);
  }
}

function readEntry(
  node: Node,
  context: Context,
  defaults: { readonly strength: number; readonly attributes: Readonly<Record<string, AttributeValue>> },
): LexiconEntry | null {
  const plain = node.toJS(parseDocument('')) as unknown;
  const candidate = isScalar(node) ? { phrase: String(plain) } : plain;
  const parsed = entrySchema.safeParse(candidate);
  if (!parsed.success) {
    const [fault] = issueFaults(parsed.error, entrySchema, candidate, 'the entry');
    report(context, node, `of an entry ${fault!.message}`);
    return null;
  }
  const { phrase, strength, negated, weak, except, note, ...rest } = parsed.data;
  for (const key of Object.keys(rest)) {
    if (key in defaults.attributes) continue;
    const nearest = nearestName(key, [...ENTRY_KEYS, ...Object.keys(defaults.attributes)]);
    report(
      context,
      node,
      `unknown key "${key}" in the entry "${phrase}"${nearest === null ? '' : `; the nearest is "${nearest}"`}. Attributes are declared under "attributes" of the lexicon.`,
    );
  }
  const folded = foldText(phrase, context.language.folds);
  checkPhrase(folded, node, context);
  const letters = folded.match(HAN_OR_LETTER)?.length ?? 0;
  if (letters < 2 && note === undefined && folded.length < 3) {
    report(
      context,
      node,
      `the one-character entry "${phrase}" needs a "note" that says why it cannot hit by accident.`,
    );
  }
  const exceptions = (except ?? []).map((text) => foldText(text, context.language.folds));
  for (const exception of exceptions) {
    checkPhrase(exception, node, context);
    const words = bareWords(folded);
    if (!/[()]/.test(folded + exception) && !words.some((word) => exception.includes(word))) {
      report(
        context,
        node,
        `the exception "${exception}" does not contain its phrase "${phrase}", so it can never apply.`,
      );
    }
  }
  const attributes = { ...defaults.attributes, ...(rest as Record<string, AttributeValue>) };
  return {
    phrase: folded,
    strength: strength ?? defaults.strength,
    negated: negated ?? false,
    weak: weak ?? false,
    except: exceptions,
    attributes,
  };
}

function readEntries(node: unknown, context: Context, head: z.infer<typeof headSchema>): readonly LexiconEntry[] {
  if (!isSeq(node)) {
    report(context, node, 'needs a list "entries".');
    return [];
  }
  const defaults = { strength: head.strength ?? 0.8, attributes: head.attributes ?? {} };
  const entries: LexiconEntry[] = [];
  const firstLine = new Map<string, number | null>();
  let previousLine: number | null = null;
  for (const item of node.items) {
    const line = lineOf(item, context);
    if (line !== null && line === previousLine) report(context, item, 'holds two entries; write one entry a line.');
    previousLine = line;
    const entry = readEntry(item as Node, context, defaults);
    if (entry === null) continue;
    const earlier = firstLine.get(entry.phrase);
    if (earlier !== undefined) report(context, item, `the phrase "${entry.phrase}" stands already in line ${earlier}.`);
    firstLine.set(entry.phrase, line);
    entries.push(entry);
  }
  return entries;
}

/** Reads one lexicon; what is wrong with it is added to `problems`, each with its line. */
export function parseLexicon(
  name: string,
  path: string,
  text: string,
  language: LanguageData,
  problems: Problem[],
): Lexicon | null {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const context: Context = { path, language, lines, problems };
  for (const error of document.errors) {
    problems.push({
      file: path,
      line: error.linePos?.[0].line ?? null,
      message: `is no valid YAML: ${error.message.split('\n')[0]}`,
    });
  }
  if (document.errors.length > 0) return null;
  if (!isMap(document.contents)) {
    report(context, document.contents, 'must be a mapping with "speaker" and "entries".');
    return null;
  }
  const head: Record<string, unknown> = {};
  const keys = new Map<unknown, unknown>();
  let entriesNode: unknown = null;
  for (const pair of document.contents.items) {
    if (!isPair(pair) || !isScalar(pair.key)) continue;
    const key = String(pair.key.value);
    keys.set(key, pair.key);
    if (key === 'entries') entriesNode = pair.value;
    else head[key] = (pair.value as Node | null)?.toJS(document) ?? null;
  }
  const parsed = headSchema.safeParse(head);
  if (!parsed.success) {
    for (const { path: place, message } of issueFaults(parsed.error, headSchema, head, 'the head')) {
      report(context, keys.get(place[0]) ?? document.contents, message);
    }
    return null;
  }
  return {
    name,
    speaker: parsed.data.speaker,
    guards: parsed.data.guards ?? DEFAULT_GUARDS,
    entries: readEntries(entriesNode, context, parsed.data),
  };
}
