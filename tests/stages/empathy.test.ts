import { describe, expect, test } from 'vitest';
import type { Finding } from '../../src/domain/finding.js';
import { observe } from './stage-harness.js';

const ANGRY = 'C: 都三天了还没人管，气死我了';

/** Empathy findings of the last line. */
function empathy(lines: readonly string[], language: 'zh' | 'en' = 'zh'): readonly Finding[] {
  const result = observe(lines, { language });
  expect(result.failures).toEqual([]);
  return result.findings.filter((found) => found.label === 'empathy' && found.turn === lines.length - 1);
}
const kinds = (lines: readonly string[], language: 'zh' | 'en' = 'zh') =>
  empathy(lines, language)
    .filter((found) => found.counted)
    .map((found) => found.attributes.kind);

describe('no empathy', () => {
  test.each([
    ['A:请问你需要查询什么业务'],
    ['A:我明白您的意思了,您是想改签到明天'],
    ['A:希望您能理解我们的工作'],
    ['C:我理解你们也不容易,但是这都三天了'],
    ['A:我不能理解您为什么这么生气'],
    ['A:麻烦您提供一下订单号'],
    ['A:您这边很着急用吗'],
    ['A:这个套餐您看能理解吗'],
    ['A:您说的是哪个套餐'],
    ['A:感谢您的理解与支持'],
    ['A:我了解一下您的使用感受可以吗'],
    ['A:您先别着急,我马上帮您查'],
    ['A:非常抱歉给您带来不便'],
    ['A:让您久等了'],
    ['A:您不用担心,我们会尽快处理'],
    ['A:抱歉让您担心了'],
    ['A:您的问题我明白了,就是宽带上不去网对吧'],
    ['A:如果我们没处理好您不满意可以再打电话'],
    ['A:您要是着急的话可以先去营业厅办'],
    ['A:您说的对,扣费日是每个月五号'],
    ['A:谁给您打的电话您还记得吗'],
    ['A:上次那个客服也说理解我的心情'],
    ['C:换成是你你不着急吗'],
    ['A:我也没办法,系统就这样'],
    ['A:您确实着急的话我给您加急'],
    ['A:我知道您的订单号了,您稍等'],
    ['A:请您站在我们的角度考虑一下'],
    ['A:这个合理要求我们会满足的'],
    ['A:您是急诊的号吗'],
    ['A:我给您解释一下,这个费用不合理的话您可以申诉'],
  ])('%s', (line) => {
    expect(kinds([line])).toEqual([]);
  });

  test.each([
    ['not understood', 'A: 我不能理解您为什么这么生气', 'negated'],
    ['the caller speaks', 'C: 我很理解您的心情', 'wrong_speaker'],
    ['somebody else said it', 'A: 上次那个同事说很理解您的心情', 'quoted'],
    ['thrown at the caller', 'A: 呵呵我很理解您的心情', 'sarcasm'],
    ['part of an apology', 'A: 抱歉让您担心了', 'context'],
    ['nobody was displeased', 'A: 您说得对', 'weak'],
  ])('%s is kept with its reason', (_, line, reason) => {
    expect(empathy([line]).map((found) => found.discardedBecause)).toContain(reason);
  });
});

