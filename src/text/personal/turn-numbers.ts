/**
 * Numbers in the turns of a call. A number is looked for in each turn, then over the turns of one side (a caller who
 * reads it out in pieces while the agent says "go on" or repeats them) and over neighbouring turns (one side finishes
 * what the other began).
 */
import type { Speaker } from '../../domain/call.js';
import { type Atom, digitScan, type Group, type Run } from './digits.js';
import type { Found } from './found.js';
import { type FoundNumber, numbersIn, type RunContext, STRONG } from './numbers.js';
import { ANNOUNCED, type Announced, anyOf, type PersonalWords } from './words.js';

/** A turn as the recognisers read it: folded. */
export interface FoldedTurn {
  readonly speaker: Speaker;
  readonly text: string;
}

export type NumberSearch = (turns: readonly FoldedTurn[]) => readonly Found[];

/** Fewer digits make no number that is masked. */
const MIN_DIGITS = 7;
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
  /(?<!\d)(?:19|20)\d\d([-/.])(?:0?[1-9]|1[0-2])\1(?:0?[1-9]|[12]\d|3[01])(?!\d)/,
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

/** The number as it lies in each of its turns. */
function foundOf({ recogniser, groups, digits }: FoundNumber): readonly Found[] {
  const { first: prefix, last } = recogniser.kept(digits);
  const first = Math.max(0, Math.min(prefix, digits.length - last - FEWEST_HIDDEN));
  const atoms = groups.flatMap((group) => group.atoms);
  const turns = new Map<number, { atoms: Atom[]; hidden: Atom[] }>();
  let place = 0;
  for (const atom of atoms) {
    const own = turns.get(atom.turn) ?? { atoms: [], hidden: [] };
    turns.set(atom.turn, own);
    own.atoms.push(atom);
    const end = place + atom.digits.length;
    if (end > first && place < digits.length - last) own.hidden.push(atom);
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

/** Numbers that go on in another turn: of one side first, then what one side finishes for the other. */
function overTurns(
  turns: readonly FoldedTurn[],
  readings: readonly Reading[],
  alreadyTaken: ReadonlySet<Atom>,
  words: Words,
): readonly FoundNumber[] {
  const taken = new Set(alreadyTaken);
  const isFree = (run: Run) => run.groups.every(({ atoms }) => !taken.has(atoms[0]!));
  const found: FoundNumber[] = [];
  for (const ownSide of [true, false]) {
    for (const [turn, { runs }] of readings.entries()) {
      const pieces = runs.length === 0 ? [] : piecesFrom(turns, readings, turn, ownSide, words);
      if (pieces.length < 2 || !pieces.every(isFree)) continue;
      const run = joined(pieces);
      if (placesOf(run.groups) < MIN_DIGITS) continue;
      const numbers = numbersIn(run, contextOf(readings, turn, pieces[0]!, words));
      const fitting = numbers.filter((each) => isOverTurns(each) && (ownSide || STRONG.includes(each.recogniser)));
      for (const { atoms } of fitting.flatMap(({ groups }) => groups)) taken.add(atoms[0]!);
      found.push(...fitting);
    }
  }
  return found;
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
      return { text, runs: places >= MIN_DIGITS ? unprotected(text, runs, words) : runs };
    });
    if (total < MIN_DIGITS) return [];
    const found = readings.flatMap(({ runs }, turn) =>
      runs
        .filter((run) => placesOf(run.groups) >= MIN_DIGITS)
        .flatMap((run) => numbersIn(run, contextOf(readings, turn, run, words))),
    );
    const taken = new Set(found.flatMap(({ groups }) => groups.map(({ atoms }) => atoms[0]!)));
    const over = turns.length < 2 ? [] : overTurns(turns, readings, taken, words);
    return [...found, ...over].flatMap(foundOf);
  };
}
