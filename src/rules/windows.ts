/**
 * Counted turns and contributions, and the distances and positions that are measured in them.
 *
 * Counted turns are turns of agent and caller that are no backchannel and not empty; announcements are never counted.
 * Consecutive counted turns of one speaker that are less than a second apart, or have no times, are one contribution;
 * an announcement between them parts them, a backchannel does not. A turn of an unknown speaker counts in `turns` only.
 *
 * The distance from an earlier to a later place is the number of contributions after the earlier one's turn that begin
 * before or with the later one; so both views of a pair, `after` and `followedBy`, measure the same.
 */
import type { Call, Speaker, Turn } from '../domain/call.js';
import type { Span } from '../domain/finding.js';
import { type CountUnit, inRange, type Position, type Window } from './amounts.js';
import { follows, overlaps, type Spot } from './spot.js';
import type { Verdict } from './three-valued.js';

/** A turn without a letter or a digit says nothing. */
const SAID = /[\p{L}\p{N}]/u;
/** Longest pause inside one contribution. */
const CONTRIBUTION_GAP_MS = 1000;

interface Contribution {
  readonly speaker: Speaker;
  readonly first: number;
  last: number;
}

export interface Timeline {
  readonly turns: readonly Turn[];
  /** Counted turns, in order. */
  readonly counted: readonly Turn[];
  /** Index of each turn's contribution; -1 for turns that are not counted. */
  readonly contributionOf: Int32Array;
  /** For each turn, how many contributions of the unit begin in or before it. */
  readonly begun: Readonly<Record<CountUnit, Int32Array>>;
  readonly contributions: Readonly<Record<CountUnit, readonly Contribution[]>>;
  readonly clauses: readonly (readonly Span[])[];
  readonly durationMs: number | null;
}

function sameContribution(previous: Turn, next: Turn): boolean {
  if (previous.speaker !== next.speaker) return false;
  if (previous.endMs === null || next.startMs === null) return true;
  return next.startMs - previous.endMs < CONTRIBUTION_GAP_MS;
}

export function timelineOf(
  call: Call,
  backchannels: ReadonlySet<number>,
  clauses: readonly (readonly Span[])[],
): Timeline {
  const { turns } = call;
  const contributionOf = new Int32Array(turns.length).fill(-1);
  const all: Contribution[] = [];
  const counted: Turn[] = [];
  let previous: Turn | null = null;
  for (const turn of turns) {
    if (turn.speaker === 'system') previous = null;
    if (turn.speaker === 'system' || !SAID.test(turn.text) || backchannels.has(turn.index)) continue;
    counted.push(turn);
    if (previous !== null && sameContribution(previous, turn)) all.at(-1)!.last = turn.index;
    else all.push({ speaker: turn.speaker, first: turn.index, last: turn.index });
    contributionOf[turn.index] = all.length - 1;
    previous = turn;
  }
  const contributions = {
    turns: all,
    'agent turns': all.filter((contribution) => contribution.speaker === 'agent'),
    'caller turns': all.filter((contribution) => contribution.speaker === 'caller'),
  };
  return {
    turns,
    counted,
    contributionOf,
    begun: {
      turns: begunCounts(turns.length, contributions.turns),
      'agent turns': begunCounts(turns.length, contributions['agent turns']),
      'caller turns': begunCounts(turns.length, contributions['caller turns']),
    },
    contributions,
    clauses,
    durationMs: call.durationMs,
  };
}

function begunCounts(length: number, contributions: readonly Contribution[]): Int32Array {
  const counts = new Int32Array(length);
  for (const contribution of contributions) counts[contribution.first] = 1;
  for (let i = 1; i < length; i++) counts[i] = counts[i]! + counts[i - 1]!;
  return counts;
}

/** When a place begins and ends in the call; an event at the end of a turn begins where the turn ends. */
function beginMs(timeline: Timeline, spot: Spot): number | null {
  const turn = timeline.turns[spot.turn];
  return (spot.start === Number.POSITIVE_INFINITY ? turn?.endMs : turn?.startMs) ?? null;
}

function endMs(timeline: Timeline, spot: Spot): number | null {
  const end = timeline.turns[spot.lastTurn]?.endMs ?? null;
  const duration = spot.attributes.duration;
  if (end === null || spot.start !== Number.POSITIVE_INFINITY || typeof duration !== 'number') return end;
  return end + duration * 1000;
}

