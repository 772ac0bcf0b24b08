/** What an evaluated rule says of a call, with its evidence (rule grammar, chapters 3 and 4). */
import type { Source, Span } from './finding.js';

export interface LocalName {
  readonly en: string;
  readonly zh: string;
}

export type RuleWho = 'agent' | 'caller' | 'system';
export type Polarity = 'reward' | 'penalise' | 'neutral' | 'flag';

/** A stretch of the call: first and last turn, span in the first turn (null: the whole turn), what it is, how sure. */
export interface Place {
  readonly turn: number;
  readonly lastTurn: number;
  readonly span: Span | null;
  /** Label, flag, rule or phrase list that was found here. */
  readonly name: string;
  readonly strength: number;
  readonly sources: readonly Source[];
  /** The place that admitted this one ("two agent turns after the complaint in turn 3"). */
  readonly anchor?: { readonly name: string; readonly turn: number };
}

/** Something that nearly counted, with the reason why it did not. */
export interface NearMiss {
  readonly turn: number;
  readonly span: Span | null;
  readonly name: string;
  /** `discarded` carries the guard's reason, `unless` the condition that dropped it, `window` the distance that was missing. */
  readonly why:
    | { readonly kind: 'discarded'; readonly reason: string }
    | { readonly kind: 'unless'; readonly condition: string }
    | { readonly kind: 'window'; readonly distance: number | null; readonly allowed: string };
}

/** What an expression looked for: label, flag or phrase-list names, by whom. Sorted, without repeats. */
export interface Searched {
  readonly names: readonly string[];
}

/** A trigger of a measured rule and what became of it. */
export interface TriggerResult {
  readonly turn: number;
  readonly outcome: 'met' | 'half' | 'missed' | 'open';
}

export interface RuleResult {
  readonly id: string;
  readonly outcome: 'holds' | 'fails' | 'not_applicable';
  /** 0..1 for a rule with `measure`, 1 or 0 for `find`; null where not applicable. Three decimals. */
  readonly value: number | null;
  readonly places: readonly Place[];
  readonly triggers: readonly TriggerResult[];
  readonly nearMisses: readonly NearMiss[];
  readonly searched: Searched;
  /** Names whose input was missing (no times, no roles …); they lower confidence. */
  readonly unseen: readonly string[];
}
