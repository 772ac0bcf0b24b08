/** The shipped policies, compiled over the shipped rules. */
import { readFileSync } from 'node:fs';
import type { Span } from '../../src/domain/finding.js';
import type { HarassmentResult } from '../../src/domain/harassment.js';
import type { Observation } from '../../src/domain/observation.js';
import { compilePolicy, decide, type Policy } from '../../src/harassment/index.js';
import { type CompiledRules, compileRules, evaluate } from '../../src/rules/index.js';
import { LEXICONS, MODEL_FILES } from '../rules/model-rules.js';
import { type Extras, observe } from '../rules/observation-builder.js';

const KNOWN: ReadonlySet<string> = new Set([...LEXICONS, 'caller_goodbye', 'calls_off', 'no_purpose']);

let compiled: CompiledRules | null = null;
const policies = new Map<string, Policy>();

export const POLICY_NAMES = ['default', 'protect-staff'] as const;
export type PolicyName = (typeof POLICY_NAMES)[number];

export function rules(): CompiledRules {
  compiled ??= compileRules(MODEL_FILES, { lexicons: KNOWN });
  return compiled;
}

export function policyText(name: PolicyName): string {
  return readFileSync(`models/policies/${name}.yaml`, 'utf8');
}

export function policy(name: PolicyName): Policy {
  const known = policies.get(name);
  if (known !== undefined) return known;
  const read = compilePolicy({ path: `models/policies/${name}.yaml`, text: policyText(name) }, rules());
  policies.set(name, read);
  return read;
}

const quote = (turn: number, span: Span | null) => `${turn}:${span === null ? 'all' : `${span.start}-${span.end}`}`;

export function decideOn(name: PolicyName, observation: Observation, patience = false): HarassmentResult {
  return decide(policy(name), evaluate(rules(), observation), observation, quote, patience);
}

export function decideScript(
  name: PolicyName,
  script: string,
  extras: Extras = {},
  patience = false,
): HarassmentResult {
  return decideOn(name, observe(script, extras), patience);
}

/** `end_call@3`, `review`, `none`: decision and turn at a glance. */
export const inShort = (result: HarassmentResult): string =>
  result.fromTurn === null ? result.decision : `${result.decision}@${result.fromTurn}`;
