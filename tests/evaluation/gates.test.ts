import { describe, expect, it } from 'vitest';
import { baselineOf, baselineText, changesSince, readBaseline } from '../../src/evaluation/baseline.js';
import { compare } from '../../src/evaluation/comparison.js';
import { type Evaluation, evaluationOf, metricAt } from '../../src/evaluation/evaluation.js';
import { judgeGates, readGates } from '../../src/evaluation/gates.js';
import type { Judgement } from '../../src/evaluation/judgement.js';
import { judgement, SPEAKERS, withTurn } from './sample-judgements.js';

const right = (callId: string) => judgement({ callId });
const deaf = (callId: string) => withTurn(right(callId), 1, ['demand'], { sentiment: 'negative' });
const ended = (callId: string) =>
  judgement({ callId, harassment: { decision: 'end_call', fromTurn: 2, categories: ['insult'] } });

function evaluation(...others: readonly Judgement[]): Evaluation {
  const calls = others.map((other, index) => ({
    comparison: compare({ truth: right(other.callId), other, speakers: SPEAKERS }),
    language: 'zh' as const,
    kind: index % 2 === 0 ? 'complaint' : 'inquiry',
    times: true,
  }));
  return evaluationOf(calls, ['empathy', 'apology']);
}
const gates = (yaml: string) => readGates({ path: 'gates.yaml', text: `schemaVersion: 1\ngates:\n${yaml}` });
const GOOD = evaluation(right('a'), right('b'));
const HALF = evaluation(right('a'), deaf('b'));

describe('readGates', () => {
  it.each([
    ['  labels.apology.f1: {level: errors, min: 1}', 'gates.yaml:3'],
    ['  labels.apology.f1: {level: error}', 'asks for nothing'],
    ['  labels.apology.f1: {level: error, mim: 1}', 'gates.yaml:3'],
    ['  harassment.protected_ended: {level: warn, max: 0}', 'always'],
    ['  harassment.protected_ended: {level: error, max: 1}', 'always'],
    ['  harassment.protected_ended: {level: error, max: 0, tolerance: 1}', 'always'],
  ])('refuses %s', (yaml, sentence) => {
    expect(() => gates(yaml)).toThrow(sentence);
  });
});

describe('judgeGates', () => {
  const states = (yaml: string, of: Evaluation, before: Evaluation | null = null) =>
    judgeGates(gates(yaml), of, before === null ? null : baselineOf(before)).map(
      ({ metric, state }) => `${metric} ${state}`,
    );

  it('passes, warns and fails by its level', () => {
    const floor = (level: string) => `  labels.complaint.recall: {level: ${level}, min: 0.8}`;
    expect(states(floor('error'), GOOD)).toContain('labels.complaint.recall passed');
    expect(states(floor('error'), HALF)).toContain('labels.complaint.recall failed');
    expect(states(floor('warn'), HALF)).toContain('labels.complaint.recall warned');
    expect(states(floor('off'), HALF)).toEqual(['harassment.protected_ended passed']);
  });

  it('fails a protected caller who is ended, whatever the file says', () => {
    const bad = evaluation(right('a'), ended('b'));
    expect(states('  kind.accuracy: {level: warn, min: 0}', bad)).toContain('harassment.protected_ended failed');
    expect(judgeGates([], bad, null).map(({ state }) => state)).toEqual(['failed']);
  });

  it('takes a fall within the tolerance and no further', () => {
    const gate = (tolerance: number) => `  labels.complaint.recall: {level: error, tolerance: ${tolerance}}`;
    expect(states(gate(0.5), HALF, GOOD)).toContain('labels.complaint.recall passed');
    expect(states(gate(0.4), HALF, GOOD)).toContain('labels.complaint.recall failed');
    expect(states(gate(0), GOOD, HALF)).toContain('labels.complaint.recall passed');
  });

  it('judges a part of the calls', () => {
    expect(metricAt(HALF, 'kind=inquiry/labels.complaint.recall')?.value).toBe(0);
    expect(states('  kind=complaint/labels.complaint.recall: {level: error, min: 1}', HALF)).toContain(
      'kind=complaint/labels.complaint.recall passed',
    );
  });

  it.each([
    [
      '  labels.apologi.f1: {level: error, min: 1}',
      'is no figure of this evaluation; the nearest is "labels.apology.f1"',
    ],
    ['  labels.apology.f1: {level: error, min: 1}', 'has nothing to measure in these calls: the gate is stale'],
    ['  labels.complaint.f1: {level: error, tolerance: 0.1}', 'the baseline has no such figure'],
  ])('tells a gate that cannot be judged: %s', (yaml, sentence) => {
    expect(() => judgeGates(gates(yaml), GOOD, null)).toThrow(sentence);
  });
});

describe('baseline', () => {
  it('comes back from its text', () => {
    expect(readBaseline('b.json', baselineText(baselineOf(HALF)))).toEqual(baselineOf(HALF));
    expect(() => readBaseline('b.json', '[]')).toThrow('b.json is no baseline');
  });

  it('names what is better, worse and neither, call by call', () => {
    expect(changesSince(baselineOf(GOOD), HALF)).toMatchObject([
      { kind: 'worse', callId: 'b', check: 'label.complaint 1', expected: 'complaint', before: 'complaint', now: '' },
    ]);
    expect(changesSince(baselineOf(HALF), GOOD)).toMatchObject([{ kind: 'better', callId: 'b', before: '' }]);
    const inquiry = evaluation(judgement({ callId: 'a', kind: 'inquiry' }), right('b'));
    const difficult = evaluation(judgement({ callId: 'a', kind: 'difficult' }), right('b'));
    expect(changesSince(baselineOf(inquiry), difficult)).toMatchObject([
      { kind: 'neutral', check: 'kind', before: 'inquiry', now: 'difficult' },
    ]);
    expect(changesSince(baselineOf(HALF), HALF)).toEqual([]);
  });

  it('is stale when the calls are others', () => {
    expect(() => changesSince(baselineOf(GOOD), evaluation(right('a'), right('c')))).toThrow(
      /stale: it has 1 calls that are not evaluated \(b\) and it lacks 1 calls \(c\)/,
    );
  });
});
