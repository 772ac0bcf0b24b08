import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadLanguagePacks } from '../../src/config/language-packs.js';
import { readCall } from '../../src/text/reading.js';
import { timeExpressions } from '../../src/text/time-expression.js';
import { talk } from '../stages/stage-harness.js';

const packs = loadLanguagePacks(resolve(import.meta.dirname, '../../models'));

/** The first time of a line as "kind words", "weak words" for a bare day or hour, or nothing. */
function firstTime(text: string, language: 'zh' | 'en'): string {
  const reading = readCall(talk([`A: ${text}`], { language }), packs[language]);
  const [time] = timeExpressions(reading, 0);
  if (time === undefined) return '';
  return `${time.weak ? 'weak' : time.kind} ${text.slice(time.span.start, time.span.end)}`;
}

describe('times', () => {
  test.each([
    ['今天下班前给您回电', 'deadline 今天下班前'],
    ['三个工作日内到账', 'deadline 三个工作日内'],
    ['48小时内会有人联系您', 'deadline 48小时内'],
    ['下周三下午三点给您送过去', 'deadline 下周三下午三点'],
    ['周五之前给您答复', 'deadline 周五之前'],
    ['这个3到5个工作日就能到', 'deadline 3到5个工作日'],
    ['明天上午十点', 'deadline 明天上午十点'],
    ['最晚后天', 'deadline 后天'],
    ['15号之前', 'deadline 15号之前'],
    ['两小时后给您回电', 'deadline 两小时后'],
    ['半小时左右师傅联系您', 'deadline 半小时左右'],
    ['一周内', 'deadline 一周内'],
    ['次日到账', 'deadline 次日到'],
    ['月底前', 'deadline 月底前'],
    ['今天晚上九点之前一定给您一个答复', 'deadline 今天晚上九点之前'],
    ['三天之内', 'deadline 三天之内'],
    ['十点到十二点之间师傅上门', 'deadline 十点到十二点之间'],
    ['周三上门可以吗', 'weak 周三'],
    ['五分钟', 'weak 五分钟'],
    ['请您耐心等待一到三天', 'weak 一到三天'],
    ['尽快给您处理', 'vague 尽快'],
    ['回头再跟您说', 'vague 回头'],
    ['第一时间通知您', 'vague 第一时间'],
    ['过两天再看看', 'vague 过两天'],
    ['我昨天就打过电话了', 'past 昨天'],
    ['三天前买的', 'past 三天前'],
    ['等了三天了还没到', 'past 等了三天了'],
    ['都两个小时了', 'past 都两个小时了'],
    ['保修一年', 'past 保修一年'],
    ['支持七天无理由退货', 'past 七天无理由'],
    ['已经三个工作日了', 'past 已经三个工作日了'],
    ['超过七天了', 'past 七天了'],
    ['上周三下午', 'past 上周三'],
    ['我们24小时客服热线都有人', ''],
    ['您好请讲', ''],
  ])('%s: %s', (text, expected) => {
    expect(firstTime(text, 'zh')).toBe(expected);
  });

  test.each([
    ["I'll call you by end of day Friday", 'deadline by end of day'],
    ['within 24 hours', 'deadline within 24 hours'],
    ['in three to five business days', 'deadline in three to five business days'],
    ['tomorrow before noon', 'deadline tomorrow before noon'],
    ['next Tuesday', 'deadline next Tuesday'],
    ['by 5 pm', 'deadline by 5 pm'],
    ['as soon as possible', 'vague as soon as possible'],
    ['we will do it soon', 'vague soon'],
    ['I called yesterday', 'past yesterday'],
    ['three days ago', 'past three days ago'],
    ['I have been waiting for two hours', 'past for two hours'],
    ['a thirty-day return policy', 'past thirty-day return'],
  ])('%s: %s', (text, expected) => {
    expect(firstTime(text, 'en')).toBe(expected);
  });
});
