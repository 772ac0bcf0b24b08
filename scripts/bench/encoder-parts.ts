/** What the parts of `bench:encoder` share: the texts, the built encoder, and figures of many times. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { InferenceSession } from 'onnxruntime-node';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const CORPUS = join(ROOT, 'fixtures', 'corpus', 'train');
export const ENCODER_FOLDER = join('models', 'encoder');
export const MODEL_PATH = join(ROOT, ENCODER_FOLDER);
export const WEIGHTS = join(MODEL_PATH, 'onnx', 'model_quantized.onnx');
export const CONTEXT_WEIGHTS = join(MODEL_PATH, 'onnx', 'context.onnx');

/** What is compared, by the name that is printed. */
export const SPEEDS = ['read', 'bare runtime', 'pipeline() by 32', 'pipeline() a turn'] as const;
export type Speed = (typeof SPEEDS)[number];

export interface Batch {
  readonly width: number;
  readonly windows: readonly { readonly ids: readonly number[] }[];
}

export interface BenchTurn {
  readonly language: 'zh';
  readonly speaker: 'agent' | 'caller';
  readonly text: string;
}

/** What the scripts use of the built encoder. */
export interface BuiltEncoder {
  read(calls: readonly (readonly BenchTurn[])[]): Promise<readonly unknown[]>;
  dispose(): Promise<void>;
}

/** The median of the Chinese calls of the corpus. */
const CALL_TURNS = 18;

/** Texts as calls in which agent and caller take turns. */
export function callsOf(texts: readonly string[]): readonly (readonly BenchTurn[])[] {
  const turns = texts.map((text, index): BenchTurn => {
    return { language: 'zh', speaker: index % 2 === 0 ? 'agent' : 'caller', text };
  });
  const starts = Array.from({ length: Math.ceil(turns.length / CALL_TURNS) }, (_, index) => index * CALL_TURNS);
  return starts.map((start) => turns.slice(start, start + CALL_TURNS));
}

interface BuiltReader {
  batchesFor(model: unknown, texts: readonly string[]): readonly Batch[];
}

const built = (...path: readonly string[]) => import(join(ROOT, 'dist', 'nlp', ...path));

/** How many numbers the vector of a turn has. */
export async function vectorSize(): Promise<number> {
  const { vectorOutputsOf } = (await built('turn-vectors.js')) as {
    vectorOutputsOf(outputs: readonly string[]): { readonly size: number };
  };
  const { id2label } = JSON.parse(readFileSync(join(MODEL_PATH, 'config.json'), 'utf8')) as { id2label: object };
  return vectorOutputsOf(Object.values(id2label)).size;
}

/** How the product opens its sessions. */
export async function sessionOptions(): Promise<InferenceSession.SessionOptions> {
  const { SESSION } = (await built('model.js')) as { SESSION: InferenceSession.SessionOptions };
  return SESSION;
}

export async function openEncoder(): Promise<BuiltEncoder> {
  const { loadEncoder } = (await built('encoder.js')) as { loadEncoder(folder: string): Promise<BuiltEncoder> };
  return loadEncoder(MODEL_PATH);
}

/** The batches that the encoder makes of texts. */
export async function openBatches(): Promise<(texts: readonly string[]) => readonly Batch[]> {
  const { batchesFor } = (await built('text-reader.js')) as BuiltReader;
  const { openModel } = (await built('model.js')) as { openModel(folder: string): Promise<unknown> };
  const model = await openModel(MODEL_PATH);
  return (texts) => batchesFor(model, texts);
}

interface CorpusCall {
  readonly language?: string;
  readonly turns: readonly { readonly text: string }[];
}

/** The different Chinese turns of the training calls, as they come, and how many there are in all. */
export function trainingTurns(): { readonly all: number; readonly distinct: readonly string[] } {
  const texts = readdirSync(CORPUS)
    .filter((name) => name.endsWith('.jsonl') && !name.endsWith('.labels.jsonl'))
    .sort()
    .flatMap((name) => readFileSync(join(CORPUS, name), 'utf8').trim().split('\n'))
    .map((line) => JSON.parse(line) as CorpusCall)
    .filter(({ language }) => (language ?? 'zh') === 'zh')
    .flatMap(({ turns }) => turns.map(({ text }) => text));
  return { all: texts.length, distinct: [...new Set(texts)] };
}

/** The value below which a share of the values lies. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

export const median = (values: readonly number[]) => quantile(values, 0.5);
