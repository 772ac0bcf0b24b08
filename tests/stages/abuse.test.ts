/** Abuse, harassing remarks and the agent's replies to them: what counts and, first, what only sounds like it. */
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadLanguagePacks } from '../../src/config/language-packs.js';
import type { Finding } from '../../src/domain/finding.js';
import { abuseStage } from '../../src/stages/abuse.js';
import { runStages } from '../../src/stages/run-stages.js';
import type { ModelWitness } from '../../src/stages/stage.js';
import { talk } from './stage-harness.js';

const packs = loadLanguagePacks(resolve(import.meta.dirname, '../../models'));

/** The abuse stage alone: the labels of the stages before it are not needed here. */
function abuseOf(
  lines: readonly string[],
  language: 'zh' | 'en' = 'zh',
  model: ModelWitness | null = null,
): readonly Finding[] {
  return runStages(talk(lines, { language }), packs[language], [{ ...abuseStage, needs: [] }], model).findings;
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
];

describe('abuse by the caller (zh)', () => {
  it.each(CALLER_NONE)('finds nothing in: %s', (text) => {
    expect(labelled(['A: 您好，请问有什么可以帮您', `C: ${text}`], 1)).toEqual([]);
  });
  it.each(CALLER)('%s: %s', (text, labels) => {
    expect(labelled(['A: 您好，请问有什么可以帮您', `C: ${text}`], 1)).toEqual(labels);
  });
});
