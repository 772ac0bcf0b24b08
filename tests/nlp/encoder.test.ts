import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type Encoder,
  loadEncoder,
  type TurnProbabilities,
  type TurnRead,
  type TurnText,
} from '../../src/nlp/encoder.js';
import { openModel } from '../../src/nlp/model.js';
import { batchesFor } from '../../src/nlp/text-reader.js';
import { fieldsOf } from './protobuf.js';

const FOLDER = path.resolve('models/encoder');
const reference = JSON.parse(
  readFileSync(new URL('./encoder-reference.json', import.meta.url), 'utf8'),
) as readonly (TurnProbabilities & { readonly text: string; readonly labels: readonly number[] })[];

/** int8 against fp32, as a difference of probabilities, and of log odds of labels. */
const LARGEST_DIFFERENCE = 0.12;
const MEAN_DIFFERENCE = 0.02;
const LARGEST_OF_LOG_ODDS = 2;
const MEAN_OF_LOG_ODDS = 0.15;

const meanOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** 1,000 different turns of 1 to about 150 characters, made from the reference sentences. */
function manyTurns(): string[] {
  const texts = new Set(reference.map((row) => row.text));
  for (let i = 0; texts.size < 1000; i++) {
    const parts = Array.from({ length: 1 + (i % 9) }, (_, k) => reference[(i * 7 + k * 13) % reference.length]!.text);
    texts.add(`${i % 3 === 0 ? '嗯' : ''}${parts.join('，')}`.slice(0, 1 + ((i * 31) % 150)));
    texts.add(`${parts[0]!.slice(0, 3 + (i % 12))}${i}`);
  }
  return [...texts].slice(0, 1000);
}

/** A shuffle that is the same on every run. */
function shuffled(texts: readonly string[], seed: number): string[] {
  const out = [...texts];
  let state = seed;
  for (let i = out.length - 1; i > 0; i--) {
    state = (state * 1103515245 + 12345) % 2147483648;
    const j = state % (i + 1);
    [out[i], out[j]] = [out[j]!, out[i]!];
  }
  return out;
}

/** A call of a caller who says one thing. */
const alone = (text: string): readonly TurnText[] => [{ language: 'zh', speaker: 'caller', text }];

/** Each text as a call of its own. */
async function readAlone(encoder: Encoder, texts: readonly string[]): Promise<readonly TurnRead[]> {
  return (await encoder.read(texts.map(alone))).flat();
}

/** A call in which agent and caller take turns. */
const dialogue = (texts: readonly string[]): readonly TurnText[] =>
  texts.map((text, index) => ({ language: 'zh', speaker: index % 2 === 0 ? 'agent' : 'caller', text }));

async function readWith(batchSize: number, texts: readonly string[]): Promise<Map<string, TurnRead>> {
  const fresh = await loadEncoder(FOLDER);
  const results = new Map<string, TurnRead>();
  for (let start = 0; start < texts.length; start += batchSize) {
    const part = texts.slice(start, start + batchSize);
    (await readAlone(fresh, part)).forEach((result, index) => {
      results.set(part[index]!, result);
    });
  }
  await fresh.dispose();
  return results;
}

