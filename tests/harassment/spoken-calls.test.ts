/** Whole small calls from their words, through every stage: what a night of calls would be judged to be. */
import { resolve } from 'node:path';
import fc from 'fast-check';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { readSetup } from '../../src/config/setup.js';
import type { Language } from '../../src/domain/call.js';
import type { HarassmentResult, SafetyNotice } from '../../src/domain/harassment.js';
import { compileScorer, type Scorer } from '../../src/scoring/scorer.js';
import { talk } from '../stages/stage-harness.js';
import { inShort } from './policies.js';

/** Every lexicon and rule is compiled twice, and hundreds of calls are scored. */
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const MODELS = resolve(import.meta.dirname, '../../models');
const OPENING = 'A: 您好，欢迎致电客服中心，请问有什么可以帮您？';
const scorers = new Map<string, Scorer>();

beforeAll(() => {
  for (const policy of ['default', 'protect-staff']) {
    scorers.set(policy, compileScorer(readSetup({ modelsFolder: MODELS, rubricFile: null, policy })));
  }
});

interface Judged {
  readonly harassment: HarassmentResult;
  readonly safety: SafetyNotice | null;
}

function judge(policy: string, lines: readonly string[], language: Language = 'zh'): Judged {
  const { result } = scorers.get(policy)!.score(talk(lines, { language }), null, null);
  return { harassment: result.harassment, safety: result.safety };
}

/** Name, turns, decision under `default`, categories, decision under `protect-staff` where it differs. */
type Row = readonly [string, readonly string[], string, readonly string[], string?];

