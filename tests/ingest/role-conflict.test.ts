/** Polite callers and curt agents: roles that rest on manners alone are not certain. */
import { describe, expect, it } from 'vitest';
import { CERTAIN_ROLES, type Direction } from '../../src/domain/call.js';
import { loadRoleModel } from '../../src/ingest/index.js';
import { inferRoles } from '../../src/ingest/role-inference.js';

const model = loadRoleModel('models/ingest/roles');

/** The inferred role of A, and how certain it is. */
function roleOfA(lines: readonly string[], direction: Direction | null = null) {
  const turns = lines.map((line) => ({
    speaker: 'unknown' as const,
    speakerLabel: line[0]!,
    channel: null,
    text: line.slice(2),
  }));
  const { turns: named, roles } = inferRoles(turns, direction, model)!;
  return { speaker: named.find(({ speakerLabel }) => speakerLabel === 'A')!.speaker, confidence: roles.confidence };
}

describe('a polite caller with a curt agent (A)', () => {
  it.each<[string, readonly string[]]>([
    [
      'a caller who names the staff number of the agent before',
      [
        'A 喂，说。',
        'B 您好，麻烦您了，我上次打电话是工号八零一二的客服帮我登记的，说给我加急处理，请您帮我查一下好吗？',
        'A 单号。',
        'B 好的，您稍等一下，我看一下，单号是零二四五六六七八。',
        'A 没这个单。',
        'B 不好意思，可能是我看错了，请您再帮我核对一下，尾号是三三一七。',
        'A 查不到。',
        'B 非常抱歉给您添麻烦了，那请问您贵姓？您的工号是多少？方便说一下吗？',
        'A 问这个干嘛。',
        'B 我这边记录一下，感谢您，祝您工作愉快，再见。',
        'A 挂了。',
      ],
    ],
    [
      'a caller who closes like an agent',
      [
        'A 喂。',
        'B 您好，我是王芳，给您来电是想反馈一下我的宽带问题，请问您现在方便吗？',
        'A 快说，忙着呢。',
        'B 好的，您别着急，我理解您的工作也很辛苦。我家的宽带断了两天了，麻烦您帮我登记一下。',
        'A 你家自己的问题吧。',
        'B 不是的，我这边看到系统显示已经报修了，工单号是八零三三，您可以查一下。',
        'A 等着吧。',
        'B 请问大概什么时候能给我答复呢？今天能处理吗？',
        'A 不知道。',
        'B 好的，感谢您的耐心，祝您生活愉快，再见。',
      ],
    ],
    [
      'a caller who was an agent once',
      [
        'A 喂？',
        'B 您好，星达宽带客服吗？我以前也是做客服的，工号三零一七，很理解您。',
        'A 有事说事。',
        'B 给您添麻烦了，我想请您帮我查询一下我的工单，系统里应该有记录。',
        'A 号码。',
        'B 好的，我给您报一下，一三八零零零零一二三四。',
        'A 没有。',
        'B 非常抱歉，那我再给您核实一下，请稍等。查到了，是一三九那个号。',
        'A 欠费了。',
        'B 好的，我这边马上帮您……不是，我马上去交，感谢您的提醒，请问还有其他需要注意的吗？',
        'A 没了。',
      ],
    ],
    [
      'a caller from another company',
      [
        'A 谁啊？',
        'B 您好，我这边是平安小区物业的，我姓李，工号零零七，给您来电是因为我们小区停水了，请问您这边能帮忙安排师傅吗？',
        'A 我们不管这个。',
        'B 不好意思，之前您这边的同事说可以为我们登记，给您带来不便了。请问怎么称呼您？',
        'A 你别管。',
        'B 好的先生，那我做个记录，稍后我给您回电，您看可以吗？',
        'A 随便。',
        'B 感谢您的支持，祝您生活愉快。',
      ],
    ],
    [
      'an agent who blames the caller',
      [
        'A 你们这些人天天打电话，烦不烦？',
        'B 您好，实在抱歉打扰您了，我想请问一下我的退款到账了没有，麻烦您帮我查一下。',
        'A 我怎么知道，你自己看啊，凭什么问我？',
        'B 我理解您的心情，您先别急。工号一零二三的专员说二十四小时内给我回复的，请您核实一下。',
        'A 他说的你找他去。',
        'B 好的，那请您帮我转接一下这位专员，感谢您。',
        'A 等了半天了，别占线。',
        'B 给您添麻烦了，感谢您的耐心，再见。',
      ],
    ],
    [
      'a caller who speaks first and asks for a transfer',
      [
        'B 您好，八八零六号客服您好，我是刚刚跟您通过话的，电话断线了',
        'A 哦是你啊，你说的那个办不了',
        'B 好的，请问是因为什么原因无法办理呢？',
        'A 政策规定，你问我我也没办法，问领导去',
        'B 理解的，那请您为我转接一下您的领导，好吗？感谢您',
        'A 领导不在，你明天打吧',
        'B 好的，明天几点比较方便呢？',
        'A 上班时间都行',
        'B 好的，感谢您，祝您工作愉快',
      ],
    ],
    [
      'an agent of single words',
      [
        'A 干什么',
        'B 喂您好，我是张先生的家属，他预约了明天的体检，我想帮他改一下时间',
        'A 身份证',
        'B 好的，身份证后四位是零零二七，麻烦您核实',
        'A 改不了',
        'B 请问是什么原因呢？如果可以的话希望您能给予协助，非常抱歉让您为难了',
        'A 满了',
        'B 好的，那后天可以吗？感谢您',
        'A 后天行',
        'B 太好了，谢谢您的耐心，祝您身体健康，再见',
      ],
    ],
    [
      'a caller who thanks for the waiting',
      [
        'A 有话快说',
        'B 您好，很抱歉这么晚打扰您，请问有什么办法可以取消自动续费吗？我昨天被扣了三十块',
        'A 自己在手机上取消',
        'B 好的，那请问您可以一步一步指导我吗？我不太会操作',
        'A 设置里面',
        'B 好的，请稍等，我这边打开一下，感谢您的等待',
        'A 快点',
        'B 找到了，谢谢您，请问还有其他需要我操作的吗？',
        'A 没了',
        'B 感谢您的耐心服务，再见',
      ],
    ],
    [
      'English: a caller who verifies like an agent',
      [
        'A What.',
        'B Good morning, thank you for taking my call, my name is Robert. May I have your name, please?',
        'A Why do you care.',
        'B I completely understand, I am sorry for the inconvenience. I just would like to verify my account, could you help me with that, sir?',
        'A Number.',
        'B Sure, one moment please, let me check. It is 4 4 7 1 9 2.',
        'A Nothing there.',
        'B I apologize, let me see, I can see here on my screen 4 4 7 1 9 3. Could you check it again?',
        'A Yeah it is closed.',
        'B Thank you for checking. Is there anything else I can do? I will call you back within two business days. Thank you for your patience, have a great day.',
        'A Whatever.',
      ],
    ],
    [
      'English: a caller with an agent number',
      [
        'A Yeah?',
        'B Hello, this is Karen speaking, I used to work at a call centre myself, agent number 4412. How can I best help you find my order?',
        'A Spit it out.',
        'B Of course. May I give you my order number? Let me look it up, bear with me one moment please. Thank you for waiting. It is 5 5 0 1 2.',
        'A Not in the system.',
        'B I am so sorry about that. I can see here that the email says 5 5 0 2 1. Could I have you check that?',
        'A It shipped, ok? I got other calls.',
        "B Thank you so much, I appreciate your help. I will follow up if it does not arrive. Have a wonderful day, ma'am.",
        'A Bye.',
      ],
    ],
    [
      'English: a caller on behalf of a company',
      [
        'A Hello?',
        'B Good afternoon, this is Daniel calling on behalf of Greenfield Dental. I am calling to confirm our supply order. May I verify the details with you?',
        'A I guess.',
        'B Thank you. May I have your name, sir?',
        'A No.',
        'B No problem at all. Our records show order 88123, placed on Monday. Can you confirm when it ships?',
        'A When it ships it ships.',
        'B I understand how busy you are. We would just like to let our team know. Would within two business days be possible?',
        'A You people are always in a hurry. I already told the other guy.',
        'B I do apologize. Thank you for your time, and have a great day.',
      ],
    ],
    [
      'English: a caller who is passed on',
      [
        'A I am not the complaints department.',
        'B I understand, sir, and I do apologize for the confusion. I was transferred here by your colleague with ID 7 7 2. I am trying to get a charge of 20 dollars reversed.',
        'A Well she should not have sent you to me.',
        'B That is no problem at all. Would you be able to connect me with the right team?',
        'A They are closed until tomorrow, like I told the last guy.',
        'B Thank you for letting me know. May I have a direct number, so that I can call back during business hours?',
        'A Look it up online, I do not have it.',
        'B Certainly. Thank you for your time today, have a good evening.',
      ],
    ],
    [
      'English: a caller who speaks first',
      [
        'B Good morning, thank you for picking up. My name is Olivia, how are you today?',
        'A I am fine, what do you need, I have a queue here.',
        'B I apologize, I will be quick. I placed an order on Monday and the confirmation never arrived. May I verify the email with you?',
        'A You people never read your spam folder.',
        'B I understand, let me check that right now for you, one moment please. No, it is not there.',
        'A Then you typed it wrong, that is on you.',
        'B Thank you for pointing that out. Could you resend it to olivia at example dot com, please?',
        'A Done. Anything else or can I go?',
        'B No, that is all. Thank you for your patience and have a great day.',
      ],
    ],
    [
      'English: a caller who follows up',
      [
        'A You again?',
        'B Hi there, yes, I apologize for calling again. I just want to follow up on the delivery that was promised within 24 hours.',
        'A Not here.',
        'B I understand this is frustrating for you as well. May I verify the address that you have on file for me?',
        'A Elm street.',
        'B Thank you, that is correct. I can confirm I was at home all day. Would you be able to arrange another delivery?',
        'A Maybe Friday.',
        'B Wonderful, I appreciate that. Thank you for your patience, and have a great day.',
      ],
    ],
  ])('is not swapped for certain: %s', (_name, lines) => {
    const { speaker, confidence } = roleOfA(lines);
    expect(speaker).not.toBe('caller');
    expect(confidence).toBeLessThan(CERTAIN_ROLES);
  });
});

