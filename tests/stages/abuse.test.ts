/** Abuse, harassing remarks and the agent's replies to them: what counts and, first, what only sounds like it. */
import { describe, expect, it } from 'vitest';
import type { Finding } from '../../src/domain/finding.js';
import { NO_TURN_LABELS } from '../../src/nlp/turn-labels.js';
import { abuseStage } from '../../src/stages/abuse.js';
import { runStages } from '../../src/stages/run-stages.js';
import type { ModelWitness } from '../../src/stages/stage.js';
import { stageData, talk } from './stage-harness.js';

/** The abuse stage alone: the labels of the stages before it are not needed here. */
function abuseOf(
  lines: readonly string[],
  language: 'zh' | 'en' = 'zh',
  model: ModelWitness | null = null,
): readonly Finding[] {
  return runStages(talk(lines, { language }), stageData(language), [{ ...abuseStage, needs: [] }], model).findings;
}

function labelled(lines: readonly string[], turn: number, language: 'zh' | 'en' = 'zh'): readonly string[] {
  const found = abuseOf(lines, language).filter((each) => each.turn === turn && each.counted);
  return [...new Set(found.map((each) => each.label))].sort();
}

const CALLER_NONE: readonly string[] = [
  '我们单位的干部都说你们这个活动靠谱',
  '我操作了半天还是登不上去',
  '我把草稿发给你们了',
  '这个路口交通太堵了能不能装个红绿灯',
  '他妈妈的手机号是多少我忘了',
  '他妈的医保卡丢了想补办一张',
  '我妈的社保怎么查',
  '我这个事情是个大麻烦',
  '体操课几点开始',
  '我操心孩子的学费退不退',
  '小区门口的垃圾三天没人清运了',
  '垃圾分类的桶什么时候换',
  '你这个垃圾短信能不能屏蔽掉',
  '我要退的是2B铅笔一盒',
  '周围神经病变能报销吗',
  '精神病院的电话是多少',
  '废物回收多少钱一斤',
  '智障人士办残疾证要什么材料',
  '我真是个傻子居然信了广告',
  '把我当傻子是吧',
  '我脑子坏了才买你们的理财',
  '他骂我傻逼你们管不管',
  '那个师傅跟我说你有病吧然后就走了',
  '快递员威胁我说要弄死我',
  '再坏一次我就叫消防队来炸了你这破锅炉',
  '他堵在单元门口，还说找人弄死你',
  '那个人拿手机对着我拍，放话说砍死你们全家',
  '司机骂得特别难听说操你妈',
  '你们客服上次说我有病',
  '“傻逼”这个词是你们客服打出来的',
  '他让我滚蛋我才打电话的',
  '我又不是傻逼为什么要交两次',
  '我要投诉你们我要去工信部告你们',
  '不给退我就发抖音曝光你们',
  '我明天去你们营业厅找你们经理',
  '我要找律师起诉你们等着收律师函吧',
  '你的工号多少我要投诉你',
  '你叫什么名字我记一下',
  '能不能加个微信我把故障照片发给你',
  '师傅的微信能不能给我一下',
  '我想退一下上周买的内衣尺码不对',
  '避孕套的订单什么时候发货',
  '做妇科检查需要预约吗',
  '你们成人用品店什么时候退货',
  '孩子上床睡觉以后网就断了',
  '床上用品四件套少发了一个枕套',
  '酒店大床房多少钱一晚',
  '我的衣服洗坏了都湿了一直没干',
  '你们师傅几点下班我等他来修',
  '今天哪儿也不去，就守着你，查到了说一声',
  '我不挂，就守着你',
  '客服你好我是河南人在外地能办卡吗',
  '黄河路那边的路灯坏了',
  '打印机硒鼓硬了不出墨',
  '这个面包硬了能不能退',
  '你听我说完行不行',
  '气死我了到底什么时候修',
  '急死我了你们快点行不行',
  '你们公司这个跳楼价是真的吗',
  '你家在哪里有门店',
  '烧死了一块主板你们给换吗',
  '这鞋子打我脚能不能换',
  '麻烦你帮我查一下话费',
  '我不喜欢你们这个套餐',
  '爱你们的产品但是这次坏了',
  '吃屎的狗不能带上地铁吗',
  '洗衣机滚筒不转了',
  '电热毯滚烫有没有危险',
  '利滚利你们收了我多少钱',
  '电脑脑子里进水了开不了机',
  '你是人工还是机器人',
  '你是机器人吗',
  '狗叫两声',
  '我家狗叫两声邻居就投诉我',
  '发动机叫两声就熄火了',
  '启动的时候叫两声，然后就熄火',
  '孩子的玩具会学狗叫一个小时',
  '这个玩具学狗叫两声就坏了',
  '我想换彩铃，学猫叫',
  '店员逼我学狗叫一个小时',
  '你也是狗年的',
  '你是属狗的吧',
  '你也是猪年生的',
  '你家狗丢了',
  '你是狗主人吗',
  '你也是养狗的吧',
  '你是猪肉店吗',
  '你也是老鼠药厂家吗',
  '他说你也是狗',
  '我知道你们几点下班',
  '我知道你几点下班，所以赶紧打过来问一下',
  '我知道你几点下班，不耽误你，就问一句',
  '我在你们公司楼下等你送货',
  '喂，师傅，我在你们公司楼下等你',
  '快递员我在你们公司楼下等你，我的快递怎么还没拿下来',
  '我在你们公司楼下等你们',
  '我在你们营业厅门口等你开门',
  '我的车就在你后面那辆，你往前挪挪',
  '我在你后面那辆车里，你们代驾看到我没',
  '我在你后面排队',
  '我跟着你说的步骤做了',
  '你昨天开的发票我看到了',
];

