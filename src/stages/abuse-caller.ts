/**
 * Abuse by the caller, turn by turn, from phrases: profanity, insult, threat, discrimination.
 *
 * Counts: swearing at the situation, the company or a third party (`profanity`, with its target); words of abuse for
 * the agent as a person (`insult`); violence against the agent or tracking the agent down (`threat`, `credible` where an
 * act with place, time, means or helpers is named, or where it is said again); slurs (`discrimination`).
 * Does not count: reported abuse, self-abuse, a threat to complain, sue or publish, an ambiguous word without a second
 * witness, waiting near the agent for an everyday reason. Strength of feeling plays no part.
 */
import { type DiscardReason, type Finding, round3, type Source } from '../domain/finding.js';
import type { Hit } from '../text/reading.js';
import { abuseTarget } from './abuse-target.js';
import { modelWitness, secondWitness, verdict } from './abuse-witness.js';
import { overlaps } from './near.js';
import { findingOfHit, neighbours, type StageInput } from './stage.js';

/** What a second witness adds to the strength of a phrase. */
const WITNESS_BONUS = 0.05;
const MOST = 0.99;

/** A finding of a phrase of abuse, with the encoder's support where there is some. */
export function abuseFinding(
  label: Finding['label'],
  input: StageInput,
  hit: Hit,
  attributes: Finding['attributes'],
  witness: Source | null,
  discardedBecause: DiscardReason | null,
): Finding {
  const model = modelWitness(input, hit.turn);
  const witnesses = [witness, model].filter((each): each is Source => each !== null);
  const distinct = witnesses.filter((each, i) => witnesses.findIndex((other) => other.kind === each.kind) === i);
  const found = findingOfHit(label, 'abuse', hit, {
    discardedBecause,
    witnesses: distinct,
    strength: round3(Math.min(MOST, hit.strength + (distinct.length > 0 ? WITNESS_BONUS : 0))),
  });
  return { ...found, attributes };
}

const lengthOf = (hit: Hit) => hit.span.end - hit.span.start;

/** The same words are told of once: by the longest clear phrase over them. */
const toldAlready = (hit: Hit, clear: readonly Hit[]) =>
  clear.some((other) => {
    const longer = lengthOf(other) - lengthOf(hit);
    return (
      other !== hit && overlaps(other.span, hit.span) && (longer > 0 || (longer === 0 && hit.discardedBecause !== null))
    );
  });

/** "That bunch of …" means those who are named before it; everything else what the lexicon says. */
function sworeAt(input: StageInput, hit: Hit): string {
  if (hit.attributes.people !== true) return String(hit.attributes.target);
  const target = abuseTarget(input.reading, hit);
  return target === 'agent' ? 'organisation' : target === 'self' ? 'situation' : target;
}

/** Swearing and insults are told apart by whom they are meant for. */
function swearing(input: StageInput, turn: number): readonly Finding[] {
  const { reading } = input;
  const all = reading.allHits(turn, 'profanity', 'insult', 'abuse_nouns');
  const clear = all.filter((hit) => hit.discardedBecause === null);
  return all
    .filter((hit) => !toldAlready(hit, clear))
    .map((hit) => {
      const witness = hit.discardedBecause === 'weak' ? secondWitness(input, hit) : null;
      const reason = verdict(input, hit, witness);
      if (hit.lexicon === 'profanity') {
        return abuseFinding('profanity', input, hit, { target: sworeAt(input, hit) }, witness, reason);
      }
      const target = abuseTarget(reading, hit);
      if (target === 'agent') return abuseFinding('insult', input, hit, {}, witness, reason);
      if (target === 'self') return abuseFinding('insult', input, hit, {}, witness, reason ?? 'context');
      return abuseFinding('profanity', input, hit, { target }, witness, reason);
    });
}

/**
 * Waiting downstairs or knowing when somebody leaves is no menace of one who says what he waits or hurries for. What he
 * is there for may stand in the turns beside it; a thing named there (`beyond: false`) explains nothing. Beside another
 * menace in the turn no reason helps.
 */
function isEveryday(input: StageInput, hit: Hit, menaces: readonly Hit[]): boolean {
  if (hit.attributes.everyday !== true) return false;
  if (menaces.some((other) => other.attributes.everyday !== true && !overlaps(other.span, hit.span))) return false;
  const { reading } = input;
  const beside = [
    ...neighbours(reading, hit.turn, 'caller', -1, 1),
    ...neighbours(reading, hit.turn, 'caller', 1, 1),
  ].flatMap((turn) => reading.hits(turn, 'everyday_reasons'));
  return (
    reading.hits(hit.turn, 'everyday_reasons').length > 0 || beside.some(({ attributes }) => attributes.beyond === true)
  );
}

function threats(input: StageInput, turn: number, threatenedBefore: boolean): readonly Finding[] {
  const { reading } = input;
  const detail = reading.hits(turn, 'threat_detail');
  const hits = reading.allHits(turn, 'threat');
  const menaces = hits.filter(({ discardedBecause }) => discardedBecause === null || discardedBecause === 'weak');
  return hits.map((hit) => {
    const witness = hit.discardedBecause === 'weak' ? secondWitness(input, hit) : null;
    const atPerson = hit.attributes.act !== 'property';
    const credible = hit.attributes.credible === true || (atPerson && (detail.length > 0 || threatenedBefore));
    const reason = verdict(input, hit, witness) ?? (isEveryday(input, hit, menaces) ? 'context' : null);
    return abuseFinding('threat', input, hit, { credible }, witness, reason);
  });
}

function slurs(input: StageInput, turn: number): readonly Finding[] {
  return input.reading.allHits(turn, 'discrimination').map((hit) => {
    const witness = hit.discardedBecause === 'weak' ? secondWitness(input, hit) : null;
    return abuseFinding('discrimination', input, hit, {}, witness, verdict(input, hit, witness));
  });
}

/** Abuse in every turn of the caller, in call order: a threat said again is taken at its word. */
export function callerAbuse(input: StageInput): readonly Finding[] {
  const found: Finding[] = [];
  let threatened = false;
  for (const { turn } of input.reading.turns) {
    if (turn.speaker !== 'caller') continue;
    const violent = threats(input, turn.index, threatened);
    found.push(...swearing(input, turn.index), ...violent, ...slurs(input, turn.index));
    threatened ||= violent.some((threat) => threat.counted);
  }
  return found;
}
