/**
 * Opens a local model folder with the model library, turns text into token ids and batches into logits.
 * One thread per session: two workers of one thread each read more turns than one session of two.
 */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import {
  AutoModelForSequenceClassification,
  AutoTokenizer,
  env,
  LogLevel,
  type PreTrainedModel,
  PreTrainedTokenizer,
  Tensor,
} from '@xenova/transformers';
import { missingParts, numberFormatIn } from './model-folder.js';
import { type ModelConfig, readModelConfig } from './model-settings.js';
import { fastTokens } from './tokens.js';

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

/** How many tokens go into a window. */
export interface WindowSize {
  /** Longest window, special tokens included. */
  readonly maxTokens: number;
  /** Special tokens that are set around each window. */
  readonly specialTokens: number;
}

export interface LocalModel {
  readonly config: ModelConfig;
  readonly size: WindowSize;
  tokenize(text: string): readonly number[];
  /** For each window, row by row, as many logits as the model has labels. */
  logits(batch: Batch): Promise<Float32Array>;
  dispose(): Promise<void>;
}

export const SESSION = {
  intraOpNumThreads: 1,
  interOpNumThreads: 1,
  executionMode: 'sequential',
  logSeverityLevel: 3,
} as const;

/** Windows are no longer than this, whatever a model allows: the work grows with the square of the length. */
const MOST_TOKENS = 512;
const LEAST_TOKENS = 8;
/** Positions that some families of models keep for themselves. */
const RESERVED_POSITIONS = 2;

/** Throws an Error whose message continues "cannot be loaded: …". */
export async function openModel(folder: string): Promise<LocalModel> {
  const place = path.resolve(folder);
  const format = numberFormatIn(place);
  const missing = missingParts(place);
  if (format === null || missing.length > 0) throw new Error(`it has no ${missing.join(' and no ')}`);
  stayOffline(path.dirname(place));
  const config = readModelConfig(readJson(place, 'config.json'));
  const tokenizerFile = readJson(place, 'tokenizer.json');
  const tokenizer = await openTokenizer(place, tokenizerFile);
  const network = await AutoModelForSequenceClassification.from_pretrained(place, {
    dtype: format,
    device: 'cpu',
    local_files_only: true,
    session_options: SESSION,
  });
  const frame = frameOf(tokenizer);
  const size = { maxTokens: longestWindow(config, tokenizer), specialTokens: frame.before.length + frame.after.length };
  const model: LocalModel = {
    config,
    size,
    tokenize: fastTokens((text) => tokenizer.encode(text, { add_special_tokens: false }), tokenizerFile),
    logits: (batch) => run(network, batch, frame, config),
    dispose: async () => {
      await network.dispose();
    },
  };
  await tryLongest(model);
  return model;
}

function readJson(folder: string, name: string): unknown {
  const text = readFileSync(path.join(folder, name), 'utf8');
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(`its ${name} is no valid JSON`);
  }
}

/**
 * Nothing is fetched and nothing is written to the library's own cache folder. What the library would log of a failed
 * run holds the tokens of a turn, so it logs nothing.
 */
export function stayOffline(parent: string): void {
  env.localModelPath = parent;
  env.allowLocalModels = true;
  env.allowRemoteModels = false;
  env.useFSCache = false;
  env.logLevel = LogLevel.NONE;
}

/** The library asks for a `tokenizer_config.json`, which adds little and is not always there. */
function openTokenizer(folder: string, tokenizerFile: unknown): Promise<PreTrainedTokenizer> | PreTrainedTokenizer {
  return existsSync(path.join(folder, 'tokenizer_config.json'))
    ? AutoTokenizer.from_pretrained(folder, { local_files_only: true })
    : new PreTrainedTokenizer(Object(tokenizerFile), {});
}

/** What the settings say, or else what tokenizer and positions allow. */
function longestWindow({ settings, positions }: ModelConfig, tokenizer: PreTrainedTokenizer): number {
  const own = Number(tokenizer.model_max_length);
  const allowed = Math.min(
    MOST_TOKENS,
    own > 0 ? own : MOST_TOKENS,
    (positions ?? MOST_TOKENS + 2) - RESERVED_POSITIONS,
  );
  return settings.maxTokens ?? Math.max(LEAST_TOKENS, Math.floor(allowed));
}

/** Special tokens before and after a text. */
interface Frame {
  readonly before: readonly number[];
  readonly after: readonly number[];
}

function frameOf(tokenizer: PreTrainedTokenizer): Frame {
  const bare = tokenizer.encode(PROBE, { add_special_tokens: false });
  const framed = tokenizer.encode(PROBE);
  const start = framed.findIndex((_, from) => bare.every((id, place) => framed[from + place] === id));
  if (bare.length === 0 || start === -1) throw new Error('its tokenizer reads no text');
  return { before: framed.slice(0, start), after: framed.slice(start + bare.length) };
}

/** A text that every tokenizer makes tokens of. */
const PROBE = 'a';

/** Reads a window of the greatest length once, so that a model that cannot fails before the first call is read. */
async function tryLongest({ size, tokenize, logits }: LocalModel): Promise<void> {
  const room = size.maxTokens - size.specialTokens;
  const [token] = tokenize(PROBE);
  await logits({ width: size.maxTokens, windows: [{ owner: 0, ids: Array.from({ length: room }, () => token!) }] });
}

async function run(
  network: PreTrainedModel,
  { width, windows }: Batch,
  { before, after }: Frame,
  { padId, labels }: ModelConfig,
): Promise<Float32Array> {
  const shape = [windows.length, width];
  const ids = new BigInt64Array(windows.length * width);
  const mask = new BigInt64Array(ids.length);
  // Written as the low halves of the wide numbers: a bigint for each token would cost a twentieth of the speed.
  const lowIds = new Int32Array(ids.buffer);
  const lowMask = new Int32Array(mask.buffer);
  windows.forEach((window, row) => {
    let place = row * width;
    const put = (id: number, seen: number) => {
      lowIds[2 * place] = id;
      lowMask[2 * place] = seen;
      place++;
    };
    for (const id of before) put(id, 1);
    for (const id of window.ids) put(id, 1);
    for (const id of after) put(id, 1);
    while (place < (row + 1) * width) put(padId, 0);
  });
  const output: unknown = await network({
    input_ids: new Tensor('int64', ids, shape),
    attention_mask: new Tensor('int64', mask, shape),
  });
  const logits = logitsIn(output, windows.length * labels.length);
  if (logits === null) throw new Error(`it gives no number for each of its ${labels.length} labels`);
  return logits;
}

/** The logits that a network gave; null where they are not so many. */
export function logitsIn(output: unknown, count: number): Float32Array | null {
  const logits = typeof output === 'object' && output !== null && 'logits' in output ? output.logits : null;
  const values: unknown = logits instanceof Tensor ? logits.data : null;
  return values instanceof Float32Array && values.length === count ? values : null;
}
