/**
 * Recognisers of numbers. Each looks at some groups of digits of one run, which may reach over turns, and says whether
 * they are a number of its kind. Strong ones know by form or check digit; weak ones need an announcement, or more digits
 * in a row than any amount has, and yield to what is harmless: dates, time stamps, amounts, counting.
 */
import { parsePhoneNumberFromString } from 'libphonenumber-js';
import { isCalendarDate, isLuhn, isMainlandIdentity, isOldMainlandIdentity } from './checksums.js';
import type { Group, Run } from './digits.js';
import type { PersonalKind } from './found.js';
import type { Announced } from './words.js';

export interface Candidate {
  readonly digits: string;
  /** Digits of each group; of this candidate only as long as it is looked at. */
  readonly shape: readonly number[];
  /** Whether at least half of it is said in words. */
  readonly spoken: boolean;
  /** Whether a comma or a hesitation stands inside. */
  readonly paused: boolean;
  /** Digits of it that are said in tens, hundreds or thousands. */
  readonly compounds: number;
  /** Whether a zero of it is said alone, as no time of day has it. */
  readonly zeroAlone: boolean;
  /** Whether its first digits are said one by one, the first a zero: no amount begins so. */
  readonly beginsWithZero: boolean;
  /** Whether a plus stands before it. */
  readonly plus: boolean;
  /** Whether it goes on in another turn. */
  readonly overTurns: boolean;
  /** What was said before it. */
  readonly announced: Announced | null;
}

interface Kept {
  readonly first: number;
  readonly last: number;
}

export interface NumberRecogniser {
  readonly kind: PersonalKind;
  readonly finds: string;
  readonly checkedBy: string;
  /** Fewest and most digits. */
  readonly digits: readonly [number, number];
  readonly holds: (candidate: Candidate) => boolean;
  /** How many digits stay readable at either end. */
  readonly kept: (digits: string) => Kept;
}

/** More groups are a list of short numbers, unless they are said. */
const MOST_PHONE_GROUPS = 5;
const LAST_FOUR: NumberRecogniser['kept'] = ({ length }) => ({ first: 0, last: length < 8 ? 2 : 4 });
const NOTHING: NumberRecogniser['kept'] = () => ({ first: 0, last: 0 });
const MOBILE = /^((?:00)?86)?1[3-9]\d{9}$/;
const LANDLINE = /^(0(?:10|2\d|[3-9]\d\d))\d{7,8}$/;
const NEIGHBOUR = /^(852[2-9]\d{7}|853[26]\d{7}|886[2-9]\d{7,8}|09\d{8})$/;
/** A code of two digits, then seven or eight in one group or two. */
const AFTER_CODE = /^2,(?:[34],4|[78])$/;
const TAIWAN_LANDLINE = /^0[2-8]\d{7,8}$/;
const SINGAPORE = /^65[3689]\d{7}$/;
const BRITAIN = /^(01[1-9]\d|02\d|03\d\d|07[1-9]\d\d|08\d\d)\d{7,8}$/;
const INDIA = /^(?:0|91|091)?[6-9]\d{9}$/;

const isOneByOne = ({ shape }: Candidate) => shape.every((length) => length === 1);
const isWhole = ({ shape }: Candidate) => shape.length === 1;
const isSaid = (candidate: Candidate) => candidate.spoken || isOneByOne(candidate);
/** Groups of four, as cards are embossed, the last one shorter or longer; or of six and the rest. */
const isCardShape = ({ shape }: Candidate) =>
  (shape.length > 2 && shape.slice(0, -1).every((length) => length === 4)) ||
  (shape.length === 2 && shape[0] === 6) ||
  (shape.length === 3 && shape[1] === 6);

/** A time stamp, YYYYMMDDhhmm with or without seconds and thousandths. */
const STAMP = /^((?:19|20)\d{6})([01]\d|2[0-3])[0-5]\d(?:[0-5]\d(?:\d{3})?)?$/;
const isStamp = (digits: string) => {
  const day = STAMP.exec(digits)?.[1];
  return day !== undefined && isCalendarDate(day);
};