describe('the encoder', () => {
  let encoder: Encoder;

  beforeAll(async () => {
    encoder = await loadEncoder(FOLDER);
  });
  afterAll(async () => {
    await encoder.dispose();
  });

  const one = async (text: string): Promise<TurnRead> => (await readAlone(encoder, [text]))[0]!;

  it('loads offline and says which model it is', () => {
    expect(encoder.infoOf('zh').id).toMatch(/\S/);
    expect(encoder.infoOf('zh').version).toMatch(/^\d+\.\d+\.\d+$/);
    for (const limit of [
      encoder.infoOf('zh').abuseThreshold,
      ...Object.values(encoder.infoOf('zh').sentimentThresholds),
    ]) {
      expect(limit === null || (limit >= 0 && limit <= 1)).toBe(true);
    }
  });

  it('agrees with the recorded fp32 probabilities of 200 turns', async () => {
    expect(reference).toHaveLength(200);
    const [read] = await encoder.read([dialogue(reference.map((row) => row.text))]);
    const differences = read!.flatMap((row, index) => {
      const expected = reference[index]!;
      return [
        Math.abs(row.sentiment.negative - expected.sentiment.negative),
        Math.abs(row.sentiment.neutral - expected.sentiment.neutral),
        Math.abs(row.sentiment.positive - expected.sentiment.positive),
        Math.abs(row.abuse - expected.abuse),
      ];
    });
    expect(Math.max(...differences)).toBeLessThan(LARGEST_DIFFERENCE);
    expect(meanOf(differences)).toBeLessThan(MEAN_DIFFERENCE);
    const ofLabels = read!.flatMap(({ labelLogits }, index) =>
      reference[index]!.labels.map((value, column) => Math.abs(value - labelLogits![column]!)),
    );
    expect(Math.max(...ofLabels)).toBeLessThan(LARGEST_OF_LOG_ODDS);
    expect(meanOf(ofLabels)).toBeLessThan(MEAN_OF_LOG_ODDS);
  });

  it('gives equal bits alone, in any batching and in any order', async () => {
    const texts = manyTurns();
    expect(texts).toHaveLength(1000);
    const single = await readWith(1, texts);
    const runs = [
      await readWith(1000, texts),
      await readWith(37, texts),
      await readWith(1000, shuffled(texts, 11)),
      await readWith(64, shuffled(texts, 12)),
    ];
    for (const run of runs) {
      for (const text of texts) expect(run.get(text)).toEqual(single.get(text));
    }
  }, 60_000);

  it('answers in the order of the texts, repeated ones too', async () => {
    const texts = ['好的', '你个废物', '好的', '太感谢了', '好的'];
    const read = await readAlone(encoder, texts);
    expect(read).toHaveLength(5);
    expect(read[2]).toEqual(read[0]);
    expect(read[4]).toEqual(read[0]);
    expect(read[3]).toEqual(await one('太感谢了'));
    expect(await encoder.read([])).toEqual([]);
    expect(await encoder.read([[], alone('好的'), []])).toEqual([[], [read[0]], []]);
  });

  it('gives probabilities of 4 decimals that add up', async () => {
    for (const { sentiment, abuse } of await readAlone(encoder, manyTurns().slice(0, 80))) {
      const values = [sentiment.negative, sentiment.neutral, sentiment.positive, abuse];
      for (const value of values) {
        expect(value).toBeGreaterThanOrEqual(0);
        expect(value).toBeLessThanOrEqual(1);
        expect(Math.abs(value * 1e4 - Math.round(value * 1e4))).toBeLessThan(1e-6);
      }
      expect(Math.abs(sentiment.negative + sentiment.neutral + sentiment.positive - 1)).toBeLessThan(2e-4);
    }
  });

  it('says nothing of an English turn', async () => {
    const text = 'You are useless, I hate this';
    const [[said] = []] = await encoder.read([[{ language: 'en', speaker: 'caller', text }]]);
    expect(said).toEqual({ sentiment: { negative: 0, neutral: 1, positive: 0 }, abuse: 0 });
  });

  it('says nothing of the labels of announcements, and reads calls of two languages beside each other', async () => {
    const announced: TurnText = { language: 'zh', speaker: 'system', text: '通话可能被录音' };
    const english: TurnText = { language: 'en', speaker: 'agent', text: 'How can I help?' };
    const [both, lone, foreign, mixed] = await encoder.read([
      [announced, ...alone('好的')],
      [announced],
      [english],
      [english, ...alone('好的')],
    ]);
    const labelled = (call: readonly TurnRead[] | undefined) =>
      call!.map(({ labelLogits }) => labelLogits !== undefined);
    expect([both, lone, foreign, mixed].map(labelled)).toEqual([[false, true], [false], [false], [false, true]]);
    expect(both![1]).toEqual(await one('好的'));
    expect(lone![0]).toEqual({ sentiment: both![0]!.sentiment, abuse: both![0]!.abuse });
  });

  it('has a witness of turn labels for both languages', () => {
    for (const language of ['zh', 'en'] as const) {
      expect(encoder.infoOf(language).turnLabels.thresholds.size).toBeGreaterThan(20);
    }
  });

  it('reads a turn without words as neutral', async () => {
    const silence = { sentiment: { negative: 0, neutral: 1, positive: 0 }, abuse: 0 };
    expect(await readAlone(encoder, ['', '   ', '\u200b'])).toMatchObject([silence, silence, silence]);
  });

  it('does not cut a long turn: abuse at its end or in its middle is found', async () => {
    const calm = '我想查一下我这个月的话费是多少，请你帮我看一下。'.repeat(12);
    const before = await one(calm);
    const insult = await one('你个废物，你有病吧，滚！');
    for (const text of [`${calm}你个废物，你有病吧，滚！`, `${calm}你个废物，你有病吧，滚！${calm}`]) {
      const read = await one(text);
      expect(read.abuse).toBeGreaterThan(before.abuse);
      expect(read.sentiment.negative).toBeGreaterThan(before.sentiment.negative);
    }
    expect(insult.abuse).toBeGreaterThan(before.abuse);
  });

  it('reads a long turn in overlapping windows of whole clauses', async () => {
    const clauses = reference.flatMap(({ text }) => (/^[\u4e00-\u9fff]{4,30}$/.test(text) ? `${text}，` : []));
    const model = await openModel(FOLDER);
    const windows = batchesFor(model, [clauses.join('')]).flatMap((batch) => batch.windows.map(({ ids }) => ids));
    expect(windows.length).toBeGreaterThan(3);
    const inside = (window: readonly number[], part: readonly number[]) =>
      ` ${window.join(' ')} `.includes(` ${part.join(' ')} `);
    for (const clause of clauses) {
      const tokens = model.tokenize(clause);
      expect(
        windows.some((window) => inside(window, tokens)),
        clause,
      ).toBe(true);
    }
    await model.dispose();
  });

  it('reads a long turn of punctuation alone', async () => {
    const read = await one('？！'.repeat(200));
    expect(read.sentiment.neutral).toBeLessThan(1);
  });

  it('reads traditional script and full width as simplified and half width', async () => {
    expect(await one('我的寬帶斷了，卡號１０２３')).toEqual(await one('我的宽带断了，卡号1023'));
  });

  it.each([
    ['你们这是什么破服务，气死我了', '好的，麻烦您帮我查一下'],
    ['等了三个小时还没人管，太差劲了', '太感谢你了，问题解决了'],
    ['我要投诉你们，简直是骗人', '请问营业厅几点下班'],
  ])('finds "%s" more negative than "%s"', async (angry, calm) => {
    expect((await one(angry)).sentiment.negative).toBeGreaterThan((await one(calm)).sentiment.negative);
  });

  it('finds thanks more positive than a complaint, and an insult more abusive than a question', async () => {
    const [thanks, complaint] = [await one('真是太谢谢你了，帮了我大忙'), await one('你们拖了一个月，我很失望')];
    expect(thanks.sentiment.positive).toBeGreaterThan(complaint.sentiment.positive);
    expect((await one('你这个傻逼')).abuse).toBeGreaterThan((await one('请问怎么办理退款')).abuse);
  });
});

