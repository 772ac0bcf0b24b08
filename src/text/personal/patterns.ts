/**
 * Recognisers of what is written with letters: e-mail addresses, plates, identity numbers of Hong Kong, Macau and Taiwan,
 * and announced numbers with letters. They read a view of the text in which digits said in characters are figures.
 */
import type { Span } from '../../domain/finding.js';
import { isHongKongIdentity, isIban, isSingaporeIdentity, isTaiwanIdentity } from './checksums.js';
import { type Found, type PersonalKind, wholly } from './found.js';
import { anyOf, type PersonalWords } from './words.js';

export interface PatternRecogniser {
  readonly kind: PersonalKind;
  readonly finds: string;
  readonly checkedBy: string;
  /** Global; the group `value`, or else the whole match, is what is found. */
  readonly pattern: RegExp;
  /** What of a match is meant, from its beginning; null for nothing. */
  readonly meantBy: (match: string) => string | null;
  /** What of the found value a mask covers; offsets within the value. */
  readonly hidden: (value: string) => Span;
}

export type PatternSearch = (text: string, turn: number) => readonly Found[];

const WHOLE: PatternRecogniser['hidden'] = ({ length }) => ({ start: 0, end: length });
const BUT_LAST_FOUR: PatternRecogniser['hidden'] = ({ length }) => ({ start: 0, end: Math.max(1, length - 4) });
const whole: PatternRecogniser['meantBy'] = (match) => match;
const where =
  (holds: (value: string) => boolean): PatternRecogniser['meantBy'] =>
  (match) =>
    holds(match) ? match : null;
const digitsIn = (value: string) => value.replace(/\D/g, '').length;
const plain = (value: string) => value.replace(/[^a-z0-9]/g, '').toUpperCase();

const MIN_ORDER_SIGNS = 8;
const MIN_ACCOUNT_SIGNS = 6;
const MIN_PASSPORT_DIGITS = 6;

/** An announced number that may hold letters. */
function announced(
  words: PersonalWords,
  kind: 'passport' | 'order' | 'account',
  holds: (value: string) => boolean,
): PatternRecogniser {
  const opening = anyOf(words.openings[kind]);
  const links = `(?:(?:${anyOf(words.links)})[\\s:,]{0,3}){0,4}`;
  return {
    kind,
    finds: `numbers with letters of kind ${kind}`,
    checkedBy: 'words before them',
    pattern: new RegExp(`(?:${opening})[\\s:,]{0,3}${links}(?<value>[a-z0-9_]+(?:-[a-z0-9_]+)*)`, 'dg'),
    meantBy: where(holds),
    hidden: BUT_LAST_FOUR,
  };
}

/** The sign of the province, a letter, and five signs (six of a new-energy car); I and O are in no serial. */
function plates({ plates: { regions, endings } }: PersonalWords): readonly PatternRecogniser[] {
  if (regions === '') return [];
  const sign = '[a-hj-np-z0-9]';
  return [
    {
      kind: 'plate',
      finds: 'number plates of the mainland, of new-energy cars too',
      checkedBy: 'the sign of the province and the form of the serial',
      pattern: new RegExp(
        `[${regions}] ?[a-z] ?[.\u00B7\u2022-]? ?(?<value>(?:${sign} ?){4}(?:${sign}(?: ?${sign})?|[${endings}]))(?![a-z0-9])`,
        'dg',
      ),
      meantBy: where((value) => digitsIn(value) >= 2),
      hidden: WHOLE,
    },
  ];
}

