/**
 * What in a turn speaks for an agent or for a caller. A sign is a short run of letters or words of the turn (`^` where
 * it begins the turn), a group of phrases (`<greets>`), or what the turn does in the talk (`<answers>`). Signs say
 * nothing by themselves: their weights are data, see role-model.ts.
 */
import { foldSpoken, type RoleWords, saysOneOf } from './role-words.js';

/** A turn of somebody who is told apart from others. */
export interface Voiced {
  readonly voice: string;
  readonly text: string;
}

/** Signs of the talk, beside those of the groups. */
export const TALK_SIGNS = ['asks', 'is_answered', 'answers', 'gives_number', 'reads_number', 'long', 'short'] as const;

export const asksSign = '<asks>';

/** Letters of a run of Han characters, and words of others, that make a sign at most. */
const MOST_LETTERS = 4;
const MOST_WORDS = 3;
/** In characters of the folded text, with English at about three characters for one. */
const LONG_TURN = 36;
const SHORT_TURN = 6;
const SHORT_ANSWER = 12;
const CHARACTERS_PER_LATIN = 3;
/** So many digits or spoken numerals in a row are a number that somebody gives. */
const NUMBER_LENGTH = 4;

interface Seen {
  readonly voice: string;
  readonly folded: string;
  readonly asks: boolean;
  readonly hasNumber: boolean;
  readonly length: number;
}

/** The signs of every turn, each sign once a turn. */
export function signsOfTurns(turns: readonly Voiced[], words: RoleWords): readonly ReadonlySet<string>[] {
  const seen = turns.map((turn) => lookAt(turn, words));
  return seen.map((turn, index) => signsOf(turn, seen[index - 1], seen[index + 1], words));
}

/** The length of a text in characters of speech, so that Chinese and English turns can be compared. */
export function spokenLength(text: string): number {
  const latin = text.match(/\p{Script=Latin}/gu)?.length ?? 0;
  const letters = text.match(/[\p{L}\p{N}]/gu)?.length ?? 0;
  return letters - latin + Math.round(latin / CHARACTERS_PER_LATIN);
}

function lookAt({ voice, text }: Voiced, words: RoleWords): Seen {
  const folded = foldSpoken(text);
  return {
    voice,
    folded,
    asks: isQuestion(text, folded, words),
    hasNumber: hasNumber(text, words),
    length: spokenLength(folded),
  };
}

function isQuestion(text: string, folded: string, { questionEnds }: RoleWords): boolean {
  const end = folded.trimEnd();
  return /[?\uff1f]\s*$/u.test(text) || questionEnds.some((one) => end.endsWith(one));
}

function hasNumber(text: string, { numberCharacters }: RoleWords): boolean {
  let run = 0;
  for (const character of text.normalize('NFKC')) {
    if (/\d/.test(character) || numberCharacters.has(character)) run++;
    else if (character !== ' ' && character !== '-') run = 0;
    if (run >= NUMBER_LENGTH) return true;
  }
  return false;
}

function signsOf(turn: Seen, before: Seen | undefined, after: Seen | undefined, words: RoleWords): Set<string> {
  const signs = new Set<string>();
  for (const [group, phrases] of words.groups) if (saysOneOf(turn.folded, phrases)) signs.add(`<${group}>`);
  const asked = before !== undefined && before.voice !== turn.voice && before.asks;
  const answered = after !== undefined && after.voice !== turn.voice && after.length <= SHORT_ANSWER && !after.asks;
  if (turn.asks) signs.add(asksSign);
  if (turn.asks && answered) signs.add('<is_answered>');
  if (asked && turn.length <= SHORT_ANSWER && !turn.asks) signs.add('<answers>');
  if (turn.hasNumber) signs.add(asked ? '<gives_number>' : '<reads_number>');
  if (turn.length >= LONG_TURN) signs.add('<long>');
  if (turn.length <= SHORT_TURN) signs.add('<short>');
  addRuns(turn.folded, signs);
  return signs;
}

function addRuns(folded: string, signs: Set<string>): void {
  const parts = folded.trim().split(' ');
  let isFirst = true;
  for (const [at, part] of parts.entries()) {
    if (/^\p{Script=Han}/u.test(part)) {
      const letters = [...part];
      for (let from = 0; from < letters.length; from++) {
        let run = '';
        for (const letter of letters.slice(from, from + MOST_LETTERS)) {
          run += letter;
          signs.add(run);
          if (isFirst && from === 0) signs.add(`^${run}`);
        }
      }
    } else if (part !== '') {
      let run = '';
      for (const word of parts.slice(at, at + MOST_WORDS)) {
        if (/^\p{Script=Han}/u.test(word)) break;
        run = run === '' ? word : `${run} ${word}`;
        signs.add(run);
        if (isFirst) signs.add(`^${run}`);
      }
    }
    isFirst = false;
  }
}
