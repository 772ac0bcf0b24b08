/** Numbers said in tens and hundreds, in lists, and over turns that are read back. */
import { describe, expect, it } from 'vitest';
import { maskedTurns, masker } from '../../default-masker.js';

describe('what stays', () => {
  it.each([
    // amounts
    'nineteen ninety nine, twenty four ninety five, and thirty two fifty',
    'one hundred and twenty three thousand four hundred and fifty six dollars',
    'about four hundred fifty, five hundred at most',
    'one hundred, two hundred, three hundred, four hundred',
    'it costs two hundred ninety nine ninety nine',
    'the total is one thousand two hundred thirty four, the balance is five thousand six hundred seventy eight',
    // years and times
    'nineteen eighty four was a good year',
    'I was born in nineteen eighty, married in two thousand five, moved in nineteen ninety',
    'two thousand twenty six',
    'call me between nine thirty and ten fifteen',
    'call me between 9 30 and 10 15',
    'call me at ten fifteen am or eleven forty five pm',
    'call me back at nine thirty, ten fifteen or eleven forty five',
    // quantities and counting
    'twenty two of those and fifty five of these',
    'order twenty four boxes, thirty two bottles and nineteen cans',
    'ten, eleven, twelve, thirteen, fourteen, fifteen',
    'ten twenty thirty forty fifty sixty',
    'flight BA two four five at twelve forty',
    'one or two hundred',
    '一百二十三块，两百四十五块，三百六十七块',
    '01, 02, 03, 04, 05, 06',
    '01/12/2026 and 12/31/2026',
  ])('%s', (text) => {
    expect(masker.text(text)).toBe(text);
  });
});

describe('tens and hundreds of a number', () => {
  it.each([
    [
      'my number is oh seven seven double-oh nine hundred forty two',
      'my number is ** ***** ***** ********* nine hundred forty two',
    ],
    [
      "it's oh seven seven double oh nine hundred one two three",
      "it's oh seven seven ********* ************ one two three",
    ],
    ['oh seven seven hundred nine hundred one two three', 'oh seven ************* ************ one two three'],
    ['my number is fifty-five oh one, nineteen eighty', 'my number is ********** ** ***, nineteen eighty'],
    [
      'phone four fifteen five fifty-five twenty-six seventy-one',
      'phone **** ******* **** ********** twenty-six seventy-one',
    ],
    [
      'my number is two thousand nine hundred five five five one',
      'my number is ************************* five five five one',
    ],
    [
      'card number forty-five thirty-two, oh one fifty-one, twelve eighty-three, oh three sixty-six',
      'card number ********** **********, ** *** *********, ****** ************, oh three sixty-six',
    ],
    [
      'my id number is nineteen eighty oh one twelve thirty four',
      'my id number is ******** ****** ** *** twelve thirty four',
    ],
    ['sort code twenty, thirty, forty', 'sort code ******, ******, *****'],
  ])('%s', (text, masked) => {
    expect(masker.text(text)).toBe(masked);
  });
});

describe('further numbers of a list', () => {
  it.each([
    ['电话是87654321，欠了1234567元', '电话是****4321，欠了1234567元'],
    ['电话是87654321，型号是66778899', '电话是****4321，型号是66778899'],
    [
      '手机号13800001234，还有一个13900005678，备用的是15012345678',
      '手机号138****1234，还有一个139****5678，备用的是150****5678',
    ],
    [
      '我的电话是87654321，还有一个是87651234，备用的是66778899',
      '我的电话是****4321，还有一个是****1234，备用的是****8899',
    ],
    ['我的电话是87654321、87651234、66778899', '我的电话是****4321、****1234、****8899'],
    ['订单号2026030217，还有2026030218', '订单号******0217，还有******0218'],
    [
      "my number is 9123 4567, or 9876 5432, and my wife's is 6123 4567",
      "my number is **** 4567, or **** 5432, and my wife's is **** 4567",
    ],
    ['打我电话8 7 6 5，4 3 2 1', '打我电话* * * *，4 3 2 1'],
    ['打我13800001234或者13900005678，还有座机010-12345678', '打我138****1234或者139****5678，还有座机010-****5678'],
  ])('%s', (text, masked) => {
    expect(masker.text(text)).toBe(masked);
  });

  it('goes on in the next turn', () => {
    expect(maskedTurns('c:我电话87654321', 'a:好的', 'c:还有一个是87651234').at(-1)).toBe('还有一个是****1234');
  });
});

describe('numbers that are read back in groups', () => {
  it.each([
    [
      ['c:一三八', 'a:一三八', 'c:零零幺三', 'a:零零幺三', 'c:八零零零', 'a:八零零零，对吧'],
      ['一三八', '一三八', '****', '****', '八零零零', '八零零零，对吧'],
    ],
    [
      ['c:我的号码', 'c:138 0013', 'a:138 0013', 'c:8000', 'a:8000 对吧'],
      ['我的号码', '*** ****', '*** ****', '8000', '8000 对吧'],
    ],
    [
      ['c:我手机13800138000', 'a:中间四位是0013对吗'],
      ['我手机138****8000', '中间四位是****对吗'],
    ],
    [
      ['c:one three eight', 'a:one three eight', 'c:double oh one three', 'a:double oh one three', 'c:eight thousand'],
      ['one three eight', 'one three eight', '********* *** *****', '********* *** *****', 'eight thousand'],
    ],
    [
      ['c:oh seven seven double oh', 'a:go on', 'c:nine hundred', 'a:nine hundred, yes', 'c:one two three'],
      ['oh seven seven *********', 'go on', '************', '************, yes', 'one two three'],
    ],
    [
      ['a:请报卡号', 'c:6222 0202', 'a:嗯', 'c:0000 1234', 'a:好', 'c:567'],
      ['请报卡号', '**** ****', '嗯', '**** ***4', '好', '567'],
    ],
    [
      ['a:请报身份证', 'c:110101', 'a:嗯', 'c:19900101', 'a:嗯', 'c:123X'],
      ['请报身份证', '******', '嗯', '*******1', '嗯', '123X'],
    ],
    [
      ['a:请报卡号', 'c:六二二二，零七二幺', 'a:嗯', 'c:四二二幺 二三六三 七二五'],
      ['请报卡号', '****，****', '嗯', '**** ***三 七二五'],
    ],
    [
      ['c:腰三八', 'a:嗯', 'c:零零妖三', 'a:好', 'c:八零零零'],
      ['腰三八', '嗯', '****', '好', '八零零零'],
    ],
    [
      ['c:我电话87654321', 'a:一共多少', 'c:3个'],
      ['我电话****4321', '一共多少', '3个'],
    ],
  ])('%j', (turns, masked) => {
    expect(maskedTurns(...turns)).toEqual(masked);
  });
});