const CALLER: readonly (readonly [string, readonly string[]])[] = [
  ['真他妈倒霉网又断了', ['profanity']],
  ['你们这垃圾公司', ['profanity']],
  ['那帮孙子收了钱就不认人', ['profanity']],
  ['卧槽又扣了我五十', ['profanity']],
  ['妈的等了半天', ['profanity']],
  ['什么狗屁服务', ['profanity']],
  ['你们都是一帮废物', ['profanity']],
  ['你们有病吧', ['profanity']],
  ['那个师傅就是个傻逼', ['profanity']],
  ['傻逼系统又登不上', ['profanity']],
  ['这也太傻逼了吧', ['profanity']],
  ['你们经理是个王八蛋', ['profanity']],
  ['tmd 又断网了', ['profanity']],
  ['你们公司真垃圾', ['profanity']],
  ['扯淡呢你们放屁', ['profanity']],
  ['你有病吧', ['insult']],
  ['您是不是有病啊', ['insult']],
  ['你个废物', ['insult']],
  ['你是猪吗', ['insult']],
  ['你脑子进水了吧', ['insult']],
  ['你他妈会不会说话', ['insult']],
  ['傻逼', ['insult']],
  ['傻 逼', ['insult']],
  ['你就是个傻*', ['insult']],
  ['你们到底什么时候发货，傻逼', ['insult']],
  ['那个师傅到现在没来，傻逼', ['profanity']],
  ['你 s b 吧', ['insult']],
  ['沙雕玩意', ['insult']],
  ['煞笔', ['insult']],
  ['cnm', ['insult']],
  ['nmsl', ['insult']],
  ['你个2b', ['insult']],
  ['草泥马', ['insult']],
  ['你傻叉吧', ['insult']],
  ['操你妈', ['insult']],
  ['滚', ['insult']],
  ['你给我滚', ['insult']],
  ['你算什么东西', ['insult']],
  ['你听不懂人话是不是', ['insult']],
  ['你要不要脸', ['insult']],
  ['给脸不要脸', ['insult']],
  ['你怎么不去死', ['insult']],
  ['祝你全家死光', ['insult']],
  ['你妈死了吧', ['insult']],
  ['你这人怎么这么笨', ['insult']],
  ['我是你爹', ['insult']],
  ['闭上你的狗嘴', ['insult']],
  ['你就是个臭接电话的', ['insult']],
  ['神经病', ['insult']],
  ['有病', ['insult']],
  ['脑残', ['insult']],
  ['你個白癡', ['insult']],
  ['我找人弄你', ['threat']],
  ['我知道你在哪上班下班等着', ['threat']],
  ['砍死你', ['threat']],
  ['信不信我打死你', ['threat']],
  ['我要炸了你们公司', ['threat']],
  ['我带刀过去找你', ['threat']],
  ['你下班给我小心点我找几个人堵你', ['threat']],
  ['你穿什么内衣', ['sexual']],
  ['小妹陪哥睡一觉', ['sexual']],
  ['你多大胸', ['sexual']],
  ['说点好听的骚话', ['sexual']],
  ['想不想我', ['sexual']],
  ['你一晚多少钱', ['sexual']],
  ['你穿什么衣服上班呢', ['sexual']],
  ['你有男朋友吗', ['off_business', 'sexual']],
  ['你住哪儿啊', ['advance', 'sexual']],
  ['你几点下班我去接你', ['advance', 'sexual']],
  ['加个微信呗私下聊', ['advance', 'off_business', 'sexual']],
  ['河南人都是骗子', ['discrimination']],
  ['死残废', ['discrimination']],
  ['你个乡巴佬', ['discrimination']],
  ['女的懂什么', ['discrimination']],
  ['滚回你老家种地去', ['discrimination', 'insult']],
  ['嘿嘿你猜我是谁', ['off_business']],
  ['我是玉皇大帝派来的', ['off_business']],
  ['给我唱首歌吧', ['off_business']],
  ['闲着无聊找人聊天', ['off_business']],
  ['陪我聊聊天嘛', ['off_business']],
  ['我们在玩大冒险', ['off_business']],
  ['没业务不能打啊', ['off_business']],
  ['我就在你后面那辆车里', ['threat']],
  ['我知道你几点下班', ['threat']],
  ['我明天就去守你家门口', ['threat']],
  ['等着，我下班去蹲你', ['threat']],
  ['我在你们公司楼下等你', ['threat']],
  ['我每天都跟着你回家', ['threat']],
  ['你今天穿的白衬衫，我看见了', ['threat']],
  ['我知道你走哪条路回家', ['threat']],
  ['别让我在路上碰见你', ['threat']],
  ['快递丢了不赔是吧，我知道你几点下班，你给我等着', ['threat']],
  ['你也是狗', ['insult']],
  ['你就是条狗', ['insult']],
  ['你他妈就是一条疯狗', ['insult']],
  ['你不就是头驴吗', ['insult']],
  ['你们就是一群狗', ['profanity']],
  ['叫两声听听，学猫', ['insult']],
  ['学狗叫一个', ['insult', 'off_business']],
  ['给爷学两声狗叫', ['insult', 'off_business']],
  ['你会不会学猪叫', ['off_business']],
  ['叫两声给哥听', ['sexual']],
  ['给哥叫两声听听', ['sexual']],
  ['给我叫个床听听', ['sexual']],
];

