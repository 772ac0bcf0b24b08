/**
 * Tokens that stand for personal data: keyed, so that nobody without the key can try out all phone numbers, and stable,
 * so that the same number has the same token tonight and tomorrow. A plain hash of a phone number is guessed in hours.
 */
import { createHmac } from 'node:crypto';
import { parsePhoneNumberFromString } from 'libphonenumber-js';

/** In a text a token has this many signs and is filled up with stars; what is shorter than a token is masked. */
export const TOKEN_LENGTH = 8;
const TOKEN_SIGN = '#';
const LETTERS = 'abcdefghijklmnopqrstuvwxyz';
const CALLER_TOKEN_HEX = 32;

function hmac(key: string, value: string): Buffer {
  return createHmac('sha256', key).update(value).digest();
}

/** A phone number in its international form, whatever way it was written; anything else as it is. */
export function canonicalNumber(value: string): string {
  for (const written of [value, `+${value}`]) {
    const parsed = parsePhoneNumberFromString(written, 'CN');
    if (parsed?.isValid()) return parsed.number;
  }
  return value;
}

/** A token of letters, which no recogniser takes for anything. */
export function textToken(key: string, value: string): string {
  const bytes = hmac(key, canonicalNumber(value));
  const letters = Array.from(
    { length: TOKEN_LENGTH - 1 },
    (_, at) => LETTERS[bytes.readUInt16BE(at * 2) % LETTERS.length],
  );
  return TOKEN_SIGN + letters.join('');
}

export function callerToken(key: string, callerNumber: string): string {
  return hmac(key, canonicalNumber(callerNumber.trim())).toString('hex').slice(0, CALLER_TOKEN_HEX);
}
