/**
 * Names after their usual openings ("my name is", and their like in Mandarin) and in answers to a question for the name.
 * A Chinese name is a surname of the list and one or two characters; an English one up to three words. A name of at least
 * two characters that was found once is found wherever the call says it again. Other names in free text are not found.
 */
import { type Found, wholly } from './found.js';
import type { FoldedTurn } from './turn-numbers.js';
import { anyOf, hintOf, matchesOf, type PersonalWords } from './words.js';

/** A turn with its folded text and the text as it was written: capitals tell names in English. */
export interface WrittenTurn extends FoldedTurn {
  readonly written: string;
}

export type NameSearch = (turns: readonly WrittenTurn[]) => readonly Found[];

const HAN = /\p{Script=Han}/u;
const MOST_GIVEN = 2;
const MOST_ENGLISH_WORDS = 3;
const MIN_REPEATED_HAN = 2;
const MIN_REPEATED_LATIN = 4;
/** How many turns after a question for the name its answer may stand. */
const ANSWER_TURNS = 2;

interface Reader {
  readonly surnames: readonly string[];
  readonly titles: readonly string[];
  readonly strictEnds: ReadonlySet<string>;
  readonly ends: ReadonlySet<string>;
  readonly notNames: readonly string[];
  readonly notWords: ReadonlySet<string>;
}

interface NameSpan {
  readonly start: number;
  readonly end: number;
  readonly surnameEnd: number;
}

/** A Chinese name that begins at a place; `fewestGiven` 0 takes a surname alone. */
function hanNameAt(
  reader: Reader,
  text: string,
  start: number,
  fewestGiven: number,
  mostGiven: number,
): NameSpan | null {
  const surname = reader.surnames.find((each) => text.startsWith(each, start));
  if (surname === undefined || reader.notNames.some((each) => text.startsWith(each, start))) return null;
  const surnameEnd = start + surname.length;
  let end = surnameEnd;
  while (end - surnameEnd < mostGiven && !reader.titles.some((title) => text.startsWith(title, end))) {
    const sign = text[end];
    const closed = end === surnameEnd ? reader.strictEnds : reader.ends;
    if (sign === undefined || !HAN.test(sign) || closed.has(sign)) break;
    end++;
  }
  return end - surnameEnd >= fewestGiven ? { start, end, surnameEnd } : null;
}

