/**
 * Walks a call through a policy's states. At the last turn of each signal the first transition that fits is taken; its
 * conditions see the call up to that turn, so no decision leans on what came later, but for what only ever protects: a
 * caller who states a demand later in the call, and does not drop it, was a caller with a matter all along; what he says
 * later may leave it in doubt whether he has none; and patience is owed for the whole call.
 */
import type { HarassmentCategory } from '../domain/harassment.js';
import type { Place } from '../domain/rule.js';
import type { CompiledExpression, Evaluation } from '../rules/index.js';
import type { CallerKind, Policy, Protection, Signal, Transition } from './policy.js';

export interface Step {
  readonly state: string;
  readonly turn: number;
  readonly signal: string;
}

/** A signal that moved the machine or would have: what the decision rests on. */
export interface Occurrence {
  readonly signal: Signal;
  readonly place: Place;
}

export interface Walk {
  readonly state: string;
  readonly path: readonly Step[];
  readonly occurrences: readonly Occurrence[];
  readonly categories: readonly HarassmentCategory[];
  /** Whether a demand was stated and not dropped, over the whole call. */
  readonly protectedAtEnd: boolean;
  /** Whether the caller may have had a matter that was not understood. */
  readonly doubtful: boolean;
}

const holds = (evaluation: Evaluation, expression: CompiledExpression) =>
  evaluation.expression(expression).outcome === 'holds';

const means = (kind: CallerKind | null, caller: Protection) =>
  kind === null || kind === caller || (kind === 'unprotected' && caller !== 'protected');

export class PolicyWalk {
  readonly #policy: Policy;
  readonly #evaluation: Evaluation;
  readonly #protectedAtEnd: boolean;
  readonly #inDoubt: boolean;
  readonly #inDanger: boolean;
  readonly #patience: boolean;

  /** With `patience` the caller counts as protected whatever was found; a line on which nobody speaks is still silent. */
  constructor(policy: Policy, evaluation: Evaluation, patience: boolean) {
    this.#policy = policy;
    this.#evaluation = evaluation;
    this.#patience = patience;
    this.#protectedAtEnd = holds(evaluation, policy.protection);
    this.#inDoubt = policy.doubt !== null && holds(evaluation, policy.doubt);
    this.#inDanger = policy.suspend !== null && holds(evaluation, policy.suspend.from);
  }

  /** Signals in call order; within a turn in the order of the policy. */
  #occurrences(): readonly Occurrence[] {
    return this.#policy.signals
      .flatMap((signal, order) =>
        this.#evaluation.expression(signal.find).places.map((place) => ({ signal, place, order })),
      )
      .sort((a, b) => a.place.lastTurn - b.place.lastTurn || a.order - b.order);
  }

  #gravity(state: string): number {
    return this.#policy.states.findIndex(({ id }) => id === state);
  }

  /** People in danger are neither cut off nor blocked until help is arranged. */
  #isSuspended(state: string, until: Evaluation): boolean {
    const { suspend, states } = this.#policy;
    if (suspend === null || !this.#inDanger || holds(until, suspend.until)) return false;
    const most = states.findLastIndex(({ decision }) => decision === suspend.most);
    return this.#gravity(state) > most;
  }

  #fits(transition: Transition, signal: Signal, caller: Protection, until: Evaluation): boolean {
    return (
      transition.on.includes(signal.id) &&
      means(transition.caller, caller) &&
      !this.#isSuspended(transition.to, until) &&
      transition.if.every((condition) => holds(until, condition)) &&
      !transition.unless.some((condition) => holds(until, condition))
    );
  }

  walk(): Walk {
    let state = this.#policy.start;
    const path: Step[] = [];
    const used: Occurrence[] = [];
    for (const occurrence of this.#occurrences()) {
      const { signal, place } = occurrence;
      const until = this.#evaluation.upTo(place.lastTurn);
      const owed = this.#patience && signal.category !== 'silence';
      const isProtected = owed || this.#protectedAtEnd || holds(until, this.#policy.protection);
      const caller: Protection = isProtected ? 'protected' : this.#inDoubt ? 'doubtful' : 'without_matter';
      const transition = this.#policy.transitions.find((each) => this.#fits(each, signal, caller, until));
      if (transition === undefined) continue;
      used.push(occurrence);
      if (this.#gravity(transition.to) <= this.#gravity(state)) continue;
      state = transition.to;
      path.push({ state, turn: place.lastTurn, signal: signal.id });
    }
    return {
      ...this.#atEnd(state, path),
      occurrences: used,
      categories: categoriesOf(used),
      protectedAtEnd: this.#protectedAtEnd,
      doubtful: this.#inDoubt,
    };
  }

  /** What only the whole call shows, where no signal moved the machine. */
  #atEnd(state: string, path: readonly Step[]): { readonly state: string; readonly path: readonly Step[] } {
    if (state !== this.#policy.start) return { state, path };
    for (const entry of this.#policy.atEnd) {
      const result = this.#evaluation.expression(entry.if);
      if (result.outcome !== 'holds') continue;
      const turn = result.places[0]?.turn ?? 0;
      return { state: entry.to, path: [{ state: entry.to, turn, signal: 'at_end' }] };
    }
    return { state, path };
  }
}

function categoriesOf(occurrences: readonly Occurrence[]): readonly HarassmentCategory[] {
  const order: readonly HarassmentCategory[] = [
    'insult',
    'sexual',
    'threat',
    'discrimination',
    'off_business',
    'silence',
  ];
  return order.filter((category) => occurrences.some(({ signal }) => signal.category === category));
}
