/** Names: what looks like one and stays, the openings after which one is masked, and where it is masked again. */
import { describe, expect, it } from 'vitest';
import { maskedTurns, masker } from '../../default-masker.js';

describe('what is no name', () => {
  it.each([
    '我是客服',
    '我是客服，工号10086',
    '我是来投诉的',
    '我是北京的',
    '我是宁波的',
    '我是石家庄的',
    '我是温州人',
    '我是江苏的，不是浙江的',
    '我是高新区的',
    '我是你们的老客户',
    '我是金牌会员',
    '我是常客了',
    '我是车主，我的车坏了',
    '我是房东',
    '我是商家，我要投诉骑手',
    '我是程序员',
    '我是高中生',
    '我是孙子辈的',
    '我是白跑一趟',
    '我是花了三百块的',
    '我是应该退款的',
    '我是方便的时候再打',
    '我是马上要走',
    '我是于上周买的',
    '我是安装师傅',
    '我是全款买的',
    '我是单亲妈妈',
    '我是左等右等',
    '我是1023号客服，为您服务',
    '我是钱总的秘书',
    '这里是平安保险',
    '这里是华夏银行',
    '这里是万达',
    '这里是12345',
    '这边是技术部',
    '联系人电话是多少',
    '联系人方式填错了',
    '收件人地址错了',
    '机主是谁',
    '您是机主本人吗',
    '用户名是金橘小郎',
    '客服都是骗子',
    '师傅马上到',
    '经理高高在上',
    '司机常常迟到',
    '房东不在家',
    '王先生您好',
    '好的，李女士',
    '三楼的张师傅',
    '小王，你过来',
    '请问是陈小姐吗',
    '客户关怀中心您好',
    'this is ridiculous',
    'This is Unbelievable',
    'this is the third time',
    'This is Monday already',
    'This is BT',
    'This is Pinnacle Software',
    'This is Amazon customer service',
    'This is Terminal 5',
    "I'm fine",
    'I am fine, thank you',
    'I am Speechless.',
    "I'm calling about my order",
    "I'm British",
    "I'm Muslim",
    "I'm Platinum",
    'I am in Reading',
    "I'm from Boston",
    "I'm at Heathrow",
    "I'm staff number 1023",
    "It's May already",
    "it's due for May",
    'I will mark it',
    'name is required',
    'the user name is missing',
    'I spoke to Amazon about it',
    'I want to talk to Customer Service',
    'Mr Li from the third floor',
  ])('%s', (text) => {
    expect(masker.text(text)).toBe(text);
  });

  it.each([
    ['an answer that gives none', ['a:您贵姓', 'c:你们那个王八蛋']],
    ['the name of a thing', ['a:那个软件叫什么', 'c:金蝶云']],
    ['a wish', ['a:您怎么称呼', 'c:我要投诉']],
    ['thanks', ['a:I have updated your name on the account', 'c:great thanks']],
  ])('%s', (_, turns) => {
    expect(maskedTurns(...turns)).toEqual(turns.map((turn) => turn.slice(2)));
  });
});

describe('a name behind its opening', () => {
  it.each([
    ['我是王建国', '我是***'],
    ['你好我是李雷我想问一下', '你好我是**我想问一下'],
    ['我是刘洋的妈妈', '我是**的妈妈'],
    ['我是欧阳娜娜', '我是****'],
    ['我是客服李娜，工号1023', '我是客服**，工号1023'],
    ['我是组长赵倩 情况我了解了', '我是组长** 情况我了解了'],
    ['这里是陈静', '这里是**'],
    ['機主叫王建國', '機主叫***'],
    ['机主王建国', '机主***'],
    ['联系人张伟，电话13800001234', '联系人**，电话138****1234'],
    ['联系人叫李梅', '联系人叫**'],
    ['收件人王芳', '收件人**'],
    ['户名周桂兰', '户名***'],
    ['我是张三', '我是**'],
    ['我是孙子轩，你好', '我是***，你好'],
    ['乘客姓名赵敏，谢谢', '乘客姓名**，谢谢'],
    ['俺叫李二狗', '俺叫***'],
    ['我老公王建国打的', '我老公***打的'],
    ['她叫李晓明', '她叫***'],
    ['请问是王建国先生吗', '请问是***先生吗'],
    ['找一下刘德华先生', '找一下***先生'],
    ['I am Claire Whitcombe', `I am ${'*'.repeat(16)}`],
    ["I'm Claire, I have a problem", "I'm ******, I have a problem"],
    ["I'm Aoibheann.", "I'm *********."],
    ['hi i am claire whitcombe and i want a refund', 'hi i am **************** and i want a refund'],
    ['this is claire', 'this is ******'],
    ['THIS IS CLAIRE', 'THIS IS ******'],
    ['This is Ngozi Adebayo from flat 3', 'This is ************* from flat 3'],
    ['This is Gráinne speaking.', 'This is ******* speaking.'],
    ['This is Mark, I called yesterday', 'This is ****, I called yesterday'],
    ["It's Claire here", "It's ****** here"],
    ['Claire Whitcombe here, hello', '**************** here, hello'],
    ['Harbour Bank, Priya speaking', 'Harbour Bank, ***** speaking'],
    ['you can call me Beth', 'you can call me ****'],
    ['Am I speaking with Claire Whitcombe?', 'Am I speaking with ****************?'],
    ['Mrs Claire Whitcombe rang', 'Mrs **************** rang'],
    ['my name is April Jones', 'my name is ***********'],
    ['my surname is W-H-I-T-C-O-M-B-E', 'my surname is *****************'],
  ])('%s', (text, masked) => {
    expect(masker.text(text)).toBe(masked);
  });

  it.each([
    [
      ["a:What's your name?", 'c:Hallam. Mrs Hallam. And before you say it, yes.'],
      ["What's your name?", '******. Mrs ******. And before you say it, yes.'],
    ],
    [
      ["a:What's your name?", 'c:Goh. Goh Boon Huat.', 'a:Thanks Boon Huat'],
      ["What's your name?", '***. *************.', 'Thanks **** ****'],
    ],
    [
      ['a:who am i speaking with', 'c:sure', 'c:claire whitcombe'],
      ['who am i speaking with', 'sure', '****************'],
    ],
    [
      ['a:麻烦说下您的姓名', 'c:嗯 张 建军', 'a:建军先生'],
      ['麻烦说下您的姓名', '嗯 ****', '**先生'],
    ],
    [
      ['a:您贵姓', 'c:廖家湾那个廖 上回来过', 'a:廖先生'],
      ['您贵姓', '****** 上回来过', '*先生'],
    ],
  ])('%j', (turns, masked) => {
    expect(maskedTurns(...turns)).toEqual(masked);
  });
});

