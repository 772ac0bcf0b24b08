/**
 * Reads turns with a local encoder: how likely each is negative, neutral or positive, and abusive.
 *
 * What counts: a turn's result hangs on its own text alone. Where the scales inside the model are static, windows are
 * read together, each padded to a width that follows from its own length; otherwise each is read by itself. So company,
 * order and batching change no bit.
 * The shipped model learned from simplified text: traditional script and full-width letters are folded first for it.
 * What does not: no text is ever cut. A turn longer than the model's window is read in overlapping windows of clauses.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Language } from '../domain/call.js';
import { messageOf, TingpingError } from '../domain/errors.js';
import { clausesOf } from '../text/clauses.js';
import { foldText } from '../text/fold.js';
import { labelsOf, logitReadingOf, type ModelLabel, OWN_NAMES, saysAnything } from './label-reading.js';
import { LruCache } from './lru.js';
import { type Batch, type LocalModel, openModel, type Window } from './model.js';
import type { OtherModel } from './other-model.js';
import { joinWindows, type LogitReading, probabilitiesOf } from './probabilities.js';
import { loadTurnLabels, NO_TURN_LABELS, type TurnLabelModel } from './turn-labels.js';
import { batchesOf, batchesOfOne, windowsOf } from './windows.js';

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
  /** Whether the network reads turns of the language; of others it says nothing. */
  readonly reads: boolean;
  /** The witness of the labels of turns. */
  readonly turnLabels: TurnLabelModel;
}

export interface TurnText {
  readonly language: Language;
  readonly text: string;
}

export interface Encoder {
  /** The labels of the network and what they mean. */
  readonly labels: readonly ModelLabel[];
  /** What it knows of a language. */
  infoOf(language: Language): EncoderInfo;
  /** One result per turn, in their order. */
  read(turns: readonly TurnText[]): Promise<readonly TurnProbabilities[]>;
  dispose(): Promise<void>;
}

/** Texts whose results are kept: short answers make up most of the turns of a night. */
const CACHED_TEXTS = 20_000;

/** A text without a single token says nothing. */
const SILENCE: TurnProbabilities = { sentiment: { negative: 0, neutral: 1, positive: 0 }, abuse: 0 };

const TURN_LABELS = 'turn-labels';

/** A network with the meaning of its labels. */
interface Reader {
  readonly model: LocalModel;
  readonly labels: readonly ModelLabel[];
  readonly reading: LogitReading;
}

/**
 * Loads the encoder in `folder`, or another network beside the witness of turn labels that lies there. Nothing touches the
 * network. Throws one sentence when that cannot be done.
 */
export async function loadEncoder(folder: string, other: OtherModel | null = null): Promise<Encoder> {
  const turnLabels = await orExplain(folder, () => ({
    zh: turnLabelsIn(join(folder, TURN_LABELS, 'zh')),
    en: turnLabelsIn(join(folder, TURN_LABELS, 'en')),
  }));
  const reader = other === null ? await openShipped(folder) : await openOther(other);
  const { settings } = reader.model.config;
  const { id, version } = other ?? { id: settings.id ?? '', version: settings.version ?? '' };
  const { negative, positive, abuse } = settings.thresholds;
  const reads = (language: Language) => settings.languages.includes(language);
  const cache = new LruCache<string, TurnProbabilities>(CACHED_TEXTS);
  return {
    labels: reader.labels,
    infoOf: (language) => ({
      id,
      version,
      sentimentThresholds: { negative, positive },
      abuseThreshold: abuse,
      reads: reads(language),
      turnLabels: turnLabels[language],
    }),
    read: (turns) =>
      readTexts(
        reader,
        cache,
        turns.map(({ language, text }) => (reads(language) ? text : '')),
      ),
    dispose: () => reader.model.dispose(),
  };
}

const turnLabelsIn = (folder: string): TurnLabelModel => (existsSync(folder) ? loadTurnLabels(folder) : NO_TURN_LABELS);

function openShipped(folder: string): Promise<Reader> {
  return orExplain(folder, async () => {
    const model = await openModel(folder);
    const { id, version } = model.config.settings;
    if (id === null || version === null) throw new Error('its config.json has no "tingping" block with id and version');
    const labels = labelsOf(model.config, OWN_NAMES);
    return { model, labels, reading: logitReadingOf(model.config, labels) };
  });
}

async function orExplain<T>(folder: string, open: () => T | Promise<T>): Promise<T> {
  try {
    return await open();
  } catch (thrown) {
    throw new TingpingError(
      'model',
      `The encoder in "${folder}" cannot be loaded (${causeOf(thrown)}); point to a complete model folder or run with --no-model to score by phrases and structure alone.`,
      { file: folder },
    );
  }
}

async function openOther({ folder, names }: OtherModel): Promise<Reader> {
  const model = await openModel(folder).catch((thrown: unknown) => {
    throw new TingpingError(
      'model',
      `The model in "${folder}" cannot be loaded (${causeOf(thrown)}); point --model to a whole text-classification model for transformers.js, or leave it out to use the shipped encoder.`,
      { file: folder },
    );
  });
  const labels = labelsOf(model.config, names);
  if (saysAnything(labels)) return { model, labels, reading: logitReadingOf(model.config, labels) };
  await model.dispose();
  const shown = labels.map(({ name }) => `"${name}"`).join(', ');
  throw new TingpingError(
    'model',
    `The model in "${folder}" says nothing of feelings or abuse that is understood: its labels are ${shown}. Give them names that models/encoder-labels.yaml lists, under id2label of its config.json, or add theirs to that list.`,
    { file: folder },
  );
}

const causeOf = (thrown: unknown): string => (messageOf(thrown).split('\n')[0] ?? '').replace(/\.$/, '');

async function readTexts(
  reader: Reader,
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
  const read = await readFresh(reader, fresh);
  fresh.forEach((text, index) => {
    const result = read[index] ?? SILENCE;
    results.set(text, result);
    cache.set(text, result);
  });
  return texts.map((text) => results.get(text) ?? SILENCE);
}

async function readFresh(
  { model, labels, reading }: Reader,
  texts: readonly string[],
): Promise<readonly TurnProbabilities[]> {
  const perText: TurnProbabilities[][] = texts.map(() => []);
  for (const batch of batchesFor(model, texts)) {
    const logits = await model.logits(batch);
    batch.windows.forEach(({ owner }, row) => {
      perText[owner]?.push(probabilitiesOf(logits.subarray(row * labels.length, (row + 1) * labels.length), reading));
    });
  }
  return perText.map((parts) => (parts.length === 0 ? SILENCE : joinWindows(parts)));
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
