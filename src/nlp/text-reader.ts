/**
 * Reads texts with a local network, one result each. What counts: a result hangs on its own text alone. Where the scales
 * inside the model are static, windows are read together, each padded to a width that follows from its own length;
 * otherwise each is read by itself. So company, order and batching change no bit.
 *
 * A model that learned from simplified text gets traditional script and full-width letters folded first. No text is ever
 * cut: one longer than the model's window is read in overlapping windows of clauses.
 */
import { clausesOf } from '../text/clauses.js';
import { foldText } from '../text/fold.js';
import { LruCache } from './lru.js';
import type { Batch, LocalModel, Window } from './model.js';
import { batchesOf, batchesOfOne, windowsOf } from './windows.js';

/** What a network's numbers are to the reader of its texts. */
export interface TextReading<Result> {
  /** What the logits of one window say; they are only lent. */
  of(logits: Float32Array): Result;
  /** Of the windows of a long text, in their order; at least one. */
  join(parts: readonly Result[]): Result;
  /** Of a text without a single token. */
  readonly silence: Result;
}

/** Texts whose results are kept: short answers make up most of the turns of a night. */
const CACHED_TEXTS = 20_000;

/** Results of texts, in their order. */
export type TextReader<Result> = (texts: readonly string[]) => Promise<readonly Result[]>;

export function textReader<Result>(model: LocalModel, reading: TextReading<Result>): TextReader<Result> {
  const cache = new LruCache<string, Result>(CACHED_TEXTS);
  return async (texts) => {
    const results = new Map<string, Result>();
    const fresh: string[] = [];
    for (const text of new Set(texts)) {
      const known = cache.get(text);
      if (known === undefined) fresh.push(text);
      else results.set(text, known);
    }
    const read = await readFresh(model, reading, fresh);
    fresh.forEach((text, index) => {
      results.set(text, read[index]!);
      cache.set(text, read[index]!);
    });
    return texts.map((text) => results.get(text)!);
  };
}

async function readFresh<Result>(
  model: LocalModel,
  { of, join, silence }: TextReading<Result>,
  texts: readonly string[],
): Promise<readonly Result[]> {
  const labels = model.config.labels.length;
  const perText: Result[][] = texts.map(() => []);
  for (const batch of batchesFor(model, texts)) {
    const logits = await model.logits(batch);
    batch.windows.forEach(({ owner }, row) => {
      perText[owner]!.push(of(logits.subarray(row * labels, (row + 1) * labels)));
    });
  }
  return perText.map((parts) => (parts.length === 0 ? silence : join(parts)));
}

/** The runs of the network over some texts; a window names its text by its place. */
export function batchesFor(model: LocalModel, texts: readonly string[]): readonly Batch[] {
  const { folded, staticScales } = model.config.settings;
  const windows = texts.flatMap((text, owner): readonly Window[] =>
    windowsIn(model, folded ? foldText(text) : text).map((ids) => ({ owner, ids })),
  );
  return staticScales ? batchesOf(windows, model.size) : batchesOfOne(windows, model.size);
}

function windowsIn({ tokenize, size }: LocalModel, text: string): readonly (readonly number[])[] {
  const tokens = tokenize(text);
  if (tokens.length === 0) return [];
  if (tokens.length <= size.maxTokens - size.specialTokens) return [tokens];
  const starts = clausesOf(foldText(text), []).map(({ start }) => start);
  const cuts = [0, ...starts.slice(1), text.length];
  const clauses = cuts.slice(1).map((end, index) => tokenize(text.slice(cuts[index], end)));
  return windowsOf(clauses, size);
}
