import { describe, expect, it } from 'vitest';
import { isProtected } from '../../src/evaluation/judgement.js';
import { judgementOfLabels, labelDigest, readLabels, readPassageLabels } from '../../src/evaluation/label-file.js';

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
const withCall = (call: object) => ({ ...LABELS, call: { ...LABELS.call, ...call } });
const withDecision = (harassment: object) => withCall({ harassment });

describe('readLabels', () => {
  it.each([
    [
      'an unknown label',
      withTurn({ i: 0, sentiment: 'neutral', labels: ['apologi'] }),
      'call "c-2": turn 0 has the unknown label "apologi": did you mean "apology"',
    ],
    [
      'a turn without a feeling',
      withTurn({ i: 0, labels: [] }),
      '"turns.0.sentiment" is missing; it must be negative, neutral or positive.',
    ],
    [
      'a turn by its name',
      withTurn({ i: '0', sentiment: 'neutral', labels: [] }),
      '"turns.0.i" is "0" and must be a number',
    ],
    [
      'fields of no commitment',
      withTurn({ i: 0, sentiment: 'neutral', labels: [], commitment: { action: true, deadline: true, contact: true } }),
      'turn 0 has the fields "commitment" and needs the label',
    ],
    ['a mark alone', withTurn({ i: 0, sentiment: 'neutral', labels: ['permission'] }), 'stands beside "hold_request"'],
    [
      'a commitment without its fields',
      withTurn({ i: 0, sentiment: 'neutral', labels: ['commitment'] }),
      'turn 0 has the label "commitment" and needs its fields',
    ],
    [
      'an unknown decision',
      { ...LABELS, call: { ...LABELS.call, harassment: { decision: 'end' } } },
      '"call.harassment.decision" is "end" and must be none, review, end_call, block_number or undetermined.',
    ],
    [
      'an ending without its turn',
      withDecision({ decision: 'end_call' }),
      '"harassment" is end_call and needs "fromTurn"',
    ],
    ['an ending from nowhere', withDecision({ decision: 'block_number', fromTurn: null }), 'needs "fromTurn"'],
    [
      'a turn of no ending',
      withDecision({ decision: 'review', fromTurn: 1 }),
      'only end_call and block_number have one',
    ],
    [
      'the turn in other letters',
      withDecision({ decision: 'end_call', from_turn: 1 }),
      'unknown key "from_turn"; the nearest is "fromTurn"',
    ],
    ['a misspelt key', { ...LABELS, interuptions: [] }, 'unknown key "interuptions"; the nearest is "interruptions"'],
    ['a misspelt danger', withCall({ saftey: 'danger' }), 'unknown key "saftey"; the nearest is "safety"'],
    ['another kind of safety', withCall({ safety: true }), '"call.safety" is true and must be danger.'],
    [
      'danger in a turn alone',
      withTurn({ i: 0, sentiment: 'negative', labels: ['danger'] }),
      'turn 0 has the label "danger", so that "call.safety" must be danger.',
    ],
    [
      'an unknown status',
      { ...LABELS, call: { ...LABELS.call, criteria: { empathy: 'good' } } },
      '"call.criteria.empathy" is "good" and must be met, partly, not_met or not_applicable.',
    ],
  ])('tells %s with file and line', (_, value, sentence) => {
    expect(() => read(LABELS, { ...value, callId: 'c-2' })).toThrow(sentence);
    expect(() => read(LABELS, { ...value, callId: 'c-2' })).toThrow('a.labels.jsonl:2');
  });

  it('tells a call that is labelled twice and text that is no JSON', () => {
    expect(() => read(LABELS, LABELS)).toThrow('call "c-1" is labelled twice');
    expect(() => read(LABELS, LABELS)).toThrow('also in a.labels.jsonl:1');
    const ofFile = (path: string, text: string) => () => readLabels([{ path, text }]);
    expect(ofFile('x.labels.json', '{')).toThrow('x.labels.json is not valid JSON.');
    expect(ofFile('x.labels.json', ' ')).toThrow('x.labels.json is empty');
    expect(ofFile('x.labels.json', '[]')).toThrow('x.labels.json:1 the label of a call is a list and must be keys');
    expect(ofFile('x.labels.jsonl', `${JSON.stringify(LABELS)}\n{`)).toThrow(/^x\.labels\.jsonl:2 is not valid JSON/);
    expect(ofFile('x.labels.jsonl', JSON.stringify(LABELS, null, 1))).toThrow(/^x\.labels\.jsonl:2 is one JSON[^\n]*$/);
  });

  it('names the line of a place in a file of one call', () => {
    const text = JSON.stringify({ ...LABELS, call: { ...LABELS.call, kind: 'angry' } }, null, 2);
    const line = text.split('\n').findIndex((each) => each.includes('"angry"')) + 1;
    expect(() => readLabels([{ path: 'x.labels.json', text }])).toThrow(`x.labels.json:${line} "call.kind" is "angry"`);
  });

  it('judges nothing of what is left out, and leaves keys of its own to whoever labelled', () => {
    const { interruptions: _, ...rest } = LABELS;
    const { criteria: __, ...call } = LABELS.call;
    const labels = read({ ...rest, call, labelledBy: 'W', date: '2026-03-02' }).get('c-1')!;
    expect(judgementOfLabels(labels, 'default')).toMatchObject({ interruptions: null, criteria: new Map() });
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

  it.each([
    { protected: true, safety: null, isSafe: true },
    { protected: false, safety: null, isSafe: false },
    { protected: false, safety: 'danger', isSafe: true },
  ])('knows who is protected: $protected, $safety', ({ isSafe, ...call }) => {
    const labels = read(withCall(call)).get('c-1')!;
    expect(isProtected(judgementOfLabels(labels, 'default'))).toBe(isSafe);
  });
});

describe('readPassageLabels', () => {
  const passage = (change: object) =>
    readPassageLabels([
      { path: 'p.labels.jsonl', text: JSON.stringify({ callId: 'p', turns: LABELS.turns, ...change }) },
    ]);

  it('reads turns alone, and checks them', () => {
    expect(passage({}).get('p')!.turns).toEqual(LABELS.turns);
    const files = (...lines: readonly string[]) => [{ path: 'p.labels.jsonl', text: lines.join('\n') }];
    const own = JSON.stringify({ callId: 'p', turns: LABELS.turns });
    expect(() => readPassageLabels(files(own, own))).toThrow('p.labels.jsonl:2 call "p" is labelled twice');
    expect(() => readPassageLabels(files(own, '{'))).toThrow('p.labels.jsonl:2 is not valid JSON');
    expect(() => passage({ call: LABELS.call })).toThrow('p.labels.jsonl:1 unknown key "call"');
    const turns = [{ i: 0, sentiment: 'neutral', labels: ['apologi'] }];
    expect(() => passage({ turns })).toThrow('has the unknown label "apologi"');
  });
});

describe('labelDigest', () => {
  const digest = (change: object) => labelDigest(read({ ...LABELS, ...change }).get('c-1')!);

  it('is the same in any order and with any note', () => {
    const { call, turns } = LABELS;
    const rewritten = { ...Object.fromEntries(Object.entries(call).reverse()), note: 'why' };
    expect(digest({ turns: [...turns].reverse(), call: rewritten })).toBe(digest({}));
  });

  it.each([
    ['a label', { turns: [LABELS.turns[0], { i: 1, sentiment: 'negative', labels: ['demand', 'anger'] }] }],
    ['a decision', { call: { ...LABELS.call, harassment: { decision: 'none' } } }],
    ['a criterion', { call: { ...LABELS.call, criteria: { empathy: 'partly' } } }],
    ['an interruption', { interruptions: [{ turn: 1, by: 'caller' }] }],
  ])('is another for another of %s', (_, change) => {
    expect(digest(change)).not.toBe(digest({}));
  });
});
