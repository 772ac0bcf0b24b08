/**
 * Danger that no phrase says whole: an old man, the floor, no answer; a child, a car, the keys inside. Each construction
 * of `models/danger-signs.yaml` names what must be told together; one part is everyday life.
 *
 * The parts stand within a few clauses of each other, in one turn of the caller or over two, since an agent asks in
 * between. Whether it is meant, and now, is for `danger-unreal.ts` to say.
 */
import type { Hit } from '../text/reading.js';
import { type Construction, PART_LEXICONS } from './danger-data.js';
import type { DangerKind } from './danger-unreal.js';
import { overlaps } from './near.js';
import { neighbours, type StageInput } from './stage.js';

export interface DangerSign {
  /** The construction. */
  readonly id: string;
  readonly of: DangerKind;
  /** One for each of its parts; at least one in the turn, others may be in the caller's turn before. */
  readonly hits: readonly Hit[];
}

interface Placed {
  readonly hit: Hit;
  readonly part: string;
  /** Counted over the caller's two turns. */
  readonly clause: number;
}

function placed(input: StageInput, turn: number, shift: number): readonly Placed[] {
  return input.reading
    .hits(turn, ...PART_LEXICONS)
    .map((hit) => ({ hit, part: String(hit.attributes.part), clause: hit.clause + shift }));
}

/** What the caller says in this turn and said in the one before. */
function accountOf(input: StageInput, turn: number): readonly Placed[] {
  const here = placed(input, turn, 0);
  if (here.length === 0) return here;
  const before = neighbours(input.reading, turn, 'caller', -1, 1)[0];
  if (before === undefined) return here;
  return [...placed(input, before, -input.reading.turns[before]!.clauses.length), ...here];
}

/** One word is one part; a phrase of another list may take it in ("sits on the bridge's railing"). */
const apart = (a: Placed, b: Placed) =>
  a.hit.turn !== b.hit.turn ||
  !overlaps(a.hit.span, b.hit.span) ||
  (a.hit.lexicon !== b.hit.lexicon && (a.hit.span.start !== b.hit.span.start || a.hit.span.end !== b.hit.span.end));

const fits = (chosen: readonly Placed[], next: Placed, spread: number) =>
  chosen.every((other) => Math.abs(other.clause - next.clause) <= spread && apart(other, next));

/** One hit for each part, none used twice, at least one of them in the turn; null where there is no such set. */
function assign(
  account: readonly Placed[],
  { parts, spread }: Pick<Construction, 'parts' | 'spread'>,
  turn: number,
  accepts: (hits: readonly Hit[]) => boolean,
  chosen: readonly Placed[] = [],
): readonly Hit[] | null {
  const wanted = parts[chosen.length];
  if (wanted === undefined) {
    const hits = chosen.map(({ hit }) => hit);
    return hits.some((hit) => hit.turn === turn) && accepts(hits) ? hits : null;
  }
  for (const next of account) {
    if (!wanted.includes(next.part) || !fits(chosen, next, spread)) continue;
    const found = assign(account, { parts, spread }, turn, accepts, [...chosen, next]);
    if (found !== null) return found;
  }
  return null;
}

/** What a turn before a danger said of it already ("I shall not need it any more"). */
export function foreshadowing(input: StageInput, turn: number): Hit | null {
  const { foreshadows, foreshadowsTogether } = input.danger;
  const hits = input.reading.hits(turn, ...PART_LEXICONS);
  const told = new Map(hits.map((hit) => [String(hit.attributes.part), hit]));
  const one = hits.find((hit) => foreshadows.has(String(hit.attributes.part)));
  const together = foreshadowsTogether.every((part) => told.has(part)) ? told.get(foreshadowsTogether[0]!) : undefined;
  return one ?? together ?? null;
}

/** Whether a turn has any word that could be of danger. */
export function hasWordOfDanger({ reading, danger }: StageInput, turn: number): boolean {
  return (
    reading.allHits(turn, 'danger').some(({ discardedBecause }) => discardedBecause !== 'exception') ||
    reading.hits(turn, ...PART_LEXICONS).some((hit) => !danger.everyday.has(String(hit.attributes.part)))
  );
}

/** The first construction of a turn that is told and that `accepts` takes for real. */
export function dangerSign(
  input: StageInput,
  turn: number,
  accepts: (of: DangerKind, hits: readonly Hit[]) => boolean,
): DangerSign | null {
  const account = accountOf(input, turn);
  if (account.length === 0) return null;
  const told = new Set(account.map(({ part }) => part));
  for (const each of input.danger.constructions) {
    const { id, of, parts } = each;
    if (!parts.every((options) => options.some((part) => told.has(part)))) continue;
    const hits = assign(account, each, turn, (found) => accepts(of, found));
    if (hits !== null) return { id, of, hits };
  }
  return null;
}
