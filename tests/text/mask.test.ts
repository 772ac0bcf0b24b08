import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maskNumber, maskText } from '../../src/text/mask.js';

describe('maskText', () => {
  it.each([
    ['我的电话是13800001234', '我的电话是138****1234'],
    ['电话 138 0000 1234 对吧', '电话 138 **** 1234 对吧'],
    ['138-0000-1234', '138-****-1234'],
    ['1 3 8 0 0 0 0 1 2 3 4', '1 3 8 * * * * 1 2 3 4'],
    ['+86 13800001234', '+86 138****1234'],
    ['+8613800001234', '+86138****1234'],
    ['008613800001234', '0086138****1234'],
    ['１３８００００１２３４', '１３８****１２３４'],
    ['一三八零零零零一二三四', '一三八****一二三四'],
    ['幺三八，零零零零，幺二三四', '幺三八，****，幺二三四'],
    ['座机010-12345678', '座机010-****5678'],
    ['（0755）1234567', '（0755）***4567'],
    ['0311-1234567', '0311-***4567'],
    ['01012345678', '010****5678'],
    ['身份证11010119900101123X', '身份证**************123X'],
    ['110101 19900101 1234', '****** ******** 1234'],
    ['卡号6222020200001234567', '卡号***************4567'],
    ['6222 0202 0000 1234', '**** **** **** 1234'],
    ['6222 0202 0000 1234 567', '**** **** **** ***4 567'],
    ['邮箱 zhang.san@example.com。', '邮箱 z********@example.com。'],
    ['a@b.cn', '*@b.cn'],
  ])('masks %s', (text, masked) => {
    expect(maskText(text)).toBe(masked);
  });

  it.each([
    '2026-03-02 09:15:00',
    '20260302',
    '三月二号到二十五号',
    '12,800.50元',
    '订单号2026030217',
    '一共是13,800,000,000元',
    '二零二六年三月二号',
    '一一核实，一五一十地说',
    '拨打95588或者400-123-4567',
    '工号10086，@所有人',
    '从2026-03-02到2026-03-05',
  ])('leaves %s', (text) => {
    expect(maskText(text)).toBe(text);
  });

  const pieces = fc.array(
    fc.oneof(
      fc.constantFrom(
        '1',
        '13',
        '8',
        '0',
        '2026',
        '零',
        '幺',
        '三',
        '两',
        '九',
        '１',
        '*',
        ' ',
        '-',
        '－',
        ',',
        '，',
        '（',
        ')',
        'X',
        '@',
        '.',
        'a',
        '元',
      ),
      fc.stringMatching(/^[0-9]{1,20}$/),
      fc.string(),
      fc.string({ unit: 'binary' }),
    ),
    { maxLength: 40 },
  );

  it('keeps the length, changes nothing a second time, and leaves no run of 11 digits', () => {
    fc.assert(
      fc.property(pieces, (parts) => {
        const text = parts.join('');
        const masked = maskText(text);
        expect(masked.length).toBe(text.length);
        expect(maskText(masked)).toBe(masked);
        expect(masked).not.toMatch(/[0-9０-９零〇一幺二两三四五六七八九]{11}/);
        for (let at = 0; at < text.length; at++) if (masked[at] !== text[at]) expect(masked[at]).toBe('*');
      }),
      { numRuns: 3000 },
    );
  });

  it('reads a long text in a moment', () => {
    const start = performance.now();
    maskText('1 '.repeat(100_000));
    maskText(`${'a'.repeat(200_000)}@`);
    maskText('0 1'.repeat(60_000));
    expect(performance.now() - start).toBeLessThan(2000);
  });
});

describe('maskNumber', () => {
  it.each([
    [null, null],
    ['+8613800001234', '+86138****1234'],
    ['13800001234', '+86138****1234'],
    ['010-12345678', '+86101***5678'],
    ['+1 415 555 2671', '+1415***2671'],
    ['95588', '***88'],
    ['anonymous', 'anonymous'],
    ['138****1234', '138****1234'],
    ['999999999999', '********9999'],
  ])('%s becomes %s', (number, masked) => {
    expect(maskNumber(number)).toBe(masked);
  });

  it('changes nothing a second time', () => {
    fc.assert(
      fc.property(fc.oneof(fc.stringMatching(/^\+?[0-9 -]{0,20}$/), fc.string()), (number) => {
        const masked = maskNumber(number);
        expect(maskNumber(masked)).toBe(masked);
        expect(masked ?? '').not.toMatch(/[0-9]{11}/);
      }),
    );
  });
});
