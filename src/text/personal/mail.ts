/**
 * E-mail addresses as they are said: "john dot smith at gmail dot com", over turns too. What stands before "at" may be
 * several words; where an opening ("my email is") precedes, it is all that follows it.
 */
import type { Span } from '../../domain/finding.js';
import { type Found, wholly } from './found.js';
import { figuresView } from './patterns.js';
import type { FoldedTurn } from './turn-numbers.js';
import { anyOf, type PersonalWords } from './words.js';

export type MailSearch = (turns: readonly FoldedTurn[]) => readonly Found[];

const LABEL = '[a-z0-9-]{1,63}';
const TOP_DOMAIN =
  '(?:com|cn|net|org|edu|gov|hk|tw|mo|sg|uk|ie|us|ca|au|nz|in|za|de|fr|es|it|nl|eu|jp|kr|io|co|me|info|biz)(?![a-z0-9])';
/** How far before "at" an address may begin. */
const MOST_LOCAL = 60;
/** Words before "at" that no sign joins, and that are part of the address all the same ("jane smith at"). */
const MOST_LOOSE_WORDS = 1;
/** Turns of one side over which an address may be said. */
const MOST_TURNS = 3;
/** And of both sides together. */
const MOST_STRETCH = 6;
/** A longer turn of the other side ends an address. */
const MOST_BETWEEN = 24;
/** Local parts that are shorter are words of the language as well. */
const MIN_REPEATED = 5;

/** What is said of an address in a text: its place, and the part before "at" where it is one word. */
interface SaidMail {
  readonly span: Span;
  readonly local: string | null;
}

interface Patterns {
  /** "at", the domain, its end. */
  readonly domain: RegExp;
  /** An opening, and a provider before the end of its domain, without "at". */
  readonly openedProvider: RegExp;
  readonly opening: RegExp;
  /** The tokens of a local part: words, single signs, and signs that are said. */
  readonly token: RegExp;
  readonly sign: RegExp;
  readonly digit: RegExp;
  readonly not: RegExp;
  readonly stop: ReadonlySet<string>;
}

function patternsOf({ mail, names, digits, compounds, fillers, acknowledgements, links }: PersonalWords): Patterns {
  const dot = `(?:${anyOf(mail.dot)})`;
  const spoken = Object.keys(digits).filter((word) => /^[a-z]+$/.test(word));
  const numbers = [compounds.teens, compounds.tens, compounds.scales].flatMap((words) => Object.keys(words));
  const pieces = `(?:(?:${anyOf(spoken)}|[a-z0-9])[ -]{1,2}){0,6}`;
  const said = `${pieces}${LABEL}(?: ?(?:\\.|${dot}) ?${LABEL}){0,3}? ?${dot} ?${TOP_DOMAIN}(?: ?(?:\\.|${dot}) ?${TOP_DOMAIN})?`;
  const provider = `(?:${anyOf(mail.providers)})(?: ?(?:\\.|${dot}) ?[a-z]{2,3}){1,2}(?![a-z])`;
  const signs = mail.at.filter((word) => !/^[a-z ]+$/.test(word));
  const plain = mail.at.filter((word) => /^[a-z ]+$/.test(word));
  const written = `${LABEL}(?:\\.${LABEL}){0,3}\\.${TOP_DOMAIN}`;
  const words = `(?:${anyOf(plain)}),? ?(?:${said}|${provider})`;
  const atSign = `@ ?${said}|(?: @ ?|@ )(?:${provider}|${written})|(?:${anyOf(signs)}) ?(?:${said}|${provider}|${written})`;
  const opening = `(?:${anyOf(mail.openings)})[\\s:,]{0,3}(?:(?:${anyOf(links)})[\\s:,]{0,3}){0,2}`;
  return {
    domain: new RegExp(`${words}|${atSign}`, 'g'),
    openedProvider: new RegExp(`(?<=${opening})[^.!?\\u3002\\n]{1,${MOST_LOCAL}}?${provider}`, 'g'),
    opening: new RegExp(opening, 'g'),
    token: new RegExp(`${anyOf(mail.signs)}|[a-z0-9_]+(?:'[a-z]+)?`, 'g'),
    sign: new RegExp(`^(?:${anyOf(mail.signs)})$`),
    digit: new RegExp(`^(?:[a-z]|[0-9]+|${anyOf([...spoken, ...numbers])})$`),
    not: new RegExp(`^(?:${anyOf(mail.not)})$`),
    stop: new Set([...names.notNames, ...mail.not, ...fillers, ...acknowledgements]),
  };
}

