/**
 * Words by which personal data are known, of all languages together, since callers mix them. They come from
 * `models/personal/`; folded, so that a text is folded once and then compared.
 */

/** Kinds of numbers that are told by what is said before them. `harmless` numbers belong to nobody. */
export const ANNOUNCED = ['phone', 'identity', 'card', 'passport', 'order', 'sortCode', 'account', 'harmless'] as const;
export type Announced = (typeof ANNOUNCED)[number];

export interface PersonalWords {
  /** A character or a Latin word that says one digit. */
  readonly digits: Readonly<Record<string, number>>;
  readonly compounds: CompoundWords;
  readonly repeats: readonly string[];
  readonly multipliers: Readonly<Record<string, number>>;
  readonly checkLetters: readonly string[];
  readonly fillers: readonly string[];
  readonly acknowledgements: readonly string[];
  readonly units: readonly string[];
  readonly links: readonly string[];
  /** With one of these before it a number is of the kind of the number before. */
  readonly more: readonly string[];
  readonly openings: Readonly<Record<Announced, readonly string[]>>;
  readonly plates: { readonly regions: string; readonly endings: string };
  readonly mail: MailWords;
  readonly names: NameWords;
  readonly addresses: AddressWords;
}

/** Latin words of numbers from ten on. */
export interface CompoundWords {
  readonly teens: Readonly<Record<string, number>>;
  readonly tens: Readonly<Record<string, number>>;
  readonly scales: Readonly<Record<string, number>>;
  readonly links: readonly string[];
}

export interface MailWords {
  readonly at: readonly string[];
  readonly dot: readonly string[];
  /** Signs within the part before "at", as they are said. */
  readonly signs: readonly string[];
  /** After one of these an address follows. */
  readonly openings: readonly string[];
  /** Providers that tell an address though the full stop is written, not said. */
  readonly providers: readonly string[];
  /** Latin words that stand before an address, or before a site, and belong to no address. */
  readonly not: readonly string[];
}

export interface NameWords {
  readonly surnameOpenings: readonly string[];
  readonly openings: readonly string[];
  /** Openings that anything may follow; so what follows must look like a name in itself. */
  readonly strictOpenings: readonly string[];
  /** Openings so common that an English name behind them must begin with a known first name. */
  readonly knownOpenings: readonly string[];
  /** The same from a caller; agents give their name behind them. */
  readonly greetingOpenings: readonly string[];
  /** Ends like an opening and is none. */
  readonly notOpenings: readonly string[];
  readonly continued: readonly string[];
  readonly asked: readonly string[];
  readonly answers: readonly string[];
  /** Behind a surname and no part of a name. */
  readonly titles: readonly string[];
  /** Those of them before which any full name is masked, whether it was told or not. */
  readonly nameTitles: readonly string[];
  /** Latin titles, before a name. */
  readonly titlesBefore: readonly string[];
  /** Before a surname or a character of a given name, among people who know each other. */
  readonly prefixes: readonly string[];
  /** Characters that no given name holds, and those that seldom come second in one. */
  readonly strictEnds: string;
  readonly ends: string;
  /** Characters of which given names are made. */
  readonly givenSigns: string;
  readonly givenNames: readonly string[];
  /** Names and parts of names that are words of the language too. */
  readonly commonNames: readonly string[];
  /** Words with a capital wherever they stand. */
  readonly capitalWords: readonly string[];
  readonly notNames: readonly string[];
  /** Words, towns and companies that look like a name of a person. */
  readonly likeNames: readonly string[];
  /** A row of capitalised words with one of these is no person. */
  readonly organisations: readonly string[];
  /** Ends of words of the language, such as those that tell where somebody comes from. */
  readonly notEnds: readonly string[];
  /** May follow a name at once. */
  readonly followers: readonly string[];
  /** Latin words that follow the name of who speaks. */
  readonly speakers: readonly string[];
  /** May follow a short name and the sign of possession. */
  readonly kin: readonly string[];
  /** May follow a name of three characters. */
  readonly behindFull: readonly string[];
  /** Begin like a title and are none. */
  readonly notTitles: readonly string[];
  /** Behind a name that is called: "you". */
  readonly called: readonly string[];
  /** Before a name that is called. */
  readonly greetings: readonly string[];
  /** Parts of characters by which a surname is explained. */
  readonly explained: readonly string[];
  /** Between a word and the character of it that is meant. */
  readonly explainLinks: readonly string[];
}