const CALLS: readonly Row[] = [
  [
    'a furious complainant who swears in every turn',
    [
      OPENING,
      'C: 你们他妈的到底管不管，我5号下的单，钱扣了货不发，一帮骗子',
      'A: 非常抱歉给您添麻烦了，请您提供一下订单号',
      'C: 订单号88661234，妈的等了十天了，再不退款我打12315',
      'A: 我马上为您查询',
      'C: 快点，什么垃圾公司',
      'A: 查到了，已经为您申请退款，三个工作日内到账',
      'C: 行吧，再拖我就发网上曝光你们',
    ],
    'none',
    [],
  ],
  [
    'insults of the agent beside a real fault',
    [
      OPENING,
      'C: 宽带断了三天了没人管，你们干什么吃的',
      'A: 很抱歉，我帮您看一下',
      'C: 看看看，你个废物，就知道看',
      'A: 您别着急，已经为您安排师傅上门',
      'C: 你有病吧，我说了多少遍今天必须修好',
    ],
    'review',
    ['insult'],
  ],
  [
    'insults of a protected caller that go on after a warning',
    [
      OPENING,
      'C: 我的空调坏了，报修三次都没人来，你们这帮废物',
      'A: 非常抱歉，我帮您催一下',
      'C: 你个傻逼，催有什么用',
      'A: 先生，如果您继续辱骂，我将结束本次通话',
      'C: 你就是个傻逼怎么了',
    ],
    'review',
    ['insult'],
    'end_call@5',
  ],
  [
    'a caller who harasses with suggestive remarks',
    [
      OPENING,
      'C: 小妹你声音真好听，你穿什么衣服上班呢',
      'A: 请问您有业务方面的问题需要咨询吗？',
      'C: 没什么业务，加个微信呗，私下聊',
      'A: 对不起，您说的事情不在我们的业务受理范围，如果没有业务上的问题请您挂机，再见！',
    ],
    'end_call@3',
    ['sexual'],
  ],
  [
    'an explicit request',
    [OPENING, 'C: 美女陪哥睡一觉多少钱', 'A: 先生您的来电可能会被录音', 'C: 录就录，你一晚多少钱', 'A: 再见'],
    'block_number@1',
    ['sexual'],
  ],
  [
    'a prank',
    [
      OPENING,
      'C: 嘿嘿你猜我是谁',
      'A: 请问您需要办理什么业务？',
      'C: 我是玉皇大帝派来的',
      'A: 没有业务的话这边先挂机了，再见',
    ],
    'end_call@1',
    ['off_business'],
  ],
  [
    'insults and nothing else',
    [OPENING, 'C: 你个傻逼', 'A: 请问您有什么业务问题吗？', 'C: 操你妈'],
    'end_call@1',
    ['insult'],
  ],
  [
    'a credible threat without a matter',
    [OPENING, 'C: 我知道你在哪上班，下班你给我等着，我找人弄死你'],
    'block_number@1',
    ['threat'],
  ],
  [
    'a credible threat of a caller with a matter',
    [OPENING, 'C: 你们扣了我三千块钱到现在不退', 'A: 我帮您查询', 'C: 今天不退我带刀去你们营业厅砍死你'],
    'review',
    ['threat'],
    'block_number@3',
  ],
  [
    'a threat to complain at the counter',
    [OPENING, 'C: 快递丢了你们不赔是吧', 'A: 我帮您核实', 'C: 我明天去你们公司找你们经理，我还要找律师告你们'],
    'none',
    [],
  ],
  [
    'a pretext',
    [
      OPENING,
      'C: 我咨询业务啊，你声音真甜',
      'A: 请问您咨询什么业务？',
      'C: 你有男朋友吗',
      'A: 请问您有业务问题吗',
      'C: 想约你出来吃个饭嘛',
    ],
    'end_call@3',
    ['sexual'],
  ],
  [
    'silence',
    [OPENING, 'A: 喂，您好，听不到您的声音', 'A: 您好，一直听不到您的声音，请您换个电话再拨，再见'],
    'end_call@2',
    ['silence'],
  ],
  [
    'goods that only sound like it',
    [OPENING, 'C: 我要退货，你们那个内衣尺码不对', 'A: 请问订单号是多少', 'C: 订单号是123456，文胸D罩杯的发成了B罩杯'],
    'none',
    [],
  ],
  [
    'a picture of the fault by messenger',
    [OPENING, 'C: 冰箱门裂了，能不能加个微信我发照片给你', 'A: 您可以通过公众号上传', 'C: 好，你的工号多少'],
    'none',
    [],
  ],
  [
    'reported abuse',
    [OPENING, 'C: 你们骑手送餐的时候骂我傻逼，还说要弄死我', 'A: 非常抱歉', 'C: 我要投诉他'],
    'none',
    [],
  ],
  [
    'an old caller who tells it in a roundabout way',
    [
      OPENING,
      'C: 喂姑娘啊，吃饭了没有，我跟你说啊我孙子不在家',
      'A: 阿姨您好，请问有什么可以帮您',
      'C: 我那个电视啊不出人影了，遥控器也按不动',
    ],
    'none',
    [],
  ],
  [
    'regional slurs without a matter',
    [OPENING, 'C: 你是河南人吧，河南人都是骗子', 'A: 请问您有什么业务需要办理', 'C: 河南人没一个好东西'],
    'end_call@1',
    ['discrimination'],
  ],
  [
    'a matter, then it is dropped for talk',
    [
      OPENING,
      'C: 我查一下话费',
      'A: 您本月话费三十元',
      'C: 哦好的，谢谢',
      'A: 请问还有其他可以帮您的吗',
      'C: 没什么业务了，就想听你声音，你有男朋友吗',
      'A: 请问您还有业务问题吗',
      'C: 加个微信私下聊聊呗',
    ],
    'end_call@7',
    ['sexual'],
  ],
  ['cut off by the agent before the matter', [OPENING, 'C: 喂你好我想', 'A: 再见'], 'review', []],
];

