/**
 * Sixty invented calls with four hundred invented personal numbers, written and said in all the ways that callers have,
 * and a thousand numbers that belong to nobody. Seeded, so every run plants the same.
 */
import type { Speaker } from '../../src/domain/call.js';

export interface InventedTurn {
  readonly speaker: Speaker;
  readonly text: string;
}

export interface InventedCall {
  readonly callId: string;
  readonly language: 'zh' | 'en';
  readonly turns: readonly InventedTurn[];
}

/** A planted number: its digits, and every writing that must not be found in any output. */
export interface Planted {
  readonly digits: string;
  readonly written: readonly string[];
}

/** Mulberry32: small, seeded, the same everywhere. */
export function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

export interface Dice {
  readonly below: (most: number) => number;
  readonly one: <T>(of: readonly T[]) => T;
  readonly digits: (count: number) => string;
}

export function diceOf(random: () => number): Dice {
  const below = (most: number) => Math.floor(random() * most);
  return {
    below,
    one: (of) => of[below(of.length)]!,
    digits: (count) => Array.from({ length: count }, () => below(10)).join(''),
  };
}

const SAID = ['零', '幺', '二', '三', '四', '五', '六', '七', '八', '九'];
const ENGLISH = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];
const WIDE = '０１２３４５６７８９';

const said = (digits: string) => [...digits].map((digit) => SAID[Number(digit)] ?? digit).join('');
const english = (digits: string) => [...digits].map((digit) => ENGLISH[Number(digit)]!).join(' ');
const wide = (digits: string) => [...digits].map((digit) => WIDE[Number(digit)] ?? digit).join('');
const inGroups = (text: string, lengths: readonly number[], joint: string) => {
  let from = 0;
  const groups = lengths.map((length) => {
    from += length;
    return text.slice(from - length, from);
  });
  return groups.join(joint);
};

/** The digit that makes a number pass Luhn. */
function luhnDigit(digits: string): string {
  const sum = [...digits].reverse().reduce((total, digit, at) => {
    const weighted = at % 2 === 0 ? Number(digit) * 2 : Number(digit);
    return total + (weighted > 9 ? weighted - 9 : weighted);
  }, 0);
  return String((10 - (sum % 10)) % 10);
}

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

function identity(dice: Dice): string {
  const day = `${1950 + dice.below(55)}${String(1 + dice.below(12)).padStart(2, '0')}${String(1 + dice.below(28)).padStart(2, '0')}`;
  const body = dice.one(['110101', '310115', '440305', '510104', '330106']) + day + dice.digits(3);
  const sum = [...body].reduce((total, digit, at) => total + Number(digit) * WEIGHTS[at]!, 0);
  return body + '10X98765432'[sum % 11]!;
}

const mobile = (dice: Dice) => `1${dice.one(['3', '5', '7', '8', '9'])}${dice.digits(9)}`;
const card = (dice: Dice) => {
  const body = `62${dice.digits(16)}`;
  return body + luhnDigit(body);
};
const landline = (dice: Dice) => `${dice.one(['010', '021', '0755', '0571'])}${2 + dice.below(7)}${dice.digits(7)}`;

interface Way {
  readonly language: 'zh' | 'en';
  readonly make: (dice: Dice) => string;
  /** The turns in which the number is given, each with its speaker, the number's writings marked by `[]`. */
  readonly turns: (digits: string, dice: Dice) => readonly string[];
}

const PAUSE = ['，', '嗯', ' ', '，那个，', '、', '。', '呃', ''];

