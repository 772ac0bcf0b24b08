import { describe, expect, test } from 'vitest';
import type { FindingLabel } from '../../src/domain/finding.js';
import { labelsAt, observe } from './stage-harness.js';

const MANNER: readonly FindingLabel[] = [
  ...(['negative_language', 'arguing', 'scolding', 'self_justification', 'agent_emotion', 'intimacy'] as const),
];
const CALM = ['A: 您好，这里是星河客服。', 'C: 我想查一下上个月的账单。'];
const ANGRY = ['A: 您好，这里是星河客服。', 'C: 你们什么破服务，气死我了，乱扣我的钱，我要投诉你们！'];

function manner(
  text: string,
  before: readonly string[] = CALM,
  changes: Parameters<typeof observe>[1] = {},
): readonly string[] {
  const result = observe([...before, `A: ${text}`], changes);
  expect(result.failures).toEqual([]);
  return labelsAt(result, 2).filter((label) => MANNER.includes(label as FindingLabel));
}

const attributesOf = (label: FindingLabel, text: string, before: readonly string[] = CALM) =>
  observe([...before, `A: ${text}`])
    .findings.filter((each) => each.label === label && each.turn === 2 && each.counted)
    .map((each) => each.attributes);

describe('decent words that look like the others', () => {
  test.each([
    ['您需要本人带身份证到柜台办理。'],
    ['根据国家规定，您必须本人到场才能办理，不好意思。'],
    ['为了您的账户安全，您必须先修改密码。'],
    ['您一定要保管好密码。'],
    ['您应该明天就能收到。'],
    ['这是您应该得到的赔偿。'],
    ['您只需要提供订单号就可以了。'],
    ['可能是我没有说清楚，我再跟您解释一下。'],
    ['您没听清楚的话我再说一遍。'],
    ['我不知道您这么着急，我马上帮您催。'],
    ['这个我不清楚，我帮您核实一下再回复您。'],
    ['您没有弄错，是我们系统的问题。'],
    ['您说得对。'],
    ['您说的有道理。'],
    ['不是您的错，您别担心。'],
    ['这边查到的记录是五号扣了一次，我们一起核对一下。'],
    ['我再跟您说一下办理的流程。'],
    ['您先听我说一下好吗？'],
    ['请您文明用语，我才能更好地帮您。'],
    ['您刚才说我是骗子，我理解您的心情。'],
    ['他说你有病，这个我们会处理的。'],
    ['您可以投诉，投诉电话是12300。'],
    ['您有病史的话需要提前说明。'],
    ['我操作一下后台。'],
    ['我靠近一点说，能听清吗？'],
    ['这个平台比较靠谱。'],
    ['您本人的身份证带了吗？'],
    ['亲自过来办理也可以。'],
    ['大家都可以参加这个活动。'],
    ['全部退款会在三天内到账。'],
    ['这里有没有您不明白的地方？'],
    ['不客气，这是我应该做的。'],
    ['您加一下我们的企业微信，方便您上传材料。'],
    ['麻烦您留一下联系方式。'],
    ['请问您对象的名字是哪两个字？'],
    ['您说您的，我在听。'],
    ['有问题您再打过来。'],
    ['您别着急，我帮您看。'],
    ['您为什么会收到这条短信呢，我查一下。'],
    ['系统为什么不显示，我们也在查。'],
    ['您看您是不是方便过来一趟？'],
    ['没关系，您慢慢说。'],
    ['这个情况确实让人生气。'],
    ['你好，你的快递到了。'],
    ['不会的，您放心。'],
    ['那您看这样可以吗？'],
    ['这个我们也没见过，我问一下技术。'],
    ['您是不是没有收到短信？'],
    ['有什么不懂的您随时问我。'],
    ['您有什么问题请讲。'],
    ['一共是二百五十块。'],
    ['您装的是多少兆的宽带？'],
    ['您没钱还款的话可以申请延期。'],
    ['我们会尽快弄好，尽快报给总部。'],
    ['换成是我都受不了，确实太气人了。'],
    ['换我也会生气的。'],
    ['您的号码已经加入了亲情网。'],
    ['您说的停机问题我看一下，我们夜里会停机检修。'],
    ['您错过了预约时间，我帮您改约。'],
    ['师傅没礼貌的话我们会严肃处理。'],
    ['您没事吧，人没受伤就好。'],
    ['您胸闷好点了吗？'],
    ['这批货物自重二十公斤。'],
    ['您先别急，我在查。'],
    ['我们从不会主动向您索要密码。'],
    ['您在公众号里搜一下。'],
    ['他妈妈刚才打过电话了。'],
    ['型号是MD-100，2B铅笔也可以。'],
    ['您是要投诉吧？'],
    ['一切还要看检测结果。'],
    ['您要不试试看重启一下。'],
    ['这个情况你也一样可以申请。'],
    ['家里有宝宝的话建议装防护网。'],
    ['您冲我发火我认，确实是我们耽误了。'],
    ['您听着别挂，我现在就问仓库。'],
    ['您那台用不了的话我们派人上门。'],
    ['您有什么不清楚的尽管问。'],
    ['一句两句跟您说不清，我发个图文给您。'],
    ['其他都正常，就这一项不对。'],
    ['要不就给您换一台，您看怎么样？'],
    ['您再找找包装盒里有没有一张卡。'],
    ['这个维修不在我们的保修范围，费用是八十。'],
    ['您拍张照片给我看看裂的地方。'],
    ['您平时穿多大码，我帮您看库存。'],
    ['加一下我们客服的微信，晚上把单子发给您。'],
    ['那您这样，先把总闸关掉。'],
    ['可能是您操作的时候网络断了。'],
    ['您要投诉的话，我帮您登记。'],
  ])('%s', (text) => {
    expect(manner(text)).toEqual([]);
    expect(manner(text, ANGRY)).toEqual([]);
  });
});

