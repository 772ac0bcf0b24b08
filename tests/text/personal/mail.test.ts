/** E-mail addresses as they are said. */
import { describe, expect, it } from 'vitest';
import { maskedTurns, masker } from '../../default-masker.js';

const stars = (text: string) => '*'.repeat(text.length);

describe('what is no address', () => {
  it.each([
    'at example.com',
    'look at gmail.com',
    'look at gmail dot com',
    'check it at our website example dot com',
    'I looked at the price dot com thing',
    'my email is broken',
    'my email is not working, I am at work',
    '邮箱是满的',
    '看一下淘宝点com',
    'see you at ten. Come in.',
    'the point at issue, dot the i',
  ])('%s', (text) => {
    expect(masker.text(text)).toBe(text);
  });
});

describe('an address', () => {
  it.each([
    ['', 'zhang san at 幺六三 点 com', ''],
    ['邮箱是', 'zhang san at 幺六三 点 com', '，谢谢'],
    ['我的邮箱', 'zhangsan艾特幺六三点com', ''],
    ['', 'zhangsan@163点com', ''],
    ['', 'z h a n g san小老鼠qq点com', ''],
    ['郵箱', 'zhangsan圈a一二六點com', '對'],
    ['', 'john dot smith at gmail dot com', ''],
    ['send it to ', 'jane smith at gmail dot com', ' please'],
    ["it's ", 'john underscore smith at hotmail dot co dot uk', ''],
    ['my email is um ', 'john one two three at yahoo dot com', ' okay'],
    ["it's ", 'jsmith forty two at gmail dot com', ''],
    ['', 'claire whitcombe all one word at gmail dot com', ''],
    ['', 'j o h n at gmail.com', ''],
    ['', 'john.smith at gmail.com', ''],
    ['', 'john @ gmail.com', ''],
    ['', 'w dot m at one six three dot com', ''],
  ])('%s%s%s', (before, address, after) => {
    expect(masker.text(before + address + after)).toBe(before + stars(address) + after);
  });

  it.each([
    [
      ['c:my email is john dot smith', 'a:go on', 'c:at gmail dot com'],
      ['my email is **************', 'go on', '****************'],
    ],
    [
      ['c:我邮箱是zhangsan', 'a:嗯', 'c:艾特qq点com', 'a:zhangsan艾特qq点com对吗', 'c:对，zhangsan'],
      ['我邮箱是********', '嗯', '********', '****************对吗', '对，********'],
    ],
  ])('%j', (turns, masked) => {
    expect(maskedTurns(...turns)).toEqual(masked);
  });
});
