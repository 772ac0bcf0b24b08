/** Danger told in words of content: real and present, or only sounding like it; and the turn in which it is told first. */
import { resolve } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { readSetup } from '../../src/config/setup.js';
import type { Language } from '../../src/domain/call.js';
import { compileScorer, type Scorer } from '../../src/scoring/scorer.js';
import { NONE_EN, NONE_ZH, REAL_EN, REAL_ZH } from './danger-cases.js';
import { observe, talk } from './stage-harness.js';

const OPENING: Readonly<Record<Language, string>> = {
  zh: 'A: 您好，请问有什么可以帮您',
  en: 'A: Hello, how can I help you?',
};
/** A demand before it takes away the support that a call without any gives to an ambiguous word. */
const DEMAND: Readonly<Record<Language, readonly string[]>> = {
  zh: ['C: 我先问下我的宽带账单为什么多扣了二十块', 'A: 好的，请问您的宽带账号是多少'],
  en: [
    'C: first I want to know why my broadband bill is twenty pounds higher',
    'A: Sure, what is your account number?',
  ],
};

const dangerTurns = (lines: readonly string[], language: Language = 'zh') =>
  observe(lines, { language })
    .findings.filter(({ label, counted }) => label === 'danger' && counted)
    .map(({ turn }) => turn);

describe.each([
  ['zh', REAL_ZH],
  ['en', REAL_EN],
] as const)('danger (%s)', (language, sentences) => {
  it.each(sentences)('%s', (text) => {
    expect(dangerTurns([OPENING[language], ...DEMAND[language], `C: ${text}`], language)).toContain(3);
  });
});

describe.each([
  ['zh', NONE_ZH],
  ['en', NONE_EN],
] as const)('no danger (%s)', (language, sentences) => {
  it.each(sentences)('%s', (text) => {
    expect(dangerTurns([OPENING[language], `C: ${text}`], language)).toEqual([]);
  });
});

describe('the first turn of a danger', () => {
  let scorer: Scorer;
  beforeAll(() => {
    const modelsFolder = resolve(import.meta.dirname, '../../models');
    scorer = compileScorer(readSetup({ modelsFolder, rubricFile: null, policy: 'default' }));
  });
  const safetyTurn = (lines: readonly string[]) => scorer.score(talk(lines), null, null).result.safety?.turn ?? null;

  const CALLS: readonly (readonly [string, number | null, readonly string[]])[] = [
    [
      'is the one in which it is told, not the plainer one after it',
      1,
      [
        'A: 您好，供电服务热线',
        'C: 停电了，我老伴插着氧气呢，机器停了，脸色不对',
        'A: 您家地址是哪里',
        'C: 和平路二十二号',
        'A: 我马上联系急救',
        'C: 她叫不醒了，没有呼吸了',
      ],
    ],
    [
      'is not the address that follows it',
      1,
      ['A: 您好，物业', 'C: 楼道里一股煤气味，呛得人头疼', 'A: 您是几号楼', 'C: 五号楼二单元'],
    ],
    [
      'is told over two turns where the agent asks in between',
      3,
      ['A: 您好，电梯应急', 'C: 三号电梯停在七楼半了，我在里头', 'A: 您一个人吗', 'C: 还有我儿子，他有哮喘，喘得厉害'],
    ],
    [
      'is what only the next turn explains',
      3,
      [
        'A: 您好，会员客服',
        'C: 我的会员能转给我室友吗',
        'A: 您自己不用了吗',
        'C: 我用不着了',
        'A: 您是说',
        'C: 药我都买好了，摆在桌上，活着没意思',
      ],
    ],
    [
      'is none where what is given up is a contract',
      null,
      ['A: 您好', 'C: 这张卡以后用不着了，帮我注销', 'A: 好的', 'C: 谢谢，再见'],
    ],
  ];
  it.each(CALLS)('%s', (_name, turn, lines) => {
    expect(safetyTurn(lines)).toBe(turn);
  });
});

describe('a time that is over', () => {
  it('dates a danger only where nothing nearer says that it is now', () => {
    expect(dangerTurns([OPENING.zh, 'C: 我妈去年脑梗住过院，今天又晕倒了，叫不醒'])).toEqual([1]);
    expect(dangerTurns([OPENING.zh, 'C: 我妈去年在家里晕倒了，叫不醒，后来住院了'])).toEqual([]);
  });

  it('dates the whole of an account that begins with it', () => {
    expect(dangerTurns([OPENING.zh, 'C: 上回我表哥那个厅，中间有根柱子，新娘走过去，一头撞上，满头是血'])).toEqual([]);
  });
});
