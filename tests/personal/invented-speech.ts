/**
 * Forty invented calls in which people are named, called, spelled, and asked for numbers, addresses and mail, written and
 * said, over turns, with hesitations, misheard digits and in both scripts; and three hundred harmless numbers and names.
 * Seeded, so every run plants the same.
 */
import { Converter } from 'opencc-js/cn2t';
import { type Dice, diceOf, type InventedCall, randomFrom } from './invented-calls.js';

export interface PlantedCall extends InventedCall {
  /** Found in no output of any call. */
  readonly whole: readonly string[];
  /** Found in no turn of this call: what a mask must cover of something that stays readable in part. */
  readonly pieces: readonly string[];
}

/** A stretch of a call: turns that begin with `a:` or `c:`, and what was planted in them. */
interface Scene {
  readonly turns: readonly string[];
  readonly whole?: readonly string[];
  readonly pieces?: readonly string[];
}

const toTraditional = Converter({ from: 'cn', to: 't' });

const HAN_DIGITS = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
const ENGLISH = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];
const TEENS = ['ten', 'eleven', 'twelve', 'thirteen', 'fourteen', 'fifteen', 'sixteen', 'seventeen', 'eighteen'];
const TENS = ['', '', 'twenty', 'thirty', 'forty', 'fifty', 'sixty', 'seventy', 'eighty', 'ninety'];

/** Said over the phone, a one now and then as it is misheard. */
const said = (digits: string, dice: Dice) =>
  [...digits]
    .map((digit) => (digit === '1' ? dice.one(['一', '幺', '腰', '妖']) : HAN_DIGITS[Number(digit)]!))
    .join('');
const english = (digits: string) => [...digits].map((digit) => ENGLISH[Number(digit)]!).join(' ');
/** Two digits as people say them: "forty two", "oh five", "twelve". */
function pair(digits: string): string {
  const [ten, one] = [Number(digits[0]), Number(digits[1])];
  if (ten === 0) return `oh ${one === 0 ? 'oh' : ENGLISH[one]!}`;
  if (ten === 1) return one === 9 ? 'nineteen' : TEENS[one]!;
  return one === 0 ? TENS[ten]! : `${TENS[ten]!} ${ENGLISH[one]!}`;
}
const pairs = (digits: string) => (digits.match(/../g) ?? []).map(pair).join(' ');
const nonZero = (dice: Dice, count: number) => Array.from({ length: count }, () => 2 + dice.below(8)).join('');

const SURNAMES = ['王', '李', '张', '刘', '陈', '杨', '赵', '黄', '周', '吴', '欧阳', '孙', '马', '林', '郑', '谢'];
const GIVEN = [
  '建国',
  '晓明',
  '丽华',
  '志强',
  '雨婷',
  '秀英',
  '子轩',
  '浩然',
  '佳怡',
  '海燕',
  '玉兰',
  '俊杰',
  '思远',
  '雅琴',
];
const TITLES = ['先生', '女士', '小姐', '老师', '师傅'];

