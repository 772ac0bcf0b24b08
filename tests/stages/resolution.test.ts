import { describe, expect, test } from 'vitest';
import type { Finding } from '../../src/domain/finding.js';
import type { LabelName } from '../../src/domain/label.js';
import { observe } from './stage-harness.js';

type Lines = readonly string[];

function found(label: LabelName, lines: Lines, language: 'zh' | 'en' = 'zh'): readonly Finding[] {
  const result = observe(lines, { language });
  expect(result.failures).toEqual([]);
  return result.findings.filter((each) => each.label === label && each.turn === lines.length - 1);
}
const counted = (label: LabelName, lines: Lines, language: 'zh' | 'en' = 'zh') =>
  found(label, lines, language).filter((each) => each.counted);
const has = (label: LabelName, lines: Lines, language: 'zh' | 'en' = 'zh') =>
  counted(label, lines, language).length > 0;
const attributesOf = (label: LabelName, lines: Lines) => counted(label, lines)[0]?.attributes;

/** Which of action, deadline and contact a commitment names, as letters. */
function parts(lines: Lines, language: 'zh' | 'en' = 'zh'): string | undefined {
  const attributes = counted('commitment', lines, language)[0]?.attributes;
  if (attributes === undefined) return undefined;
  return (['action', 'deadline', 'contact'] as const)
    .filter((name) => attributes[name] === true)
    .map((name) => name[0])
    .join('');
}

describe('no commitment', () => {
  test.each([
    ['A:我马上帮您查一下'],
    ['A:我帮您看一下'],
    ['A:您稍等我查询一下'],
    ['A:处理完会有短信通知您'],
    ['A:系统会自动给您发短信'],
    ['A:一般十五个工作日到账'],
    ['A:您可以登录APP申请退款'],
    ['A:您去营业厅登记一下'],
    ['A:需要我帮您登记吗'],
    ['A:您需要我给您申请退款吗'],
    ['A:我不能给您退款'],
    ['A:我们没法给您登记'],
    ['A:已经帮您取消了'],
    ['A:刚才帮您提交了'],
    ['A:我帮您处理一下'],
    ['C:你给我退款'],
    ['A:您是说要给您退款对吧'],
    ['A:您稍后登录看一下'],
    ['A:请您在三个工作日内提交资料'],
    ['A:感谢您的致电'],
    ['A:请问有什么可以帮您'],
    ['A:我给您解释一下这个收费'],
    ['A:我跟您核对一下地址'],
    ['A:好的,我记一下您的电话,您说'],
    ['A:正常情况下七天会到账'],
    ['A:昨天我们同事给您打过电话了对吗'],
    ['A:您之前登记过是吧'],
    ['A:可以给您办理退款'],
    ['A:师傅昨天联系过您吗'],
    ['A:您联系过商家吗'],
    ['A:不好意思让您久等了'],
    ['A:这个产品支持七天无理由退货'],
    ['A:我帮您转接到技术部'],
    ['A:请您保管好发票'],
    ['A:我们会员可以享受八折'],
    ['A:我现在给您取消'],
  ])('%s', (line) => {
    expect(has('commitment', [line])).toBe(false);
  });
});

