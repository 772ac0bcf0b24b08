/**
 * Callers with a matter, in the rudest and most indirect words: nobody of them is cut off, whatever the policy asks, as
 * long as the guide gives no reason. The agent asks, asks again and asks for civil words, as the default policy wants.
 */
import { resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { readSetup } from '../../src/config/setup.js';
import type { Call, Language } from '../../src/domain/call.js';
import type { HarassmentResult } from '../../src/domain/harassment.js';
import { type Encoder, loadEncoder } from '../../src/nlp/encoder.js';
import { compileScorer, type Scorer } from '../../src/scoring/scorer.js';
import { talk } from '../stages/stage-harness.js';
import { inShort } from './policies.js';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const MODELS = resolve(import.meta.dirname, '../../models');
const AGENT: Readonly<Record<Language, readonly string[]>> = {
  zh: ['您好，请问有什么可以帮您', '请问您要办理什么业务', '请您文明用语', '请您说一下具体情况'],
  en: ['Thank you for calling, how can I help you?', 'What can I help you with?', 'Please be polite', 'I am listening'],
};

let scorer: Scorer;
let encoder: Encoder;

afterAll(() => encoder.dispose());

beforeAll(async () => {
  encoder = await loadEncoder(resolve(MODELS, 'encoder'));
  scorer = compileScorer(readSetup({ modelsFolder: MODELS, rubricFile: null, policy: 'default' }));
});

function callOf(language: Language, said: readonly string[]): Call {
  const lines = said.flatMap((words, i) => [`A: ${AGENT[language][i] ?? AGENT[language].at(-1)}`, `C: ${words}`]);
  return talk(lines, { language });
}

const judge = (language: Language, said: readonly string[]): HarassmentResult =>
  scorer.score(callOf(language, said), null, null).result.harassment;

/** The same with the encoder, whose witness may find a demand unlikely. */
async function judgeWithEncoder(language: Language, said: readonly string[]): Promise<HarassmentResult> {
  const call = callOf(language, said);
  const [read] = await encoder.read([scorer.modelTexts(call)]);
  return scorer.score(call, read!, encoder.infoOf(language)).result.harassment;
}

const PROTECTED: Readonly<Record<Language, readonly (readonly string[])[]>> = {
  zh: [
    [
      '你们这帮狗娘养的，天天给我单位打电话，你也是狗',
      '挂你妈，谁让你们打我单位的，号码给我删了',
      '我压根没贷过款，贱货，号码删了听见没有',
    ],
    [
      '你们全家死光光，你个臭婊子',
      '处理你妈个头，你们个个都是猪脑子',
      '老子洗着澡热水器就炸了，一脸泡，你说处理啥，猪',
    ],
    ['小姐姐，我老婆让我退这件内衣，她说尺码小了，你说我冤不冤', '对，七十五B换八十C，哈哈'],
    [
      '天天打天天打，你听得懂人话吗，贱货，这是最后一个电话了',
      '我在二十六楼天台，脚已经出去一半了，你挂，挂了我就下去',
      '装什么好人，滚',
    ],
    ['你妈的快件呢', '你个废物你自己不会看啊', '录你妈的音，傻逼玩意儿', '你就是个废物'],
    ['合着我这大半个月洗澡就该用凉水是吧', '不着急你个鬼，你脑子有病吧', '我跟你这种蠢猪说不明白'],
    ['你他妈耳朵塞驴毛了，138零零零五六七八九', '废物，狗东西，自己查', '傻逼'],
    ['水表', '你是猪吗，水表，水表，听不懂人话', '傻逼玩意，白痴'],
    [
      '哎，那个，嗝，妹子，我跟你说，我，我没喝多啊，我那个车，车让人给我划了',
      '什么业务不业务的，你，你这人，脑子不好使，我就问你，谁，谁管',
      '你个小丫头片子，你懂个屁，滚',
    ],
    [
      '闺女啊，我今年八十二了，耳朵背，老伴走了三年了',
      '我那个药盒子上头写的字我看不见，一天吃几片',
      '你个死丫头，没良心的，没爹没妈教的东西',
    ],
    ['我我我我的卡卡卡让让机机机器给给吞吞了', '你你你妈妈的，你你个王八蛋', '畜畜畜生'],
    ['我的，钱，那个，机器，吃了，没有出来', '你的，很坏，你是笨蛋，你是猪', '笨蛋，笨蛋'],
    [
      '我儿子九岁拿他奶奶手机充了你们六千多，你们还有没有人性',
      '我哪知道，你个黑心烂肺的，你生孩子没屁眼',
      '你全家都不得好死',
    ],
    ['你谁啊', '就你这破锣嗓子还当客服，傻逼', '你脑子进水了吧', '我问你，我那五百块押金你们打算拖到啥时候'],
    ['你们那个修路把我家门口堵死了', '不属于你个屁，你是干啥吃的，你个饭桶', '你就是个饭桶，滚你妈的'],
    ['你们全是死人啊，半天没人接', '你个贱货', '我家三天没电了你让我怎么好好说'],
    ['我买的那个飞机杯，漏气', '你管我多少号，那玩意儿用两次就破了，你自己用过没有啊', '傻逼客服，给我换个新的'],
    ['我硬不起来，吃了你们的药也没用', '两个月了还是射得快，妈的骗子，你个骗子', '你就是个骗子，臭婊子'],
    ['我下面痒，白带有味道', '一个礼拜了，同房以后更痒，阴道还疼', '你问那么多干嘛，你有病啊'],
    ['咋地呀，俺家那旮沓暖气儿拔拔凉，你们是瘪犊子啊', '提供啥提供，你个瘪犊子玩意，你彪啊', '彪子'],
    ['龟儿子些，老子的娃儿学费遭你们收了两道', '说你妈卖批，你个瓜批，退起', '瓜娃子'],
    ['我个电话冇晒讯号啊，搞咩啊你哋', '你系咪傻噶，死蠢', '扑街仔，粉肠'],
    ['阿拉屋里厢水落得一天世界，侬来看看呀', '侬只戆大，侬脑子瓦特啦', '戆大'],
    ['恭喜你们啊，我一觉醒来卡里少了四千八，你们发财了', '描述你大爷，你个弱智', '弱智，脑残'],
    ['我祝你们全家住我这种天天漏雨的房子，一帮畜生', '你是畜生，你全家是畜生', '畜生'],
    ['退钱', '退你妈的钱，傻逼', '傻逼，退钱'],
    ['物业费，凭啥', '你脑子被门夹了吧', '蠢货，就你这智商'],
    ['钱没了，说没就没了，你们他妈吃人啊', '慢你妈，你个死全家的', '你死全家'],
    ['我妈七十多了在你们那窗口站了一上午，你们叫她明天再来，你们没妈吗', '我提供你个头，你个没妈的东西', '没妈的东西'],
    ['等着收传票吧，你们那个合同就是霸王条款', '你算个什么东西，垃圾，废物', '废物，垃圾'],
    ['刚才谁挂我电话的，你们长本事了是吧', '你是不是有病，是不是你挂的，贱人', '贱人'],
    ['刚刚有个这个号码打我电话，啥事', '你打我电话问我是谁，你神经病啊', '神经病，有毛病'],
    ['别再给我发那破广告了行不行，一天八条，烦不烦', '你们就是苍蝇，你就是个苍蝇，恶心', '恶心玩意，死苍蝇'],
    ['我要跟活人说话，按了二十分钟的键了', '放屁，你个机器人，傻逼机器人', '你是真的傻逼'],
    ['小妹声音真甜，你有男朋友没有', '哥家的网到点就转圈圈，你给哥弄弄呗，长得漂亮不', '你先告诉哥你叫啥名嘛'],
    ['那个什么破年票，贵成这样你们抢银行啊', '你傻啊还有哪种，蠢得跟猪一样', '猪'],
    ['我孩子在学校让人打得鼻青脸肿你们屁都不放', '问问问，你个缩头乌龟', '缩头乌龟，孬种'],
    ['我们十几个人干到年底一分没见着，老板跑了', '你们当官的都是猪，你也是猪', '猪脑子'],
    ['半夜三点还在那咚咚咚咚，让不让人活了', '你聋啊，你个死聋子，你来听听', '死聋子'],
    ['人民路那个坑，摔了三个人了', '业务你妈个头，脑残', '脑残，智障'],
    ['我东西呢', '我东西呢，你个傻逼，装什么装', '装你妈，傻逼'],
    ['老子号没了，凭毛啊', '提供你妹，你个脑瘫', '脑瘫'],
    ['吃了你家那个虾我拉了一宿', '你他妈吃屎长大的吧', '吃屎去吧你'],
    ['你们那个面里吃出根头发，恶不恶心', '你恶心，你全家恶心，贱骨头', '贱骨头'],
    ['傻逼，昨天那事儿还没完呢', '你装傻是吧，你个死太监', '死太监'],
    ['说好八点来人，这都几点了，人呢', '你们全家死绝了吗，你个丧门星', '丧门星'],
    ['我在机场坐了六个小时，你们飞不飞给句痛快话', '你个狗娘养的，问你妈呢', '狗娘养的'],
    ['美女，我那个电视就剩声儿了，没影儿', '美女你真漂亮吧，声音这么好听', '你这娘们儿怎么这么笨，傻娘们'],
    ['这破玩意儿怎么弄啊', '你家那个锁啊，我都进不了家门了，你个二百五', '二百五'],
    ['我操你妈你们他妈的把老子地挖了苗全毁了你们他妈的是人吗', '冷静你妈个逼你个狗日的', '狗日的'],
    ['你们这帮吃干饭的，一个破章跑了四趟', '办你妈，你个猪头', '猪头'],
    ['喂喂，听见没有，信号不好，我那个', '操，傻逼，我说我那个包裹', '你聋了吗傻逼'],
    ['我家狗打了你们那针就趴下了', '你们害死我家狗，你个杀千刀的', '杀千刀的，不得好死'],
    ['我扫那个车它不走字啊，锁也锁不上，钱还在那跑', '编你妈的号，瞎了你的狗眼', '狗眼看人低的东西'],
    ['你们那桶装水喝出小虫子来了，喂猪呢', '你妈逼的，你脑子有泡吧', '脑子有泡的东西'],
    ['缺斤短两的玩意儿，丧良心', '你个贱货，装什么大尾巴狼', '贱货'],
    ['桥头那棵树眼瞅要砸人脑袋上了，你们是瞎子啊', '你是猪脑子吗', '猪脑子'],
    ['孩子哭着喊着要出院，人家大夫不签字', '你个死八婆，听不懂人话', '死八婆'],
    ['洗衣粉都倒进去了它光嗡嗡不动弹', '你傻逼吧', '你就是个傻逼'],
    ['双十一那件羽绒服', '穿一次就秃噜毛了，你们拿鸡毛糊弄鬼呢，你个骗子，不要脸', '不要脸的骗子'],
    ['嗝，那个，大妹子，代驾，代驾把我车开沟里了，嗝', '你妈的你瞎啊，沟里，沟里', '你个瞎子'],
    ['嫩那个养老金咋又木有到俺账上咧，龟孙', '你个鳖孙，听不懂拉倒', '鳖孙'],
    ['六百', '六百块，你他妈装糊涂是吧', '你个吸血鬼，臭不要脸'],
    ['我是不是得跪下来求你们才肯给我闺女上户口', '你个狗官，畜生', '畜生'],
    ['看不起聋哑人是吧，我替我表弟问的，残疾证盖章要跑几趟', '你耳朵聋了吧，傻逼', '傻逼'],
    ['开门，刷不开，冻死老娘了', '你猪啊，你家大门口', '蠢猪'],
    ['呵呵，验证码呢，等到花儿都谢了', '你有毛病吧你', '有病'],
    ['你丫怎么才接，耍我呢，那五单全给我派到河对岸去了', '废话，你个白痴', '白痴'],
    ['一盒安全套里头少俩，你们抠不抠啊', '变态啊你问东问西，傻逼', '傻逼'],
    ['老公那玩意儿吃了伟哥一直下不去，疼得打滚', '你个废物听不懂吗', '废物'],
    ['对面烧烤摊那个烟啊直往屋里灌，你们死绝了没人管是不是', '操你妈自己定位', '操你妈'],
    ['上回那个小姑娘说得好好的，屁都没有一个', '你们都是一路货色，贱人', '贱人'],
    ['就这破楼，电动车全堆楼道，着火了往哪跑', '我反映你妈，脑残', '脑残'],
    ['我一个残疾人，摇着轮椅过来，门口那坡比墙还陡', '需要你去死，狗东西', '狗东西'],
    ['名字叫错，性别写错，连生日都给我整错，你们是文盲啊', '文盲，你就是个文盲，二百五', '二百五'],
    ['积分过期也不吱一声，跟抢有啥两样', '滚犊子，你个臭傻逼', '臭傻逼'],
    ['点的微辣，送来的能点火', '你舌头割了吧，傻缺', '傻缺'],
    ['喂，婴儿床，婴儿床那个栏杆，手指头，夹了', '你他妈的聋子，快点啊废物', '废物'],
    ['主播说包邮，到付三十八，拿我当猴耍', '你们主播就是个婊子，你也是婊子', '婊子'],
    ['傻逼玩意儿，暖壶胆炸了，崩我一脸', '傻逼'],
    ['你个贱人，别让我再看见那个送水的', '他拿脚踢我家门，你个贱人'],
    ['你爹的，滴滴滴叫一宿了', '你猪啊，报警器'],
    ['王八蛋', '王八蛋，两千六呢，打水漂了'],
    ['你们就是欺负俺们老农民不识字', '畜生，签的时候可不是这么念的'],
    ['去你妈的，润滑油漏了一床', '去你妈的，傻逼'],
    ['狗东西，人都在殡仪馆了，你们让他本人来', '狗东西，没人性'],
    ['嗝，兄弟，扫，扫不开啊，这玩意儿', '你个傻逼，车，车'],
    ['你脑残吧，发短信让我打这个号，我打了你又问我啥事', '脑残'],
    ['猪脑子，三轮车让你们拖哪去了', '猪脑子，我指着它吃饭呢'],
    ['没娘养的，连个座都不给让', '我说的是八十二路，你个聋子'],
    ['闭嘴吧你，听我说，绿本，绿本啥时候能拿', '废物'],
    ['你个臭娘们，昨儿个来的那小子把我家水管捅漏了', '臭娘们'],
    ['骗子，骗子，都是骗子', '你也是骗子，说好的冬虫夏草，一股霉味'],
    ['我去你大爷，抽水抽不上来，苗都旱死了', '狗日的，旱死了'],
    ['不是东西，孩子才六个月，喝了起一身疙瘩', '你不是东西'],
    ['滚，叫你们管事的滚过来', '滚，滚，滚'],
    ['妈了个巴子，顶楼又成水帘洞了', '你个棒槌'],
    ['你是傻子吗，两个零，两个零你看不见', '小数点，小数点点哪去了，蠢货'],
    ['呸，什么狗屁神医，脸都烂了', '你个托儿，缺德玩意'],
    ['滚你妈的蛋，让会说人话的来', '滚你妈的'],
    ['老太婆，你耳朵塞猪毛了，二单元，二单元没灯', '耳朵塞猪毛了你'],
    ['你妈逼，你把我拉黑干嘛', '你妈逼，拉黑老子'],
    ['嗝，妹子，你，你听哥说，哥今天，嗝，哥充了二百，没，没亮', '你个傻娘们儿，听不懂啊'],
    ['瓜娃子，格老子的身份证遭你们扣起了嗦', '瓜娃子'],
    ['你们他妈都是吸血鬼', '吸血鬼，一度电收我一块八'],
    ['你好贱啊，骗老人的棺材本', '贱货，八万块啊'],
    ['臭傻逼，那润滑液过敏，下面肿成啥样了你知道吗', '臭傻逼，下面又红又痒'],
    ['我日你先人板板，赔我的猪', '日你先人'],
    ['你有病吧', '你有病吧，一天打八遍推销，我在开车'],
    ['我那个冰箱三天不制冷了', '我知道你几点下班', '我就在你后面那辆车里，冰箱一屋子肉全臭了'],
    ['钱扣了货不发，我在你们公司楼下等你', '我每天都跟着你回家，把钱退我'],
    ['学狗叫一个，叫完我再说我那押金', '押金八百，你们拖了俩月'],
    [
      '修你奶奶个腿，你们这帮骗子',
      '九块八，昨儿后晌，东关那个，压根儿没动弹，你个榆木疙瘩',
      '没业务？行，我上你们大楼找去，二货',
    ],
    ['我那老铁你们扣了半个月，养熟了没，缺心眼儿', '你才缺心眼，人家狗都知道老铁是啥', '尾号三一七，自己翻去，蠢货'],
    ['哟这声儿甜，妹妹练过吧', '那我那月卡冻上没，冻上了哥请你喝咖啡', '加个微信呗，哥不是坏人'],
  ],
  en: [
    ["My damn telly's gone dead again, you useless cow", 'Piss off, you moron, just send someone', 'You stupid bitch'],
    ["So I'm just supposed to freeze to death in here, am I?", "Are you thick? You're an idiot", 'Idiot'],
    ['Parcel', 'You brain dead moron, where is it', 'Moron'],
    ['4471 2290 8836, you know damn well what it is', "You're a waste of space, you idiot", 'Idiot'],
    ['You people robbed me twice this month', "You're a thief and a liar, you stupid cow", 'Stupid cow'],
    ['My money no come, machine eat card', 'You stupid, you donkey', 'You are donkey, idiot'],
    ['The vibrator you lot sold me died after a week', "I don't have it you dumb bitch", 'Dumb bitch'],
    ['Oh great, another idiot', 'You sound like a moron', 'Nobody came on Tuesday, I took a day off for nothing'],
    [
      "My lad's eight and he's run up four hundred quid on your rotten game",
      'How should I know, you parasite, you disgusting parasite',
      "You're scum",
    ],
    [
      "I'm eighty-four, dear, and the little light on the box keeps blinking red",
      "You're not listening, you silly girl, you stupid girl",
      "You're useless",
    ],
    [
      "There's a maggot in this so called organic chicken, you filthy animals",
      "You're an imbecile, an absolute imbecile",
      'Imbecile',
    ],
    ['Bus drove straight past us again, are your drivers blind', "You're as thick as they are, you idiot", 'Idiot'],
    ['Why is there a fee for breathing now, eh, thirty quid for nothing', 'You dumb cow', 'Dumb cow'],
    ['These trousers fit a dwarf', 'No I want to wear them you moron', 'Moron'],
    [
      "It says zero balance. Zero. I'm not stupid but you lot clearly are",
      'You can stop being a moron, you moron',
      'Moron',
    ],
    ['Idiot. Two sugars and no milk is not what I asked for', 'Idiot'],
    ["You useless bitch, the washing's still wet", 'Useless'],
    ['Moron', 'Moron, the bin men skipped us'],
    ["You donkey, my toilet's overflowing onto the neighbours", 'You absolute donkey, idiot'],
    ["Stupid cow, why's there two of the same thing on here", 'Stupid cow'],
    ['You pig, my boiler is dead', "I know when you finish and I'm in the car behind you", 'Fix my boiler, you pig'],
    ['Are you single? My parcel never came', 'Bet you look good, so where is my parcel', 'Come over to my place'],
  ],
};

const WITHOUT_MATTER: readonly (readonly [string, ...string[]])[] = [
  ['end_call@1', '你个废物，一个月挣几个钱啊，给人当孙子的命', '你工号多少，我记住你了，傻逼玩意'],
  ['end_call@1', '骂你怎么了，我花钱了吗，我就爱骂你，贱人', '录，给你妈听'],
  ['end_call@3', '喂，听得见吗', '听得见你个头，你是不是没爹没妈，生下来就让人扔了，死全家'],
  ['end_call@1', '傻逼', '你们公司上上下下都是狗，你也是条狗，天天在那汪汪叫'],
  ['end_call@1', '猪头三', '没有业务，我今天喝高兴了，就骂你，你个猪头三'],
  ['end_call@1', '外地人滚回老家去，一帮要饭的，臭外地的'],
  ['end_call@1', '去你妈的，吃屎去吧，脑残，nmsl', '你全家火葬场集合，骨灰拌饭'],
  ['end_call@1', '今天天气不错啊', '不办，就想跟你唠唠嗑，我昨天钓了条大鱼', '别挂啊，再聊五毛钱的'],
  ['end_call@3', '你就是那天那个傻逼吧，那个破嗓子我一听就听出来了', '没业务，就骂你，天天打，天天骂，骂到你辞职'],
];

describe.each(['zh', 'en'] as const)('nobody with a matter is cut off (%s)', (language) => {
  it.each(PROTECTED[language].map((said) => ({ said, first: said[0] })))('$first', ({ said }) => {
    const judged = judge(language, said);
    expect(['none', 'review']).toContain(judged.decision);
    expect(judged.demand).toBe(true);
  });

  it.each(PROTECTED[language].map((said) => ({ said, first: said[0] })))('$first (encoder)', async ({ said }) => {
    const { decision, withheld } = await judgeWithEncoder(language, said);
    expect(['none', 'review']).toContain(decision);
    if (withheld !== null) expect(decision).toBe('review');
  });
});

describe('where the call would be ended and the caller may have a matter', () => {
  it('the ending is withheld, and a person decides', async () => {
    const judged = await Promise.all(PROTECTED.zh.map((said) => judgeWithEncoder('zh', said)));
    const withheld = judged.filter((result) => result.withheld !== null);
    expect(withheld.length).toBeGreaterThan(0);
    for (const result of withheld) expect(result).toMatchObject({ decision: 'review', fromTurn: null, demand: false });
  });

  it('nothing is withheld by rules alone', () => {
    for (const said of PROTECTED.zh) expect(judge('zh', said).withheld).toBeNull();
  });
});

describe('who states no matter is still known', () => {
  it.each(WITHOUT_MATTER)('%s: %s', (decision, ...said) => {
    expect(inShort(judge('zh', said))).toBe(decision);
  });
});
