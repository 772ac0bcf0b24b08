/**
 * Addresses after their usual openings ("my address is", "I live at", and their like in Mandarin) and in answers to a
 * question for one, over turns too; then wherever their street is said again. A place is what follows up to its last part
 * (street, district, house, room), over commas; without a part that tells a place, such as a street, nothing is one:
 * a city, a shop or the third floor tells nobody's address.
 */
import type { Span } from '../../domain/finding.js';
import { type Found, wholly } from './found.js';
import { isHan, type WrittenTurn } from './name-reading.js';
import { postcodeSearch } from './postcodes.js';
import { anyOf, hintOf, matchesOf, type PersonalWords } from './words.js';

export type AddressSearch = (turns: readonly WrittenTurn[]) => readonly Found[];

const MOST_LENGTH = 90;
/** Most characters from one part of an address to the end of the next. */
const MOST_STEP = 14;
const MOST_STEP_LATIN = 34;
const MIN_REPEATED = 6;
/** Signs of a street with its kind, by which it is known again. */
const MIN_STREET = 3;
const MOST_STREET = 8;
/** How many turns after a question for the address its answer may begin, and go on. */
const ANSWER_TURNS = 2;
const GOING_ON_TURNS = 4;
/** And of how many parts one is made. */
const MOST_PARTS = 6;
/** A longer turn of the other side ends an address that is given over turns. */
const MOST_BETWEEN = 30;
/** Behind the last part: a number, or capitalised words and postcodes. */
const TAIL =
  /(?:[ -]?[0-9]{1,5}(?:-[0-9]{1,5})?(?![0-9]))?(?:,? [A-Z][A-Za-z0-9'-]*|,? [A-Z0-9]{0,3}[0-9][A-Z0-9]{0,4})*/y;
const SENTENCE_END = /[.!?;\u3002\n]/;

/** How much a place must say: a street, or else a house by its number, as far as talk does not begin. */
type Demand = 'street' | 'house';

interface Patterns {
  readonly part: RegExp;
  readonly shop: RegExp;
  /** A number with its part: a house, a flat. */
  readonly house: RegExp;
  /** What makes a place of a building, directly behind it. */
  readonly numbered: RegExp;
  readonly stop: RegExp;
  readonly saidTail: RegExp;
  readonly excluded: RegExp;
  readonly latinStart: RegExp;
  readonly street: RegExp;
}

function patternsOf({ addresses, digits, compounds }: PersonalWords): Patterns {
  const { parts, numberedParts, fineParts, wideParts, shops, not, stops, tens } = addresses;
  const ordinary = addresses.ordinary.length === 0 ? '' : `(?<!(?:${anyOf(addresses.ordinary)}) +)`;
  const signs = Object.keys(digits).filter((word) => word.length === 1 && !/[a-z]/.test(word));
  const said = [...Object.keys(digits), ...Object.keys(compounds.teens), ...Object.keys(compounds.tens)];
  const spoken = anyOf(said.filter((word) => /^[a-z]{3,}$/.test(word)));
  const figures = `[0-9${signs.join('')}${tens}]{1,5}`;
  const fine = anyOf(fineParts);
  return {
    part: new RegExp(
      `(?<main>${ordinary}(?:${anyOf(parts)}))|(?<numbered>${anyOf(numberedParts)})|${anyOf([...fineParts, ...wideParts])}`,
      'g',
    ),
    shop: new RegExp(`[^,\\s]{0,2} ?(?:${anyOf(shops)})`, 'y'),
    house: new RegExp(`${figures}[a-z]? ?(?:${fine})|(?:${fine}) ?(?:[0-9]|${spoken})`),
    numbered: new RegExp(`[\\s,]?(?:[a-z]?${figures}(?:${fine})|[0-9]{3,5}(?![0-9]))`, 'y'),
    stop: stops === '' ? /(?!)/ : new RegExp(`[${stops}]`),
    saidTail: new RegExp(`[${signs.join('')}0-9]*`, 'y'),
    excluded: new RegExp(anyOf(not), 'y'),
    street: new RegExp(`(?:[a-z'-]+ ){1,3}${ordinary}(?:${anyOf(parts)})`, 'y'),
    latinStart: new RegExp(`(?:[0-9]|${spoken}|${fine})`, 'y'),
  };
}

/** The end of the place that begins at `start`; null where no part tells a place. */
function placeEnd(patterns: Patterns, turn: WrittenTurn, start: number, demand: Demand): number | null {
  const rest = turn.text.slice(start, start + MOST_LENGTH);
  const stops = [rest.search(SENTENCE_END), demand === 'house' ? rest.search(patterns.stop) : -1].filter(
    (at) => at !== -1,
  );
  const clause = rest.slice(0, Math.min(rest.length, ...stops));
  const most = /[a-z]/.test(clause) ? MOST_STEP_LATIN : MOST_STEP;
  let end = 0;
  let tells = false;
  let hasBuilding = false;
  for (const match of clause.matchAll(patterns.part)) {
    const matchEnd = match.index + match[0].length;
    if (matchEnd - end > most || (match.index === 0 && isHan(clause[0]))) break;
    if (match.index === 0) continue;
    patterns.shop.lastIndex = matchEnd;
    if (patterns.shop.test(clause)) break;
    tells ||= match.groups?.main !== undefined;
    hasBuilding ||= match.groups?.numbered !== undefined && isNumbered(patterns, clause, matchEnd);
    end = matchEnd;
  }
  patterns.saidTail.lastIndex = start + end;
  patterns.saidTail.test(turn.text);
  TAIL.lastIndex = patterns.saidTail.lastIndex;
  TAIL.test(turn.written);
  const whole = Math.max(start + end, patterns.saidTail.lastIndex, TAIL.lastIndex);
  const isHouse = end > 0 && demand === 'house' && patterns.house.test(turn.text.slice(start, whole));
  return tells || hasBuilding || isHouse ? whole : null;
}

/** Whether a number with its part, or one of three figures, stands at a place. */
function isNumbered({ numbered }: Patterns, text: string, at: number): boolean {
  numbered.lastIndex = at;
  return numbered.test(text);
}

/** The streets of an address, by which it is known again. */
function streetsOf(patterns: Patterns, value: string): readonly string[] {
  let from = 0;
  return [...value.matchAll(patterns.part)].flatMap(({ index, 0: part, groups }) => {
    const end = index + part.length;
    const most = isHan(part[0]) ? MOST_STREET : MOST_STEP_LATIN;
    const street = value.slice(Math.max(from, end - most), end).replace(/^.*[0-9,] */, '');
    from = end;
    return groups?.main !== undefined && street.length >= MIN_STREET && street !== part ? [street] : [];
  });
}

export function addressSearch(personal: PersonalWords): AddressSearch {
  const { addresses, links, fillers, acknowledgements } = personal;
  const patterns = patternsOf(personal);
  const postcodes = postcodeSearch(personal);
  const link = `(?:(?:${anyOf(links)})[\\s:,]{0,2}){0,3}`;
  const opening = new RegExp(
    `(?:(?<firm>${anyOf(addresses.firmOpenings)})|(?<number>${anyOf(addresses.numberOpenings)})|${anyOf(addresses.openings)})[\\s:,]{0,2}${link}`,
    'g',
  );
  const mayOpen = hintOf([...addresses.openings, ...addresses.firmOpenings, ...addresses.numberOpenings]);
  const mayAsk = hintOf(addresses.asked);
  const asked = new RegExp(anyOf(addresses.asked));
  const preface = new RegExp(
    `(?:${anyOf([...addresses.answers, ...fillers, ...acknowledgements])}|[\\s,.:\\u3002])*`,
    'y',
  );

  const isExcluded = (text: string, start: number) => {
    patterns.excluded.lastIndex = start;
    return patterns.excluded.test(text);
  };
  const isLatinStart = ({ text }: WrittenTurn, start: number) => {
    patterns.latinStart.lastIndex = start;
    return patterns.latinStart.test(text);
  };
  /** Whether a street with a capital stands at a place. */
  const isStreet = ({ text, written }: WrittenTurn, start: number) => {
    patterns.street.lastIndex = start;
    return /[A-Z]/.test(written[start] ?? '') && patterns.street.test(text);
  };
  const answerStart = ({ text }: WrittenTurn) => {
    preface.lastIndex = 0;
    preface.test(text);
    return preface.lastIndex;
  };
  const openedIn = (turn: WrittenTurn): readonly Span[] =>
    matchesOf(opening, mayOpen(turn.text), turn.text).flatMap((match) => {
      const start = match.index + match[0].length;
      if (isExcluded(turn.text, start)) return [];
      if (match.groups?.number !== undefined && !isLatinStart(turn, start)) return [];
      const isFirm = match.groups?.firm !== undefined;
      const street = placeEnd(patterns, turn, start, 'street');
      const end = isFirm ? (street ?? placeEnd(patterns, turn, start, 'house')) : street;
      return end === null ? [] : [{ start, end }];
    });
  /** An answer, or what goes on with an address: it begins with its place, in English with a number or a street. */
  const answerIn = (turn: WrittenTurn): readonly Span[] => {
    const start = answerStart(turn);
    const isLatin = /[a-z0-9]/.test(turn.text[start] ?? '') && !/\p{Script=Han}/u.test(turn.text);
    if (isExcluded(turn.text, start) || (isLatin && !isLatinStart(turn, start) && !isStreet(turn, start))) return [];
    const end = placeEnd(patterns, turn, start, 'house');
    return end === null ? [] : [{ start, end }];
  };
  const isAnswer = (turns: readonly WrittenTurn[], at: number) => {
    for (let back = 1; back <= ANSWER_TURNS && at - back >= 0; back++) {
      const before = turns[at - back]!;
      if (before.speaker !== turns[at]!.speaker && mayAsk(before.text) && asked.test(before.text)) return true;
    }
    return false;
  };
  /** The next turn of the same side, where it goes on with an address with which a turn ended. */
  const nextPart = (turns: readonly WrittenTurn[], { turn, span }: Found): Found | null => {
    const { speaker, text } = turns[turn]!;
    if (text.length - span.end > MOST_STEP) return null;
    for (let at = turn + 1; at < turns.length && at - turn <= GOING_ON_TURNS; at++) {
      const next = turns[at]!;
      if (next.speaker !== speaker && next.text.length > MOST_BETWEEN) return null;
      const [place] = answerIn(next);
      if (place !== undefined) return foundAt(turns, at, place);
      if (next.speaker === speaker) return null;
    }
    return null;
  };
  const withNextParts = (turns: readonly WrittenTurn[], first: Found): readonly Found[] => {
    const parts = [first];
    for (let next: Found | null = first; next !== null && parts.length < MOST_PARTS; ) {
      next = nextPart(turns, next);
      if (next !== null) parts.push(next);
    }
    return parts;
  };
  /** The streets of an address said again, with what follows them. */
  const again = (streets: readonly string[], turns: readonly WrittenTurn[]): readonly Found[] => {
    if (streets.length === 0) return [];
    const street = new RegExp(anyOf([...new Set(streets)]), 'g');
    return turns.flatMap((turn, at) =>
      [...turn.text.matchAll(street)].map(({ index: start, 0: { length } }) =>
        foundAt(turns, at, { start, end: placeEnd(patterns, turn, start, 'house') ?? start + length }),
      ),
    );
  };

  return (turns) => {
    const places = turns.flatMap((turn, at) =>
      [...openedIn(turn), ...(isAnswer(turns, at) ? answerIn(turn) : [])].map((place) => ({ at, place })),
    );
    const told = places.flatMap(({ at, place }) => withNextParts(turns, foundAt(turns, at, place)));
    const codes = postcodes(turns, told);
    if (told.length === 0) return codes;
    const streets = told.flatMap(({ value }) => streetsOf(patterns, value));
    return [
      ...told,
      ...codes,
      ...again(streets, turns),
      ...repeatsOf(
        [...told, ...codes].flatMap(({ value }) => [value, ...piecesOf(value)]),
        turns,
      ),
    ];
  };
}

/** Parts of an address between commas that have a number: "14 Willow Lane". */
function piecesOf(value: string): readonly string[] {
  return value.split(/, */).filter((piece) => /\d/.test(piece));
}

/** Further places of what was found, by its words. */
function repeatsOf(values: readonly string[], turns: readonly WrittenTurn[]): readonly Found[] {
  const pattern = new RegExp(anyOf(values.filter(({ length }) => length >= MIN_REPEATED)), 'g');
  return turns.flatMap((turn, at) =>
    [...turn.text.matchAll(pattern)].map(({ index: start, 0: { length } }) =>
      foundAt(turns, at, { start, end: start + length }),
    ),
  );
}

function foundAt(turns: readonly WrittenTurn[], turn: number, { start, end }: Span): Found {
  return wholly('address', turn, { start, end }, turns[turn]!.text.slice(start, end));
}
