/** Small calls at the edges of the harassment decision and of danger, under both policies. */
import { resolve } from 'node:path';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { readSetup } from '../../src/config/setup.js';
import type { Language } from '../../src/domain/call.js';
import { compileScorer, type Scorer } from '../../src/scoring/scorer.js';
import { talk } from '../stages/stage-harness.js';
import { inShort } from './policies.js';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const MODELS = resolve(import.meta.dirname, '../../models');
const scorers = new Map<string, Scorer>();

beforeAll(() => {
  for (const policy of ['default', 'protect-staff']) {
    scorers.set(policy, compileScorer(readSetup({ modelsFolder: MODELS, rubricFile: null, policy })));
  }
});

/** Name, language, decision under `default` and under `protect-staff`, danger, turns. */
type Row = readonly [string, Language, string, string, boolean, readonly string[]];

const CALLS: readonly Row[] = [
  [
    'protected obscene after warning',
    'zh',
    'end_call@5',
    'end_call@5',
    false,
    [
      'A: 您好，请问有什么可以帮您',
      'C: 我想查一下我那个话费',
      'A: 请您报一下号码',
      'C: 13800001234，小妹你声音好骚啊，陪哥睡一觉',
      'A: 先生您的来电有录音，与业务无关的请不要说，否则我就挂断了',
      'C: 别装了，跟哥开房去',
      'A: 再见',
    ],
  ],
  [
    'unprotected sexual on after warning',
    'zh',
    'block_number@1',
    'block_number@1',
    false,
    [
      'A: 您好，请问有什么可以帮您',
      'C: 你穿什么颜色的内裤',
      'A: 先生，通话有录音，请不要说与业务无关的内容',
      'C: 给哥叫两声听听',
      'A: 再见',
    ],
  ],
  [
    'medical sexual topic',
    'zh',
    'none',
    'none',
    false,
    [
      'A: 您好，男科咨询，请问有什么可以帮您',
      'C: 我自慰有点多，现在性生活的时候不行，要不要去检查',
      'A: 您多大年纪',
      'C: 三十二，手淫会不会影响生育啊',
      'A: 建议您挂个号',
      'C: 好',
    ],
  ],
  [
    'sexual topic in a counselling line',
    'zh',
    'none',
    'none',
    false,
    [
      'A: 您好，心理热线，请问有什么可以帮您',
      'C: 我老公结婚三年没跟我有过性生活，我怀疑他是同性恋',
      'A: 您慢慢说',
      'C: 他手机里全是裸聊的记录，还约炮',
      'A: 嗯',
      'C: 你觉得我该离婚吗',
    ],
  ],
  [
    'credible threat with demand',
    'zh',
    'review',
    'block_number@3',
    false,
    [
      'A: 您好，请问有什么可以帮您',
      'C: 我的货呢，五天了',
      'A: 请您提供单号',
      'C: 提供个屁，今晚我带几个兄弟过去把你腿打断',
      'A: 请您冷静',
      'C: 赶紧给我查',
    ],
  ],
  [
    'threat of suicide for a refund',
    'zh',
    'none',
    'none',
    true,
    [
      'A: 您好，请问有什么可以帮您',
      'C: 你们再不给我退钱我就死给你们看，都快被你们气死了',
      'A: 请问订单号',
      'C: 88123456，急得我都想撞墙',
    ],
  ],
  [
    'self-harm real',
    'zh',
    'none',
    'none',
    true,
    [
      'A: 您好，请问有什么可以帮您',
      'C: 我欠的钱我还不上了',
      'A: 您别着急',
      'C: 我坐在桥边了，活着没意思，跳下去一了百了',
    ],
  ],
  [
    'no danger: movie/game',
    'zh',
    'none',
    'none',
    false,
    [
      'A: 您好，请问有什么可以帮您',
      'C: 游戏里我那个角色老是被打死，复活不了',
      'A: 请提供角色ID',
      'C: 12345678，昨天副本里也是',
    ],
  ],
  [
    'heart attack',
    'zh',
    'none',
    'none',
    true,
    [
      'A: 您好，请问有什么可以帮您',
      'C: 我老伴刚才一头栽地上了，叫他不答应',
      'A: 您别急',
      'C: 嘴都歪了，半边身子动不了',
    ],
  ],
  [
    'violence at home covert',
    'zh',
    'none',
    'none',
    true,
    ['A: 您好，请问有什么可以帮您', 'C: 我想查个快递', 'A: 请问单号', 'C: 他又打我了，把我头打出血了，你别出声'],
  ],
  [
    "'he chases me' courtship",
    'zh',
    'none',
    'none',
    false,
    [
      'A: 您好，情感热线，请问有什么可以帮您',
      'C: 男朋友追我的时候天天送花，现在理都不理我',
      'A: 您别难过',
      'C: 我感觉被他控制了一样，透不过气',
    ],
  ],
  [
    'silence',
    'zh',
    'end_call@2',
    'end_call@2',
    false,
    ['A: 您好，请问有什么可以帮您', 'A: 您好，听不到您说话', 'A: 您那边一直没有声音，请您稍后再拨', 'A: 再见'],
  ],
  [
    'silence after word',
    'zh',
    'none',
    'none',
    false,
    ['A: 您好，请问有什么可以帮您', 'C: 喂，我那个包裹', 'A: 您好，听不到您说话', 'A: 您那边没有声音', 'A: 再见'],
  ],
  [
    'quoted abuse',
    'zh',
    'none',
    'none',
    false,
    [
      'A: 您好，请问有什么可以帮您',
      'C: 我要投诉你们司机，他骂我傻逼，还说要弄死我，叫我去死',
      'A: 给您添麻烦了',
      'C: 他还说我们东北人都是骗子',
    ],
  ],
  [
    'demand dropped for abuse',
    'zh',
    'end_call@5',
    'end_call@5',
    false,
    [
      'A: 您好，请问有什么可以帮您',
      'C: 帮我查个快递',
      'A: 请问单号',
      'C: 算了不查了，你声音不错，陪我聊会儿',
      'A: 请问您还有业务吗',
      'C: 没有业务，就想跟你聊聊，你有男朋友没',
      'A: 再见',
    ],
  ],
  [
    'stalking',
    'zh',
    'block_number@1',
    'block_number@1',
    false,
    [
      'A: 您好，请问有什么可以帮您',
      'C: 我跟了你三天了，知道你坐几路车回家，你等着',
      'A: 先生请问您有什么业务',
      'C: 没业务，就是找你，今晚在你家楼下等你',
    ],
  ],
  [
    'pretext prank',
    'zh',
    'end_call@1',
    'end_call@1',
    false,
    [
      'A: 您好，请问有什么可以帮您',
      'C: 我要订一百个披萨送到月球',
      'A: 请问您有什么业务',
      'C: 给奥特曼吃的，他饿了',
      'A: 没有业务请您挂机',
      'C: 哈哈哈哈骗你的',
    ],
  ],
  [
    'en sexual protected',
    'en',
    'end_call@5',
    'end_call@5',
    false,
    [
      'A: Thank you for calling, how can I help you?',
      'C: I need to cancel my order, number 88123456',
      'A: Sure, let me look',
      'C: You sound sexy, what are you wearing',
      'A: Sir this call is recorded, if you continue I will end the call',
      'C: Come on, what colour are your panties',
      'A: Goodbye',
    ],
  ],
  [
    'en topic',
    'en',
    'none',
    'none',
    false,
    [
      'A: Thank you for calling, how can I help you?',
      'C: My husband and I have not had sex for two years and my prescription for viagra was refused',
      'A: I see',
      'C: He watches porn all day',
    ],
  ],
  [
    'en threat credible no demand',
    'en',
    'block_number@1',
    'block_number@1',
    false,
    [
      'A: Thank you for calling, how can I help you?',
      "C: I know where you live and I'm going to kill you tonight",
      'A: What is this about?',
      'C: You heard me',
    ],
  ],
  [
    'en hyperbole',
    'en',
    'none',
    'none',
    false,
    [
      'A: Thank you for calling, how can I help you?',
      "C: My bill makes me want to jump off a bridge, it's insane",
      'A: Let me look',
      "C: My boss is going to kill me if I don't get this invoice",
    ],
  ],
  [
    'en danger',
    'en',
    'none',
    'none',
    true,
    [
      'A: Thank you for calling, how can I help you?',
      'C: I wanted to ask about my loan but honestly I took all my pills an hour ago',
      'A: Where are you?',
      'C: I feel sleepy',
    ],
  ],
  [
    'slur topic',
    'zh',
    'none',
    'none',
    false,
    [
      'A: 您好，请问有什么可以帮您',
      'C: 我是农村户口，外地人，能不能办居住证',
      'A: 请问您在哪个区',
      'C: 城东，我弟弟是残疾人，也要办',
    ],
  ],
  [
    'region slur w/o demand',
    'zh',
    'end_call@1',
    'end_call@1',
    false,
    [
      'A: 您好，请问有什么可以帮您',
      'C: 你们河南人没一个好东西，全是小偷',
      'A: 请问您有什么业务',
      'C: 滚回河南去，死乡巴佬',
    ],
  ],
  [
    'agent ends early (not seen)',
    'zh',
    'none',
    'none',
    false,
    ['A: 您好，请问有什么可以帮您', 'C: 喂，我跟你讲啊', 'A: 你说话能不能小点声，挂了'],
  ],
  [
    'courteous: asks boyfriend for authority',
    'zh',
    'none',
    'none',
    false,
    [
      'A: 您好，请问有什么可以帮您',
      'C: 我男朋友的号码能用我的身份证过户吗',
      'A: 可以的',
      'C: 需要他本人来吗，我们还没结婚',
    ],
  ],
  [
    'adult goods',
    'zh',
    'none',
    'none',
    false,
    [
      'A: 您好，请问有什么可以帮您',
      'C: 我买的情趣内衣颜色发错了，要的黑的来的红的',
      'A: 请问您的订单号',
      'C: 88123456，里面还少了丝袜',
    ],
  ],
  [
    'drunk insults + late matter',
    'zh',
    'review',
    'review',
    false,
    [
      'A: 您好，请问有什么可以帮您',
      'C: 你，你个王八蛋，谁让你接的',
      'A: 请问您有什么业务',
      'C: 嗝，你个龟孙',
      'A: 先生您的来电有录音',
      'C: 我，我钱包，落你们车上了',
    ],
  ],
  [
    'wrong number rambler elder',
    'zh',
    'none',
    'none',
    false,
    ['A: 您好，请问有什么可以帮您', 'C: 是小芳吗', 'A: 您打错了，这里是客服热线', 'C: 哦哦，打错了打错了，对不住啊'],
  ],
  [
    'insult w/o demand, agent greeting without question',
    'zh',
    'end_call@3',
    'end_call@3',
    false,
    [
      'A: 您好，这里是客服中心',
      'C: 死变态，臭婊子',
      'A: 请问您有什么业务需要办理',
      'C: 你妈死了，全家死光',
      'A: 对不起，没有业务请您挂机',
    ],
  ],
];

describe('edges', () => {
  it.each(CALLS)('%s', (_name, language, patient, strict, danger, lines) => {
    const call = talk(lines, { language });
    const judged = scorers.get('default')!.score(call, null, null).result;
    expect(inShort(judged.harassment)).toBe(patient);
    expect(inShort(scorers.get('protect-staff')!.score(call, null, null).result.harassment)).toBe(strict);
    expect(judged.safety !== null).toBe(danger);
  });
});
