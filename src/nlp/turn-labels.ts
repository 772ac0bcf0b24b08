/**
 * The linear witness of turn labels: for each side of a call one linear model a label over the characters of a turn and
 * of the turn before it (single ones, pairs and triples), and over signs, that is what phrases and structure found in and
 * around the turn; both weighted by their rarity. Where the encoder reads the language, what it says of the turn is added.
 * Trained by `scripts/train/turn_labels.py`.
 * Sums run in a fixed order over whole numbers of one byte, so the same text gives the same bits everywhere.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Speaker } from '../domain/call.js';
import type { LabelLogits } from './context.js';

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

/**
 * How likely something holds of a call at all: of the labels of all turns of agent and caller, those of the own side each;
 * null where the caller said too little.
 */
type CallProbability = (turns: readonly LabelProbabilities[]) => number | null;

/** A witness of a call by which signs of single turns are weighed: where it sees none, they count only where clear. */
export interface SignWitness {
  readonly probability: CallProbability;
  /** Probability below which the call is taken to have none. */
  readonly below: number;
  /** Probability from which the sign of a single turn is clear. */
  readonly clearTurn: number;
}

/** How likely the caller has a demand, however rough, or harasses nobody. */
export interface PatienceWitness {
  readonly probability: CallProbability;
  /** Below it no patience is owed: the witness is believed against phrases that see a demand. */
  readonly noneBelow: number;
  /** From here on it is owed, whatever else is found. */
  readonly owedFrom: number;
}

/** A turn as the witness reads it: folded words, those of the turn before (empty for the first), and its signs. */
export interface SignedTurn {
  readonly speaker: Speaker;
  readonly folded: string;
  readonly before: string;
  readonly signs: readonly string[];
  /** What the encoder said of its labels; null where it has not read it. */
  readonly logits: LabelLogits | null;
}

export interface TurnLabelModel {
  readonly thresholds: ReadonlyMap<string, LabelThresholds>;
  /** Whether the caller has a demand; null where the model does not judge it. */
  readonly demand: SignWitness | null;
  /** Whether the caller is owed patience; null where the model does not judge it. */
  readonly patience: PatienceWitness | null;
  /** Whether the caller has a grievance (complaint or anger); null where the model does not judge it. */
  readonly grievance: SignWitness | null;
  /** Of the turns of a call, for each the labels of the side that speaks; of both where it is not known. */
  read(turns: readonly SignedTurn[]): readonly LabelProbabilities[];
}

const headSchema = z.strictObject({
  label: z.string().min(1),
  bias: z.number(),
  /** What one step of a weight is worth, for grams and for signs. */
  unit: z.number().positive(),
  signUnit: z.number().positive(),
  /** What the log odds of the encoder are worth; 0 where it is not heard. */
  encoder: z.number(),
  alone: z.number().min(0).max(1).nullable(),
  confirm: z.number().min(0).max(1).nullable(),
});
const sideSchema = z.strictObject({ heads: z.array(headSchema).min(1), grams: z.int().positive() });
const headOfCall = z.strictObject({
  weights: z.array(z.number()),
  bias: z.number(),
  leastCallerTurns: z.int().min(0),
});
const share = z.number().min(0).max(1);
const signSchema = z.strictObject({ ...headOfCall.shape, below: share, clearTurn: share });
const patienceSchema = z.strictObject({
  head: headOfCall.nullable(),
  leastCallerTurns: z.int().min(0),
  noneBelow: share,
  owedFrom: share,
});
const settingsSchema = z.strictObject({
  schemaVersion: z.literal(1),
  id: z.string().min(1),
  version: z.string().min(1),
  /** What grams are made of: characters where words are not written apart. */
  unit: z.enum(['character', 'word']),
  sides: z.record(z.string(), sideSchema),
  demand: signSchema.nullable(),
  possibleDemand: headOfCall.nullable(),
  patience: patienceSchema.nullable(),
  grievance: signSchema.nullable(),
});

interface Side {
  readonly name: string;
  readonly heads: readonly z.infer<typeof headSchema>[];
  readonly places: ReadonlyMap<string, number>;
  readonly rarity: Float64Array;
  /** A row a gram, a column a head. */
  readonly weights: Int8Array;
  /** The place of each head among the labels of the encoder; -1 where it is not heard. */
  readonly columns: readonly number[];
}

const LONGEST = 3;
const SILENT = /[^\p{L}\p{N}]+/gu;
const WORDS = /[\p{L}\p{N}]+/gu;
const DECIMALS = 10_000;

