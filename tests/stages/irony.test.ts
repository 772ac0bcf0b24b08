/** Praise that is not meant, and praise that is: own turns, three of the second kind for each of the first. */
import { describe, expect, it } from 'vitest';
import type { Language } from '../../src/domain/call.js';
import { observe } from './stage-harness.js';

const IRONY_ZH: readonly string[] = [
  '你们可真行啊，说好周一上门，今天都周四了',
  '服务真好，好到我等了三天',
  '高效，真高效，一个电话转了五个人',
  '太好了，又扣了我两百块手续费',
  '你们效率真高啊，一个退款拖了半个月',
  '真专业，修了三次还是坏的',
  '感谢你们，让我白跑了两趟',
  '你们公司真讲信用，说好昨天回电，到现在也没人打',
  '真贴心啊，打了四十分钟没一个人接',
  '厉害了，越修越坏',
  '恭喜你们，成功把我的包裹弄丢了，连个电话都没有',
  '五星服务啊，请了三天假在家干等',
  '真方便，光填表就跑了四趟',
  '你们客服真负责，踢皮球踢得真好',
  '谢谢你们啊，害我大老远跑一趟',
  '真准时，等到晚上十点一个人影都没有',
  '可真贴心，过期的牛奶给我送来了，全是坏的',
  '办事真快，快到我都忘了报修是哪个月了，等了两个月',
  '好，真好，又断了',
  '你们产品真不错，用了两天坏了三次',
];
const MEANT_ZH: readonly string[] = [
  '你们师傅真行，半小时就修好了',
  '你们服务真好，等了三天就到了，比别家快',
  '太好了，终于修好了，等了三天没白等',
  '你们效率真高，昨天报的今天就办好了',
  '真专业，一次就修好了',
  '感谢你们，帮我把钱找回来了',
  '你们公司真讲信用，说退就退了，钱已经到账了',
  '真贴心，还专门打电话提醒我',
  '厉害厉害，师傅一来就弄好了',
  '服务真好，我要表扬那个小姑娘',
  '真方便，手机上点一下就行',
  '你们客服真负责，谢谢你帮我催',
  '真准时，说九点就九点',
  '办事真快，五分钟就搞定了',
  '太好了，那我等三天没问题',
  '太好了，谢谢你帮我查清楚',
  '好的，真好，那我就放心了',
  '你们产品真不错，用了五年还跟新的一样',
  '太感谢了，你真耐心',
  '真不错，下次还找你们',
  '你态度真好',
  '你真有耐心，谢谢',
  '太好了，明天就能到啊',
  '那太好了，我正好在家',
  '服务到位，没想到这么快',
  '这次师傅真负责，里里外外都检查了',
  '给你们点赞，问题解决了',
  '五星好评，必须的',
  '你们平台真靠谱，我都用了好几年了',
  '太好了，终于等到了，收到货了',
  '你们售后真好，二话不说就给换了新的',
  '真快，我刚挂电话他就来了',
  '谢谢你们，等这么久总算通了',
  '真棒，恢复了恢复了',
  '你们技术真厉害，别家都修不好，你们修好了',
  '太好了，不用再跑一趟了',
  '多亏你们，不然又要多花钱',
  '真省心，以后都找你们',
  '很满意，态度也好，速度也快',
  '太好了，钱到了',
  '可真厉害，这么晚还有人接电话',
  '你们真好，还记得我上次说的事',
  '真不错，这个活动还能叠加',
  '好样的，小伙子，一下就说明白了',
  '佩服，这么复杂的事你都讲清楚了',
  '太好了，又能多用一个月',
  '真周到，连工具都带齐了',
  '太谢谢了，问了好几家就你们肯帮忙，办好了',
  '你们效率可以啊，比上次快多了',
  '真好啊，孩子可高兴了',
  '态度真好，解释得也清楚',
  '真给力，一天就送到了',
  '太好了，密码改好了',
  '服务真周到，想得真全',
  '谢谢啊，辛苦你们了',
  '真不错真不错，就按这个办',
  '太好了，不扣钱了是吧',
  '你们家质量真好，我妈也想买一个',
  '真专业，一听就知道哪儿坏了',
  '太好了，我还担心赶不上呢',
];
const IRONY_EN: readonly string[] = [
  'well done, three weeks for a next day delivery',
  "that's just great, so now I get to wait another week",
  'oh wonderful, four pounds back on a ruined birthday',
  'brilliant service, nobody turned up again',
  'great job, you charged me twice',
  'lovely, on hold for fifty minutes and then you hung up on me',
  'top marks, the third engineer and it is still not working',
  'thanks a lot for making me take a day off for nothing',
  'fantastic, another form to fill in',
  'nice work, half the items are missing',
  'how lovely, passed around five departments again',
  'oh great, still broken',
];
const MEANT_EN: readonly string[] = [
  'well done, you sorted it in five minutes',
  "oh that's great, thank you so much",
  "that's brilliant, it's working now",
  'wonderful, see you on Friday then',
  'great job by your engineer, he fixed it in ten minutes',
  'lovely, that suits me',
  'top marks to the lad who came, very polite',
  'thanks a lot for staying on the line with me',
  'fantastic, the refund came through today',
  'nice work, everything arrived',
  'how lovely, my mum will be so pleased',
  'oh great, so the warranty covers it',
  "that's perfect for me",
  'excellent service, I will leave a good review',
  'brilliant, I can pick it up tomorrow',
  'your service is really great, I tell everyone',
  "you've been so helpful, I really appreciate it",
  'amazing, I waited three weeks for this and it is all sorted now',
  'great, thanks',
  'perfect, thank you',
  "that's excellent news",
  'superb, quicker than the last lot',
  'wonderful, what a relief',
  'oh lovely, it has arrived, the wait was worth it',
  'good job you rang, I was about to leave',
  "that's great, three weeks is fine by me",
  'brilliant, so I only need the receipt',
  'congratulations on the new shop',
  'what a lovely voice message you left',
  'great stuff, it works again',
  'really impressive how fast that was, the money is back',
  'terrific, you saved me a trip',
  'oh brilliant, you found it',
  'excellent, put me down for Monday',
  'marvellous, my account is working again',
  'nice one, cheers',
];