export function patternRecognisers(words: PersonalWords): readonly PatternRecogniser[] {
  return [
    {
      kind: 'email',
      finds: 'e-mail addresses',
      checkedBy: 'their form',
      pattern: /[a-z0-9._%+-]{1,64}@(?:[a-z0-9-]{1,63}\.){1,8}[a-z]{2,24}/dg,
      meantBy: whole,
      hidden: (value) => ({ start: value.indexOf('@') > 1 ? 1 : 0, end: value.indexOf('@') }),
    },
    ...plates(words),
    {
      kind: 'account',
      finds: 'international account numbers (IBAN)',
      checkedBy: 'check digits',
      pattern: /(?<![a-z0-9])[a-z]{2}\d{2}(?: ?[a-z0-9]{4}){2,7}(?: ?[a-z0-9]{1,3})?(?![a-z0-9])/dg,
      meantBy: ibanIn,
      hidden: BUT_LAST_FOUR,
    },
    {
      kind: 'identity',
      finds: 'national insurance numbers of the United Kingdom',
      checkedBy: 'their form',
      pattern: /(?<![a-z0-9])[a-ceghj-tw-z][a-ceghj-np-tw-z] ?\d\d([ -]?)\d\d\1\d\d ?[a-d](?![a-z0-9])/dg,
      meantBy: whole,
      hidden: WHOLE,
    },
    {
      kind: 'identity',
      finds: 'identity cards of Hong Kong',
      checkedBy: 'check digit',
      pattern: /(?<![a-z0-9])[a-z]{1,2} ?\d{6} ?(?:\([0-9a]\)|[0-9a])(?![a-z0-9])/dg,
      meantBy: where((value) => isHongKongIdentity(plain(value))),
      hidden: WHOLE,
    },
    {
      kind: 'identity',
      finds: 'identity cards of Macau',
      checkedBy: 'their form: first figure, and brackets or strokes',
      pattern: /(?<![a-z0-9])[1578](?:\d{6} ?\(\d\)|\/\d{6}\/\d(?!\d))/dg,
      meantBy: whole,
      hidden: WHOLE,
    },
    {
      kind: 'identity',
      finds: 'identity cards of Taiwan',
      checkedBy: 'check digit',
      pattern: /(?<![a-z0-9])[a-z] ?[1289]\d{8}(?![a-z0-9])/dg,
      meantBy: where((value) => isTaiwanIdentity(plain(value))),
      hidden: WHOLE,
    },
    {
      kind: 'identity',
      finds: 'identity cards of Singapore',
      checkedBy: 'check letter',
      pattern: /(?<![a-z0-9])[stfg]\d{7}[a-z](?![a-z0-9])/dg,
      meantBy: where((value) => isSingaporeIdentity(plain(value))),
      hidden: WHOLE,
    },
    announced(words, 'passport', (value) => digitsIn(value) >= MIN_PASSPORT_DIGITS),
    announced(words, 'order', (value) => digitsIn(value) > 2 && plain(value).length >= MIN_ORDER_SIGNS),
    announced(words, 'account', (value) => /\d|_/.test(value) && plain(value).length >= MIN_ACCOUNT_SIGNS),
  ];
}

/** An account number at the beginning of a text, which may go on with short words. */
function ibanIn(match: string): string | null {
  const ends = [...match.matchAll(/ |$/g)].map(({ index }) => index).reverse();
  const end = ends.find((each) => isIban(plain(match.slice(0, each))));
  return end === undefined ? null : match.slice(0, end);
}

/** Digits said in characters as figures; as long as before. */
export function figuresView(words: PersonalWords): (text: string) => string {
  const single = Object.entries(words.digits).filter(([word]) => word.length === 1 && !/[a-z]/.test(word));
  if (single.length === 0) return (text) => text;
  const sign = new RegExp(`[${single.map(([word]) => word).join('')}]`, 'g');
  return (text) => text.replace(sign, (word) => String(words.digits[word]));
}

/** Letters, an at sign or a figure: without any of them no pattern can match. */
const WORTH_A_LOOK = /[a-z@()/]/;

export function patternSearch(words: PersonalWords): PatternSearch {
  const recognisers = patternRecognisers(words);
  const viewOf = figuresView(words);
  return (text, turn) => {
    if (!WORTH_A_LOOK.test(text)) return [];
    const view = viewOf(text);
    if (!/[\d@]/.test(view)) return [];
    return recognisers.flatMap(({ kind, pattern, meantBy, hidden }) =>
      [...view.matchAll(pattern)].flatMap((match) => {
        const [start, matchEnd] = match.indices!.groups?.value ?? match.indices![0]!;
        const value = meantBy(view.slice(start, matchEnd));
        if (value === null) return [];
        const end = start + value.length;
        const covered = hidden(value);
        const found = wholly(kind, turn, { start, end }, kind === 'email' ? value : plain(value));
        return [{ ...found, hidden: [{ start: start + covered.start, end: start + covered.end }] }];
      }),
    );
  };
}
