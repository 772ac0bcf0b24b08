import { describe, expect, it } from 'vitest';
import { judgementOfLabels, readLabels } from '../../src/evaluation/label-file.js';

const LABELS = {
  callId: 'c-1',
  turns: [
    { i: 0, sentiment: 'neutral', labels: ['greeting'] },
    { i: 1, sentiment: 'negative', labels: ['demand'] },
  ],
  interruptions: [],
  call: {
    kind: 'difficult',
    resolved: 'no',
    harassment: { decision: 'review', categories: ['insult'] },
    harassmentProtectStaff: { decision: 'end_call', fromTurn: 1, categories: ['insult'] },
    criteria: { empathy: 'met' },
  },
};
const read = (...values: readonly unknown[]) =>
  readLabels([{ path: 'a.labels.jsonl', text: values.map((value) => JSON.stringify(value)).join('\n') }]);
const withTurn = (turn: object) => ({ ...LABELS, turns: [turn] });

describe('readLabels', () => {
  it.each([
    [
      'an unknown label',
      withTurn({ i: 0, sentiment: 'neutral', labels: ['apologi'] }),
      'unknown label "apologi"; the nearest is "apology"',
    ],
    ['a turn without a feeling', withTurn({ i: 0, labels: [] }), 'turns.0.sentiment'],
    [
      'a commitment without its fields',
      withTurn({ i: 0, sentiment: 'neutral', labels: ['commitment'] }),
      'go together',
    ],
    [
      'an unknown decision',
      { ...LABELS, call: { ...LABELS.call, harassment: { decision: 'end' } } },
      'call.harassment.decision',
    ],
    [
      'an unknown status',
      { ...LABELS, call: { ...LABELS.call, criteria: { empathy: 'good' } } },
      'call.criteria.empathy',
    ],
  ])('tells %s with file and line', (_, value, sentence) => {
    expect(() => read(LABELS, { ...value, callId: 'c-2' })).toThrow(sentence);
    expect(() => read(LABELS, { ...value, callId: 'c-2' })).toThrow('a.labels.jsonl:2');
  });

  it('tells a call that is labelled twice and text that is no JSON', () => {
    expect(() => read(LABELS, LABELS)).toThrow('call "c-1" is labelled twice');
    expect(() => readLabels([{ path: 'x.labels.json', text: '{' }])).toThrow('x.labels.json is not valid JSON');
  });

  it('reads a decision of each policy, and a demand from the turns', () => {
    const labels = read(LABELS).get('c-1')!;
    expect(judgementOfLabels(labels, 'default').harassment.decision).toBe('review');
    expect(judgementOfLabels(labels, 'protect-staff').harassment).toMatchObject({ decision: 'end_call', fromTurn: 1 });
    expect(judgementOfLabels(labels, 'default').demand).toBe(true);
  });

  it('lets the label file say that a demand was dropped', () => {
    const dropped = read({ ...LABELS, call: { ...LABELS.call, protected: false } }).get('c-1')!;
    expect(judgementOfLabels(dropped, 'default').demand).toBe(false);
  });
});
