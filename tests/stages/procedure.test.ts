import { describe, expect, test } from 'vitest';
import type { FindingLabel } from '../../src/domain/finding.js';
import { labelsAt, observe } from './stage-harness.js';

const ACTS: readonly FindingLabel[] = [
  ...([
    'name_request',
    'identity_request',
    'paraphrase',
    'question_closed',
    'question_open',
    'offer_more_help',
  ] as const),
  ...(['gratitude', 'closing', 'escalation', 'hold_request', 'negative_language', 'arguing', 'sales_pitch'] as const),
];

const BEFORE = [
  'A: 您好，这里是星河宽带客服中心，请问有什么可以帮您？',
  'C: 我家的宽带昨天晚上就断了，路由器亮红灯，上不去网。',
];
const AFTER = [
  'C: 好。',
  'A: 线路这边是正常的。',
  'C: 嗯。',
  'A: 已经重新下发数据了。',
  'C: 行。',
  'A: 灯绿了就能用。',
  'C: 好。',
];
const BEFORE_EN = [
  'A: Good morning, this is Harbor Broadband.',
  'C: My internet went down last night and the router shows a red light.',
];
const AFTER_EN = [
  'C: Okay.',
  'A: The line looks fine.',
  'C: Okay.',
  'A: I have reset it.',
  'C: Okay.',
  'A: The light is green.',
  'C: Okay.',
];

/** The acts of an agent turn in the middle of a plain call. */
function acts(text: string, language: 'zh' | 'en' = 'zh'): readonly string[] {
  const [before, after] = language === 'zh' ? [BEFORE, AFTER] : [BEFORE_EN, AFTER_EN];
  const result = observe([...before, `A: ${text}`, ...after], { language });
  expect(result.failures).toEqual([]);
  return labelsAt(result, 2).filter((label) => ACTS.includes(label as FindingLabel));
}

/** Counted findings of one label, as turn and attributes. */
function found(label: FindingLabel, lines: readonly string[], changes: Parameters<typeof observe>[1] = {}) {
  const result = observe(lines, changes);
  expect(result.failures).toEqual([]);
  return result.findings.filter((each) => each.label === label && each.counted);
}
const turns = (...args: Parameters<typeof found>) => found(...args).map((each) => each.turn);

describe('acts of the agent that look like another', () => {
  test.each<[string, ...string[]]>([
    ['您好，您还在听我说吗？', 'question_closed'],
    ['我帮您看看是什么原因。'],
    ['我查一下有没有工单。'],
    ['后续有什么问题您随时联系我们。'],
    ['有什么疑问，您随时来电。'],
    ['如果还有什么不清楚的，可以再打过来。'],
    ['不管是什么情况我们都会处理。'],
    ['没什么，应该的。'],
    ['我教您怎么设置。'],
    ['我不清楚您那边是什么型号，所以想核对。'],
    ['请您重启一下光猫好吗？'],
    ['麻烦您报一下宽带账号。'],
    ['请问您的订单号是多少？'],
    ['您是几号交的费？'],
    ['大概什么时候断的？'],
    ['方便提供一下订单号吗？'],
    ['请您耐心等待处理结果。'],
    ['我们会在24小时内给您回电，请您耐心等待。'],
    ['师傅会给您打电话，请等电话。'],
    ['您可以自己联系物流公司问一下。'],
    ['我明白您的问题了。'],
    ['我跟您核对一下，手机号是13800001111对吗？'],
    ['您的手机尾号是1234对吗？'],
    ['不客气，这是我们应该做的。'],
    ['不用谢。'],
    ['难道您没看到短信提示吗？', 'negative_language'],
    ['您怎么不早点打电话过来？', 'negative_language'],
    ['张师傅会和您联系。'],
    ['我们的王经理今天不在。'],
    ['您必须本人带身份证到柜台办理，这是国家规定，为了您的账户安全。'],
    ['不是的，这个费用是上个月的。'],
    ['可能是我没说清楚，实际上这个月只有一笔。'],
    ['我这边看到的记录是五号，咱们一起核对一下。'],
    ['您应该很快就能收到短信。'],
    ['您一定要注意安全。'],
    ['没有问题的，您放心。'],
  ])('%s', (text, ...labels) => {
    expect(acts(text)).toEqual([...labels].sort());
  });
});