/** Digits of the country code of a number with a plus; 0 where it names no country. */
function countryDigits(digits: string): number {
  return parsePhoneNumberFromString(`+${digits}`)?.countryCallingCode.length ?? 0;
}

export const STRONG: readonly NumberRecogniser[] = [
  {
    kind: 'identity',
    finds: 'identity numbers of the mainland',
    checkedBy: 'check digit and birthday; the old form by province and birthday; or the grouping and the birthday',
    digits: [15, 18],
    holds: ({ digits, shape }) =>
      isMainlandIdentity(digits) ||
      isOldMainlandIdentity(digits) ||
      (shape.join() === '6,8,4' && isCalendarDate(digits.slice(6, 14))),
    kept: LAST_FOUR,
  },
  {
    kind: 'phone',
    finds: 'mobile numbers of the mainland, with or without the country code',
    checkedBy: 'eleven digits from 13 to 19',
    digits: [11, 15],
    holds: ({ digits, plus }) => MOBILE.test(digits) && (!plus || digits.startsWith('86')),
    kept: (digits) => ({ first: (MOBILE.exec(digits)?.[1]?.length ?? 0) + 3, last: 4 }),
  },
  {
    kind: 'phone',
    finds: 'landlines with their area code',
    checkedBy: 'area code and seven or eight digits',
    digits: [10, 12],
    holds: ({ digits, shape }) => LANDLINE.test(digits) && !shape.every((length) => length === 2),
    kept: (digits) => ({ first: LANDLINE.exec(digits)![1]!.length, last: 4 }),
  },
  {
    kind: 'phone',
    finds: 'service numbers, 400 and 800',
    checkedBy: 'their first digits and grouping',
    digits: [10, 10],
    holds: (candidate) =>
      /^[48]00/.test(candidate.digits) && (isSaid(candidate) || isWhole(candidate) || candidate.shape[0]! <= 4),
    kept: () => ({ first: 3, last: 4 }),
  },
  {
    kind: 'phone',
    finds: 'numbers of Hong Kong, Macau and Taiwan',
    checkedBy: 'country code, or the mobile prefix of Taiwan',
    digits: [10, 12],
    holds: ({ digits, shape }) => NEIGHBOUR.test(digits) && (shape.length <= 4 || shape.every((n) => n === 1)),
    kept: (digits) => ({ first: digits.startsWith('09') ? 2 : 3, last: 4 }),
  },
  {
    kind: 'phone',
    finds: 'landlines of Taiwan and numbers of Singapore with their code',
    checkedBy: 'area or country code in a group of its own',
    digits: [9, 10],
    holds: ({ digits, shape, paused }) =>
      AFTER_CODE.test(shape.join()) && !paused && (TAIWAN_LANDLINE.test(digits) || SINGAPORE.test(digits)),
    kept: () => ({ first: 2, last: 4 }),
  },
  {
    kind: 'phone',
    finds: 'numbers of the United Kingdom',
    checkedBy: 'eleven digits from 01 to 03, 07 or 08',
    digits: [11, 11],
    holds: (candidate) =>
      BRITAIN.test(candidate.digits) && (candidate.shape.length <= MOST_PHONE_GROUPS || isSaid(candidate)),
    kept: (digits) => ({ first: BRITAIN.exec(digits)![1]!.length, last: 4 }),
  },
  {
    kind: 'phone',
    finds: 'mobile numbers of India',
    checkedBy: 'two groups of five, the first from 6 to 9',
    digits: [10, 13],
    holds: ({ digits, shape, paused }) => INDIA.test(digits) && /^(?:[1-3],)?5,5$/.test(shape.join()) && !paused,
    kept: (digits) => ({ first: digits.length - 8, last: 4 }),
  },
  {
    kind: 'phone',
    finds: 'international numbers',
    checkedBy: 'a plus before them; after 00 the length of numbers of the country',
    digits: [8, 17],
    holds: ({ digits, plus }) =>
      (plus && /^[1-9]/.test(digits)) ||
      (/^00[1-9]\d{8}/.test(digits) && parsePhoneNumberFromString(`+${digits.slice(2)}`)?.isPossible() === true),
    kept: (digits) => {
      const prefix = digits.startsWith('00') ? 2 : 0;
      return { first: prefix + countryDigits(digits.slice(prefix)), last: 4 };
    },
  },
  {
    kind: 'phone',
    finds: 'numbers grouped as in North America',
    checkedBy: 'groups of three, three and four, behind a one or without',
    digits: [10, 11],
    holds: ({ digits, shape, paused }) =>
      /^(?:1,)?3,3,4$/.test(shape.join()) && !paused && /^1?[2-9]\d\d[2-9]\d{6}$/.test(digits),
    kept: (digits) => ({ first: digits.length - 7, last: 4 }),
  },
  {
    kind: 'identity',
    finds: 'social security numbers of the United States',
    checkedBy: 'groups of three, two and four',
    digits: [9, 9],
    holds: ({ digits, shape, paused }) => shape.join() === '3,2,4' && !paused && /^(?!000|666|9)/.test(digits),
    kept: LAST_FOUR,
  },
  {
    kind: 'card',
    finds: 'bank cards',
    checkedBy: 'Luhn, or the grouping of a card',
    digits: [13, 19],
    holds: (candidate) => {
      if (!/^[2-9]/.test(candidate.digits) || isStamp(candidate.digits)) return false;
      const isGrouped = isCardShape(candidate);
      const isFours = isGrouped && candidate.shape[0] === 4 && candidate.shape[1] === 4 && !candidate.paused;
      return isFours || ((isGrouped || isWhole(candidate) || isSaid(candidate)) && isLuhn(candidate.digits));
    },
    kept: LAST_FOUR,
  },
];

