/**
 * Numbers in the turns of a call. A number is looked for in each turn, then over the turns of one side (a caller who
 * reads it out in pieces while the agent says "go on" or repeats them) and over neighbouring turns (one side finishes
 * what the other began).
 */
import type { Speaker } from '../../domain/call.js';
import type { Span } from '../../domain/finding.js';
import { type Atom, digitScan, type Group, type Run } from './digits.js';
import type { Found } from './found.js';
import {
  type FoundNumber,
  LONG_KINDS,
  MIN_PLACES,
  numbersIn,
  type RunContext,
  STRONG,
  wholeNumber,
} from './numbers.js';
import { ANNOUNCED, type Announced, anyOf, type PersonalWords } from './words.js';

/** A turn as the recognisers read it: folded. */
export interface FoldedTurn {
  readonly speaker: Speaker;
  readonly text: string;
}

export type NumberSearch = (turns: readonly FoldedTurn[]) => readonly Found[];

/** How far before a number its announcement may stand, in characters. */
const REACH = 28;
const HARMLESS_REACH = 8;
/** How many turns back the question may stand that a number answers. */
const ASKED_TURNS = 3;
/** Most characters that a listener says, beside digits and acknowledgements, while a number goes on. */
const MOST_BETWEEN = 4;
/** Most turns of the other side between two pieces of a number. */
const MOST_TURNS_BETWEEN = 2;
const MOST_PIECES = 8;
/** However much of a kind of number may stay readable, so many digits are hidden. */
const FEWEST_HIDDEN = 3;

