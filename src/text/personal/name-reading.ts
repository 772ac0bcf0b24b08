/**
 * Reads a name at a place of a turn. A Chinese name is a surname of the list and one or two characters; an English one up
 * to three words, or a row of letters. The loose reading trusts the opening before the place; the strict one asks that the
 * name look like one in itself, since anything may follow "I am".
 */
import type { FoldedTurn } from './turn-numbers.js';
import { anyOf, type PersonalWords } from './words.js';

/** A turn with its folded text and the text as it was written: capitals tell names in English. */
export interface WrittenTurn extends FoldedTurn {
  readonly written: string;
}

export interface NameSpan {
  readonly start: number;
  readonly end: number;
  /** Where the surname of a Chinese name ends; the end of any other name. */
  readonly surnameEnd: number;
}

/** How a name is read at a place. */
export interface NameReader {
  /** After an opening that a full name follows. */
  loose(turn: WrittenTurn, start: number): NameSpan | null;
  /** After an opening that a surname follows. */
  surname(turn: WrittenTurn, start: number): NameSpan | null;
  /** A surname that is told by a word that holds it ("the king of kingdom"), and all that tells it. */
  explained(turn: WrittenTurn, start: number): readonly NameSpan[];
  strict(turn: WrittenTurn, start: number): NameSpan | null;
  /** As strict, but an English name begins with a known first name, or who bears it is said to speak. */
  known(turn: WrittenTurn, start: number): NameSpan | null;
  /** What answers a question for a name: also a surname alone, as long as it ends where a name may end. */
  answer(turn: WrittenTurn, start: number): NameSpan | null;
  /** Full names beside a title, and names before a word of speaking. */
  titled(turn: WrittenTurn): readonly NameSpan[];
}

const MOST_GIVEN = 2;
const MOST_LATIN_WORDS = 3;
const HAN = /\p{Script=Han}/u;

export const isHan = (sign: string | undefined): boolean => sign !== undefined && HAN.test(sign);

/** Whether capitals tell anything in a text: it has both kinds of letters. */
export const isCased = (written: string): boolean => /[A-Z]/.test(written) && /[a-z]/.test(written);

