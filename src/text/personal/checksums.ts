/** Check digits of cards and identity numbers. All take plain figures. */

/** ISO/IEC 7812: bank cards. */
export function isLuhn(digits: string): boolean {
  let sum = 0;
  for (let i = 0; i < digits.length; i++) {
    const digit = Number(digits[digits.length - 1 - i]);
    const weighted = i % 2 === 1 ? digit * 2 : digit;
    sum += weighted > 9 ? weighted - 9 : weighted;
  }
  return sum % 10 === 0;
}

const ID_WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const ID_CHECKS = '10X98765432';

/** GB 11643-1999: eighteen places, the last a check digit or X. */
export function isMainlandIdentity(number: string): boolean {
  if (!/^[1-9]\d{16}[\dX]$/.test(number) || !isCalendarDate(number.slice(6, 14))) return false;
  const sum = ID_WEIGHTS.reduce((total, weight, at) => total + weight * Number(number[at]), 0);
  return ID_CHECKS[sum % 11] === number[17];
}

const PROVINCE = /^(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[12])/;

/** The form before 1999: fifteen figures, no check digit; so the province and the birthday must be right. */
export function isOldMainlandIdentity(number: string): boolean {
  return /^\d{15}$/.test(number) && PROVINCE.test(number) && isCalendarDate(`19${number.slice(6, 12)}`);
}

/** Hong Kong: one or two letters, six figures, a check digit or A. A missing first letter counts as a blank (36). */
export function isHongKongIdentity(number: string): boolean {
  const match = /^([A-Z]{1,2})(\d{6})([\dA])$/.exec(number);
  if (match === null) return false;
  const [, letters, figures, check] = match as unknown as [string, string, string, string];
  const values = [...letters.padStart(2, ' ')].map((letter) => (letter === ' ' ? 36 : letter.charCodeAt(0) - 55));
  const all = [...values, ...[...figures].map(Number)];
  const sum = all.reduce((total, value, at) => total + value * (9 - at), 0);
  return (sum + (check === 'A' ? 10 : Number(check))) % 11 === 0;
}

/** The two figures that a first letter of a Taiwanese identity number stands for, less ten, by the alphabet. */
const TAIWAN_LETTERS = 'ABCDEFGHJKLMNPQRSTUVXYWZIO';

/** Taiwan: a letter (the county), 1 or 2 (8 or 9 for residents), seven figures and a check digit. */
export function isTaiwanIdentity(number: string): boolean {
  if (!/^[A-Z][1289]\d{8}$/.test(number)) return false;
  const letter = TAIWAN_LETTERS.indexOf(number[0]!) + 10;
  const figures = [...number.slice(1)].map(Number);
  const sum = figures.reduce((total, figure, at) => total + figure * (at === 8 ? 1 : 8 - at), 0);
  return (Math.floor(letter / 10) + (letter % 10) * 9 + sum) % 10 === 0;
}

const SINGAPORE_WEIGHTS = [2, 7, 6, 5, 4, 3, 2];
const SINGAPORE_CHECKS: Readonly<Record<string, string>> = {
  S: 'JZIHGFEDCBA',
  T: 'GFEDCBAJZIH',
  F: 'XWUTRQPNMLK',
  G: 'RQPNMLKXWUT',
};

/** Singapore: a letter for citizens or foreigners of a century, seven figures, a check letter. */
export function isSingaporeIdentity(number: string): boolean {
  if (!/^[STFG]\d{7}[A-Z]$/.test(number)) return false;
  const sum = SINGAPORE_WEIGHTS.reduce((total, weight, at) => total + weight * Number(number[at + 1]), 0);
  return SINGAPORE_CHECKS[number[0]!]![sum % 11] === number[8];
}

/** ISO 13616: a country, two check digits, and up to thirty letters and figures; modulo 97. */
export function isIban(number: string): boolean {
  if (!/^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(number)) return false;
  let rest = 0;
  for (const sign of number.slice(4) + number.slice(0, 4)) {
    const value = Number.parseInt(sign, 36);
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest === 1;
}

/** Eight figures that are a day from 1900 to 2099. */
export function isCalendarDate(figures: string): boolean {
  const match = /^((?:19|20)\d\d)(\d\d)(\d\d)$/.exec(figures);
  if (match === null) return false;
  const [year, month, day] = match.slice(1).map(Number) as [number, number, number];
  return month >= 1 && month <= 12 && day >= 1 && day <= new Date(Date.UTC(year, month, 0)).getUTCDate();
}