describe('commitment', () => {
  test.each([
    ['我这边给您登记', 'a'],
    ['会有专员给您回电', 'ac'],
    ['三个工作日内到账', 'ad'],
    ['我帮您申请', 'a'],
    ['我去跟仓库核实后回您电话', 'ac'],
    ['技术会联系您', 'a'],
    ['退款我这边发起', 'a'],
    ['我现在给您提交工单', 'a'],
    ['会处理的', ''],
    ['我们会不断完善', ''],
    ['请您提供一下订单号以便核实', 'a'],
    ['有货就给您换', 'a'],
    ['二十四小时内回电', 'adc'],
    ['周五之前给您答复', 'ad'],
    ['两小时内师傅联系您', 'ad'],
    ['尽快给您处理', ''],
    ['有消息就通知您', 'a'],
    ['我工号8012您可以直接找我,我会在今天六点前给您打过去', 'adc'],
    ['我会把您的建议反映给产品部', 'a'],
    ['一定给您如实上报', 'a'],
    ['我登记好转给负责的部门', 'a'],
    ['我们会加强培训', ''],
    ['我再帮您催一下', 'a'],
    ['我给您报上去了,最晚后天给您信儿', 'ad'],
    ['这边尽快给您反馈,然后工作人员会在四十八小时内处理', 'ad'],
    ['行那我这面尽快给您反馈一下然后等咱们工作人员联系您', 'a'],
    ['安排师傅明天上午上门', 'ad'],
    ['修好后我再给您回访', 'a'],
    ['下周我打电话问问您使用情况', 'adc'],
    ['处理完会有专人回访您', 'a'],
    ['我会跟进到您收到为止', ''],
    ['钱会在三到五个工作日原路退回您的账户', 'ad'],
    ['下班前我让主管给您去个电话', 'adc'],
    ['我跟快递那边说一声今天务必给您送到', 'ad'],
    ['我记下来了回头给您问问', 'a'],
    ['这个问题我们技术同事会去核查', 'a'],
    ['我给您备注加急了今天下午给您派送', 'ad'],
    ['我去问一下仓库然后微信上回您', 'ac'],
    ['您放心我明天上班第一件事就给您查清楚', 'ad'],
    ['给您补寄一份新的周三之前能到', 'ad'],
    ['我这边先帮您把情况反馈给装维班组,师傅今天六点前会跟您联系', 'ad'],
    ['核查后给您回电', 'ac'],
    ['48小时内有结果我短信告诉您', 'adc'],
  ])('%s: %s', (line, named) => {
    expect(parts([`A: ${line}`])).toBe(named);
  });

  test('a deadline may stand in the neighbouring agent turn', () => {
    expect(parts(['A: 我帮您登记报修', 'C: 多久', 'A: 两小时内'])).toBeUndefined();
    const result = observe(['A: 我帮您登记报修', 'C: 多久', 'A: 两小时内']);
    expect(result.findings.find((each) => each.label === 'commitment')?.attributes.deadline).toBe(true);
  });

  test('basis and immediacy', () => {
    expect(attributesOf('commitment', ['A: 因为要调监控，我三天内给您回电'])).toMatchObject({ basis: true });
    expect(attributesOf('commitment', ['A: 我现在就给您登记'])).toMatchObject({ immediate: true });
  });

  test('an automatic message and a past call are none', () => {
    expect(found('follow_up', ['A: 处理完会有短信通知您'])[0]).toMatchObject({
      counted: false,
      attributes: { automatic: true },
    });
    expect(has('follow_up', ['A: 昨天给您回电您没接'])).toBe(false);
  });
});

describe('follow-up', () => {
  test.each([
    ['会有专员给您回电', false],
    ['技术会联系您', false],
    ['再跟您确认一下地址', false],
    ['再次跟您说声对不起', false],
    ['感谢您的致电', false],
    ['没有人给您回复吗', false],
    ['核查后给您回电', true],
    ['处理完我再跟您确认一下', true],
    ['周五之前给您答复', true],
    ['有消息就通知您', true],
    ['我去核实一下，下午给您回电', true],
    ['修好后我再给您回访', true],
    ['下周我打电话问问您使用情况', true],
    ['我会跟进到您收到为止', true],
    ['明早给您打电话说明情况', true],
    ['五个工作日内给您答复', true],
    ['三天后再给您打个电话看看您收到没有', true],
  ])('%s: %s', (line, expected) => {
    expect(has('follow_up', [`A: ${line}`])).toBe(expected);
  });

  test('its time', () => {
    expect(attributesOf('follow_up', ['A: 明天上午十点前我给您回电'])).toEqual({ time: true, automatic: false });
    expect(attributesOf('follow_up', ['A: 有消息就通知您'])).toEqual({ time: false, automatic: false });
  });
});

