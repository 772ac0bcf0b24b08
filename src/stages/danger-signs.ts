/**
 * Danger that no phrase says whole: an old man, the floor, no answer; a child, a car, the keys inside. Each construction
 * names what must be told together, by the parts of the lexicons `danger_people`, `danger_bodies`, `danger_places`,
 * `danger_hazards` and `danger_acts`; one part is everyday life.
 *
 * The parts stand within a few clauses of each other, in one turn of the caller or over two, since an agent asks in
 * between. Whether it is meant, and now, is for `danger-unreal.ts` to say.
 */
import type { Hit } from '../text/reading.js';
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

interface Construction {
  readonly id: string;
  readonly of: DangerKind;
  /** What must be told, each as one of these parts. */
  readonly parts: readonly (readonly string[])[];
  /** Clauses over which the parts may spread. */
  readonly spread: number;
}

const LEXICONS = ['danger_people', 'danger_bodies', 'danger_places', 'danger_hazards', 'danger_acts'];
/** Clauses over which the parts of one account may spread, and those of two words that only together mean it. */
const SPREAD = 6;
const CLOSE = 2;

const SOMEBODY = ['frail', 'person'];
const DESPAIR = ['hopeless', 'after_me', 'bequest', 'last_words', 'note_left'];
const UNWELL = ['grave', 'symptom', 'inert'];
const WEAKENED = ['frail', 'condition'];
const PERIL = ['grave', 'symptom', 'heat', 'cry', 'quiet', 'stove_on', 'fire', 'urgent'];

const construction = (id: string, of: DangerKind, ...parts: readonly (readonly string[])[]): Construction => ({
  id: `danger-${id}`,
  of,
  parts,
  spread: SPREAD,
});

const closely = (each: Construction): Construction => ({ ...each, spread: CLOSE });

const CONSTRUCTIONS: readonly Construction[] = [
  construction('over-the-edge', 'act', ['height', 'floor'], ['crossing']),
  closely(construction('over-the-edge', 'act', ['height'], ['brink'])),
  construction('edge-and-despair', 'act', ['height', 'rails', 'up_there'], DESPAIR),
  construction('edge-and-despair', 'act', ['up_there'], ['bleak']),
  construction('over-the-edge', 'act', ['up_there', 'rails'], ['brink', 'crossing']),
  construction('overdose', 'act', ['drug'], ['overdose'], ['took', 'swallowed']),
  construction('overdose', 'act', ['overdose_of'], ['took', 'swallowed']),
  construction('overdose', 'act', ['drug'], ['dose', 'everything'], ['swallowed']),
  construction('overdose', 'act', ['everything', 'drug'], ['swallowed'], ['symptom', 'hopeless']),
  construction('overdose', 'act', ['overdosed'], ['symptom', 'hopeless', 'drug']),
  construction('pills-ready', 'act', ['pills_ready'], DESPAIR),
  construction('gas-let-out', 'act', ['gas_on', 'valve_on'], ['sealed', 'unlit']),
  construction('cut', 'act', ['limb'], ['cut'], ['grave', 'unstopped']),
  construction('cut', 'act', ['self_cut'], ['grave', 'injured', 'unstopped']),
  construction('cut', 'act', ['self_done'], ['grave']),
  construction('farewell', 'farewell', ['last_words'], ['bequest', 'hopeless', 'after_me', 'note_left']),
  construction('farewell', 'farewell', ['bequest', 'note_left'], ['after_me', 'hopeless']),
  construction('farewell', 'farewell', ['bequest'], ['bequest', 'note_left']),
  construction('farewell', 'farewell', ['after_me'], ['hopeless']),
  construction('poisoned', 'act', WEAKENED, ['toxin'], ['mistaken', 'swallowed', 'took']),
  construction('poisoned', 'act', ['frail'], ['drug'], ['mistaken']),
  construction('poisoned', 'act', SOMEBODY, ['toxin'], ['mistaken', 'swallowed', 'took'], UNWELL),
  construction('collapsed', 'body', SOMEBODY, ['down'], ['inert', 'grave']),
  construction('collapsed', 'body', SOMEBODY, ['down'], ['urgent', 'calls_help']),
  construction('taken-ill', 'body', SOMEBODY, ['grave'], [...UNWELL, 'urgent', 'condition', 'down']),
  construction('taken-ill', 'body', ['grave'], ['grave']),
  closely(construction('taken-ill', 'body', SOMEBODY, ['condition'], ['symptom'], ['symptom'])),
  construction('taken-ill', 'body', SOMEBODY, ['inert'], ['inert']),
  construction('taken-ill', 'body', ['grave'], ['condition']),
  closely(construction('taken-ill', 'body', ['grave'], ['symptom'])),
  construction('taken-ill', 'body', SOMEBODY, ['symptom'], ['symptom'], ['now', 'urgent', 'inert']),
  construction('taken-ill', 'body', SOMEBODY, ['symptom'], ['inert'], ['now', 'urgent', 'condition', 'symptom']),
  closely(construction('electrocuted', 'act', SOMEBODY, ['shock'])),
  construction('shut-in', 'body', WEAKENED, ['trapped'], [...PERIL, 'condition']),
  construction('shut-in', 'body', ['frail'], ['in_place'], ['keys_in', 'trapped', 'door_locked'], PERIL),
  construction('shut-in', 'body', ['trapped'], ['grave']),
  construction(
    'shut-in',
    'body',
    ['lift_stopped'],
    ['inside', 'trapped'],
    [...SOMEBODY, 'condition'],
    [...UNWELL, 'condition'],
  ),
  construction('gas', 'hazard', ['gas_smell']),
  construction('gas', 'hazard', ['leak'], ['leak', 'strong_smell']),
  construction('gas', 'hazard', ['odour'], UNWELL),
  construction('gas', 'hazard', ['leak'], ['gas_smell', 'building', 'now', 'urgent', 'frail', ...UNWELL]),
  construction('gas', 'hazard', ['alarm'], ['fumes', 'gas_smell'], [...UNWELL, 'now', 'urgent']),
  closely(construction('fire', 'hazard', ['fire'], ['building', 'trapped'])),
  construction('fire', 'hazard', ['fire'], SOMEBODY, ['urgent', 'trapped']),
  construction('accident', 'body', ['crash'], ['grave', 'inert', 'down']),
  construction('accident', 'body', ['crash'], SOMEBODY, ['trapped', 'injured', 'cry']),
  construction('accident', 'body', SOMEBODY, ['injured'], ['grave']),
  construction('collapsed', 'body', SOMEBODY, ['down'], ['injured', 'quiet_room']),
  construction('life-support', 'body', ['life_support'], ['power_lost'], [...SOMEBODY, 'grave']),
  closely(
    construction(
      'attacked',
      'act',
      ['hurt'],
      ['at_door', 'hiding', 'hush', 'calls_help', 'weapon', 'fear', 'after_us'],
    ),
  ),
  closely(construction('attacked', 'act', ['hurt'], ['nearby', 'now', 'urgent', 'grave', 'injured'])),
  construction(
    'attacked',
    'act',
    ['weapon'],
    ['hiding', 'at_door', 'nearby', 'calls_help', 'fear', 'urgent', 'hush', 'menace'],
  ),
  construction('attacked', 'act', ['at_door'], ['hiding', 'fear', 'menace', 'weapon', 'after_us', 'calls_help']),
  construction('attacked', 'act', ['at_door'], ['frail', 'alone'], ['urgent', 'calls_help', 'fear', 'hiding', 'alone']),
  closely(construction('attacked', 'act', ['stalked'], ['hiding', 'calls_help'])),
  construction('attacked', 'act', ['menace'], ['hurt', 'weapon', 'hiding', 'nearby']),
  construction('held', 'act', ['held'], ['fear', 'astray', 'door_locked', 'calls_help', 'hurt', 'urgent']),
  construction('held', 'act', ['door_locked'], ['astray']),
  construction('held', 'act', ['held_in'], ['hush', 'fear', 'calls_help', 'hurt', 'urgent', 'door_locked']),
  construction('unheard', 'act', SOMEBODY, ['scream'], ['quiet', 'at_door', 'hurt']),
  construction('unheard', 'act', ['frail'], ['cry'], ['quiet'], ['at_door', 'hurt', 'injured', 'hush']),
  construction('child-alone', 'act', ['frail'], ['alone'], ['hungry', 'door_locked', 'fear']),
  closely(construction('child-lost', 'act', ['frail'], ['lost'])),
  closely(construction('in-the-water', 'body', SOMEBODY, ['in_water'])),
];

