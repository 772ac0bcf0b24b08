/** What the caller feels and insists on: grievance, fury, the same demand in new words. */
import { describe, expect, test } from 'vitest';
import type { FindingLabel } from '../../src/domain/finding.js';
import { labelsAt, observe } from './stage-harness.js';

const OPENING = ['A: 您好，星河客服，请问有什么可以帮您？'];
const MOOD: readonly FindingLabel[] = ['complaint', 'anger'];

function mood(text: string): readonly string[] {
  return labelsAt(observe([...OPENING, `C: ${text}`]), 1).filter((label) => MOOD.includes(label as FindingLabel));
}

describe('told or asked without reproach', () => {
  test.each([
    ['我家宽带上不去了，灯是红的。'],
    ['我想问一下保单怎么改地址'],
    ['下午啊那我在家等着'],
    ['我试了三次了还是登不上去，您帮我看看'],
    ['哎呀吓死我了，原来是这样'],
    ['我第二次办这个业务，流程一样吗'],
    ['合同上写着几年'],
    ['你们周末上班吗'],
    ['要等几天能到账'],
    ['我请了一天假过来办的，需要带什么材料'],
    ['换了手机以后收不到验证码'],
    ['麻烦你让我先说完地址'],
  ])('%s', (text) => {
    expect(mood(text)).toEqual([]);
  });
});

describe('grievances in many wordings', () => {
  test.each([
    ['这都第四回了，空调还是不凉'],
    ['每次都说登记了'],
    ['又是让我等三天'],
    ['你们就知道拖'],
    ['你们不会自己去查一下吗'],
    ['来不了就不能提前打个电话吗'],
    ['修好了我还用得着找你们'],
    ['东西坏了倒让我出运费'],
    ['你们说停就停了'],
    ['门店推给厂家，厂家又推给你们'],
    ['换了三次了'],
    ['连个短信都没有'],
    ['收钱的时候怎么那么快'],
    ['你这什么意思'],
  ])('%s', (text) => {
    expect(mood(text)).toContain('complaint');
  });

  test.each([
    ['我他妈都报修三次了，一直没人来'],
    ['你等着，我去消协'],
    ['气死我了，我要去法院告你们'],
    ['明天我就发抖音曝光你们'],
  ])('fury: %s', (text) => {
    expect(mood(text)).toContain('anger');
  });
});

describe('the same demand in new words', () => {
  const refunded = [
    ...OPENING,
    'C: 我上周买的扫地机我要退款。',
    'A: 很抱歉，拆封使用过不支持七天无理由退货，可以给您免费换新。',
  ];
  const blocked = [...OPENING, 'C: 我的账号被封了，你给我解封。', 'A: 您可以在页面提交申诉，三个工作日内审核。'];
  const tenfold = [...OPENING, 'C: 面包里有头发，我要十倍赔偿。', 'A: 我可以给您退一赔三，一共六十元，您看可以吗？'];
  const again = (before: readonly string[], text: string) =>
    labelsAt(observe([...before, `C: ${text}`]), before.length).includes('repeat_demand');

  test.each<[readonly string[], string, boolean]>([
    [refunded, '我不换，我就要退', true],
    [refunded, '那你直接把钱退给我', true],
    [refunded, '退钱', true],
    [refunded, '凭什么不给退', true],
    [refunded, '你说退不退吧', true],
    [blocked, '申诉没用，你现在就给我解', true],
    [blocked, '那你给我解', true],
    [blocked, '别跟我说流程', true],
    [tenfold, '十倍，少一分都不行', true],
    [tenfold, '不行，必须赔十倍', true],
    [refunded, '那换新要几天', false],
    [refunded, '行那就换吧', false],
    [refunded, '退款的话大概几天到账呢', false],
    [blocked, '申诉在哪个页面', false],
    [blocked, '好的我去申诉', false],
    [tenfold, '可以，退到哪里', false],
  ])('%j %s', (before, text, expected) => {
    expect(again(before, text)).toBe(expected);
  });

  test('nothing was answered yet', () => {
    expect(again([...OPENING, 'C: 我要退款。', 'A: 请问订单号是多少？'], '我就要退款')).toBe(false);
  });
});