describe('no solution', () => {
  test.each([
    ['A: 我们会处理'],
    ['A: 您再试试'],
    ['A: 您提供一下订单号'],
    ['A: 您把手机号报一下'],
    ['A: 您稍等一下好吗'],
    ['A: 您是要退款吗'],
    ['A: 您的意思是要取消订单对吧'],
    ['A: 您打开过这个页面吗'],
    ['A: 我帮您查一下退款进度'],
    ['A: 我查到了您昨天的报修单'],
    ['A: 我建议您升级一个99的套餐，现在有活动很划算'],
    ['A: 不能给您退款'],
    ['A: 我马上联系派件员核实'],
    ['C: 你给我退款'],
    ['A: 我帮您反馈给理赔专员'],
  ])('%s', (line) => {
    expect(has('solution', [line])).toBe(false);
    expect(has('alternative', [line])).toBe(false);
  });
});

describe('solution', () => {
  test.each([
    ['我给您办理换货', false, false],
    ['这边可以直接退款到原账户', false, false],
    ['我帮您重置密码', false, false],
    ['安排师傅上门', false, false],
    ['我给您换一台新的您看行吗', false, false],
    ['需要我帮您取消吗', false, false],
    ['会给您退款的', false, true],
    ['已经帮您取消了', true, false],
    ['帮您刷新好了您再看一下', true, false],
    ['我从后台给您把自动续费关了', true, false],
    ['我帮您把路由器重启了', true, false],
    ['给您约好了，周六上午九点半', true, false],
    ['您先把光猫断电重启一下', false, false],
    ['您打开APP点我的订单再点申请售后', false, false],
    ['您带身份证到就近营业厅办理', false, false],
    ['首先打开设置，然后点通用，最后点还原', false, false],
    ['今天下午四点前上门', false, false],
    ['这笔九十八块钱原路退给您', false, false],
  ])('%s', (line, done, promised) => {
    expect(attributesOf('solution', ['C: 我有个事', `A: ${line}`])).toMatchObject({ done, promised });
  });

  test('ranks and options', () => {
    const lines = ['A: 我给您退款', 'C: 不行', 'A: 我给您换一台新的', 'C: 不行', 'A: 我给您换一台新的'];
    const solutions = observe(lines).findings.filter((each) => each.label === 'solution');
    expect(solutions.map((each) => [each.attributes.new, each.attributes.rank])).toEqual([
      [true, 1],
      [true, 2],
      [false, 2],
    ]);
    expect(attributesOf('solution', ['A: 您可以选换新或者退款'])).toMatchObject({ options: 2 });
  });
});

