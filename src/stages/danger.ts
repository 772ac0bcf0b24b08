/**
 * `danger`: self-harm, a medical emergency, violence against the caller, a child in need, spoken of as real and present.
 *
 * Counts: what a phrase says whole (`danger`), and what several words tell together (`danger-signs.ts`), of the caller or
 * of somebody with him. Weak phrases need a second sign of danger in the turn or beside it, or a call in which nothing of
 * a service was asked. What was said just before and only then is understood is the first telling of it.
 * Does not count: figures of speech, conditions, stories, goods and what is long over (`danger-unreal.ts`).
 */
import type { Finding } from '../domain/finding.js';
import type { Hit } from '../text/reading.js';
import { type DangerSign, dangerSign, foreshadowing } from './danger-signs.js';
import { DANGER_KINDS, type DangerKind, isUnreal } from './danger-unreal.js';
import { DEVELOPED, demandStrength } from './demand.js';
import { union } from './near.js';
import { finding, findingOfHit, neighbours, type StageInput } from './stage.js';

/** Caller turns on either side in which a second sign may stand. */
const SUPPORT_TURNS = 1;
/** Strength of what several words tell together, and of what only the next turn explains. */
const TOLD = 0.85;
const FORETOLD = 0.6;
/** Caller turns before a danger in which it may have been told already. */
const FORETOLD_TURNS = 2;

/** Words of a service in the turn of an ambiguous outcry are its cause. */
const OF_SERVICE = ['company_addressed', 'complaint', 'business_terms', 'service_actions'];

const kindOf = (hit: Hit): DangerKind => DANGER_KINDS.find((kind) => kind === hit.attributes.of) ?? 'body';

/** Whether one of the words that tell a danger together is explained otherwise; people are never explained away. */
const isMeant = (input: StageInput, of: DangerKind, hits: readonly Hit[]) =>
  hits.every((hit) => hit.lexicon === 'danger_people' || !isUnreal(input, hit, of));

function toldTogether(input: StageInput, turn: number): DangerSign | null {
  return dangerSign(input, turn, (of, hits) => isMeant(input, of, hits));
}

function signFinding(turn: number, { id, of, hits }: DangerSign): Finding {
  const here = hits.filter((hit) => hit.turn === turn).map((hit) => hit.span);
  return finding({
    label: 'danger',
    stage: 'context',
    turn,
    span: here.reduce(union),
    strength: TOLD,
    source: { kind: 'rule', id },
    attributes: { of },
  });
}

function hasSupport(input: StageInput, hit: Hit): boolean {
  const { reading } = input;
  const near = [
    hit.turn,
    ...neighbours(reading, hit.turn, 'caller', -1, SUPPORT_TURNS),
    ...neighbours(reading, hit.turn, 'caller', 1, SUPPORT_TURNS),
  ];
  const second = near.some(
    (turn) =>
      reading.hits(turn, 'danger').some((other) => !isUnreal(input, other, kindOf(other))) ||
      toldTogether(input, turn) !== null,
  );
  const asked = input.call.turns.some((turn) => demandStrength(input, turn.index) >= DEVELOPED);
  return second || !(asked || reading.hits(hit.turn, ...OF_SERVICE).length > 0);
}

function phraseFinding(input: StageInput, hit: Hit): Finding {
  const of = kindOf(hit);
  const found = { ...findingOfHit('danger', 'context', hit), attributes: { of } };
  if (found.discardedBecause !== null && found.discardedBecause !== 'weak') return found;
  if (isUnreal(input, hit, of)) return { ...found, counted: false, discardedBecause: 'context' };
  if (found.discardedBecause === 'weak' && hasSupport(input, hit)) {
    return { ...found, counted: true, discardedBecause: null };
  }
  return found;
}

function dangersOf(input: StageInput, turn: number): readonly Finding[] {
  const phrases = input.reading.allHits(turn, 'danger').map((hit) => phraseFinding(input, hit));
  const sign = phrases.some((each) => each.counted) ? null : toldTogether(input, turn);
  return sign === null ? phrases : [...phrases, signFinding(turn, sign)];
}

/** Words shortly before a danger that are nothing by themselves, and with what follows are its first telling. */
function foretold(input: StageInput, dangers: readonly Finding[]): readonly Finding[] {
  const told = new Set(dangers.filter((each) => each.counted).map((each) => each.turn));
  const before = [...told].flatMap((turn) => neighbours(input.reading, turn, 'caller', -1, FORETOLD_TURNS));
  return [...new Set(before)].flatMap((turn) => {
    const hit = told.has(turn) ? null : foreshadowing(input, turn);
    if (hit === null || isUnreal(input, hit, 'act')) return [];
    return { ...findingOfHit('danger', 'context', hit, { strength: FORETOLD }), attributes: { of: 'farewell' } };
  });
}

export function dangerFindings(input: StageInput): Finding[] {
  const found = input.call.turns
    .filter((turn) => turn.speaker === 'caller')
    .flatMap((turn) => dangersOf(input, turn.index));
  return [...found, ...foretold(input, found)];
}
