/**
 * Addresses after their usual openings ("my address is", "I live at", and their like in Mandarin). A place is what
 * follows up to its last part (street, district, house, room), over commas; without a part that tells a place, such as
 * a street, nothing is one: living on the third floor tells nobody's address.
 */
import type { Span } from '../../domain/finding.js';
import { type Found, wholly } from './found.js';
import { repeatsOf, type WrittenTurn } from './names.js';
import { anyOf, hintOf, matchesOf, type PersonalWords } from './words.js';

export type AddressSearch = (turns: readonly WrittenTurn[]) => readonly Found[];

const MOST_LENGTH = 90;
/** Most characters from one part of an address to the end of the next. */
const MOST_STEP = 14;
const MOST_STEP_LATIN = 34;
const MIN_REPEATED = 6;
/** Behind the last part: a number, or capitalised words and postcodes. */
const TAIL =
  /(?:[ -]?[0-9]{1,5}(?:-[0-9]{1,5})?(?![0-9]))?(?:,? [A-Z][A-Za-z0-9'-]*|,? [A-Z0-9]{0,3}[0-9][A-Z0-9]{0,4})*/y;
const SENTENCE_END = /[.!?;\u3002\n]/;

export function addressSearch({ addresses, links, digits }: PersonalWords): AddressSearch {
  const { openings, parts, fineParts, not } = addresses;
  const opening = new RegExp(`(?:${anyOf(openings)})[\\s:,]{0,2}(?:(?:${anyOf(links)})[\\s:,]{0,2}){0,3}`, 'g');
  const mayOpen = hintOf(openings);
  const excluded = new RegExp(anyOf(not), 'y');
  const part = new RegExp(`(?<main>${anyOf(parts)})|${anyOf(fineParts)}`, 'g');
  const said = Object.keys(digits).filter((word) => word.length === 1 && !/[a-z]/.test(word));
  const saidTail = new RegExp(`[${said.join('')}0-9]*`, 'y');

  /** The end of the place that begins at `start`; null where no part tells a place. */
  const placeEnd = (turn: WrittenTurn, start: number): number | null => {
    const rest = turn.text.slice(start, start + MOST_LENGTH);
    const stop = rest.search(SENTENCE_END);
    const clause = stop === -1 ? rest : rest.slice(0, stop);
    const most = /[a-z]/.test(clause) ? MOST_STEP_LATIN : MOST_STEP;
    let end = 0;
    let tells = false;
    for (const match of clause.matchAll(part)) {
      const matchEnd = match.index + match[0].length;
      if (match.index === 0 || matchEnd - end > most) break;
      tells ||= match.groups?.main !== undefined;
      end = matchEnd;
    }
    if (!tells) return null;
    saidTail.lastIndex = start + end;
    saidTail.test(turn.text);
    TAIL.lastIndex = saidTail.lastIndex;
    TAIL.test(turn.written);
    return Math.max(start + end, saidTail.lastIndex, TAIL.lastIndex);
  };
  const placesIn = (turn: WrittenTurn): readonly Span[] =>
    matchesOf(opening, mayOpen(turn.text), turn.text).flatMap((match) => {
      const start = match.index + match[0].length;
      excluded.lastIndex = start;
      const end = excluded.test(turn.text) ? null : placeEnd(turn, start);
      return end === null ? [] : [{ start, end }];
    });

  return (turns) => {
    const found = turns.flatMap((turn, at) =>
      placesIn(turn).map((span) => wholly('address', at, span, turn.text.slice(span.start, span.end))),
    );
    if (found.length === 0) return found;
    return [...found, ...repeatsOf(found, turns, (value) => value.length >= MIN_REPEATED)];
  };
}
