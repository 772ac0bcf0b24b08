/**
 * Reads turns with the local encoder: how likely each is negative, neutral or positive, and abusive.
 *
 * What counts: a turn's result hangs on its own text alone. Scales inside the model are static and every window is
 * padded to a width that follows from its own length, so company, order and batching change no bit.
 * Traditional script and full-width letters are folded first, since the model learned from simplified text.
 * What does not: no text is ever cut. A turn longer than the model's window is read in overlapping windows.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Language } from '../domain/call.js';
import { messageOf, TingpingError } from '../domain/errors.js';
import { foldText } from '../text/fold.js';
import { LruCache } from './lru.js';
import { type LocalModel, openModel, type Window } from './model.js';
import { joinWindows, probabilitiesOf } from './probabilities.js';
import { loadTurnLabels, NO_TURN_LABELS, type TurnLabelModel } from './turn-labels.js';
import { batchesOf, windowsOf } from './windows.js';

/** Probabilities of one turn, each 0..1, rounded to 4 decimals; the three of `sentiment` add up to 1 (±0.0002). */
export interface TurnProbabilities {
  readonly sentiment: { readonly negative: number; readonly neutral: number; readonly positive: number };
  readonly abuse: number;
}

/** The name of a model and the probabilities (0..1) from which a label may decide; null where it may only support. */
export interface EncoderInfo {
  readonly id: string;
  readonly version: string;
  readonly sentimentThresholds: { readonly negative: number | null; readonly positive: number | null };
  readonly abuseThreshold: number | null;
  /** The witness of the labels of turns. */
  readonly turnLabels: TurnLabelModel;
}

export interface TurnText {
  readonly language: Language;
  readonly text: string;
}

export interface Encoder {
  /** What it knows of a language. */
  infoOf(language: Language): EncoderInfo;
  /** One result per turn, in their order. The network reads Chinese; of other turns it says nothing. */
  read(turns: readonly TurnText[]): Promise<readonly TurnProbabilities[]>;
  dispose(): Promise<void>;
}

/** Texts whose results are kept: short answers make up most of the turns of a night. */
const CACHED_TEXTS = 20_000;

/** A text without a single token says nothing. */
const SILENCE: TurnProbabilities = { sentiment: { negative: 0, neutral: 1, positive: 0 }, abuse: 0 };

const TURN_LABELS = 'turn-labels';
/** What a model folder holds at least; the library does not tell which of them it misses. */
const MODEL_FILES = ['config.json', 'tokenizer.json', 'tokenizer_config.json', 'onnx/model_quantized.onnx'];
const NETWORK_LANGUAGE: Language = 'zh';

/** Loads the model in `folder` without touching the network; throws one sentence when that cannot be done. */
export async function loadEncoder(folder: string): Promise<Encoder> {
  const { model, labels } = await openOrExplain(folder);
  const cache = new LruCache<string, TurnProbabilities>(CACHED_TEXTS);
  return {
    infoOf: (language) => ({ ...model.info, turnLabels: labels[language] }),
    read: (turns) =>
      readTexts(
        model,
        cache,
        turns.map(({ language, text }) => (language === NETWORK_LANGUAGE ? text : '')),
      ),
    dispose: () => model.dispose(),
  };
}

async function openOrExplain(
  folder: string,
): Promise<{ readonly model: LocalModel; readonly labels: Readonly<Record<Language, TurnLabelModel>> }> {
  try {
    const lacking = MODEL_FILES.find((name) => !existsSync(join(folder, name)));
    if (lacking !== undefined) throw new Error(`it has no ${lacking}`);
    const labelsOf = (language: Language) => {
      const inside = join(folder, TURN_LABELS, language);
      return existsSync(inside) ? loadTurnLabels(inside) : NO_TURN_LABELS;
    };
    return { model: await openModel(folder), labels: { zh: labelsOf('zh'), en: labelsOf('en') } };
  } catch (thrown) {
    const cause = messageOf(thrown).split('\n')[0] ?? '';
    throw new TingpingError(
      'model',
      `The encoder in "${folder}" cannot be loaded (${cause.replace(/\.$/, '')}); point to a complete model folder or run with --no-model to score by phrases and structure alone.`,
      { file: folder },
    );
  }
}

async function readTexts(
  model: LocalModel,
  cache: LruCache<string, TurnProbabilities>,
  texts: readonly string[],
): Promise<readonly TurnProbabilities[]> {
  const results = new Map<string, TurnProbabilities>();
  const fresh: string[] = [];
  for (const text of new Set(texts)) {
    const known = cache.get(text);
    if (known === undefined) fresh.push(text);
    else results.set(text, known);
  }
  const read = await readFresh(model, fresh);
  fresh.forEach((text, index) => {
    const result = read[index] ?? SILENCE;
    results.set(text, result);
    cache.set(text, result);
  });
  return texts.map((text) => results.get(text) ?? SILENCE);
}

async function readFresh(model: LocalModel, texts: readonly string[]): Promise<readonly TurnProbabilities[]> {
  const windows: Window[] = texts.flatMap((text, owner) =>
    windowsOf(model.tokenize(foldText(text)), model.maxTokens).map((ids) => ({ owner, ids })),
  );
  const perText: TurnProbabilities[][] = texts.map(() => []);
  for (const batch of batchesOf(windows, model.maxTokens)) {
    const logits = await model.logits(batch);
    batch.windows.forEach((window, row) => {
      perText[window.owner]?.push(probabilitiesOf(logits.subarray(row * 4, row * 4 + 4), model.temperature));
    });
  }
  return perText.map((parts) => (parts.length === 0 ? SILENCE : joinWindows(parts)));
}