/** Whole-number tensors of the shipped weights by name: those that a product of matrices takes. */
function* wholeWeights(): Generator<readonly [name: string, values: Int8Array]> {
  const [graph, tensors, type, name, raw, int8] = [7, 5, 2, 8, 9, 3];
  const file = readFileSync(path.join(FOLDER, 'onnx', 'model_quantized.onnx'));
  for (const [field, body] of fieldsOf(file)) {
    if (field !== graph || typeof body === 'number') continue;
    for (const [inner, tensor] of fieldsOf(body)) {
      if (inner !== tensors || typeof tensor === 'number') continue;
      const parts = new Map(fieldsOf(tensor));
      const bytes = parts.get(raw);
      const isWeight = parts.get(type) === int8 && String(parts.get(name)).endsWith('_quantized');
      if (!isWeight || !Buffer.isBuffer(bytes)) continue;
      yield [String(parts.get(name)), new Int8Array(bytes)];
    }
  }
}

describe('the shipped weights', () => {
  it('use seven bits, so that sums of pairs do not saturate on processors without VNNI', () => {
    const weights = [...wholeWeights()];
    expect(weights.length).toBeGreaterThan(10);
    for (const [name, values] of weights) {
      const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
      expect(largest, name).toBeGreaterThan(0);
      expect(largest, name).toBeLessThanOrEqual(64);
    }
  });
});

