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

describe('plain human words', () => {
  test.each([
    ['这事搁谁心里都得犯嘀咕'],
    ['换我早急眼了'],
    ['换成我我也咽不下这口气'],
    ['白跑一趟真够窝火的'],
    ['难怪您睡不着'],
    ['老人等着吃药呢您能不急吗'],
    ['您寒心我一点都不意外'],
    ['花了钱还得看人脸色谁受得了'],
    ['大夏天没空调这日子怎么过'],
    ['三天打了五个电话没人管这滋味我懂'],
    ['好好的婚礼让这事给搅了太扫兴了'],
    ['您心里有气冲我说没关系'],
    ['您有火冲我发我听着'],
    ['一个人带着孩子在机场熬一宿真不容易'],
    ['搁我身上我也得炸'],
    ['钱没到账心里肯定打鼓'],
    ['这一天天的悬着谁也吃不消'],
    ['攒了大半年的钱就这么没了我听着都心疼'],
    ['您急是对的换谁都坐不住'],
    ['大老远跑过来又扑了个空是够折腾人的'],
    ['这事儿确实气人'],
    ['听您这么一说我心里也不是滋味'],
    ['一个人在外地遇上这种事多无助啊'],
    ['您憋了一肚子火吧'],
    ['我要是您我也得讨个说法'],
    ['被人这么敷衍心都凉了'],
    ['明明没用还扣钱这火我能明白'],
    ['人家等着这个救命呢能不慌吗'],
    ['本来高高兴兴出来玩碰上这一出心情全毁了'],
    ['催了一遍又一遍没个准话确实让人没脾气'],
    ['您骂两句也是应该的'],
    ['您这心情我太明白了'],
    ['连着熬两宿铁打的也扛不住'],
    ['这哪能不着急啊'],
    ['您不放心我特别理解'],
    ['都是当妈的我懂您那份心'],
    ['我家老人也住院我知道那个提心吊胆的劲儿'],
    ['好心好意来办事还被人怼回来换谁不憋屈'],
    ['您先消消气这事换我也火'],
    ['谁碰上谁闹心'],
    ['这口气不出是憋得慌'],
    ['大半夜的家里进水吓坏了吧'],
    ['刚装好就用不了确实让人扫兴'],
    ['搁我早跳起来了'],
    ['打不通电话干着急这种感觉太难受了'],
    ['您失眠好几天了这谁顶得住'],
    ['您发这么大火也不是没道理的'],
    ['养了这么多年的猫突然病了您肯定心疼坏了'],
    ['当爹的哪有不心疼孩子的'],
    ['您这一趟趟跑的腿都跑细了吧'],
    ['您这罪遭的，换我我也得来讨个公道'],
    ['自己花钱买的房子住不进去，心里能舒坦吗'],
    ['孩子就盼着这个生日礼物呢，眼巴巴等了一礼拜吧'],
    ['这事儿办得让人窝心'],
    ['赶上这么个大雪天抛锚在半道上，想想都害怕'],
    ['您跑前跑后忙活半天落这么个结果，搁谁都得骂娘'],
    ['辛辛苦苦攒的积分说清零就清零，谁乐意啊'],
    ['听您说完我都觉得憋气'],
    ['您这火发得不冤'],
    ['这种被人晾着的感觉最难受'],
    ['谁不想早点拿到手呢'],
    ['明白您的心思，就怕耽误孩子上学是吧'],
    ['您都急得掉眼泪了，我心里也跟着揪得慌'],
    ['这搁哪个当家长的都放心不下'],
    ['您这一宿怕是没睡踏实'],
    ['等了一下午没等到人，搁我我也得窝一肚子火'],
    ['就盼着过年寄回去的东西，结果碎了一地，看着多心疼'],
    ['被陌生人骚扰成这样，是挺瘆人的'],
    ['您气成这样我能想象'],
    ['我能想象您当时有多尴尬'],
    ['在那么多人面前刷不出来卡，换我都想找个地缝钻进去'],
    ['让谁遇见这种事儿心里都别扭'],
    ['一次两次也就算了，三番五次的，谁还能没点脾气'],
    ['您这份着急我感受得到'],
    ['钱是辛辛苦苦挣的，打了水漂谁不肉疼'],
    ['唉，听着怪让人难受的'],
    ['您有多失望我完全想得到'],
    ['您说的这些换成我家里人我也接受不了'],
    ['好不容易抢到的票说没就没了，太憋屈了'],
    ['我要碰上这种情况估计比您还急'],
    ['您要投诉我理解，确实是等太久了'],
    ['明白明白，家里有小孩没热水太遭罪了'],
    ['哪个人经得起这么来回折腾'],
    ['您的顾虑我完全能体谅'],
    ['我知道这几天您没少操心'],
    ['这确实挺打击人的'],
    ['您别说，我听了都上火'],
    ['孩子在医院等着呢，您这会儿肯定乱了方寸'],
    ['您受累了，来回折腾好几趟'],
  ])('%s', (line) => {
    expect(kinds([ANGRY, `A: ${line}`]).length).toBeGreaterThan(0);
  });

  test.each([
    ['您不用着急，我马上查'],
    ['您先别生气'],
    ['谁收的货您知道吗'],
    ['您担心的话可以买个延保'],
    ['您是担心快递丢了对吗'],
    ['我也很无奈'],
    ['我们也很着急，但是仓库不发货'],
    ['我也委屈啊您冲我喊什么'],
    ['您这样让我很为难'],
    ['您再骂人我就挂了'],
    ['换谁来都是这个规定'],
    ['换我也没办法'],
    ['搁谁来也是这个价'],
    ['谁让您自己不看清楚'],
    ['您急什么呀'],
    ['这有什么好生气的'],
    ['您至于这么生气吗'],
    ['这个费用不用您操心'],
    ['确实是您自己操作失误'],
    ['您要是不满意可以投诉'],
    ['您害怕就别买'],
    ['听得出您那边有点吵'],
    ['换哪一款您说，换我给您查'],
    ['难怪您查不到，这个单号输错了一位'],
    ['怪不得收不到短信，您这个号停机了'],
    ['我让人给您送过去'],
    ['我听着呢您说'],
    ['您看换成后天上午可以吗'],
    ['这个药吃完会不舒服吗'],
    ['您哪里不舒服'],
    ['谁都能办，带身份证就行'],
    ['你自己没看清怪谁'],
    ['换了别人早就不跟你废话了'],
    ['您心里有数就行'],
    ['这个滋味有原味和草莓味'],
    ['这口气味是正常的'],
    ['您在楼下等也不方便，我给您改个地址'],
    ['我一直在给您查'],
    ['您放心'],
    ['退款慢您可以催一下商家'],
    ['您先把空调关了'],
    ['老人家办理要本人到场'],
    ['谁的名字登记的'],
    ['这个积分年底清零'],
    ['明白了，您是要改生日'],
    ['掉眼泪可能是对药水过敏'],
    ['您跑一趟营业厅就行'],
    ['急件的话加十块'],
    ['害怕忘记可以设个提醒'],
    ['公道价三百'],
    ['您什么时候方便我让师傅过去'],
    ['换个新的给您可以吗'],
    ['您觉得哪个方便'],
    ['这边心电图的结果还没出来'],
    ['我看下您的心脏彩超预约'],
    ['请问谁在家能签收'],
    ['您的心意我们领了'],
    ['小孩发烧不舒服多久了'],
    ['我们也是打工的不容易'],
    ['这个产品谁用都说好'],
    ['老人能受得了这个药吗'],
    ['心里有数的话您就直接选套餐'],
    ['您要委屈您自己忍着'],
    ['我们客服天天挨骂也很委屈'],
    ['谁知道您当时怎么操作的'],
    ['换谁来我也是这么说'],
    ['这个不归我管您爱找谁找谁'],
    ['您别心疼那点钱'],
    ['您是觉得价格贵了心疼是吧'],
    ['家里没人的话晚点送'],
    ['难道是我让您等的吗'],
    ['熬夜对身体不好'],
    ['中药要熬多久您知道吧'],
    ['您陪着老人来就行'],
    ['生意上的事您跟商家谈'],
    ['我一直在帮您排队'],
    ['火车票退不了'],
    ['气表坏了我给您报修'],
    ['这气有味道您先关阀门'],
    ['能不能不急着今天办'],
  ])('not %s', (line) => {
    expect(kinds([ANGRY, `A: ${line}`])).toEqual([]);
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