interface Placed {
  readonly hit: Hit;
  readonly part: string;
  /** Counted over the caller's two turns. */
  readonly clause: number;
}

function placed(input: StageInput, turn: number, shift: number): readonly Placed[] {
  return input.reading
    .hits(turn, ...LEXICONS)
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

/** Parts that say little when they are said, and what is told next shows what they meant. */
const FORESHADOWS = new Set([...DESPAIR, 'hiding', 'pills_ready', 'brink', 'crossing']);
/** Parts that do so together: "keep your voice down, he is outside". */
const FORESHADOWED_BY_BOTH = ['hush', 'nearby'];

/** What a turn before a danger said of it already ("I shall not need it any more"). */
export function foreshadowing(input: StageInput, turn: number): Hit | null {
  const hits = input.reading.hits(turn, ...LEXICONS);
  const told = new Map(hits.map((hit) => [String(hit.attributes.part), hit]));
  const one = hits.find((hit) => FORESHADOWS.has(String(hit.attributes.part)));
  const both = FORESHADOWED_BY_BOTH.every((part) => told.has(part)) ? told.get(FORESHADOWED_BY_BOTH[0]!) : undefined;
  return one ?? both ?? null;
}

/** Parts that stand in any talk: people, rooms, times, and what is done with food and goods. */
const EVERYDAY = new Set([
  ...SOMEBODY,
  ...['building', 'in_place', 'inside', 'now', 'urgent', 'everything', 'dose', 'drug', 'took', 'nearby', 'alone'],
]);

/** Whether a turn has any word that could be of danger. */
export function hasWordOfDanger({ reading }: StageInput, turn: number): boolean {
  return (
    reading.allHits(turn, 'danger').some(({ discardedBecause }) => discardedBecause !== 'exception') ||
    reading.hits(turn, ...LEXICONS).some((hit) => !EVERYDAY.has(String(hit.attributes.part)))
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
  for (const each of CONSTRUCTIONS) {
    const { id, of, parts } = each;
    if (!parts.every((options) => options.some((part) => told.has(part)))) continue;
    const hits = assign(account, each, turn, (found) => accepts(of, found));
    if (hits !== null) return { id, of, hits };
  }
  return null;
}
