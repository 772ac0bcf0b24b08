/** The words of the language: which keys stand where. Everything else is a mistake. */
import type { AttributeType } from '../domain/label.js';

/** What a mapping may look for; at most one of them, or none for every turn. */
export const HEADS = ['is', 'says', 'any', 'all', 'not', 'run', 'steps', 'each', 'full', 'value'] as const;
export type Head = (typeof HEADS)[number];

export const MODIFIERS = [
  'by',
  'where',
  'in',
  'with',
  'after',
  'followedBy',
  'unless',
  'alike',
  'times',
  'pick',
] as const;

/** Modifiers that a condition may put on the place itself. */
export const PLACE_CONDITIONS: ReadonlySet<string> = new Set(['where', 'in', 'with', 'after', 'followedBy', 'unless']);

/** Keys that belong to a head and are no modifiers. */
export const OPTIONS: Readonly<Record<Head, readonly string[]>> = {
  is: [],
  says: ['except'],
  any: ['need', 'within'],
  all: [],
  not: [],
  run: ['until'],
  steps: ['within', 'ordered'],
  each: ['must', 'half'],
  full: ['half'],
  value: ['range', 'equals'],
};

/** Attributes that every place has from the turn in which it begins. */
export const TURN_ATTRIBUTES: Readonly<Record<string, AttributeType | 'chars' | 'per min'>> = {
  length: 'chars',
  duration: 's',
  rate: 'per min',
  level: 'number',
  sentiment: ['negative', 'neutral', 'positive'],
  asrConfidence: 'number',
  strength: 'number',
};

export const SPEAKERS = ['agent', 'caller', 'system'] as const;
export const POLARITIES = ['reward', 'penalise', 'neutral', 'flag'] as const;
export const STATES = ['not_observable', 'needs_configuration', 'invariant'] as const;
export type RuleState = (typeof STATES)[number];

/** The flag by which a window is left open or missed at the end of the call. */
export const AGENT_ENDS_CALL = 'agent_ends_call';