describe('denial, refusal, alternative, limit', () => {
  const DEMAND = 'C: 我要退款';
  test.each([
    [['A: 不行'], ['denial', 'refusal']],
    [['A: 这个不能退'], ['denial', 'refusal']],
    [['A: 这个确实退不了，因为已经超过七天了'], ['denial', 'refusal']],
    [['A: 没有别的办法'], ['denial', 'refusal']],
    [['A: 只能这样了'], ['denial', 'refusal']],
    [['A: 按照规定是不能提前退的'], ['denial', 'refusal']],
    [['A: 我没有权限'], ['denial', 'refusal']],
    [['A: 那我就没办法了'], ['denial', 'refusal']],
    [['A: 现金退不了，不过可以给您换成等值的券'], ['alternative', 'denial']],
    [['A: 这个我没有权限，我帮您向主管申请一下'], ['denial']],
    [['A: 这个办不了', 'C: 那怎么办', 'A: 要不我先帮您冻结避免损失'], ['alternative']],
    [['A: 我没有权限', 'C: 那谁有', 'A: 我可以帮您反馈给理赔专员'], ['alternative']],
    [['A: 两种办法，一是给您退款，二是给您换一台'], ['alternative', 'solution']],
    [['A: 今天没法给您准话'], ['limit']],
    [['A: 我不能保证三天内一定修好'], ['limit']],
    [['A: 给不了您准确时间'], ['limit']],
    [['A: 您的工单还在处理当中'], ['limit']],
    [['A: 您是说登录不了对吗'], []],
    [['A: 是不是不能退'], []],
    [['A: 有没有这个业务'], []],
    [['A: 没问题'], []],
    [['A: 不客气'], []],
    [['A: 不会给您扣费的'], []],
    [['A: 光劝离确实解决不了问题'], []],
    [['C: 你们不能退吗'], []],
  ] as readonly (readonly [Lines, readonly LabelName[]])[])('%j: %j', (lines, labels) => {
    const all = [DEMAND, ...lines];
    const seen = (['denial', 'refusal', 'alternative', 'limit', 'solution'] as const).filter((label) =>
      has(label, all),
    );
    expect([...seen].sort()).toEqual([...labels].sort());
  });

  test('what a denial carries', () => {
    expect(attributesOf('denial', ['A: 不行'])).toEqual({
      whole_turn: true,
      first_clause: true,
      reason: false,
      softened: false,
      final: false,
    });
    expect(attributesOf('denial', ['A: 很抱歉，因为已经拆封了所以不能退'])).toMatchObject({
      reason: true,
      softened: true,
    });
    expect(attributesOf('denial', ['A: 没有别的办法'])).toMatchObject({ final: true });
    expect(attributesOf('limit', ['A: 这个只能本人带身份证到柜台办理'])).toMatchObject({ kind: 'only_route' });
  });

  test('an offer in the next agent turn saves a denial from being a refusal', () => {
    const result = observe(['A: 不能退', 'C: 那怎么办', 'A: 我给您换一台']);
    expect(result.findings.some((each) => each.label === 'refusal')).toBe(false);
  });
});

describe('looking up and finding', () => {
  test.each([
    ['我帮您查一下', true],
    ['您稍等我看看', true],
    ['正在为您查询', true],
    ['您看一下右上角', false],
    ['我明天帮您查一下', false],
    ['查到了', false],
    ['我看到您昨天打过电话', false],
  ])('look-up: %s: %s', (line, expected) => {
    expect(has('lookup', [`A: ${line}`])).toBe(expected);
  });

  test.each([
    ['A: 查到了，系统显示您这边是重复扣费了', 'company_error'],
    ['A: 核实过了，是您本人开通的', 'caller_error'],
    ['A: 我看了一下，账单都是正常的没有多扣', 'no_error'],
    ['A: 我查到了您昨天的报修单', 'other'],
    ['A: 后台显示工单漏登记了', 'company_error'],
    ['A: 我刚才问了仓库，货已经在路上了', 'other'],
  ])('check: %s %s', (line, finding) => {
    expect(attributesOf('check_result', [line])).toEqual({ finding });
  });

  test.each([
    ['A: 您的包裹在南京'],
    ['A: 我核实一下再告诉您'],
    ['A: 您能看到右上角的按钮吗'],
    ['A: 费用一般是十块'],
    ['C: 我查到了'],
    ['A: 系统会显示出来'],
  ])('no check: %s', (line) => {
    expect(has('check_result', [line])).toBe(false);
  });

  test('a bare status counts after a look-up', () => {
    expect(has('check_result', ['A: 我帮您查一下', 'C: 好', 'A: 您的包裹现在在南京中转站'])).toBe(true);
  });

  test.each([
    ['A: 原因是您的自动续费没关', { cause: true, ordered: false, repeat: false }],
    ['A: 首先打开设置，其次点通用，最后点还原', { cause: false, ordered: true, repeat: false }],
    ['A: 我再跟您说一遍步骤', { cause: false, ordered: false, repeat: true }],
  ])('explanation: %s', (line, attributes) => {
    expect(attributesOf('explanation', [line])).toEqual(attributes);
  });
});