const ENGLISH_WORD = /[a-z][a-z'-]*/y;

/** English words that may be a name: the first of any case, further ones with capitals, or one more of a text without. */
function englishNameAt(reader: Reader, turn: WrittenTurn, start: number): NameSpan | null {
  const hasCapitals = /[A-Z]/.test(turn.written.slice(start));
  let end = start;
  let words = 0;
  let at = start;
  while (words < MOST_ENGLISH_WORDS) {
    ENGLISH_WORD.lastIndex = at;
    const word = ENGLISH_WORD.exec(turn.text)?.[0];
    if (word === undefined || reader.notWords.has(word)) break;
    const isCapital = /[A-Z]/.test(turn.written[at]!);
    if (words > 0 && !isCapital && (hasCapitals || words > 1)) break;
    words++;
    end = at + word.length;
    if (turn.text[end] !== ' ') break;
    at = end + 1;
  }
  return words === 0 ? null : { start, end, surnameEnd: end };
}

const BLANKS = /[\s,.:\u3001\u3002"']*/y;

function skipBlanks(text: string, from: number): number {
  BLANKS.lastIndex = from;
  BLANKS.test(text);
  return BLANKS.lastIndex;
}

function nameAt(
  reader: Reader,
  turn: WrittenTurn,
  start: number,
  fewestGiven: number,
  mostGiven: number,
): NameSpan | null {
  const han = HAN.test(turn.text[start] ?? '');
  return han ? hanNameAt(reader, turn.text, start, fewestGiven, mostGiven) : englishNameAt(reader, turn, start);
}

export function nameSearch(personal: PersonalWords, surnames: readonly string[]): NameSearch {
  const { names, fillers, acknowledgements } = personal;
  const reader: Reader = {
    surnames: [...surnames].sort((a, b) => b.length - a.length),
    titles: names.titles,
    strictEnds: new Set(names.strictEnds),
    ends: new Set(names.ends),
    notNames: names.notNames.filter((word) => HAN.test(word)),
    notWords: new Set([...names.notNames, ...fillers, ...acknowledgements]),
  };
  const opening = new RegExp(`(?<full>${anyOf(names.openings)})|(?<surname>${anyOf(names.surnameOpenings)})`, 'g');
  const mayOpen = hintOf([...names.surnameOpenings, ...names.openings]);
  const mayAsk = hintOf(names.asked);
  const continued = new RegExp(`[\\s,]*(?:${anyOf(names.continued)})`, 'y');
  const asked = new RegExp(anyOf(names.asked));
  const preface = new RegExp(`(?:${anyOf([...names.answers, ...fillers])}|[\\s,.:])*`, 'y');

  /** After the surname alone the whole name may follow. */
  const continuedAt = (turn: WrittenTurn, surname: NameSpan): readonly NameSpan[] => {
    continued.lastIndex = surname.end;
    if (!continued.test(turn.text)) return [];
    const full = nameAt(reader, turn, skipBlanks(turn.text, continued.lastIndex), 1, MOST_GIVEN);
    return full === null ? [] : [full];
  };
  const toldIn = (turn: WrittenTurn): readonly NameSpan[] =>
    matchesOf(opening, mayOpen(turn.text), turn.text).flatMap((match) => {
      const start = skipBlanks(turn.text, match.index + match[0].length);
      if (match.groups?.surname === undefined) return nameAt(reader, turn, start, 1, MOST_GIVEN) ?? [];
      const surname = nameAt(reader, turn, start, 0, 0);
      return surname === null ? [] : [surname, ...continuedAt(turn, surname)];
    });
  const answerIn = (turn: WrittenTurn): readonly NameSpan[] => {
    preface.lastIndex = 0;
    preface.test(turn.text);
    const start = preface.lastIndex;
    const isHan = HAN.test(turn.text[start] ?? '');
    const name = nameAt(reader, turn, start, 0, MOST_GIVEN);
    if (name === null) return [];
    if (isHan) return [name, ...continuedAt(turn, name)];
    const isAll = turn.text.slice(name.end).replace(/[\s.,!]/g, '') === '';
    return isAll || /[A-Z]/.test(turn.written[start]!) ? [name] : [];
  };
  const isAnswer = (turns: readonly WrittenTurn[], at: number) => {
    for (let back = 1; back <= ANSWER_TURNS && at - back >= 0; back++) {
      const before = turns[at - back]!;
      if (before.speaker === turns[at]!.speaker) return false;
      if (mayAsk(before.text) && asked.test(before.text)) return true;
    }
    return false;
  };

  return (turns) => {
    const found = turns.flatMap((turn, at) => {
      const spans = [...toldIn(turn), ...(isAnswer(turns, at) ? answerIn(turn) : [])];
      return spans.map(({ start, end }) => wholly('name', at, { start, end }, turn.text.slice(start, end)));
    });
    return found.length === 0 ? found : [...found, ...repeatsOf(found, turns, isRepeatable)];
  };
}

function isRepeatable(value: string): boolean {
  return value.length >= (HAN.test(value) ? MIN_REPEATED_HAN : MIN_REPEATED_LATIN);
}

/** Further places of what was found, by its words. */
export function repeatsOf(
  found: readonly Found[],
  turns: readonly FoldedTurn[],
  isWorth: (value: string) => boolean,
): readonly Found[] {
  const values = [...new Map(found.map(({ kind, value }) => [value, kind]))].filter(([value]) => isWorth(value));
  if (values.length === 0) return [];
  const kinds = new Map(values);
  const pattern = new RegExp(anyOf(values.map(([value]) => value)), 'g');
  return turns.flatMap(({ text }, turn) =>
    [...text.matchAll(pattern)].map(({ index, 0: value }) =>
      wholly(kinds.get(value) ?? 'name', turn, { start: index, end: index + value.length }, value),
    ),
  );
}
