import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Call, Speaker } from '../../src/domain/call.js';
import type { CallResult } from '../../src/domain/result.js';
import type { EncoderInfo } from '../../src/nlp/encoder.js';
import { NO_TURN_LABELS } from '../../src/nlp/turn-labels.js';
import { scorerOf } from '../fixtures/score-fixture.js';
import { talk } from '../stages/stage-harness.js';

const scorer = scorerOf('default');
const score = (call: Call): CallResult => scorer.score(call, null, null).result;
const criterion = (result: CallResult, id: string) => result.criteria.find((each) => each.id === id)!;

/** Talk as it comes from a recogniser gone wrong: words of calls, marks, digits, other scripts, in any order. */
const pieces = fc.constantFrom(
  ...[
    '您好',
    '退款',
    '投诉',
    '不',
    '没',
    '我理解您的心情',
    '对不起',
    '，',
    '……',
    '“',
    '”',
    '三个工作日',
    '13800001234',
    ' ',
  ],
  ...[
    '你',
    '傻',
    '他妈',
    '请稍等',
    '\u0000',
    '\u202e',
    '😀',
    'REFUND',
    'ﬀ',
    '\n',
    '嗯嗯',
    '再见',
    '工号',
    '#',
    '(',
    '_',
  ],
);
const text = fc.array(pieces, { maxLength: 14 }).map((parts) => parts.join(''));
const speaker = fc.constantFrom<Speaker>('agent', 'caller', 'system', 'unknown');
const anyCall = fc
  .array(fc.record({ speaker, text, start: fc.nat(100_000), length: fc.nat(20_000) }), { minLength: 1, maxLength: 24 })
  .chain((turns) =>
    fc.record({ times: fc.boolean(), english: fc.boolean() }).map(
      ({ times, english }): Call => ({
        ...talk([], { language: english ? 'en' : 'zh' }),
        overlapObservable: times,
        turns: turns.map((turn, index) => ({
          index,
          speaker: turn.speaker,
          agentId: null,
          channel: null,
          text: turn.text,
          startMs: times ? turn.start : null,
          endMs: times ? turn.start + turn.length : null,
          asrConfidence: null,
        })),
      }),
    ),
  );

