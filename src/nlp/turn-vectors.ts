/**
 * What the encoder says of a text beside feelings: a vector, from which the network over calls reads the labels of turns.
 * Pure.
 */

/** Numbers from -1 to 1, as many as the encoder has parts of a vector. */
export type TurnVector = Float32Array;

export interface VectorOutputs {
  /** The outputs before the vector, by name. */
  readonly others: readonly string[];
  /** How many numbers a vector has. */
  readonly size: number;
  /** Of all logits of a window those of the vector. */
  of(logits: Float32Array): TurnVector;
  /** Of the windows of a long text, in their order; at least one. */
  join(parts: readonly TurnVector[]): TurnVector;
  /** Of a text without a single token. */
  readonly silence: TurnVector;
}

/** What the name of an output that is a part of the vector begins with. */
const PART = '~';

/**
 * The vector among the outputs of a network, which stands at their end; of no numbers where no output is marked. Throws an
 * Error whose message continues "cannot be loaded: …" where the parts are not in order.
 */
export function vectorOutputsOf(outputs: readonly string[]): VectorOutputs {
  const size = outputs.filter((name) => name.startsWith(PART)).length;
  const start = outputs.length - size;
  if (outputs.slice(start).some((name, index) => name !== `${PART}${index}`)) {
    throw new Error('its outputs are not feelings and then the parts of a vector in their order');
  }
  return {
    others: outputs.slice(0, start),
    size,
    of: (logits) => logits.slice(start),
    join: (parts) => (parts.length === 1 ? parts[0]! : joinParts(parts, size)),
    silence: new Float32Array(size),
  };
}

/** A long turn is all that a part of it is: of each number the one that says most. */
function joinParts(parts: readonly TurnVector[], size: number): TurnVector {
  const most = (column: number) =>
    parts.reduce((best, part) => (Math.abs(part[column]!) > Math.abs(best) ? part[column]! : best), 0);
  return Float32Array.from({ length: size }, (_, column) => most(column));
}