const MANDARIN: readonly ((dice: Dice) => Scene)[] = [
  (dice) => {
    const [surname, given, title] = [dice.one(SURNAMES), dice.one(GIVEN), dice.one(TITLES)];
    const name = surname + given;
    const opening = dice.one(['我叫', '我是', '你好我是', '机主叫', '我老公叫', '联系人', '收件人是']);
    return {
      turns: [
        `c:${opening}${name}，我想问一下`,
        `a:${surname}${title}您好`,
        `a:${given}，您别着急`,
        `c:对，就是${name}`,
      ],
      whole: [name, `${surname}${title}您好`, `${given}，您别`],
    };
  },
  (dice) => {
    const [surname, given] = [dice.one(SURNAMES), dice.one(GIVEN)];
    return {
      turns: [
        'a:请问您贵姓？',
        `c:免贵姓${surname}`,
        'a:全名怎么称呼？',
        `c:${surname}${given}`,
        `a:好的${surname}女士，请稍等`,
      ],
      whole: [`${surname}${given}`, `好的${surname}女士`, `免贵姓${surname}`],
    };
  },
  (dice) => {
    const number = `1${dice.one(['3', '5', '7', '8'])}${dice.digits(9)}`;
    const groups = [number.slice(0, 3), number.slice(3, 7), number.slice(7)].map((each) => said(each, dice));
    const pause = dice.one(['，嗯，', '呃', '，那个，', ' um ', '、', ' ']);
    return {
      turns: ['a:您的联系电话是？', `c:${groups.join(pause)}`],
      whole: [groups.join(pause), number],
      pieces: [groups[1]!],
    };
  },
  (dice) => {
    const number = `1${dice.one(['3', '5', '7', '8'])}${dice.digits(9)}`;
    const [first, middle, last] = [number.slice(0, 3), number.slice(3, 7), number.slice(7)].map((each) =>
      said(each, dice),
    );
    const turns = [
      `c:你记一下${first}`,
      `a:${first}`,
      `c:${middle}`,
      `a:${middle}，您继续`,
      `c:${last}`,
      `a:${last}对吧`,
    ];
    return { turns, whole: [number], pieces: [middle!] };
  },
  (dice) => {
    const [one, two, three] = [nonZero(dice, 8), nonZero(dice, 8), `1${dice.one(['3', '8'])}${dice.digits(9)}`];
    return {
      turns: [`c:我电话是${one}，还有一个是${two}，备用的是${three}`],
      whole: [one, two, three],
      pieces: [one.slice(0, 5), two.slice(0, 5), three.slice(2, 8)],
    };
  },
  (dice) => {
    const birthday = `19${60 + dice.below(40)}0${1 + dice.below(9)}1${dice.below(9)}`;
    const [first, last] = [`310${dice.digits(3)}`, dice.digits(4)];
    return {
      turns: ['a:麻烦报一下身份证号', `c:${first}`, 'a:嗯', `c:${birthday}`, 'a:好的', `c:${last}`],
      whole: [first + birthday + last],
      pieces: [birthday],
    };
  },
  (dice) => {
    const groups = ['6222', dice.digits(4), dice.digits(4), dice.digits(4), dice.digits(3)];
    const spoken = groups.map((group) => said(group, dice));
    return {
      turns: ['a:请报一下银行卡号', `c:${spoken.slice(0, 2).join('，')}`, 'a:嗯', `c:${spoken.slice(2).join(' ')}`],
      whole: [groups.join('')],
      pieces: [spoken[1]!, spoken[2]!],
    };
  },
  (dice) => {
    const road = dice.one(['建国路', '人民路', '张杨路', '中山东路', '漕溪北路', '学院路']);
    const [house, room] = [`${10 + dice.below(900)}号`, `${1 + dice.below(9)}单元${101 + dice.below(899)}`];
    return {
      turns: [
        'a:您的地址是哪里？',
        `c:朝阳区${road}${house}`,
        'a:嗯，然后呢',
        `c:${room}`,
        `a:${road}${house}${room}对吗？`,
      ],
      whole: [`朝阳区${road}${house}`, `${road}${house}`, room],
      pieces: [road],
    };
  },
  (dice) => {
    const house = `${dice.one(['锦绣花园', '和平里', '阳光小区'])}${1 + dice.below(20)}号楼${101 + dice.below(899)}`;
    return { turns: [`c:给我送到${house}，快点`], whole: [house] };
  },
  (dice) => {
    const local = `${dice.one(['zhangsan', 'liming', 'wangwei', 'chenjing'])}${dice.digits(3)}`;
    const domain = dice.one(['幺六三点com', 'qq点com', '一二六 点 com', '新浪点com'.replace('新浪', 'sina')]);
    const at = dice.one(['艾特', ' at ', '小老鼠']);
    return {
      turns: ['a:邮箱说一下', `c:${local}${at}${domain}`, `a:${local}对吗`],
      whole: [local, local + at + domain],
    };
  },
  (dice) => {
    const passport = `E${nonZero(dice, 8)}`;
    const spoken = `E${said(passport.slice(1), dice)}`;
    return {
      turns: ['a:护照号码是多少？', `c:${spoken}`, `a:${passport}`],
      whole: [spoken, passport],
      pieces: [passport.slice(0, 5)],
    };
  },
  (dice) => {
    const number = dice.one([
      `852 9${dice.digits(3)} ${dice.digits(4)}`,
      `0912-${dice.digits(3)}-${dice.digits(3)}`,
      `853 66${dice.digits(2)} ${dice.digits(4)}`,
    ]);
    return { turns: [`c:打我${number}`], whole: [number] };
  },
];