describe('abuse by the caller (zh)', () => {
  it.each(CALLER_NONE)('finds nothing in: %s', (text) => {
    expect(labelled(['A: 您好，请问有什么可以帮您', `C: ${text}`], 1)).toEqual([]);
  });
  it.each(CALLER)('%s: %s', (text, labels) => {
    expect(labelled(['A: 您好，请问有什么可以帮您', `C: ${text}`], 1)).toEqual(labels);
  });
});

const EN_NONE: readonly string[] = [
  'my internet is down again, I have been waiting three hours',
  'I will sue you and post this on twitter',
  "I'm coming to your store tomorrow to talk to your manager",
  'can I get your employee number please',
  'do you sell bras in size 34 D',
  'he called me an idiot and hung up',
  'your driver told me he would kill me',
  'I feel like an idiot for buying this plan',
  "you're dead wrong about the late fee",
  "I'll shoot you an email with the invoice",
  'can you beat your price on this phone',
  'I want to speak to a manager right now',
  'are you a robot or a real person',
  'Friday then, I will wait for you, bye',
  'what time do you close today',
  'can I have your direct number to send the photo of the broken part',
  'I am Chinese and I need an interpreter for my account',
  'you pig out on this stuff and then you get sick',
  'your guinea pig order is late',
  "you're a dog person too I guess",
  'you are a pig farmer right',
  'are you dog friendly',
  'can you snake the drain',
  'he said you are a pig',
  'what is the courier wearing',
  'tell me what you are wearing so the driver can find you, my parcel is late',
  'the dress I am wearing came torn',
  "tell me if you're open on Sundays",
  'tell me what you want from me, the form or the card',
  'is it a single room',
  'are you single-handedly handling this',
  'are you available tonight for a delivery',
  'can your technician come over to my place',
  'can you come over to my place tonight, my boiler is broken',
  'you should come over to my place, the pipe is leaking',
  'I bet you are great at this',
  'I bet you look good on paper but my refund is late',
  "I'm right behind you in the queue",
  "I'm in the car behind you, move up please",
  'I know what time you close',
  "I know what time you finish so I'll be quick",
  'I was following you until step three',
  'I saw you leave the parcel at my door',
];