describe('questions', () => {
  test.each<[string, ...string[]]>([
    ['您重启过光猫了吗？', 'question_closed'],
    ['您重启过光猫了吗我这边看信号是正常的', 'question_closed'],
    ['是今天才出现的还是之前就有', 'question_closed'],
    ['有没有收到我们的短信', 'question_closed'],
    ['能不能换一台手机试试', 'question_closed'],
    ['您现在方便操作吗', 'question_closed'],
    ['灯亮不亮', 'question_closed'],
    ['短信收到没有？', 'question_closed'],
    ['光猫上的灯是绿色的吗？', 'question_closed'],
    ['当时是怎么回事呢？', 'question_open'],
    ['具体是什么情况？', 'question_open'],
    ['您能具体说说当时的情况吗？', 'question_open'],
    ['您那边用的是什么型号的路由器呢', 'question_open'],
    ['您希望我们怎么处理？', 'question_open'],
    ['您这边有什么想法？', 'question_open'],
    ['是什么事让您这么着急？', 'question_open'],
    ['屏幕上提示什么内容？', 'question_open'],
    ['您是在哪个营业厅办的？', 'question_open'],
    ['为什么会提前断开呢？', 'question_open'],
    ['请问您贵姓？', 'name_request'],
    ['怎么称呼您', 'name_request'],
    ['请问机主姓名是什么？', 'identity_request'],
    ['请问是机主本人吗？', 'identity_request', 'question_closed'],
    ['麻烦报一下您的身份证号码后四位。', 'identity_request'],
    ['明天下午我再给您打电话，看修没修好。'],
    ['晚上八点我亲自联系您确认收到没有'],
    ['您先看一下插头有没有松'],
    ['您早就看过合同了，心里没数吗'],
    ['当时不是跟您讲过了吗'],
    ['没有没有，您别误会'],
    ['那个地址没变吧', 'question_closed'],
    ['您是中午之前还是之后办的', 'question_closed'],
    ['您这边还有别的要问的吗', 'offer_more_help'],
    ['还有啥要办的没有', 'offer_more_help'],
    ['孩子有没有什么过敏的', 'question_closed'],
    ['买不买都由您'],
  ])('%s', (text, ...labels) => {
    expect(acts(text)).toEqual([...labels].sort());
  });

  test.each<[string, 'question_open' | 'question_closed', string]>([
    ['您希望我们怎么处理？', 'question_open', 'outcome'],
    ['您这边有什么想法？', 'question_open', 'opinion'],
    ['是什么事让您这么着急？', 'question_open', 'feeling'],
    ['当时是怎么回事呢？', 'question_open', 'diagnosis'],
    ['请问是机主本人吗？', 'question_closed', 'identity'],
    ['您现在方便操作吗', 'question_closed', 'other'],
    ['您重启过光猫了吗？', 'question_closed', 'diagnosis'],
    ['现在有个优惠活动，您需要办理一个会员吗？', 'question_closed', 'sales'],
  ])('the purpose of %s', (text, label, purpose) => {
    expect(found(label, [...BEFORE, `A: ${text}`]).at(-1)?.attributes).toEqual({ purpose });
  });

  test('the opening offer of help is an open question', () => {
    expect(found('question_open', BEFORE).map((each) => each.attributes.purpose)).toEqual(['help_offer']);
    expect(turns('greeting', BEFORE)).toEqual([0]);
  });
});

describe('waiting', () => {
  test.each<[string, boolean, boolean, boolean, number]>([
    ['请稍等。', false, false, false, 0],
    ['您等一下啊', false, false, false, 0],
    ['我帮您查一下订单，请稍等。', false, true, false, 1],
    ['我需要查一下记录，大概一分钟，您稍等可以吗？', true, true, true, 3],
    ['我跟仓库核实一下，大概两分钟，请您稍候。', true, true, true, 2],
    ['请您别挂机，我看一下。', false, true, false, 1],
    ['您方便在线等我一下吗？', true, false, false, 1],
    ['我现在就打师傅的电话，您听着别挂', false, true, false, 1],
    ['您看能等我两分钟吗', true, false, true, 2],
  ])('%s', (text, permission, reason, duration, parts) => {
    expect(found('hold_request', [...BEFORE, `A: ${text}`])[0]?.attributes).toEqual({
      permission,
      reason,
      duration,
      parts,
    });
  });

  test('the caller consents to it, with an acknowledgement too', () => {
    expect(turns('consent', [...BEFORE, 'A: 我查一下，请稍等可以吗？', 'C: 好的'])).toEqual([3]);
    expect(turns('consent', [...BEFORE, 'A: 您重启一下。', 'C: 好的'])).toEqual([]);
  });
});