describe('a name that was told', () => {
  it.each([
    // what looks like it
    [['c:我叫王建国', 'a:建国路88号那边'], '建国路88号那边'],
    [['c:我叫王建国', 'a:王总共订了三单'], '王总共订了三单'],
    [['c:我叫张伟', 'a:伟大的事业'], '伟大的事业'],
    [['c:我叫李明', 'a:说明一下'], '说明一下'],
    [['c:我叫赵国庆', 'a:国庆快到了'], '国庆快到了'],
    [['c:我叫文静', 'a:保持文静'], '保持文静'],
    [['c:我姓金', 'a:小金额的不用'], '小金额的不用'],
    [['c:my name is Mark Young', 'a:Mark it as urgent'], 'Mark it as urgent'],
    [['c:my name is Mark Young', 'a:I will mark that'], 'I will mark that'],
    [['c:my name is Mark Young', 'a:Young people do that'], 'Young people do that'],
    [['c:My name is May', 'a:we will call in May'], 'we will call in May'],
    [['c:My name is May', 'a:May I ask why'], 'May I ask why'],
    [['c:my name is will', 'a:i will call you'], 'i will call you'],
    [['c:my name is bill', 'a:the bill is due'], 'the bill is due'],
    // the name
    [['c:我叫王建国', 'a:王建国先生您好'], '***先生您好'],
    [['c:我叫王建国', 'a:建国您好'], '**您好'],
    [['c:我叫王建国', 'a:好的王先生'], '好的*先生'],
    [['a:王先生您好', 'c:我叫王建国'], '我叫***', '*先生您好'],
    [['c:我姓王', 'a:王女士，请说'], '*女士，请说'],
    [['c:我姓王', 'a:老王啊，您别急'], '老*啊，您别急'],
    [['c:我叫张伟', 'a:小伟，您别急'], '小*，您别急'],
    [['c:我叫张伟', 'a:伟哥您好'], '*哥您好'],
    [['c:我叫赵国庆', 'a:国庆先生您好'], '**先生您好'],
    [['c:我叫赵国庆', 'a:国庆，您别急'], '**，您别急'],
    [['c:我叫欧阳娜娜', 'a:欧阳小姐，娜娜'], '**小姐，**'],
    [['c:姓张，弓长张', 'a:弓长张是吧，张先生'], '***是吧，*先生'],
    [['c:我姓雷', 'c:打雷的雷'], '****'],
    [['c:我叫王建国', 'c:建设的建，国家的国'], '****，****'],
    [['c:敝姓蕭', 'a:蕭小姐'], '*小姐'],
    [['c:my name is Claire Whitcombe', 'a:Thank you Ms Whitcombe'], 'Thank you Ms *********'],
    [['c:my name is Claire Whitcombe', 'a:Claire, can you hold?'], '******, can you hold?'],
    [['c:my name is Claire Whitcombe', 'a:thanks claire'], 'thanks ******'],
    [['c:my name is Claire Whitcombe', 'a:W H I T C O M B E, right?'], '*****************, right?'],
    [["c:I'm Ann Okonkwo-Blythe", 'a:Ms Blythe'], 'Ms ******'],
    [['c:my name is Mark Young', 'a:Mr Young, hold on'], 'Mr *****, hold on'],
    [['c:my name is Mark Young', 'a:Thanks, Mark.'], 'Thanks, ****.'],
    [['c:my name is Mark Young', 'a:Mark, could you hold'], '****, could you hold'],
    [['c:my name is Mark Young', 'a:please ask Mark'], 'please ask ****'],
    [['c:My name is May', 'a:Hi May'], 'Hi ***'],
    [['c:my name is will', 'a:thanks, will'], 'thanks, ****'],
  ])('%j', (turns, last, first = '') => {
    const masked = maskedTurns(...turns);
    expect(masked.at(-1)).toBe(last);
    if (first !== '') expect(masked[0]).toBe(first);
  });
});