describe('what is held out', () => {
  test.each([
    ['A: 我保证今天给您退', 'result'],
    ['A: 一定给您反馈', 'process'],
    ['A: 肯定没问题', 'result'],
  ])('promise: %s %s', (line, about) => {
    expect(counted('outcome_promise', [line]).map((each) => each.attributes.about)).toContain(about);
  });

  test.each([['A: 如果检测通过一定给您退'], ['A: 不一定能退'], ['A: 我不能保证三天内一定修好']])(
    'no promise: %s',
    (line) => {
      expect(has('outcome_promise', [line])).toBe(false);
    },
  );

  test.each([
    ['A: 另外给您补偿一个月会员', false],
    ['A: 您撤诉我送您二十元券', true],
    ['A: 来回运费我们承担', false],
  ])('compensation: %s', (line, conditional) => {
    expect(attributesOf('compensation', [line])).toEqual({ conditional });
  });

  test('the refund of what is owed is no compensation', () => {
    expect(has('compensation', ['A: 我给您办理退款'])).toBe(false);
  });

  test.each([
    [['A: 您看这样处理可以吗'], true],
    [['A: 我给您换一台，您看行吗'], true],
    [['A: 您对这个方案满意吗'], true],
    [['A: 没有异议的话我就提交了'], true],
    [['A: 您稍等一下好吗'], false],
    [['A: 我核对一下信息可以吗'], false],
    [['A: 请问还有其他问题吗'], false],
    [['A: 您方便提供一下电话吗'], false],
  ] as const)('acceptance check: %j %s', (lines, expected) => {
    expect(has('acceptance_check', lines)).toBe(expected);
  });
});

describe("the caller's answer", () => {
  const OFFER = 'A: 我给您换一台新的，您看可以吗？';
  test.each([
    [[OFFER, 'C: 可以'], 'acceptance'],
    [[OFFER, 'C: 行吧那就这样'], 'acceptance'],
    [[OFFER, 'C: 好的'], 'acceptance'],
    [['A: 师傅明天上门', 'C: 好，那我等师傅电话'], 'acceptance'],
    [['A: 可以给您换新或者退款', 'C: 换新的吧'], 'acceptance'],
    [[OFFER, 'C: 不行，我要退款'], 'rejection'],
    [[OFFER, 'C: 可以是可以，可是三天我等不了'], 'rejection'],
    [[OFFER, 'C: 谁稀罕你这个'], 'rejection'],
    [[OFFER, 'C: 那就换一台吧'], 'acceptance'],
    [['A: 我给您账户补偿五百积分，您看这样可以吗', 'C: 积分就积分吧'], 'acceptance'],
    [['A: 我安排师傅明天下午上门给您修，您看可以吗', 'C: 明天下午可以'], 'acceptance'],
    [['A: 我给您登记换新，两天内寄出', 'C: 那敢情好'], 'acceptance'],
    [['A: 可以给您减免一半或者延期', 'C: 这两个我都不要'], 'rejection'],
    [['A: 师傅明天上门', 'C: 我后天才回来，那天行吗'], null],
    [[OFFER, 'C: 不来我就投诉'], null],
    [[OFFER, 'C: 你这是打发叫花子呢'], 'rejection'],
    [['A: 您贵姓', 'C: 好的'], null],
    [['A: 您先打开设置', 'C: 好的'], null],
    [['A: 请问还有其他问题吗', 'C: 不用了谢谢'], null],
    [[OFFER, 'C: 可以吗？'], null],
    [['C: 我想查话费', 'A: 您好', 'C: 可以'], null],
  ] as readonly (readonly [Lines, LabelName | null])[])('%j: %s', (lines, label) => {
    const seen = (['acceptance', 'rejection'] as const).filter((each) => has(each, lines));
    expect(seen).toEqual(label === null ? [] : [label]);
  });

  test.each([
    ['C: 好的，谢谢', false],
    ['C: 谢谢', false],
    ['C: 行，谢谢你', false],
    ['C: 我谢谢你全家', false],
    ['A: 感谢您的来电', false],
    ['C: 那就麻烦你了', false],
    ['C: 太感谢了', true],
    ['C: 谢谢你帮我弄好', true],
    ['C: 辛苦你了', true],
    ['C: 真的谢谢你小姑娘', true],
    ['C: 你可帮了我大忙了', true],
    ['C: 谢谢你啊师傅', true],
    ['C: 谢谢你肯听我说这么多', true],
    ['C: 哎哟可算好了多谢你', true],
    ['C: 好，谢谢，再见', false],
  ])('thanks: %s %s', (line, expected) => {
    expect(has('thanks', [line])).toBe(expected);
  });
});

