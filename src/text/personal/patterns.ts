/**
 * Recognisers of what is written with letters: e-mail addresses, plates, identity numbers of Hong Kong, Macau and Taiwan,
 * and announced numbers with letters. They read a view of the text in which digits said in characters are figures.
 */
import type { Span } from '../../domain/finding.js';
import { isHongKongIdentity, isTaiwanIdentity } from './checksums.js';
import { type Found, type PersonalKind, wholly } from './found.js';
import { anyOf, type PersonalWords } from './words.js';

export interface PatternRecogniser {
  readonly kind: PersonalKind;
  readonly finds: string;
  readonly checkedBy: string;
  /** Global; the group `value`, or else the whole match, is what is found. */
  readonly pattern: RegExp;
  readonly holds: (value: string) => boolean;
  /** What of the found value a mask covers; offsets within the value. */
  readonly hidden: (value: string) => Span;
}

export type PatternSearch = (text: string, turn: number) => readonly Found[];

const WHOLE: PatternRecogniser['hidden'] = ({ length }) => ({ start: 0, end: length });
const BUT_LAST_FOUR: PatternRecogniser['hidden'] = ({ length }) => ({ start: 0, end: Math.max(1, length - 4) });
const always = () => true;
const digitsIn = (value: string) => value.replace(/\D/g, '').length;
const plain = (value: string) => value.replace(/[^a-z0-9]/g, '').toUpperCase();

const MIN_ORDER_worthMoreS = 8;
const MIN_ACCOUNT_worthMoreS = 6;
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
    holds,
    hidden: BUT_LAST_FOUR,
  };
}

const LABEL = '[a-z0-9-]{1,63}';
const TOP_DOMAIN = '(?:com|cn|net|org|edu|gov|hk|tw)(?![a-z])';

/** "san dot zhang at example dot com"; after an English "at" the dot must be said, since one looks "at example.com". */
function saidMail({ mail }: PersonalWords): RegExp {
  const dot = anyOf(mail.dot);
  const isLatin = (word: string) => /^[a-z]+$/.test(word);
  const local = `(?<![a-z0-9])[a-z0-9][a-z0-9._-]{0,63}(?: ?(?:${dot}) ?[a-z0-9._-]{1,63}){0,3}`;
  const plainAt = `(?:${anyOf(mail.at.filter(isLatin))}) ?${LABEL}(?: ?(?:${dot}) ?${LABEL}){0,3} ?(?:${dot})`;
  const signAt = `(?:${anyOf(mail.at.filter((word) => !isLatin(word)))}) ?${LABEL}(?: ?(?:\\.|${dot}) ?${LABEL}){0,3} ?(?:\\.|${dot})`;
  return new RegExp(`${local} ?(?:${plainAt}|${signAt}) ?${TOP_DOMAIN}`, 'dg');
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
      holds: (value) => digitsIn(value) >= 2,
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
      holds: always,
      hidden: (value) => ({ start: value.indexOf('@') > 1 ? 1 : 0, end: value.indexOf('@') }),
    },
    {
      kind: 'email',
      finds: 'e-mail addresses as they are said',
      checkedBy: 'the words for the signs',
      pattern: saidMail(words),
      holds: always,
      hidden: WHOLE,
    },
    ...plates(words),
    {
      kind: 'identity',
      finds: 'identity cards of Hong Kong',
      checkedBy: 'check digit',
      pattern: /(?<![a-z0-9])[a-z]{1,2} ?\d{6} ?(?:\([0-9a]\)|[0-9a])(?![a-z0-9])/dg,
      holds: (value) => isHongKongIdentity(plain(value)),
      hidden: WHOLE,
    },
    {
      kind: 'identity',
      finds: 'identity cards of Macau',
      checkedBy: 'their form: first figure, and brackets or strokes',
      pattern: /(?<![a-z0-9])[1578](?:\d{6} ?\(\d\)|\/\d{6}\/\d(?!\d))/dg,
      holds: always,
      hidden: WHOLE,
    },
    {
      kind: 'identity',
      finds: 'identity cards of Taiwan',
      checkedBy: 'check digit',
      pattern: /(?<![a-z0-9])[a-z] ?[1289]\d{8}(?![a-z0-9])/dg,
      holds: (value) => isTaiwanIdentity(plain(value)),
      hidden: WHOLE,
    },
    announced(words, 'passport', (value) => digitsIn(value) >= MIN_PASSPORT_DIGITS),
    announced(words, 'order', (value) => digitsIn(value) > 2 && plain(value).length >= MIN_ORDER_worthMoreS),
    announced(words, 'account', (value) => /\d|_/.test(value) && plain(value).length >= MIN_ACCOUNT_worthMoreS),
  ];
}

/** Digits said in characters as figures; as long as before. */
function figuresView(words: PersonalWords): (text: string) => string {
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
  const worthMore = new RegExp(`\\d|@|${anyOf(words.mail.at)}`);
  return (text, turn) => {
    if (!WORTH_A_LOOK.test(text)) return [];
    const view = viewOf(text);
    if (!worthMore.test(view)) return [];
    return recognisers.flatMap(({ kind, pattern, holds, hidden }) =>
      [...view.matchAll(pattern)].flatMap((match) => {
        const [start, end] = match.indices!.groups?.value ?? match.indices![0]!;
        const value = view.slice(start, end);
        if (!holds(value)) return [];
        const covered = hidden(value);
        const found = wholly(kind, turn, { start, end }, kind === 'email' ? value : plain(value));
        return [{ ...found, hidden: [{ start: start + covered.start, end: start + covered.end }] }];
      }),
    );
  };
}
