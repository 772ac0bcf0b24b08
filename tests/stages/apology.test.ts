import { describe, expect, test } from 'vitest';
import type { Finding } from '../../src/domain/finding.js';
import type { LabelName } from '../../src/domain/label.js';
import { observe } from './stage-harness.js';

const ANGRY = 'C: 等了三天都没人管，气死我了';

function found(label: LabelName, lines: readonly string[], language: 'zh' | 'en' = 'zh'): readonly Finding[] {
  const result = observe(lines, { language });
  expect(result.failures).toEqual([]);
  return result.findings.filter((each) => each.label === label && each.turn === lines.length - 1);
}
const counted = (label: LabelName, lines: readonly string[], language: 'zh' | 'en' = 'zh') =>
  found(label, lines, language).filter((each) => each.counted);

describe('a word for sorry that is no apology', () => {
  test.each([
    ['A:不好意思,请问您的订单号是多少', 'opener'],
    ['A:不好意思我没听清您再说一遍', 'opener'],
    ['A:对不起,这个办不了', 'refusal_opener'],
    ['A:抱歉,我们没有这项业务', 'refusal_opener'],
    ['A:不好意思,您稍等', 'opener'],
    ['A:对不起您说的事情不在我们的业务受理范围', 'refusal_opener'],
    ['A:不好意思打断一下,您刚才说的是哪天', 'opener'],
    ['A:不好意思占用您一分钟时间', 'opener'],
    ['A:很抱歉,请问您方便提供一下身份证号吗', 'opener'],
    ['A:如果让您不高兴了那我道歉', 'conditional'],
    ['A:要是您觉得是我们错,那抱歉', 'conditional'],
    ['A:我没什么好抱歉的', 'exception'],
    ['A:对不起行了吧', 'sarcasm'],
    ['C:不好意思我再问一下', 'wrong_speaker'],
    ['C:你们给我道歉', 'wrong_speaker'],
    ['A:您是要商家给您道歉对吗', 'exception'],
    ['A:如果给您带来不便,敬请谅解', 'context'],
    ['A:这个确实退不了,请您谅解', 'context'],
    ['A:抱歉,这边暂时查不到您的订单', 'opener'],
    ['A:不好意思啊先生,您刚才报的是幺三八几几', 'opener'],
    ['S:抱歉让您久等', 'wrong_speaker'],
  ])('%s is %s', (line, reason) => {
    const all = found('apology', [line]);
    expect(all.filter((each) => each.counted)).toEqual([]);
    expect(all.map((each) => each.discardedBecause)).toContain(reason);
  });

  test.each([['A: 希望您能理解'], ['A: 让您久等了'], ['A: 给您带来不便了']])('%s is none', (line) => {
    expect(counted('apology', [line])).toEqual([]);
  });
});

describe('apology', () => {
  test.each([
    ['非常抱歉', false],
    ['实在不好意思，我马上帮您查', false],
    ['不好意思让您久等了', true],
    ['对不起让您失望了，这个确实办不了，不过我可以帮您申请', true],
    ['真的对不住您，是我们没处理好', true],
    ['给您带来不便深表歉意', true],
    ['给您添麻烦了，请您见谅', true],
    ['抱歉我看错了，是五号', true],
    ['对不起打断您了您继续', true],
    ['向您道歉', false],
    ['非常遗憾发生这样的事情', true],
    ['再次跟您说声抱歉', false],
    ['sorry啊让您等这么久', true],
    ['亲让您饿着肚子等这么久真的太抱歉了', true],
  ])('%s', (line, specific) => {
    expect(counted('apology', [ANGRY, `A: ${line}`])[0]?.attributes).toEqual({ specific, onBehalf: false });
  });

  test('for a colleague', () => {
    const [apology] = counted('apology', [ANGRY, 'A: 我替同事向您道歉，接下来由我负责']);
    expect(apology?.attributes.onBehalf).toBe(true);
  });

  test('repeated words in a turn are one', () => {
    expect(counted('apology', [ANGRY, 'A: 对不起对不起，真的对不起'])).toHaveLength(1);
  });
});

