/**
 * Tells an apology from the other uses of a word for sorry (catalogue APO-01..14, labelling guide).
 *
 * Counts: sorry with something it is for (trouble, wait, error, own slip), wherever a refusal follows; a bare sorry that
 * opens nothing; a plea for forgiveness with the trouble named. Repeated words in one turn are one apology.
 * Does not count: sorry that opens a question, a hold or a repetition (`opener`) or a refusal (`refusal_opener`), one that
 * hangs on a condition (`conditional`), one thrown at the caller (`sarcasm`), the caller's own, a negated or quoted one.
 */
import type { DiscardReason, Finding } from '../domain/finding.js';
import { type Hit, phraseSource } from '../text/reading.js';
import { displeasedBefore, isQuestionClause, overlaps, sameSentence } from './near.js';
import { findingOfHit, type StageInput } from './stage.js';

/** Clauses between a sorry and what it is for. */
const OBJECT_CLAUSES = 2;
/** Clauses after a sorry in which a question or hold shows it to be an opener. */
const OPENER_CLAUSES = 1;
/** Clauses after a sorry in which a refusal shows it to be the refusal's. */
const REFUSAL_CLAUSES = 3;
/** Clauses around a sorry in which its condition stands. */
const CONDITION_CLAUSES = 2;
/** Caller turns before, in which displeasure or a wait gives a bare word of excuse its object. */
const MOOD_TURNS = 2;

interface Sorry {
  readonly hit: Hit;
  readonly object: Hit | null;
  readonly discardedBecause: DiscardReason | null;
}

const within = (hit: Hit, other: Hit, before: number, after: number) =>
  other.clause >= hit.clause - before && other.clause <= hit.clause + after;

function opensSomething(input: StageInput, hit: Hit): boolean {
  const { reading } = input;
  const ahead = (other: Hit) =>
    other.span.start >= hit.span.end &&
    within(hit, other, 0, OPENER_CLAUSES) &&
    (hit.attributes.kind === 'excuse' || sameSentence(reading, hit.turn, hit.span, other.span));
  if (reading.hits(hit.turn, 'apology_openers').some(ahead)) return true;
  return [0, 1].some(
    (step) =>
      isQuestionClause(reading, hit.turn, hit.clause + step) &&
      sameSentence(reading, hit.turn, hit.span, reading.turns[hit.turn]!.clauses[hit.clause + step]!),
  );
}

const opensRefusal = (input: StageInput, hit: Hit) =>
  input.reading
    .hits(hit.turn, 'denial', 'limit')
    .some((other) => other.span.start >= hit.span.end && within(hit, other, 0, REFUSAL_CLAUSES));

/** What the sorry is for; words that belong to an opener ("to interrupt you a moment") are no object. */
function objectOf(input: StageInput, hit: Hit): Hit | null {
  const openers = input.reading.hits(hit.turn, 'apology_openers');
  const objects = input.reading
    .hits(hit.turn, 'apology_objects')
    .filter((object) => within(hit, object, OBJECT_CLAUSES, OBJECT_CLAUSES))
    .filter((object) => !openers.some((opener) => overlaps(opener.span, object.span)))
    .filter(
      (object) =>
        !overlaps(object.span, hit.span) || object.span.end > hit.span.end || object.span.start < hit.span.start,
    );
  return [...objects].sort((a, b) => Math.abs(a.clause - hit.clause) - Math.abs(b.clause - hit.clause))[0] ?? null;
}

const onCondition = (input: StageInput, hit: Hit) =>
  input.reading.hits(hit.turn, 'apology_conditions').some((condition) => within(hit, condition, CONDITION_CLAUSES, 1));

const grudging = (input: StageInput, hit: Hit) =>
  input.reading.hits(hit.turn, 'grudging_sorry').some((other) => within(hit, other, 1, 1));

function aggrieved(input: StageInput, turn: number): boolean {
  return displeasedBefore(input, turn, MOOD_TURNS);
}

function reasonFor(input: StageInput, hit: Hit, object: Hit | null): DiscardReason | null {
  if (hit.discardedBecause !== null) return hit.discardedBecause;
  const kind = hit.attributes.kind;
  if (grudging(input, hit)) return 'sarcasm';
  if (onCondition(input, hit)) return kind === 'forgive' ? 'context' : 'conditional';
  if (object !== null) return null;
  if (opensRefusal(input, hit)) return 'refusal_opener';
  if (kind === 'forgive' || kind === 'regret') return 'context';
  if (opensSomething(input, hit)) return 'opener';
  if (kind === 'excuse' && !aggrieved(input, hit.turn)) return 'opener';
  return null;
}

function toFinding(input: StageInput, sorry: Sorry): Finding {
  const { hit, object } = sorry;
  const onBehalf = input.reading.hits(hit.turn, 'apology_on_behalf')[0];
  return findingOfHit('apology', 'apology', hit, {
    attributes: { specific: object !== null, onBehalf: onBehalf !== undefined },
    witnesses: [object, onBehalf].filter((other) => other != null).map(phraseSource),
    discardedBecause: sorry.discardedBecause,
  });
}

export function apologyFindings(input: StageInput, turn: number): readonly Finding[] {
  const all: readonly Sorry[] = input.reading.allHits(turn, 'apology').map((hit) => {
    const object = objectOf(input, hit);
    return { hit, object, discardedBecause: reasonFor(input, hit, object) };
  });
  const counted = all.filter((sorry) => sorry.discardedBecause === null);
  const best = counted.find((sorry) => sorry.object !== null) ?? counted[0];
  const discarded = all.filter((sorry) => sorry.discardedBecause !== null);
  const kept = best === undefined ? discarded.slice(0, 1) : [best];
  return kept.map((sorry) => strip(toFinding(input, sorry)));
}

/** The kind of word is the stage's own affair and no attribute of the label. */
function strip(found: Finding): Finding {
  const { specific, onBehalf } = found.attributes;
  return { ...found, attributes: { specific: specific ?? false, onBehalf: onBehalf ?? false } };
}
