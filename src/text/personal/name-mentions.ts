/**
 * Where a call says again a name that it told: in full, by the given name, by the surname before a title, spelled, or
 * explained by its characters. What is a word of the language too is taken for the name only where a title, a capital
 * within a sentence or a call ("thanks, Mark") shows it.
 */
import type { Span } from '../../domain/finding.js';
import { type Found, wholly } from './found.js';
import { isCased, isHan, type NameSpan, type WrittenTurn } from './name-reading.js';
import { anyOf, type PersonalWords } from './words.js';

export interface ToldName extends NameSpan {
  readonly turn: number;
}

export type MentionSearch = (told: readonly ToldName[], turns: readonly WrittenTurn[]) => readonly Found[];

const MIN_FULL = 2;
/** Shorter Latin words are words of the language as well. */
const MIN_OWN = 3;
/** Letters of a name that are said one by one. */
const MIN_SPELLED = 3;
/** What is longer is a surname with the words that tell it. */
const MOST_SURNAME = 2;
/** Turns before and after a name in which its characters are explained. */
const EXPLAINED_BEFORE = 1;
const EXPLAINED_AFTER = 3;
/** Characters of the longest explanation of one. */
const MOST_EXPLAINED = 4;
/** How far before a word a title or a greeting may begin. */
const REACH = 20;

const unique = (words: readonly string[]) => [...new Set(words)];
const spansOf = (pattern: RegExp, text: string): readonly Span[] =>
  [...text.matchAll(pattern)].map(({ index, 0: { length } }) => ({ start: index, end: index + length }));

interface HanName {
  readonly turn: number;
  readonly start: number;
  readonly end: number;
  /** As it was said; a blank may part it. */
  readonly full: string;
  readonly surname: string;
  readonly given: string;
}

/** What a word of a name asks of its place: nothing, that no street goes on with it, or a title or call. */
type Evidence = 'none' | 'no place' | 'title';

/** The words of names that were told, each with what shows that a name is meant. */
function hanWords(common: ReadonlySet<string>, told: readonly HanName[]): ReadonlyMap<string, Evidence> {
  const given = told.map((name) => name.given).filter((each) => each !== '');
  const isOwn = (each: string) => each.length >= MIN_FULL && !common.has(each);
  return new Map([
    ...told.map(({ surname }): [string, Evidence] => [surname, 'title']),
    ...given.map((each): [string, Evidence] => [each, isOwn(each) ? 'no place' : 'title']),
    ...told
      .filter(({ full, given: own }) => own !== '' || full.length >= MIN_FULL)
      .flatMap(({ full, surname, given: own }) => [full, surname + own])
      .map((full): [string, Evidence] => [full, common.has(full) ? 'title' : 'none']),
  ]);
}

/** Searches the words of names of characters. */
function hanSearch({ names, addresses }: PersonalWords) {
  const common = new Set(names.commonNames);
  const title = new RegExp(`(?!${anyOf(names.notTitles)})(?:${anyOf(names.titles)})`, 'y');
  const place = new RegExp(anyOf([...addresses.parts, ...addresses.numberedParts, ...addresses.wideParts]), 'y');
  const follower = new RegExp(`${anyOf([...names.followers, ...names.titles])}|[^\\p{Script=Han}]|$`, 'uy');
  const prefix = new RegExp(`(?:${anyOf(names.prefixes)})$`);
  const explained = new RegExp(`(?:${anyOf(names.explained)})$`);
  const called = new RegExp(`[\\s,]{0,2}(?:${anyOf(names.called)})`, 'y');
  const holdsAt = (pattern: RegExp, text: string, at: number) => {
    pattern.lastIndex = at;
    return pattern.test(text);
  };
  /** The place of a word of a name, with the characters that explain it; null where something else is meant. */
  const placeOf = (evidence: Evidence, text: string, { start, end }: Span): Span | null => {
    if (evidence === 'none') return { start, end };
    if (evidence === 'no place') return holdsAt(place, text, end) ? null : { start, end };
    const before = text.slice(Math.max(0, start - MOST_EXPLAINED), start);
    const explanation = explained.exec(before)?.[0];
    if (explanation !== undefined) return { start: start - explanation.length, end };
    const isTitled = holdsAt(title, text, end) || (prefix.test(before) && holdsAt(follower, text, end));
    const isCalled = !isHan(before.at(-1)) && holdsAt(called, text, end);
    return isTitled || isCalled ? { start, end } : null;
  };
  return (told: readonly HanName[], turns: readonly WrittenTurn[]): readonly (readonly Span[])[] => {
    const words = hanWords(common, told);
    const pattern = new RegExp(anyOf([...words.keys()]), 'g');
    return turns.map(({ text }) =>
      spansOf(pattern, text).flatMap((span) => placeOf(words.get(text.slice(span.start, span.end))!, text, span) ?? []),
    );
  };
}

/** A text without the names told in it, as long as before. */
function withoutTold(text: string, told: readonly HanName[]): string {
  const signs = text.split('');
  for (const { start, end } of told) signs.fill(' ', start, end);
  return signs.join('');
}