describe('no responsibility', () => {
  test.each([
    ['A:不是我们的责任'],
    ['A:如果核实是我们的问题我们会承担责任'],
    ['A:如果是我们的责任我们一定负责'],
    ['A:您说的是我们的宽带问题对吧'],
    ['A:我看一下是不是我们的问题'],
    ['A:是我们的问题吗'],
    ['C:就是你们的责任'],
    ['A:我们有责任保护您的信息安全'],
    ['A:确实有个故障'],
    ['A:我来帮您处理'],
    ['A:我会跟进的'],
    ['A:我们的系统没有问题'],
    ['A:由我为您服务'],
    ['A:您加我们的售后微信'],
  ])('%s', (line) => {
    expect(counted('responsibility', [line])).toEqual([]);
  });

  test('a condition is told', () => {
    const [first] = found('responsibility', ['A: 如果是我们的责任我们一定承担']);
    expect(first).toMatchObject({ discardedBecause: 'conditional', attributes: { conditional: true } });
  });
});

describe('responsibility', () => {
  test.each([
    ['是我们的失误', 'fault'],
    ['确实是我们没做好', 'fault'],
    ['责任在我们这边', 'fault'],
    ['这是我们工作的疏忽,向您道歉', 'fault'],
    ['我查到是我们录入错误', 'fault'],
    ['没及时通知您,是我们不对', 'fault'],
    ['这笔损失由我们承担', 'fault'],
    ['是我们系统把您的单子漏了', 'fault'],
    ['我们确实没有及时给您回电', 'fault'],
    ['我们仓库发错货了', 'fault'],
    ['服务没做到位是我们的问题', 'fault'],
    ['我们愿意承担全部责任', 'fault'],
    ['我们工作上存在疏漏', 'fault'],
    ['我刚才说错了', 'fault'],
    ['怪我,我没注意', 'fault'],
    ['这件事由我负责跟到底', 'ownership'],
    ['这事交给我', 'ownership'],
    ['您直接找我就行', 'ownership'],
    ['我全程给您盯着', 'ownership'],
    ['这个单子我亲自盯', 'ownership'],
    ['我会一直跟到您收到货为止', 'ownership'],
  ])('%s', (line, kind) => {
    expect(counted('responsibility', [`A: ${line}`]).map((each) => each.attributes.kind)).toContain(kind);
  });

  test('an own slip is told apart', () => {
    expect(counted('responsibility', ['A: 我刚才说错了'])[0]?.attributes.about).toBe('own_slip');
  });
});

describe('no blame shifted', () => {
  test.each([
    ['系统显示是八月三号由您本人手机开通的,需要我帮您取消吗'],
    ['仓库漏发了,我来催,由我给您回复'],
    ['这个问题需要技术部处理,我帮您转过去'],
    ['因为暴雨航班延误了,我帮您改签到明天'],
    ['是物流那边延误了,我帮您催一下'],
    ['您找商家核实一下,我把电话发您'],
    ['这个不归我们管,不过我可以帮您转接到水务集团'],
    ['您自己名下有两个号码是吗'],
    ['是您本人吗'],
    ['您操作的时候有没有提示'],
    ['不管您怎么样我们都会帮您处理'],
    ['您是自己操作的吗'],
    ['是您自己的车吗'],
    ['系统正在升级,预计今晚恢复'],
    ['这个费用是因为您上个月超出了套餐'],
    ['核实过了,是您本人开通的'],
  ])('%s', (line) => {
    expect(counted('blame_shift', [`A: ${line}`])).toEqual([]);
  });

  test('help in the next turn mends a referral', () => {
    expect(observe(['A: 这不归我们管。', 'C: 那怎么办', 'A: 我帮您转接过去。']).findings).not.toContainEqual(
      expect.objectContaining({ label: 'blame_shift', counted: true }),
    );
  });
});