const OPENING: Readonly<Record<Language, string>> = {
  zh: 'A: 您好，请问有什么可以帮您',
  en: 'A: Hello, how can I help?',
};
const moodOf = (text: string, language: Language) =>
  observe([OPENING[language], `C: ${text}`], { language }).sentiments[1]!.label;

describe.each([
  ['zh', IRONY_ZH],
  ['en', IRONY_EN],
] as const)('irony (%s)', (language, turns) => {
  it.each(turns)('%s', (text) => {
    expect(moodOf(text, language)).toBe('negative');
  });
});

describe.each([
  ['zh', MEANT_ZH],
  ['en', MEANT_EN],
] as const)('praise that is meant (%s)', (language, turns) => {
  it.each(turns)('%s', (text) => {
    expect(moodOf(text, language)).not.toBe('negative');
  });
});

describe('bare praise', () => {
  const moodAfter = (answer: string, praise: string) =>
    observe([OPENING.zh, 'C: 我的宽带断了三天了，报修了五次没人来，你们怎么回事', `A: ${answer}`, `C: ${praise}`])
      .sentiments[3]!.label;

  it('is not meant where the grievance got no answer', () => {
    expect(moodAfter('这个我也没办法，您再等等吧', '真棒啊，厉害')).toBe('negative');
  });

  it('is meant where the answer pleases', () => {
    expect(moodAfter('已经给您修好了，您看一下灯亮了没有', '太好了')).toBe('positive');
    expect(moodAfter('这个我也没办法，您再等等吧', '好的，谢谢')).not.toBe('negative');
  });
});
