/**
 * Ways to settle a matter: what an agent does, has done, offers, announces or shows the caller how to do. Whether a way is
 * a solution or an alternative is not decided here (`solution.ts`).
 *
 * Does not count: what the agent sells, the caller's matter told again, a question whether the caller may do something.
 */
import type { DiscardReason, Source, Span } from '../domain/finding.js';
import { type Hit, phraseSource } from '../text/reading.js';
import { gapBetween } from './near.js';
import { isRestated, type Promised, promisesIn } from './promises.js';
import type { StageInput } from './stage.js';

/** A way to settle the matter, before it is known whether it is a first or another one. */
export interface Way {
  readonly turn: number;
  readonly span: Span;
  readonly clause: number;
  /** What is done; two ways with one act are one. */
  readonly act: string;
  readonly done: boolean;
  readonly promised: boolean;
  readonly steps: boolean;
  readonly strength: number;
  readonly sources: readonly Source[];
  readonly discardedBecause: DiscardReason | null;
}

/** Characters between an opening of the agent's own and a step that is the agent's act. */
const OWN_ACT_REACH = 2;

/** Whether something is sold in a clause. */
export const soldIn = (input: StageInput, turn: number, clause: number) =>
  input.reading.hits(turn, 'upsell').some((hit) => hit.clause === clause);

/** Before the caller has said anything, a question whether to do something is a way of greeting. */
const opensCall = (input: StageInput, turn: number) =>
  !input.reading.turns.slice(0, turn).some((reading) => reading.turn.speaker === 'caller' && !reading.empty);

function wayOfPair(input: StageInput, promised: Promised): Way {
  const { act, frame } = promised;
  const sold = soldIn(input, act.turn, act.clause) ? 'context' : null;
  const askedOfCaller = promised.asked && (promised.tense === 'may' || opensCall(input, act.turn)) ? 'question' : null;
  return {
    turn: act.turn,
    span: promised.span,
    clause: act.clause,
    act: String(act.attributes.act),
    done: promised.tense === 'done',
    promised: promised.tense === 'future',
    steps: false,
    strength: frame.strength,
    sources: [phraseSource(frame), phraseSource(act)],
    discardedBecause: promised.discardedBecause ?? askedOfCaller ?? sold,
  };
}

/** Whether the clause puts the remedy into the future. */
const willBefore = (input: StageInput, hit: Hit) =>
  hit.lexicon === 'solution_offers' &&
  input.reading
    .hits(hit.turn, 'will_words')
    .some((will) => will.clause === hit.clause && will.span.start <= hit.span.end);

function wayOfPhrase(input: StageInput, hit: Hit): Way {
  const context = isRestated(input, hit) || soldIn(input, hit.turn, hit.clause);
  return {
    turn: hit.turn,
    span: hit.span,
    clause: hit.clause,
    act: String(hit.attributes.act),
    done: hit.lexicon === 'solution_done',
    promised: willBefore(input, hit),
    steps: hit.lexicon === 'solution_steps',
    strength: hit.strength,
    sources: [phraseSource(hit)],
    discardedBecause: hit.discardedBecause ?? (context ? 'context' : null),
  };
}

/** A step right after the agent's own opening ("I will … restart the router for you") is the agent's act. */
function ownAct(input: StageInput, hit: Hit): boolean {
  if (hit.lexicon !== 'solution_steps') return false;
  return input.reading
    .hits(hit.turn, 'promise_frames')
    .some(
      (frame) =>
        frame.clause === hit.clause &&
        frame.span.start < hit.span.start &&
        gapBetween(frame.span, hit.span) <= OWN_ACT_REACH,
    );
}

/** Every way named in a turn, counted or not. */
export function waysIn(input: StageInput, turn: number): readonly Way[] {
  const pairs = promisesIn(input, turn).filter((promised) => promised.kind === 'remedy');
  const phrases = input.reading
    .allHits(turn, 'solution_offers', 'solution_done', 'solution_steps')
    .filter((hit) => hit.discardedBecause !== 'exception' && !ownAct(input, hit));
  return [
    ...pairs.map((promised) => wayOfPair(input, promised)),
    ...phrases.map((hit) => wayOfPhrase(input, hit)),
  ].sort((a, b) => a.span.start - b.span.start || b.strength - a.strength);
}