describe('a folder that holds no encoder', () => {
  const made: string[] = [];
  afterAll(() => {
    for (const folder of made) rmSync(folder, { recursive: true });
  });

  it('is named in one sentence with the way out', async () => {
    const folder = path.join(tmpdir(), 'no-such-encoder');
    expect(existsSync(folder)).toBe(false);
    await expect(loadEncoder(folder)).rejects.toMatchObject({ code: 'model', file: folder });
    await expect(loadEncoder(folder)).rejects.toThrow(/no-such-encoder.*--no-model/);
  });

  it('is named too when the witness of turn labels is missing', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'half-encoder-'));
    made.push(folder);
    for (const name of ['config.json', 'tokenizer.json', 'tokenizer_config.json', 'onnx']) {
      cpSync(path.join(FOLDER, name), path.join(folder, name), { recursive: true });
    }
    await expect(loadEncoder(folder)).rejects.toThrow(/half-encoder.*no witness of turn labels in .*zh.*--no-model/);
  });

  it('is named too when its files are broken', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'broken-encoder-'));
    made.push(folder);
    for (const name of ['config.json', 'tokenizer.json', 'tokenizer_config.json']) {
      writeFileSync(path.join(folder, name), readFileSync(path.join(FOLDER, name)));
    }
    await expect(loadEncoder(folder)).rejects.toThrow(/broken-encoder.*--no-model/);
    cpSync(path.join(FOLDER, 'onnx'), path.join(folder, 'onnx'), { recursive: true });
    const config = JSON.parse(readFileSync(path.join(FOLDER, 'config.json'), 'utf8'));
    const { context, ...withoutContext } = config.tingping;
    const twice = { ...config.tingping, context: { ...context, speakers: ['agent', 'agent', 'unknown'] } };
    for (const [written, cause] of [
      ['{"model_type": "bert"', 'its config.json is no valid JSON'],
      ['', 'its config.json is no valid JSON'],
      [
        JSON.stringify({ ...config, max_position_embeddings: 40 }),
        '"maxTokens" is 96, and the network has 40 positions',
      ],
      [JSON.stringify({ ...config, tingping: withoutContext }), 'no "context" in the block "tingping"'],
      [JSON.stringify({ ...config, tingping: twice }), 'must name agent, caller and unknown once each'],
    ] as const) {
      writeFileSync(path.join(folder, 'config.json'), written);
      const thrown = await loadEncoder(folder).catch(String);
      expect(thrown).toMatch(/broken-encoder.*--no-model/);
      expect(thrown).toContain(cause);
    }
    writeFileSync(path.join(folder, 'config.json'), JSON.stringify(config));
    rmSync(path.join(folder, 'onnx', 'context.onnx'));
    await expect(loadEncoder(folder)).rejects.toThrow(/broken-encoder.*it has no onnx\/context\.onnx.*--no-model/);
  });
});
