/**
 * The masker: personal data of a call, a text or a caller's number out, stars or tokens in. What it gives back has the
 * length of what it got, so that offsets stay true. A mask may lay bare what it split, so it looks until nothing more is
 * found: masking twice changes nothing more.
 */
import { parsePhoneNumberFromString } from 'libphonenumber-js';
import type { Speaker } from '../../domain/call.js';
import type { Span } from '../../domain/finding.js';
import { foldText } from '../fold.js';
import { addressSearch } from './addresses.js';
import { type Found, wholly } from './found.js';
import { mailSearch } from './mail.js';
import type { WrittenTurn } from './name-reading.js';
import { nameSearch } from './names.js';
import { patternSearch } from './patterns.js';
import { callerToken, TOKEN_LENGTH, textToken } from './tokens.js';
import { numberSearch } from './turn-numbers.js';
import type { PersonalWords } from './words.js';

/** A turn as it is to be masked. */
export interface SaidTurn {
  readonly speaker: Speaker;
  readonly text: string;
}

/** A pattern of the user's. */
export interface OwnPattern {
  readonly id: string;
  readonly spansOf: (text: string) => readonly Span[];
}

/** `keep` shows everything; `hash` puts tokens under a secret key where they have room. */
export type MaskMode =
  | { readonly kind: 'keep' }
  | { readonly kind: 'mask' }
  | { readonly kind: 'hash'; readonly key: string };

export interface MaskerSetup {
  readonly mode: MaskMode;
  readonly words: PersonalWords;
  readonly surnames: readonly string[];
  readonly patterns: readonly OwnPattern[];
}

export interface Masker {
  /** The turns of one call, in their order. */
  turns(turns: readonly SaidTurn[]): readonly string[];
  /** A text that stands alone. */
  text(text: string): string;
  /** The number of a caller; null and a text without digits stay as they are. */
  number(callerNumber: string | null): string | null;
  /** A reference such as the address of a recording: mobile numbers in it, and nothing by which it could break else. */
  reference(reference: string | null): string | null;
}

const MASK = '*';
const NOTHING: Masker = {
  turns: (turns) => turns.map(({ text }) => text),
  text: (text) => text,
  number: (callerNumber) => callerNumber,
  reference: (reference) => reference,
};

export function compileMasker({ mode, words, surnames, patterns }: MaskerSetup): Masker {
  if (mode.kind === 'keep') return NOTHING;
  const numbers = numberSearch(words);
  const withLetters = patternSearch(words);
  const mails = mailSearch(words);
  const names = nameSearch(words, surnames);
  const addresses = addressSearch(words);
  const own = (text: string, turn: number) =>
    patterns.flatMap(({ id, spansOf }) =>
      spansOf(text).map((span) => wholly(`own:${id}`, turn, span, text.slice(span.start, span.end))),
    );
  const search = (turns: readonly SaidTurn[]): readonly Found[] => {
    const written = turns.map(({ speaker, text }): WrittenTurn => ({ speaker, text: foldText(text), written: text }));
    return [
      ...numbers(written),
      ...written.flatMap(({ text }, turn) => withLetters(text, turn)),
      ...mails(written),
      ...names(written),
      ...addresses(written),
      ...written.flatMap((turn, at) => own(turn.written, at)),
    ];
  };
  const turns = (said: readonly SaidTurn[]): readonly string[] => {
    const found: Found[] = [];
    let masked = said;
    for (;;) {
      const more = search(masked);
      const next = more.length === 0 ? masked : withStars(masked, more);
      if (next.every(({ text }, at) => text === masked[at]!.text)) break;
      found.push(...more);
      masked = next;
    }
    const texts = masked.map(({ text }) => text);
    return mode.kind === 'hash' ? withTokens(texts, found, mode.key) : texts;
  };
  const text = (alone: string) => turns([{ speaker: 'unknown', text: alone }])[0]!;
  return {
    turns,
    text,
    number: (callerNumber) => {
      if (callerNumber === null || !/\d/.test(callerNumber)) return callerNumber;
      return mode.kind === 'hash' ? callerToken(mode.key, callerNumber) : text(maskedNumber(callerNumber));
    },
    reference: (reference) =>
      reference?.replace(MOBILE_IN_REFERENCE, (_, lead: string, hidden: string) => lead + MASK.repeat(hidden.length)) ??
      null,
  };
}

const MOBILE_IN_REFERENCE = /(?<!\d)((?:86)?1[3-9]\d)(\d{4})(?=\d{4}(?!\d))/g;

function withStars(turns: readonly SaidTurn[], found: readonly Found[]): readonly SaidTurn[] {
  const hidden = new Map<number, Span[]>();
  for (const { turn, hidden: more } of found) {
    const own = hidden.get(turn) ?? [];
    own.push(...more);
    hidden.set(turn, own);
  }
  return turns.map((turn, at) => {
    const spans = hidden.get(at);
    return spans === undefined ? turn : { ...turn, text: covered(turn.text, spans) };
  });
}

function covered(text: string, spans: readonly Span[]): string {
  const signs = text.split('');
  for (const { start, end } of spans) signs.fill(MASK, start, end);
  return signs.join('');
}

/** Tokens over the places of what was found, where they have room and no other token stands; the rest of a place is stars. */
function withTokens(texts: readonly string[], found: readonly Found[], key: string): readonly string[] {
  const signs = texts.map((text) => text.split(''));
  const taken = texts.map(({ length }) => new Uint8Array(length));
  for (const { turn, span, value } of found) {
    const { start, end } = span;
    if (taken[turn]!.subarray(start, end).includes(1)) continue;
    signs[turn]!.fill(MASK, start, end);
    taken[turn]!.fill(1, start, end);
    if (end - start < TOKEN_LENGTH) continue;
    for (const [at, sign] of [...textToken(key, value)].entries()) signs[turn]![start + at] = sign;
  }
  return signs.map((each) => each.join(''));
}

/** Numbers with fewer digits are extensions and service numbers: only the last two stay. */
const MIN_SUBSCRIBER_DIGITS = 7;
const KEPT_OF_SUBSCRIBER = 3;
const KEPT_LAST = 4;
const KEPT_OF_SHORT = 2;

/** In international form where it is a valid number (of China where it names no country), else as written. */
function maskedNumber(callerNumber: string): string {
  if (callerNumber.includes(MASK)) return callerNumber;
  const parsed = parsePhoneNumberFromString(callerNumber, 'CN');
  if (parsed?.isValid()) {
    const code = `+${parsed.countryCallingCode}`;
    return code + maskedDigits(parsed.number.slice(code.length), KEPT_OF_SUBSCRIBER, KEPT_LAST);
  }
  const digits = callerNumber.replace(/\D/g, '').length;
  return maskedDigits(callerNumber, 0, digits < MIN_SUBSCRIBER_DIGITS ? KEPT_OF_SHORT : KEPT_LAST);
}

function maskedDigits(number: string, keptFirst: number, keptLast: number): string {
  const total = number.replace(/\D/g, '').length;
  let seen = 0;
  return number.replace(/\d/g, (digit) => {
    seen++;
    return seen > keptFirst && seen <= total - keptLast ? MASK : digit;
  });
}
