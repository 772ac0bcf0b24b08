import { describe, expect, it } from 'vitest';
import type { Call, Speaker } from '../../src/domain/call.js';
import { problemSentence } from '../../src/domain/errors.js';
import { readLabels } from '../../src/evaluation/label-file.js';
import { labelProblems } from '../../src/evaluation/label-fit.js';

const SPEAKERS: readonly Speaker[] = ['agent', 'caller', 'system', 'unknown'];
const CALL = { turns: SPEAKERS.map((speaker) => ({ speaker })) } as unknown as Call;
const CRITERIA = ['empathy', 'apology'];

const none = { decision: 'none', categories: [] };
const turn = (i: number, labels: readonly string[]) => ({ i, sentiment: 'neutral', labels });

/** Sentences about labels that differ from good ones in this. */
function sentences(change: { readonly call?: object; readonly [key: string]: unknown }): readonly string[] {
  const call = { kind: 'inquiry', resolved: 'yes', harassment: none, criteria: { empathy: 'met' }, ...change.call };
  const labels = {
    callId: 'c',
    turns: [turn(0, ['greeting']), turn(1, ['demand'])],
    interruptions: [],
    ...change,
    call,
  };
  const text = `\n${JSON.stringify(labels)}`;
  const [read] = readLabels([{ path: 'a.labels.jsonl', text }]).values();
  return labelProblems(read!, CALL, CRITERIA).map(problemSentence);
}

describe('labelProblems', () => {
  it('finds none in labels that fit, and asks nothing of a turn whose speaker is not known', () => {
    expect(sentences({})).toEqual([]);
    expect(sentences({ turns: [turn(1, ['demand']), turn(2, []), turn(3, ['insult']), turn(0, ['closing'])] })).toEqual(
      [],
    );
    expect(
      sentences({
        interruptions: [
          { turn: 1, by: 'caller' },
          { turn: 3, by: 'agent' },
        ],
      }),
    ).toEqual([]);
    expect(sentences({ call: { harassment: { decision: 'end_call', fromTurn: 3 } } })).toEqual([]);
  });

  it('takes it for told whether there is a demand where all turns of the caller are labelled, or the call says it', () => {
    expect(sentences({ turns: [turn(1, [])] })).toEqual([]);
    expect(sentences({ turns: [], call: { protected: false } })).toEqual([]);
    expect(sentences({ turns: [], call: { kind: 'harassment' } })).toEqual([]);
  });

  it.each([
    [
      'a turn beyond the call',
      { turns: [turn(1, ['demand']), turn(4, [])] },
      'turn 4 is labelled, and the call has 4 turns',
    ],
    [
      'an interruption beyond it',
      { interruptions: [{ turn: 9, by: 'agent' }] },
      'turn 9 interrupts, and the call has 4 turns',
    ],
    [
      'an ending beyond it',
      { call: { harassment: { decision: 'end_call', fromTurn: 4 } } },
      '"harassment.fromTurn" is 4, and the call has 4 turns; turns are counted from 0',
    ],
    [
      'an ending beyond it under the other policy',
      { call: { harassmentProtectStaff: { decision: 'block_number', fromTurn: 8 } } },
      '"harassmentProtectStaff.fromTurn" is 8',
    ],
    [
      "a caller's label on an agent's turn",
      { turns: [turn(0, ['insult']), turn(1, ['demand'])] },
      'turn 0 has the label "insult" of the caller, and the agent speaks there',
    ],
    [
      "an agent's label on a caller's turn",
      { turns: [turn(1, ['demand', 'apology'])] },
      'turn 1 has the label "apology" of the agent, and the caller speaks there',
    ],
    [
      'a mark on the turn of the other side',
      { turns: [turn(1, ['demand', 'escalation', 'explained'])] },
      'turn 1 has the label "explained" of the agent',
    ],
    ['a label on an announcement', { turns: [turn(1, ['demand']), turn(2, ['greeting'])] }, 'the system speaks there'],
    [
      'an interruption by who does not speak',
      { interruptions: [{ turn: 1, by: 'agent' }] },
      'and the caller speaks there',
    ],
    [
      'a demand that nobody looked for',
      { turns: [turn(0, [])] },
      'no label is "demand" and turn 1 of the caller has none',
    ],
    ['a call without labelled turns', { turns: [] }, 'say with "call.protected", true or false'],
    [
      'an unknown criterion',
      { call: { criteria: { empathi: 'met' } } },
      '"empathi" is no criterion of the rubric: did you mean "empathy"',
    ],
  ])('tells %s with file and line', (_, change, sentence) => {
    const [first] = sentences(change);
    expect(first).toMatch(/^a\.labels\.jsonl:2 call "c": /);
    expect(sentences(change).join('\n')).toContain(sentence);
  });
});
