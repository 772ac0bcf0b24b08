import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Cleaned, cleanSegments, JOIN_GAP_MS, type Recording, type Segment } from '../../src/ingest/clean.js';
import { joinText } from '../../src/ingest/join-text.js';
import { withoutPlaceholders } from '../../src/ingest/placeholders.js';
import { isFault } from '../../src/ingest/reject.js';
import { vocabulary } from './helpers.js';

const RECORDING: Omit<Recording, 'segments'> = {
  medium: 'voice',
  unit: 'ms',
  datedTimes: false,
  separateChannels: false,
  durationMs: null,
};

function clean(segments: readonly Segment[], recording: Partial<Recording> = {}): Cleaned {
  const cleaned = cleanSegments({ ...RECORDING, ...recording, segments }, vocabulary);
  if (isFault(cleaned)) throw new Error(cleaned.code);
  return cleaned;
}

const segment = (
  label: string | null,
  startMs: number | null,
  endMs: number | null,
  text = '我的净水器三天就漏水了',
): Segment => ({ label, startMs, endMs, text });

/** Turns as `label start-end text`. */
const shown = ({ turns }: Cleaned) =>
  turns.map(({ speakerLabel, startMs, endMs, text }) => `${speakerLabel ?? '-'} ${startMs}-${endMs} ${text}`);

describe('segments', () => {
  it.each<[string, readonly Segment[], readonly string[]]>([
    [
      'are put in the order of their starts',
      [segment('b', 5000, 6000, '二'), segment('a', 0, 900, '一')],
      ['a 0-900 一', 'b 5000-6000 二'],
    ],
    [
      'without a start stay behind the one that they follow',
      [segment('a', 9000, 9500, '三'), segment('a', null, null, '四'), segment('b', 0, 900, '一')],
      ['b 0-900 一', 'a 9000-9500 三', 'a null-null 四'],
    ],
    [
      'of one speaker within a second are one turn',
      [segment('a', 0, 900, '一'), segment('a', 1900, 2500, '二。'), segment('b', 2600, 3000, '三')],
      ['a 0-2500 一二。', 'b 2600-3000 三'],
    ],
    [
      'of one speaker with a longer pause between are two',
      [segment('a', 0, 900, '一'), segment('a', 1901, 2500, '二'), segment('b', 2600, 3000, '三')],
      ['a 0-900 一', 'a 1901-2500 二', 'b 2600-3000 三'],
    ],
    [
      'are not joined where one speaker says everything',
      [segment('a', 0, 900, '一'), segment('a', 950, 1500, '二')],
      ['a 0-900 一', 'a 950-1500 二'],
    ],
    [
      'of nobody are not joined',
      [segment(null, 0, 900, '一'), segment(null, 950, 1500, '二'), segment('b', 1600, 2000, '三')],
      ['- 0-900 一', '- 950-1500 二', 'b 1600-2000 三'],
    ],
    [
      'that were no speech go, and what stood beside speech in them',
      [segment('a', 0, 900, '[noise]'), segment('b', 1000, 2000, '<unk>喂(laughter)'), segment('a', 2100, 2200, '。')],
      ['b 1000-2000 喂'],
    ],
    [
      'written twice count once, the fuller one',
      [segment('a', 0, 2000, '我要'), segment('a', 0, 2900, '我要退货'), segment('b', 3000, 4000, '好')],
      ['a 0-2900 我要退货', 'b 3000-4000 好'],
    ],
    [
      'heard by two speakers on one channel count once',
      [segment('a', 0, 2000, '您好，请讲'), segment('b', 100, 2000, '您好请讲'), segment('b', 3000, 4000, '嗯')],
      ['a 0-2000 您好，请讲', 'b 3000-4000 嗯'],
    ],
    [
      'that overlap by less than can be known on one channel do not overlap',
      [segment('a', 0, 2200, '一'), segment('b', 2000, 4000, '二')],
      ['a 0-2000 一', 'b 2000-4000 二'],
    ],
    [
      'that overlap by more do',
      [segment('a', 0, 2300, '一'), segment('b', 2000, 4000, '二')],
      ['a 0-2300 一', 'b 2000-4000 二'],
    ],
  ])('%s', (_name, segments, turns) => {
    expect(shown(clean(segments))).toEqual(turns);
  });

  it('on channels of their own keep every overlap and what both sides say at once', () => {
    const both: readonly Segment[] = [
      { ...segment(null, 0, 2100, '喂'), channel: 0 },
      { ...segment(null, 2000, 2600, '你好'), channel: 1 },
      { ...segment(null, 2050, 2600, '你好'), channel: 0 },
    ];
    expect(clean(both).turns.map(({ startMs, endMs, text }) => [startMs, endMs, text])).toEqual([
      [0, 2100, '喂'],
      [2000, 2600, '你好'],
      [2050, 2600, '你好'],
    ]);
    expect(clean(both).warnings).toEqual([]);
  });

  it('take their times from their words', () => {
    const words = [
      { text: '你', startMs: 100.4, endMs: 200 },
      { text: '好', startMs: 200, endMs: 349.6 },
    ];
    expect(clean([{ text: '你好', startMs: null, endMs: null, words }]).turns[0]).toMatchObject({
      startMs: 100,
      endMs: 350,
      words: [{ startMs: 100 }, { endMs: 350 }],
    });
  });

  it('of a chat are ordered and nothing else', () => {
    const cleaned = clean(
      [segment('a', 1_772_439_301_000, null, '[noise]'), segment('a', 1_772_439_300_000, null, 'hi')],
      { medium: 'chat', datedTimes: true },
    );
    expect(shown(cleaned)).toEqual(['a 0-null hi', 'a 1000-null [noise]']);
    expect(cleaned.epochMs).toBe(1_772_439_300_000);
    expect(cleaned.warnings).toEqual([]);
  });
});

