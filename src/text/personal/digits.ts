/**
 * Runs of digits as they are written and said: figures, characters of one digit each, English words, "three eights"
 * forms, and English tens, hundreds and thousands ("nine hundred forty-two"), over blanks, dashes, commas and
 * hesitations. In Mandarin a number with a unit sign between its digits is an amount and falls apart into runs too short
 * to matter.
 */
import type { PersonalWords } from './words.js';

/** One writing of one digit, or of a digit repeated. Offsets are of the folded text. */
export interface Atom {
  readonly turn: number;
  readonly start: number;
  readonly end: number;
  /** The digits it stands for; `X` for the check letter of an identity number. */
  readonly digits: string;
  readonly spoken: boolean;
  /** Said in tens, hundreds or thousands, as amounts, years and times are too. */
  readonly compound: boolean;
}

/** Atoms that touch each other. */
export interface Group {
  readonly atoms: readonly Atom[];
  readonly digits: string;
  /** Whether a comma, full stop or hesitation stands between this group and the one before it. */
  readonly afterPause: boolean;
}

export interface Run {
  readonly groups: readonly Group[];
  readonly start: number;
  readonly end: number;
}

export type DigitScan = (text: string, turn: number) => readonly Run[];

/** What a character is to the scan. */
const Kind = { Digit: 1, Joint: 2, Pause: 3, Latin: 4 } as const;

const MOST_CODES = 0x10000;
/** Blanks, dashes and brackets: they part the groups of one written number. */
const JOINTS = ' \t\u00A0-\u2010\u2011\u2012\u2013\u2014\u2015\uFF0D_()\u00B7/';
/** Commas, full stops, ellipses: pauses of a speaker, as recognisers write them. Folding made full-width ones narrow. */
const PAUSES = '\n\r,\u3001\u3002.?\u2026~\uFF0C\uFF1F\uFF0E';
/** Controls and formats, which reports leave out, so that digits beside them come together; and what makes keycaps. */
const INVISIBLE = /\p{Cc}|\p{Cf}|\uFE0F|\u20E3/u;
const MOST_GAP = 14;
/** Places before the check letter of an identity number. */
const PLACES_BEFORE_CHECK = 17;
/** "One five" is a five within a number alone; else it may be one of something. */
const MIN_REPEAT = 2;
const MIN_REPEAT_WITHIN = 1;

interface Tables {
  readonly kinds: Uint8Array;
  readonly values: Uint8Array;
  readonly latinDigits: ReadonlyMap<string, number>;
  readonly compounds: CompoundTables;
  readonly multipliers: ReadonlyMap<string, number>;
  readonly repeats: readonly string[];
  readonly latinFillers: ReadonlySet<string>;
  /** Fillers in characters by their first one, the longest first. */
  readonly fillers: ReadonlyMap<string, readonly string[]>;
  readonly checkLetters: readonly string[];
}

interface CompoundTables {
  /** Ten to nineteen. */
  readonly teens: ReadonlyMap<string, number>;
  /** Twenty, thirty and on. */
  readonly tens: ReadonlyMap<string, number>;
  readonly scales: ReadonlyMap<string, number>;
  /** Between a hundred and what is over it. */
  readonly links: ReadonlySet<string>;
}

