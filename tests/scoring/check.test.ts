import { describe, expect, it } from 'vitest';
import type { Place, RuleResult } from '../../src/domain/rule.js';
import { type Check, type CheckContext, sumChecks } from '../../src/scoring/check.js';

function place(turn: number): Place {
  return { turn, lastTurn: turn, span: null, name: 'x', strength: 0.8, sources: [] };
}

function result(id: string, value: number | null, turns: readonly number[] = []): RuleResult {
  return {
    id,
    outcome: value === null ? 'not_applicable' : value > 0 ? 'holds' : 'fails',
    value,
    places: turns.map(place),
    triggers: [],
    nearMisses: [],
    searched: { names: [] },
    unseen: [],
  };
}

function context(results: readonly RuleResult[]): CheckContext {
  return {
    rule: (id) => results.find((each) => each.id === id) ?? result(id, 0),
    holds: () => true,
    evidence: ({ turn, span, name, strength, sources }) => ({ turn, span, quote: '', name, strength, sources }),
  };
}

function check(rules: readonly string[], points: number, more: Partial<Check> = {}): Check {
  return { rules, points, perHit: false, floor: null, total: null, when: null, ...more };
}

describe('sumChecks', () => {
  it.each<[string, readonly Check[], readonly RuleResult[], { earned: number; lost: number; possible: number }]>([
    ['earns the share of a measure', [check(['A'], 4)], [result('A', 0.5)], { earned: 2, lost: 0, possible: 4 }],
    [
      'takes the best of a list',
      [check(['A', 'B'], 3)],
      [result('A', 0.2), result('B', 1)],
      { earned: 3, lost: 0, possible: 3 },
    ],
    [
      'leaves out what does not apply',
      [check(['A'], 4), check(['B'], 2)],
      [result('A', null), result('B', 1)],
      { earned: 2, lost: 0, possible: 2 },
    ],
    [
      'charges once where a rule holds',
      [check(['A'], -2)],
      [result('A', 1, [3, 5])],
      { earned: 0, lost: 2, possible: 0 },
    ],
    [
      'charges each hit',
      [check(['A'], -2, { perHit: true })],
      [result('A', 1, [3, 5])],
      { earned: 0, lost: 4, possible: 0 },
    ],
    [
      'stops at the floor of a rule',
      [check(['A'], -2, { perHit: true, floor: -3 })],
      [result('A', 1, [3, 5, 7])],
      { earned: 0, lost: 3, possible: 0 },
    ],
    [
      'stops at the total of a check',
      [check(['A', 'B'], -2, { total: -3 })],
      [result('A', 1, [1]), result('B', 1, [2])],
      { earned: 0, lost: 3, possible: 0 },
    ],
    [
      'charges a turn once, the costliest rule',
      [check(['A'], -1), check(['B'], -3)],
      [result('A', 1, [4]), result('B', 1, [4])],
      { earned: 0, lost: 3, possible: 0 },
    ],
    [
      'charges two rules for two turns',
      [check(['A'], -1), check(['B'], -3)],
      [result('A', 1, [4]), result('B', 1, [5])],
      { earned: 0, lost: 4, possible: 0 },
    ],
    [
      'charges what is missing, which has no turn',
      [check(['A'], -1)],
      [result('A', 1)],
      { earned: 0, lost: 1, possible: 0 },
    ],
    [
      'loses nothing where the penalty does not apply',
      [check(['A'], -1)],
      [result('A', null)],
      { earned: 0, lost: 0, possible: 0 },
    ],
  ])('%s', (_, checks, results, expected) => {
    expect(sumChecks(checks, context(results))).toMatchObject(expected);
  });

  it('names the rules that cost something', () => {
    const sum = sumChecks([check(['A', 'B'], -1)], context([result('B', 1, [2])]));
    expect(sum.results[0]).toMatchObject({ rules: ['B'], outcome: 'holds', points: -1 });
  });
});