/** Distance in the unit of a window, or null where it needs times that are missing. */
export function distance(timeline: Timeline, earlier: Spot, later: Spot, unit: CountUnit | 's'): number | null {
  if (unit === 's') {
    if (later.turn === earlier.lastTurn) return 0;
    const from = endMs(timeline, earlier);
    const to = beginMs(timeline, later);
    return from === null || to === null ? null : Math.max(0, (to - from) / 1000);
  }
  const begun = timeline.begun[unit];
  return (begun[later.turn] ?? 0) - (begun[earlier.lastTurn] ?? 0);
}

/** Whether two places stand in one turn; a speaker's turns that are one contribution are one turn. */
export function inSameTurn(timeline: Timeline, a: Spot, b: Spot): boolean {
  if (overlaps(a, b)) return true;
  const [earlier, later] = a.turn <= b.turn ? [a, b] : [b, a];
  const contribution = timeline.contributionOf[earlier.lastTurn]!;
  return contribution >= 0 && contribution === timeline.contributionOf[later.turn];
}

/** A place somewhere in its turn is given the benefit of standing in the same clause. */
function inSameClause(timeline: Timeline, a: Spot, b: Spot): boolean {
  if (a.turn !== b.turn || a.lastTurn !== b.lastTurn || a.turn !== a.lastTurn) return false;
  if (a.span === null || b.span === null) return true;
  const clauseOf = (span: Span) => {
    const clauses = timeline.clauses[a.turn] ?? [];
    let at = 0;
    for (let i = 0; i < clauses.length; i++) if (clauses[i]!.start <= span.start) at = i;
    return at;
  };
  return clauseOf(a.span) === clauseOf(b.span);
}

export interface Reach {
  readonly verdict: Verdict;
  /** In the unit of the window; null where it has no distance. */
  readonly far: number | null;
}

const reached = (yes: boolean, far: number | null = null): Reach => ({ verdict: yes ? 'yes' : 'no', far });

/** Whether the later place lies within the window that opens at the earlier one; without a window anything does. */
export function reach(timeline: Timeline, earlier: Spot, later: Spot, window: Window | null): Reach {
  if (window === null) return reached(true);
  if (window.unit === 'same turn') return reached(inSameTurn(timeline, earlier, later));
  if (window.unit === 'same clause') return reached(inSameClause(timeline, earlier, later));
  const far = distance(timeline, earlier, later, window.unit);
  if (far === null) return { verdict: 'unknown', far };
  return reached(inRange(far, { min: window.from, max: window.to, unit: '', text: '' }), far);
}

/** As `reach`, on either side, and with no order inside a turn; without a window the same turn is meant. */
export function reachEither(timeline: Timeline, a: Spot, b: Spot, window: Window | null): Reach {
  if (window === null || window.unit === 'same turn') return reached(inSameTurn(timeline, a, b));
  if (overlaps(a, b)) {
    if (window.unit === 'same clause') return reached(inSameClause(timeline, a, b));
    return reached(window.from === 0, 0);
  }
  return a.lastTurn < b.turn || follows(a, b) ? reach(timeline, a, b, window) : reach(timeline, b, a, window);
}

/** Whether the call went on until a window that opens at the place had passed. */
export function windowPassed(timeline: Timeline, spot: Spot, window: Window): boolean {
  if (window.unit === 'same turn' || window.unit === 'same clause') return true;
  if (window.unit === 's') {
    const end = endMs(timeline, spot);
    const last = callEndMs(timeline);
    return end === null || last === null || (last - end) / 1000 >= window.to;
  }
  const begun = timeline.begun[window.unit];
  return (begun.at(-1) ?? 0) - (begun[spot.lastTurn] ?? 0) >= window.to;
}

function callEndMs(timeline: Timeline): number | null {
  let last: number | null = timeline.durationMs;
  for (const turn of timeline.turns) if (turn.endMs !== null && (last === null || turn.endMs > last)) last = turn.endMs;
  return last;
}

/** Whether a place lies within a position; `unknown` where seconds are asked for without times. */
export function withinPosition(timeline: Timeline, spot: Spot, position: Position): Verdict {
  if (position.unit === 's') {
    const begin = beginMs(timeline, spot);
    const last = callEndMs(timeline);
    if (begin === null || last === null) return 'unknown';
    const inside = position.side === 'first' ? begin <= position.count * 1000 : last - begin <= position.count * 1000;
    return inside ? 'yes' : 'no';
  }
  const unit = position.unit === '%' ? 'turns' : position.unit;
  const contributions = timeline.contributions[unit];
  const count = position.unit === '%' ? Math.ceil((contributions.length * position.count) / 100) : position.count;
  if (count >= contributions.length) return 'yes';
  if (position.side === 'first') return spot.lastTurn <= contributions[count - 1]!.last ? 'yes' : 'no';
  return spot.turn >= contributions[contributions.length - count]!.first ? 'yes' : 'no';
}
