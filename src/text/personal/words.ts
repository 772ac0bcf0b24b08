/**
 * Words by which personal data are known, of all languages together, since callers mix them. They come from
 * `models/personal/`; folded, so that a text is folded once and then compared.
 */

/** Kinds of numbers that are told by what is said before them. `harmless` numbers belong to nobody. */
export const ANNOUNCED = ['phone', 'identity', 'card', 'passport', 'order', 'account', 'harmless'] as const;
export type Announced = (typeof ANNOUNCED)[number];

export interface PersonalWords {
  /** A character or a Latin word that says one digit. */
  readonly digits: Readonly<Record<string, number>>;
  readonly repeats: readonly string[];
  readonly multipliers: Readonly<Record<string, number>>;
  readonly checkLetters: readonly string[];
  readonly fillers: readonly string[];
  readonly acknowledgements: readonly string[];
  readonly units: readonly string[];
  readonly links: readonly string[];
  readonly openings: Readonly<Record<Announced, readonly string[]>>;
  readonly plates: { readonly regions: string; readonly endings: string };
  readonly mail: { readonly at: readonly string[]; readonly dot: readonly string[] };
  readonly names: NameWords;
  readonly addresses: AddressWords;
}

export interface NameWords {
  readonly surnameOpenings: readonly string[];
  readonly openings: readonly string[];
  readonly continued: readonly string[];
  readonly asked: readonly string[];
  readonly answers: readonly string[];
  /** Behind a surname and no part of a name. */
  readonly titles: readonly string[];
  /** Characters that no given name holds, and those that seldom come second in one. */
  readonly strictEnds: string;
  readonly ends: string;
  readonly notNames: readonly string[];
}

export interface AddressWords {
  readonly openings: readonly string[];
  readonly parts: readonly string[];
  readonly fineParts: readonly string[];
  readonly not: readonly string[];
}

/** Nothing is known but figures: what is masked where no words could be read. */
export const NO_WORDS: PersonalWords = {
  digits: {},
  repeats: [],
  multipliers: {},
  checkLetters: ['x'],
  fillers: [],
  acknowledgements: [],
  units: [],
  links: [],
  openings: { phone: [], identity: [], card: [], passport: [], order: [], account: [], harmless: [] },
  plates: { regions: '', endings: '' },
  mail: { at: [], dot: [] },
  names: {
    surnameOpenings: [],
    openings: [],
    continued: [],
    asked: [],
    answers: [],
    titles: [],
    strictEnds: '',
    ends: '',
    notNames: [],
  },
  addresses: { openings: [], parts: [], fineParts: [], not: [] },
};

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

/** A pattern for any of some words, the longest first; Latin words are bounded. Matches nothing where there is none. */
export function anyOf(words: readonly string[]): string {
  if (words.length === 0) return '(?!)';
  return [...words]
    .sort((a, b) => b.length - a.length)
    .map((word) => {
      const escaped = word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll(' ', ' +');
      if (!LATIN_EDGE.test(word)) return escaped;
      const before = /^[a-z]/.test(word) ? '(?<![a-z])' : '';
      return `${before}${escaped}${/[a-z]$/.test(word) ? '(?![a-z])' : ''}`;
    })
    .join('|');
}
