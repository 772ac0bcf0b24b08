/** Reads the words by which personal data are known (`models/personal/`) and checks them. */
import { z } from 'zod';
import { ConfigError, type Problem } from '../domain/errors.js';
import { foldText } from '../text/fold.js';
import { NO_WORDS, type PersonalWords } from '../text/personal/words.js';
import { checkedYaml, type Fault } from './checked-yaml.js';
import type { TextFile } from './yaml-file.js';

const word = z.string().min(1);
const words = z.array(word);

const shape = {
  digits: z.record(word, z.int().min(0).max(9)),
  compounds: z.strictObject({
    teens: z.record(word, z.int().min(10).max(19)),
    tens: z.record(word, z.int().min(20).max(90)),
    scales: z.record(word, z.union([z.literal(100), z.literal(1000)])),
    links: words,
  }),
  repeats: words,
  multipliers: z.record(word, z.int().min(2).max(9)),
  checkLetters: words,
  fillers: words,
  acknowledgements: words,
  units: words,
  links: words,
  more: words,
  openings: z.strictObject({
    phone: words,
    identity: words,
    card: words,
    passport: words,
    order: words,
    sortCode: words,
    account: words,
    harmless: words,
  }),
  plates: z.strictObject({ regions: z.string(), endings: z.string() }),
  mail: z.strictObject({ at: words, dot: words, signs: words, openings: words, providers: words, not: words }),
  names: z.strictObject({
    surnameOpenings: words,
    openings: words,
    strictOpenings: words,
    knownOpenings: words,
    greetingOpenings: words,
    notOpenings: words,
    continued: words,
    asked: words,
    answers: words,
    titles: words,
    nameTitles: words,
    titlesBefore: words,
    prefixes: words,
    strictEnds: z.string(),
    ends: z.string(),
    givenSigns: z.string(),
    givenNames: words,
    commonNames: words,
    capitalWords: words,
    notNames: words,
    likeNames: words,
    organisations: words,
    notEnds: words,
    followers: words,
    speakers: words,
    kin: words,
    behindFull: words,
    notTitles: words,
    called: words,
    greetings: words,
    explained: words,
    explainLinks: words,
  }),
  addresses: z.strictObject({
    openings: words,
    numberOpenings: words,
    firmOpenings: words,
    asked: words,
    answers: words,
    parts: words,
    ordinary: words,
    numberedParts: words,
    fineParts: words,
    wideParts: words,
    shops: words,
    not: words,
    stops: z.string(),
    tens: z.string(),
    postcodes: words,
  }),
};

const schema = z.strictObject({ schemaVersion: z.literal(1), ...shape });
const together = z.object(shape);

type WordFile = z.infer<typeof schema>;

/** Texts are folded before they are compared, so a word that folding changes would never be found. */
function unfolded(value: unknown, path: readonly PropertyKey[]): readonly Fault[] {
  if (typeof value === 'string') return foldFault(value, path);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => {
    const here = [...path, Array.isArray(value) ? Number(key) : key];
    return [...(typeof item === 'number' && path.length > 0 ? foldFault(key, here) : []), ...unfolded(item, here)];
  });
}

function foldFault(value: string, path: readonly PropertyKey[]): readonly Fault[] {
  const folded = foldText(value);
  return folded === value ? [] : [{ path, message: `"${value}" must be written "${folded}", as texts are folded.` }];
}

function digitFaults({ digits }: WordFile): readonly Fault[] {
  return Object.keys(digits)
    .filter((each) => each.length > 1 && !/^[a-z]+$/.test(each))
    .map((each) => ({ path: ['digits', each], message: `"${each}" must be one character or a Latin word.` }));
}

/** Reads all files, of one language each, into one list. Throws a ConfigError with every mistake of every file. */
export function readPersonalWords(files: readonly TextFile[]): PersonalWords {
  const problems: Problem[] = [];
  const read = files.flatMap((file) => {
    try {
      return [checkedYaml(file, schema, (value) => [...unfolded(value, []), ...digitFaults(value)])];
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      problems.push(...error.problems);
      return [];
    }
  });
  if (problems.length > 0) throw new ConfigError(problems);
  return together.parse(read.reduce(joined, NO_WORDS));
}

/** Two files as one: lists one after the other, signs in a row, tables over each other. */
function joined(before: unknown, after: unknown): unknown {
  if (Array.isArray(before) && Array.isArray(after)) return [...before, ...after];
  if (typeof before === 'string' && typeof after === 'string') return before + after;
  if (!isTable(before) || !isTable(after)) return after;
  const entries = Object.entries(after).map(([key, value]) => [key, joined(before[key], value)]);
  return { ...before, ...Object.fromEntries(entries) };
}

function isTable(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
