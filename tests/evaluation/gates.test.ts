import { describe, expect, it } from 'vitest';
import {
  baselineOf as baselineIn,
  baselineText,
  changesSince,
  type Mode,
  readBaseline,
  refuseOtherMode,
  refuseStale,
} from '../../src/evaluation/baseline.js';
import { compare } from '../../src/evaluation/comparison.js';
import { type Evaluation, evaluationOf, metricAt } from '../../src/evaluation/evaluation.js';
import { failureSentence } from '../../src/evaluation/gate-sentence.js';
import { checkGates, judgeGates, readGates } from '../../src/evaluation/gates.js';
import type { Judgement } from '../../src/evaluation/judgement.js';
import { metricDefinitions } from '../../src/evaluation/metrics.js';
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
const MODE: Mode = { rubric: 'default', policy: 'default', encoder: true };
const DIGESTS = new Map([
  ['a', '1a'],
  ['b', '1b'],
]);
const baselineOf = (of: Evaluation) => baselineIn(of, MODE, DIGESTS);
const GOOD = evaluation(right('a'), right('b'));
const HALF = evaluation(right('a'), deaf('b'));

describe('readGates', () => {
  it.each([
    ['  labels.apology.f1: {level: errors, min: 1}', 'gates.yaml:3'],
    ['  labels.apology.f1: {level: error}', 'asks for nothing'],
    ['  labels.apology.f1: {level: error, mim: 1}', 'gates.yaml:3'],
    ['  labels.apology.f1: {level: error, min: "0.9"}', '"gates.labels.apology.f1.min" is "0.9" and must be a number'],
    ['  labels.apology.f1: 0.9', 'gates.yaml:3 "gates.labels.apology.f1" is 0.9 and must be keys with values'],
    ['  labels.apology.f1: {min: 1}', '"gates.labels.apology.f1.level" is missing; it must be off, warn or error'],
    ['  labels.apology.f1: {level: error, mim: 1}', 'gates.yaml:3 unknown key "mim"; the nearest is "min"'],
    ['  labels.apology.f1: {level: error, min: 0.9, max: 0.5}', 'at least 0.9 and at most 0.5, which nothing can be'],
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
    expect(metricAt(HALF, 'kind=inquiry/labels.complaint.recall')?.metric.value).toBe(0);
    expect(states('  kind=complaint/labels.complaint.recall: {level: error, min: 1}', HALF)).toContain(
      'kind=complaint/labels.complaint.recall passed',
    );
  });

  it.each([
    [
      '  language=fr/labels.apology.f1: {level: error, min: 1}',
      'part "language=fr" that these calls do not have or that is all of them; their parts are kind=complaint',
    ],
    ['  labels.apology.f1: {level: error, min: 1}', 'has nothing to measure in these calls: the gate is stale'],
    ['  labels.complaint.f1: {level: error, tolerance: 0.1}', 'there is no baseline: make one'],
  ])('tells a gate that cannot be judged: %s', (yaml, sentence) => {
    expect(() => judgeGates(gates(yaml), GOOD, null)).toThrow(sentence);
  });
});

describe('checkGates', () => {
  const figures = metricDefinitions(['empathy', 'apology']);

  it.each([
    ['labels.apologi.f1: {level: error, min: 1}', 'is no figure of an evaluation; the nearest is "labels.apology.f1"'],
    ['language=en/labels.apologi.f1: {level: error, min: 1}', 'the nearest is "labels.apology.f1"'],
    ['labels.apology.f1: {level: error, min: 1.01}', 'asks for at least 1.01, and the figure is from 0 to 1'],
    ['labels.apology.f1: {level: warn, max: 90}', 'asks for at most 90, and the figure is from 0 to 1'],
    ['criteria.meanKappa: {level: error, min: -1.5}', 'the figure is from -1 to 1'],
    ['criteria.meanAccuracy: {level: error, min: -0.5}', 'the figure is from 0 to 1'],
    ['score.meanAbsoluteError: {level: error, max: 101}', 'the figure is from 0 to 100'],
    ['harassment.early: {level: error, max: -1}', 'the figure is 0 or more'],
    ['kind.kappa: {level: error, tolerance: 3}', 'has the tolerance 3, and the figure is from -1 to 1'],
  ])('refuses %s', (gate, sentence) => {
    expect(() => checkGates(gates(`  ${gate}`), figures)).toThrow(sentence);
    expect(() => checkGates(gates(`  ${gate}`), figures)).toThrow('gates.yaml:3');
  });

  it.each([
    'kind.kappa: {level: error, min: -0.2}',
    'harassment.early: {level: error, max: 400}',
    'score.meanAbsoluteError: {level: warn, max: 100}',
    'language=en/labels.apology.f1: {level: error, min: 0, max: 1}',
    'labels.apologi.f1: {level: off, min: 7}',
  ])('lets %s through', (gate) => {
    expect(() => checkGates(gates(`  ${gate}`), figures)).not.toThrow();
  });
});

