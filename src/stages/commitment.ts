/**
 * Commitment: the promise of a future act of self or company, with what it names pooled over the turn (catalogue
 * COM-01..10, labelling guide).
 *
 * Counts: registering, passing on, urging, applying, calling back, repairing, refunding, checking later, whoever of the
 * company does it; vague promises too ("we shall deal with it"), without `action`.
 * Does not count: what is done at once on the line ("let me look that up"), what is done already, an automatic message,
 * advice to the caller, a question, a general rule, a refusal.
 */
import type { DiscardReason, Finding, Source, Span } from '../domain/finding.js';
import { type Hit, phraseSource } from '../text/reading.js';
import { timeExpressions } from '../text/time-expression.js';
import { asks, isGeneral, isPast, isRestated, type Promised, promisesIn } from './promises.js';
import { finding, neighbours, type StageInput } from './stage.js';

/** Clauses between a promise and a bare time of day that is its deadline. */
const BARE_TIME_CLAUSES = 1;

interface Piece {
  readonly span: Span;
  readonly clause: number;
  readonly concrete: boolean;
  readonly strength: number;
  readonly sources: readonly Source[];
  readonly discardedBecause: DiscardReason | null;
}

/** Acts that are commitments when they are started now or offered; a remedy that works at once is no promise any more. */
function lies(promised: Promised): boolean {
  switch (promised.tense) {
    case 'done':
    case 'may':
      return false;
    case 'can':
      return promised.kind === 'admin';
    case 'now':
      return promised.kind === 'admin' || (promised.kind === 'remedy' && promised.lasting);
    case 'future':
    case 'third':
      return true;
  }
}

const automaticIn = (input: StageInput, turn: number, clause: number) =>
  input.reading
    .allHits(turn, 'follow_up')
    .some((hit) => hit.attributes.automatic === true && hit.clause === clause && hit.discardedBecause !== 'exception');

function pieceOfPair(input: StageInput, promised: Promised): Piece {
  const { act, frame } = promised;
  const automatic = automaticIn(input, act.turn, act.clause) ? 'context' : null;
  return {
    span: promised.span,
    clause: act.clause,
    concrete: promised.kind !== 'vague',
    strength: promised.kind === 'vague' ? 0.65 : frame.strength,
    sources: [phraseSource(frame), phraseSource(act)],
    discardedBecause: promised.discardedBecause ?? (promised.asked ? 'question' : automatic),
  };
}

function pieceOfPhrase(input: StageInput, hit: Hit): Piece {
  const context =
    isGeneral(input, hit) || isRestated(input, hit) || isPast(input, hit) || automaticIn(input, hit.turn, hit.clause);
  const asked = asks(input, hit.turn, hit.clause);
  return {
    span: hit.span,
    clause: hit.clause,
    concrete: hit.attributes.concrete === true,
    strength: hit.strength,
    sources: [phraseSource(hit)],
    discardedBecause: hit.discardedBecause ?? (asked ? 'question' : context ? 'context' : null),
  };
}

function pieces(input: StageInput, turn: number): readonly Piece[] {
  const pairs = promisesIn(input, turn).filter(lies);
  const phrases = input.reading.allHits(turn, 'commitment').filter((hit) => hit.discardedBecause !== 'exception');
  return [
    ...pairs.map((promised) => pieceOfPair(input, promised)),
    ...phrases.map((hit) => pieceOfPhrase(input, hit)),
  ].sort((a, b) => a.span.start - b.span.start || b.strength - a.strength);
}

/** Deadlines of a turn: clear ones anywhere, bare times of day beside one of these clauses. */
export function hasDeadline(input: StageInput, turn: number, clauses: readonly number[]): boolean {
  return timeExpressions(input.reading, turn).some(
    (time) =>
      time.kind === 'deadline' &&
      !isGeneral(input, time.hit) &&
      !asks(input, turn, time.clause) &&
      (!time.weak || clauses.some((clause) => Math.abs(clause - time.clause) <= BARE_TIME_CLAUSES)),
  );
}

const neighbouringDeadline = (input: StageInput, turn: number) =>
  [...neighbours(input.reading, turn, 'agent', 1, 1), ...neighbours(input.reading, turn, 'agent', -1, 1)].some(
    (other) => hasDeadline(input, other, []),
  );

/** The commitment of one turn, or what looked like one and why it is none. */
export function commitmentFindings(input: StageInput, turn: number): readonly Finding[] {
  const all = pieces(input, turn);
  const counted = all.filter((piece) => piece.discardedBecause === null);
  const first = counted[0] ?? all[0];
  if (first === undefined) return [];
  const clauses = counted.map((piece) => piece.clause);
  const has = (...lexicons: readonly string[]) => input.reading.hits(turn, ...lexicons).length > 0;
  const dated = hasDeadline(input, turn, clauses);
  const deadline = dated || neighbouringDeadline(input, turn);
  return [
    finding({
      label: 'commitment',
      stage: 'resolution',
      turn,
      span: first.span,
      strength: Math.max(...(counted.length > 0 ? counted : [first]).map((piece) => piece.strength)),
      source: first.sources[0]!,
      witnesses: [...first.sources.slice(1), ...counted.slice(1).flatMap((piece) => piece.sources.slice(0, 1))],
      attributes: {
        action: counted.some((piece) => piece.concrete),
        deadline,
        contact: has('contacts'),
        basis: deadline && has('time_basis'),
        // What is started now and due later is still open.
        immediate: has('at_once') && !dated,
      },
      discardedBecause: first.discardedBecause,
    }),
  ];
}
