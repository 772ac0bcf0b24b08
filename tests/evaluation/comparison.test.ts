import { describe, expect, it } from 'vitest';
import { compare, harassmentError } from '../../src/evaluation/comparison.js';
import { type DecisionJudgement, isProtected, type Judgement } from '../../src/evaluation/judgement.js';
import { judgement, SPEAKERS, withTurn } from './sample-judgements.js';

const against = (other: Judgement, truth = judgement()) => compare({ truth, other, speakers: SPEAKERS });

describe('compare', () => {
  it('finds no difference between equal judgements', () => {
    const { counts, differences } = against(judgement());
    expect(differences).toEqual([]);
    expect(counts.get('label complaint tp')).toBe(1);
    expect(counts.get('interruption tp')).toBe(1);
    expect(counts.get('field action tp')).toBe(1);
    expect(counts.get('field deadline tn')).toBe(1);
    expect(counts.get('criterion empathy not_met not_met')).toBe(1);
  });

  it.each([
    ['a label missed', withTurn(judgement(), 1, ['demand'], { sentiment: 'negative' }), 'label.complaint', 'missed', 1],
    ['a label too many', withTurn(judgement(), 3, ['thanks']), 'label.thanks', 'false_alarm', 3],
    ['another feeling', withTurn(judgement(), 3, [], { sentiment: 'positive' }), 'sentiment.caller', 'different', 3],
    [
      'a field too many',
      withTurn(judgement(), 2, ['commitment'], { commitment: { action: true, deadline: true, contact: true } }),
      'commitment.deadline',
      'false_alarm',
      2,
    ],
    ['an interruption missed', judgement({ interruptions: new Set() }), 'interruption', 'missed', 2],
    ['another kind', judgement({ kind: 'inquiry' }), 'kind', 'different', null],
    ['a demand unseen', judgement({ demand: false }), 'demand', 'missed', null],
    [
      'a criterion',
      judgement({
        criteria: new Map([
          ['empathy', 'met'],
          ['apology', 'met'],
        ]),
      }),
      'criterion.empathy',
      'different',
      null,
    ],
  ] as const)('names %s', (_, other, check, kind, turn) => {
    expect(against(other).differences).toMatchObject([{ callId: 'c-1', check, kind, turn }]);
  });

  it('asks nothing of turns of announcements or of turns that nobody labelled', () => {
    const truth = judgement({ turns: new Map([...judgement().turns].filter(([turn]) => turn < 2)) });
    const { counts } = compare({ truth, other: judgement(), speakers: ['system', 'caller', 'agent', 'caller'] });
    expect(counts.get('turns')).toBe(1);
  });

  it('asks nothing of interruptions where nobody looked for them', () => {
    const { counts, differences } = against(judgement(), judgement({ interruptions: null }));
    expect([...counts.keys()].filter((name) => name.startsWith('interruption'))).toEqual([]);
    expect(differences).toEqual([]);
  });

  it('measures the score where both have one', () => {
    const of = (truth: number | null, other: number | null) =>
      compare({ truth: judgement(), other: judgement(), speakers: SPEAKERS, scores: { truth, other } }).counts;
    expect(of(80, 70).get('score absolute')).toBe(10);
    expect(of(80, 70).get('score error')).toBe(-10);
    expect(of(null, 70).has('score n')).toBe(false);
  });
});

describe('harassmentError', () => {
  const none: DecisionJudgement = { decision: 'none', fromTurn: null, categories: [] };
  const review: DecisionJudgement = { decision: 'review', fromTurn: null, categories: ['insult'] };
  const end = (fromTurn: number): DecisionJudgement => ({ decision: 'end_call', fromTurn, categories: ['insult'] });
  const block: DecisionJudgement = { decision: 'block_number', fromTurn: 3, categories: ['threat'] };

  it.each([
    [none, none, true, null],
    [end(3), end(3), false, null],
    [none, end(2), true, 'protected_ended'],
    [review, block, true, 'protected_ended'],
    [none, end(2), false, 'ended_wrongly'],
    [end(2), none, false, 'harasser_missed'],
    [block, review, false, 'harasser_missed'],
    [block, end(3), false, 'wrong_step'],
    [end(5), end(3), false, 'early'],
    [end(3), end(5), false, 'late'],
    [review, none, true, 'review_missed'],
    [none, review, true, 'review_needless'],
  ] as const)('%j judged as %j, demand %s: %s', (truth, said, demand, error) => {
    const right = judgement({ harassment: truth, demand });
    expect(harassmentError(right, judgement({ harassment: said }))).toBe(error);
  });

  it.each([
    { demand: true, danger: false, isSafe: true },
    { demand: false, danger: true, isSafe: true },
    { demand: true, danger: true, isSafe: true },
    { demand: false, danger: false, isSafe: false },
  ])('protects a caller with a demand or in danger: $demand, $danger', ({ demand, danger, isSafe }) => {
    const truth = judgement({ harassment: review, demand, danger });
    expect(isProtected(truth)).toBe(isSafe);
    for (const said of [end(2), block]) {
      const { counts } = compare({ truth, other: judgement({ harassment: said }), speakers: SPEAKERS });
      expect(counts.get('protected') ?? 0).toBe(isSafe ? 1 : 0);
      expect(counts.get('harassment-error protected_ended') ?? 0).toBe(isSafe ? 1 : 0);
      expect(counts.get('harassment-error ended_wrongly') ?? 0).toBe(isSafe ? 0 : 1);
    }
  });
});