describe('a curt caller (A) is told for certain', () => {
  it.each<[string, readonly string[], Direction | null]>([
    [
      'who is called back',
      [
        'A 喂？',
        'B 您好，请问是王女士吗？我是平和保险的客服，给您做个回访。',
        'A 嗯，是我。',
        'B 您上个月的理赔已经到账了，请问您收到了吗？',
        'A 收到了。',
        'B 请问您对我们的服务满意吗？',
        'A 还行吧。',
        'B 感谢您的配合，祝您生活愉快，再见。',
        'A 再见。',
      ],
      null,
    ],
    [
      'who is told of a visit',
      [
        'A 喂，你好。',
        'B 您好，这边是星达宽带的客服中心，您报修的线路今天师傅会上门，请问您下午在家吗？',
        'A 在。',
        'B 好的，师傅两点到四点之间到，麻烦您保持电话畅通。',
        'A 好。',
        'B 请问您还有其他问题吗？',
        'A 没了。',
        'B 感谢您，再见。',
      ],
      null,
    ],
    [
      'English: who is told of a card',
      [
        'A Hello?',
        'B Good morning, am I speaking with Mr Davis? This is Laura calling from Harper Valley Bank.',
        'A Yes.',
        'B I am calling to let you know that your new card is ready. Would you like to pick it up at the branch?',
        'A Sure.',
        'B Great, please bring your ID. Is there anything else I can help you with?',
        'A No.',
        'B Thank you for your time, have a great day.',
      ],
      null,
    ],
    [
      'who is silent',
      [
        'B 您好，这里是龙江有线，请问有什么可以帮您？',
        'A 嗯',
        'B 您好，我这边听不太清楚，请问您能听到吗？',
        'A 嗯',
        'B 还是听不见您的声音，您可以换个地方再打来。',
        'A 喂',
        'B 那我先挂断了，感谢您的来电，再见。',
      ],
      null,
    ],
    [
      'who picks up a call of the company',
      [
        'A 喂',
        'B 您好，请问您现在方便吗？想请您做一个满意度的调查，大概两分钟。',
        'A 行',
        'B 请问您对上次的服务满意吗？',
        'A 满意',
        'B 请问您对师傅的态度满意吗？',
        'A 还行',
        'B 感谢您的配合，祝您生活愉快，再见。',
      ],
      'outbound',
    ],
  ])('%s', (_name, lines, direction) => {
    const { speaker, confidence } = roleOfA(lines, direction);
    expect([speaker, confidence >= CERTAIN_ROLES]).toEqual(['caller', true]);
  });
});
