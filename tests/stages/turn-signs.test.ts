/** What the witness of turn labels is told of a turn beside its words. */
import { describe, expect, it } from 'vitest';
import { ALL_STAGES } from '../../src/stages/index.js';
import { runStages } from '../../src/stages/run-stages.js';
import { signedTurns } from '../../src/stages/turn-signs.js';
import { stageData, talk } from './stage-harness.js';

function signsOf(lines: readonly string[]): readonly ReadonlySet<string>[] {
  const { reading, findings, sentiments } = runStages(talk(lines), stageData('zh'), ALL_STAGES, null);
  return signedTurns(reading, findings, sentiments, []).map(({ signs }) => new Set(signs));
}

const CALL = [
  'A: 您好，请问有什么可以帮您？',
  'C: 我要退款，三天了还没到账',
  'A: 非常抱歉，我马上帮您查',
  'C: 好的谢谢',
];

describe('signs of a turn', () => {
  const signs = signsOf(CALL);

  it.each([
    [0, 'start:0'],
    [0, 'question'],
    [0, 'hit0:greeting'],
    [0, 'hit0:speaker:agent'],
    [0, 'hit1:speaker:caller'],
    [0, 'hit-1:none'],
    [1, 'found-1:greeting'],
    [1, 'found0:demand'],
    [1, 'found1:apology'],
    [2, 'found0:apology'],
    [2, 'found-2:greeting'],
    [3, 'found-1:apology'],
    [3, 'end:0'],
    [3, 'found1:none'],
    [3, 'call:apology:1'],
  ])('of turn %i hold %s', (turn, sign) => {
    expect(signs[turn]).toContain(sign);
  });

  it.each([
    [1, 'question'],
    [3, 'found-2:apology'],
    [0, 'hit0:apology'],
  ])('of turn %i do not hold %s', (turn, sign) => {
    expect(signs[turn]).not.toContain(sign);
  });

  it('tell a hit that does not count from one that does', () => {
    const [, told] = signsOf(['A: 您好', 'C: 他跟我说弄死你']);
    expect(told).toContain('hit0:threat~');
    expect(told).not.toContain('hit0:threat');
  });

  it('are the same whatever stands farther away', () => {
    const far = ['A: 请问您的单号是多少', 'C: 四四五六', 'A: 收到'];
    const reaches = (of: readonly string[]) =>
      [...signsOf(of).at(-3)!].filter((sign) => !/^(call|turns|start|end):/u.test(sign)).sort();
    expect(reaches([...far, ...CALL])).toEqual(reaches(['A: 好', ...far, ...CALL]));
  });
});