describe('passing on', () => {
  test.each<[string, object]>([
    [
      '我帮您转接到技术部门，因为这个需要工程师处理，您别挂机。',
      { target: true, reason: true, explained: true, returned: false },
    ],
    ['给您转一下。', { target: false, reason: false, explained: false, returned: false }],
    ['这个我请示一下主管。', { target: true, reason: false, explained: false, returned: false }],
    ['我已经请示过主管了，可以给您退。', { target: true, reason: false, explained: false, returned: true }],
    ['我帮您反馈给相关部门。', { target: false, reason: false, explained: false, returned: false }],
    [
      '超出我的权限了，我帮您升级处理，专员会给您回电。',
      { target: true, reason: true, explained: true, returned: false },
    ],
  ])('%s', (text, attributes) => {
    expect(found('escalation', [...BEFORE, `A: ${text}`])[0]?.attributes).toEqual(attributes);
  });

  test('the caller asks for a superior', () => {
    expect(turns('supervisor_request', [...BEFORE, 'A: 好的。', 'C: 叫你们经理来跟我说'])).toEqual([3]);
    expect(turns('supervisor_request', [...BEFORE, 'A: 好的。', 'C: 你们经理上次说会退的'])).toEqual([]);
  });
});

describe('paraphrase', () => {
  test.each<[string, boolean | null]>([
    ['您的意思是路由器亮红灯以后就上不了网，对吗？', true],
    ['也就是说您家里从昨天晚上开始断网是吧', true],
    ['我跟您确认一下，您是昨晚宽带断了，现在还没恢复，是吗？', true],
    ['您反映的是宽带断网的问题。', false],
    ['您是说路由器亮红灯吗', false],
    ['明白了，路由器亮红灯，昨天晚上断的，上不去网。', false],
    ['我这样理解对吗', true],
    ['您是想让我们派个人上门看看，对吧', true],
    ['您是希望把多收的那部分退回到卡里对吗', true],
    ['您是要查路由器红灯的事情 昨晚上就这样了 我没理解错吧', true],
    ['您家里老人手机用不了了，想换个套餐，是吗', true],
    ['请问您说的是哪一台设备呢', null],
    ['您是王先生对吧', null],
    ['您的意思是？', null],
    ['明白了，我马上看。', null],
    ['我跟您核对一下您的地址。', null],
    ['我理解您的心情。', null],
  ])('%s', (text, check) => {
    const counted = found('paraphrase', [...BEFORE, `A: ${text}`]);
    expect(counted.map((each) => each.attributes.check)).toEqual(check === null ? [] : [check]);
  });
});

describe('names', () => {
  const asked = ['A: 您好，星河客服，请问您贵姓？'];
  test.each<[string, readonly number[]]>([
    ['C: 免贵姓张', [1]],
    ['C: 我姓欧阳', [1]],
    ['C: 张', [1]],
    ['C: 王小明', [1]],
    ['C: 弓长张', [1]],
    ['C: 我要投诉', []],
    ['C: 我姓什么跟这个有关系吗', []],
    ['C: 免贵姓訾', [1]],
    ['C: 我姓逄，逄大海的逄', [1]],
    ['C: 姓名要写谁的', []],
  ])('given: %s', (line, expected) => {
    expect(turns('name_given', [...asked, line])).toEqual(expected);
  });

  test.each<[string, string | null]>([
    ['A: 张先生，我帮您看一下。', 'surname'],
    ['A: 好的张先生', 'surname'],
    ['A: 张姐您放心。', 'surname'],
    ['A: 先生您好。', 'title_only'],
    ['A: 好的女士', 'title_only'],
    ['A: 刘师傅会上门，我们的李经理也知道。', null],
    ['A: 我们的李经理知道这件事。', null],
    ['A: 您先生那边也可以办。', null],
    ['A: 对方女士没有接电话。', null],
    ['A: 预约成功先生成一个工单。', null],
  ])('used: %s', (line, form) => {
    const lines = ['A: 您好，星河客服。', 'C: 我姓张', line];
    expect(found('name_use', lines).map((each) => each.attributes.form)).toEqual(form === null ? [] : [form]);
  });

  test.each<[string, string | null]>([
    ['A: 訾女士，您的卡挂失好了。', 'surname'],
    ['A: 小訾，别着急。', 'surname'],
    ['A: 小区的网断了。', null],
    ['A: 您妈妈那张卡也可以办。', null],
  ])('a rare name used: %s', (line, form) => {
    const lines = ['A: 您好，星河银行，请问贵姓？', 'C: 我姓訾', line];
    expect(found('name_use', lines).map((each) => each.attributes.form)).toEqual(form === null ? [] : [form]);
  });

  test('another surname is a misaddress, one that sounds alike is none', () => {
    const start = ['A: 您好，星河客服。', 'C: 我姓张，宽带断了。'];
    expect(turns('misaddress', [...start, 'A: 王先生，我帮您看一下。'])).toEqual([2]);
    expect(turns('misaddress', [...start, 'A: 章先生，我帮您看一下。'])).toEqual([]);
    expect(turns('misaddress', [...start, 'A: 李师傅会联系您。'])).toEqual([]);
    expect(turns('misaddress', [...start, 'A: 章先生，我帮您看一下。', 'C: 我不姓章'])).toEqual([2]);
    expect(turns('misaddress', ['A: 您好。', 'C: 断网了。', 'A: 女士您好。', 'C: 我是男的'])).toEqual([2]);
  });

  test('a slip is taken back', () => {
    expect(turns('self_correction', ['A: 王先生', 'C: 我姓张', 'A: 不好意思说错了，张先生。'])).toEqual([2]);
    expect(turns('self_correction', ['A: 您好', 'C: 喂', 'A: 您说错了。'])).toEqual([]);
  });
});

