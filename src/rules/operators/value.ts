/**
 * `value`: a number or text of the whole call, or the measure of a rule. `range` or `equals` makes it a truth; a
 * quantity that is only known or not is a truth by itself.
 *
 * Not applicable where the quantity is missing.
 */
import type { Observation, QuantityName, QuantityValue } from '../../domain/observation.js';
import { inRange, type Range } from '../amounts.js';
import { type Found, notApplicable, numberFound, truthFound } from '../found.js';
import type { Node, NodeTable } from '../node.js';
import { outcomeOf } from '../three-valued.js';
import type { RuleTarget } from './is.js';

export type ValueTest =
  | { readonly kind: 'range'; readonly range: Range }
  | { readonly kind: 'equals'; readonly values: readonly (string | number | boolean)[] }
  | { readonly kind: 'known' }
  | { readonly kind: 'number' };

const keyOf = (test: ValueTest): string =>
  test.kind === 'range' ? test.range.text : test.kind === 'equals' ? JSON.stringify(test.values) : test.kind;

/** Times and overlap are known from the call's inputs even where no quantity says so. */
function quantityOf(observation: Observation, name: QuantityName): QuantityValue {
  const value = observation.quantities[name];
  if (value !== undefined && value !== null) return value;
  if (name === 'call.hasTimes') return observation.inputs.times;
  if (name === 'call.overlapObservable') return observation.inputs.overlap;
  return null;
}

function tested(value: string | number | boolean, test: ValueTest): Found {
  switch (test.kind) {
    case 'range':
      return truthFound(outcomeOf(typeof value === 'number' && inRange(Math.round(value * 1000) / 1000, test.range)));
    case 'equals':
      return truthFound(outcomeOf(test.values.includes(value)));
    case 'known':
      return truthFound(outcomeOf(value !== false && value !== ''));
    case 'number':
      return typeof value === 'number' ? numberFound(value, []) : truthFound('fails');
  }
}

export function quantityNode(table: NodeTable, name: QuantityName, test: ValueTest): Node {
  return table.node({
    key: `value ${name} ${keyOf(test)}`,
    gives: test.kind === 'number' ? 'number' : 'truth',
    names: [name],
    labels: [],
    reads: [`value:${name}`],
    parts: [],
    evaluate: (context) => {
      const value = quantityOf(context.observation, name);
      return value === null ? notApplicable([name]) : tested(value, test);
    },
  });
}

export function ruleValueNode(table: NodeTable, rule: RuleTarget, test: ValueTest): Node {
  return table.node({
    key: `value of ${rule.id} ${keyOf(test)}`,
    gives: test.kind === 'number' ? 'number' : 'truth',
    names: [rule.id],
    labels: [],
    reads: [],
    parts: [rule.node],
    evaluate: (context) => {
      const found = context.find(rule.node);
      if (found.outcome === 'not_applicable' || found.number === null) return notApplicable(found.unseen);
      return { ...tested(found.number, test), unseen: found.unseen };
    },
  });
}