describe('phrases that put down or order about', () => {
  test.each<[string, boolean]>([
    ['您不懂这个流程。', false],
    ['你还是没听明白。', false],
    ['那您就只能自己去了。', true],
    ['您必须先交钱。', false],
    ['你应该早点看说明书。', true],
    ['你怎么不早说', true],
    ['您错了。', false],
    ['您弄错了吧', false],
    ['您说得不对。', false],
    ['这不归我们管。', false],
    ['这不是我的工作。', false],
    ['跟我们没关系', false],
    ['您先听我说！', false],
    ['你听着', false],
    ['别打断我', false],
    ['你到底想怎么样', false],
    ['你什么意思', false],
    ['你这是无理取闹', false],
    ['听懂了吗', true],
    ['我可没这么说过', true],
    ['谁跟你说的', true],
    ['别人都没问题就你这样', true],
    ['我已经跟您说了三遍了', true],
    ['这么简单你都不会吗', false],
    ['这都不懂', false],
    ['你这个人怎么这样', false],
    ['您态度太差了', false],
    ['又不是我弄的', false],
    ['你爱用不用', false],
    ['说了你也听不懂', false],
    ['我不知道。', true],
    ['宝贝别着急', true],
    ['你再闹我就报警了', false],
    ['你自己看着办吧', false],
    ['我靠', false],
  ])('%s', (text, slight) => {
    expect(attributesOf('negative_language', text)).toEqual([{ slight }]);
  });

  test('an honest "I do not know" with help in the next turn is none', () => {
    const result = observe([...CALM, 'A: 这个我不清楚。', 'C: 啊？', 'A: 我帮您转接专员，请稍等。']);
    expect(labelsAt(result, 2)).not.toContain('negative_language');
  });

  test('endearments are house style in a chat', () => {
    expect(manner('亲，在的呢')).toContain('negative_language');
    expect(manner('亲，在的呢', CALM, { medium: 'chat' })).toEqual([]);
  });

  test('the caller says it', () => {
    const result = observe(['A: 您好。', 'C: 你听我说，你弄错了，这不是我的责任。']);
    expect(labelsAt(result, 1).filter((label) => MANNER.includes(label as FindingLabel))).toEqual([]);
    const kept = result.findings.find((each) => each.label === 'negative_language');
    expect(kept?.discardedBecause).toBe('wrong_speaker');
  });
});

describe('rough words in other wordings', () => {
  test.each([
    ['您喊什么喊'],
    ['你跟我凶什么劲'],
    ['跟你这样的人没法说'],
    ['像你这种客户我见多了'],
    ['少跟我来这一套'],
    ['说了不行就是不行'],
    ['你自己心里没数吗'],
    ['你还有脸来投诉'],
    ['这么较真干嘛'],
    ['规定懂不懂'],
    ['你这个态度我没法给你办'],
  ])('%s', (text) => {
    expect(manner(text, ANGRY)).toContain('negative_language');
  });

  test.each([
    ['想投诉随便你'],
    ['你随便录'],
    ['告去呗，谁怕谁'],
    ['你吓唬谁呢'],
    ['你才是骗子'],
    ['我又没给你装'],
    ['我什么态度了'],
    ['有你这么说话的吗'],
    ['你能把我怎么样'],
    ['我就不给你退，你能把我怎么着'],
  ])('%s', (text) => {
    expect(manner(text, ANGRY)).toContain('arguing');
  });

  test.each([['加个微信呗，晚上一起吃饭'], ['你身材肯定很好吧'], ['加我微信，周末陪你聊聊天'], ['晚上陪你聊天啊']])(
    '%s',
    (text) => {
      expect(attributesOf('intimacy', text)).toEqual([{ sexual: true }]);
    },
  );
});