/** Dates, decimals, addresses of machines and amounts with thousands: their digits belong to no number. */
const PROTECTED = [
  /(?<!\d)(?:0?[1-9]|[12]\d|3[01])([-/.])(?:0?[1-9]|[12]\d|3[01])\1(?:19|20)\d\d(?!\d)/,
  /(?<!\d)(?:19|20)\d\d(?<stroke>[-/.])(?:0?[1-9]|1[0-2])\k<stroke>(?:0?[1-9]|[12]\d|3[01])(?!\d)/,
  /(?<!\d)\d{1,3}(?:\.\d{1,3}){3}(?![\d.])/,
  /(?<![\d.,])\d{1,3}(?:,\d{3})+(?:\.\d+)?(?!\d|,\d)/,
  /(?<![\d.])\d+\.\d{1,2}(?![\d.])/,
];
const PLUS_BEFORE = /\+[ (]{0,2}$/;

interface Reading {
  readonly text: string;
  readonly runs: readonly Run[];
}

interface Words {
  /** Not beside a digit that is said: that is a number in a mixed writing. */
  readonly protectedFigures: RegExp;
  readonly openings: RegExp;
  readonly units: RegExp;
  /** What tells of a further number of the kind of the one before. */
  readonly more: RegExp;
  /** What a listener says, and what a speaker says around a piece of a number; a mask is no such thing. */
  readonly small: RegExp;
}

function wordsOf(words: PersonalWords): Words {
  const said = Object.keys(words.digits).filter((word) => word.length === 1 && !/[a-z]/.test(word));
  const beside = said.length === 0 ? '(?!)' : `[${said.join('')}]`;
  const kinds = [...ANNOUNCED].reverse();
  const openings = kinds.map((kind) => `(?<${kind}>${anyOf(words.openings[kind])})`).join('|');
  return {
    protectedFigures: new RegExp(
      `(?<!${beside})(?:${PROTECTED.map(({ source }) => source).join('|')})(?!${beside})`,
      'g',
    ),
    openings: new RegExp(openings, 'g'),
    more: new RegExp(anyOf(words.more)),
    units: new RegExp(` ?(?:${anyOf(words.units)}|%)`, 'y'),
    small: new RegExp(
      `(?:${anyOf([...words.acknowledgements, ...words.fillers, ...words.links])})|(?!\\*)[\\s\\p{P}\\p{S}]`,
      'gu',
    ),
  };
}

/**
 * What the last announcement in a text tells of; two that touch are one ("id card number"). What makes a number harmless
 * stands close to it.
 */
function announcedIn(text: string, { openings }: Words): Announced | null {
  let told: Announced | null = null;
  let end = Number.NEGATIVE_INFINITY;
  for (const match of text.matchAll(openings)) {
    const kind = ANNOUNCED.find((each) => match.groups?.[each] !== undefined)!;
    const goesOn = kind === 'phone' && match.index - end <= 1;
    if (!goesOn) told = kind;
    end = match.index + match[0].length;
  }
  return told === 'harmless' && text.length - end > HARMLESS_REACH ? null : told;
}

/** The runs of a text without the digits of dates, decimals and amounts. */
function unprotected(text: string, runs: readonly Run[], { protectedFigures }: Words): readonly Run[] {
  const spans = [...text.matchAll(protectedFigures)].map(({ index, 0: { length } }) => ({
    start: index,
    end: index + length,
  }));
  if (spans.length === 0) return runs;
  let next = 0;
  const isProtected = (group: Group) => {
    while (next < spans.length && spans[next]!.end <= group.atoms[0]!.start) next++;
    return next < spans.length && spans[next]!.start < group.atoms.at(-1)!.end;
  };
  return runs.flatMap((run) => {
    const parts: Group[][] = [[]];
    for (const group of run.groups) {
      if (isProtected(group)) parts.push([]);
      else parts.at(-1)!.push(group);
    }
    return parts.filter((groups) => groups.length > 0).map(asRun);
  });
}

function asRun(groups: readonly Group[]): Run {
  return { groups, start: groups[0]!.atoms[0]!.start, end: groups.at(-1)!.atoms.at(-1)!.end };
}

const placesOf = (groups: readonly Group[]) => groups.reduce((sum, group) => sum + group.digits.length, 0);

function hasUnit(text: string, end: number, { units }: Words): boolean {
  units.lastIndex = end;
  return units.test(text);
}

/** Whether a text says nothing but small words of its own. */
function isSmall(text: string, { small }: Words, most = 0): boolean {
  return text.length === 0 || text.replace(small, '').length <= most;
}

/** What was said before a run: in its turn, or, where the turn begins with it, in the question before. */
function contextOf(readings: readonly Reading[], turn: number, run: Run, words: Words): RunContext {
  const { text } = readings[turn]!;
  const before = text.slice(Math.max(0, run.start - REACH), run.start);
  const own = announcedIn(before, words);
  const asked =
    own === null && run.start < REACH && isSmall(before, words, MOST_BETWEEN)
      ? askedBefore(readings, turn, words)
      : null;
  return { announced: own ?? asked, plus: PLUS_BEFORE.test(before), unitFollows: hasUnit(text, run.end, words) };
}

function askedBefore(readings: readonly Reading[], turn: number, words: Words): Announced | null {
  for (let back = 1; back <= ASKED_TURNS && turn - back >= 0; back++) {
    const told = announcedIn(readings[turn - back]!.text, words);
    if (told !== null && told !== 'harmless') return told;
  }
  return null;
}

/** The last number that was found, as far as the next one may be of its kind. */
interface Before {
  readonly announced: Announced;
  readonly turn: number;
  readonly end: number;
  readonly places: number;
}

/** Most characters between two numbers of equal length in a list. */
const MOST_LISTED = 12;

/** The kind of the number before, where this one continues a list: told by a word, or by closeness and length. */
function listedAfter(before: Before | null, text: string, turn: number, run: Run, words: Words): Announced | null {
  if (before === null || turn - before.turn > ASKED_TURNS) return null;
  const isSameTurn = before.turn === turn;
  const between = text.slice(isSameTurn ? before.end : 0, run.start);
  if (between.length > REACH) return null;
  const isEqual = isSameTurn && between.length <= MOST_LISTED && placesOf(run.groups) === before.places;
  return isEqual || words.more.test(between) ? before.announced : null;
}

const isAnnouncedKind = (kind: string): kind is Announced => ANNOUNCED.some((each) => each === kind);

/** The numbers of all turns, each turn for itself. */
function withinTurns(readings: readonly Reading[], words: Words): readonly FoundNumber[] {
  const found: FoundNumber[] = [];
  let before: Before | null = null;
  for (const [turn, { text, runs }] of readings.entries()) {
    for (const run of runs) {
      if (placesOf(run.groups) < MIN_PLACES) continue;
      const context = contextOf(readings, turn, run, words);
      const announced: Announced | null = context.announced ?? listedAfter(before, text, turn, run, words);
      const numbers = numbersIn(run, { ...context, announced });
      found.push(...numbers);
      const last = numbers.at(-1);
      const kind: string = announced ?? last?.recogniser.kind ?? '';
      if (last === undefined || !isAnnouncedKind(kind)) continue;
      before = { announced: kind, turn, end: run.end, places: last.digits.length };
    }
  }
  return found;
}

/** Which digits of a number a mask covers: from the first to before the last. */
function hiddenOf({ recogniser, digits }: FoundNumber): Span {
  const { first, last } = recogniser.kept(digits);
  return { start: Math.max(0, Math.min(first, digits.length - last - FEWEST_HIDDEN)), end: digits.length - last };
}

/** The number as it lies in each of its turns. */
function foundOf(number: FoundNumber): readonly Found[] {
  const { recogniser, groups, digits } = number;
  const cover = hiddenOf(number);
  const atoms = groups.flatMap((group) => group.atoms);
  const turns = new Map<number, { atoms: Atom[]; hidden: Atom[] }>();
  let place = 0;
  for (const atom of atoms) {
    const own = turns.get(atom.turn) ?? { atoms: [], hidden: [] };
    turns.set(atom.turn, own);
    own.atoms.push(atom);
    const end = place + atom.digits.length;
    if (end > cover.start && place < cover.end) own.hidden.push(atom);
    place = end;
  }
  return [...turns].map(([turn, own]) => ({
    kind: recogniser.kind,
    turn,
    span: { start: own.atoms[0]!.start, end: own.atoms.at(-1)!.end },
    hidden: own.hidden.map(({ start, end }) => ({ start, end })),
    value: digits,
  }));
}

/** A run at the edge of a turn, before or after which nothing but small words is said. */
function edgeRun({ text, runs }: Reading, edge: 'head' | 'tail', words: Words): Run | null {
  const run = edge === 'head' ? runs[0] : runs.at(-1);
  if (run === undefined) return null;
  const beside = edge === 'head' ? text.slice(0, run.start) : text.slice(run.end);
  return beside.length <= REACH && isSmall(beside, words, edge === 'head' ? 0 : MOST_BETWEEN) ? run : null;
}

/** Whether a turn of the listener lets a number go on: it repeats a piece, or says little. */
function letsGoOn({ text, runs }: Reading, words: Words): boolean {
  if (text.length > REACH) return false;
  const said = runs.reduceRight((rest, run) => rest.slice(0, run.start) + rest.slice(run.end), text);
  return isSmall(said, words, MOST_BETWEEN);
}

/** The next turn in which a number may go on: of the same side over small turns of the other, or simply the next. */
function nextTurn(
  turns: readonly FoldedTurn[],
  readings: readonly Reading[],
  turn: number,
  ownSide: boolean,
  words: Words,
) {
  if (!ownSide) return turn + 1 < turns.length ? turn + 1 : null;
  for (let at = turn + 1; at < turns.length && at - turn <= MOST_TURNS_BETWEEN + 1; at++) {
    if (turns[at]!.speaker === turns[turn]!.speaker) return at;
    if (!letsGoOn(readings[at]!, words)) return null;
  }
  return null;
}

/** Pieces of a number from a turn on: its last run, the first runs of the next turns, as long as nothing else is said. */
function piecesFrom(
  turns: readonly FoldedTurn[],
  readings: readonly Reading[],
  turn: number,
  ownSide: boolean,
  words: Words,
) {
  const first = edgeRun(readings[turn]!, 'tail', words);
  if (first === null) return [];
  const pieces = [first];
  let at = turn;
  while (pieces.length < MOST_PIECES) {
    const next = nextTurn(turns, readings, at, ownSide, words);
    const piece = next === null ? null : edgeRun(readings[next]!, 'head', words);
    if (next === null || piece === null) break;
    pieces.push(piece);
    at = next;
    if (edgeRun(readings[next]!, 'tail', words) !== piece) break;
  }
  return pieces;
}

function joined(pieces: readonly Run[]): Run {
  return asRun(
    pieces.flatMap(({ groups }) => groups.map((group, at) => (at === 0 ? { ...group, afterPause: true } : group))),
  );
}

const isOverTurns = (found: FoundNumber) => found.groups[0]!.atoms[0]!.turn !== found.groups.at(-1)!.atoms.at(-1)!.turn;

const isStrong = ({ recogniser }: FoundNumber) => STRONG.includes(recogniser);
const atomsOf = (numbers: readonly FoundNumber[]): ReadonlySet<Atom> =>
  new Set(numbers.flatMap(({ groups }) => groups.map(({ atoms }) => atoms[0]!)));

/**
 * Numbers that go on in another turn: of one side first, then what one side finishes for the other. What was found
 * within a turn is no piece of one, unless it is announced only and the whole is known by its form, or is of a long kind.
 */
function overTurns(
  turns: readonly FoldedTurn[],
  readings: readonly Reading[],
  within: readonly FoundNumber[],
  words: Words,
): readonly FoundNumber[] {
  const strong = atomsOf(within.filter(isStrong));
  const long = within.filter((each) => !isStrong(each) && LONG_KINDS.includes(each.recogniser.kind));
  const held = atomsOf(within.filter(({ recogniser }) => !LONG_KINDS.includes(recogniser.kind)));
  const kindOf = new Map(long.map(({ groups, recogniser }) => [groups[0]!.atoms[0]!, recogniser.kind]));
  const taken = new Set<Atom>();
  const isHeld = ({ groups }: FoundNumber) => groups.some(({ atoms }) => held.has(atoms[0]!));
  const isFree = (run: Run, of: ReadonlySet<Atom>) => run.groups.every(({ atoms }) => !of.has(atoms[0]!));
  const numbersOf = (pieces: readonly Run[], turn: number, ownSide: boolean): readonly FoundNumber[] => {
    const run = joined(pieces);
    if (placesOf(run.groups) < MIN_PLACES || !pieces.every((piece) => isFree(piece, taken))) return [];
    const kind = kindOf.get(pieces[0]!.groups[0]!.atoms[0]!);
    const whole = kind === undefined || !ownSide ? null : wholeNumber(kind, run.groups);
    if (whole !== null) return [whole];
    if (!pieces.every((piece) => isFree(piece, strong))) return [];
    return numbersIn(run, contextOf(readings, turn, pieces[0]!, words)).filter(
      (each) => isOverTurns(each) && (isStrong(each) || (ownSide && !isHeld(each))),
    );
  };
  const found: FoundNumber[] = [];
  for (const ownSide of [true, false]) {
    for (const [turn, { runs }] of readings.entries()) {
      const pieces = runs.length === 0 ? [] : piecesFrom(turns, readings, turn, ownSide, words);
      const numbers = pieces.length < 2 ? [] : numbersOf(pieces, turn, ownSide);
      for (const { atoms } of numbers.flatMap(({ groups }) => groups)) taken.add(atoms[0]!);
      found.push(...numbers);
    }
  }
  return found;
}

/** How many turns after a number its pieces are taken for it, and how few digits they have. */
const ECHO_TURNS = 8;
const CLOSE_ECHO_TURNS = 2;
const MIN_ECHO = 4;
const MIN_CLOSE_ECHO = 3;

/** A piece of a number that a run says again; null where the piece stays readable, or is none. */
function echoIn(number: FoundNumber, run: Run): Found | null {
  const said = run.groups.map(({ digits }) => digits).join('');
  const at = number.digits.indexOf(said);
  if (at === -1) return null;
  const cover = hiddenOf(number);
  const hidden: Span[] = [];
  let place = at;
  for (const { start, end, digits } of run.groups.flatMap(({ atoms }) => atoms)) {
    if (place + digits.length > cover.start && place < cover.end) hidden.push({ start, end });
    place += digits.length;
  }
  const turn = run.groups[0]!.atoms[0]!.turn;
  const { kind } = number.recogniser;
  return hidden.length === 0 ? null : { kind, turn, span: { start: run.start, end: run.end }, hidden, value: said };
}

/** Pieces of numbers that are read back, or said again, while a number is given and soon after it. */
function echoes(numbers: readonly FoundNumber[], readings: readonly Reading[]): readonly Found[] {
  return numbers.flatMap((number) => {
    const first = number.groups[0]!.atoms[0]!.turn;
    const last = number.groups.at(-1)!.atoms.at(-1)!.turn;
    return readings.slice(first, last + ECHO_TURNS + 1).flatMap(({ runs }, at) =>
      runs.flatMap((run) => {
        const isClose = first + at - last <= CLOSE_ECHO_TURNS && number.recogniser.kind !== 'number';
        const fewest = isClose ? MIN_CLOSE_ECHO : MIN_ECHO;
        const isShort = placesOf(run.groups) < fewest || placesOf(run.groups) >= number.digits.length;
        return isShort ? [] : (echoIn(number, run) ?? []);
      }),
    );
  });
}

export function numberSearch(personal: PersonalWords): NumberSearch {
  const words = wordsOf(personal);
  const scan = digitScan(personal);
  return (turns) => {
    let total = 0;
    const readings = turns.map(({ text }, turn): Reading => {
      const runs = scan(text, turn);
      const places = runs.reduce((sum, run) => sum + placesOf(run.groups), 0);
      total += places;
      return { text, runs: places >= MIN_PLACES ? unprotected(text, runs, words) : runs };
    });
    if (total < MIN_PLACES) return [];
    const found = withinTurns(readings, words);
    const over = turns.length < 2 ? [] : overTurns(turns, readings, found, words);
    const numbers = [...over, ...found];
    return [...numbers.flatMap(foundOf), ...echoes(numbers, readings)];
  };
}