const isLatin = (word: string) => /^[a-z']+$/.test(word);

function tablesOf(words: PersonalWords): Tables {
  const kinds = new Uint8Array(MOST_CODES);
  const values = new Uint8Array(MOST_CODES);
  for (let code = 0x61; code <= 0x7a; code++) kinds[code] = Kind.Latin;
  for (let code = 0; code < MOST_CODES; code++) if (INVISIBLE.test(String.fromCharCode(code))) kinds[code] = Kind.Joint;
  for (const sign of JOINTS) kinds[sign.charCodeAt(0)] = Kind.Joint;
  for (const sign of PAUSES) kinds[sign.charCodeAt(0)] = Kind.Pause;
  const digits = Object.entries(words.digits);
  const figures = [...'0123456789'].map((figure, value): [string, number] => [figure, value]);
  for (const [sign, value] of [...figures, ...digits.filter(([word]) => word.length === 1 && !isLatin(word))]) {
    kinds[sign.charCodeAt(0)] = Kind.Digit;
    values[sign.charCodeAt(0)] = value;
  }
  const fillers = new Map<string, readonly string[]>();
  const spoken = words.fillers.filter((word) => !isLatin(word)).sort((a, b) => b.length - a.length);
  for (const word of spoken) fillers.set(word[0]!, [...(fillers.get(word[0]!) ?? []), word]);
  return {
    kinds,
    values,
    latinDigits: new Map(digits.filter(([word]) => isLatin(word))),
    compounds: {
      teens: new Map(Object.entries(words.compounds.teens)),
      tens: new Map(Object.entries(words.compounds.tens)),
      scales: new Map(Object.entries(words.compounds.scales)),
      links: new Set(words.compounds.links),
    },
    multipliers: new Map(Object.entries(words.multipliers)),
    repeats: words.repeats,
    latinFillers: new Set(words.fillers.filter(isLatin)),
    fillers,
    checkLetters: words.checkLetters,
  };
}

const isFigure = (code: number) => code >= 0x30 && code <= 0x39;

function latinEnd(tables: Tables, text: string, from: number): number {
  let end = from;
  while (end < text.length && (tables.kinds[text.charCodeAt(end)] === Kind.Latin || text[end] === "'")) end++;
  return end;
}

/** "three eights" in characters: a count, a sign of counting, a digit. */
function repeatedAt(tables: Tables, text: string, at: number, turn: number, within: boolean): Atom | null {
  const count = tables.values[text.charCodeAt(at)]!;
  const sign =
    count < (within ? MIN_REPEAT_WITHIN : MIN_REPEAT)
      ? undefined
      : tables.repeats.find((each) => text.startsWith(each, at + 1));
  if (sign === undefined) return null;
  const digitAt = at + 1 + sign.length;
  if (tables.kinds[text.charCodeAt(digitAt)] !== Kind.Digit) return null;
  const digit = String(tables.values[text.charCodeAt(digitAt)]);
  return { turn, start: at, end: digitAt + 1, digits: digit.repeat(count), spoken: true, compound: false };
}

function digitAt(tables: Tables, text: string, at: number, turn: number, within: boolean): Atom {
  const repeated = repeatedAt(tables, text, at, turn, within);
  if (repeated !== null) return repeated;
  const code = text.charCodeAt(at);
  return {
    turn,
    start: at,
    end: at + 1,
    digits: String(tables.values[code]),
    spoken: !isFigure(code),
    compound: false,
  };
}

/** A Latin word with its place. */
interface LatinWord {
  readonly word: string;
  readonly start: number;
  readonly end: number;
}

const WORD_JOINT = /[ -]{0,2}/y;

/** Over a blank or a hyphen behind a word. */
function overJoint(text: string, from: number): number {
  WORD_JOINT.lastIndex = from;
  WORD_JOINT.test(text);
  return WORD_JOINT.lastIndex;
}

/** The word behind a place, over a blank or a hyphen; null where none stands there. */
function nextWord(tables: Tables, text: string, from: number): LatinWord | null {
  const start = overJoint(text, from);
  const end = latinEnd(tables, text, start);
  return end === start ? null : { word: text.slice(start, end), start, end };
}

interface Counted {
  readonly value: number;
  readonly end: number;
}

/** A number below a hundred in tens and units; null for anything else, single digits too. */
function tensAt(tables: Tables, text: string, { word, end }: LatinWord): Counted | null {
  const { teens, tens } = tables.compounds;
  const teen = teens.get(word);
  if (teen !== undefined) return { value: teen, end };
  const ten = tens.get(word);
  if (ten === undefined) return null;
  const next = nextWord(tables, text, end);
  const unit = next === null ? 0 : (tables.latinDigits.get(next.word) ?? 0);
  return next === null || unit === 0 ? { value: ten, end } : { value: ten + unit, end: next.end };
}

/** What is over a hundred or a thousand: tens; a single digit only behind "and" or where no further digit follows it. */
function overAt(tables: Tables, text: string, from: number, scale: number): Counted | null {
  const first = nextWord(tables, text, from);
  if (first === null) return null;
  const isLinked = tables.compounds.links.has(first.word);
  const word = isLinked ? nextWord(tables, text, first.end) : first;
  if (word === null) return null;
  const tens = tensAt(tables, text, word);
  if (tens !== null) return tens;
  const unit = tables.latinDigits.get(word.word) ?? 0;
  if (unit === 0) return null;
  const further = nextWord(tables, text, word.end);
  const isOfNext =
    further !== null &&
    (tables.latinDigits.has(further.word) ||
      tables.multipliers.has(further.word) ||
      (tables.compounds.scales.get(further.word) ?? 0) >= scale);
  return isLinked || !isOfNext ? { value: unit, end: word.end } : null;
}

const HUNDRED = 100;

/** A number with its hundreds and thousands, of which the first part was read; null where no scale follows. */
function scaledAt(tables: Tables, text: string, { value, end }: Counted): Counted | null {
  const { scales } = tables.compounds;
  const next = nextWord(tables, text, end);
  const scale = next === null ? undefined : scales.get(next.word);
  if (next === null || scale === undefined) return null;
  const scaled = { value: value * scale, end: next.end };
  const over = overAt(tables, text, next.end, scale);
  if (over === null) return scaled;
  const overScale = scale > HUNDRED ? scaledAt(tables, text, over) : null;
  const rest = overScale ?? over;
  return rest.value < scale ? { value: scaled.value + rest.value, end: rest.end } : scaled;
}

/** A number said in tens, hundreds or thousands that begins with a word. */
function compoundAt(tables: Tables, text: string, word: LatinWord, turn: number): Atom | null {
  const tens = tensAt(tables, text, word);
  const unit = tables.latinDigits.get(word.word) ?? 0;
  const first = tens ?? (unit === 0 ? null : { value: unit, end: word.end });
  const whole = first === null ? null : (scaledAt(tables, text, first) ?? tens);
  if (whole === null) return null;
  return { turn, start: word.start, end: whole.end, digits: String(whole.value), spoken: true, compound: true };
}

/** A digit said as a Latin word; also one doubled, in words, figures or characters, and a number in tens or hundreds. */
function latinDigitAt(tables: Tables, text: string, word: LatinWord, turn: number): Atom | null {
  const { start, end } = word;
  const compound = compoundAt(tables, text, word, turn);
  if (compound !== null) return compound;
  const digit = tables.latinDigits.get(word.word);
  if (digit !== undefined) return { turn, start, end, digits: String(digit), spoken: true, compound: false };
  const times = tables.multipliers.get(word.word);
  if (times === undefined) return null;
  const next = nextWord(tables, text, end);
  if (next === null) {
    const at = overJoint(text, end);
    if (tables.kinds[text.charCodeAt(at)] !== Kind.Digit) return null;
    const repeated = digitAt(tables, text, at, turn, true);
    return { ...repeated, start, digits: repeated.digits.repeat(times), spoken: true };
  }
  const following = tables.latinDigits.get(next.word.replace(/s$/, ''));
  if (following === undefined) return null;
  return { turn, start, end: next.end, digits: String(following).repeat(times), spoken: true, compound: false };
}

function fillerEnd(tables: Tables, text: string, at: number): number {
  const filler = tables.fillers.get(text[at]!)?.find((each) => text.startsWith(each, at));
  return filler === undefined ? at : at + filler.length;
}

/** A full stop between two figures parts the groups of a number as a dash does. */
function isDotWithin(text: string, at: number): boolean {
  return text[at] === '.' && isFigure(text.charCodeAt(at - 1)) && isFigure(text.charCodeAt(at + 1));
}

/** The run that is being read. */
interface Open {
  atoms: Atom[];
  groups: Group[];
  places: number;
  afterPause: boolean;
  /** Whether a pause was read since the last atom. */
  pause: boolean;
  /** Whether the last atom was in tens or hundreds: "and" between two of them parts two amounts. */
  lastCompound: boolean;
}

const opened = (): Open => ({ atoms: [], groups: [], places: 0, afterPause: false, pause: false, lastCompound: false });

function endGroup(open: Open): void {
  if (open.atoms.length === 0) return;
  open.groups.push({
    atoms: open.atoms,
    digits: open.atoms.map((atom) => atom.digits).join(''),
    afterPause: open.afterPause,
  });
  open.atoms = [];
}

function add(open: Open, atom: Atom): void {
  const last = open.atoms.at(-1);
  if (last !== undefined && last.end !== atom.start) endGroup(open);
  if (open.atoms.length === 0) open.afterPause = open.pause;
  open.atoms.push(atom);
  open.places += atom.digits.length;
  open.pause = false;
  open.lastCompound = atom.compound;
}

function runOf(open: Open): Run | null {
  endGroup(open);
  const first = open.groups[0];
  if (first === undefined) return null;
  return { groups: open.groups, start: first.atoms[0]!.start, end: open.groups.at(-1)!.atoms.at(-1)!.end };
}

/** The check letter, where seventeen digits stand before it and no Latin letter behind. */
function checkLetterAt(tables: Tables, text: string, at: number, open: Open, turn: number): Atom | null {
  if (open.places < PLACES_BEFORE_CHECK) return null;
  const letter = tables.checkLetters.find((each) => text.startsWith(each, at));
  if (letter === undefined) return null;
  const end = at + letter.length;
  if (tables.kinds[text.charCodeAt(end)] === Kind.Latin) return null;
  return { turn, start: at, end, digits: 'X', spoken: true, compound: false };
}

/** Compiles the reading of digits; the scan takes a folded text and is linear in its length. */
export function digitScan(words: PersonalWords): DigitScan {
  const tables = tablesOf(words);
  return (text, turn) => {
    const runs: Run[] = [];
    let open = opened();
    let lastEnd = 0;
    const close = () => {
      const run = runOf(open);
      if (run !== null) {
        runs.push(run);
        open = opened();
      }
    };
    let at = 0;
    while (at < text.length) {
      const kind = tables.kinds[text.charCodeAt(at)];
      const isOpen = open.places > 0;
      if (isOpen && at - lastEnd > MOST_GAP) close();
      if (kind === Kind.Digit) {
        const atom = digitAt(tables, text, at, turn, isOpen);
        add(open, atom);
        at = lastEnd = atom.end;
        continue;
      }
      const letter = isOpen ? checkLetterAt(tables, text, at, open, turn) : null;
      if (letter !== null) {
        add(open, letter);
        close();
        at = lastEnd = letter.end;
        continue;
      }
      if (kind === Kind.Latin) {
        const end = latinEnd(tables, text, at);
        const word = text.slice(at, end);
        const atom = latinDigitAt(tables, text, { word, start: at, end }, turn);
        if (atom !== null) {
          add(open, atom);
          lastEnd = atom.end;
        } else if (!tables.latinFillers.has(word) || (open.lastCompound && tables.compounds.links.has(word))) close();
        else open.pause = true;
        at = atom?.end ?? end;
        continue;
      }
      if (!isOpen || kind === Kind.Joint || isDotWithin(text, at)) at++;
      else if (kind === Kind.Pause) {
        open.pause = true;
        at++;
      } else {
        const end = fillerEnd(tables, text, at);
        if (end === at) {
          close();
          at++;
        } else {
          open.pause = true;
          at = end;
        }
      }
    }
    close();
    return runs;
  };
}
