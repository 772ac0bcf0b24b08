/**
 * Names after their usual openings ("my name is", and their like in Mandarin), in answers to a question for the name, and
 * in full beside a title; then wherever the call says them again, in whole or in part. Other names in free text are not
 * found.
 */
import { type Found, wholly } from './found.js';
import { mentionSearch, type ToldName } from './name-mentions.js';
import { isCased, isHan, type NameSpan, nameReader, skipBlanks, type WrittenTurn } from './name-reading.js';
import { anyOf, hintOf, matchesOf, type PersonalWords } from './words.js';

export type NameSearch = (turns: readonly WrittenTurn[]) => readonly Found[];

/** How many turns after a question for the name its answer may stand. */
const ANSWER_TURNS = 2;
/** Most characters of a turn before the answer of the same speaker ("sure"). */
const MOST_PREFACE = 12;

const listOf = (name: NameSpan | null): readonly NameSpan[] => (name === null ? [] : [name]);

export function nameSearch(personal: PersonalWords, surnames: readonly string[]): NameSearch {
  const { names, fillers } = personal;
  const reader = nameReader(personal, surnames);
  const mentionsOf = mentionSearch(personal);
  const openings: Readonly<Record<string, readonly string[]>> = {
    none: names.notOpenings,
    full: names.openings,
    strict: names.strictOpenings,
    known: names.knownOpenings,
    greeting: names.greetingOpenings,
    surname: names.surnameOpenings,
  };
  const kinds = Object.entries(openings).map(([kind, words]) => `(?<${kind}>${anyOf(words)})`);
  const opening = new RegExp(kinds.join('|'), 'g');
  const mayOpen = hintOf(Object.values(openings).flat());
  const mayAsk = hintOf(names.asked);
  const continued = new RegExp(`[\\s,]*(?:${anyOf(names.continued)})`, 'y');
  const asked = new RegExp(anyOf(names.asked), 'g');
  const preface = new RegExp(`(?:${anyOf([...names.answers, ...fillers])}|[\\s,.:])*`, 'y');

  /** After the surname alone the whole name may follow. */
  const continuedAt = (turn: WrittenTurn, surname: NameSpan): readonly NameSpan[] => {
    continued.lastIndex = surname.end;
    if (!continued.test(turn.text)) return [];
    return listOf(reader.loose(turn, skipBlanks(turn.text, continued.lastIndex)));
  };
  const openedAt = (turn: WrittenTurn, { index, 0: { length }, groups }: RegExpExecArray): readonly NameSpan[] => {
    const start = skipBlanks(turn.text, index + length);
    if (groups?.full !== undefined) return listOf(reader.loose(turn, start));
    if (groups?.strict !== undefined) return listOf(reader.strict(turn, start));
    if (groups?.greeting !== undefined && turn.speaker === 'agent') return listOf(reader.strict(turn, start));
    if (groups?.known !== undefined || groups?.greeting !== undefined) return listOf(reader.known(turn, start));
    if (groups?.none !== undefined) return [];
    const surname = reader.surname(turn, start);
    return surname === null ? [] : [surname, ...continuedAt(turn, surname)];
  };
  const openedIn = (turn: WrittenTurn): readonly NameSpan[] =>
    matchesOf(opening, mayOpen(turn.text), turn.text).flatMap((match) => openedAt(turn, match));

  /** "Whitcombe, Claire Whitcombe": the name once more and in full. */
  const fullerAt = (turn: WrittenTurn, { start, end }: NameSpan): readonly NameSpan[] => {
    const next = reader.loose(turn, skipBlanks(turn.text, end));
    const isFuller = next !== null && turn.text.slice(next.start, next.end).includes(turn.text.slice(start, end));
    return isFuller ? [next] : [];
  };
  const answerIn = (turn: WrittenTurn): readonly NameSpan[] => {
    preface.lastIndex = 0;
    preface.test(turn.text);
    const start = preface.lastIndex;
    const name = reader.answer(turn, start);
    if (name === null) return reader.explained(turn, start);
    if (isHan(turn.text[start])) return [name, ...continuedAt(turn, name)];
    const isAll = turn.text.slice(name.end).replace(/[\s.,!]/g, '') === '';
    const isName = isAll || (isCased(turn.written) && /[A-Z]/.test(turn.written[start]!));
    return isName ? [name, ...fullerAt(turn, name)] : listOf(reader.known(turn, start));
  };
  /** Whether a turn asks for a name; who says "my surname is" does not, whatever the words have in common. */
  const asks = (turn: WrittenTurn, told: readonly NameSpan[]) =>
    matchesOf(asked, mayAsk(turn.text), turn.text).some(
      ({ index, 0: { length } }) => !told.some(({ start }) => start === index + length),
    );
  const isAnswer = (turns: readonly WrittenTurn[], told: readonly (readonly NameSpan[])[], at: number) => {
    for (let back = 1; back <= ANSWER_TURNS && at - back >= 0; back++) {
      const before = turns[at - back]!;
      if (before.speaker !== turns[at]!.speaker) {
        if (asks(before, told[at - back]!)) return true;
      } else if (before.text.length > MOST_PREFACE) return false;
    }
    return false;
  };

  return (turns) => {
    const opened = turns.map(openedIn);
    const told = turns.flatMap((turn, at): readonly ToldName[] => {
      const spans = [...opened[at]!, ...(isAnswer(turns, opened, at) ? answerIn(turn) : []), ...reader.titled(turn)];
      return spans.map((span) => ({ turn: at, ...span }));
    });
    if (told.length === 0) return [];
    const found = told.map(({ turn, start, end }) =>
      wholly('name', turn, { start, end }, turns[turn]!.text.slice(start, end)),
    );
    return [...found, ...mentionsOf(told, turns)];
  };
}
