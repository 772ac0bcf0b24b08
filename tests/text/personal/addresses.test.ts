/** Addresses behind their openings, in answers, over turns, and said again. */
import { describe, expect, it } from 'vitest';
import { maskedTurns, masker } from '../../default-masker.js';

describe('what is no address', () => {
  it.each([
    '我在星巴克建国路店',
    '送到人民广场站',
    '送到万达广场',
    '我们门店在南京路店',
    '发到您手机短信里',
    '送到三楼',
    '送到楼下超市',
    '送到村里',
    '搬到二十公里外',
    '您的地址有误',
    '地址不对',
    '我住在上海',
    '我住在广州市',
    '邮编100020',
    'I live in Reading',
    "I'm at least on the way",
    "I'm at work",
    "I'm going to London",
    'send it to the shop',
    'send it to Oxford Street branch',
    'deliver to 5 people on the way',
    'the postcode lookup failed',
    'iPhone SE2 1AB is no model',
  ])('%s', (text) => {
    expect(masker.text(text)).toBe(text);
  });

  it.each([
    ['c:北京'],
    ['c:北京市朝阳区'],
    ['c:我不想说'],
    ['c:我刚搬家，那条路我也不知道叫什么'],
    ['c:你们系统里有啊'],
    ['c:我在楼下'],
  ])('to a question: %s', (answer) => {
    expect(maskedTurns('a:您地址是哪里?', answer).at(-1)).toBe(answer.slice(2));
  });

  it.each([
    ["c:I'm in London"],
    ['c:you have it already'],
    ['c:I moved out of the house last week'],
    ['c:Same place as before'],
    ["c:It's on the account, 3 lines down the way"],
  ])('to a question: %s', (answer) => {
    expect(maskedTurns("a:What's your address?", answer).at(-1)).toBe(answer.slice(2));
  });
});

describe('an address', () => {
  it.each([
    ['我家地址是', '国贸大厦1203', ''],
    ['地址：', '海淀区中关村南大街5号院2号楼1202室', ''],
    ['住址是', '三元里九号', ''],
    ['寄到', '万达广场3号楼12层', ''],
    ['我住', '和平里四号楼二单元', '，快点'],
    ['地址是', '江苏省南京市鼓楼区中山路100号', ''],
    ['我住在', '香樟里三栋', ''],
    ['請寄到', '台北市信義區松仁路100號5樓', '，謝謝'],
    ['my address is ', '221B Baker Street, London NW1 6XE', ''],
    ['my address is ', 'flat two, nine park road', ''],
    ['I live at ', '742 Evergreen Terrace, Springfield, IL 62704', ''],
    ['We live at ', 'Rose Cottage, Mill Lane, Ely CB7 4AA', ''],
    ["it's going to ", '221B Baker Street', ''],
    ["I'm at ", '14 Willow Lane, Reading', ', come quickly'],
    ['my postcode is ', 'SW1A 1AA', ', thanks'],
  ])('%s%s%s', (before, address, after) => {
    expect(masker.text(before + address + after)).toBe(before + '*'.repeat(address.length) + after);
  });
});

describe('an answer to a question for the address', () => {
  it.each([
    [
      ['a:您地址是哪里?', 'c:朝阳区建国路88号3单元502'],
      ['您地址是哪里?', '***************'],
    ],
    [
      ['a:您的收货地址是？', 'c:是浦东新区张杨路500号华润大厦1203'],
      ['您的收货地址是？', '是*******************'],
    ],
    [
      ['a:地址报一下', 'c:3号楼2单元502'],
      ['地址报一下', '*********'],
    ],
    [
      ['a:您地址是哪里?', 'c:嗯，朝阳区建国路', 'a:嗯', 'c:88号3单元502'],
      ['您地址是哪里?', '嗯，******', '嗯', '*********'],
    ],
    [
      ['a:您地址是哪里?', 'c:朝阳区建国路88号', 'a:好的', 'c:3单元502', 'a:建国路88号3单元502对吗', 'c:建国路很好找'],
      ['您地址是哪里?', '*********', '好的', '******', '************对吗', '***很好找'],
    ],
    [
      ['a:您地址是哪里?', 'c:建国路八十八号三单元五零二', 'a:建国路88号是吧'],
      ['您地址是哪里?', '*************', '******是吧'],
    ],
    [
      ['a:where do you live', 'c:on Baker Street'],
      ['where do you live', 'on ************'],
    ],
    [
      ["a:What's your address?", 'c:14 Willow Lane, Reading RG4 7AB'],
      ["What's your address?", '*******************************'],
    ],
    [
      ["a:What's your address?", "c:it's 14 willow lane reading rg4 7ab"],
      ["What's your address?", "it's ************** reading *******"],
    ],
    [
      ["a:What's your address?", 'c:fourteen willow lane', 'a:and the postcode?', 'c:R G four, seven A B'],
      ["What's your address?", '********************', 'and the postcode?', '*******************'],
    ],
    [
      ["a:What's your address?", 'c:Flat 3, 14 Willow Lane', 'a:okay', 'c:Reading, RG4 7AB', 'a:so 14 Willow Lane'],
      ["What's your address?", '**********************', 'okay', 'Reading, *******', 'so **************'],
    ],
    [
      ['a:what is the delivery address', 'c:Apartment 5B, 120 West 45th Street, New York, NY 10036'],
      ['what is the delivery address', '******************************************************'],
    ],
  ])('%j', (turns, masked) => {
    expect(maskedTurns(...turns)).toEqual(masked);
  });
});