/** Turns begin with `a:` or `c:`; what stands in brackets is the number or a piece of it. */
const WAYS: readonly Way[] = [
  { language: 'zh', make: mobile, turns: (n) => ['a:您的电话号码是多少？', `c:[${n}]`] },
  { language: 'zh', make: mobile, turns: (n) => [`c:你打我手机[${inGroups(n, [3, 4, 4], ' ')}]吧，我着急`] },
  { language: 'zh', make: mobile, turns: (n) => [`c:号码是[${inGroups(n, [3, 4, 4], '-')}]`] },
  { language: 'zh', make: mobile, turns: (n) => [`c:[${said(n)}]，记一下`, `a:[${said(n)}]，对吧？`] },
  {
    language: 'zh',
    make: mobile,
    turns: (n, dice) => [`c:我报给你[${inGroups(said(n), [3, 4, 4], dice.one(PAUSE))}]`],
  },
  { language: 'zh', make: mobile, turns: (n, dice) => [`c:[${[...said(n)].join(dice.one([' ', '，', '、']))}]`] },
  { language: 'zh', make: mobile, turns: (n) => [`c:微信同号[${wide(n)}]`] },
  { language: 'zh', make: mobile, turns: (n) => [`c:[+86 ${n}]`] },
  { language: 'zh', make: mobile, turns: (n) => [`c:[${n.slice(0, 3)}${said(n.slice(3, 7))}${n.slice(7)}]`] },
  {
    language: 'zh',
    make: mobile,
    turns: (n) => [`c:[${said(n.slice(0, 3))}`, 'a:嗯', `c:${said(n.slice(3, 7))}`, 'a:好的', `c:${said(n.slice(7))}]`],
  },
  {
    language: 'zh',
    make: mobile,
    turns: (n) => [`c:我的号码[${n.slice(0, 7)}`, 'a:您继续', `c:${n.slice(7)}]`],
  },
  { language: 'zh', make: landline, turns: (n) => [`c:家里座机[${n}]`] },
  { language: 'zh', make: landline, turns: (n) => [`c:单位的电话[${said(n)}]，白天打`] },
  { language: 'zh', make: identity, turns: (n) => ['a:麻烦报一下身份证号', `c:[${n}]`] },
  { language: 'zh', make: identity, turns: (n) => [`c:身份证[${inGroups(n, [6, 8, 4], ' ')}]`] },
  { language: 'zh', make: identity, turns: (n) => [`c:[${said(n)}]`] },
  { language: 'zh', make: card, turns: (n) => [`c:卡号[${n}]`] },
  { language: 'zh', make: card, turns: (n) => [`c:退到[${inGroups(n, [4, 4, 4, 4, 3], ' ')}]这张卡`] },
  { language: 'zh', make: card, turns: (n) => [`c:卡号是[${inGroups(said(n), [4, 4, 4, 4, 3], '，')}]`] },
  { language: 'en', make: mobile, turns: (n) => [`c:my number is [${english(n)}]`] },
  { language: 'en', make: mobile, turns: (n) => [`c:you can reach me at [${n}] any time`] },
  {
    language: 'en',
    make: mobile,
    turns: (n) => [`c:it's [${english(n.slice(0, 5))}`, 'a:go on', `c:${english(n.slice(5))}]`],
  },
  {
    language: 'en',
    make: card,
    turns: (n) => [`c:the card is [${inGroups(n, [4, 4, 4, 4, 3], ' ')}], can you refund it?`],
  },
  {
    language: 'en',
    make: card,
    turns: (n) => [
      `c:card number [${inGroups(english(n).replaceAll(' ', '_'), [english(n).length], '').replaceAll('_', ' ')}]`,
    ],
  },
];

const COMMON: Readonly<Record<'zh' | 'en', readonly (readonly string[])[]>> = {
  zh: [
    ['a:您好，工号1023，请问有什么可以帮您？', 'c:我的快递三天了还没到，都2026年3月2号了！'],
    ['a:非常抱歉给您添麻烦了，我马上帮您查。', 'c:你们每次都这样说，我要投诉！'],
    ['a:今天下午五点前我给您回电话，好吗？', 'c:好的，谢谢'],
    ['c:扣了我128.50元，凭什么？', 'a:我理解您的心情，这是我们的失误。'],
  ],
  en: [
    ['a:Hello, how can I help you today?', 'c:My parcel is three days late and nobody calls me back.'],
    ['a:I am so sorry about that, let me check it for you.', 'c:this is the second time, I want to complain'],
    ['a:I will call you back by 5 pm today.', 'c:okay thanks'],
  ],
};

const speakerOf = (mark: string): Speaker => (mark === 'a' ? 'agent' : 'caller');

/** Every piece of a planted text that must be found in no output: the whole number in each of its writings. */
function writingsOf(turns: readonly string[], digits: string): readonly string[] {
  const joined = turns.join('\n');
  const marked = [...joined.matchAll(/\[([^\]]*)\]/g)].map((match) => match[1]!);
  const lines = marked.filter((text) => !text.includes('\n'));
  return [...new Set([digits, said(digits), wide(digits), ...lines])];
}