/** From this length on a row of figures is somebody's number and no amount, date or order of a few digits. */
const MIN_ROW = 11;
/** Amounts, times and codes are not said digit by digit at this length. */
const MIN_SAID = 7;
/** Shorter ones are no number of any kind. */
export const MIN_PLACES = 6;
const MOST_DIGITS = Number.POSITIVE_INFINITY;

const isAnnounced =
  (...kinds: readonly Announced[]) =>
  ({ announced }: Candidate) =>
    announced !== null && kinds.includes(announced);

/** "Call me at nine thirty, or 10 15": two digits for each one that is said alone, or pairs of figures. */
const isTimes = ({ digits, compounds, paused, zeroAlone, shape, spoken }: Candidate) =>
  paused &&
  (compounds > 0
    ? !zeroAlone && (digits.length - compounds) * 2 <= compounds
    : !spoken && shape.includes(2) && shape.every((length) => length <= 2));

export const WEAK: readonly NumberRecogniser[] = [
  {
    kind: 'phone',
    finds: 'phone numbers of any form',
    checkedBy: 'words before them, such as "my number is"',
    digits: [7, 15],
    holds: (candidate) => isAnnounced('phone')(candidate) && !isTimes(candidate),
    kept: LAST_FOUR,
  },
  {
    kind: 'identity',
    finds: 'identity numbers of any form',
    checkedBy: 'words before them',
    digits: [6, 20],
    holds: isAnnounced('identity'),
    kept: LAST_FOUR,
  },
  {
    kind: 'card',
    finds: 'card numbers of any form',
    checkedBy: 'words before them',
    digits: [8, 23],
    holds: isAnnounced('card'),
    kept: LAST_FOUR,
  },
  {
    kind: 'passport',
    finds: 'numbers of passports, permits and licences',
    checkedBy: 'words before them',
    digits: [6, 18],
    holds: isAnnounced('passport'),
    kept: LAST_FOUR,
  },
  {
    kind: 'order',
    finds: 'numbers of orders and parcels',
    checkedBy: 'words before them',
    digits: [8, 40],
    holds: isAnnounced('order'),
    kept: LAST_FOUR,
  },
  {
    kind: 'account',
    finds: 'sort codes',
    checkedBy: 'words before them',
    digits: [6, 6],
    holds: isAnnounced('sortCode'),
    kept: NOTHING,
  },
  {
    kind: 'account',
    finds: 'numbers of accounts and memberships',
    checkedBy: 'words before them',
    digits: [7, 40],
    holds: isAnnounced('account', 'sortCode'),
    kept: LAST_FOUR,
  },
  {
    kind: 'number',
    finds: 'any other long number',
    checkedBy: 'eleven figures in a row, or seven digits said one by one',
    digits: [MIN_SAID, MOST_DIGITS],
    holds: (candidate) =>
      candidate.spoken
        ? candidate.digits.length - (candidate.beginsWithZero ? 0 : candidate.compounds) >=
          (candidate.overTurns ? MIN_ROW : MIN_SAID)
        : candidate.digits.length >= MIN_ROW && (isWhole(candidate) || isOneByOne(candidate)),
    kept: LAST_FOUR,
  },
];