/** Characters explained by a word that holds them ("the king of kingdom"), close to the names. */
function explanations(links: string, told: readonly HanName[], turns: readonly WrittenTurn[]) {
  const names = told.filter(({ surname }) => surname.length <= MOST_SURNAME);
  const sign = `[${unique(names.flatMap(({ surname, given }) => [...surname, ...given])).join('')}]`;
  const pattern = new RegExp(`\\p{Script=Han}{0,4}${sign}\\p{Script=Han}{0,3}(?:${links})${sign}`, 'gu');
  const toldIn = new Map<number, HanName[]>();
  for (const name of told) {
    const own = toldIn.get(name.turn) ?? [];
    own.push(name);
    toldIn.set(name.turn, own);
  }
  const isClose = (at: number) => {
    for (let turn = at - EXPLAINED_AFTER; turn <= at + EXPLAINED_BEFORE; turn++) if (toldIn.has(turn)) return true;
    return false;
  };
  return turns.map(({ text }, at): readonly Span[] => {
    const own = toldIn.get(at);
    return isClose(at) ? spansOf(pattern, own === undefined ? text : withoutTold(text, own)) : [];
  });
}

interface LatinParts {
  /** Names of several words, sure wherever they stand. */
  readonly full: readonly string[];
  /** Words that are a name and nothing else. */
  readonly own: readonly string[];
  /** Words that are more than a name. */
  readonly common: readonly string[];
}

function latinParts({ names }: PersonalWords, told: readonly string[]): LatinParts {
  const common = new Set(names.commonNames);
  const words = told.flatMap((name) =>
    isSpelled(name) ? [lettersOf(name)] : name.split(' ').flatMap((word) => [word, ...word.split('-')]),
  );
  const parts = unique(words).filter((word) => word.length >= MIN_FULL);
  const isOwn = (word: string) => word.length >= MIN_OWN && !common.has(word);
  return {
    full: unique(told).filter((name) => name.includes(' ') || name.includes('-')),
    own: parts.filter(isOwn),
    common: parts.filter((word) => !isOwn(word)),
  };
}

const isSpelled = (name: string) => /^[a-z](?:[ .,-]{1,2}[a-z])+$/.test(name);
const lettersOf = (name: string) => name.replace(/[^a-z]/g, '');
const spelled = (word: string) => `(?<![a-z])${[...lettersOf(word)].join('[ .,-]{1,3}')}(?![a-z])`;

/** Whether a word that is more than a name is meant as one at its place. */
function calledSearch({ names }: PersonalWords) {
  const title = new RegExp(`(?:${anyOf(names.titlesBefore)})[. ]+$`);
  const greeting = new RegExp(`(?:${anyOf(names.greetings)})[, ]*$`);
  const capitals = new Set(names.capitalWords);
  return ({ text, written }: WrittenTurn, { start, end }: Span): boolean => {
    const before = text.slice(Math.max(0, start - REACH), start);
    if (title.test(before)) return true;
    const isCapital = /[A-Z]/.test(written[start]!);
    const cased = isCased(written);
    if (cased && !isCapital) return false;
    if (cased && /[a-z0-9,'] *$/.test(before) && !capitals.has(text.slice(start, end))) return true;
    const isGreeted = greeting.test(before);
    const endsClause = /^\s*(?:$|[.,!?;:])/.test(text.slice(end, end + REACH));
    return (isGreeted && (endsClause || cased)) || (endsClause && /(?:^|[.,!?;:])\s*$/.test(before));
  };
}

export function mentionSearch(personal: PersonalWords): MentionSearch {
  const isCalled = calledSearch(personal);
  const searchHan = hanSearch(personal);
  const links = anyOf(personal.names.explainLinks);

  const hanMentions = (told: readonly HanName[], turns: readonly WrittenTurn[]): readonly (readonly Span[])[] => {
    if (told.length === 0) return [];
    const explained = explanations(links, told, turns);
    return searchHan(told, turns).map((spans, at) => [...spans, ...explained[at]!]);
  };
  const latinMentions = (told: readonly string[], turns: readonly WrittenTurn[]): readonly (readonly Span[])[] => {
    if (told.length === 0) return [];
    const { full, own, common } = latinParts(personal, told);
    const letters = [...own, ...common].filter((word) => word.length >= MIN_SPELLED).map(spelled);
    const sure = new RegExp([anyOf(full), ...letters].join('|'), 'g');
    const ownWord = new RegExp(anyOf(own), 'g');
    const commonWord = new RegExp(anyOf(common), 'g');
    return turns.map((turn) => {
      const cased = isCased(turn.written);
      return [
        ...spansOf(sure, turn.text),
        ...spansOf(ownWord, turn.text).filter(({ start }) => !cased || /[A-Z]/.test(turn.written[start]!)),
        ...spansOf(commonWord, turn.text).filter((span) => isCalled(turn, span)),
      ];
    });
  };

  return (told, turns) => {
    const named = told.map(({ turn, start, end, surnameEnd }): HanName => {
      const { text } = turns[turn]!;
      return {
        turn,
        start,
        end,
        full: text.slice(start, end),
        surname: text.slice(start, surnameEnd),
        given: text.slice(surnameEnd, end).trim(),
      };
    });
    const han = hanMentions(
      named.filter(({ full }) => isHan(full[0])),
      turns,
    );
    const latin = latinMentions(
      named.filter(({ full }) => !isHan(full[0])).map(({ full }) => full),
      turns,
    );
    return turns.flatMap(({ text }, turn) =>
      [...(han[turn] ?? []), ...(latin[turn] ?? [])].map((span) =>
        wholly('name', turn, span, text.slice(span.start, span.end)),
      ),
    );
  };
}