describe('blame shifted', () => {
  test.each([
    ['是您自己操作的', 'caller'],
    ['那是上一班的同事弄的', 'shift'],
    ['这不归我们管', 'department'],
    ['不是我给您登记的', 'colleague'],
    ['系统就是这样设置的', 'system'],
    ['这是国家规定我们也没办法', 'policy'],
    ['快递的事我们管不了', 'supplier'],
    ['天气原因,谁也没招', 'weather'],
    ['那是技术部的问题', 'department'],
    ['之前那个客服说错了不关我事', 'colleague'],
    ['财务那边卡着呢,我也没辙', 'department'],
    ['那是门店自己乱收的,跟我们没关系', 'branch'],
    ['您自己没看清条款', 'caller'],
    ['谁答应你的你找谁', 'colleague'],
    ['您当时怎么不看清楚呢', 'caller'],
    ['责任在您', 'caller'],
    ['我们只负责接电话的,其他的不清楚', 'department'],
    ['那是您自己的问题', 'caller'],
    ['早班没交接给我', 'shift'],
    ['上面规定的我也没办法', 'policy'],
    ['您操作不当造成的', 'caller'],
    ['您直接跟修理厂联系吧', 'supplier'],
  ])('%s', (line, target) => {
    expect(counted('blame_shift', [`A: ${line}`]).map((each) => each.attributes.target)).toContain(target);
  });
});

describe('contradicts self', () => {
  test.each([
    [['A: 可以退', 'C: 你刚才说可以退的', 'A: 我没说过这个话'], { topic: 'other', conceded: false }],
    [['A: 可以退', 'C: 你刚才说可以退的', 'A: 我没答应过您，抱歉可能我没说清楚'], { topic: 'promise', conceded: true }],
    [
      ['A: 查到了，是重复扣费了', 'C: 那怎么办', 'A: 系统没有问题，可能是您记错了'],
      { topic: 'fault', conceded: false },
    ],
    [['A: 肯定能给您退款', 'C: 好', 'A: 这个退不了'], null],
    [['A: 我保证今天给您退款', 'C: 好', 'A: 不能给您退款'], { topic: 'promise', conceded: false }],
    [['C: 你好', 'A: 我没说过'], null],
    [['A: 一共三十', 'C: 好', 'A: 更正一下是四十'], null],
  ])('%j', (lines, attributes) => {
    expect(counted('contradicts_self', lines)[0]?.attributes ?? null).toEqual(attributes);
  });
});

describe('English', () => {
  const angry = "C: I've been waiting for three hours, this is ridiculous.";
  test.each([
    ['A: Sorry, could you repeat that?', 'opener'],
    ['A: Sorry, what was the order number?', 'opener'],
    ["A: I'm sorry, but that's not possible.", 'refusal_opener'],
    ['A: If you were offended, I apologise.', 'conditional'],
    ["C: I'm sorry, I missed that.", 'wrong_speaker'],
  ])('%s is %s', (line, reason) => {
    const all = found('apology', [line], 'en');
    expect(all.filter((each) => each.counted)).toEqual([]);
    expect(all.map((each) => each.discardedBecause)).toContain(reason);
  });

  test.each([
    ["I'm so sorry for the delay.", 'apology'],
    ['I apologise for the inconvenience this has caused.', 'apology'],
    ['That was our mistake.', 'responsibility'],
    ["That's an error on our end.", 'responsibility'],
    ["I'll personally follow this up.", 'responsibility'],
    ["That's not my department.", 'blame_shift'],
    ['You should have read the terms.', 'blame_shift'],
    ['The last shift forgot to log it.', 'blame_shift'],
    ["That's the courier's fault.", 'blame_shift'],
  ] as const)('%s', (line, label) => {
    expect(counted(label, [angry, `A: ${line}`], 'en')).not.toEqual([]);
  });

  test.each([
    ['That is not our fault, but let me transfer you to the carrier.', 'blame_shift'],
    ['If it is our mistake, we will take responsibility.', 'responsibility'],
    ['Was it our mistake?', 'responsibility'],
    ['The system is down, I will call you once it is back.', 'blame_shift'],
  ] as const)('%s has no %s', (line, label) => {
    expect(counted(label, [angry, `A: ${line}`], 'en')).toEqual([]);
  });
});