const EN: readonly (readonly [string, readonly string[]])[] = [
  ['this is fucking ridiculous, my phone is dead', ['profanity']],
  ['damn it, the app crashed again', ['profanity']],
  ['you people are a bunch of morons', ['profanity']],
  ['this company is garbage', ['profanity']],
  ['that driver was an asshole', ['profanity']],
  ['you are a fucking idiot', ['insult']],
  ["you're so stupid", ['insult']],
  ['are you deaf or what', ['insult']],
  ['go fuck yourself', ['insult']],
  ['shut up you stupid bitch', ['insult']],
  ['do you have half a brain', ['insult']],
  ["tell me what you're wearing", ['sexual']],
  ['tell me what dress you are wearing', ['sexual']],
  ["tell me if you're single", ['sexual']],
  ['tell me you love me', ['sexual']],
  ['are you single', ['sexual']],
  ['come over to my place', ['advance', 'sexual']],
  ['bet you look good', ['sexual']],
  ["I'm in the car behind you", ['threat']],
  ['I know when you finish', ['threat']],
  ['I saw you leave the office', ['threat']],
  ['I followed you home', ['threat']],
  ['you pig', ['insult']],
  ["you're a pig", ['insult']],
  ['you are such a fat pig and I hate you', ['insult']],
  ['you dirty rat', ['insult']],
  ['I know where you live', ['threat']],
  ["I'm going to kill you", ['threat']],
  ["I'll be waiting for you outside", ['threat']],
  ["I'll find out where you work and wait for you outside", ['threat']],
  ['what are you wearing right now', ['sexual']],
  ['show me your tits', ['sexual']],
  ['do you have a boyfriend', ['off_business', 'sexual']],
  ['go back to your country', ['discrimination']],
  ['stupid Indian get me someone else', ['discrimination']],
  ['guess who this is', ['off_business']],
  ['is your refrigerator running', ['off_business']],
  ["I'm just bored and wanted to chat", ['off_business']],
];

describe('abuse by the caller (en)', () => {
  it.each(EN_NONE)('finds nothing in: %s', (text) => {
    expect(labelled(['A: Thank you for calling, how can I help you', `C: ${text}`], 1, 'en')).toEqual([]);
  });
  it.each(EN)('%s: %s', (text, labels) => {
    expect(labelled(['A: Thank you for calling, how can I help you', `C: ${text}`], 1, 'en')).toEqual(labels);
  });
});

/** Attributes of the counted findings of a label in a turn. */
function attributes(lines: readonly string[], turn: number, label: string): readonly unknown[] {
  return abuseOf(lines)
    .filter((each) => each.turn === turn && each.counted && each.label === label)
    .map((each) => each.attributes);
}

const ASK = 'A: 您好，请问有什么可以帮您';

