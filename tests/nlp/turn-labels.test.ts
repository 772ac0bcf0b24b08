import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readModelConfig } from '../../src/nlp/model-settings.js';
import { loadTurnLabels } from '../../src/nlp/turn-labels.js';
import { foldText } from '../../src/text/fold.js';

const SHIPPED = 'models/encoder/turn-labels/zh';
const config: unknown = JSON.parse(readFileSync('models/encoder/config.json', 'utf8'));
const ENCODER_LABELS = readModelConfig(config).settings.context!.labels;

describe('a model of two grams', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'tingping-labels-'));
    const shipped = loadTurnLabels(SHIPPED, ENCODER_LABELS);
    expect(shipped.thresholds.size).toBeGreaterThan(30);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('is refused where its files do not fit together', () => {
    writeFileSync(join(folder, 'turn-labels.json'), '{"schemaVersion": 2}');
    expect(() => loadTurnLabels(folder, [])).toThrow();
    expect(() => loadTurnLabels(join(folder, 'none'), [])).toThrow();
  });
});

describe('the shipped model', () => {
  const labels = loadTurnLabels(SHIPPED, ENCODER_LABELS);
  const of = (text: string, before = '', signs: readonly string[] = []) =>
    labels.read([{ speaker: 'unknown', folded: foldText(text), before: foldText(before), signs, logits: null }])[0]!;

  it.each([
    ['closing', '感谢您的来电，祝您生活愉快，再见', '您的订单是什么时候下的'],
    ['apology', '真的很抱歉给您添了这么多麻烦', '不好意思，您的单号报一下'],
    ['name_request', '请问您贵姓', '请问您的卡号是多少'],
    ['insult', '你是不是有病啊，废物一个', '这破网真他妈烦'],
    ['demand', '我上个月的话费多扣了五十，帮我查一下', '哈哈你猜我是谁呀'],
  ])('finds %s likelier where it is said', (label, said, other) => {
    expect(of(said).get(label)!).toBeGreaterThan(of(other).get(label)!);
  });

  it('hears an answer with its question', () => {
    const accepted = (before: string) => of('可以', before).get('acceptance')!;
    expect(accepted('那给您换一台新的，明天送到，您看这样行吗')).toBeGreaterThan(accepted('请问您贵姓'));
  });

  it('hears signs, and passes over those that it does not know', () => {
    const plain = of('好的').get('closing')!;
    expect(of('好的', '', ['end:0', 'found0:closing']).get('closing')).toBeGreaterThan(plain);
    expect(of('好的', '', ['found0:nothing_of_the_kind']).get('closing')).toBe(plain);
  });

  it('hears the encoder, and its weight decides how much', () => {
    const of = (value: number) => {
      const logits = new Float32Array(ENCODER_LABELS.length).fill(value);
      return labels.read([{ speaker: 'agent', folded: '好的', before: '', signs: [], logits }])[0]!;
    };
    const [low, high] = [of(-4), of(4)];
    expect(high.get('empathy')).toBeGreaterThan(low.get('empathy')!);
    expect(high.get('commitment')).toBeGreaterThan(low.get('commitment')!);
  });

  it('is refused beside an encoder that lacks a label it listens to', () => {
    expect(() => loadTurnLabels(SHIPPED, ['greeting'])).toThrow(/its encoder says nothing of/);
  });

  it('hears punctuation, width and script alike', () => {
    expect(of('感謝您的來電，再見！')).toEqual(of('感谢您的来电再见'));
  });

  it('gives probabilities of four decimals for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (text, before) => {
        for (const value of of(text, before).values()) {
          expect(value).toBeGreaterThanOrEqual(0);
          expect(value).toBeLessThanOrEqual(1);
          expect(Math.round(value * 10_000)).toBeCloseTo(value * 10_000, 6);
        }
      }),
      { numRuns: 50 },
    );
  });

  it('takes a call of requests for one with a demand, and a call of insults for one without', () => {
    const call = (lines: readonly string[]) => lines.map((line, index) => of(line, lines[index - 1]));
    const asking = labels.demand!.probability(call(['我的宽带断了', '我想退款，什么时候到账', '单号是四四五六']))!;
    const abusing = labels.demand!.probability(call(['你个傻子', '哈哈哈我就骂你怎么了', '陪我聊聊呗']))!;
    expect(abusing).toBeLessThan(labels.demand!.below);
    expect(asking).toBeGreaterThan(abusing);
  });
});