export function inventedCalls(
  calls: number,
  numbers: number,
): { calls: readonly InventedCall[]; planted: readonly Planted[] } {
  const dice = diceOf(randomFrom(20260302));
  const planted: Planted[] = [];
  const made = Array.from({ length: calls }, (_, at): InventedCall => {
    const language = at % 5 === 4 ? 'en' : 'zh';
    const ways = WAYS.filter((way) => way.language === language);
    const share = Math.floor((numbers * (at + 1)) / calls) - Math.floor((numbers * at) / calls);
    const lines: string[] = [];
    for (let i = 0; i < share; i++) {
      const way = ways[planted.length % ways.length]!;
      const digits = way.make(dice);
      const turns = way.turns(digits, dice);
      planted.push({ digits, written: writingsOf(turns, digits) });
      lines.push(...turns, ...dice.one(COMMON[language]));
    }
    return {
      callId: `invented-${String(at).padStart(3, '0')}`,
      language,
      turns: lines.map((line) => ({ speaker: speakerOf(line[0]!), text: line.slice(2).replace(/[[\]]/g, '') })),
    };
  });
  return { calls: made, planted };
}

const UNITS = ['十', '百', '千', '万'];

function amountInWords(dice: Dice): string {
  return [3, 2, 1, 0].map((place) => SAID[1 + dice.below(9)]! + (UNITS[place] ?? '')).join('');
}

/** Turns with one number each that belongs to nobody. */
export function harmlessTexts(count: number): readonly string[] {
  const dice = diceOf(randomFrom(415));
  const two = (most: number) => String(1 + dice.below(most)).padStart(2, '0');
  const kinds: readonly (() => string)[] = [
    () => `一共${1 + dice.below(99999)}.${dice.digits(2)}元`,
    () => `退您${dice.digits(3)}块${dice.digits(1)}`,
    () => `总额是${1 + dice.below(99)},${dice.digits(3)},${dice.digits(3)}元`,
    () => `大概${amountInWords(dice)}块钱`,
    () => `20${two(29)}-${two(12)}-${two(28)} ${two(23)}:${two(59)}:${two(59)}下的单`,
    () => `20${two(29)}年${two(12)}月${two(28)}号之前`,
    () => `二零二${SAID[dice.below(7)]}年${SAID[1 + dice.below(9)]}月的账单`,
    () => `20${two(29)}${two(12)}${two(28)}办的`,
    () => `我是工号${dice.digits(4 + dice.below(4))}，为您服务`,
    () => `我的工号是${said(dice.digits(5))}`,
    () => `订单后四位${said(dice.digits(4))}`,
    () => `尾号${dice.digits(4)}的那张`,
    () => `${1 + dice.below(48)}到${49 + dice.below(48)}小时内处理`,
    () => `${SAID[1 + dice.below(4)]}到${SAID[5 + dice.below(4)]}个工作日`,
    () => `在${1 + dice.below(30)}楼${dice.digits(3)}窗口`,
    () => `百分之${SAID[1 + dice.below(9)]}十的折扣，满${dice.digits(3)}减${dice.digits(2)}`,
    () => `iPhone ${11 + dice.below(6)} Pro ${dice.one(['128', '256', '512'])}GB`,
    () => `型号KFR-${dice.digits(2)}GW/${dice.digits(4)}`,
    () => `流量用了${dice.digits(5)}兆，通话${dice.digits(4)}分钟`,
    () => `打${dice.one(['10086', '12315', '95588', '12345', '10010'])}也行`,
    () => `验证码${dice.digits(6)}`,
    () => `等了${SAID[2 + dice.below(7)]}十${SAID[1 + dice.below(9)]}分钟`,
    () => `it was ${1 + dice.below(9)},${dice.digits(3)} dollars`,
    () => `order ${dice.digits(4)} came on March ${1 + dice.below(28)}`,
    () => `within ${ENGLISH[1 + dice.below(4)]} or ${ENGLISH[5 + dice.below(4)]} working days`,
    () => `it is ${ENGLISH[1 + dice.below(9)]} hundred and twenty ${ENGLISH[1 + dice.below(9)]} pounds`,
    () => `staff number ${dice.digits(6)} speaking`,
    () => `积分还有${dice.digits(7)}积分`,
    () => `版本${dice.below(20)}.${dice.below(20)}.${dice.digits(3)}`,
    () => `${two(23)}:${two(59)}到${two(23)}:${two(59)}之间，${dice.below(40)}度`,
  ];
  return Array.from({ length: count }, (_, at) => kinds[at % kinds.length]!());
}
