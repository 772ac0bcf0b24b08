/** The agent's acts in everyday words, each after the talk that gives it its meaning; what is not the act stands beside it. */
import { describe, expect, test } from 'vitest';
import type { Language } from '../../src/domain/call.js';
import type { LabelName } from '../../src/domain/label.js';
import { observe } from './stage-harness.js';

interface Case {
  readonly before: readonly string[];
  readonly are: readonly string[];
  readonly arent: readonly string[];
}

function has(label: LabelName, before: readonly string[], line: string, language: Language): boolean {
  const result = observe([...before, `A:${line}`], { language });
  expect(result.failures).toEqual([]);
  return result.findings.some((found) => found.label === label && found.counted && found.turn === before.length);
}

const CASES: Partial<Record<LabelName, readonly Case[]>> = {
  solution: [
    {
      before: ['C:我想问问你们那个年卡能不能转给别人用'],
      are: ['能转，一年可以转一次，手续费五十，两个人带上身份证来前台就行'],
      arent: [],
    },
    { before: ['C:护照过期了还能坐飞机吗'], are: ['国内的可以用身份证，国际的不行'], arent: [] },
    { before: ['C:宽带迁移要几天'], are: ['提交以后三天左右，师傅会提前约您'], arent: [] },
    {
      before: ['C:打印机卡纸了怎么弄'],
      are: ['您把后盖掀起来，顺着纸的方向慢慢往外抽', '关了电源，把墨盒拿出来看看里头有没有碎纸'],
      arent: ['是什么型号的'],
    },
    {
      before: ['C:我的会员被重复扣了两个月'],
      are: ['多扣的那个月我给您退回原支付了', '自动续费我已经帮您关了'],
      arent: ['您稍等，我核对一下扣款记录', '这个扣款是系统自动的'],
    },
    { before: ['C:菜里有头发'], are: ['给您重做一份，二十分钟送到', '这单免了，您不用付了'], arent: ['您有照片吗'] },
    {
      before: ['C:钥匙锁屋里了'],
      are: ['开锁师傅十五分钟到您楼下', '我给您联系了备案的开锁公司，八十块'],
      arent: ['是什么锁'],
    },
    { before: ['C:水表转得特别快是不是漏水'], are: ['您晚上把总阀关了看它还走不走，走就是表前漏'], arent: [] },
    {
      before: ['C:航班取消了我怎么办'],
      are: ['给您改到下午三点那班了，座位也选好了', '今天没有了，最早明天六点五十，或者我给您改高铁'],
      arent: ['是天气原因'],
    },
    {
      before: ['C:请问补办身份证要带什么材料'],
      are: ['户口本原件就行，小孩的话要监护人一起来'],
      arent: [],
    },
    {
      before: ['C:你们周末营业吗'],
      are: ['营业的，周六日上午九点到下午四点'],
      arent: [],
    },
    {
      before: ['C:喂 那个国际漫游一天多少钱啊'],
      are: ['日韩二十五一天 欧美三十 按天扣 不用不收'],
      arent: [],
    },
    {
      before: ['C:这个洗衣液孕妇能用吗'],
      are: ['能用的，成分里没有荧光剂'],
      arent: [],
    },
    {
      before: ['C:高铁票丢了怎么办'],
      are: ['没关系的，现在都是电子客票，刷身份证直接进站'],
      arent: [],
    },
    {
      before: ['C:发票能开公司抬头吗'],
      are: ['可以开，下单页面选企业抬头，把税号填上'],
      arent: [],
    },
    {
      before: ['C:我这个会员到什么时候'],
      are: ['到明年三月十五号'],
      arent: [],
    },
    {
      before: ['C:一个房间最多住几个人'],
      are: ['最多三位，加床一百二一晚'],
      arent: [],
    },
    {
      before: ['C:学生票要提前多久买'],
      are: ['跟普通票一样，提前十五天'],
      arent: [],
    },
    {
      before: ['C:疫苗第二针隔多久打'],
      are: ['隔四周，不超过八周就行'],
      arent: [],
    },
    {
      before: ['C:车停那儿收费吗'],
      are: ['两小时内免费，超了五块一小时'],
      arent: [],
    },
    {
      before: ['C:公积金能提多少'],
      are: ['按您账户余额，最多留十块'],
      arent: ['请问您贵姓', '您稍等我查一下', '您说的是哪一款', '这个我不太清楚', '您报一下卡号'],
    },
    {
      before: ['C:我的卡被吞了'],
      are: [],
      arent: ['您别着急，请问是哪个网点', '什么时候的事'],
    },
    {
      before: ['C:路由器红灯一直闪'],
      are: [
        '您把后面那根黄线拔下来，等半分钟再插上',
        '长按复位孔十秒，看灯全灭了再松手',
        '先断电，过两分钟再开机',
        '后面有个小孔，拿牙签捅住别松',
      ],
      arent: [],
    },
    {
      before: ['C:电饭锅显示E3'],
      are: [
        'E3是温度传感器受潮，您掀开盖子晾半天就好了',
        '把内胆擦干再放进去，注意底部不要有水',
        '这个是保护，拔了插头等它凉了再用',
      ],
      arent: [],
    },
    {
      before: ['C:马桶一直漏水'],
      are: [
        '您把水箱盖掀开，浮球往下压一压',
        '多半是进水阀老化了，换个阀芯就行，网上十几块钱',
        '先把角阀拧紧，别让它流了',
      ],
      arent: ['您先拍张照片吧'],
    },
    {
      before: ['C:我要退款'],
      are: [
        '钱退好了，您查下微信零钱',
        '四十八块给您退回去了',
        '单子取消掉了，款子明天到',
        '我把运费也给您免了',
        '这次就不收您的手续费',
        '我给您换一台新机，旧的让快递带走',
      ],
      arent: [
        '您的订单号是多少',
        '我没有权限给您退',
        '您为什么要退呢',
        '这个退不了',
        '我们会尽快处理的',
        '我很理解您的心情',
      ],
    },
    {
      before: ['C:家里没水了'],
      are: [
        '已经派了抢修队，四十分钟到',
        '我让水务所的马师傅过去瞅瞅，半小时到您家门口',
        '片区的管道工已经在路上了',
        '阀门打开了，您再试试水龙头',
        '水压调上来了，您看看',
      ],
      arent: ['是整栋楼都没有还是就您一家', '好的我知道了'],
    },
    {
      before: ['C:帮我把套餐降成最低的'],
      are: [
        '降下来了，下个月一号生效，八块钱一个月',
        '给您改成八块的了',
        '办妥了，短信马上到',
        '最低是八块保号，我这就给您换',
      ],
      arent: [],
    },
    {
      before: ['C:帮我约明天下午的号'],
      are: ['约上了，两点到三点，到了取号机刷身份证', '给您占上了，第六号', '挂好了，三楼内分泌'],
      arent: [],
    },
    {
      before: ['C:座位能换靠窗的吗'],
      are: ['换好了，12A', '给您锁了一个靠窗的'],
      arent: [],
    },
    {
      before: ['C:孩子误吞了纽扣电池'],
      are: ['别催吐，马上去最近的医院急诊', '120已经给您叫了'],
      arent: [],
    },
    {
      before: ['C:我被骗了钱刚转出去'],
      are: ['账户给您止付了，您马上打110报警', '先把手机银行退出来，别再点任何链接'],
      arent: [],
    },
    {
      before: ['C:你们的师傅昨天没来'],
      are: ['我重新给您派一个，今天下午就到'],
      arent: ['昨天是台风天', '这是师傅的问题', '您昨天在家吗'],
    },
    {
      before: ['C:我的包落在你们出租车上了'],
      are: ['司机我联系上了，他二十分钟后送到您小区门口', '我把司机师傅的电话发给您，您直接跟他约'],
      arent: ['车牌号您记得吗', '是哪天坐的车'],
    },
    {
      before: ['C:能便宜点吗'],
      are: ['我给您申请个九折'],
      arent: [],
    },
    {
      before: ['C:这电视买了三天就黑屏，什么破玩意儿'],
      are: ['三天内可以直接换新，我给您开换货单'],
      arent: ['请问是什么型号', '机器可能是受潮了', '七天无理由是不包括这个的'],
    },
    {
      before: ['C:你们凭什么扣我一百块'],
      are: [],
      arent: ['这是您上个月的违约金', '合同第八条写了的', '系统是每月一号扣款'],
    },
    {
      before: ['C:我想问下我的快递到没到'],
      are: [],
      arent: [
        '我帮您查一下有没有派送',
        '我看一下师傅修没修好',
        '我给您查查是谁取消的',
        '地址报一下',
        '您把户号念一下',
        '您是说一次性结清会不会有违约金，是吗',
        '您请讲',
        '给您赔个不是',
        '您说的和我们业务没有关系',
        '我们不受理这个，再见',
        '我来看看是什么原因开通的',
        '我先确认一下您这个套餐有没有取消',
      ],
    },
  ],
  alternative: [
    {
      before: ['C:我要退票', 'A:特价票不退不改的', 'C:那怎么办'],
      are: [
        '除了退票，您还可以申请改签到下周的同一班',
        '两条路您选，一条是转给家里人用，一条是存着年底前用',
        '要么换成代金券，要么延期半年，看您',
        '您也可以挂到我们的转让区',
        '钱退不了，不过我能给您换成积分',
        '退是退不了，可以给您换个时间',
        '我可以给您补一千积分',
      ],
      arent: ['退票费是百分之三十', '规定就是这样的', '您买的时候有提示的'],
    },
    {
      before: ['C:有没有明天的号'],
      are: [
        '明天的约满了，后天上午还有两个，或者下午的普通门诊也行',
        '明天没号了，您看后天成不',
        '张主任没号了，李主任周四有号',
      ],
      arent: [],
    },
    {
      before: ['C:必须给我换新的'],
      are: [
        '换新的条件不够，我给您免费修，再送一年延保',
        '换不了新，我能做的是免费给您维修',
        '我没有权限换新，可以给您申请一台备用机先用着',
      ],
      arent: [],
    },
    {
      before: ['C:能不能今天装'],
      are: ['今天师傅排满了，最早明天上午头一个给您排上', '今天装不上，您要着急可以先用无线顶一顶'],
      arent: ['今天装不了'],
    },
    {
      before: ['C:我想把钱取出来'],
      are: ['可以走线上，也可以去网点，线上快一点'],
      arent: [],
    },
    {
      before: ['C:我东西落车上了，什么时候能拿到'],
      are: [
        '包会交到钦州东的失误招领 您可以自己过去取 也可以走捎带 明天上午坐返程的车回南宁东',
        '您可以自己过来取，也可以到付寄回去',
      ],
      arent: [],
    },
  ],
  commitment: [
    {
      before: ['C:这事都拖了一周了'],
      are: [
        '明天上午十点我亲自打您手机确认',
        '他五点以前会拨您这个号',
        '这个退货我一直给您盯着，有信儿我就告诉您',
        '纸质的我给您快递过去',
        '我今天把监控调出来交给安保部',
        '三个工作日内我用座机回拨您',
        '师傅姓马，下午三点前到，来之前打您电话',
        '派了单了，明早八点到十点上门',
        '单子我推给核赔了，明天中午前出结果',
        '我让保安马上上楼，顺便给您报警',
        '把它转给环保局夜查队，他们今晚就去',
        '七天内给您寄到',
        '我下了班去趟库房，找到就给您送过去',
        '结果出来第一时间微信跟您说',
        '后天之前一定给您个准信',
        '到账那天我再给您去个电话',
        '我们会把录音交给警方',
        '合同扫描件下午发您邮箱',
      ],
      arent: [
        '我先把您的记录调出来',
        '我把您的资料调出来看看',
        '保持电话畅通，再见',
        '得师傅上门才行',
        '三十六我先不退',
        '钱刚刚给您退了',
        '给您送到坏的奶实在对不起',
        '昨天给您派的单师傅没去',
        '您先把阀门关了',
        '我在听您说',
        '一般三到五天',
        '您下载个APP',
        '我们派单的没盯住',
        '师傅说给您打过电话',
        '您在订单里点同意就行',
        '他会不会再打给您我不知道',
      ],
    },
  ],
  follow_up: [
    {
      before: ['C:拖这么久谁受得了'],
      are: [
        '明天下午我亲自打您电话确认取走了没有',
        '装完我再打给您问问好使不',
        '安全专员今晚六点前给您打电话说处理结果',
        '巡查完给您发短信',
        '下午三点我打您手机报一下他走到哪了',
        '七天内我用座机回拨您讲核查结果',
        '周五我给您去电看看到账没',
      ],
      arent: [
        '师傅上门前会打您电话',
        '会有同事联系您',
        '处理完会有短信提醒',
        '昨天师傅修完给您打过电话吗',
        '我打您电话核实一下地址',
        '请问核查结果您收到了吗',
      ],
    },
  ],
  responsibility: [
    {
      before: ['C:这都第三次了，你们到底管不管'],
      are: [
        '这趟算我的，跑空了我给您报路费',
        '这单记在我名下，您甭管了',
        '这笔损失算在我们账上',
        '到时候出了岔子算我头上',
        '这案子从头到尾我跟',
        '我给您包圆了，装好为止',
        '单子在我手里攥着呢，我盯着',
        '是我们平台没审出来',
        '是咱们调度没衔接上',
        '这个是我们通知没发到位',
        '我替公司给您认个错',
        '赖我们，没提前跟您说',
        '这事怨我们没看住',
        '是我们这头没人跟',
        '是我们系统重复扣的',
        '我全程盯着，到账了我告诉您',
        '这单我接了，后面我管',
        '是我漏了一步',
      ],
      arent: [
        '这个钱算在您的账单里',
        '是我们没有收到您的材料',
        '我们没有这个权限',
        '这个算我们的会员价吗',
        '算了一下一共三百',
        '您盯着点短信',
        '这不归我管',
        '记在您账户名下',
        '如果是我们没做好会赔您',
        '是我们公司的规定',
        '是不是我们漏了什么',
        '怎么能赖我们呢',
        '我们没有拦着您啊',
        '我给您记在备注里',
      ],
    },
  ],
  blame_shift: [
    {
      before: ['C:东西怎么给我放外面了'],
      are: [
        '放外面是快递员弄的，我们客服又不送货',
        '你自己没写清楚门牌怪谁',
        '那你自己不看清楚能怪谁',
        '排课是教务那边定的，我们也控制不了',
        '仓库是外包的，我们也催不动',
        '那是社保局的系统，它不通我们也没办法',
        '这就是您使用方法的问题',
        '那是您家网线的问题，跟我们没关系',
        '您得找驿站，我们管不着',
        '不是系统的问题，是您操作的方式不对',
      ],
      arent: [
        '是快递员放错了，我让他现在给您送上楼',
        '您是自己取还是送货上门',
        '您说的不在我们业务受理范围，再见',
        '这个业务归社保局管，电话是12333，我把电话发您',
        '系统显示是昨天三点送到门口的',
        '是外包团队在维修，我已经催他们了，今天下午到',
        '您家的网线老化了，我给您安排师傅换',
        '这是厂家的系统，我帮您联系厂家',
      ],
    },
  ],
};