function readSide(
  folder: string,
  name: string,
  { heads, grams }: z.infer<typeof sideSchema>,
  encoderLabels: readonly string[],
): Side {
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
  const columns = heads.map(({ label, encoder }) => (encoder === 0 ? -1 : encoderLabels.indexOf(label)));
  const unheard = heads.find(({ encoder }, head) => encoder !== 0 && columns[head] === -1);
  if (unheard !== undefined) throw new Error(`its encoder says nothing of "${unheard.label}"`);
  const weights = new Int8Array(bytes.buffer, bytes.byteOffset, bytes.length);
  return { name, heads, places, rarity, weights, columns };
}

/** What marks a gram of the turn before, and a sign. */
const BEFORE = '<';
const SIGN = '=';

type Unit = z.infer<typeof settingsSchema>['unit'];

const unitsOf = (text: string, unit: Unit): readonly string[] =>
  unit === 'character' ? [...text.replace(SILENT, '')] : (text.match(WORDS) ?? []);

function addPlaces(found: Set<number>, text: string, mark: string, unit: Unit, places: Side['places']): void {
  const units = ['^', ...unitsOf(text, unit), '$'];
  const between = unit === 'character' ? '' : ' ';
  for (let from = 0; from < units.length; from++) {
    let gram = mark;
    for (let to = from; to < units.length && to < from + LONGEST; to++) {
      gram += (to === from ? '' : between) + units[to]!;
      const place = places.get(gram);
      if (place !== undefined) found.add(place);
    }
  }
}

function gramPlaces({ folded, before }: SignedTurn, unit: Unit, { places }: Side): readonly number[] {
  const found = new Set<number>();
  addPlaces(found, folded, '', unit, places);
  addPlaces(found, before, BEFORE, unit, places);
  return [...found].sort((a, b) => a - b);
}

function signPlaces({ signs }: SignedTurn, { places }: Side): readonly number[] {
  const found = new Set(signs.flatMap((sign) => places.get(SIGN + sign) ?? []));
  return [...found].sort((a, b) => a - b);
}

/** What the found features say of each head; the length of the features taken together is one. */
function sumsOf(found: readonly number[], side: Side): Float64Array {
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
  return sums.map((sum) => sum / length);
}

function probabilitiesOf(turn: SignedTurn, unit: Unit, side: Side): readonly (readonly [string, number])[] {
  const words = sumsOf(gramPlaces(turn, unit, side), side);
  const signs = sumsOf(signPlaces(turn, side), side);
  return side.heads.map(({ label, bias, unit, signUnit, encoder }, column) => {
    const said = turn.logits?.[side.columns[column]!] ?? 0;
    const logit = words[column]! * unit + signs[column]! * signUnit + said * encoder + bias;
    return [label, Math.round(DECIMALS / (1 + Math.exp(-logit))) / DECIMALS] as const;
  });
}

/** What agents do for callers who have a demand. */
const SERVICE = ['solution', 'check_result', 'commitment', 'paraphrase', 'hold_request'] as const;
/** What callers say instead of stating one. */
const INSTEAD = ['off_business', 'insult', 'sexual'] as const;
const SIGNS_OF_DEMAND = [
  'off_business',
  'complaint',
  'acceptance',
  'abuse_warning',
  'insult',
  'sexual',
  'threat',
  'discrimination',
] as const;
const MOODS = ['complaint', 'caller.negative', 'anger'] as const;
/** What agents do for and against callers who have a grievance. */
const AMENDS = [
  'empathy',
  'apology',
  'responsibility',
  'follow_up',
  'commitment',
  'escalation',
  'arguing',
  'blame_shift',
] as const;
const TOP = 3;
const TOP_ANGER = 2;
/** Probability from which a turn adds to the sum, and the most that the sum can be. */
const LIKELY = 0.3;
const MOST = 3;

const sumOf = (values: readonly number[]) => values.reduce((all, value) => all + value, 0);
const meanOf = (values: readonly number[]) => (values.length === 0 ? 0 : sumOf(values) / values.length);
const likelySum = (values: readonly number[]) => Math.min(MOST, sumOf(values.filter((value) => value > LIKELY)));

function highest(values: readonly number[], count: number): readonly number[] {
  const sorted = [...values].sort((a, b) => b - a);
  return Array.from({ length: count }, (_, index) => sorted[index] ?? 0);
}

const valuesOf = (turns: readonly LabelProbabilities[], label: string) =>
  turns.flatMap((turn) => turn.get(label) ?? []);

const highestOfEach = (turns: readonly LabelProbabilities[], labels: readonly string[]) =>
  labels.map((label) => Math.max(0, ...valuesOf(turns, label)));

/** Probabilities are clipped before their odds are taken. */
const LEAST_LIKELY = 1e-3;

