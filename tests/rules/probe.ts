/** Compiles and evaluates small expressions. */
import { expect } from 'vitest';
import { ConfigError } from '../../src/domain/errors.js';
import type { Observation } from '../../src/domain/observation.js';
import {
  type CompiledRules,
  compileExpression,
  compileRules,
  type ExpressionResult,
  evaluate,
  readYaml,
} from '../../src/rules/index.js';
import { type Extras, observe } from './observation-builder.js';

export const LEXICON_NAMES: ReadonlySet<string> = new Set(['but', 'softener', 'polite']);

export function rulesOf(text: string, params: Record<string, string> = {}): CompiledRules {
  return compileRules([{ path: 'rules.yaml', text }], { lexicons: LEXICON_NAMES }, { params });
}

export const NO_RULES = () => rulesOf('rules: []');

/** The result of one expression on one call. */
export function ask(
  expression: string,
  call: string | Observation,
  extras: Extras = {},
  rules = NO_RULES(),
): ExpressionResult {
  const { root } = readYaml({ path: 'test.yaml', text: expression });
  const compiled = compileExpression(rules, root, { file: 'test.yaml', owner: 'test' });
  return evaluate(rules, typeof call === 'string' ? observe(call, extras) : call).expression(compiled);
}

/** Turns of the places, or the outcome where there is none: `[3, 5]`, `fails`, `not_applicable`. */
export function places(
  expression: string,
  call: string,
  extras: Extras = {},
  rules?: CompiledRules,
): number[] | string {
  const result = ask(expression, call, extras, rules);
  return result.places.length > 0 ? result.places.map((place) => place.turn) : result.outcome;
}

export const holds = (expression: string, call: string, extras: Extras = {}, rules?: CompiledRules) =>
  ask(expression, call, extras, rules).outcome;

/** The sentences that compiling gives, each as it is told. */
export function problemsOf(text: string, params: Record<string, string> = {}): string[] {
  try {
    rulesOf(text, params);
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    return (error as Error).message.split('\n');
  }
  return [];
}
