/**
 * Hides what leads to a person: phone numbers, identity and bank card numbers, e-mail addresses, in figures, in wide
 * figures and spoken digit by digit in Chinese. A mask is as long as what it hides, so that offsets stay true. Dates,
 * amounts and order numbers of up to ten digits stay. The last four digits stay, of a mobile number the first three too,
 * of a landline the area code.
 */
import { parsePhoneNumberFromString } from 'libphonenumber-js';

const MASK = '*';

/** Zero (two signs), one (two: as counted and as said in numbers), two (two) to nine, as characters of one digit each. */
const SPOKEN = '\u96f6\u3007\u4e00\u5e7a\u4e8c\u4e24\u4e09\u56db\u4e94\u516d\u4e03\u516b\u4e5d';
const SPOKEN_ONE = '\u4e00\u5e7a';
const SPOKEN_ZERO = '\u96f6\u3007';
const SPOKEN_FROM_THREE = '\u4e09\u56db\u4e94\u516d\u4e03\u516b\u4e5d';
const WIDE = '\uff10-\uff19';

const D = `[0-9${WIDE}${SPOKEN}]`;
const ONE = `[1\uff11${SPOKEN_ONE}]`;
const ZERO = `[0\uff10${SPOKEN_ZERO}]`;
const FROM_THREE = `[3-9\uff13-\uff19${SPOKEN_FROM_THREE}]`;
/** One space or dash between digits. */
const SEP = '[ \\u00a0\\u3000\\-\\u2010-\\u2015\\uff0d]';
/** Between spoken digits also a comma, as recognisers write pauses. */
const PAUSE = '[ \\u3000,\\uff0c\\u3001\\-]';
/** Not inside a longer number, nor beside what is masked already. */
const NOT_AFTER = `(?<![0-9${WIDE}${SPOKEN}*])`;
const NOT_BEFORE = `(?![0-9${WIDE}${SPOKEN}*])`;

/** From this length on a plain run of digits is somebody's number and no date, amount or order. */
const MIN_PRIVATE_DIGITS = 11;

const LONG_RUN = new RegExp(`${D}{${MIN_PRIVATE_DIGITS},}[Xx]?`, 'g');
const EMAIL = /[A-Za-z0-9._%+-]{1,64}(?=[@\uff20](?:[A-Za-z0-9-]{1,63}\.){1,8}[A-Za-z]{2,})/g;

/** A mobile number with single separators anywhere in it: 1, 3 to 9, and nine more digits. */
const MOBILE = new RegExp(`${NOT_AFTER}${ONE}${SEP}?${FROM_THREE}(?:${SEP}?${D}){9}${NOT_BEFORE}`, 'g');
const SPOKEN_MOBILE = new RegExp(
  `${NOT_AFTER}[${SPOKEN_ONE}]${PAUSE}?[${SPOKEN_FROM_THREE}](?:${PAUSE}?[${SPOKEN}]){9}${NOT_BEFORE}`,
  'g',
);
/** Area code and number, apart: 010-12345678, (0755) 1234 5678, 0311 1234567. */
const LANDLINE = new RegExp(
  `${NOT_AFTER}[(\\uff08]?${ZERO}${D}{2,3}(?:[)\\uff09]${SEP}?|${SEP})${D}{3,4}${SEP}?${D}{4}${NOT_BEFORE}`,
  'g',
);
/** Groups of four, the last shorter, no zero first (that is an area code): 6222 0000 0000 1234 567. */
const CARD = new RegExp(`${NOT_AFTER}(?!${ZERO})${D}{4}(?:${SEP}${D}{4}){2,3}(?:${SEP}?${D}{1,4})?${NOT_BEFORE}`, 'g');
/** Region, birthday, rest: 110101 19900101 123X. */
const IDENTITY = new RegExp(`${NOT_AFTER}${D}{6}${SEP}${D}{8}${SEP}${D}{3}[0-9Xx\\uff10-\\uff19]${NOT_BEFORE}`, 'g');
/** Digits said one by one: 6 2 2 2 0 0 ... */
const ONE_BY_ONE = new RegExp(`${NOT_AFTER}${D}(?:${SEP}${D}){${MIN_PRIVATE_DIGITS - 1},}${NOT_BEFORE}`, 'g');

