import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldText } from '../../src/text/fold.js';

describe('foldText', () => {
  it.each([
    ['traditional script', '您們的服務讓我很無奈', '您们的服务让我很无奈'],
    ['full width', 'ＡＢＣ１２３，．！', 'abc123,.!'],
    ['upper case', 'App 退款 OK', 'app 退款 ok'],
    ['ideographic blank', '好　的', '好 的'],
    ['nothing to fold', '我的宽带断了', '我的宽带断了'],
  ])('%s', (_, text, folded) => {
    expect(foldText(text)).toBe(folded);
  });

  it('applies the folds of the language after its own', () => {
    expect(foldText('您好', { 您: '你' })).toBe('你好');
  });

  it('keeps the length of any text, so that spans hold', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => foldText(text).length === text.length));
  });

  it('is done after one pass', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => foldText(foldText(text)) === foldText(text)));
  });
});