describe('conflict', () => {
  test.each<[string, readonly string[]]>([
    ['根本不是您说的那样', ['arguing']],
    ['哪有这回事', ['arguing']],
    ['明明是您自己点的', ['arguing']],
    ['您凭什么说我们骗您', ['arguing']],
    ['有本事你去投诉啊', ['arguing']],
    ['你骂谁呢', ['arguing']],
    ['您可真有时间啊', ['arguing']],
    ['您不就是想要点补偿吗', ['arguing']],
    ['你怎么这么说话', ['arguing', 'negative_language', 'scolding']],
    ['你讲点道理好不好，有没有素质', ['arguing', 'negative_language', 'scolding']],
    ['我们也是按公司规定办事', ['self_justification']],
    ['我也是打工的', ['self_justification']],
    ['我受够了', ['agent_emotion']],
    ['我也是人，你凭什么骂我', ['agent_emotion', 'arguing', 'negative_language', 'scolding']],
    ['你结婚了吗，加个微信吧', ['intimacy']],
    ['你声音真好听', ['intimacy']],
  ])('%s', (text, labels) => {
    expect(manner(text, ANGRY)).toEqual(labels);
  });

  test('an insult is scolding, arguing and a put-down', () => {
    expect(manner('你有病吧')).toEqual(['arguing', 'negative_language', 'scolding']);
    expect(attributesOf('scolding', '你有病吧')).toEqual([{ insulting: true }]);
    expect(attributesOf('scolding', '你怎么这么说话')).toEqual([{ insulting: false }]);
    expect(attributesOf('intimacy', '你身材怎么样，好性感')).toEqual([{ sexual: true }]);
  });

  test('a contradiction argues only with an upset caller and without a kind word', () => {
    expect(manner('不可能，系统不会出错。')).toEqual([]);
    expect(manner('不可能，系统不会出错。', ANGRY)).toContain('arguing');
    expect(manner('非常抱歉，我们没有多扣您的钱，我跟您核对一下。', ANGRY)).not.toContain('negative_language');
  });
});

describe('English', () => {
  const calm = ['A: Harbor Bank, good morning.', 'C: I have a question about my bill.'];
  const angry = ['A: Harbor Bank, good morning.', 'C: This is outrageous, you keep stealing my money, I will sue you!'];
  const en = { language: 'en' } as const;

  test.each([
    ['I understand how frustrating this is.'],
    ["I'm sorry, I didn't make myself clear."],
    ['You will receive it tomorrow.'],
    ['You should receive an email shortly.'],
    ["That's our responsibility."],
    ["I don't know yet, let me check that for you."],
    ["You don't need to do anything."],
    ['By law, you must show a passport.'],
    ['Could you please let me finish reading the terms?'],
    ['Please hold on while I check.'],
    ['I would love to help you with that.'],
    ['Let me explain how it works.'],
    ['You are right.'],
    ['You are welcome to complain, the number is on our website.'],
    ['Do you have the order number?'],
    ['Dear customer, thank you for your patience.'],
    ['We will get in touch with you tomorrow.'],
    ['Do the lights come on when you press it?'],
    ["I'll go ahead and cancel that for you."],
    ['It is really simple, just click on the link.'],
    ['What made you choose that plan?'],
    ['Anyone can do this online.'],
    ['If you are hot, turn the dial to the left.'],
    ['The jar of honey was damaged, I see.'],
    ["What's your issue today?"],
    ["We'll deal with it right away and stop that payment."],
    ['You should know that the fee is five dollars.'],
  ])('%s', (text) => {
    expect(manner(text, calm, en)).toEqual([]);
    expect(manner(text, angry, en)).toEqual([]);
  });

  test.each<[string, string]>([
    ["You're wrong.", 'negative_language'],
    ["That's not my job.", 'negative_language'],
    ['Listen to me!', 'negative_language'],
    ['You should have read the terms.', 'negative_language'],
    ["Why didn't you call earlier?", 'negative_language'],
    ["What's your problem?", 'negative_language'],
    ['Do you understand?', 'negative_language'],
    ["I've already told you that.", 'negative_language'],
    ['Are you stupid?', 'scolding'],
    ['How dare you talk to me like that.', 'scolding'],
    ['Go ahead and complain.', 'arguing'],
    ["That's not what happened.", 'arguing'],
    ["I'm just doing my job.", 'self_justification'],
    ["I've had enough.", 'agent_emotion'],
    ['Are you single?', 'intimacy'],
    ["You're the rude one.", 'arguing'],
    ['Have you got nothing better to do? Grow up.', 'negative_language'],
    ["If you're going to shout I'm putting the phone down.", 'negative_language'],
    ['I told you to calm down.', 'negative_language'],
    ['Get lost', 'negative_language'],
  ])('%s', (text, label) => {
    expect(manner(text, angry, en)).toContain(label);
  });
});
