/**
 * Reads turns with the local encoder: how likely each is negative, neutral or positive, and abusive; and, with the network
 * of the witness of turn labels, how much it speaks for each label.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Language } from '../domain/call.js';
import { messageOf, TingpingError } from '../domain/errors.js';
import { labelsOf, logitReadingOf, type ModelLabel, OWN_NAMES, saysAnything } from './label-reading.js';
import { type LocalModel, openModel } from './model.js';
import type { OtherModel } from './other-model.js';
import { joinWindows, type LogitReading, probabilitiesOf } from './probabilities.js';
import { type TextReader, textReader } from './text-reader.js';
import { loadTurnLabels, NO_TURN_LABELS, type TurnLabelModel } from './turn-labels.js';
import { type LabelLogits, type TurnNetwork, turnNetworkOf } from './turn-network.js';

/** Probabilities of one turn, each 0..1, rounded to 4 decimals; the three of `sentiment` add up to 1 (±0.0002). */
export interface TurnProbabilities {
  readonly sentiment: { readonly negative: number; readonly neutral: number; readonly positive: number };
  readonly abuse: number;
}

/** What was read of a turn. */
export interface TurnRead extends TurnProbabilities {
  /** Left out where no network of turn labels reads the language. */
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
  readonly text: string;
}

export interface Encoder {
  /** The labels of the network and what they mean. */
  readonly labels: readonly ModelLabel[];
  /** What it knows of a language. */
  infoOf(language: Language): EncoderInfo;
  /** One result per turn, in their order. */
  read(turns: readonly TurnText[]): Promise<readonly TurnRead[]>;
  dispose(): Promise<void>;
}

/** A text without a single token says nothing. */
const SILENCE: TurnProbabilities = { sentiment: { negative: 0, neutral: 1, positive: 0 }, abuse: 0 };

const TURN_LABELS = 'turn-labels';
const NETWORK = 'network';

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
  const witnesses = await orExplain(folder, async () => ({
    zh: await openWitness(join(folder, TURN_LABELS, 'zh')),
    en: await openWitness(join(folder, TURN_LABELS, 'en')),
  }));
  const reader = other === null ? await openShipped(folder) : await openOther(other);
  const { settings } = reader.model.config;
  const { id, version } = other ?? { id: settings.id ?? '', version: settings.version ?? '' };
  const { negative, positive, abuse } = settings.thresholds;
  const reads = (language: Language) => settings.languages.includes(language);
  const readFeelings = feelingsReader(reader);
  return {
    labels: reader.labels,
    infoOf: (language) => ({
      id,
      version,
      sentimentThresholds: { negative, positive },
      abuseThreshold: abuse,
      reads: reads(language),
      turnLabels: witnesses[language].turnLabels,
    }),
    async read(turns) {
      const feelings = await readFeelings(turns.map(({ language, text }) => (reads(language) ? text : '')));
      const results: TurnRead[] = [...feelings];
      for (const [language, { network }] of Object.entries(witnesses)) {
        if (network === null) continue;
        const own = turns.flatMap((turn, index) => (turn.language === language ? index : []));
        const logits = await network.read(own.map((index) => turns[index]!.text));
        own.forEach((index, place) => {
          results[index] = { ...results[index]!, labelLogits: logits[place]! };
        });
      }
      return results;
    },
    async dispose() {
      await reader.model.dispose();
      await Promise.all(Object.values(witnesses).map(({ network }) => network?.dispose()));
    },
  };
}

/** The witness of turn labels of one language; its network is null where none lies beside it. */
interface TurnWitness {
  readonly turnLabels: TurnLabelModel;
  readonly network: TurnNetwork | null;
}

async function openWitness(folder: string): Promise<TurnWitness> {
  if (!existsSync(folder)) return { turnLabels: NO_TURN_LABELS, network: null };
  const place = join(folder, NETWORK);
  const network = existsSync(place) ? turnNetworkOf(await openModel(place)) : null;
  return { turnLabels: loadTurnLabels(folder, network?.labels ?? []), network };
}

const feelingsReader = ({ model, reading }: Reader): TextReader<TurnProbabilities> =>
  textReader(model, {
    of: (logits) => probabilitiesOf(logits, reading),
    join: joinWindows,
    silence: SILENCE,
  });

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
