/**
 * The n-gram witness of turn labels: for each side of a call one linear model a label over the characters of a turn
 * (single ones, pairs and triples, weighted by their rarity). Trained by `scripts/train/turn_labels.py`.
 * Sums run in a fixed order over whole numbers of one byte, so the same text gives the same bits everywhere.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

/**
 * From which probability the witness makes a label by itself, and below which it takes away one that phrases made;
 * null where it may not.
 */
export interface LabelThresholds {
  readonly alone: number | null;
  readonly confirm: number | null;
}

/** Probabilities by label, 0..1, four decimals. */
export type LabelProbabilities = ReadonlyMap<string, number>;

/** Whether the caller of a call has a demand at all, seen from all its turns. */
export interface DemandWitness {
  /** Below it no sign of a demand counts but a clear one. */
  readonly unlikelyBelow: number;
  /** Probability from which a single turn states a demand clearly. */
  readonly clearTurn: number;
  /** Of the labels of all turns of agent and caller, those of the own side each. */
  probability(turns: readonly LabelProbabilities[]): number;
}

export interface TurnLabelModel {
  readonly thresholds: ReadonlyMap<string, LabelThresholds>;
  readonly demand: DemandWitness;
  /** Of a folded text, the labels of both sides: which side speaks is not known here. */
  probabilities(folded: string): LabelProbabilities;
}

const headSchema = z.strictObject({
  label: z.string().min(1),
  bias: z.number(),
  unit: z.number().positive(),
  alone: z.number().min(0).max(1).nullable(),
  confirm: z.number().min(0).max(1).nullable(),
});
const sideSchema = z.strictObject({ heads: z.array(headSchema).min(1), grams: z.int().positive() });
const settingsSchema = z.strictObject({
  schemaVersion: z.literal(1),
  id: z.string().min(1),
  version: z.string().min(1),
  sides: z.record(z.string(), sideSchema),
  demand: z.strictObject({
    weights: z.array(z.number()).length(10),
    bias: z.number(),
    unlikelyBelow: z.number().min(0).max(1),
    clearTurn: z.number().min(0).max(1),
  }),
});

interface Side {
  readonly heads: readonly z.infer<typeof headSchema>[];
  readonly places: ReadonlyMap<string, number>;
  readonly rarity: Float64Array;
  /** A row a gram, a column a head. */
  readonly weights: Int8Array;
}

const LONGEST = 3;
const SILENT = /[^\p{L}\p{N}]+/gu;
const DECIMALS = 10_000;

function readSide(folder: string, name: string, { heads, grams }: z.infer<typeof sideSchema>): Side {
  const lines = readFileSync(join(folder, `${name}.grams.tsv`), 'utf8')
    .trimEnd()
    .split('\n');
  const bytes = readFileSync(join(folder, `${name}.weights.bin`));
  if (lines.length !== grams || bytes.length !== grams * heads.length) {
    throw new Error(`its ${name} grams and weights do not fit together`);
  }
  const rarity = new Float64Array(grams);
  const places = new Map<string, number>();
  lines.forEach((line, index) => {
    const [gram, value] = line.split('\t');
    places.set(gram!, index);
    rarity[index] = Number(value);
  });
  return { heads, places, rarity, weights: new Int8Array(bytes.buffer, bytes.byteOffset, bytes.length) };
}

function placesOf(text: string, { places }: Side): readonly number[] {
  const characters = [...`^${text.replace(SILENT, '')}$`];
  const found = new Set<number>();
  for (let from = 0; from < characters.length; from++) {
    let gram = '';
    for (let to = from; to < characters.length && to < from + LONGEST; to++) {
      gram += characters[to]!;
      const place = places.get(gram);
      if (place !== undefined) found.add(place);
    }
  }
  return [...found].sort((a, b) => a - b);
}

function probabilitiesOf(text: string, side: Side): readonly (readonly [string, number])[] {
  const found = placesOf(text, side);
  const columns = side.heads.length;
  const sums = new Float64Array(columns);
  let squares = 0;
  for (const place of found) {
    const value = side.rarity[place]!;
    squares += value * value;
    const row = place * columns;
    for (let column = 0; column < columns; column++) sums[column]! += value * side.weights[row + column]!;
  }
  const length = Math.max(1e-6, Math.sqrt(squares));
  return side.heads.map(({ label, bias, unit }, column) => {
    const logit = (sums[column]! * unit) / length + bias;
    return [label, Math.round(DECIMALS / (1 + Math.exp(-logit))) / DECIMALS] as const;
  });
}

/** What agents do for callers who have a demand. */
const SERVICE = ['solution', 'check_result', 'commitment', 'paraphrase', 'hold_request'] as const;
const TOP_DEMANDS = 3;
const MOST_DEMANDS = 3;
const LIKELY_DEMAND = 0.3;

/** The same figures as `call_features` of the training script: the likeliest demands, their sum and mean, and service. */
function demandFeatures(turns: readonly LabelProbabilities[]): readonly number[] {
  const demands = turns.flatMap((turn) => turn.get('demand') ?? []).sort((a, b) => b - a);
  const sum = (values: readonly number[]) => values.reduce((all, value) => all + value, 0);
  const top = Array.from({ length: TOP_DEMANDS }, (_, index) => demands[index] ?? 0);
  const likely = Math.min(MOST_DEMANDS, sum(demands.filter((value) => value > LIKELY_DEMAND)));
  const mean = demands.length === 0 ? 0 : sum(demands) / demands.length;
  return [...top, likely, mean, ...SERVICE.map((name) => Math.max(0, ...turns.map((turn) => turn.get(name) ?? 0)))];
}

function demandWitness({
  weights,
  bias,
  unlikelyBelow,
  clearTurn,
}: z.infer<typeof settingsSchema>['demand']): DemandWitness {
  return {
    unlikelyBelow,
    clearTurn,
    probability(turns) {
      const logit = demandFeatures(turns).reduce((sum, value, index) => sum + value * weights[index]!, bias);
      return Math.round(DECIMALS / (1 + Math.exp(-logit))) / DECIMALS;
    },
  };
}

/** Reads the model; throws an Error whose message continues "cannot be loaded: …". */
export function loadTurnLabels(folder: string): TurnLabelModel {
  const settings = settingsSchema.parse(JSON.parse(readFileSync(join(folder, 'turn-labels.json'), 'utf8')));
  const sides = Object.entries(settings.sides).map(([name, side]) => readSide(folder, name, side));
  return {
    thresholds: new Map(
      sides.flatMap(({ heads }) => heads.map(({ label, alone, confirm }) => [label, { alone, confirm }] as const)),
    ),
    demand: demandWitness(settings.demand),
    probabilities: (folded) => new Map(sides.flatMap((side) => probabilitiesOf(folded, side))),
  };
}