const ANY_DIGIT = new RegExp(D, 'g');
/** Fewer digits make no number that is masked: an area code of three and a number of seven. */
const MIN_DIGITS = 10;
const IS_DIGIT = new RegExp(D);
const MOBILE_ALONE = new RegExp(`^(${ZERO}{2}8(?:6|\uff16)|86)?${ONE}${FROM_THREE}${D}{9}$`);
const AREA_AND_NUMBER = new RegExp(`^${ZERO}(${ONE}${ZERO}|2${D}|${D}{3})`);

/** The text with personal numbers and addresses masked. As long as before; masking twice changes nothing more. */
export function maskText(text: string): string {
  if (!/[@\uff20]/.test(text) && (text.match(ANY_DIGIT)?.length ?? 0) < MIN_DIGITS) return text;
  // A mask may end a number that hid the start of another, so that one more look is owed until nothing changes.
  let masked = text;
  for (let before = ''; before !== masked; ) {
    before = masked;
    masked = maskOnce(before);
  }
  return masked;
}

function maskOnce(text: string): string {
  return text
    .replace(EMAIL, (local) => (local.length === 1 ? MASK : local[0]! + MASK.repeat(local.length - 1)))
    .replace(LONG_RUN, maskRun)
    .replace(IDENTITY, (number) => maskDigits(number, 0, 4))
    .replace(CARD, (number) => maskDigits(number, 0, 4))
    .replace(MOBILE, (number) => maskDigits(number, 3, 4))
    .replace(SPOKEN_MOBILE, (number) => maskDigits(number, 3, 4))
    .replace(LANDLINE, (number) => maskDigits(number, areaDigits(number), 4))
    .replace(ONE_BY_ONE, (number) => maskDigits(number, 0, 4));
}

/** A run without separators: a mobile number with or without its country code, a landline, else any other number. */
function maskRun(run: string): string {
  const mobile = MOBILE_ALONE.exec(run);
  if (mobile !== null) return maskDigits(run, (mobile[1]?.length ?? 0) + 3, 4);
  const isLandline = run.length <= 12 && new RegExp(`^${ZERO}`).test(run);
  return maskDigits(run, isLandline ? (AREA_AND_NUMBER.exec(run)?.[0].length ?? 0) : 0, 4);
}

/** The digits before the first separator or bracket that follows one. */
function areaDigits(number: string): number {
  let digits = 0;
  for (const character of number) {
    if (IS_DIGIT.test(character)) digits++;
    else if (digits > 0) break;
  }
  return digits;
}

/** Masks the digits (and the check letter X) but for so many at either end; separators stay. */
function maskDigits(number: string, keptFirst: number, keptLast: number): string {
  const isHidden = (character: string) => IS_DIGIT.test(character) || /[Xx]/.test(character);
  const total = [...number].filter(isHidden).length;
  let seen = 0;
  return [...number]
    .map((character) => {
      if (!isHidden(character)) return character;
      seen++;
      return seen > keptFirst && seen <= total - keptLast ? MASK : character;
    })
    .join('');
}

/** Numbers with fewer digits are extensions and service numbers: only the last two stay. */
const MIN_SUBSCRIBER_DIGITS = 7;

/**
 * The number of a caller, masked for a report: in international form where it is a valid number (of China where it names
 * no country), else as written; without digits as written.
 */
export function maskNumber(callerNumber: string | null): string | null {
  if (callerNumber === null || callerNumber.includes(MASK)) return callerNumber;
  const parsed = parsePhoneNumberFromString(callerNumber, 'CN');
  if (parsed?.isValid()) {
    const code = `+${parsed.countryCallingCode}`;
    return code + maskDigits(parsed.number.slice(code.length), 3, 4);
  }
  const digits = callerNumber.replace(/[^0-9]/g, '').length;
  return maskText(maskDigits(callerNumber, 0, digits < MIN_SUBSCRIBER_DIGITS ? 2 : 4));
}
