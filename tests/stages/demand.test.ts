/** What a caller wants, the facts he gives, and danger: what counts and what only sounds like it. */
import { describe, expect, it } from 'vitest';
import type { Finding } from '../../src/domain/finding.js';
import { abuseStage } from '../../src/stages/abuse.js';
import { dangerFindings } from '../../src/stages/danger.js';
import { DEVELOPED, demandFindings, factFindings } from '../../src/stages/demand.js';
import { runStages } from '../../src/stages/run-stages.js';
import { findingStore, type StageInput } from '../../src/stages/stage.js';
import { labelsAt, observe, stageData, talk } from './stage-harness.js';

function inputOf(lines: readonly string[], language: 'zh' | 'en' = 'zh'): StageInput {
  const result = runStages(talk(lines, { language }), stageData(language), [{ ...abuseStage, needs: [] }], null);
  return {
    call: result.call,
    reading: result.reading,
    ...stageData(language),
    model: null,
    found: findingStore(result.findings),
    sentiments: result.sentiments,
    inputs: result.inputs,
  };
}

const OPENING = { zh: 'A: 您好，请问有什么可以帮您', en: 'A: Thank you for calling, how can I help you' };

function strength(findings: readonly Finding[], turn: number): number {
  return Math.max(
    0,
    ...findings.filter((found) => found.turn === turn && found.counted).map((found) => found.strength),
  );
}

const DEVELOPED_ALONE: readonly string[] = [
  '我的宽带断了三天了',
  '他妈的钱扣了不给货',
  '你们这帮骗子给我退钱',
  '我那单5号的到现在没发货',
  '傻逼客服我的快递呢怎么还没到',
  '我想问一下我那个周末流量还剩多少',
  '查一下我的话费',
  '空调不制冷能不能派个师傅来修',
  '你们多扣了我五十块钱',
  '我要退货尺码不对',
  '信用卡逾期了怎么还款',
  '机票改签要多少手续费',
  '我要投诉你们快递员态度恶劣',
  '不解决我就打12315',
  '我要去工信部告你们',
  '我等着收你们的赔偿',
  '给我一个说法',
  '我第三次打电话了',
  '你们上次说三天内解决的',
  '工资三个月没发了怎么办',
  '楼上天天半夜放音乐吵死了',
  '我们村的路坑坑洼洼没人管',
  '孩子发烧了挂哪个科',
  '门锁打不开我被关在外面了',
  '账号被冻结了怎么解封',
  '我想预约明天的专家号',
  '酒店订错日期了能不能取消',
  '我儿子玩游戏充了八千块钱',
  '身份证丢了怎么补办',
  '尾号是8866的那张卡',
  '订单号12345678',
  '公交司机不停车',
  '水表走得不对多收我水费',
  '我妈的社保怎么转移',
  '洗衣机漏水了什么时候来修',
];

const PRETEXT: readonly string[] = ['我咨询业务', '办个业务', '我咨询业务啊你声音真甜', '问个事', '有点事想问问你'];

const NO_DEMAND: readonly string[] = [
  '你声音真好听',
  '嘿嘿你猜我是谁',
  '陪我聊聊天嘛',
  '傻逼',
  '你有病吧',
  '今天天气真好',
  '你一晚多少钱',
  '你几点下班',
  '我是玉皇大帝',
  '滚',
];

describe('demand (zh)', () => {
  it.each(DEVELOPED_ALONE)('is developed in one turn: %s', (text) => {
    expect(strength(demandFindings(inputOf([OPENING.zh, `C: ${text}`])), 1)).toBeGreaterThanOrEqual(DEVELOPED);
  });
  it.each(PRETEXT)('is a pretext: %s', (text) => {
    const most = strength(demandFindings(inputOf([OPENING.zh, `C: ${text}`])), 1);
    expect(most).toBeGreaterThan(0);
    expect(most).toBeLessThan(0.5);
  });
  it.each(NO_DEMAND)('is none: %s', (text) => {
    expect(strength(demandFindings(inputOf([OPENING.zh, `C: ${text}`])), 1)).toBeLessThan(0.5);
  });
  it('tells the kinds apart', () => {
    const found = demandFindings(inputOf([OPENING.zh, 'C: 我第三次打了，再不退款我就去12315投诉']));
    const kinds = found.map((each) => each.attributes.kind);
    expect(kinds).toContain('earlier_contact');
    expect(kinds).toContain('remedy');
    expect(kinds).toContain('lawful_complaint');
  });
  it('takes a number beside an advance for a pretext', () => {
    const found = demandFindings(inputOf([OPENING.zh, 'C: 我手机号是13800138000加个微信私聊吧']));
    expect(strength(found, 1)).toBeLessThan(0.5);
  });
});

