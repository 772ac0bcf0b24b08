import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { pipeline } from '@xenova/transformers';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { readEncoderLabels } from '../../src/config/encoder-labels.js';
import type { Language } from '../../src/domain/call.js';
import {
  type Encoder,
  loadEncoder,
  type TurnProbabilities,
  type TurnRead,
  type TurnText,
} from '../../src/nlp/encoder.js';
import { openModel } from '../../src/nlp/model.js';
import { findModel } from '../../src/nlp/other-model.js';
import { startHub } from './hub-server.js';
import { type TinyModel, writeTinyModel } from './tiny-model.js';

const SHIPPED = resolve('models/encoder');
const NAMES = readEncoderLabels(resolve('models'));

/** Logits of negative and positive. */
const FEELINGS: TinyModel = {
  words: { 烂: [3, 0], 差: [1.5, 0], 好: [0, 2], 谢: [0, 1], 的: [0, 0], bad: [2, 0] },
  labels: ['NEG', 'POS'],
};

let folder: string;
let opened: Encoder[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tingping-model-'));
  opened = [];
});
afterEach(async () => {
  for (const encoder of opened) await encoder.dispose();
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

function written(model: TinyModel, name = 'tiny'): string {
  writeTinyModel(join(folder, name), model);
  return join(folder, name);
}

async function open(place: string): Promise<Encoder> {
  const other = await findModel(place, { allowRemote: false, fetched: join(folder, 'fetched'), names: NAMES });
  const encoder = await loadEncoder(SHIPPED, other);
  opened.push(encoder);
  return encoder;
}

const turn = (language: Language, text: string): TurnText => ({ language, speaker: 'caller', text });
/** Each text as a call of its own, since what turns say of labels hangs on those around them. */
const readAll = async (encoder: Encoder, texts: readonly string[]): Promise<readonly TurnRead[]> =>
  (await encoder.read(texts.map((text) => [turn('zh', text)]))).flat();
const one = async (encoder: Encoder, text: string): Promise<TurnProbabilities> => (await readAll(encoder, [text]))[0]!;

/** Different texts of the characters of a model, some longer than its window. */
function manyTexts(model: TinyModel, count: number): readonly string[] {
  const characters = Object.keys(model.words).filter((word) => word.length === 1);
  const texts = new Set<string>();
  let state = 7;
  const next = (below: number) => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return Math.floor((state / 2147483648) * below);
  };
  while (texts.size < count) {
    const length = 1 + next(next(17) === 0 ? 200 : 20);
    texts.add(Array.from({ length }, () => characters[next(characters.length)]).join(''));
  }
  return [...texts];
}

describe('another model in a folder', () => {
  it('says what its labels mean, as the library itself reads it', async () => {
    const place = written(FEELINGS);
    const encoder = await open(place);
    expect(encoder.labels).toEqual([
      { name: 'NEG', meaning: 'negative' },
      { name: 'POS', meaning: 'positive' },
    ]);
    const classify = await pipeline('text-classification', place, { dtype: 'fp32', device: 'cpu' });
    for (const text of ['烂', '好的', '差，好', '谢谢']) {
      const [first] = await classify(text);
      const { sentiment, abuse } = await one(encoder, text);
      expect(first!.label === 'NEG' ? sentiment.negative : sentiment.positive).toBeCloseTo(first!.score, 4);
      expect([sentiment.neutral, abuse]).toEqual([0, 0]);
    }
    await classify.dispose();
  });

  it('goes by its name and what it is made of, and only supports', async () => {
    const info = (await open(written(FEELINGS))).infoOf('zh');
    expect(info.id).toBe('tiny');
    expect(info.version).toMatch(/^[0-9a-f]{12}$/);
    expect([info.sentimentThresholds, info.abuseThreshold]).toEqual([{ negative: null, positive: null }, null]);
    expect(info.turnLabels.thresholds.size).toBeGreaterThan(20);
    const changed = (await open(written({ ...FEELINGS, labels: ['POS', 'NEG'] }, 'other'))).infoOf('zh');
    expect(changed.version).not.toBe(info.version);
  });

  it('decides from the thresholds of its config, and reads the languages it names', async () => {
    const tingping = { thresholds: { negative: 0.9 }, languages: ['en'] };
    const encoder = await open(written({ ...FEELINGS, tingping }));
    expect(encoder.infoOf('en')).toMatchObject({ reads: true, sentimentThresholds: { negative: 0.9, positive: null } });
    expect(encoder.infoOf('zh').reads).toBe(false);
    const [english, chinese] = await encoder.read([[turn('en', 'bad')], [turn('zh', '烂')]]);
    expect(english![0]!.sentiment.negative).toBeGreaterThan(0.8);
    expect(chinese![0]!.sentiment).toEqual({ negative: 0, neutral: 1, positive: 0 });
  });

  it('reads text as it is written', async () => {
    const encoder = await open(written({ words: { 寬: [9, 0], 宽: [0, 9] }, labels: ['negative', 'positive'] }));
    expect((await one(encoder, '寬')).sentiment.negative).toBeGreaterThan(0.99);
    expect((await one(encoder, '宽')).sentiment.positive).toBeGreaterThan(0.99);
  });

  it.each([false, true])(
    'gives equal bits alone, in any batching and order (scales of the batch: %s)',
    async (dynamic) => {
      const model = { ...FEELINGS, dynamic };
      const place = written(model);
      const texts = manyTexts(model, 300);
      const single = await open(place);
      const alone = new Map<string, TurnProbabilities>();
      for (const text of texts) alone.set(text, await one(single, text));
      const [together, turned] = [await open(place), await open(place)];
      expect(await readAll(together, texts)).toEqual(texts.map((text) => alone.get(text)));
      const backwards = [...texts].reverse();
      expect(await readAll(turned, backwards.slice(0, 90))).toEqual(
        backwards.slice(0, 90).map((text) => alone.get(text)),
      );
      expect(await readAll(turned, backwards)).toEqual(backwards.map((text) => alone.get(text)));
    },
  );

  it('would not, were windows with scales of the batch read together', async () => {
    const model = await openModel(written({ ...FEELINGS, dynamic: true }));
    const ids = (text: string) => model.tokenize(text);
    const [calm, loud] = [ids('好谢'), ids('烂'.repeat(2))];
    const alone = await model.logits({ width: 4, windows: [{ owner: 0, ids: calm }] });
    const company = [calm, loud].map((each, owner) => ({ owner, ids: each }));
    const together = await model.logits({ width: 4, windows: company });
    expect([...together.subarray(0, 2)]).not.toEqual([...alone]);
    await model.dispose();
  });

  it('reads a long turn to its end', async () => {
    const encoder = await open(written({ ...FEELINGS, maxTokens: 16 }));
    const calm = '好的，谢谢，'.repeat(30);
    expect((await one(encoder, calm)).sentiment.negative).toBeLessThan(0.1);
    expect((await one(encoder, `${calm}烂烂烂烂烂`)).sentiment.negative).toBeGreaterThan(0.99);
  });

  it('answers in the order of the texts, repeated and empty ones too', async () => {
    const encoder = await open(written(FEELINGS));
    expect(await readAll(encoder, ['好的', '烂', '好的', ''])).toMatchObject([
      await one(encoder, '好的'),
      await one(encoder, '烂'),
      await one(encoder, '好的'),
      { sentiment: { negative: 0, neutral: 1, positive: 0 }, abuse: 0 },
    ]);
  });

  it('may be a model of abuse with a yes or no for each label', async () => {
    const place = written({
      words: { 滚: [2, 4, 9], 好: [-2, -2, 9] },
      labels: ['toxic', 'severe_toxic', 'LABEL_2'],
      problemType: 'multi_label_classification',
    });
    const encoder = await open(place);
    expect(encoder.labels.map(({ meaning }) => meaning)).toEqual(['abuse', 'abuse', null]);
    expect(await one(encoder, '滚')).toMatchObject({
      sentiment: { negative: 0, neutral: 1, positive: 0 },
      abuse: Math.round(1e4 / (1 + Math.exp(-4))) / 1e4,
    });
  });

  it('may lack a tokenizer_config.json', async () => {
    const encoder = await open(written({ ...FEELINGS, tokenizerConfig: false }));
    expect((await one(encoder, '烂')).sentiment.negative).toBeGreaterThan(0.9);
  });

  it('says what the shipped one says where it is the shipped one under other names', async () => {
    const copy = join(folder, 'renamed');
    cpSync(SHIPPED, copy, { recursive: true });
    const config = JSON.parse(readFileSync(join(copy, 'config.json'), 'utf8'));
    const id2label = { ...config.id2label, 0: '负面', 1: 'Neutral', 2: 'POSITIVE', 3: 'hate-speech' };
    writeFileSync(join(copy, 'config.json'), JSON.stringify({ ...config, id2label }));
    const [encoder, shipped] = [await open(copy), await loadEncoder(SHIPPED)];
    opened.push(shipped);
    const texts = ['气死我了，什么破网', '我的寬帶斷了', '你个废物', '太感谢了', '好的'];
    expect(await readAll(encoder, texts)).toEqual(await readAll(shipped, texts));
    expect(encoder.infoOf('zh').sentimentThresholds).toEqual(shipped.infoOf('zh').sentimentThresholds);
    expect(encoder.infoOf('zh').id).toBe('renamed');
  });

  it('takes the smallest weights that are there', async () => {
    const place = written(FEELINGS);
    writeTinyModel(place, { ...FEELINGS, words: { 烂: [0, 3] }, weights: 'model_quantized.onnx' });
    expect(readdirSync(join(place, 'onnx')).sort()).toEqual(['model.onnx', 'model_quantized.onnx']);
    expect((await one(await open(place), '烂')).sentiment.positive).toBeGreaterThan(0.9);
  });
});

describe('a model that cannot be used', () => {
  it('lists its labels where none is understood', async () => {
    const place = written({ ...FEELINGS, labels: ['LABEL_0', 'LABEL_1'] });
    await expect(open(place)).rejects.toThrow(/tiny.*"LABEL_0", "LABEL_1".*encoder-labels\.yaml.*id2label/);
    await expect(open(written({ ...FEELINGS, labels: ['neutral', 'sport'] }))).rejects.toThrow(/"neutral", "sport"/);
  });

  it('is named with what its folder lacks', async () => {
    const place = written(FEELINGS);
    rmSync(join(place, 'onnx'), { recursive: true });
    rmSync(join(place, 'tokenizer.json'));
    await expect(open(place)).rejects.toThrow(/tiny" has no tokenizer\.json and no onnx\/model\*\.onnx: name a folder/);
    await expect(open(join(written(FEELINGS), 'config.json'))).rejects.toThrow(/config\.json" is a file/);
    await expect(open(join(folder, 'nowhere'))).rejects.toThrow(/nowhere" is no folder and no id of the model hub/);
  });

  it.each([
    [
      'a block with a mistake',
      { tingping: { thresholds: { negativ: 1 } } },
      /unknown key "negativ"; the nearest is "negative"/,
    ],
    ['a threshold out of range', { tingping: { thresholds: { abuse: 2 } } }, /tingping\.thresholds\.abuse/],
    ['no labels', { labels: [], columns: 2 }, /names no labels/],
    ['another number of outputs', { columns: 3, words: {} }, /no number for each of its 2 labels/],
  ])('is named with %s', async (_, change, cause) => {
    const place = written({ ...FEELINGS, ...change });
    await expect(open(place)).rejects.toThrow(cause);
    await expect(open(place)).rejects.toThrow(/The model in ".*tiny" cannot be loaded .*--model/);
  });
});

describe('a model of the hub', () => {
  it('is refused, and nobody is asked, unless that is allowed', async () => {
    const hub = await startHub(folder);
    vi.stubEnv('HF_ENDPOINT', hub.address);
    await expect(open('acme/tiny')).rejects.toThrow(/"acme\/tiny" is no folder here.*--allow-remote/);
    await hub.close();
    expect(hub.asked).toEqual([]);
  });

  it('is fetched once where it is allowed; names of files alone go over the line', async () => {
    const hub = await startHub(join(folder, 'hub'));
    vi.stubEnv('HF_ENDPOINT', hub.address);
    mkdirSync(join(folder, 'hub', 'acme'), { recursive: true });
    writeTinyModel(join(folder, 'hub', 'acme', 'tiny'), { ...FEELINGS, weights: 'model_int8.onnx' });
    const search = { allowRemote: true, fetched: join(folder, 'fetched'), names: NAMES };
    const first = await findModel('acme/tiny', search);
    await hub.close();
    expect(hub.asked.length).toBeGreaterThan(3);
    expect(hub.asked.filter((each) => !/^GET \/acme\/tiny\/resolve\/main\/[\w./]+$/.test(each))).toEqual([]);
    expect(existsSync(join(folder, 'fetched', 'acme', 'tiny', 'onnx', 'model_int8.onnx'))).toBe(true);
    const again = await findModel('acme/tiny', search);
    expect(again).toEqual(first);
    expect([again.id, basename(again.folder)]).toEqual(['acme/tiny', 'tiny']);
    const encoder = await loadEncoder(SHIPPED, again);
    opened.push(encoder);
    expect((await one(encoder, '烂')).sentiment.negative).toBeGreaterThan(0.9);
  });

  it('is named where it cannot be fetched', async () => {
    const hub = await startHub(folder);
    vi.stubEnv('HF_ENDPOINT', hub.address);
    const search = { allowRemote: true, fetched: join(folder, 'fetched'), names: NAMES };
    await expect(findModel('acme/none', search)).rejects.toThrow(
      /"acme\/none" could not be fetched \(.*\): check the id/,
    );
    await hub.close();
    await expect(findModel('acme/gone', search)).rejects.toThrow(/"acme\/gone" could not be fetched/);
  });
});