describe('attributes', () => {
  it.each([
    ['我找人弄死你', true],
    ['我知道你在哪上班', true],
    ['带刀过去找你', true],
    ['把你腿打断', true],
    ['弄死你', false],
    ['信不信我打死你', false],
    ['我要炸了你们公司', false],
  ])('credible threat: %s %s', (text, credible) => {
    expect(attributes([ASK, `C: ${text}`], 1, 'threat')).toContainEqual({ credible });
  });
  it.each([
    ['我的音响不响了', []],
    ['你穿什么颜色的内裤', ['sexual']],
  ])('asking for a sound is sexual only after another remark: %s', (before, labels) => {
    expect(labelled([ASK, `C: ${before}`, 'A: 请讲', 'C: 你叫一声'], 3)).toEqual(labels);
  });
  it('what a caller is there for explains the turns beside it, a thing named there does not', () => {
    const waits = (before: string) =>
      labelled([ASK, `C: ${before}`, 'A: 好的', 'C: 我在你们公司楼下等你'], 3).includes('threat');
    expect(waits('我是来取件的')).toBe(false);
    expect(waits('我的快递丢了')).toBe(true);
  });
  it('takes a threat said again at its word', () => {
    const lines = [ASK, 'C: 弄死你', 'A: 请您冷静', 'C: 我一定打死你'];
    expect(attributes(lines, 1, 'threat')).toEqual([{ credible: false }]);
    expect(attributes(lines, 3, 'threat')).toContainEqual({ credible: true });
  });
  it.each([
    ['你们公司真垃圾', 'organisation'],
    ['那个师傅是个王八蛋', 'third_party'],
    ['他妈的又断了', 'situation'],
    ['你们有病吧', 'organisation'],
  ])('target of swearing: %s %s', (text, target) => {
    expect(attributes([ASK, `C: ${text}`], 1, 'profanity')).toContainEqual({ target });
  });
  it.each([
    ['你一晚多少钱', 'obscene'],
    ['你穿什么内衣', 'obscene'],
    ['你穿什么衣服上班', 'advance'],
    ['晚上去接你吃饭好不好', 'advance'],
  ])('kind of sexual remark: %s %s', (text, kind) => {
    expect(attributes([ASK, `C: ${text}`], 1, 'sexual')).toContainEqual({ kind });
  });
  it.each([
    ['你猜我是谁', 'prank'],
    ['我是秦始皇', 'nonsense'],
    ['陪我聊聊天嘛', 'rambling'],
    ['就想听你声音', 'flirting'],
  ])('kind of off-business talk: %s %s', (text, kind) => {
    expect(attributes([ASK, `C: ${text}`], 1, 'off_business')).toContainEqual({ kind });
  });
});

describe('witnesses', () => {
  const model = (abuse: number, threshold: number | null = 0.8): ModelWitness => {
    const quiet = { sentiment: { negative: 0, neutral: 1, positive: 0 }, abuse: 0 };
    return {
      info: {
        id: 'test',
        version: '1',
        sentimentThresholds: { negative: null, positive: null },
        abuseThreshold: threshold,
        reads: true,
        turnLabels: NO_TURN_LABELS,
      },
      turns: [quiet, { ...quiet, abuse }],
      labels: [],
    };
  };
  const weak = [ASK, 'C: 你跟个木头一样的走狗'];
  it('an ambiguous word alone is none, and is kept with its reason', () => {
    const found = abuseOf([ASK, 'C: 你是复读机吗']).filter((each) => each.turn === 1 && each.label === 'insult');
    expect(found).toMatchObject([{ counted: false, discardedBecause: 'weak' }]);
  });
  it('the encoder supports a phrase', () => {
    const lines = [ASK, 'C: 你是复读机吗'];
    const found = abuseOf(lines, 'zh', model(0.95)).find((each) => each.label === 'insult');
    expect(found).toMatchObject({ counted: true, witnesses: [{ kind: 'model', id: 'test', probability: 0.95 }] });
    expect(abuseOf(lines, 'zh', model(0.5)).find((each) => each.label === 'insult')).toMatchObject({ counted: false });
  });
  it('the encoder alone makes no label', () => {
    const found = abuseOf([ASK, 'C: 我的快递三天没到'], 'zh', model(0.99));
    expect(found.filter((each) => each.turn === 1 && each.counted)).toEqual([]);
  });
  it('other abuse in the turn supports an ambiguous word', () => {
    expect(labelled([...weak], 1)).toEqual([]);
    expect(labelled([ASK, 'C: 你个废物，走狗'], 1)).toEqual(['insult']);
  });
});

