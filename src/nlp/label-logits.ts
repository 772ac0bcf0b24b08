/**
 * What the encoder says of the labels of turns. Of each text it says how much it speaks for every label, in log odds, at
 * three places: of the turn itself, of the turn after it, and of the turn before it. What speaks for a label of a turn is
 * the sum of its own words, of those before and of those after. Pure.
 */
import type { Speaker } from '../domain/call.js';

/** How many labels, in the order of `LabelOutputs.labels`, stand at each of the three places, one place after the other. */
export type LabelLogits = Float32Array;

export interface LabelOutputs {
  /** The outputs before them, by name. */
  readonly others: readonly string[];
  /** Names of the labels; a text has three numbers for each. */
  readonly labels: readonly string[];
  /** Of all logits of a window those of the labels. */
  of(logits: Float32Array): LabelLogits;
  /** Of the windows of a long text, in their order; at least one. */
  join(parts: readonly LabelLogits[]): LabelLogits;
  /** Of a text without a single token. */
  readonly silence: LabelLogits;
}

/** What a name of an output that speaks of a label begins with, place by place. */
const MARKS = ['=', '<', '>'] as const;
const PLACES = MARKS.length;

/**
 * The labels among the outputs of a network, which follow each other at its end; none where no output is marked. Throws an
 * Error whose message continues "cannot be loaded: …" where they are not three for each label.
 */
export function labelOutputsOf(outputs: readonly string[]): LabelOutputs {
  const labels = outputs.flatMap((name) => (name.startsWith(MARKS[0]) ? name.slice(1) : []));
  const expected = MARKS.flatMap((mark) => labels.map((label) => mark + label));
  const start = outputs.length - expected.length;
  if (expected.some((name, index) => name !== outputs[start + index])) {
    throw new Error('its outputs are not each label of turns at three places, one place after the other');
  }
  return {
    others: outputs.slice(0, start),
    labels,
    of: (logits) => logits.slice(start),
    join: (parts) => joinParts(parts, labels.length),
    silence: new Float32Array(expected.length),
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

/** A turn as far as the encoder goes: null where it has not read it. */
export interface ReadTurn {
  readonly speaker: Speaker;
  readonly logits: LabelLogits | null;
}

/** Of each turn how much itself and its neighbours speak for each label; announcements are passed over. */
export function labelLogits(turns: readonly ReadTurn[], labels: number): readonly (Float64Array | null)[] {
  const talk = turns.flatMap(({ speaker }, index) => (speaker === 'system' ? [] : index));
  const sums = turns.map((): Float64Array | null => null);
  talk.forEach((turn, place) => {
    const own = turns[turn]!.logits;
    if (own === null) return;
    const before = turns[talk[place - 1] ?? -1]?.logits;
    const after = turns[talk[place + 1] ?? -1]?.logits;
    const sum = new Float64Array(labels);
    for (let column = 0; column < labels; column++) {
      sum[column] = own[column]! + (before?.[labels + column] ?? 0) + (after?.[2 * labels + column] ?? 0);
    }
    sums[turn] = sum;
  });
  return sums;
}