const ENGLISH: Partial<Record<LabelName, readonly Case[]>> = {
  empathy: [
    {
      before: ['C:I have been waiting for three hours, this is ridiculous'],
      are: [
        'that would drive anyone up the wall',
        "I don't blame you one bit",
        "no wonder you're fed up",
        "three trips for nothing, I'd be livid too",
        "that's the last thing you need on your honeymoon",
        'waiting in all day for nobody to show is maddening',
        'I can hear how worn out you are',
        'that must have been a dreadful night for the both of you',
        "I'd be tearing my hair out",
        "you shouldn't have had to go through that",
        "that's a lot to deal with on your own",
        "it's awful being left in the dark",
        "you've been really patient with us",
        "gosh that's rotten luck",
        'that sounds exhausting',
      ],
      arent: [
        "I can't hear you, the line is bad",
        "what's wrong with the kettle",
        "you'd be better off with the annual plan",
        "I don't see the charge on my side",
        'please calm down',
        'are you worried about the fees',
        "I'd be happy to help",
        'you must enter the code first',
      ],
    },
  ],
  solution: [
    {
      before: ['C:how much is it to bring a dog on board'],
      are: ["it's ninety five each way as long as the carrier fits under the seat"],
      arent: [],
    },
    {
      before: ['C:are you open on Sundays'],
      are: ['we are, ten till four'],
      arent: [],
    },
    {
      before: ['C:what do I need to bring to the appointment'],
      are: ['just your passport and a proof of address'],
      arent: [],
    },
    {
      before: ['C:the router has a red light on it'],
      are: [
        'unplug it for thirty seconds then plug it back in',
        'hold the reset pin in for ten seconds until the lights go off',
      ],
      arent: [],
    },
    {
      before: ['C:I was charged twice, this is a joke'],
      are: ["I've just put the second charge through as a refund", "I've taken that fee off for you"],
      arent: ['which card was it on', "I'm sorry about that", 'we take this seriously'],
    },
    {
      before: ['C:nobody turned up to fix the boiler'],
      are: [
        "I'm sending a different engineer, he'll be there by four",
        'a driver will bring you the replacement this afternoon',
      ],
      arent: ['let me look into that'],
    },
  ],
  commitment: [
    {
      before: ['C:this has been going on for a week'],
      are: [
        "I'll ring you myself at five to make sure it's there",
        "the engineer will text you when he's ten minutes away",
        "I'll send the form to the claims team today and call you back by Friday",
        "you'll have the money by Tuesday",
        'a driver will bring it to your door by four',
      ],
      arent: [
        "I'm ending the call now goodbye",
        "I'll just pull up your record",
        'can you send me the receipt',
        'refunds usually take five days',
      ],
    },
  ],
  responsibility: [
    {
      before: ['C:this has been going on for a week'],
      are: [
        "that one's on us",
        "we packed the wrong size, that's our mistake",
        'we dropped the ball on this',
        "leave it with me, I'll see it through",
        "I'm taking this one on myself",
        "it's down to us, the driver was never told",
      ],
      arent: ["if it's our mistake we'll refund you", 'the charge is on your account', "it's not our fault"],
    },
  ],
};

for (const [language, table] of [
  ['zh', CASES],
  ['en', ENGLISH],
] as const) {
  for (const [label, cases] of Object.entries(table) as [LabelName, readonly Case[]][]) {
    for (const { before, are, arent } of cases) {
      describe(`${label} after ${before.join(' ')}`, () => {
        if (are.length > 0) test.each(are)('%s', (line) => expect(has(label, before, line, language)).toBe(true));
        if (arent.length > 0)
          test.each(arent)('not %s', (line) => expect(has(label, before, line, language)).toBe(false));
      });
    }
  }
}
