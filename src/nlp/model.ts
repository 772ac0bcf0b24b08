/**
 * The only place that knows the model library: opens a local folder, turns text into token ids and batches into logits.
 * One thread per session: two workers of one thread each read more turns than one session of two.
 */
import path from 'node:path';
import {
  AutoModelForSequenceClassification,
  AutoTokenizer,
  env,
  type PreTrainedModel,
  type PreTrainedTokenizer,
  Tensor,
} from '@xenova/transformers';
import { z } from 'zod';
import type { EncoderInfo } from './encoder.js';
import type { Temperatures } from './probabilities.js';

/** Token ids of one piece of the text number `owner`, without special tokens. */
export interface Window {
  readonly owner: number;
  readonly ids: readonly number[];
}

/** Windows that are padded to one width (tokens). */
export interface Batch {
  readonly width: number;
  readonly windows: readonly Window[];
}

export interface LocalModel {
  readonly info: Omit<EncoderInfo, 'turnLabels'>;
  /** Longest window in tokens, special tokens included. */
  readonly maxTokens: number;
  readonly temperature: Temperatures;
  tokenize(text: string): readonly number[];
  /** Four logits a window, row by row: negative, neutral, positive, abuse. */
  logits(batch: Batch): Promise<Float32Array>;
  dispose(): Promise<void>;
}

const LABELS = 4;
const SESSION = {
  intraOpNumThreads: 1,
  interOpNumThreads: 1,
  executionMode: 'sequential',
  logSeverityLevel: 3,
} as const;

const limit = z.number().min(0).max(1).nullable();
const settingsSchema = z.object({
  id: z.string().min(1),
  version: z.string().min(1),
  maxTokens: z.number().int().min(8),
  temperature: z.object({ sentiment: z.number().positive(), abuse: z.number().positive() }),
  thresholds: z.object({ negative: limit, positive: limit, abuse: limit }),
});
type Settings = z.infer<typeof settingsSchema>;

export async function openModel(folder: string): Promise<LocalModel> {
  const place = path.resolve(folder);
  stayOffline(path.dirname(place));
  const tokenizer = await AutoTokenizer.from_pretrained(place, { local_files_only: true });
  const model = await AutoModelForSequenceClassification.from_pretrained(place, {
    dtype: 'q8',
    device: 'cpu',
    local_files_only: true,
    session_options: SESSION,
  });
  const settings = settingsOf(model);
  const ends = specialIds(tokenizer);
  return {
    info: infoOf(settings),
    maxTokens: settings.maxTokens,
    temperature: settings.temperature,
    tokenize: (text) => tokenizer.encode(text, { add_special_tokens: false }),
    logits: (batch) => run(model, batch, ends),
    dispose: async () => {
      await model.dispose();
    },
  };
}

/** Nothing is fetched and nothing is written to the library's own cache folder. */
function stayOffline(parent: string): void {
  env.localModelPath = parent;
  env.allowLocalModels = true;
  env.allowRemoteModels = false;
  env.useFSCache = false;
}

function settingsOf(model: PreTrainedModel): Settings {
  const config: unknown = model.config;
  const parsed = z.object({ tingping: settingsSchema }).safeParse(config);
  if (!parsed.success)
    throw new Error('its config.json has no valid "tingping" block with temperatures and thresholds');
  return parsed.data.tingping;
}

function infoOf(settings: Settings): LocalModel['info'] {
  const { negative, positive, abuse } = settings.thresholds;
  return {
    id: settings.id,
    version: settings.version,
    sentimentThresholds: { negative, positive },
    abuseThreshold: abuse,
  };
}

interface SpecialIds {
  readonly first: number;
  readonly last: number;
}

function specialIds(tokenizer: PreTrainedTokenizer): SpecialIds {
  const [first, last] = tokenizer.encode('');
  if (first === undefined || last === undefined) throw new Error('its tokenizer sets no special tokens around a text');
  return { first, last };
}

async function run(model: PreTrainedModel, batch: Batch, ends: SpecialIds): Promise<Float32Array> {
  const shape = [batch.windows.length, batch.width];
  const ids = new BigInt64Array(batch.windows.length * batch.width);
  const mask = new BigInt64Array(ids.length);
  batch.windows.forEach((window, row) => {
    const start = row * batch.width;
    const filled = [ends.first, ...window.ids, ends.last];
    filled.forEach((id, place) => {
      ids[start + place] = BigInt(id);
      mask[start + place] = 1n;
    });
  });
  const output: unknown = await model({
    input_ids: new Tensor('int64', ids, shape),
    attention_mask: new Tensor('int64', mask, shape),
  });
  return logitsOf(output, batch.windows.length * LABELS);
}

function logitsOf(output: unknown, expected: number): Float32Array {
  const logits = typeof output === 'object' && output !== null && 'logits' in output ? output.logits : null;
  const values: unknown = logits instanceof Tensor ? logits.data : null;
  if (!(values instanceof Float32Array) || values.length !== expected) {
    throw new Error(`the model gave no ${expected} logits for a batch`);
  }
  return values;
}
