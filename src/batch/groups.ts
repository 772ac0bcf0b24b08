/** Cuts the stream of calls into groups: large enough for the encoder to sort turns by length, small enough for memory. */
import type { Call } from '../domain/call.js';

export interface GroupLimits {
  readonly calls: number;
  readonly turns: number;
}

export const DEFAULT_GROUP: GroupLimits = { calls: 16, turns: 2_000 };

/** Gathers calls until one more would pass a limit; a call longer than the limit is a group of its own. */
export class GroupBuilder {
  private calls: Call[] = [];
  private turns = 0;

  constructor(private readonly limits: GroupLimits) {}

  /** Adds a call; gives back the group that is now full, if any. */
  add(call: Call): readonly Call[] | null {
    const isFull = this.calls.length > 0 && this.turns + call.turns.length > this.limits.turns;
    const before = isFull ? this.take() : null;
    this.calls.push(call);
    this.turns += call.turns.length;
    return before ?? (this.calls.length >= this.limits.calls ? this.take() : null);
  }

  /** What is left, or null. */
  take(): readonly Call[] | null {
    const group = this.calls;
    this.calls = [];
    this.turns = 0;
    return group.length === 0 ? null : group;
  }
}
