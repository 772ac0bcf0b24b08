/**
 * A harassment policy as it is worked with: signals, conditions and a state machine over them, every expression compiled
 * over the names of the rules. Reading and checking it is `policy-file.ts`.
 */
import type { DECISIONS, HarassmentCategory } from '../domain/harassment.js';
import type { LocalName } from '../domain/rule.js';
import type { CompiledExpression, PhraseRequest } from '../rules/index.js';

/** A decision that a state stands for. */
export type StateDecision = (typeof DECISIONS)[number];

/**
 * `protected`: the caller stated a demand and did not drop it. `without_matter`: it is certain that he stated none. Whoever
 * is neither is in doubt, and `unprotected` means both.
 */
export const CALLER_KINDS = ['protected', 'unprotected', 'without_matter'] as const;
export type CallerKind = (typeof CALLER_KINDS)[number];
export type Protection = 'protected' | 'doubtful' | 'without_matter';

export interface Signal {
  readonly id: string;
  readonly find: CompiledExpression;
  readonly category: HarassmentCategory;
  readonly priority: 'security' | null;
}

export interface PolicyState {
  readonly id: string;
  readonly decision: StateDecision;
}

export interface Transition {
  readonly on: readonly string[];
  /** Whose signal it must be; null for anybody's. */
  readonly caller: CallerKind | null;
  readonly if: readonly CompiledExpression[];
  readonly unless: readonly CompiledExpression[];
  readonly to: string;
}

export interface Policy {
  readonly id: string;
  readonly version: string;
  readonly name: LocalName;
  /** Holds where the caller stated a demand and did not drop it. */
  readonly protection: CompiledExpression;
  /** Holds where something that the caller said may be a matter that was not understood; null: nothing is in doubt. */
  readonly doubt: CompiledExpression | null;
  readonly signals: readonly Signal[];
  /** From the mildest to the gravest. */
  readonly states: readonly PolicyState[];
  readonly start: string;
  /** Those that the options switch on, in their order. */
  readonly transitions: readonly Transition[];
  readonly atEnd: readonly { readonly if: CompiledExpression; readonly to: string }[];
  readonly suspend: {
    readonly from: CompiledExpression;
    readonly until: CompiledExpression;
    readonly most: StateDecision;
  } | null;
  readonly ending: {
    readonly byAgent: CompiledExpression;
    readonly warned: CompiledExpression;
    readonly cutsOff: CompiledExpression;
    readonly withinAgentTurns: number;
  };
  readonly handled: {
    readonly asked: CompiledExpression;
    readonly warned: CompiledExpression;
    readonly noScolding: CompiledExpression;
    readonly politeFormula: CompiledExpression;
  };
  /** Words that its expressions ask for beside those of the rules. */
  readonly phraseRequests: readonly PhraseRequest[];
}
