import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { CallVerdict, CriterionResult } from '../../src/domain/result.js';
import type { RubricHead } from '../../src/domain/rubric.js';
import { calibrationOf } from '../../src/evaluation/calibration.js';
import { readCalibrationWords, readHumanScores } from '../../src/evaluation/human-scores.js';
import { calibrationSentences, calibrationTable } from '../../src/evaluation/render/calibration.js';

const PATH = resolve(import.meta.dirname, '../../models/calibration.yaml');
const WORDS = readCalibrationWords({ path: PATH, text: readFileSync(PATH, 'utf8') });
const criterion = (id: string, zh: string) => ({ id, section: 's', points: 5, card: null, name: { en: id, zh } });
const RUBRIC = {
  id: 'r',
  criteria: [criterion('empathy', '共情'), criterion('apology', '道歉')],
} as unknown as RubricHead;
const read = (text: string) => readHumanScores({ path: 'h.csv', text }, WORDS, RUBRIC);

describe('readHumanScores', () => {
  it.each([
    ['English headings', 'call,score,empathy,apology\nc-1,80,met,n/a\n'],
    ['Chinese headings in another order', '共情,总分,道歉,通话编号\n符合,80,不适用,c-1\n'],
    ['criteria by their names, semicolons, a mark', '\uFEFFCall ID;Empathy;APOLOGY;Total\nc-1;Yes;NA;80\n'],
    ['points of a criterion', '通话编号,得分,共情,道歉\nc-1,80分,5,免评\n'],
    ['a row per criterion', '录音编号,评分项,结果,总分\nc-1,道歉,不涉及,80\nc-1,empathy,达标,\n'],
    ['columns that nobody asked for, blank rows', 'note,call,empathy,apology,score\n"a, b",c-1,met,n/a,80\n,,,,\n'],
  ])('reads %s', async (_, text) => {
    const [scores, ...rest] = await read(text);
    expect(rest).toEqual([]);
    expect(scores).toMatchObject({ callId: 'c-1', score: 80 });
    expect(Object.fromEntries(scores!.criteria)).toEqual({ empathy: 'met', apology: 'not_applicable' });
  });

  it.each([
    ['who,empathy\nx,met\n', 'h.csv:1 has no column for the id of the call'],
    ['call,remark\nx,y\n', 'no column for a score or a criterion'],
    ['call,empathy\nx,super\n', 'h.csv:2 "super" is no status of "empathy"'],
    ['call,empathy\nx,7\n', '"empathy" has 5 points and not 7'],
    ['call,empathy\nx,met\nx,met\n', 'h.csv:3 call "x" stands in an earlier row'],
    ['call,empathy\n,met\n', 'h.csv:2 has no id of a call'],
    ['call,criterion,status\nx,empaty,met\n', 'the nearest is "empathy"'],
    ['', 'h.csv is empty'],
  ])('refuses %j', async (text, sentence) => {
    await expect(read(text)).rejects.toThrow(sentence);
  });
});

describe('calibrationOf', () => {
  const verdict = (callId: string, rawScore: number | null, empathy: CriterionResult['status']) =>
    ({ callId, rawScore, criteria: [{ id: 'empathy', status: empathy }] }) as unknown as CallVerdict;

  it('measures agreement and bias, lists disagreements, and says what is lacking', async () => {
    const human = await read('call,score,empathy\na,80,met\nb,60,not_met\nc,90,met\nlost,50,met\n');
    const machine = new Map(
      [verdict('a', 85, 'met'), verdict('b', 75, 'met'), verdict('c', null, 'met')].map((each) => [each.callId, each]),
    );
    const calibration = calibrationOf(human, machine, RUBRIC);
    expect(calibration.calls).toBe(3);
    expect(calibration.unmatched).toEqual(['lost']);
    expect(calibration.score).toMatchObject({ calls: 2, bias: 10, meanAbsoluteError: 10 });
    expect(calibration.criteria).toMatchObject([{ id: 'empathy', calls: 3, agreement: 2 / 3, kappa: 0, needed: 30 }]);
    expect(calibration.disagreements).toEqual([
      { callId: 'b', criterion: 'empathy', human: 'not_met', machine: 'met' },
      { callId: 'b', criterion: null, human: 60, machine: 75 },
    ]);
    expect(calibrationTable(calibration).rows[0]!.at(-1)).toContain('30 are needed, there are 3');
    expect(calibrationSentences(calibration, 7).join('\n')).toMatch(/7 calls of the run.*lost.*\+10\.0 points/s);
  });

  it('asks for more labels where the interval is wide, and for none where it is narrow', async () => {
    const rows = (n: number) =>
      Array.from({ length: n }, (_, i) => `c${i},${i % 2 === 0 ? 'met' : 'not_met'}`).join('\n');
    const of = async (n: number, wrongEvery: number) => {
      const human = await read(`call,empathy\n${rows(n)}\n`);
      const machine = new Map(
        human.map(({ callId, criteria }, i) => {
          const said = criteria.get('empathy')!;
          const other = said === 'met' ? 'not_met' : 'met';
          return [callId, verdict(callId, null, i % wrongEvery === 0 ? other : said)] as const;
        }),
      );
      return calibrationOf(human, machine, RUBRIC).criteria[0]!;
    };
    expect((await of(40, 3)).needed).toBeGreaterThan(40);
    expect((await of(200, 10)).needed).toBeNull();
  });
});