function logOdds(probability: number): number {
  const clipped = Math.min(1 - LEAST_LIKELY, Math.max(LEAST_LIKELY, probability));
  return Math.log(clipped / (1 - clipped));
}

/** As `demand_features` of the training script: the likeliest demands, their mean and sum, service, and other talk. */
function demandFeatures(turns: readonly LabelProbabilities[]): readonly number[] {
  const demands = valuesOf(turns, 'demand');
  const meansOf = (labels: readonly string[]) => labels.map((label) => meanOf(valuesOf(turns, label)));
  return [
    ...highest(demands, TOP).map(logOdds),
    logOdds(meanOf(demands)),
    likelySum(demands),
    ...highestOfEach(turns, SERVICE).map(logOdds),
    ...meansOf(INSTEAD),
    likelySum(valuesOf(turns, 'off_business')),
    ...highestOfEach(turns, SIGNS_OF_DEMAND).map(logOdds),
    ...meansOf(MOODS),
  ];
}

/** As `grievance_features` of the training script: the likeliest complaints and angers, how many, how negative; amends. */
function grievanceFeatures(turns: readonly LabelProbabilities[]): readonly number[] {
  const complaints = valuesOf(turns, 'complaint');
  const angers = valuesOf(turns, 'anger');
  return [
    ...highest(complaints, TOP),
    ...highest(angers, TOP_ANGER),
    likelySum(complaints),
    meanOf(complaints),
    meanOf(angers),
    meanOf(valuesOf(turns, 'caller.negative')),
    ...highestOfEach(turns, AMENDS),
  ];
}

function callProbability(
  name: string,
  { weights, bias, leastCallerTurns }: z.infer<typeof headOfCall>,
  featuresOf: (turns: readonly LabelProbabilities[]) => readonly number[],
): CallProbability {
  if (featuresOf([]).length !== weights.length) throw new Error(`its ${name} weights do not fit`);
  return (turns) => {
    if (valuesOf(turns, 'demand').length < leastCallerTurns) return null;
    const logit = featuresOf(turns).reduce((sum, value, index) => sum + value * weights[index]!, bias);
    return Math.round(DECIMALS / (1 + Math.exp(-logit))) / DECIMALS;
  };
}

function signWitness(
  name: string,
  settings: z.infer<typeof signSchema> | null,
  featuresOf: (turns: readonly LabelProbabilities[]) => readonly number[],
): SignWitness | null {
  if (settings === null) return null;
  const { below, clearTurn } = settings;
  return { below, clearTurn, probability: callProbability(name, settings, featuresOf) };
}

/** Heads that learned from calls of different kinds: the one that sees more of a demand is believed. */
function patienceWitness({ possibleDemand, patience }: z.infer<typeof settingsSchema>): PatienceWitness | null {
  if (possibleDemand === null || patience === null) return null;
  const { head, leastCallerTurns, noneBelow, owedFrom } = patience;
  const heads = head === null ? [possibleDemand] : [possibleDemand, head];
  const probabilities = heads.map((each) => callProbability('patience', each, demandFeatures));
  return {
    noneBelow,
    owedFrom,
    probability(turns) {
      const heard = probabilities.flatMap((of) => of(turns) ?? []);
      const isTooShort = valuesOf(turns, 'demand').length < leastCallerTurns;
      return isTooShort || heard.length === 0 ? null : Math.max(...heard);
    },
  };
}

/** A model that knows no label. */
export const NO_TURN_LABELS: TurnLabelModel = {
  thresholds: new Map(),
  demand: null,
  patience: null,
  grievance: null,
  read: (turns) => turns.map(() => new Map()),
};

/**
 * Reads the model; `encoderLabels` are those of which the encoder speaks in its language, in order. Throws an Error whose message continues
 * "cannot be loaded: …".
 */
export function loadTurnLabels(folder: string, encoderLabels: readonly string[]): TurnLabelModel {
  const settings = settingsSchema.parse(JSON.parse(readFileSync(join(folder, 'turn-labels.json'), 'utf8')));
  const sides = Object.entries(settings.sides).map(([name, side]) => readSide(folder, name, side, encoderLabels));
  return {
    thresholds: new Map(
      sides.flatMap(({ heads }) => heads.map(({ label, alone, confirm }) => [label, { alone, confirm }] as const)),
    ),
    demand: signWitness('demand', settings.demand, demandFeatures),
    patience: patienceWitness(settings),
    grievance: signWitness('grievance', settings.grievance, grievanceFeatures),
    read: (turns) =>
      turns.map((turn) => {
        const own = sides.filter(({ name }) => name === turn.speaker);
        const read = own.length > 0 ? own : sides;
        return new Map(read.flatMap((side) => probabilitiesOf(turn, settings.unit, side)));
      }),
  };
}