describe('opening and closing', () => {
  test.each<[string, readonly string[]]>([
    ['您好，这里是星河宽带客服中心，工号1023为您服务。', ['agent_name', 'greeting', 'organisation_name']],
    ['早上好，欢迎致电星河银行', ['greeting', 'organisation_name']],
    ['您好，8021号为您服务', ['agent_name', 'greeting']],
    ['喂', []],
    ['哪位', []],
    ['你好我是星河公司的客服小李', ['agent_name', 'greeting', 'organisation_name']],
    ['青禾到家，您好', ['greeting', 'organisation_name']],
    ['您好青禾到家我是小吴请讲', ['greeting', 'organisation_name']],
    ['喂，青禾到家，说吧', ['greeting', 'organisation_name']],
    ['您稍等', []],
  ])('%s', (text, labels) => {
    const result = observe([`A: ${text}`, 'C: 我想问个事']);
    const opening = ['greeting', 'organisation_name', 'agent_name'];
    expect(labelsAt(result, 0).filter((label) => opening.includes(label))).toEqual(labels);
  });

  test('a greeting in mid-call is none and says why', () => {
    const result = observe([...BEFORE, 'A: 您好，您还在吗？']);
    const later = result.findings.filter((each) => each.label === 'greeting' && each.turn === 2);
    expect(later.map((each) => each.discardedBecause)).toEqual(['context']);
  });

  test.each<[string, object | null]>([
    ['感谢您的来电，再见。', { goodbye: true, thanks: true, ends_call: false }],
    ['祝您生活愉快', { goodbye: true, thanks: false, ends_call: false }],
    ['那我先挂了。', { goodbye: false, thanks: false, ends_call: true }],
    ['本次通话就到这里，再见。', { goodbye: true, thanks: false, ends_call: true }],
    ['感谢您的反馈。', { goodbye: false, thanks: true, ends_call: false }],
    ['后天再见到师傅您问他。', null],
    ['好的，我知道了。', null],
  ])('at the end: %s', (text, attributes) => {
    const lines = [...BEFORE, 'A: 已经重新下发数据了。', 'C: 好了。', `A: ${text}`];
    expect(found('closing', lines).map((each) => each.attributes)).toEqual(attributes === null ? [] : [attributes]);
  });

  test('thanks in mid-call close nothing', () => {
    expect(acts('感谢您的反馈，我现在登记。')).toEqual(['gratitude']);
  });

  test.each<[string, string]>([
    ['感谢您的来电。', 'calling'],
    ['谢谢您把情况告诉我们。', 'reporting'],
    ['感谢您耐心等待。', 'waiting'],
    ['谢谢您的理解。', 'patience'],
    ['感谢您的配合。', 'cooperation'],
    ['谢谢您。', 'none'],
  ])('thanks for something: %s', (text, object) => {
    expect(found('gratitude', [...BEFORE, `A: ${text}`])[0]?.attributes).toEqual({ object });
  });

  test.each([
    ['请问还有其他可以帮您的吗？'],
    ['您看还有别的需要吗'],
    ['还有什么问题吗'],
    ['还有其他需要咨询吗'],
    ['其他方面还有疑问吗'],
    ['请问还有什么其他能够帮到您'],
  ])('offer of more help: %s', (text) => {
    expect(acts(text)).toEqual(['offer_more_help']);
  });
});