describe('what the source says of joined segments', () => {
  it('is said of the turn: one mood or mixed, means weighed by words, labels of all', () => {
    const { turns } = clean([
      {
        ...segment('a', 0, 900, '一二三'),
        asrConfidence: 0.9,
        vendor: { sentiment: 'neutral', sentimentScore: 1, loudness: [60], labels: ['issue'] },
      },
      {
        ...segment('a', 1000, 1500, '四'),
        asrConfidence: 0.5,
        vendor: {
          sentiment: 'negative',
          sentimentScore: -3,
          loudness: [70],
          labels: ['issue', 'action'],
          interrupts: true,
        },
      },
      segment('b', 1600, 2000, '五'),
    ]);
    expect(turns[0]).toMatchObject({
      text: '一二三四',
      asrConfidence: 0.8,
      vendor: {
        sentiment: 'mixed',
        sentimentScore: 0,
        loudness: [60, 70],
        labels: ['issue', 'action'],
        interrupts: true,
      },
    });
    expect(turns[1]).not.toHaveProperty('vendor');
  });
});

describe('clocks and units', () => {
  const spoken = (factor: number) =>
    [0, 1, 2, 3].map((at) => segment(at % 2 === 0 ? 'a' : 'b', at * 3000 * factor, (at * 3000 + 2500) * factor));

  it.each([
    ['milliseconds as they should be', 1, 'ms', []],
    [
      'seconds that are milliseconds',
      1000,
      's',
      [{ code: 'time_unit', params: { stated: 'seconds', actual: 'milliseconds' } }],
    ],
    [
      'milliseconds that are seconds',
      0.001,
      'ms',
      [{ code: 'time_unit', params: { stated: 'milliseconds', actual: 'seconds' } }],
    ],
  ] as const)('%s', (_name, factor, unit, warnings) => {
    const cleaned = clean(spoken(factor), { unit });
    expect(cleaned.turns.map(({ startMs, endMs }) => [startMs, endMs])).toEqual([
      [0, 2500],
      [3000, 5500],
      [6000, 8500],
      [9000, 11_500],
    ]);
    expect(cleaned.warnings).toEqual(warnings);
  });

  it('leaves the unit alone where two segments are all there is', () => {
    expect(clean(spoken(1000).slice(0, 2)).warnings).toEqual([]);
  });

  it.each([
    ['dates', 1_772_439_300_000, null, -1_772_439_300_000, 1_772_439_300_000],
    ['a negative start', -5000, null, 5000, null],
    ['a part of a longer recording', 3_600_000, 12_000, -3_600_000, null],
  ] as const)('moves %s to the start of the call and says so', (_name, offset, durationMs, ms, epochMs) => {
    const moved = spoken(1).map((one) => ({ ...one, startMs: one.startMs! + offset, endMs: one.endMs! + offset }));
    const cleaned = clean(moved, { durationMs });
    expect(cleaned.turns[0]).toMatchObject({ startMs: 0, endMs: 2500 });
    expect(cleaned.warnings).toEqual([{ code: 'clock_offset', params: { ms } }]);
    expect(cleaned.epochMs).toBe(epochMs);
  });

  it('takes a start a little before 0 for rounding, and a late start for a silence', () => {
    expect(clean([segment('a', -20, 900, '一'), segment('b', 1000, 2000, '二')])).toMatchObject({
      turns: [{ startMs: 0, endMs: 900 }, { startMs: 1000 }],
      warnings: [],
    });
    expect(clean([segment('a', 40_000, 42_000)]).turns[0]).toMatchObject({ startMs: 40_000 });
  });

  it('mends an end before its start and says so', () => {
    expect(clean([segment('a', 5000, 4000)])).toMatchObject({
      turns: [{ startMs: 5000, endMs: 5000 }],
      warnings: [{ code: 'times_mended', params: { turns: 1 } }],
    });
  });

  it.each([[1e300], [-1e300], [9e15]])('refuses the impossible time %d', (time) => {
    expect(cleanSegments({ ...RECORDING, segments: [segment('a', time, time)] }, vocabulary)).toMatchObject({
      code: 'bad_field',
    });
  });
});