/** Amounts and times make up any digits, so tens and hundreds need an announcement, or the beginning of a number. */
const isAmountLike = ({ compounds, beginsWithZero, announced }: Candidate) =>
  compounds > 0 && !beginsWithZero && (announced === null || announced === 'harmless');

const COUNTING = '12345678910';

/** What is nobody's number though it has as many digits. */
function isHarmless(candidate: Candidate, unitFollows: boolean): boolean {
  const { digits, announced } = candidate;
  const isTold = announced !== null && announced !== 'harmless';
  if (announced === 'harmless' || unitFollows) return true;
  if (isStamp(digits)) return true;
  return !isTold && (COUNTING.startsWith(digits) || isCalendarDate(digits));
}

export interface RunContext {
  readonly announced: Announced | null;
  readonly plus: boolean;
  readonly unitFollows: boolean;
}

export interface FoundNumber {
  readonly recogniser: NumberRecogniser;
  readonly groups: readonly Group[];
  readonly digits: string;
}

/** Groups that a number may have: each digit of a long card alone. */
const MOST_GROUPS = 40;
/** Longer numbers than any strong recogniser knows. */
const MOST_STRONG = 19;
/** And than any that is made of several groups. */
const MOST_WEAK = 40;

const ONE_BY_ONE = 2;

function startsOneByOne(groups: readonly Group[], from: number): boolean {
  const first = groups.slice(from, from + ONE_BY_ONE).flatMap(({ atoms }) => atoms);
  return first.slice(0, ONE_BY_ONE).every(({ compound }) => !compound);
}

/** Candidates from one group on, each a group longer than the one before. */
function* candidatesFrom(groups: readonly Group[], from: number, context: RunContext): Generator<Candidate> {
  const first = groups[from]!.atoms[0]!.turn;
  const shape: number[] = [];
  let digits = '';
  let spoken = 0;
  let paused = false;
  let compounds = 0;
  let zeroAlone = false;
  for (let to = from; to < Math.min(groups.length, from + MOST_GROUPS); to++) {
    const { atoms, digits: more, afterPause } = groups[to]!;
    paused ||= to > from && afterPause;
    digits += more;
    shape.push(more.length);
    for (const atom of atoms) {
      if (atom.spoken && atom.digits !== 'X') spoken += atom.digits.length;
      if (atom.compound) compounds += atom.digits.length;
      else zeroAlone ||= atom.digits.startsWith('0');
    }
    yield {
      digits,
      shape,
      spoken: spoken * 2 >= digits.length,
      paused,
      compounds,
      zeroAlone,
      beginsWithZero: digits.startsWith('0') && startsOneByOne(groups, from),
      plus: from === 0 && context.plus,
      overTurns: atoms.at(-1)!.turn !== first,
      announced: context.announced,
    };
  }
}