const BLANKS = /[\s,.:\u3001\u3002"']*/y;

export function skipBlanks(text: string, from: number): number {
  BLANKS.lastIndex = from;
  BLANKS.test(text);
  return BLANKS.lastIndex;
}

const LATIN_WORD = /[a-z\u00DF-\u00F6\u00F8-\u017F][a-z\u00DF-\u00F6\u00F8-\u017F'-]{0,39}/y;
const CAPITAL = /\p{Lu}/u;

interface LatinWord {
  readonly word: string;
  readonly start: number;
  readonly end: number;
  readonly isCapital: boolean;
}

/** Latin words from a place on, a blank between each. */
function latinWordsAt({ text, written }: WrittenTurn, start: number, most: number): readonly LatinWord[] {
  const words: LatinWord[] = [];
  let at = start;
  while (words.length < most) {
    LATIN_WORD.lastIndex = at;
    const word = LATIN_WORD.exec(text)?.[0];
    if (word === undefined) break;
    words.push({ word, start: at, end: at + word.length, isCapital: CAPITAL.test(written[at]!) });
    at += word.length + 1;
    if (text[at - 1] !== ' ') break;
  }
  return words;
}

/** Letters said one by one: three at least, a blank or a stroke between each. */
const LETTERS = /[a-z](?:[ .,-]{1,2}[a-z](?![a-z'])){2,24}/y;

function whileTrue<T>(items: readonly T[], holds: (item: T, at: number) => boolean): readonly T[] {
  const end = items.findIndex((item, at) => !holds(item, at));
  return end === -1 ? items : items.slice(0, end);
}

function spanOf(words: readonly LatinWord[]): NameSpan | null {
  const end = words.at(-1)?.end;
  return end === undefined ? null : { start: words[0]!.start, end, surnameEnd: end };
}

interface LatinWords {
  readonly notWords: ReadonlySet<string>;
  readonly titles: ReadonlySet<string>;
  readonly givenNames: ReadonlySet<string>;
  readonly commonNames: ReadonlySet<string>;
  readonly notStrict: ReadonlySet<string>;
  readonly capitalWords: ReadonlySet<string>;
  readonly organisations: ReadonlySet<string>;
  readonly notEnds: readonly string[];
  readonly followers: ReadonlySet<string>;
  readonly speakers: ReadonlySet<string>;
}

function latinWordsOf({ names, fillers, acknowledgements }: PersonalWords): LatinWords {
  return {
    notWords: new Set([...names.notNames, ...fillers, ...acknowledgements]),
    titles: new Set(names.titlesBefore),
    givenNames: new Set(names.givenNames),
    commonNames: new Set(names.commonNames),
    notStrict: new Set(names.likeNames),
    capitalWords: new Set(names.capitalWords),
    organisations: new Set(names.organisations),
    notEnds: names.notEnds,
    followers: new Set(names.followers),
    speakers: new Set(names.speakers),
  };
}

/** Behind a title, which is no part of a name. */
function behindTitle({ titles }: LatinWords, turn: WrittenTurn, start: number): number {
  const [first] = latinWordsAt(turn, start, 1);
  return first !== undefined && titles.has(first.word) ? skipBlanks(turn.text, first.end) : start;
}

/** Words that may be a name: the first of any case, further ones with capitals, or one more of a text without. */
function looseLatinAt(latin: LatinWords, turn: WrittenTurn, at: number): NameSpan | null {
  const start = behindTitle(latin, turn, at);
  LETTERS.lastIndex = start;
  const letters = LETTERS.exec(turn.text)?.[0];
  if (letters !== undefined) return { start, end: start + letters.length, surnameEnd: start + letters.length };
  const hasCapitals = /[A-Z]/.test(turn.written.slice(start));
  const words = latinWordsAt(turn, start, MOST_LATIN_WORDS);
  return spanOf(
    whileTrue(
      words,
      ({ word, isCapital }, place) =>
        !latin.notWords.has(word) && (place === 0 || isCapital || (!hasCapitals && place === 1)),
    ),
  );
}

/** Whether a name could end at a place: a pause, or a word that follows names. */
function isLatinEnd({ followers }: LatinWords, turn: WrittenTurn, end: number): boolean {
  if (!/[a-z0-9 '-]/.test(turn.text[end] ?? '.')) return true;
  const [next] = latinWordsAt(turn, skipBlanks(turn.text, end), 1);
  return next === undefined ? /^\s*$/.test(turn.text.slice(end)) : followers.has(next.word);
}

/** A name that begins with a first name, or whose capitals end where a name may end; of no company or country. */
function strictLatinAt(latin: LatinWords, turn: WrittenTurn, at: number, onlyKnown: boolean): NameSpan | null {
  const start = behindTitle(latin, turn, at);
  const words = latinWordsAt(turn, start, MOST_LATIN_WORDS + 1);
  const first = words[0]?.word;
  if (first === undefined || latin.notWords.has(first) || latin.notStrict.has(first)) return null;
  const isKnown = latin.givenNames.has(first);
  const isSure = isKnown && !latin.commonNames.has(first);
  if (!isCased(turn.written)) {
    return isSure ? spanOf(whileTrue(words.slice(0, 2), ({ word }) => !isNoSurname(latin, word))) : null;
  }
  const capital = whileTrue(words, ({ isCapital }) => isCapital);
  if (capital.some(({ word }) => latin.organisations.has(word))) return null;
  const name = whileTrue(capital.slice(0, MOST_LATIN_WORDS), ({ word }) => !latin.notWords.has(word));
  const span = spanOf(name);
  if (span === null || isSure) return span;
  const isFull = name.length > 1;
  if (isKnown && isFull) return span;
  if (isKnown && onlyKnown && latin.capitalWords.has(first)) return null;
  const isWord = !isFull && latin.notEnds.some((end) => first.endsWith(end));
  const isShort = !/[a-z]/.test(turn.written.slice(span.start, span.end));
  if (!isKnown && (isWord || isShort)) return null;
  const speaks = latin.speakers.has(words[name.length]?.word ?? '');
  return speaks || ((isKnown || !onlyKnown) && isLatinEnd(latin, turn, span.end)) ? span : null;
}

const isNoSurname = ({ notWords, followers, organisations }: LatinWords, word: string) =>
  notWords.has(word) || followers.has(word) || organisations.has(word);

interface HanWords {
  readonly surnames: readonly string[];
  readonly titles: readonly string[];
  readonly strictEnds: ReadonlySet<string>;
  readonly ends: ReadonlySet<string>;
  readonly givenSigns: ReadonlySet<string>;
  readonly notNames: readonly string[];
  readonly likeNames: readonly string[];
  readonly followers: readonly string[];
  readonly kin: readonly string[];
  readonly behindFull: readonly string[];
}

function hanWordsOf({ names }: PersonalWords, surnames: readonly string[]): HanWords {
  const notNames = names.notNames.filter((word) => HAN.test(word));
  return {
    surnames: [...surnames].sort((a, b) => b.length - a.length),
    titles: names.titles,
    strictEnds: new Set(names.strictEnds),
    ends: new Set(names.ends),
    givenSigns: new Set(names.givenSigns),
    notNames,
    likeNames: names.likeNames.filter((word) => HAN.test(word)),
    followers: [...names.followers.filter((word) => HAN.test(word)), ...names.titles],
    kin: names.kin,
    behindFull: names.behindFull,
  };
}

const startsWithAny = (words: readonly string[], text: string, at: number) =>
  words.some((word) => text.startsWith(word, at));

function looseHanAt(
  { surnames, titles, strictEnds, ends, notNames }: HanWords,
  text: string,
  start: number,
  fewestGiven: number,
  mostGiven: number,
): NameSpan | null {
  const surname = surnames.find((each) => text.startsWith(each, start));
  if (surname === undefined || startsWithAny(notNames, text, start)) return null;
  const surnameEnd = start + surname.length;
  let end = surnameEnd;
  while (end - surnameEnd < mostGiven && !startsWithAny(titles, text, end)) {
    const closed = end === surnameEnd ? strictEnds : ends;
    if (!isHan(text[end]) || closed.has(text[end]!)) break;
    end++;
  }
  return end - surnameEnd >= fewestGiven ? { start, end, surnameEnd } : null;
}

/** Where a name of characters could end: a pause, a title, or what people say next. */
function isHanEnd({ followers, kin, behindFull }: HanWords, text: string, end: number, given: number): boolean {
  if (!isHan(text[end]) && !/[a-z]/.test(text[end] ?? '')) return true;
  return startsWithAny(followers, text, end) || startsWithAny(given > 1 ? behindFull : kin, text, end);
}

/** Where the characters of a given name end, one after the other. */
function givenEnds({ givenSigns }: HanWords, text: string, start: number): readonly number[] {
  const ends: number[] = [];
  for (let at = start; ends.length < MOST_GIVEN && givenSigns.has(text[at] ?? ''); at++) ends.push(at + 1);
  return ends;
}

/** Whether what looks like a name is a word, or the beginning of one. */
const isLikeName = ({ likeNames }: HanWords, text: string, start: number, end: number) =>
  likeNames.some((word) => start + word.length >= end && text.startsWith(word, start));

/** A name that ends where a name may end; a recogniser may part surname and given name by a blank. */
function strictHanAt(han: HanWords, text: string, start: number): NameSpan | null {
  const surname = han.surnames.find((each) => text.startsWith(each, start));
  if (surname === undefined || startsWithAny(han.notNames, text, start)) return null;
  const surnameEnd = start + surname.length;
  if (startsWithAny(han.titles, text, surnameEnd)) return null;
  const isParted = text[surnameEnd] === ' ';
  const ends = givenEnds(han, text, isParted ? surnameEnd + 1 : surnameEnd);
  const mayEnd = (end: number, given: number) => (isParted ? !isHan(text[end]) : isHanEnd(han, text, end, given));
  const end = ends[ends.findLastIndex((each, at) => mayEnd(each, at + 1))];
  return end === undefined || isLikeName(han, text, start, end) ? null : { start, end, surnameEnd };
}

/** Reads "the king of kingdom" as a surname. */
function explainedSearch({ names }: PersonalWords, han: HanWords): NameReader['explained'] {
  const surname = `(?<surname>${anyOf(han.surnames)})`;
  const explained = new RegExp(`(?<word>\\p{Script=Han}{1,5}?)(?:${anyOf(names.explainLinks)})${surname}`, 'uy');
  return ({ text }, start) => {
    explained.lastIndex = start;
    const groups = explained.exec(text)?.groups;
    if (groups?.word?.includes(groups.surname!) !== true) return [];
    const end = explained.lastIndex;
    return [end - groups.surname!.length, start].map((from) => ({ start: from, end, surnameEnd: end }));
  };
}

const FIRST_TWO = 2;
/** How far before a word of speaking a name may begin. */
const MOST_BEFORE = 40;

/** Full names before or behind a title, and names before a word of speaking ("Claire Whitcombe here"). */
function titledSearch(personal: PersonalWords, han: HanWords, latin: LatinWords): NameReader['titled'] {
  const { nameTitles, titlesBefore, givenSigns, speakers } = personal.names;
  const hanTitle = new RegExp(anyOf(nameTitles));
  const latinTitle = new RegExp(`(?:${anyOf(titlesBefore)})\\.? +`, 'g');
  const speaker = new RegExp(` (?:${anyOf(speakers)})`, 'g');
  const surname = `(?<surname>${anyOf(han.surnames)})`;
  const before = new RegExp(`${surname}[${givenSigns}]{1,${MOST_GIVEN}}(?=${anyOf(nameTitles)})`, 'g');

  const beforeTitle = ({ text }: WrittenTurn): readonly NameSpan[] =>
    !hanTitle.test(text)
      ? []
      : [...text.matchAll(before)]
          .filter(
            ({ index, 0: { length } }) =>
              !startsWithAny(han.notNames, text, index) && !isLikeName(han, text, index, index + length),
          )
          .map(({ index, 0: { length }, groups }) => ({
            start: index,
            end: index + length,
            surnameEnd: index + groups!.surname!.length,
          }));
  const behindTitle = (turn: WrittenTurn): readonly NameSpan[] =>
    [...turn.text.matchAll(latinTitle)].flatMap(({ index, 0: { length } }) => {
      const words = latinWordsAt(turn, index + length, FIRST_TWO);
      const isFull = words.length === FIRST_TWO && words.every(({ isCapital }) => isCapital);
      return isFull && latin.givenNames.has(words[0]!.word) ? (spanOf(words) ?? []) : [];
    });
  /** The name that ends at a place: capitalised words of which the first is a first name. */
  const endingAt = (turn: WrittenTurn, end: number): readonly NameSpan[] => {
    const from = Math.max(0, end - MOST_BEFORE);
    const starts = [...turn.text.slice(from, end).matchAll(/[a-z'-]+/g)].map(({ index }) => from + index);
    for (const start of starts.slice(-MOST_LATIN_WORDS)) {
      const name = strictLatinAt(latin, turn, start, true);
      const isFirst = latin.givenNames.has(latinWordsAt(turn, start, 1)[0]?.word ?? '');
      if (name?.end === end && isFirst && CAPITAL.test(turn.written[start]!)) return [name];
    }
    return [];
  };

  return (turn) => {
    if (!isCased(turn.written)) return beforeTitle(turn);
    const speaking = [...turn.text.matchAll(speaker)].flatMap(({ index }) => endingAt(turn, index));
    return [...beforeTitle(turn), ...behindTitle(turn), ...speaking];
  };
}

const longerOf = (one: NameSpan | null, other: NameSpan | null): NameSpan | null =>
  one === null || (other !== null && other.end > one.end) ? other : one;

export function nameReader(personal: PersonalWords, surnames: readonly string[]): NameReader {
  const latin = latinWordsOf(personal);
  const han = hanWordsOf(personal, surnames);
  const strictly = (turn: WrittenTurn, start: number, onlyKnown: boolean) =>
    isHan(turn.text[start]) ? strictHanAt(han, turn.text, start) : strictLatinAt(latin, turn, start, onlyKnown);
  return {
    surname: (turn, start) =>
      isHan(turn.text[start]) ? looseHanAt(han, turn.text, start, 0, 0) : looseLatinAt(latin, turn, start),
    loose: (turn, start) => {
      if (!isHan(turn.text[start])) return looseLatinAt(latin, turn, start);
      return longerOf(looseHanAt(han, turn.text, start, 1, MOST_GIVEN), strictHanAt(han, turn.text, start));
    },
    answer: (turn, start) => {
      if (!isHan(turn.text[start])) return looseLatinAt(latin, turn, start);
      const name = looseHanAt(han, turn.text, start, 0, MOST_GIVEN);
      const isWhole = name !== null && isHanEnd(han, turn.text, name.end, name.end - name.surnameEnd);
      return longerOf(isWhole ? name : null, strictHanAt(han, turn.text, start));
    },
    explained: explainedSearch(personal, han),
    strict: (turn, start) => strictly(turn, start, false),
    known: (turn, start) => strictly(turn, start, true),
    titled: titledSearch(personal, han, latin),
  };
}
