import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { CriterionResult } from '../../src/domain/result.js';
import type { RubricHead } from '../../src/domain/rubric.js';
import { calibrationOf } from '../../src/evaluation/calibration.js';
import { readCalibrationWords } from '../../src/evaluation/calibration-words.js';
import { readHumanScores } from '../../src/evaluation/human-scores.js';
import { calibrationSentences, calibrationTable, tableSentences } from '../../src/evaluation/render/calibration.js';
import { readRunVerdict } from '../../src/evaluation/run-verdict.js';

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
    ['more of another separator in a row', 'Call;Empathy;Apology;Score;note\nc-1;met;n/a;80;a, b, c, d, e, f\n'],
    ['titles above the header', '质检评分表 2026-11;\n编号, 评分\ncall;empathy;apology;score\nc-1;met;n/a;80\n'],
    ['columns that nobody asked for, blank rows', 'note,call,empathy,apology,score\n"a, b",c-1,met,n/a,80\n,,,,\n'],
  ])('reads %s', async (_, text) => {
    const [scores, ...rest] = (await read(text)).calls;
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
    ['call,criterion,status\nx,empaty,met\n', 'did you mean "empathy"'],
    ['call,criterion,status\nx,empathy,met\nx,empathy,no\n', 'h.csv:3 "empathy" of call "x" stands in an earlier row'],
    ['call,criterion,status,score\nx,empathy,met,8\nx,apology,no,9\n', 'has the score 8 in an earlier row and 9 here'],
    ['call,empathy,共情\nx,met,no\n', 'h.csv:1 has two columns for the criterion "empathy", "empathy" and "共情"'],
    ['call,score,总分\nx,8,9\n', 'h.csv:1 has two columns for the score, "score" and "总分"'],
    ['call,score\nx,101\n', 'h.csv:2 "101" is no score: write a number from 0 to 100'],
    ['call,score\nx,-1\n', '"-1" is no score'],
    ['call,score\nx,good\n', '"good" is no score'],
    ['call,score\nx,\n', 'has neither a score nor a status in any row'],
    ['call,empathy\nx,met,too\n', 'h.csv:2 has 3 cells where the header has 2'],
    ['call,empathy\nx,met\ny,"met\n', 'h.csv:3 is not valid CSV'],
    ['call,empathy\nx,"a "b" c"\n', 'h.csv:2 is not valid CSV'],
    ['call,note,empathy\nx,"a\nb",met\ny,c,super\n', 'h.csv:4 "super" is no status'],
    ['\n\ncall,empathy\nx,super\n', 'h.csv:4 "super" is no status'],
    ['call,empathy\n', 'has a header and no row below it'],
    ['', 'h.csv is empty'],
  ])('refuses %j', async (text, sentence) => {
    await expect(read(text)).rejects.toThrow(sentence);
  });
});

describe('words and numbers of statuses', () => {
  const empathyOf = async (cell: string) => (await read(`call,empathy\nx,${cell}\n`)).calls[0]!.criteria.get('empathy');

  it.each([
    ['met', ['达到', '达标', '合格', '是', 'Y', 'yes', 'Pass', '√', '✔\uFE0F', ' 符合 ', 'ＹＥＳ', '1', '1.0', '１']],
    ['partly', ['部分达到', '部分达标', '部分符合', '基本达到', 'Partial', '△', '0.5', '.5']],
    ['not_met', ['未达到', '不达标', '未达标', '不合格', '否', 'N', 'no', '×', 'X', '0']],
    ['not_applicable', ['不适用', '不涉及', '免评', 'N/A', 'na', '-', '/', '—']],
  ])('%s', async (status, cells) => {
    expect(await Promise.all(cells.map(empathyOf))).toEqual(cells.map(() => status));
  });

  it.each([
    ['statuses where there are no others', 'x,1,0.5\ny,0,met', 'statuses', 'met'],
    ['points where there are others', 'x,1,0.5\ny,5,met', 'points', 'not_met'],
    ['nothing where all are words', 'x,yes,no', null, 'met'],
  ])('numbers are %s', async (_, rows, numbers, status) => {
    const table = await read(`call,empathy,apology\n${rows}\n`);
    expect(table.numbers).toBe(numbers);
    expect(table.calls[0]!.criteria.get('empathy')).toBe(status);
  });

  it('a row for each criterion may have its status in the column of the score', async () => {
    const table = await read('call,criterion,score\nx,empathy,1\nx,apology,0\n');
    expect(Object.fromEntries(table.calls[0]!.criteria)).toEqual({ empathy: 'met', apology: 'not_met' });
    expect(table.calls[0]!.score).toBeNull();
  });

  it('says what it made of numbers and which columns it left aside', async () => {
    const table = await read('call,empathy,remark\nx,1,fine\n');
    const sentences = tableSentences(table, WORDS).join('\n');
    expect(sentences).toContain('1 as met, 0.5 as partly, 0 as not_met');
    expect(sentences).toContain('left aside: remark');
    expect(tableSentences(await read('call,empathy\nx,met\n'), WORDS)).toEqual([]);
  });

  it.each([
    ['  met: [1]', '  met: [0.5, 1]', '"0.5" stands under "met" and under "partly"'],
    ['statuses:', 'states:', 'unknown key "states"; the nearest is "statuses"'],
    ['  not_met: [0]', '  not_met: [zero]', '"numbers.not_met.0" is "zero" and must be a number'],
  ])('a file with %s as %s is refused with its line', (from, to, sentence) => {
    const text = readFileSync(PATH, 'utf8').replace(from, to);
    expect(() => readCalibrationWords({ path: 'words.yaml', text })).toThrow(sentence);
    expect(() => readCalibrationWords({ path: 'words.yaml', text })).toThrow(/^words\.yaml:\d+ /);
  });
});

describe('readRunVerdict', () => {
  const verdict = { callId: 'x', rawScore: null, criteria: [], provenance: { rubric: 'default 1.0.0 abc' } };
  const line = (text: string) => readRunVerdict({ path: 'run/calls.jsonl', line: 3, text }, 'default');

  it('reads a line of a run', () => {
    expect(line(JSON.stringify(verdict))).toMatchObject({ callId: 'x', rawScore: null });
  });

  it.each([
    ['{', 'is not valid JSON'],
    ['null', 'is no result of a call (the line is empty'],
    ['{"callId": "x", "turns": []}', 'is no result of a call ("rawScore" is missing'],
    [JSON.stringify({ ...verdict, provenance: { rubric: 'own 2 abc' } }), 'was scored by the rubric "own"'],
  ])('refuses %s', (text, sentence) => {
    expect(() => line(text)).toThrow(sentence);
    expect(() => line(text)).toThrow(/^run\/calls\.jsonl:3 .*--run|--rubric/);
  });
});

describe('calibrationOf', () => {
  const verdict = (callId: string, rawScore: number | null, empathy: CriterionResult['status']) => ({
    callId,
    rawScore,
    criteria: [{ id: 'empathy', status: empathy }],
  });

  it('measures agreement and bias, lists disagreements, and says what is lacking', async () => {
    const human = (await read('call,score,empathy\na,80,met\nb,60,not_met\nc,90,met\nlost,50,met\n')).calls;
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
      const human = (await read(`call,empathy\n${rows(n)}\n`)).calls;
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