describe('failureSentence', () => {
  const sentence = (metric: string, before: Evaluation | null = null) =>
    failureSentence(
      { metric, state: 'failed', value: 0, unit: 'share', wanted: 'at least 1' },
      BOTH,
      before === null ? [] : changesSince(baselineOf(before), BOTH),
    );
  const BOTH = evaluation(deaf('a'), judgement({ ...deaf('b'), kind: 'difficult' }));

  it.each([
    ['labels.complaint.recall', 'the calls are a, b'],
    ['labels.macroF1', 'the calls are a, b'],
    ['kind=inquiry/labels.complaint.recall', 'the calls are b.'],
    ['kind.accuracy', 'the calls are b.'],
    ['criteria.meanKappa', 'wanted at least 1.'],
  ])('names for %s the calls that its figure counts', (metric, named) => {
    expect(sentence(metric)).toContain(named);
  });

  it('names those that became worse where a baseline knows them', () => {
    expect(sentence('labels.complaint.recall', evaluation(deaf('a'), right('b')))).toContain('the calls are b.');
  });
});

describe('baseline', () => {
  it('comes back from its text', () => {
    expect(readBaseline('b.json', baselineText(baselineOf(HALF)))).toEqual(baselineOf(HALF));
    const file = (change: object) => JSON.stringify({ ...baselineOf(HALF), ...change });
    for (const [text, why] of [
      ['[]', 'it is a list'],
      ['{', 'it is not valid JSON'],
      ['', 'it is not valid JSON'],
      [file({ mode: undefined }), '"mode" is missing'],
      [file({ calls: { a: { kind: 'x' } } }), '"calls.a.kind" is "x"'],
    ] as const) {
      expect(() => readBaseline('b.json', text)).toThrow(`b.json is no baseline of an evaluation (${why}`);
      expect(() => readBaseline('b.json', text)).toThrow('--update-baseline');
    }
  });

  it('names what is better, worse and neither, call by call', () => {
    expect(changesSince(baselineOf(GOOD), HALF)).toMatchObject([
      { kind: 'worse', callId: 'b', check: 'label.complaint', turn: 1, before: 'complaint', now: '' },
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
    const before = { path: 'b.json', baseline: baselineOf(GOOD) };
    expect(() => refuseStale(before, DIGESTS)).not.toThrow();
    const others = new Map([...DIGESTS, ['c', '1c']]);
    others.delete('b');
    expect(() => refuseStale(before, others)).toThrow(
      /b\.json is stale: it has 1 call \(b\) that are not evaluated and lacks 1 call \(c\)/,
    );
  });

  it('is stale when a label is another, and not where nobody wrote down what labels were', () => {
    const before = { path: 'b.json', baseline: baselineOf(GOOD) };
    const changed = new Map([...DIGESTS, ['b', '2b']]);
    expect(() => refuseStale(before, changed)).toThrow(/b\.json is stale: it knows other labels of 1 call \(b\)\./);
    const { labels: _, ...old } = before.baseline;
    expect(() => refuseStale({ path: 'b.json', baseline: old }, changed)).not.toThrow();
  });

  it.each([
    [{ encoder: 'mood' }, 'measured with the encoder, and this evaluation is made with the model "mood" (--model)'],
    [{ encoder: false }, 'measured with the encoder, and this evaluation is made without the encoder (--no-model)'],
    [{ policy: 'protect-staff' }, 'under the policy "default", and this evaluation is made under the policy "protect'],
    [{ rubric: 'own' }, 'measured by the rubric "default", and this evaluation is made by the rubric "own"'],
    [{ rubric: 'own', encoder: false }, 'made without the encoder (--no-model), by the rubric "own"'],
  ])('is not compared with an evaluation made in another way: %j', (change, sentence) => {
    const before = { path: 'b.json', baseline: baselineOf(GOOD) };
    expect(() => refuseOtherMode(before, MODE)).not.toThrow();
    expect(() => refuseOtherMode(before, { ...MODE, ...change })).toThrow(sentence);
    expect(() => refuseOtherMode(before, { ...MODE, ...change })).toThrow('anew with --update-baseline');
  });
});
