/**
 * The network of the witness of turn labels. Of each text it says how much it speaks for every label, in log odds, at
 * three places: of the turn itself, of the turn after it, and of the turn before it. What speaks for a label of a turn is
 * the sum of its own words, of those before and of those after. Trained by `scripts/train/turn_network.py` on what the
 * linear witness leaves open.
 */
import type { Speaker } from '../domain/call.js';
import type { LocalModel } from './model.js';
import { type TextReader, textReader } from './text-reader.js';

/** How many labels, in the order of `TurnNetwork.labels`, stand at each of the three places, one place after the other. */
export type LabelLogits = Float32Array;

export interface TurnNetwork {
  /** Names of the labels; a text has three numbers for each. */
  readonly labels: readonly string[];
  readonly read: TextReader<LabelLogits>;
  dispose(): Promise<void>;
}

/** What a name of an output begins with, place by place. */
const MARKS = ['', '<', '>'] as const;
const PLACES = MARKS.length;

/** Throws an Error whose message continues "cannot be loaded: …" where the outputs are not three for each label. */
export function turnNetworkOf(model: LocalModel): TurnNetwork {
  const { labels: outputs } = model.config;
  const labels = outputs.slice(0, outputs.length / PLACES);
  const expected = MARKS.flatMap((mark) => labels.map((label) => mark + label));
  if (expected.length !== outputs.length || expected.some((name, index) => name !== outputs[index])) {
    throw new Error('the outputs of its turn network are not each label at three places');
  }
  const silence: LabelLogits = new Float32Array(outputs.length);
  return {
    labels,
    read: textReader<LabelLogits>(model, {
      of: (logits) => logits.slice(),
      join: (parts) => joinParts(parts, labels.length),
      silence,
    }),
    dispose: () => model.dispose(),
  };
}

/** A long turn has a label wherever a part of it has; its end stands before the next turn, its beginning after the last. */
function joinParts(parts: readonly LabelLogits[], labels: number): LabelLogits {
  if (parts.length === 1) return parts[0]!;
  const joined = new Float32Array(labels * PLACES);
  for (let column = 0; column < labels; column++) joined[column] = Math.max(...parts.map((part) => part[column]!));
  joined.set(parts.at(-1)!.subarray(labels, 2 * labels), labels);
  joined.set(parts[0]!.subarray(2 * labels), 2 * labels);
  return joined;
}

/** A turn as far as the network goes: null where it has not read it. */
export interface ReadTurn {
  readonly speaker: Speaker;
  readonly network: LabelLogits | null;
}

/** Of each turn how much itself and its neighbours speak for each label; announcements are passed over. */
export function labelLogits(turns: readonly ReadTurn[], labels: number): readonly (Float64Array | null)[] {
  const talk = turns.flatMap(({ speaker }, index) => (speaker === 'system' ? [] : index));
  const sums = turns.map((): Float64Array | null => null);
  talk.forEach((turn, place) => {
    const own = turns[turn]!.network;
    if (own === null) return;
    const before = turns[talk[place - 1] ?? -1]?.network;
    const after = turns[talk[place + 1] ?? -1]?.network;
    const sum = new Float64Array(labels);
    for (let column = 0; column < labels; column++) {
      sum[column] = own[column]! + (before?.[labels + column] ?? 0) + (after?.[2 * labels + column] ?? 0);
    }
    sums[turn] = sum;
  });
  return sums;
}
