/**
 * A place while rules are evaluated: what `Place` publishes, and where exactly it lies, so that order inside a turn can
 * be decided.
 *
 * A finding with a span lies at its span. A finding without one was seen somewhere in its turn, so the order inside the
 * turn is never held against it: it may come before and after anything else there. An event lies where it happened: a
 * silence, a hold, a transfer and a hang-up at the end of the turn before them, an interruption at the start of the
 * turn that interrupts. A place of the empty pattern is the whole turn and nothing in the turn lies before or after it.
 */
import type { Speaker, Turn } from '../domain/call.js';
import type { Attributes, Finding, Source, Span } from '../domain/finding.js';
import { isLabelName, labelDefinition } from '../domain/label.js';
import type { Place } from '../domain/rule.js';

export interface Spot {
  readonly turn: number;
  readonly lastTurn: number;
  /** Position in the first turn at which it begins, and in the last turn at which it ends. */
  readonly start: number;
  readonly end: number;
  /** Somewhere in its turn. */
  readonly loose: boolean;
  readonly span: Span | null;
  readonly name: string;
  readonly speaker: Speaker;
  readonly strength: number;
  /** Lowest strength among this place and the anchors that admitted it. */
  readonly chain: number;
  readonly sources: readonly Source[];
  readonly attributes: Attributes;
  /** What it was made from; two places of one origin are the same thing under two names. */
  readonly origin: object;
  readonly anchor: { readonly name: string; readonly turn: number } | null;
}

const TURN_START = -1;
const TURN_END = Number.POSITIVE_INFINITY;
const AT_START: ReadonlySet<string> = new Set(['interruption', 'mid_call_start']);
const AT_END: ReadonlySet<string> = new Set(['silence', 'hold', 'transfer', 'hangup']);

function boundsOf(finding: Finding): Pick<Spot, 'start' | 'end' | 'loose'> {
  if (finding.span !== null) return { start: finding.span.start, end: finding.span.end, loose: false };
  if (AT_START.has(finding.label)) return { start: TURN_START, end: TURN_START, loose: false };
  if (AT_END.has(finding.label)) return { start: TURN_END, end: TURN_END, loose: false };
  return { start: 0, end: TURN_END, loose: true };
}

function speakerOf(finding: Finding, turnSpeaker: Speaker): Speaker {
  if (!isLabelName(finding.label)) return turnSpeaker;
  const { who } = labelDefinition(finding.label);
  return who === 'any' ? turnSpeaker : who;
}

export function spotOfFinding(finding: Finding, turnSpeaker: Speaker): Spot {
  return {
    turn: finding.turn,
    lastTurn: finding.turn,
    ...boundsOf(finding),
    span: finding.span,
    name: finding.label,
    speaker: speakerOf(finding, turnSpeaker),
    strength: finding.strength,
    chain: finding.strength,
    sources: [finding.source, ...finding.witnesses],
    attributes: finding.attributes,
    origin: finding,
    anchor: null,
  };
}

/** Name of the places of the empty pattern. */
export const TURN_NAME = 'turn';
const NO_ATTRIBUTES: Attributes = {};

export function spotOfTurn(turn: Turn): Spot {
  return {
    turn: turn.index,
    lastTurn: turn.index,
    start: 0,
    end: TURN_END,
    loose: false,
    span: null,
    name: TURN_NAME,
    speaker: turn.speaker,
    strength: 1,
    chain: 1,
    sources: [],
    attributes: NO_ATTRIBUTES,
    origin: turn,
    anchor: null,
  };
}

/** One place over several, in their order. Its strength is the lowest, since each of them is needed. */
export function joinSpots(members: readonly Spot[], name = members[0]!.name): Spot {
  const first = members[0]!;
  let last = first;
  for (const member of members) {
    if (member.lastTurn > last.lastTurn || (member.lastTurn === last.lastTurn && member.end > last.end)) last = member;
  }
  return {
    ...first,
    name,
    lastTurn: last.lastTurn,
    end: last.end,
    loose: first.loose && last.loose && first.turn === last.lastTurn,
    strength: Math.min(...members.map((member) => member.strength)),
    chain: Math.min(...members.map((member) => member.chain)),
    sources: members.flatMap((member) => member.sources),
    origin: members.length === 1 ? first.origin : { members },
    anchor: members.find((member) => member.anchor !== null)?.anchor ?? null,
  };
}

/** Order of places in every list: first turn, span start, span end, name. */
export function compareSpots(a: Spot, b: Spot): number {
  if (a.turn !== b.turn) return a.turn - b.turn;
  if (a.start !== b.start) return a.start < b.start ? -1 : 1;
  if (a.lastTurn !== b.lastTurn) return a.lastTurn - b.lastTurn;
  if (a.end !== b.end) return a.end < b.end ? -1 : 1;
  if (a.name !== b.name) return a.name < b.name ? -1 : 1;
  if (a.strength !== b.strength) return b.strength - a.strength;
  return compareTexts(JSON.stringify([a.sources, a.attributes]), JSON.stringify([b.sources, b.attributes]));
}

export const compareTexts = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Sorted union without the same thing twice; of two places of one origin the earlier list's stays. */
export function unionSpots(lists: readonly (readonly Spot[])[]): readonly Spot[] {
  const filled = lists.filter((list) => list.length > 0);
  if (filled.length <= 1) return filled[0] ?? [];
  const seen = new Set<object>();
  const union: Spot[] = [];
  for (const list of filled) {
    for (const spot of list) {
      if (seen.has(spot.origin)) continue;
      seen.add(spot.origin);
      union.push(spot);
    }
  }
  return union.sort(compareSpots);
}

/** Whether `later` begins at or after the end of `earlier`. */
export function follows(earlier: Spot, later: Spot): boolean {
  if (later.turn !== earlier.lastTurn) return later.turn > earlier.lastTurn;
  if (later.origin === earlier.origin) return false;
  return earlier.loose || later.loose || later.start >= earlier.end;
}

/** Whether `a` begins before `b`; a place somewhere in the same turn does not. */
export function beginsBefore(a: Spot, b: Spot): boolean {
  if (a.turn !== b.turn) return a.turn < b.turn;
  return !a.loose && !b.loose && a.start < b.start;
}

/** Whether the places share a turn or overlap in turns. */
export const overlaps = (a: Spot, b: Spot): boolean => a.turn <= b.lastTurn && b.turn <= a.lastTurn;

/** Whether `inner` lies inside `outer`. */
export function liesInside(inner: Spot, outer: Spot): boolean {
  if (inner.turn < outer.turn || inner.lastTurn > outer.lastTurn) return false;
  if (inner.loose || outer.loose) return true;
  if (inner.turn === outer.turn && inner.start < outer.start) return false;
  return inner.lastTurn !== outer.lastTurn || inner.end <= outer.end;
}

export function placeOf(spot: Spot): Place {
  const { turn, lastTurn, span, name, strength, sources, anchor } = spot;
  return { turn, lastTurn, span, name, strength, sources, ...(anchor === null ? {} : { anchor }) };
}