const TOLD_OF_A_MATTER: readonly string[] = [
  'just tell me where my parcel is',
  'tell me the price',
  'tell me what the fee is',
  'tell me when you open',
  'tell me if the engineer is coming',
  'tell me about your broadband',
  'tell me something about my bill',
  'tell me how you got my number',
];

const TOLD_OF_NONE: readonly string[] = [
  "tell me what you're wearing",
  'tell me what dress you are wearing',
  'tell me a joke',
  'tell me a secret',
  'tell me something nice',
  'tell me about yourself',
  'tell me about your love life',
  "tell me if you're single",
];

describe('"tell me" (en)', () => {
  const matters = (text: string) =>
    labelsAt(observe([OPENING.en, `C: ${text}`], { language: 'en' }), 1).filter(
      (label) => label === 'demand' || label === 'possible_matter',
    );
  it.each(TOLD_OF_A_MATTER)('may ask for a matter: %s', (text) => {
    expect(matters(text)).not.toEqual([]);
  });
  it.each(TOLD_OF_NONE)('is no sign of one by itself: %s', (text) => {
    expect(matters(text)).toEqual([]);
  });
});

describe('fact_given (zh)', () => {
  it.each(['13812345678', '尾号8866', '我姓王', '3月5号下的单', '我住阳光小区3号楼', '订单号是20240305'])(
    '%s',
    (text) => {
      expect(factFindings(inputOf([OPENING.zh, `C: ${text}`])).some((fact) => fact.counted)).toBe(true);
    },
  );
  it.each(['你快点', '我不知道', '嗯', '我是来投诉的'])('none: %s', (text) => {
    expect(factFindings(inputOf([OPENING.zh, `C: ${text}`])).some((fact) => fact.counted)).toBe(false);
  });
});

const NO_DANGER: readonly string[] = [
  '气死我了你们什么时候修',
  '急死我了我的快递到底在哪',
  '想死的心都有了这个月话费又多扣',
  '我要被你们逼死了我的贷款批不批',
  '你们这个跳楼价的手机还有吗',
  '我妈去年脑梗发作住院了怎么理赔',
  '上个月车祸腿受伤了保险怎么报',
  '笑死我了你们这个账单',
  '热死了空调不制冷',
  '我的手机没反应了',
  '他打我电话我没接到',
  '我规划自己的养老金怎么交',
  '孩子的账号丢了',
  '系统崩溃了我快死了给我退钱',
  '累死了排队两个小时还没办上',
  '打印机没反应了',
  '这批货全死了你们赔',
  '救命稻草一样的药怎么买不到',
  '医生说我爸的心脏病药医保能报吗',
  '游戏里我被人打死了装备没了',
];

const DANGER: readonly string[] = [
  '我不想活了',
  '我想自杀',
  '我现在就站在楼顶上准备跳下去',
  '我吃了一整瓶安眠药',
  '我割腕了流了好多血',
  '我妈突然晕倒了叫不醒',
  '我爸没有呼吸了怎么办',
  '胸口疼得厉害喘不上气',
  '我老公在打我救救我',
  '孩子被锁在车里了',
  '孩子走丢了怎么办',
  '有人拿刀要砍我',
  '我老婆羊水破了快帮我叫救护车',
  '心脏病犯了快点',
  '我被关起来了他们不让我出门在打我',
  '遗书都写好了',
  '家里着火了老人困在里面',
  '我女儿掉水里了',
];

describe('danger (zh)', () => {
  it.each(NO_DANGER)('is none: %s', (text) => {
    expect(dangerFindings(inputOf([OPENING.zh, `C: ${text}`])).some((found) => found.counted)).toBe(false);
  });
  it.each(DANGER)('%s', (text) => {
    expect(dangerFindings(inputOf([OPENING.zh, `C: ${text}`])).some((found) => found.counted)).toBe(true);
  });
});
