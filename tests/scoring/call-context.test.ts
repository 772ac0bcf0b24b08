import { describe, expect, it } from 'vitest';
import { scorerOf } from '../fixtures/score-fixture.js';
import { talk } from '../stages/stage-harness.js';

const scorer = scorerOf('default');
const contextOf = (...turns: readonly string[]) => scorer.score(talk(turns), null, null).result.context;

const OPENING = 'A: 您好，客服中心，请问有什么可以帮您';
const GRIEVANCE = 'C: 我要投诉你们，宽带又断了，都第三次了没人管';

describe('the kind of a call', () => {
  it('one slip among several complaints makes nobody difficult', () => {
    const slip = [
      OPENING,
      GRIEVANCE,
      'A: 您别急',
      'C: 凭什么不急，你们就是骗人，我要投诉',
      'A: 我查一下',
      'C: 你有病吧',
    ];
    expect(contextOf(...slip).kind).toBe('complaint');
    expect(contextOf(...slip, 'A: 请您稍等', 'C: 你这个废物').kind).toBe('difficult');
  });

  it('a question is an inquiry', () => {
    expect(contextOf(OPENING, 'C: 我想问一下套餐怎么改', 'A: 您在手机上点套餐变更就可以改').kind).toBe('inquiry');
  });
});

describe('how a call ended', () => {
  const remedy = 'A: 已经给您重置好了，宽带恢复了';
  it('silence on a grievance is no consent', () => {
    expect(contextOf(OPENING, GRIEVANCE, remedy).resolved).toBe('no');
    expect(contextOf(OPENING, GRIEVANCE, remedy, 'C: 好了好了，谢谢你帮我弄好').resolved).toBe('yes');
  });

  it('a promise with action, deadline and channel leaves it committed', () => {
    const promise = 'A: 我给您登记，明天下午三点前安排师傅上门维修，到时打您手机';
    expect(contextOf(OPENING, GRIEVANCE, promise, 'C: 行，那可以').resolved).toBe('committed');
    expect(contextOf(OPENING, GRIEVANCE, promise, 'C: 不行，我不同意，你们就是骗人').resolved).toBe('no');
  });
});
