import { describe, expect, it } from 'vitest';
import type { Speaker } from '../../src/domain/call.js';
import type { Problem } from '../../src/domain/errors.js';
import { parseLanguageData } from '../../src/text/language.js';
import { parseLexicon } from '../../src/text/lexicon.js';
import { languagePack, readCall } from '../../src/text/reading.js';
import { talk } from '../stages/stage-harness.js';

const data = parseLanguageData(
  'zh',
  'test',
  `schemaVersion: 1
numerals: 一二三
folds: {您: 你}
fillers: [嗯, 呃]
acknowledgements: [好的, 好, 嗯, 对]
clauseStarters: [但是]
gap: 8
negationReach: 4`,
);

const LEXICONS: Readonly<Record<string, string>> = {
  negators: 'speaker: any\nguards: []\nentries:\n  - {phrase: 不, note: negator, except: [不好意思, 能不能]}\n  - 没有',
  post_negators: 'speaker: any\nguards: []\nentries:\n  - 不了',
  quote_intros: 'speaker: any\nguards: []\nentries:\n  - 他说\n  - (你们|上次)…说',
  sarcasm_markers: 'speaker: any\nguards: []\nentries:\n  - 呵呵',
  question_marks: 'speaker: any\nguards: []\nentries:\n  - {phrase: 吗$, note: at the end}',
  conditionals: 'speaker: any\nguards: []\nentries:\n  - 如果',
  empathy:
    'speaker: agent\nguards: [negation, quotation, question, sarcasm]\nattributes: {kind: feeling}\nentries:\n  - {phrase: 理解…心情, except: [希望…理解]}\n  - {phrase: 着急, weak: true}',
  fault: 'speaker: agent\nguards: [negation, conditional]\nentries:\n  - 我们的(问题|责任)',
};

function lexicons() {
  const problems: Problem[] = [];
  const parsed = Object.entries(LEXICONS).map(([name, text]) => parseLexicon(name, name, text, data, problems));
  expect(problems).toEqual([]);
  return parsed.filter((lexicon) => lexicon !== null);
}

const pack = languagePack(data, lexicons());

function why(speaker: Speaker, text: string, lexicon: string): string {
  const reading = readCall(talk([`${speaker === 'agent' ? 'A' : 'C'}: ${text}`]), pack);
  const hit = reading.allHits(0, lexicon)[0];
  return hit === undefined ? 'no hit' : (hit.discardedBecause ?? 'counted');
}

describe('guards', () => {
  it.each<[string, Speaker, string, string, string]>([
    ['the act itself', 'agent', '我很理解您的心情', 'empathy', 'counted'],
    ['negated close before', 'agent', '我不理解您的心情', 'empathy', 'negated'],
    ['negated by a complement', 'agent', '这是我们的责任不了', 'fault', 'negated'],
    ['a word that only looks like a negator', 'agent', '不好意思我理解您的心情', 'empathy', 'counted'],
    ['the negator belongs to another clause', 'agent', '这个办不了，理解您的心情', 'empathy', 'counted'],
    ['double negation', 'agent', '我不是不理解您的心情', 'empathy', 'counted'],
    ['an exception over it', 'agent', '希望您理解我们的心情', 'empathy', 'exception'],
    ['said by the caller', 'caller', '我理解你们的心情', 'empathy', 'wrong_speaker'],
    ['quoted by words', 'agent', '他说理解您的心情', 'empathy', 'quoted'],
    ['the quotation ended with its sentence', 'agent', '他说过了。我理解您的心情', 'empathy', 'counted'],
    ['quoted by marks', 'agent', '短信是“理解您的心情”这样', 'empathy', 'quoted'],
    ['asked', 'agent', '你理解我的心情吗', 'empathy', 'question'],
    ['sarcastic company', 'agent', '呵呵，理解您的心情', 'empathy', 'sarcasm'],
    ['ambiguous alone', 'agent', '您别着急', 'empathy', 'weak'],
    ['conditional', 'agent', '如果是我们的问题，我们会赔', 'fault', 'conditional'],
    ['conditional in the clause before', 'agent', '如果查出来，是我们的责任', 'fault', 'conditional'],
    ['not conditional any more', 'agent', '如果要退就退。查过了，是我们的责任', 'fault', 'counted'],
  ])('%s', (_, speaker, text, lexicon, expected) => {
    expect(why(speaker, text, lexicon)).toBe(expected);
  });
});

describe('readCall', () => {
  it('finds phrases through fillers, blanks and traditional script, with spans of the text as written', () => {
    const text = '我嗯理解 您的，不，理解呃您的心情';
    const reading = readCall(talk([`A: ${text}`]), pack);
    const hit = reading.hits(0, 'empathy')[0]!;
    expect(text.slice(hit.span.start, hit.span.end)).toBe('理解呃您的心情');
  });

  it.each([
    ['好的', true],
    ['嗯，对，好', true],
    ['好的我要退款', false],
    ['嗯嗯嗯嗯嗯嗯嗯嗯嗯', false],
    ['…', false],
  ])('takes %s for a backchannel: %s', (text, expected) => {
    expect(readCall(talk([`C: ${text}`]), pack).turns[0]!.backchannel).toBe(expected);
  });

  it('counts characters without fillers and punctuation', () => {
    expect(readCall(talk(['C: 嗯，我要退款！']), pack).turns[0]!.length).toBe(4);
  });

  it('cuts clauses at punctuation, not inside numbers, and before words that open one', () => {
    const { clauses, folded } = readCall(talk(['C: 扣了1,280.50元，我没买但是你们收了']), pack).turns[0]!;
    expect(clauses.map((clause) => folded.slice(clause.start, clause.end))).toEqual([
      '扣了1,280.50元',
      '我没买',
      '但是你们收了',
    ]);
  });
});

describe('parseLexicon', () => {
  it.each([
    ['an unknown key', 'speaker: agent\nentries:\n  - {phrase: 退款, strenght: 0.5}', ':3 unknown key "strenght"'],
    ['a head that is wrong, in its line', 'note: x\nspeaker: agnt\nentries:\n  - 退款', ':2 "speaker" is "agnt"'],
    ['an unknown key of the head', 'speaker: agent\nstrenght: 0.5\nentries:\n  - 退款', ':2 unknown key "strenght"'],
    ['a duplicate', 'speaker: agent\nentries:\n  - 退款\n  - 退款', ':4 the phrase "退款" stands already in line 3'],
    [
      'a duplicate in the other script',
      'speaker: agent\nentries:\n  - 无奈\n  - 無奈',
      ':4 the phrase "无奈" stands already',
    ],
    [
      'one character without a note',
      'speaker: agent\nentries:\n  - 退',
      ':3 the one-character entry "退" needs a "note"',
    ],
    [
      'an exception that cannot apply',
      'speaker: agent\nentries:\n  - {phrase: 退款, except: [退货]}',
      ':3 the exception "退货" does not contain',
    ],
    ['two entries in a line', 'speaker: agent\nentries: [退款, 换货]', ':2 holds two entries'],
    ['no speaker', 'entries:\n  - 退款', '"speaker"'],
    ['a phrase that is no phrase', 'speaker: agent\nentries:\n  - (退|换', ':3 the phrase "(退|换" opens a "("'],
    ['no YAML', 'speaker: [', 'is no valid YAML'],
  ])('tells of %s', (_, text, expected) => {
    const problems: Problem[] = [];
    parseLexicon('x', 'x.yaml', text, data, problems);
    const told = problems.map((problem) => `${problem.file}:${problem.line} ${problem.message}`).join('\n');
    expect(told).toContain(expected);
  });
});
