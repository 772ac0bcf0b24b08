/** Checks the bounds of `where` against the label table, before the first call. */
import type { YamlMap, YamlNode } from '../config/yaml-file.js';
import { nearestName } from '../domain/errors.js';
import { DISCARD_REASONS, type DiscardReason } from '../domain/finding.js';
import { type AttributeType, isLabelName, labelDefinition } from '../domain/label.js';
import { parseRange } from './amounts.js';
import { TURN_ATTRIBUTES } from './language.js';
import type { Bound } from './operators/where.js';
import type { Scope } from './scope.js';

type BoundType = AttributeType | 'chars' | 'per min';

const UNITS: Readonly<Record<string, string>> = { number: '', ms: 'ms', s: 's', chars: 'chars', 'per min': 'per min' };

const attributesOf = (label: string): Readonly<Record<string, AttributeType>> =>
  isLabelName(label) ? labelDefinition(label).attributes : {};

/** The discard reasons that `where` asks for, or null where it asks for none. */
export function discardReasons(where: YamlMap, scope: Scope): readonly DiscardReason[] | null {
  const entry = where.entries.get('discarded');
  if (entry === undefined) return null;
  const reasons: DiscardReason[] = [];
  for (const scalar of scope.scalars(entry.value, '"discarded"')) {
    const reason = DISCARD_REASONS.find((known) => known === scalar.value);
    if (reason !== undefined) reasons.push(reason);
    else scope.report(scalar, unknownValue('discarded', scalar.text, DISCARD_REASONS));
  }
  return reasons;
}

/** Bounds of a `where` on places of these labels; what is wrong is told and left out. */
export function boundsOf(where: YamlMap, labels: readonly string[], scope: Scope): readonly Bound[] {
  const bounds: Bound[] = [];
  for (const [attribute, { value }] of where.entries) {
    if (attribute === 'discarded') continue;
    const found = typeOf(attribute, labels);
    if (typeof found === 'string') scope.report(value, found);
    else {
      const test = testOf(attribute, found.type, labels, value, scope);
      if (test !== null) bounds.push({ attribute, ofTurn: found.ofTurn, test });
    }
  }
  return bounds;
}

/** Where an attribute is read and what it holds, or the sentence that says that there is none. */
function typeOf(attribute: string, labels: readonly string[]): { type: BoundType; ofTurn: boolean } | string {
  const own = labels.filter((label) => Object.hasOwn(attributesOf(label), attribute));
  if (own.length > 0 && own.length === labels.length) {
    const types = own.map((label) => attributesOf(label)[attribute]!);
    const words = types.filter((type) => typeof type !== 'string');
    if (words.length === types.length) return { type: [...new Set(words.flat())], ofTurn: false };
    if (types.some((type) => type !== types[0]))
      return `"${attribute}" means different things for ${own.join(' and ')}.`;
    return { type: types[0]!, ofTurn: false };
  }
  if (own.length > 0) {
    const lacking = labels.filter((label) => !own.includes(label));
    return `${lacking.join(', ')} has no attribute "${attribute}", which only ${own.join(', ')} has; bound each on its own.`;
  }
  const ofTurn = TURN_ATTRIBUTES[attribute];
  if (ofTurn !== undefined && Object.hasOwn(TURN_ATTRIBUTES, attribute)) return { type: ofTurn, ofTurn: true };
  const known = [
    ...new Set(labels.flatMap((label) => Object.keys(attributesOf(label)))),
    ...Object.keys(TURN_ATTRIBUTES),
  ];
  const nearest = nearestName(attribute, known);
  const hint = nearest === null ? `known are ${known.join(', ')}.` : `the nearest is "${nearest}".`;
  return `unknown attribute "${attribute}" of ${labels.join(', ')}; ${hint}`;
}

function testOf(
  attribute: string,
  type: BoundType,
  labels: readonly string[],
  node: YamlNode,
  scope: Scope,
): Bound['test'] | null {
  if (typeof type !== 'string') {
    const scalars = scope.scalars(node, `"${attribute}"`);
    for (const scalar of scalars) {
      if (!type.includes(scalar.text)) scope.report(scalar, unknownValue(attribute, scalar.text, type));
    }
    return { kind: 'values', values: scalars.map((scalar) => scalar.text) };
  }
  const scalar = scope.scalar(node, `"${attribute}"`);
  if (scalar === null) return null;
  if (type === 'bool') {
    if (typeof scalar.value === 'boolean') return { kind: 'values', values: [scalar.value] };
    scope.report(node, `"${attribute}" is true or false, not "${scalar.text}".`);
    return null;
  }
  const unit = UNITS[type]!;
  const range = parseRange(scalar.text);
  if (range === null) {
    scope.report(
      node,
      `"${attribute}: ${scalar.text}" is no range; write "3..", "..8" or "3..8"${unit === '' ? '' : ` with ${unit}`}.`,
    );
    return null;
  }
  if (range.unit !== unit) {
    const subject =
      labels.length === 1 && attribute === 'duration' && isLabelName(labels[0]!) ? labels[0] : `"${attribute}"`;
    const measured = unit === '' ? 'has no unit' : `is measured in ${unit}`;
    scope.report(node, `${subject} ${measured}, not in "${scalar.text}".`);
    return null;
  }
  if (range.min > range.max) {
    scope.report(node, `"${attribute}: ${scalar.text}" is empty, since its lower bound lies above the upper one.`);
    return null;
  }
  return { kind: 'range', range };
}

function unknownValue(attribute: string, value: string, known: readonly string[]): string {
  const nearest = nearestName(value, known);
  return `"${attribute}: ${value}" is no value of it; ${nearest === null ? `known are ${known.join(', ')}` : `the nearest is "${nearest}"`}.`;
}
