import { describe, expect, it } from 'vitest';
import { labelLogits, labelOutputsOf, type ReadTurn } from '../../src/nlp/label-logits.js';

const turn = (speaker: ReadTurn['speaker'], ...logits: readonly number[]): ReadTurn => ({
  speaker,
  logits: logits.length === 0 ? null : new Float32Array(logits),
});

describe('the log odds of a turn', () => {
  it.each<[string, readonly ReadTurn[], readonly (readonly number[] | null)[]]>([
    ['a turn alone', [turn('caller', 1, 10, 100)], [[1]]],
    ['its neighbours', [turn('agent', 1, 10, 100), turn('caller', 2, 20, 200)], [[201], [12]]],
    [
      'an announcement between two turns',
      [turn('agent', 1, 10, 100), turn('system', 5, 50, 500), turn('caller', 2, 20, 200)],
      [[201], null, [12]],
    ],
    ['a turn that was not read', [turn('agent', 1, 10, 100), turn('caller')], [[1], null]],
    ['no turns', [], []],
  ])('of %s', (_, turns, sums) => {
    expect(labelLogits(turns, 1).map((each) => (each === null ? null : [...each]))).toEqual(sums);
  });
});

describe('the outputs of labels', () => {
  it.each([
    [['=apology', '<apology']],
    [['=apology', '>apology', '<apology']],
    [['=apology', '=thanks', '<apology', '<thanks', '>apology']],
    [['=apology', '<apology', '>apology', 'negative']],
  ])('are refused where they are %j', (outputs) => {
    expect(() => labelOutputsOf(outputs)).toThrow(/each label of turns at three places/);
  });

  it('are none where a network names no label of turns', () => {
    for (const others of [
      ['negative', 'neutral', 'positive'],
      ['<3', '>3'],
    ]) {
      expect(labelOutputsOf(others)).toMatchObject({ labels: [], others });
    }
  });

  it('stand behind those of feelings', () => {
    const outputs = labelOutputsOf(['negative', '=apology', '=thanks', '<apology', '<thanks', '>apology', '>thanks']);
    expect(outputs).toMatchObject({ labels: ['apology', 'thanks'], others: ['negative'] });
    expect([...outputs.of(new Float32Array([9, 1, 2, 3, 4, 5, 6]))]).toEqual([1, 2, 3, 4, 5, 6]);
    expect([...outputs.silence]).toEqual([0, 0, 0, 0, 0, 0]);
  });

  it('of a long turn: the most of its own, the end before the next turn, the beginning after the last', () => {
    const { join } = labelOutputsOf(['=apology', '<apology', '>apology']);
    const parts = [
      [1, 10, 100],
      [3, 30, 300],
      [2, 20, 200],
    ].map((part) => new Float32Array(part));
    expect([...join(parts)]).toEqual([3, 20, 100]);
    expect([...join(parts.slice(0, 1))]).toEqual([1, 10, 100]);
  });
});