describe('calls from their words', () => {
  for (const [name, lines, byDefault, categories, protecting] of CALLS)
    it(name, () => {
      const { harassment } = judge('default', lines);
      expect({ decision: inShort(harassment), categories: harassment.categories }).toEqual({
        decision: byDefault,
        categories,
      });
      expect(inShort(judge('protect-staff', lines).harassment)).toBe(protecting ?? byDefault);
    });

  it('a person in danger is kept on the line, and seen', () => {
    const lines = [OPENING, 'C: 傻逼客服，我不想活了，我现在站在楼顶上', 'A: 您别冲动，我马上帮您报警', 'C: 你给我滚'];
    const { harassment, safety } = judge('protect-staff', lines);
    expect(['none', 'review']).toContain(harassment.decision);
    expect(safety).toMatchObject({ kind: 'danger', turn: 1 });
  });

  it('taking the swearing out of an anchored call changes nothing', () => {
    const sworn = [
      OPENING,
      'C: 他妈的我的快递呢，妈的三天没到',
      'A: 我帮您查',
      'C: 真他妈慢，单号是66778899',
      'A: 已经在派送',
      'C: 操，快点',
    ];
    const clean = [
      OPENING,
      'C: 我的快递呢，三天没到',
      'A: 我帮您查',
      'C: 慢，单号是66778899',
      'A: 已经在派送',
      'C: 快点',
    ];
    for (const policy of ['default', 'protect-staff']) {
      expect(inShort(judge(policy, sworn).harassment)).toBe(inShort(judge(policy, clean).harassment));
    }
  });

  it('no swearing and no insult, wherever it is put, ends a call with a demand', () => {
    const calls = [
      [
        OPENING,
        'C: 我的宽带断了三天了',
        'A: 请问宽带账号是多少',
        'C: 尾号8866',
        'A: 已经安排师傅上门',
        'C: 那到底几点来',
      ],
      [
        OPENING,
        'C: 我要退款，订单号66778899',
        'A: 请问您有什么业务需要办理',
        'C: 说了退款',
        'A: 好的，三天到账',
        'C: 行吧',
      ],
      [OPENING, 'C: 你们多扣了我五十块钱', 'A: 我查询一下', 'C: 快点', 'A: 没有多扣', 'C: 我要去12315投诉'],
    ];
    const words = [
      '傻逼',
      '你有病吧',
      '他妈的',
      '操你妈',
      '你个废物',
      '垃圾公司',
      '你们这帮孙子',
      '滚',
      '气死我了',
      '卧槽',
      '脑残',
    ];
    const put = fc.record({
      call: fc.constantFrom(...calls),
      words: fc.array(fc.record({ at: fc.nat(10), word: fc.constantFrom(...words), how: fc.nat(2) }), {
        minLength: 1,
        maxLength: 5,
      }),
    });
    fc.assert(
      fc.property(put, ({ call, words: added }) => {
        const lines = [...call];
        for (const { at, word, how } of added) {
          const place = at % lines.length;
          const line = lines[place]!;
          if (how === 2 || !line.startsWith('C')) lines.splice(place + 1, 0, `C: ${word}`);
          else lines[place] = how === 0 ? `${line}，${word}` : `C: ${word}${line.slice(3)}`;
        }
        const { decision, fromTurn } = judge('default', lines).harassment;
        expect(['none', 'review']).toContain(decision);
        expect(fromTurn).toBeNull();
      }),
      { numRuns: 120, seed: 7 },
    );
  });
});

const EN_OPENING = 'A: Thank you for calling customer service, how can I help you?';
const EN_CALLS: readonly Row[] = [
  [
    'a furious complainant',
    [
      EN_OPENING,
      'C: this is fucking ridiculous, my internet has been down for three days and nobody came',
      'A: I am so sorry about that, may I have your account number?',
      'C: my account number is 998877, I want a refund or I will sue you',
    ],
    'none',
    [],
  ],
  [
    'insults beside a fault',
    [
      EN_OPENING,
      'C: my order never arrived you idiot',
      'A: let me check that for you',
      'C: you are so stupid, where is my package',
    ],
    'review',
    ['insult'],
  ],
  [
    'insults that go on after a warning',
    [
      EN_OPENING,
      'C: my order never arrived you idiot',
      'A: if you continue to swear at me I will end this call',
      'C: shut up you stupid bitch',
    ],
    'review',
    ['insult'],
    'end_call@3',
  ],
  [
    'insults and nothing else',
    [EN_OPENING, 'C: go fuck yourself', 'A: how can I help you today?', 'C: you are a moron'],
    'end_call@1',
    ['insult'],
  ],
  [
    'suggestive remarks',
    [EN_OPENING, 'C: what are you wearing', 'A: how can I help you with your account?', 'C: do you have a boyfriend'],
    'end_call@3',
    ['sexual'],
  ],
  [
    'a threat',
    [EN_OPENING, 'C: I know where you live and I am going to kill you tonight'],
    'block_number@1',
    ['threat'],
  ],
  [
    'a prank',
    [EN_OPENING, 'C: is your refrigerator running', 'A: I beg your pardon?', 'C: then you better go catch it haha'],
    'end_call@1',
    ['off_business'],
  ],
  [
    'silence',
    [EN_OPENING, "A: hello, I can't hear you", "A: I still can't hear anyone, I will disconnect now, goodbye"],
    'end_call@2',
    ['silence'],
  ],
  [
    'a plain inquiry',
    [EN_OPENING, 'C: what time does your store close on Sunday', 'A: at six', 'C: great, thank you'],
    'none',
    [],
  ],
];

describe('calls from their words (en)', () => {
  for (const [name, lines, byDefault, categories, protecting] of EN_CALLS)
    it(name, () => {
      const { harassment } = judge('default', lines, 'en');
      expect({ decision: inShort(harassment), categories: harassment.categories }).toEqual({
        decision: byDefault,
        categories,
      });
      expect(inShort(judge('protect-staff', lines, 'en').harassment)).toBe(protecting ?? byDefault);
    });
});
