/** JUnit XML: a test suite of the gates and one of the calls, as CI servers read it. */
import { plainText } from '../../reports/escape/characters.js';
import type { Change } from '../baseline.js';
import { type Difference, PROTECTED_CHECK } from '../comparison.js';
import type { Evaluation } from '../evaluation.js';
import { callsBehind } from '../gate-sentence.js';
import type { GateResult } from '../gates.js';

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};
/** XML 1.0 has no way to write these, not even as an entity. */
const NO_XML = /[\uFFFE\uFFFF]/g;

export function xmlText(text: string): string {
  return plainText(text)
    .replace(NO_XML, '\uFFFD')
    .replace(/[&<>"']/g, (sign) => ENTITIES[sign]!);
}

interface Case {
  readonly name: string;
  readonly failure: string | null;
  readonly note: string;
}

function suite(name: string, cases: readonly Case[]): string {
  const failures = cases.filter(({ failure }) => failure !== null).length;
  const lines = cases.map(({ name: title, failure, note }) => {
    const inside = [
      ...(failure === null ? [] : [`<failure message="${xmlText(failure)}"/>`]),
      ...(note === '' ? [] : [`<system-out>${xmlText(note)}</system-out>`]),
    ].join('');
    return `    <testcase classname="${xmlText(name)}" name="${xmlText(title)}">${inside}</testcase>`;
  });
  return [
    `  <testsuite name="${xmlText(name)}" tests="${cases.length}" failures="${failures}">`,
    ...lines,
    '  </testsuite>',
  ].join('\n');
}

function gateCase(gate: GateResult, evaluation: Evaluation, changes: readonly Change[]): Case {
  const calls = callsBehind(gate, evaluation, changes);
  const told = `${gate.value}, wanted ${gate.wanted}${calls === '' ? '' : `; calls: ${calls}`}`;
  return {
    name: gate.metric,
    failure: gate.state === 'failed' ? told : null,
    note: gate.state === 'warned' ? `warning: ${told}` : '',
  };
}

const differenceText = ({ check, turn, expected, actual }: Difference) =>
  `${check}${turn === null ? '' : ` in turn ${turn}`}: ${expected || 'nothing'} by the labels, ${actual || 'nothing'} by the product`;

/** A call fails where a protected caller is ended; its other differences are told and fail nothing, gates do that. */
export function junitXml(evaluation: Evaluation, gates: readonly GateResult[], changes: readonly Change[]): string {
  const byCall = new Map<string, Difference[]>(evaluation.callIds.map((id) => [id, []]));
  for (const difference of evaluation.differences) byCall.get(difference.callId)!.push(difference);
  const calls = [...byCall].map(([name, differences]): Case => {
    const fatal = differences.find(({ check }) => check === PROTECTED_CHECK);
    return {
      name,
      failure: fatal === undefined ? null : differenceText(fatal),
      note: differences.map(differenceText).join('; '),
    };
  });
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<testsuites name="tingping evaluate">',
    suite(
      'gates',
      gates.map((gate) => gateCase(gate, evaluation, changes)),
    ),
    suite('calls', calls),
    '</testsuites>',
    '',
  ].join('\n');
}
