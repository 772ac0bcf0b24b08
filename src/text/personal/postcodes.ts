/**
 * Postcodes of the United Kingdom, each of which leads to a handful of houses: after "postcode", in answer to a question
 * for it or for the address, and behind an address. Letters and digits may be said one by one.
 */
import { type Found, wholly } from './found.js';
import type { WrittenTurn } from './name-reading.js';
import { anyOf, hintOf, type PersonalWords } from './words.js';

export type PostcodeSearch = (turns: readonly WrittenTurn[], addresses: readonly Found[]) => readonly Found[];

const CODE = '(?<![a-z0-9])[a-z]{1,2}[0-9][a-z0-9]? ?[0-9][a-z]{2}(?![a-z0-9])';
/** How far behind the announcement or the address a code may begin. */
const REACH = 40;
const ANSWER_TURNS = 2;

export function postcodeSearch({ addresses, digits, fillers, links }: PersonalWords): PostcodeSearch {
  const spoken = anyOf(Object.keys(digits).filter((word) => /^[a-z]{2,}$/.test(word)));
  const gap = `(?:[ ,-]{1,2}(?:(?:${anyOf([...fillers, ...links].filter((word) => /^[a-z]/.test(word)))})[ ,]{1,2})?)`;
  const letters = `[a-z](?:${gap}?[a-z])?`;
  const digit = `(?:[0-9]|${spoken})`;
  const said = `(?<![a-z0-9'])${letters}${gap}?${digit}(?:${gap}?(?:${digit}|[a-z]))?${gap}${digit}${gap}?[a-z]${gap}?[a-z](?![a-z0-9'])`;
  const code = new RegExp(`${CODE}|${said}`, 'g');
  const announced = new RegExp(anyOf(addresses.postcodes), 'g');
  const asked = new RegExp(anyOf([...addresses.postcodes, ...addresses.asked]));
  const mayAnnounce = hintOf([...addresses.postcodes, ...addresses.asked]);

  /** The codes of a turn that begin close behind one of some places. */
  const codesIn = ({ text }: WrittenTurn, turn: number, places: readonly number[]): readonly Found[] =>
    [...text.matchAll(code)]
      .filter(({ index }) => places.some((place) => index >= place && index - place <= REACH))
      .map(({ index, 0: value }) => wholly('address', turn, { start: index, end: index + value.length }, value));
  const isAnswer = (turns: readonly WrittenTurn[], at: number) => {
    for (let back = 1; back <= ANSWER_TURNS && at - back >= 0; back++) {
      const { speaker, text } = turns[at - back]!;
      if (speaker !== turns[at]!.speaker && mayAnnounce(text) && asked.test(text)) return true;
    }
    return false;
  };

  const goesOn = (told: readonly Found[], at: number) =>
    told.some(({ turn }) => turn < at && at - turn <= ANSWER_TURNS);

  return (turns, told) =>
    turns.flatMap((turn, at) => {
      const places = [
        ...(mayAnnounce(turn.text)
          ? [...turn.text.matchAll(announced)].map(({ index, 0: { length } }) => index + length)
          : []),
        ...told.filter((each) => each.turn === at).map(({ span }) => span.end),
        ...(/[a-z]/.test(turn.text) && (isAnswer(turns, at) || goesOn(told, at)) ? [0] : []),
      ];
      return places.length === 0 ? [] : codesIn(turn, at, places);
    });
}