const FIRST = ['Claire', 'Tom', 'Aisha', 'Declan', 'Priya', 'Mark', 'Grace', 'Ngozi', 'Will', 'Rosie'];
const LAST = [
  'Whitcombe',
  'Okafor',
  'Pemberton',
  'Raghavan',
  'Brubaker',
  'Young',
  'Odendaal',
  'Thibodeaux',
  'Gathercole',
];

const ENGLISH_SCENES: readonly ((dice: Dice) => Scene)[] = [
  (dice) => {
    const [first, last, title] = [dice.one(FIRST), dice.one(LAST), dice.one(['Ms', 'Mr', 'Mrs'])];
    const opening = dice.one(['my name is', 'this is', "Hi, I'm", 'I am']);
    return {
      turns: [
        `c:${opening} ${first} ${last}, I have a problem.`,
        `a:Thank you, ${title} ${last}.`,
        `a:Thanks, ${first}.`,
        `a:Is that ${[...last.toUpperCase()].join('-')}?`,
      ],
      whole: [`${first} ${last}`, `${title} ${last}`, `Thanks, ${first}`, [...last.toUpperCase()].join('-')],
    };
  },
  (dice) => {
    const [first, last] = [dice.one(FIRST), dice.one(LAST)];
    return {
      turns: ['a:Who am I speaking with?', `c:${last}. ${first} ${last}.`, `a:One moment, ${title(dice)} ${last}.`],
      whole: [`${last}. ${first}`, `${first} ${last}`],
      pieces: [last],
    };
  },
  (dice) => {
    const tail = nonZero(dice, 6);
    const spoken = `oh seven ${english(tail[0]!)} double oh, um, ${english(tail[1]!)} hundred ${pair(tail.slice(2, 4))}, ${pair(tail.slice(4))}`;
    return { turns: [`c:my mobile is ${spoken}`], whole: [spoken] };
  },
  (dice) => {
    const number = `07${nonZero(dice, 3)} ${dice.digits(3)} ${dice.digits(3)}`;
    return { turns: ["a:What's the best number?", `c:it's ${number} or 020 7946 0${dice.digits(3)}`], whole: [number] };
  },
  (dice) => {
    const [area, middle, last] = [nonZero(dice, 3), nonZero(dice, 3), nonZero(dice, 4)];
    const turns = [
      `c:${english(area)}`,
      `a:${english(area)}`,
      `c:uh ${english(middle)}`,
      `a:${english(middle)}, go on`,
      `c:${english(last)}`,
    ];
    return {
      turns: ['a:your phone number please', ...turns],
      whole: [`${area}-${middle}-${last}`],
      pieces: [english(middle)],
    };
  },
  (dice) => {
    const [code, account] = [[0, 1, 2].map(() => nonZero(dice, 2)).join('-'), nonZero(dice, 8)];
    return {
      turns: [`c:sort code ${code}, account number ${account}`, `a:so ${english(account)}?`],
      whole: [code, account, english(account)],
      pieces: [account.slice(0, 5)],
    };
  },
  (dice) => {
    const card = ['4532', nonZero(dice, 4), nonZero(dice, 4), nonZero(dice, 4)];
    return {
      turns: [
        'a:Can I take the card number?',
        `c:${pairs(card[0]!)}, ${pairs(card[1]!)}`,
        'a:okay',
        `c:${pairs(card[2]!)} um ${pairs(card[3]!)}`,
      ],
      whole: [card.join('')],
      pieces: [pairs(card[1]!), pairs(card[2]!)],
    };
  },
  (dice) => {
    const number = `${1 + dice.below(90)}`;
    const [street, town] = [
      dice.one(['Willow Lane', 'Orchard Road', 'Mill Street']),
      dice.one(['Reading', 'Leeds', 'York']),
    ];
    const postcode = dice.one(['RG4 7AB', 'LS1 4DY', 'YO10 5DD']);
    return {
      turns: [
        "a:What's your address?",
        `c:${number} ${street}`,
        'a:okay',
        `c:${town}, ${postcode}`,
        `a:That's ${number} ${street}, ${postcode}?`,
      ],
      whole: [`${number} ${street}`, postcode],
      pieces: [street],
    };
  },
  (dice) => {
    const local = `${dice.one(['john', 'claire', 'amit'])} dot ${dice.one(['smith', 'okafor', 'raghavan'])}`;
    const domain = dice.one(['at gmail dot com', 'at hotmail dot co dot uk', 'at outlook dot com']);
    return {
      turns: ['a:And your email?', `c:it's ${local}`, 'a:go on', `c:${domain}`],
      whole: [local],
      pieces: [domain],
    };
  },
  (dice) => {
    const number = `${nonZero(dice, 9)}`;
    return { turns: ['a:passport number, please', `c:um ${english(number)}`], whole: [english(number), number] };
  },
  (dice) => {
    const number = dice.one([
      `${3 + dice.below(5)}12-45-6${dice.digits(3)}`,
      'AB 12 34 56 C',
      'GB29 NWBK 6016 1331 9268 19',
    ]);
    return { turns: [`c:that's ${number}, is it not?`], whole: [number] };
  },
];

