/**
 * Reads turns with the local encoder: how likely each is negative, neutral or positive, and abusive, and how much it speaks
 * for each label of turns, seen among the turns of its call.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Language, Speaker } from '../domain/call.js';
import { messageOf, TingpingError } from '../domain/errors.js';
import { type ContextNetwork, type LabelLogits, openContext } from './context.js';
import { labelsOf, logitReadingOf, type ModelLabel, OWN_NAMES, saysAnything } from './label-reading.js';
import { type LocalModel, openModel } from './model.js';
import type { OtherModel } from './other-model.js';
import { joinWindows, probabilitiesOf } from './probabilities.js';
import { type TextReader, textReader } from './text-reader.js';
import { loadTurnLabels, NO_TURN_LABELS, type TurnLabelModel } from './turn-labels.js';
import { type TurnVector, type VectorOutputs, vectorOutputsOf } from './turn-vectors.js';

/** Probabilities of one turn, each 0..1, rounded to 4 decimals; the three of `sentiment` add up to 1 (±0.0002). */
export interface TurnProbabilities {
  readonly sentiment: { readonly negative: number; readonly neutral: number; readonly positive: number };
  readonly abuse: number;
}

/** What was read of a turn. */
export interface TurnRead extends TurnProbabilities {
  /** Left out where the shipped encoder does not read the language, and of announcements. */
  readonly labelLogits?: LabelLogits;
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
  readonly speaker: Speaker;
  readonly text: string;
}

export interface Encoder {
  /** The labels of the network and what they mean. */
  readonly labels: readonly ModelLabel[];
  /** What it knows of a language. */
  infoOf(language: Language): EncoderInfo;
  /** One result for each turn of each call, in their order. */
  read(calls: readonly (readonly TurnText[])[]): Promise<readonly (readonly TurnRead[])[]>;
  dispose(): Promise<void>;
}

/** A text without a single token says nothing. */
const SILENCE: TurnProbabilities = { sentiment: { negative: 0, neutral: 1, positive: 0 }, abuse: 0 };

const TURN_LABELS = 'turn-labels';

/** A network with the meaning of its outputs, ready to read. */
interface Reader<Result> {
  readonly model: LocalModel;
  readonly labels: readonly ModelLabel[];
  readonly read: TextReader<Result>;
}

/** What the shipped encoder says of a text by itself. */
interface TextRead extends TurnProbabilities {
  readonly vector: TurnVector;
}

/** The encoder in its folder, and the network over calls that reads its vectors. */
interface Shipped extends Reader<TextRead> {
  readonly context: ContextNetwork;
}

/**
 * Loads the encoder in `folder`; with another network, that one reads feelings and abuse, and the encoder the labels of
 * turns alone. Nothing touches the network. Throws one sentence when that cannot be done.
 */
export async function loadEncoder(folder: string, otherModel: OtherModel | null = null): Promise<Encoder> {
  const shipped = await orExplain(folder, () => openShipped(folder));
  const reads = ({ model }: Reader<unknown>, language: Language) => model.config.settings.languages.includes(language);
  const witnesses = await orExplain(folder, () => {
    const witnessOf = (language: Language) =>
      openWitness(join(folder, TURN_LABELS, language), reads(shipped, language) ? shipped.context.labels : []);
    return { zh: witnessOf('zh'), en: witnessOf('en') };
  });
  const other = otherModel === null ? null : await openOther(otherModel);
  const feelings: Reader<TurnProbabilities> = other ?? shipped;
  const { settings } = feelings.model.config;
  const { id, version } = otherModel ?? { id: settings.id ?? '', version: settings.version ?? '' };
  const { negative, positive, abuse } = settings.thresholds;
  /** Of each turn how much it speaks for labels, where its language is read. */
  async function labelLogitsOf(
    call: readonly TurnText[],
    read: readonly TextRead[],
  ): Promise<readonly Pick<TurnRead, 'labelLogits'>[]> {
    if (!call.some(({ language }) => reads(shipped, language))) return call.map(() => ({}));
    const logits = await shipped.context.read(
      call.map(({ speaker }, turn) => ({ speaker, vector: read[turn]!.vector })),
    );
    return logits.map((labelLogits, turn) =>
      labelLogits !== null && reads(shipped, call[turn]!.language) ? { labelLogits } : {},
    );
  }
  const textsFor = (reader: Reader<unknown>, turns: readonly TurnText[]) =>
    turns.map(({ language, text }) => (reads(reader, language) ? text : ''));
  return {
    labels: feelings.labels,
    infoOf: (language) => ({
      id,
      version,
      sentimentThresholds: { negative, positive },
      abuseThreshold: abuse,
      reads: reads(feelings, language),
      turnLabels: witnesses[language],
    }),
    async read(calls) {
      const turns = calls.flat();
      const own = inCalls(await shipped.read(textsFor(shipped, turns)), calls);
      const felt = other === null ? own : inCalls(await other.read(textsFor(other, turns)), calls);
      const results: (readonly TurnRead[])[] = [];
      for (const [place, call] of calls.entries()) {
        const logits = await labelLogitsOf(call, own[place]!);
        results.push(felt[place]!.map(({ sentiment, abuse }, turn) => ({ sentiment, abuse, ...logits[turn] })));
      }
      return results;
    },
    async dispose() {
      await shipped.model.dispose();
      await shipped.context.dispose();
      await other?.model.dispose();
    },
  };
}