describe('the scorer', () => {
  it('gives a whole result for any talk: every criterion, no failed stage, spans inside their turns', () => {
    fc.assert(
      fc.property(anyCall, (call) => {
        const result = score(call);
        expect(result.criteria.filter((each) => each.status === 'error')).toEqual([]);
        expect(result.warnings.filter((warning) => warning.code === 'stage_error')).toEqual([]);
        for (const finding of result.findings) {
          const words = call.turns[finding.turn]!.text;
          const { start, end } = finding.span ?? { start: 0, end: 0 };
          expect(start >= 0 && start <= end && end <= words.length).toBe(true);
        }
        if (result.score !== null) expect(result.score).toBeGreaterThanOrEqual(0);
        if (result.score !== null) expect(result.score).toBeLessThanOrEqual(100);
      }),
      { numRuns: 150 },
    );
  });

  it('gives the same bytes for the same call', () => {
    fc.assert(
      fc.property(anyCall, (call) => JSON.stringify(score(call)) === JSON.stringify(score(structuredClone(call)))),
      { numRuns: 40 },
    );
  });

  it('says that it scored without the encoder, and that English is read without it', () => {
    const english = talk(['A: Hello', 'C: I want a refund'], { language: 'en' });
    const silent = { sentiment: { negative: 0, neutral: 1, positive: 0 }, abuse: 0 };
    const codes = (call: Call, model: EncoderInfo | null) =>
      scorer
        .score(call, model === null ? null : call.turns.map(() => silent), model)
        .result.warnings.map(({ code }) => code);
    expect(codes(talk(['A: 您好', 'C: 我要退款']), null)).toContain('no_model');
    expect(codes(english, null)).toContain('no_model');
    const info: EncoderInfo = {
      id: 'small',
      version: '1',
      sentimentThresholds: { negative: null, positive: null },
      abuseThreshold: null,
      reads: false,
      turnLabels: NO_TURN_LABELS,
    };
    expect(codes(english, info)).toContain('english_without_model');
    expect(codes(english, info)).not.toContain('no_model');
    expect(codes(english, { ...info, reads: true })).not.toContain('english_without_model');
  });

  it.each<[string, readonly (readonly [number | null, number | null])[], readonly object[]]>([
    [
      'no times',
      [
        [null, null],
        [null, null],
        [null, null],
      ],
      [{ code: 'no_times', params: {} }],
    ],
    [
      'starts alone',
      [
        [0, null],
        [2000, null],
        [4000, null],
      ],
      [{ code: 'no_ends', params: {} }],
    ],
    [
      'some times',
      [
        [0, 900],
        [2000, null],
        [null, null],
      ],
      [{ code: 'some_times', params: { turns: 2 } }],
    ],
    [
      'all times',
      [
        [0, 900],
        [2000, 2900],
        [4000, 4900],
      ],
      [],
    ],
  ])('says what is missing of the times: %s', (_name, times, expected) => {
    const call = talk(['A: 您好请问有什么可以帮您', 'C: 我的宽带断了三天了', 'A: 我帮您查一下']);
    const turns = call.turns.map((turn, index) => ({ ...turn, startMs: times[index]![0], endMs: times[index]![1] }));
    const told = score({ ...call, turns }).warnings.filter(({ code }) => /times|ends/.test(code));
    expect(told).toEqual(expected);
  });

  it('decides nothing about abuse and proposes nothing critical where the roles are unknown', () => {
    const result = score(talk(['U: 你个废物你有病吧', 'U: 你才有病', 'U: 滚']));
    expect(result.harassment.decision).toBe('undetermined');
    expect(result.criticalFailures).toEqual([]);
    expect(result.warnings.map((warning) => warning.code)).toContain('no_roles');
  });

  it.each<[number, string, boolean]>([
    [0.97, 'inferred_roles', true],
    [0.9, 'inferred_roles', true],
    [0.899, 'uncertain_roles', false],
    [0.2, 'uncertain_roles', false],
  ])('with inferred roles of confidence %d says so, and judges by them from 0.9 on', (confidence, code, isJudged) => {
    const lines = ['A: 您好请问有什么可以帮您', 'C: 我的宽带断了三天了还没人修', 'A: 你个神经病', 'C: 你怎么骂人'];
    const result = score({ ...talk(lines), roles: { source: 'inferred', confidence } });
    const percent = Math.floor(confidence * 100);
    expect(result.warnings).toContainEqual({ code, params: { percent } });
    expect(result.criticalFailures.length > 0).toBe(isJudged);
    expect(result.harassment.decision === 'undetermined').toBe(!isJudged);
  });

  it('proposes nothing critical from words that were barely understood', () => {
    const lines = ['A: 您好请问有什么可以帮您', 'C: 我的宽带断了三天了还没人修', 'A: 你个神经病', 'C: 你怎么骂人'];
    const clear = talk(lines);
    const unclear = { ...clear, turns: clear.turns.map((turn) => ({ ...turn, asrConfidence: 0.5 })) };
    expect(score(clear).criticalFailures.map((failure) => failure.id)).toContain('insults_caller');
    expect(score(unclear).criticalFailures).toEqual([]);
  });

  it('gives no number where too little applies', () => {
    const result = score(talk(['A: 您好']));
    expect([result.score, result.band]).toEqual([null, 'insufficient']);
    expect(result.coverage).toBeLessThan(0.25);
  });

  it('masks numbers in quotes, turns and the caller number', () => {
    const { result, turns } = scorer.score(
      talk(['A: 您好请问您的电话是多少', 'C: 我的手机是13800001234我要投诉你们骗人'], {
        callerNumber: '+8613800001234',
      }),
      null,
      null,
    );
    expect(JSON.stringify({ result, turns })).not.toContain('13800001234');
    expect(turns[1]!.text).toHaveLength('我的手机是13800001234我要投诉你们骗人'.length);
  });

  it('says of a missed criterion what was looked for and what was thrown out', () => {
    const result = score(
      talk([
        'A: 您好请问有什么可以帮您',
        'C: 我都投诉三次了你们一直没人管太过分了',
        'A: 我不能理解您为什么生气',
        'C: 你什么态度',
        'A: 您报一下单号',
        'C: 三三二一',
        'A: 那您再等等吧',
        'C: 行吧',
      ]),
    );
    const empathy = criterion(result, 'empathy');
    expect(empathy.status).toBe('not_met');
    expect(empathy.searched).toContain('empathy');
    const discarded = result.findings.filter((finding) => finding.label === 'empathy' && !finding.counted);
    expect(discarded.map((finding) => finding.discardedBecause)).toContain('negated');
  });
});