describe('placeholders', () => {
  it.each([
    ['[noise]', ''],
    ['<unk> 你好 <UNK>', '你好'],
    ['【音乐】您好', '您好'],
    ['（笑声）没事', '没事'],
    ['[BLANK_AUDIO]', ''],
    ['*laughs* fine', 'fine'],
    ['<|zh|><|HAPPY|><|Speech|>你好', '你好'],
    ['♪♪ hello', 'hello'],
    ['my name is [NAME]', 'my name is [NAME]'],
    ['the noise is loud (very)', 'the noise is loud (very)'],
    ['a < b and b > c', 'a < b and b > c'],
  ])('%s', (text, expected) => {
    expect(withoutPlaceholders(text, vocabulary)).toBe(expected);
  });
});

describe('joined words', () => {
  it.each([
    [['今天', '天气', '，', '好'], '今天天气，好'],
    [['Hello', ',', 'my', 'iPhone', '坏了'], 'Hello, my iPhone坏了'],
    [['(', 'a', ')', ''], '(a)'],
    [[], ''],
  ])('%j', (parts, expected) => {
    expect(joinText(parts)).toBe(expected);
  });
});

describe('any segments', () => {
  const time = fc.option(
    fc.oneof(fc.integer({ min: -5000, max: 200_000 }), fc.double({ min: 0, max: 1e6, noNaN: true })),
  );
  const segments = fc.array(
    fc.record({
      label: fc.constantFrom('a', 'b', null),
      channel: fc.constantFrom(0, 1, null),
      startMs: time,
      endMs: time,
      text: fc.constantFrom('一', '二三', '[noise]', '', '。', 'four five', '我要退货', '我要'),
    }),
    { maxLength: 30 },
  );

  it('give turns in order, with whole times, in which something is said', () => {
    fc.assert(
      fc.property(segments, fc.constantFrom('ms', 's'), (list, unit) => {
        const { turns } = clean(list, { unit });
        let last = 0;
        for (const { startMs, endMs, text } of turns) {
          expect(text).toMatch(/[\p{L}\p{N}]/u);
          for (const at of [startMs, endMs]) if (at !== null) expect(Number.isSafeInteger(at) && at >= 0).toBe(true);
          if (startMs !== null && endMs !== null) expect(endMs).toBeGreaterThanOrEqual(startMs);
          if (startMs !== null) expect(startMs).toBeGreaterThanOrEqual(last);
          last = startMs ?? last;
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('lose no word but those of placeholders and doubles', () => {
    fc.assert(
      fc.property(segments, (list) => {
        const { turns, warnings } = clean(list);
        if (warnings.some(({ code }) => code === 'duplicates_dropped')) return;
        const letters = (texts: readonly string[]) =>
          [
            ...texts
              .join('')
              .replaceAll('[noise]', '')
              .replace(/[^\p{L}\p{N}]/gu, ''),
          ]
            .sort()
            .join('');
        expect(letters(turns.map(({ text }) => text))).toBe(letters(list.map(({ text }) => text)));
      }),
      { numRuns: 500 },
    );
  });

  it('give the same turns when they are cleaned again', () => {
    fc.assert(
      fc.property(segments, (list) => {
        const once = clean(list).turns;
        const again = clean(
          once.map(({ speakerLabel, ...turn }) => ({ ...turn, label: speakerLabel ?? null, channel: turn.channel })),
        ).turns;
        const gaps = once.filter((turn, index) => {
          const next = once[index + 1];
          return (
            next !== undefined &&
            turn.endMs !== null &&
            next.startMs !== null &&
            next.startMs - turn.endMs <= JOIN_GAP_MS
          );
        });
        expect(again.length).toBeLessThanOrEqual(once.length);
        if (gaps.length === 0) expect(again).toEqual(once);
      }),
      { numRuns: 500 },
    );
  });
});
