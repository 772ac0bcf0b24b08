/** How a call ended is said once, by the policy: the card of abuse handling never says otherwise. */
import { describe, expect, it, vi } from 'vitest';
import type { CallResult } from '../../src/domain/result.js';
import { CALLS_FOLDER } from '../fixtures/fixture.js';
import { readCalls, scorerOf } from '../fixtures/score-fixture.js';
import { talk } from '../stages/stage-harness.js';
import { POLICY_NAMES } from './policies.js';

vi.setConfig({ testTimeout: 120_000 });

const scorers = POLICY_NAMES.map((name) => [name, scorerOf(name)] as const);

const card = (result: CallResult) => result.criteria.find(({ id }) => id === 'abuse_handling')!;
const promptness = (result: CallResult) => card(result).checks.find(({ rules }) => rules.includes('HAR-13'))!;

/** Points of the rule "ended at once" for each end that the policy knows. */
const POINTS = { ended_in_time: 25, ended_late: 12.5, not_ended: 0 } as const;

function agrees(result: CallResult): boolean {
  const { ending } = result.harassment;
  const check = promptness(result);
  if (card(result).status === 'not_applicable') return true;
  if (ending === null || !(ending in POINTS)) return check.outcome === 'not_applicable';
  return check.points === POINTS[ending as keyof typeof POINTS];
}

const OPENING = 'A: 您好，请问有什么可以帮您？';
const LEWD = 'C: 你一晚上多少钱';
const ASKED = 'A: 请问您有什么业务要办理？';
const GOES_ON = 'C: 陪我睡一晚嘛';
const GOODBYE = 'A: 对不起，您说的不在我们服务范围内，请您先挂机，再见';

const CALLS: readonly (readonly [string, readonly string[], string | null, string])[] = [
  ['the caller hangs up before it is due', [OPENING, LEWD], null, 'partly'],
  ['a demand that stands', [OPENING, 'C: 我的快递还没到，你个废物', 'A: 我帮您查一下'], null, 'met'],
  ['ended in the next turn', [OPENING, LEWD, GOODBYE], 'ended_in_time', 'met'],
  ['a plain goodbye as the last word', [OPENING, LEWD, 'A: 感谢您的来电，再见'], 'ended_in_time', 'met'],
  ['ended in the third agent turn', [OPENING, LEWD, ASKED, GOES_ON, ASKED, GOES_ON, GOODBYE], 'ended_in_time', 'met'],
  [
    'ended in the fourth agent turn',
    [OPENING, LEWD, ASKED, GOES_ON, ASKED, GOES_ON, ASKED, GOES_ON, GOODBYE],
    'ended_late',
    'partly',
  ],
  [
    'never ended',
    [OPENING, LEWD, ASKED, GOES_ON, ASKED, GOES_ON, ASKED, GOES_ON, ASKED, GOES_ON],
    'not_ended',
    'partly',
  ],
];

describe('the end of a call', () => {
  it.each(CALLS)('%s', (_, lines, ending, status) => {
    const result = scorers[0]![1].score(talk(lines), null, null).result;
    expect([result.harassment.ending, card(result).status]).toEqual([ending, status]);
    expect(agrees(result)).toBe(true);
  });

  it.each(scorers)('is the same to the policy %s and to the card, in every sample call', async (_, scorer) => {
    const results = (await readCalls(CALLS_FOLDER)).map((call) => scorer.score(call, null, null).result);
    expect(results.filter((result) => !agrees(result)).map(({ callId }) => callId)).toEqual([]);
    expect(results.some(({ harassment }) => harassment.ending === 'ended_in_time')).toBe(true);
  });
});