describe('empathy after displeasure', () => {
  test.each([
    ['我特别能体会您现在的感受', 'feeling'],
    ['您着急我完全明白', 'labelled'],
    ['换谁遇上都会不舒服', 'perspective'],
    ['我知道您等了很久心里不好受', 'labelled'],
    ['这事儿确实挺闹心的', 'validation'],
    ['能感觉到您挺失望的', 'labelled'],
    ['您肯定特别着急', 'labelled'],
    ['等了一周没消息谁都会失望', 'detail'],
    ['您生气是应该的', 'labelled'],
    ['您担心钱拿不回来,我明白', 'labelled'],
    ['受委屈了您', 'sympathy'],
    ['换成是我我也受不了', 'perspective'],
    ['要是我碰上这事也得急', 'perspective'],
    ['站在您的角度想,确实难以接受', 'perspective'],
    ['我自己也被盗过号,知道那种滋味', 'perspective'],
    ['将心比心,我也不愿意等', 'perspective'],
    ['您说得对,这个确实应该提前通知', 'validation'],
    ['您反映的很有道理', 'validation'],
    ['这确实是个问题', 'validation'],
    ['您的要求合情合理', 'validation'],
    ['换谁都会提意见的', 'perspective'],
    ['等了三天没人回,这一点确实不应该', 'detail'],
    ['短信写得不清楚,您说得没错', 'validation'],
    ['这个流程是有点绕', 'detail'],
    ['遇到这种事真的挺难受的', 'sympathy'],
    ['发生这样的情况我也替您难过', 'sympathy'],
    ['出门在外碰上这个太糟心了', 'sympathy'],
    ['让您受委屈了', 'labelled'],
    ['这个规定给您带来麻烦了', 'inconvenience'],
    ['给您添麻烦了', 'inconvenience'],
    ['耽误您工作了', 'inconvenience'],
    ['让您跑了这么多趟', 'inconvenience'],
    ['影响您使用了', 'inconvenience'],
    ['您观察得真仔细', 'praise'],
    ['一听您就是老用户', 'praise'],
    ['换谁心里都不好受', 'perspective'],
    ['这事搁谁身上都窝火', 'perspective'],
    ['大冷天让您等这么久真不好受', 'sympathy'],
    ['听得出您很着急我理解咱们先把卡冻结', 'labelled'],
    ['您失望我明白要不我帮您换一台', 'labelled'],
    ['等了这么久确实让人恼火', 'detail'],
    ['很理解您的心情', 'feeling'],
    ['如果我遇到您这种情况,我也会像您一样着急', 'perspective'],
    ['我非常理解您的frustration', 'feeling'],
    ['是我的话我也着急', 'perspective'],
    ['孩子发烧了又约不上号这个当妈的心里肯定急得不行', 'labelled'],
    ['我能理解但是这个规定确实是这样的', 'feeling'],
    ['嗯嗯我理解', 'feeling'],
    ['您的心情我们完全可以理解', 'feeling'],
    ['这钱说没就没了放谁身上都心疼', 'perspective'],
    ['谁摊上这种事能不上火呢', 'feeling'],
    ['您有情绪是很正常的', 'labelled'],
    ['一年到头好不容易休个假碰到这种事太扫兴了', 'sympathy'],
    ['我听着都替您憋屈', 'sympathy'],
    ['跑了三趟都没办成搁我我也火大', 'perspective'],
    ['也难怪您生气', 'validation'],
    ['这个滋味确实不好受', 'validation'],
    ['我能听出来您挺生气的', 'labelled'],
    ['老人家一个人在家没暖气确实让人揪心', 'validation'],
    ['我懂您的感受', 'feeling'],
    ['这么晚了还让您操心这个事', 'labelled'],
    ['您这个心情我感同身受', 'feeling'],
    ['确实,花了钱还受气,谁都不乐意', 'validation'],
  ])('%s', (line, kind) => {
    expect(kinds([ANGRY, `A: ${line}`])).toContain(kind);
  });
});

describe('what empathy carries', () => {
  test('a named feeling that the caller showed matches', () => {
    const [found] = empathy([ANGRY, 'A: 听得出您很着急']).filter((each) => each.counted);
    expect(found?.attributes).toEqual({ kind: 'labelled', matches: true });
  });

  test('a named feeling that nobody showed does not', () => {
    const [found] = empathy(['C: 我想查一下话费', 'A: 您肯定特别着急']).filter((each) => each.counted);
    expect(found?.attributes).toEqual({ kind: 'labelled', matches: false });
  });

  test('a "but" does not take it back', () => {
    expect(kinds([ANGRY, 'A: 我很理解您的心情，但是这是规定'])).toEqual(['feeling']);
  });

  test('one finding per kind and turn', () => {
    expect(kinds([ANGRY, 'A: 理解您的心情，非常理解您的感受'])).toEqual(['feeling']);
  });
});

describe('English', () => {
  const angry = "C: I've been waiting for three hours, this is ridiculous.";
  test.each([
    ["A: I understand you're calling about your bill."],
    ['A: Let me make sure I understand the question.'],
    ['A: If I understand correctly, the router is down.'],
    ['A: Please understand that this is our policy.'],
    ["A: I can't understand why you are angry."],
    ['C: I completely understand your frustration.'],
    ['A: I see you ordered two of these.'],
    ['A: How can I help you today?'],
  ])('no empathy: %s', (line) => {
    expect(kinds([line], 'en')).toEqual([]);
  });

  test.each([
    ['I completely understand your frustration.', 'feeling'],
    ['Anyone would be upset in your position.', 'perspective'],
    ['That must be really frustrating.', 'labelled'],
    ['You have every right to be angry.', 'validation'],
    ["I'd feel the same way.", 'perspective'],
    ["I'm sorry to hear that.", 'sympathy'],
    ['I can imagine how stressful this is.', 'feeling'],
    ['I understand, but that is our policy.', 'feeling'],
    ["You're absolutely right.", 'validation'],
    ["I don't blame you for being upset.", 'validation'],
  ])('%s', (line, kind) => {
    expect(kinds([angry, `A: ${line}`], 'en')).toContain(kind);
  });
});