export interface AddressWords {
  /** Anything may follow these, so a street must. */
  readonly openings: readonly string[];
  /** A number must follow these at once. */
  readonly numberOpenings: readonly string[];
  /** Behind these a house and a number are enough. */
  readonly firmOpenings: readonly string[];
  /** The listener asks, and the next turn of the other side answers. */
  readonly asked: readonly string[];
  readonly answers: readonly string[];
  /** Streets and quarters: with one of these a place is told. */
  readonly parts: readonly string[];
  /** Behind one of these a part is an ordinary word: "on the way". */
  readonly ordinary: readonly string[];
  /** Buildings and quarters: with a number behind them a place is told. */
  readonly numberedParts: readonly string[];
  readonly fineParts: readonly string[];
  /** Cities and provinces: alone they tell nothing. */
  readonly wideParts: readonly string[];
  /** Behind a part: the name of a shop or a station. */
  readonly shops: readonly string[];
  readonly not: readonly string[];
  /** Characters of talk, none of which stands in an address that answers a question. */
  readonly stops: string;
  /** Characters of numbers of houses beside the digits. */
  readonly tens: string;
  readonly postcodes: readonly string[];
}

/** Nothing is known but figures: what is masked where no words could be read. */
export const NO_WORDS: PersonalWords = {
  digits: {},
  compounds: { teens: {}, tens: {}, scales: {}, links: [] },
  repeats: [],
  multipliers: {},
  checkLetters: ['x'],
  fillers: [],
  acknowledgements: [],
  units: [],
  links: [],
  more: [],
  openings: { phone: [], identity: [], card: [], passport: [], order: [], sortCode: [], account: [], harmless: [] },
  plates: { regions: '', endings: '' },
  mail: { at: [], dot: [], signs: [], openings: [], providers: [], not: [] },
  names: {
    surnameOpenings: [],
    openings: [],
    strictOpenings: [],
    knownOpenings: [],
    greetingOpenings: [],
    notOpenings: [],
    continued: [],
    asked: [],
    answers: [],
    titles: [],
    nameTitles: [],
    titlesBefore: [],
    prefixes: [],
    strictEnds: '',
    ends: '',
    givenSigns: '',
    givenNames: [],
    commonNames: [],
    capitalWords: [],
    notNames: [],
    likeNames: [],
    organisations: [],
    notEnds: [],
    followers: [],
    speakers: [],
    kin: [],
    behindFull: [],
    notTitles: [],
    called: [],
    greetings: [],
    explained: [],
    explainLinks: [],
  },
  addresses: {
    openings: [],
    numberOpenings: [],
    firmOpenings: [],
    asked: [],
    answers: [],
    parts: [],
    ordinary: [],
    numberedParts: [],
    fineParts: [],
    wideParts: [],
    shops: [],
    not: [],
    stops: '',
    tens: '',
    postcodes: [],
  },
};

const HAN = /\p{Script=Han}/u;
const LATIN = /[a-z]/;
const LATIN_EDGE = /^[a-z0-9]|[a-z0-9]$/;

/**
 * Whether a text holds any of some words: what most turns are asked before anything is looked for in them. Latin words
 * are sought only where there are Latin letters; bounds are left to the pattern proper.
 */
export function hintOf(words: readonly string[]): (text: string) => boolean {
  const latin = new RegExp(anyOf(words.filter((word) => LATIN.test(word)).map((word) => word.split(' ')[0]!)));
  const other = new RegExp(anyOf(words.filter((word) => !LATIN.test(word))));
  return (text) => other.test(text) || (LATIN.test(text) && latin.test(text));
}

const NONE: readonly RegExpExecArray[] = [];

/** All matches of a global pattern in a text that may hold one. */
export function matchesOf(pattern: RegExp, isWorth: boolean, text: string): readonly RegExpExecArray[] {
  return isWorth ? [...text.matchAll(pattern)] : NONE;
}

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

function boundedPattern(word: string): string {
  const pattern = escaped(word).replaceAll(' ', ' +');
  if (!LATIN_EDGE.test(word)) return pattern;
  const before = /^[a-z]/.test(word) ? '(?<![a-z])' : '';
  return `${before}${pattern}${/[a-z]$/.test(word) ? '(?![a-z])' : ''}`;
}

/** A pattern for any of some words, the longest first; Latin words are bounded. Matches nothing where there is none. */
export function anyOf(words: readonly string[]): string {
  if (words.length === 0) return '(?!)';
  const isSign = (word: string) => word.length === 1 && HAN.test(word);
  const all = [...new Set(words)];
  const longer = all.filter((word) => !isSign(word)).sort((a, b) => b.length - a.length);
  const signs = all.filter(isSign).join('');
  return [...longer.map(boundedPattern), ...(signs === '' ? [] : [`[${signs}]`])].join('|');
}