/** Whether a number could begin at the second of two groups: digits said one by one have no end between them. */
function isParted(before: Group | undefined, after: Group | undefined): boolean {
  if (before === undefined || after === undefined || after.afterPause) return true;
  return before.digits.length > 1 || after.digits.length > 1;
}

function matchAt(groups: readonly Group[], from: number, context: RunContext, strong: boolean): FoundNumber | null {
  const recognisers = strong ? STRONG : WEAK;
  if (strong && !isParted(groups[from - 1], groups[from])) return null;
  let best: { readonly rank: number; readonly to: number } | null = null;
  let to = from - 1;
  for (const candidate of candidatesFrom(groups, from, context)) {
    to++;
    const places = candidate.digits.length;
    if (to > from && places > (strong ? MOST_STRONG : MOST_WEAK)) break;
    if (places < MIN_PLACES || (strong && isAmountLike(candidate)) || (strong && !isParted(groups[to], groups[to + 1])))
      continue;
    if (!strong && isHarmless(candidate, context.unitFollows && to === groups.length - 1)) continue;
    const last = best?.rank ?? recognisers.length - 1;
    const rank = recognisers.findIndex(
      ({ digits, holds }, at) => at <= last && places >= digits[0] && places <= digits[1] && holds(candidate),
    );
    if (rank !== -1) best = { rank, to };
  }
  if (best === null) return null;
  const taken = groups.slice(from, best.to + 1);
  return { recogniser: recognisers[best.rank]!, groups: taken, digits: taken.map((group) => group.digits).join('') };
}

/** The numbers of a kind of recogniser in some groups, the leftmost first, and the stretches of groups left over. */
function sweep(groups: readonly Group[], context: RunContext, strong: boolean) {
  const found: FoundNumber[] = [];
  const left: { readonly groups: readonly Group[]; readonly isFirst: boolean; readonly isLast: boolean }[] = [];
  let begin = 0;
  const leave = (to: number) => {
    if (to > begin) left.push({ groups: groups.slice(begin, to), isFirst: begin === 0, isLast: to === groups.length });
  };
  for (let at = 0; at < groups.length; ) {
    const match = matchAt(groups, at, context, strong);
    if (match === null) at++;
    else {
      leave(at);
      found.push(match);
      at += match.groups.length;
      begin = at;
    }
  }
  leave(groups.length);
  return { found, left };
}

/** Some groups as one number of a kind, whatever parts of them look like; null where it cannot have so many digits. */
export function wholeNumber(kind: PersonalKind, groups: readonly Group[]): FoundNumber | null {
  const digits = groups.map((group) => group.digits).join('');
  const recogniser = WEAK.find((each) => each.kind === kind);
  if (recogniser === undefined || digits.length < recogniser.digits[0] || digits.length > recogniser.digits[1])
    return null;
  return { recogniser, groups, digits };
}

/** Kinds whose numbers are so long that a part of one may look like another number. */
export const LONG_KINDS: readonly PersonalKind[] = ['identity', 'card'];
/** Fewer digits are no whole number of these kinds. */
const MIN_LONG = 12;

/** Personal numbers in one run: an announced long one whole; else strong ones first, weak ones in what is left. */
export function numbersIn(run: Pick<Run, 'groups'>, context: RunContext): readonly FoundNumber[] {
  const long = LONG_KINDS.find((kind) => kind === context.announced);
  const whole = long === undefined ? null : wholeNumber(long, run.groups);
  if (whole !== null && whole.digits.length >= MIN_LONG) return [whole];
  const strong = sweep(run.groups, context, true);
  const weak = strong.left.flatMap(
    ({ groups, isFirst, isLast }) =>
      sweep(
        groups,
        {
          // An announcement tells of what follows at once; what stands behind a number was not announced.
          announced: isFirst || context.announced === 'harmless' ? context.announced : null,
          plus: isFirst && context.plus,
          unitFollows: isLast && context.unitFollows,
        },
        false,
      ).found,
  );
  return [...strong.found, ...weak];
}