describe('replies of the agent', () => {
  const forms = (lines: readonly string[], turn: number) =>
    attributes(lines, turn, 'abuse_warning').map((each) => (each as { form: string }).form);
  it('the routine notice of an opening is no warning', () => {
    expect(forms(['A: 您好，本次通话将被录音，请问有什么可以帮您'], 0)).toEqual([]);
  });
  it('looking up a recording is no warning', () => {
    expect(forms([ASK, 'C: 你们上次答应我退款的', 'A: 我们会调取通话录音核实'], 2)).toEqual([]);
  });
  it('a bare request to be civil is none', () => {
    expect(forms([ASK, 'C: 你个傻逼', 'A: 请您不要骂人，文明用语'], 2)).toEqual([]);
  });
  it.each([
    ['A: 对不起，您的来电可能会被录音', ['recording']],
    ['A: 您好，本次通话全程录音，请您注意言辞', ['recording']],
    ['A: 请不要谈论与业务无关的话题', ['off_business']],
    ['A: 我们这里不提供聊天服务', ['off_business']],
    ['A: 如果您继续辱骂，我将结束本次通话', ['ending']],
    ['A: 请您文明用语，否则我会挂断电话', ['ending']],
  ] as const)('%s', (text, expected) => {
    expect(forms([ASK, 'C: 你个傻逼', text], 2)).toEqual(expected);
  });
  it('the scope formula tells the scope, asks to hang up and warns', () => {
    const lines = [
      ASK,
      'C: 你穿什么内衣',
      'A: 对不起您说的事情不在我们的业务受理范围，如果没有业务上的问题请您挂机，再见',
    ];
    expect(labelled(lines, 2)).toEqual(['abuse_warning', 'hangup_request', 'scope_notice']);
  });
  it('a referral of a caller with a matter is a scope notice alone', () => {
    const lines = [ASK, 'C: 我家门口路灯坏了', 'A: 这个不在我们的业务范围，您可以联系市政'];
    expect(labelled(lines, 2)).toEqual(['scope_notice']);
  });
  it('a courteous end is no request to hang up', () => {
    const lines = [ASK, 'C: 查一下话费', 'A: 三十元', 'C: 好的谢谢', 'A: 不客气，请您先挂机，再见'];
    expect(labelled(lines, 4)).toEqual([]);
  });
  it.each([
    ['A: 您好，听不到您的声音', ['silence_notice']],
    ['A: 电话里没有声音，请您换个电话再拨', ['silence_notice']],
    ['A: 喂，您好，能听到我说话吗', []],
    ['A: 您的声音听不太清楚', []],
  ] as const)('silence: %s', (text, expected) => {
    expect(labelled([ASK, text], 1)).toEqual(expected);
  });
});

describe('neighbouring turns', () => {
  it('words of the trade are harmless beside a demand of the turn before', () => {
    const lines = [ASK, 'C: 我买的文胸尺码发错了要换货', 'A: 请问您要换多大的', 'C: 多大罩杯能换，我要C罩杯'];
    expect(labelled(lines, 3)).toEqual([]);
  });
  it('small talk while waiting is none', () => {
    const lines = [ASK, 'C: 查一下我的宽带什么时候到期', 'A: 请您稍等，我帮您查询', 'C: 你们那天气怎么样'];
    expect(labelled(lines, 3)).toEqual([]);
  });
  it('an ambiguous remark counts beside a clear one', () => {
    const lines = [ASK, 'C: 查一下话费', 'A: 三十元', 'C: 你声音真好听', 'A: 还有其他问题吗', 'C: 你有男朋友吗'];
    expect(labelled(lines, 3)).toEqual(['off_business', 'sexual']);
    expect(labelled([ASK, 'C: 查一下话费', 'A: 三十元', 'C: 你声音真好听，服务也好，谢谢'], 3)).toEqual([]);
  });
});