describe('questions of the caller and their answers', () => {
  test.each<[string, boolean]>([
    ['什么时候能修好', true],
    ['这个要收费吗', true],
    ['怎么取消这个套餐啊', true],
    ['为什么多扣了三十块', true],
    ['你们几点下班，营业厅几点关门', true],
    ['我下个月还能用是吧', true],
    ['你们怎么老是这样', false],
    ['凭什么不给我退', false],
    ['你多大了，有男朋友吗', false],
    ['喂，在吗', false],
    ['你能不能先听我说完', false],
    ['这是什么态度', false],
    ['没什么事了', false],
    ['我不知道怎么回事', false],
    ['你们领导是谁', false],
  ])('%s', (text, expected) => {
    expect(turns('caller_question', [...BEFORE, 'A: 您请讲。', `C: ${text}`]).includes(3)).toBe(expected);
  });

  test.each<[string, boolean]>([
    ['一般24小时内可以修好。', true],
    ['不收费的，免费上门。', true],
    ['可以的', true],
    ['您在手机营业厅首页点我的套餐就能取消。', true],
    ['请稍等，我查一下。', false],
    ['非常抱歉给您带来不便。', false],
    ['请问您的账号是多少？', false],
    ['我理解您的心情。', false],
  ])('answered by: %s', (text, expected) => {
    expect(
      turns('answer', [...BEFORE, 'A: 您请讲。', 'C: 这个修的话什么时候能好，要收费吗', `A: ${text}`]).length > 0,
    ).toBe(expected);
  });
});

describe('asking again, asides', () => {
  test('asks what was told', () => {
    const start = ['A: 您好，星河客服。', 'C: 我的手机号是13812345678，宽带断了。'];
    expect(turns('asks_known_fact', [...start, 'A: 请问您的联系电话是多少？'])).toEqual([2]);
    expect(turns('asks_known_fact', [...start, 'A: 您刚才说什么来着？'])).toEqual([2]);
    expect(turns('asks_known_fact', [...start, 'A: 宽带账号多少？', 'C: 我刚才不是说了吗'])).toEqual([2]);
    expect(turns('asks_known_fact', ['A: 您好。', 'C: 宽带断了。', 'A: 请问您的联系电话是多少？'])).toEqual([]);
    const readback = found('asks_known_fact', [...start, 'A: 号码是13812345678对吗']);
    expect(readback.map((each) => each.attributes.readback)).toEqual([true]);
  });

  test('asks for the matter, but not in the opening', () => {
    expect(turns('business_probe', ['A: 您好，请问您要咨询什么业务？', 'C: 喂'])).toEqual([]);
    const prank = ['A: 您好，请问有什么可以帮您？', 'C: 你猜我是谁呀，猜对有奖'];
    expect(turns('business_probe', [...prank, 'A: 请问您有什么业务需要办理吗？'])).toEqual([2]);
    expect(turns('business_probe', [...prank, 'A: 请问有什么可以帮您？'])).toEqual([2]);
  });

  test.each<[FindingLabel, string, boolean]>([
    ['misunderstood', 'C: 不是，我说的不是这个', true],
    ['misunderstood', 'C: 你没听明白我的意思', true],
    ['misunderstood', 'C: 我明白你的意思', false],
    ['small_talk', 'A: 您那边天气怎么样', true],
    ['small_talk', 'A: 您那边网络怎么样', false],
    ['sales_pitch', 'A: 要不要办个会员，现在有优惠活动', true],
    ['sales_pitch', 'A: 您的会员已经开通了', false],
  ])('%s: %s', (label, line, expected) => {
    expect(turns(label, [...BEFORE, 'A: 您是说要换套餐对吗', line]).includes(3)).toBe(expected);
  });
});