const title = (dice: Dice) => dice.one(['Ms', 'Mr', 'Mrs', 'Dr']);

const TALK: Readonly<Record<'zh' | 'en', readonly (readonly string[])[]>> = {
  zh: [
    ['a:非常抱歉给您添麻烦了，我马上帮您查。', 'c:你们每次都这样说，我要投诉！'],
    ['a:今天下午五点前我给您回复，可以吗？', 'c:行，我等着'],
    ['c:扣了我128.50元，凭什么？', 'a:这是我们的失误，我理解您的心情。'],
  ],
  en: [
    ['a:I am so sorry about that, let me check it for you.', 'c:This is the second time, I want to complain.'],
    ['a:We will get back to you by 5 pm today.', 'c:Okay, thanks.'],
  ],
};

const SCENES_OF_A_CALL = 4;

export function inventedSpeech(count: number): readonly PlantedCall[] {
  const dice = diceOf(randomFrom(860217));
  let drawn = 0;
  return Array.from({ length: count }, (_, at): PlantedCall => {
    const language = at % 5 < 3 ? 'zh' : 'en';
    const scenes = language === 'zh' ? MANDARIN : ENGLISH_SCENES;
    const script = at % 5 === 2 ? toTraditional : (text: string) => text;
    const made = Array.from({ length: SCENES_OF_A_CALL }, () => scenes[drawn++ % scenes.length]!(dice));
    const lines = made.flatMap(({ turns }) => [...turns, ...dice.one(TALK[language])]);
    return {
      callId: `speech-${String(at).padStart(2, '0')}`,
      language,
      turns: lines.map((line) => ({ speaker: line[0] === 'a' ? 'agent' : 'caller', text: script(line.slice(2)) })),
      whole: made.flatMap(({ whole = [] }) => whole).map(script),
      pieces: made.flatMap(({ pieces = [] }) => pieces).map(script),
    };
  });
}

