/**
 * A script that was run together on one line: "Agent: hello Customer: hi". It is cut before each mark of a speaker, which
 * is a name with a colon after it, and its stamp. Names that the vocabulary knows are marks; where they do not name both
 * sides, a name that comes twice is one too, and so is a short label of the same form ("A" and "B", "S1" and "S2").
 */
import { isClock, TAG } from './script-line.js';
import { namedSpeaker } from './speaker.js';
import type { IngestVocabulary } from './vocabulary.js';

export interface CutLine {
  readonly lines: readonly string[];
  /** Names that are marks though the vocabulary does not know them. */
  readonly names: ReadonlySet<string>;
}

interface Mark {
  /** Offset at which its line begins: the name, or the stamp before it. */
  readonly from: number;
  readonly name: string;
}

/** Words of a name that the vocabulary does not know, and characters of any name, at most. */
const MOST_WORDS = 3;
const MOST_CHARACTERS = 32;
/** The same where nothing parts it from what was said before; Chinese names alone are found there. */
const MOST_CLOSE_CHARACTERS = 8;
const HAN = /\p{Script=Han}/u;
/** A line with more of them is no talk. */
const MOST_COLONS = 20_000;
/** A stamp with its brackets and blanks is hardly longer. */
const STAMP_REACH = 32;

/** No colon of a clock or an address. */
const COLON = /(?<!\d(?=.\d))[:\uff1a](?!\/\/)/gu;
/** What a name may stand behind: blanks, the end of a sentence, a line drawn between turns. */
const BOUNDARY = /[\s.,?!;|/\u3002\uff0c\uff1f\uff01\uff1b\u2026\uff5c]/u;
const STAMP_BEHIND = /\s*[[(\uff08\u3010]?\s*(\d{1,3}(?::\d{2}){1,2}(?:[.,]\d{1,3})?)\s*[\])\uff09\u3011]?\s*$/u;
const STAMP_BEFORE = /[[(\uff08\u3010]\s*(\d{1,3}(?::\d{2}){1,2}(?:[.,]\d{1,3})?)\s*[\])\uff09\u3011]\s*$/u;
const TAGS = new RegExp(TAG, 'gu');
const NAME = /^[\p{L}\p{N}][\p{L}\p{N} ._\-()\uff08\uff09\u00b7*#]*$/u;
const SEPARATOR_AT_END = /[\s|;/\uff1b\uff5c]+$/u;

export function cutAtSpeakers(line: string, vocabulary: IngestVocabulary): CutLine {
  const colons = [...line.matchAll(COLON)].map(({ index }) => index);
  if (colons.length > MOST_COLONS) return { lines: [line], names: new Set() };
  const tags = taggedMarks(line, vocabulary);
  const apart = knownMarks(line, colons, vocabulary, MOST_CHARACTERS, (start) => BOUNDARY.test(line[start - 1]!));
  const close =
    apart.length > 1
      ? apart
      : knownMarks(line, colons, vocabulary, MOST_CLOSE_CHARACTERS, (start) => HAN.test(line[start]!));
  const sides = new Set(close.map(({ name }) => namedSpeaker(name, vocabulary)?.speaker));
  const others = sides.has('agent') && sides.has('caller') ? [] : recurringMarks(line, colons, close);
  const cuts = [...tags, ...close, ...others].map(({ from }) => from);
  const edges = [...new Set([0, ...cuts, line.length])].sort((a, b) => a - b);
  const parts = edges.slice(0, -1).map((from, index) => line.slice(from, edges[index + 1]));
  return {
    lines: parts.map((part) => part.replace(SEPARATOR_AT_END, '').trim()).filter((part) => part !== ''),
    names: new Set(others.map(({ name }) => name)),
  };
}

/** Speakers in brackets, which need no colon. */
function taggedMarks(line: string, vocabulary: IngestVocabulary): readonly Mark[] {
  return [...line.matchAll(TAGS)].flatMap(({ index, 1: name }) =>
    namedSpeaker(name!, vocabulary) === null ? [] : [{ from: markStart(line, index), name: name! }],
  );
}

/** Marks that the vocabulary knows: for each colon the longest name before it that may begin where it does. */
function knownMarks(
  line: string,
  colons: readonly number[],
  vocabulary: IngestVocabulary,
  mostCharacters: number,
  mayBegin: (start: number) => boolean,
): readonly Mark[] {
  return colons.flatMap((colon) => {
    const end = nameEnd(line, colon);
    for (let start = Math.max(0, end - mostCharacters); start < end; start++) {
      if (start > 0 && !mayBegin(start)) continue;
      const name = line.slice(start, end);
      if (NAME.test(name) && namedSpeaker(name, vocabulary) !== null) return [{ from: markStart(line, start), name }];
    }
    return [];
  });
}

/** Where the name before a colon ends: before the blanks and the stamp that may stand between them. */
function nameEnd(line: string, colon: number): number {
  const from = Math.max(0, colon - STAMP_REACH);
  const before = line.slice(from, colon);
  const stamp = STAMP_BEHIND.exec(before);
  return from + (stamp !== null && isClock(stamp[1]!) ? before.slice(0, stamp.index) : before).trimEnd().length;
}

/** Where the stamp before a name begins, or the name where there is none. */
function markStart(line: string, name: number): number {
  const from = Math.max(0, name - STAMP_REACH);
  const stamp = STAMP_BEFORE.exec(line.slice(from, name));
  return stamp !== null && isClock(stamp[1]!) ? from + stamp.index : name;
}

/** Names that come twice or more, and labels of the form of these; none where the line does not begin with a mark. */
function recurringMarks(line: string, colons: readonly number[], known: readonly Mark[]): readonly Mark[] {
  const taken = new Set(known.map(({ from }) => from));
  const possible = colons.map((colon) => namesBefore(line, colon).filter(({ from }) => !taken.has(from)));
  const counts = new Map<string, number>();
  for (const { name } of possible.flat()) counts.set(name, (counts.get(name) ?? 0) + 1);
  const again = ({ name }: Mark) => counts.get(name)!;
  const recurring = possible.map(
    (marks) =>
      marks
        .filter((mark) => again(mark) > 1)
        .sort((a, b) => again(b) - again(a) || b.name.length - a.name.length)
        .at(0) ?? null,
  );
  const forms = new Set(recurring.flatMap((mark) => (mark === null ? [] : [formOf(mark.name)])));
  const isOfForm = ({ name }: Mark) => isLabel(name) && forms.has(formOf(name));
  const marks = possible.flatMap((each, index) => recurring[index] ?? each.find(isOfForm) ?? []);
  return [...known, ...marks].some(({ from }) => from === 0) ? marks : [];
}

/** What may be the name before a colon: its last word, and the one or two before it. */
function namesBefore(line: string, colon: number): readonly Mark[] {
  const end = nameEnd(line, colon);
  const marks: Mark[] = [];
  for (let start = end - 1; start >= Math.max(0, end - MOST_CHARACTERS) && marks.length < MOST_WORDS; start--) {
    if (start > 0 && !BOUNDARY.test(line[start - 1]!)) continue;
    const name = line.slice(start, end);
    if (!/^\p{L}/u.test(name) || !NAME.test(name)) break;
    marks.push({ from: markStart(line, start), name });
  }
  return marks;
}

/** A label such as "A", "S1", "SPEAKER_00". */
function isLabel(name: string): boolean {
  return /^(?:[A-Za-z]|[A-Za-z]+[ _#-]?\d{1,3})$/.test(name);
}

function formOf(name: string): string {
  return isLabel(name) ? name.replace(/\d+$/, '0').replace(/^[A-Za-z]$/, 'A') : name;
}
