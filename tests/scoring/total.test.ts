import { describe, expect, it } from 'vitest';
import type { CriterionResult, CriterionStatus, CriticalFailure } from '../../src/domain/result.js';
import type { RubricHead } from '../../src/domain/rubric.js';
import { totalOf } from '../../src/scoring/total.js';

const rubric: RubricHead = {
  id: 'r',
  version: '1',
  name: { en: 'r', zh: 'r' },
  pass: 80,
  excellent: 90,
  coach: 60,
  insufficientBelow: 25,
  criteria: [],
};

function criterion(
  points: number,
  score: number | null,
  status: CriterionStatus = score === null ? 'not_applicable' : 'met',
): CriterionResult {
  return {
    id: 'c',
    status,
    score,
    points,
    earned: score === null ? null : score * points,
    evidence: [],
    reason: { code: 'x', params: {} },
    checks: [],
    searched: [],
    nearMisses: [],
    unseen: [],
  };
}

function failure(state: CriticalFailure['state']): CriticalFailure {
  return { id: 'f', state, confidence: 1, evidence: [] };
}

describe('totalOf', () => {
  it.each([
    ['all met', [criterion(60, 1), criterion(40, 1)], [], { score: 100, band: 'excellent', coverage: 1 }],
    [
      'what does not apply leaves the sum',
      [criterion(40, 1), criterion(60, null)],
      [],
      { score: 100, band: 'excellent', coverage: 0.4 },
    ],
    ['just a pass', [criterion(100, 0.8)], [], { score: 80, band: 'pass', coverage: 1 }],
    ['just below a pass', [criterion(100, 0.799)], [], { score: 79.9, band: 'coach', coverage: 1 }],
    ['a fail', [criterion(100, 0.3)], [], { score: 30, band: 'fail', coverage: 1 }],
    [
      'too little applies',
      [criterion(24, 1), criterion(76, null)],
      [],
      { score: null, band: 'insufficient', coverage: 0.24 },
    ],
    [
      'just enough applies',
      [criterion(25, 1), criterion(75, null)],
      [],
      { score: 100, band: 'excellent', coverage: 0.25 },
    ],
    [
      'a proposed critical item leaves the score',
      [criterion(100, 0.9)],
      [failure('proposed')],
      { score: 90, rawScore: 90, band: 'critical?', coverage: 1 },
    ],
    [
      'a confirmed one sets it to 0 and keeps the raw score',
      [criterion(100, 0.9)],
      [failure('confirmed')],
      { score: 0, rawScore: 90, band: 'critical', coverage: 1 },
    ],
    [
      'a rejected one does nothing',
      [criterion(100, 0.9)],
      [failure('rejected')],
      { score: 90, band: 'excellent', coverage: 1 },
    ],
    [
      'a criterion in error leaves the sum and marks the call',
      [criterion(50, 1), criterion(50, null, 'error')],
      [],
      { score: 100, band: 'incomplete', coverage: 0.5 },
    ],
    [
      'criteria of weight 0 do not count',
      [criterion(100, 1), criterion(0, 0)],
      [],
      { score: 100, band: 'excellent', coverage: 1 },
    ],
  ])('%s', (_, criteria, critical, expected) => {
    expect(totalOf(criteria, critical, rubric, 0)).toMatchObject(expected);
  });

  it('adds the bonus and never passes 100', () => {
    expect(totalOf([criterion(100, 0.9)], [], rubric, 2).score).toBe(92);
    expect(totalOf([criterion(100, 0.99)], [], rubric, 3).score).toBe(100);
  });
});