describe('English', () => {
  const DEMAND = 'C: I want a refund.';
  test.each([
    ['A: Let me check that for you.', 'commitment'],
    ["A: You'll get an automated text once it's done.", 'commitment'],
    ['A: Refunds usually take five business days.', 'commitment'],
    ['A: Would you like me to cancel it?', 'commitment'],
    ["A: I've cancelled the subscription for you.", 'commitment'],
    ['A: Did you restart the router?', 'solution'],
    ['A: Can I get your phone number please?', 'solution'],
    ["A: I'm sorry, we can't refund that.", 'solution'],
    ["A: No problem, I'll refund that.", 'denial'],
    ['A: Is it not possible to log in?', 'denial'],
    ['C: Okay, thanks.', 'thanks'],
    ['A: Thank you so much for calling.', 'thanks'],
  ] as const)('%s has no %s', (line, label) => {
    expect(has(label, [DEMAND, line], 'en')).toBe(false);
  });

  test.each([
    ['Let me check that for you.', 'lookup'],
    ['I can see that you were charged twice.', 'check_result'],
    ["I've cancelled the subscription for you.", 'solution'],
    ["I'll refund the duplicate charge right now.", 'solution'],
    ['Unplug the router, wait thirty seconds and plug it back in.', 'solution'],
    ['Go to settings, then tap account and select cancel plan.', 'solution'],
    ["I'm afraid we can't refund that.", 'refusal'],
    ["There's nothing I can do.", 'refusal'],
    ["We can't give you a cash refund, but I can offer you a store credit.", 'alternative'],
    ["I'm not sure about that.", 'limit'],
    ["Once I've spoken to the warehouse I'll give you a call.", 'follow_up'],
    ['I guarantee you will get it tomorrow.', 'outcome_promise'],
    ["As a gesture of goodwill I'd like to offer you a month free.", 'compensation'],
    ['Are you happy with that?', 'acceptance_check'],
    ['The reason is that the payment bounced.', 'explanation'],
  ] as const)('%s is %s', (line, label) => {
    expect(has(label, [DEMAND, `A: ${line}`], 'en')).toBe(true);
  });

  test.each([
    ['I will open a ticket and the billing team will contact you by email within 48 hours.', 'adc'],
    ["I'll personally follow this up and call you back tomorrow before noon.", 'adc'],
    ["I'll look into it and get back to you as soon as possible.", 'a'],
    ["We'll send a technician tomorrow between 9am and 12pm.", 'ad'],
  ])('%s: %s', (line, named) => {
    expect(parts([`A: ${line}`], 'en')).toBe(named);
  });

  test.each([
    ["C: That's not good enough.", 'rejection'],
    ['C: That works for me.', 'acceptance'],
    ['C: Yes.', 'acceptance'],
    ['C: Thank you so much for your help.', 'thanks'],
  ] as const)('%s is %s', (line, label) => {
    expect(has(label, ["A: I'll send you a replacement. Would that be okay?", line], 'en')).toBe(true);
  });
});