/** What was read of all turns, one call after the other, call by call. */
function inCalls<T>(values: readonly T[], calls: readonly (readonly unknown[])[]): readonly (readonly T[])[] {
  let from = 0;
  return calls.map(({ length }) => {
    from += length;
    return values.slice(from - length, from);
  });
}

/** What the encoder says of `labels` is heard through the witness alone, so none of the two goes without the other. */
function openWitness(folder: string, labels: readonly string[]): TurnLabelModel {
  if (existsSync(folder)) return loadTurnLabels(folder, labels);
  if (labels.length > 0) throw new Error(`it has no witness of turn labels in "${folder}"`);
  return NO_TURN_LABELS;
}

async function openWithOutputs(
  folder: string,
): Promise<{ readonly model: LocalModel; readonly outputs: VectorOutputs }> {
  const model = await openModel(folder);
  return { model, outputs: vectorOutputsOf(model.config.labels) };
}

async function openShipped(folder: string): Promise<Shipped> {
  const { model, outputs } = await openWithOutputs(folder);
  const { id, version, context } = model.config.settings;
  if (id === null || version === null) throw new Error('its config.json has no "tingping" block with id and version');
  if (context === null) throw new Error('its config.json has no "context" in the block "tingping"');
  if (outputs.size === 0) throw new Error('its config.json names no parts of a vector in "id2label"');
  const labels = labelsOf(outputs.others, OWN_NAMES);
  const reading = logitReadingOf(model.config, labels);
  const read = textReader<TextRead>(model, {
    of: (logits) => ({ ...probabilitiesOf(logits, reading), vector: outputs.of(logits) }),
    join: (parts) => ({ ...joinWindows(parts), vector: outputs.join(parts.map(({ vector }) => vector)) }),
    silence: { ...SILENCE, vector: outputs.silence },
  });
  return { model, labels, read, context: await openContext(folder, outputs.size, context) };
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

async function openOther({ folder, names }: OtherModel): Promise<Reader<TurnProbabilities>> {
  const { model, outputs } = await openWithOutputs(folder).catch((thrown: unknown) => {
    throw new TingpingError(
      'model',
      `The model in "${folder}" cannot be loaded (${causeOf(thrown)}); point --model to a whole text-classification model for transformers.js, or leave it out to use the shipped encoder.`,
      { file: folder },
    );
  });
  const labels = labelsOf(outputs.others, names);
  if (saysAnything(labels)) {
    const reading = logitReadingOf(model.config, labels);
    const of = (logits: Float32Array) => probabilitiesOf(logits, reading);
    return { model, labels, read: textReader<TurnProbabilities>(model, { of, join: joinWindows, silence: SILENCE }) };
  }
  await model.dispose();
  const shown = labels.map(({ name }) => `"${name}"`).join(', ');
  throw new TingpingError(
    'model',
    `The model in "${folder}" says nothing of feelings or abuse that is understood: its labels are ${shown}. Give them names that models/encoder-labels.yaml lists, under id2label of its config.json, or add theirs to that list.`,
    { file: folder },
  );
}

const causeOf = (thrown: unknown): string => (messageOf(thrown).split('\n')[0] ?? '').replace(/\.$/, '');