/** Where the local part begins that ends at a place; null where a word stands there that belongs to no address. */
function localStart(patterns: Patterns, text: string, at: number): number | null {
  const from = Math.max(0, at - MOST_LOCAL);
  const before = text.slice(from, at);
  const opened = [...before.matchAll(patterns.opening)].at(-1);
  const openedEnd = opened === undefined ? -1 : opened.index + opened[0].length;
  if (openedEnd !== -1 && openedEnd < before.trimEnd().length && !/[!?\u3002]/.test(before.slice(openedEnd))) {
    return from + openedEnd;
  }
  const tokens = [...before.matchAll(patterns.token)];
  let start: number | null = null;
  let loose = 0;
  let isJoined = true;
  for (const token of tokens.reverse()) {
    const [word] = token;
    const end = token.index + word.length;
    if (!/^[ .,_+-]{0,2}$/.test(before.slice(end, start === null ? undefined : start - from))) break;
    const isSign = patterns.sign.test(word);
    if (start === null && patterns.not.test(word)) return null;
    const isPart = isSign || patterns.digit.test(word);
    if (!isJoined && !isPart && !/^[._+-]$/.test(before.slice(end, end + 1))) {
      if (patterns.stop.has(word) || loose === MOST_LOOSE_WORDS) break;
      loose++;
    }
    start = from + token.index;
    isJoined = isSign;
  }
  return start;
}

function mailsIn(patterns: Patterns, text: string): readonly SaidMail[] {
  const mails = [...text.matchAll(patterns.domain)].flatMap(({ index, 0: { length } }): readonly SaidMail[] => {
    const start = localStart(patterns, text, index);
    if (start === null) return [];
    const local = text.slice(start, index).trim();
    return [{ span: { start, end: index + length }, local: /^[a-z0-9._-]+$/.test(local) ? local : null }];
  });
  if (mails.length > 0) return mails;
  return [...text.matchAll(patterns.openedProvider)].map(({ index, 0: { length } }) => ({
    span: { start: index, end: index + length },
    local: null,
  }));
}

/** A turn with those in which its side goes on, as long as the other side says little. */
function stretchFrom(turns: readonly FoldedTurn[], first: number): readonly number[] {
  const own = [first];
  for (let at = first + 1; at < turns.length && own.length < MOST_TURNS; at++) {
    if (turns[at]!.speaker === turns[first]!.speaker) own.push(at);
    else if (turns[at]!.text.length > MOST_BETWEEN) break;
  }
  return own;
}

/** Addresses that are said over turns: found in their texts in a row, and laid back where they were said. */
function overTurns(patterns: Patterns, turns: readonly FoldedTurn[], views: readonly string[], first: number) {
  const stretch = stretchFrom(turns, first);
  let text = '';
  const starts = stretch.map((at) => {
    const start = text.length;
    text += `${views[at]!} `;
    return start;
  });
  return mailsIn(patterns, text).flatMap(({ span }): readonly Found[] => {
    const parts = stretch.flatMap((turn, at) => {
      const from = Math.max(0, span.start - starts[at]!);
      const end = Math.min(views[turn]!.length, span.end - starts[at]!);
      return end > from ? [{ turn, start: from, end }] : [];
    });
    const value = text.slice(span.start, span.end);
    return parts.length < 2 ? [] : parts.map(({ turn, start, end }) => wholly('email', turn, { start, end }, value));
  });
}

export function mailSearch(personal: PersonalWords): MailSearch {
  const patterns = patternsOf(personal);
  const viewOf = figuresView(personal);
  const mayEnd = new RegExp(`(?:\\.|(?:${anyOf(personal.mail.dot)}) ?)${TOP_DOMAIN}`);
  const mayStand = new RegExp(`@|${anyOf([...personal.mail.at, ...personal.mail.openings])}`);
  return (turns) => {
    const ending = turns.flatMap(({ text }, at) => (mayEnd.test(text) ? [at] : []));
    if (ending.length === 0 || !turns.some(({ text }) => mayStand.test(text))) return [];
    const views = turns.map(({ text }) => viewOf(text));
    const mails = ending.map((turn) => ({ turn, said: mailsIn(patterns, views[turn]!) }));
    const found = mails.flatMap(({ turn, said }) =>
      said.map(({ span }) => wholly('email', turn, span, views[turn]!.slice(span.start, span.end))),
    );
    const locals = mails.flatMap(({ said }) => said.flatMap(({ local }) => (local === null ? [] : [local])));
    const firsts = ending.flatMap((end) => Array.from({ length: MOST_STRETCH }, (_, back) => end - back - 1));
    const over = [...new Set(firsts)]
      .filter((first) => first >= 0)
      .flatMap((first) => overTurns(patterns, turns, views, first));
    return [...found, ...over, ...repeats(locals, views)];
  };
}

/** The part before "at" said again alone. */
function repeats(locals: readonly string[], views: readonly string[]): readonly Found[] {
  const worth = locals.filter(({ length }) => length >= MIN_REPEATED);
  if (worth.length === 0) return [];
  const pattern = new RegExp(anyOf([...new Set(worth)]), 'g');
  return views.flatMap((view, turn) =>
    [...view.matchAll(pattern)].map(({ index, 0: local }) =>
      wholly('email', turn, { start: index, end: index + local.length }, local),
    ),
  );
}