describe('English', () => {
  test.each<[string, ...string[]]>([
    ["Let me see what's going on here."],
    ["I'll check why it went down."],
    ['I understand how you feel.'],
    ['If anything else comes up, just call us back.'],
    ["That's what we will do."],
    ['Please restart the router.'],
    ['Can I have your order number please?'],
    ['When did it go down?'],
    ['How many lights are on?'],
    ['You can contact the courier directly.'],
    ['We will call you within two days.'],
    ['As you can see, the light is off.'],
    ['Have you restarted the router?', 'question_closed'],
    ['Is the light green or red?', 'question_closed'],
    ['Could you check the cable for me?', 'question_closed'],
    ['Would you like a new router?', 'question_closed'],
    ['Are you the account holder?', 'identity_request', 'question_closed'],
    ['What happened when you plugged it in?', 'question_open'],
    ['Can you tell me what happened?', 'question_open'],
    ['What would you like us to do about it?', 'question_open'],
    ['Which model do you have?', 'question_open'],
    ['Who am I speaking with?', 'name_request'],
    ['May I have your name please?', 'name_request'],
    ['Can you confirm your date of birth?', 'identity_request'],
    ['Is there anything else I can help you with?', 'offer_more_help'],
    ['Thank you for your patience.', 'gratitude'],
    ['Thank you for letting us know about this.', 'gratitude'],
    ['One moment please.', 'hold_request'],
    ["Please don't hang up.", 'hold_request'],
    ['I will transfer you to our billing team.', 'escalation'],
    ['I am going to escalate this to my supervisor.', 'escalation'],
    ["So what you're saying is the internet went down last night, is that right?", 'paraphrase'],
    ['So your internet went down and the router shows a red light.', 'paraphrase'],
    ['Let me confirm your phone number.', 'identity_request'],
    ['Goodbye, have a great day.', 'closing'],
  ])('%s', (text, ...labels) => {
    expect(acts(text, 'en')).toEqual([...labels].sort());
  });

  const en = { language: 'en' } as const;

  test('opening', () => {
    const result = observe(
      ['A: Good morning, thank you for calling Harbor Bank, my name is Ann. How can I help you?', 'C: Hi'],
      en,
    );
    for (const label of ['greeting', 'organisation_name', 'agent_name', 'question_open'])
      expect(labelsAt(result, 0)).toContain(label);
  });

  test('names', () => {
    const lines = [
      'A: Harbor Bank, may I have your name?',
      'C: My name is John Miller.',
      'A: Thank you, John.',
      'C: Yes.',
      'A: Mr. Miller, I see it.',
      'C: Right.',
      'A: Okay sir.',
    ];
    expect(turns('name_given', lines, en)).toEqual([1]);
    expect(found('name_use', lines, en).map((each) => [each.turn, each.attributes.form])).toEqual([
      [2, 'first_name'],
      [4, 'surname'],
      [6, 'title_only'],
    ]);
    expect(turns('misaddress', lines, en)).toEqual([]);
    expect(turns('misaddress', [...lines, 'C: And?', 'A: Mr. Brown, it is done.'], en)).toEqual([8]);
  });

  test('a hold with all its parts', () => {
    const lines = [
      ...BEFORE_EN,
      'A: May I place you on a brief hold while I check that? It will take about two minutes.',
      'C: Sure.',
    ];
    expect(found('hold_request', lines, en)[0]?.attributes).toEqual({
      permission: true,
      reason: true,
      duration: true,
      parts: 3,
    });
    expect(turns('consent', lines, en)).toEqual([3]);
  });

  test.each<[string, boolean]>([
    ['When will it be fixed?', true],
    ['Do I have to pay for this?', true],
    ['How do I cancel it?', true],
    ['Are you kidding me?', false],
    ['How dare you?', false],
    ['Can you hear me?', false],
    ['How old are you?', false],
  ])('asked by the caller: %s', (text, expected) => {
    expect(turns('caller_question', [...BEFORE_EN, 'A: Go on.', `C: ${text}`], en).includes(3)).toBe(expected);
  });

  test('answered', () => {
    const ask = [...BEFORE_EN, 'A: Go on.', 'C: When will it be fixed?'];
    expect(turns('answer', [...ask, 'A: It will be fixed within 24 hours.'], en)).toEqual([4]);
    expect(turns('answer', [...ask, 'A: One moment please.'], en)).toEqual([]);
  });

  test('the end', () => {
    const ends = (text: string) =>
      found('closing', [...BEFORE_EN, 'A: I have reset it.', 'C: Thanks.', `A: ${text}`], en);
    expect(ends('Thank you for calling, have a nice day.')[0]?.attributes).toEqual({
      goodbye: true,
      thanks: true,
      ends_call: false,
    });
    expect(ends("I'm going to end this call now.")[0]?.attributes).toEqual({
      goodbye: false,
      thanks: false,
      ends_call: true,
    });
    expect(ends('It is done.')).toEqual([]);
  });
});