/** Turns with one number or name each that belongs to nobody. */
export function harmlessSpeech(count: number): readonly string[] {
  const dice = diceOf(randomFrom(300));
  const two = (most: number) => String(1 + dice.below(most)).padStart(2, '0');
  const kinds: readonly (() => string)[] = [
    () => `一共${english(dice.digits(1))}百${1 + dice.below(99)}块`.replace(/[a-z]+/, '三'),
    () => `一百二十${HAN_DIGITS[1 + dice.below(9)]!}元，退您两百${HAN_DIGITS[2 + dice.below(8)]!}十块`,
    () => `请在20${two(29)}年${two(12)}月${two(28)}日${two(23)}:${two(59)}前付款`,
    () => `我是工号${dice.digits(4 + dice.below(3))}的客服，很高兴为您服务`,
    () =>
      `我是${dice.one(['北京', '上海', '宁波', '金华', '南京', '成都', '高雄'])}的，不是${dice.one(['温州', '江苏'])}的`,
    () => `我是${dice.one(['来投诉的', '老客户', '金卡会员', '程序员', '房东', '第三次打了', '于昨天买的', '常客'])}`,
    () => `这里是${dice.one(['平安保险', '华夏银行', '客服中心', '12315', '万达影城'])}`,
    () => `航班${dice.one(['CA', 'MU', 'CZ'])}${dice.digits(4)}延误到${two(23)}点${two(59)}分`,
    () => `G${dice.digits(4)}次高铁${1 + dice.below(16)}车${two(17)}A座`,
    () =>
      `${dice.one(['iPhone 15 Pro', 'Mate 60', 'ThinkPad X1'])} ${dice.one(['128', '256', '512'])}GB ${dice.digits(4)}元`,
    () => `版本${dice.below(20)}.${dice.below(20)}.${dice.digits(3)}，型号KFR-${dice.digits(2)}GW/${dice.digits(4)}`,
    () => `买了${2 + dice.below(8)}箱，每箱${dice.digits(2)}瓶，一共${dice.digits(3)}瓶`,
    () => `等了${HAN_DIGITS[2 + dice.below(7)]!}十分钟，${1 + dice.below(3)}到${4 + dice.below(3)}个工作日`,
    () => `送到${dice.one(['三楼', '楼下超市', '万达广场', '门卫室', '人民广场站'])}就行`,
    () => `尾号${dice.digits(4)}的卡，验证码${dice.digits(6)}`,
    () => `拨打${dice.one(['10086', '95588', '12345', '10010', '12306'])}转${1 + dice.below(9)}`,
    () => `${dice.one(['王先生', '李女士', '张师傅', '刘总'])}，您稍等`,
    () => `it is ${TENS[2 + dice.below(8)]!} ${ENGLISH[1 + dice.below(9)]!} pounds ${pair(nonZero(dice, 2))}`,
    () =>
      `${ENGLISH[1 + dice.below(9)]!} hundred and ${pair(nonZero(dice, 2))}, then ${ENGLISH[1 + dice.below(9)]!} hundred`,
    () => `back in nineteen ${pair(nonZero(dice, 2))}, or two thousand ${ENGLISH[1 + dice.below(9)]!}`,
    () => `between ${ENGLISH[5 + dice.below(4)]!} thirty and ${TEENS[dice.below(3)]!} fifteen on the ${two(28)}th`,
    () => `${pair(nonZero(dice, 2))} boxes, ${pair(nonZero(dice, 2))} bottles and ${pair(nonZero(dice, 2))} bags`,
    () => `flight BA${dice.digits(4)} leaves at ${two(23)}:${two(59)} from gate ${two(40)}`,
    () =>
      `order ${dice.digits(4)} was ${1 + dice.below(9)},${dice.digits(3)}.${dice.digits(2)} dollars on 0${1 + dice.below(9)}/1${dice.below(9)}/2026`,
    () => `staff number ${dice.digits(6)} speaking, how can I help`,
    () => `this is ${dice.one(['ridiculous', 'the third time', 'customer service', 'my last call', 'Amazon support'])}`,
    () => `I'm ${dice.one(['fine', 'British', 'calling about order 4456', 'not happy', 'at work', 'on the train'])}`,
    () => `${dice.one(['May I ask', 'Will you call', 'Mark it as urgent', 'Bill me later', 'Grace period is over'])}`,
    () =>
      `section ${1 + dice.below(9)}.${1 + dice.below(9)}, version ${dice.below(20)}.${dice.below(20)}.${dice.digits(4)}`,
    () =>
      `I live in ${dice.one(['Reading', 'York', 'the city', 'a flat'])}, look at ${dice.one(['example', 'gmail'])}.com`,
  ];
  return Array.from({ length: count }, (_, at) => kinds[at % kinds.length]!());
}
