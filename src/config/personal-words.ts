/** Reads the words by which personal data are known (`models/personal/`) and checks them. */
import { z } from 'zod';
import { ConfigError, type Problem } from '../domain/errors.js';
import { foldText } from '../text/fold.js';
import type { PersonalWords } from '../text/personal/words.js';
import { checkedYaml, type Fault } from './checked-yaml.js';
import type { TextFile } from './yaml-file.js';

const word = z.string().min(1);
const words = z.array(word);

const schema = z.strictObject({
  schemaVersion: z.literal(1),
  digits: z.record(word, z.int().min(0).max(9)),
  repeats: words,
  multipliers: z.record(word, z.int().min(2).max(9)),
  checkLetters: words,
  fillers: words,
  acknowledgements: words,
  units: words,
  links: words,
  openings: z.strictObject({
    phone: words,
    identity: words,
    card: words,
    passport: words,
    order: words,
    account: words,
    harmless: words,
  }),
  plates: z.strictObject({ regions: z.string(), endings: z.string() }),
  mail: z.strictObject({ at: words, dot: words }),
  names: z.strictObject({
    surnameOpenings: words,
    openings: words,
    continued: words,
    asked: words,
    answers: words,
    titles: words,
    strictEnds: z.string(),
    ends: z.string(),
    notNames: words,
  }),
  addresses: z.strictObject({ openings: words, parts: words, fineParts: words, not: words }),
});

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
  const all = (pick: (file: WordFile) => readonly string[]) => read.flatMap(pick);
  const signs = (pick: (file: WordFile) => string) => read.map(pick).join('');
  return {
    digits: Object.assign({}, ...read.map(({ digits }) => digits)) as Readonly<Record<string, number>>,
    repeats: all((file) => file.repeats),
    multipliers: Object.assign({}, ...read.map(({ multipliers }) => multipliers)) as Readonly<Record<string, number>>,
    checkLetters: all((file) => file.checkLetters),
    fillers: all((file) => file.fillers),
    acknowledgements: all((file) => file.acknowledgements),
    units: all((file) => file.units),
    links: all((file) => file.links),
    openings: {
      phone: all((file) => file.openings.phone),
      identity: all((file) => file.openings.identity),
      card: all((file) => file.openings.card),
      passport: all((file) => file.openings.passport),
      order: all((file) => file.openings.order),
      account: all((file) => file.openings.account),
      harmless: all((file) => file.openings.harmless),
    },
    plates: { regions: signs((file) => file.plates.regions), endings: signs((file) => file.plates.endings) },
    mail: { at: all((file) => file.mail.at), dot: all((file) => file.mail.dot) },
    names: {
      surnameOpenings: all((file) => file.names.surnameOpenings),
      openings: all((file) => file.names.openings),
      continued: all((file) => file.names.continued),
      asked: all((file) => file.names.asked),
      answers: all((file) => file.names.answers),
      titles: all((file) => file.names.titles),
      strictEnds: signs((file) => file.names.strictEnds),
      ends: signs((file) => file.names.ends),
      notNames: all((file) => file.names.notNames),
    },
    addresses: {
      openings: all((file) => file.addresses.openings),
      parts: all((file) => file.addresses.parts),
      fineParts: all((file) => file.addresses.fineParts),
      not: all((file) => file.addresses.not),
    },
  };
}
