/**
 * The network over the turns of a call: from the vector of each turn and who speaks it says how much the turn speaks for
 * each label, seen among the turns around it. A call is read by itself, so company changes no bit of it; a long one in
 * pieces that overlap by all that a turn can see.
 */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { AutoModel, Tensor } from '@xenova/transformers';
import type { Speaker } from '../domain/call.js';
import { logitsIn, SESSION } from './model.js';
import { WEIGHTS_FOLDER } from './model-folder.js';
import type { ContextSettings } from './model-settings.js';
import type { TurnVector } from './turn-vectors.js';

/** Log odds of the labels of turns, in the order of `ContextNetwork.labels`. */
export type LabelLogits = Float32Array;

export interface VectorTurn {
  readonly speaker: Speaker;
  readonly vector: TurnVector;
}

export interface ContextNetwork {
  readonly labels: readonly string[];
  /** Of each turn of a call; null for announcements, which are passed over. */
  read(turns: readonly VectorTurn[]): Promise<readonly (LabelLogits | null)[]>;
  dispose(): Promise<void>;
}

/** A piece of a call: the turns from `from` to `to` are asked for, and those from `start` to `end` are read. */
export interface Piece {
  readonly from: number;
  readonly to: number;
  readonly start: number;
  readonly end: number;
}

const FILE = 'context';
/** Turns that are read at once, at most, since the work grows with their square. */
const MOST_TURNS = 256;

/** The pieces of a call of so many turns; a turn sees `reach` turns to either side. */
export function piecesOf(turns: number, reach: number, most = MOST_TURNS): readonly Piece[] {
  if (turns <= most) return turns === 0 ? [] : [{ from: 0, to: turns, start: 0, end: turns }];
  const step = most - 2 * reach;
  return Array.from({ length: Math.ceil(turns / step) }, (_, index) => {
    const [from, to] = [index * step, Math.min(turns, (index + 1) * step)];
    return { from, to, start: Math.max(0, from - reach), end: Math.min(turns, to + reach) };
  });
}

/**
 * Opens the network over calls in the folder of an encoder with vectors of `size` numbers. Throws an Error whose message
 * continues "cannot be loaded: …".
 */
export async function openContext(
  folder: string,
  size: number,
  { labels, speakers, reach }: ContextSettings,
): Promise<ContextNetwork> {
  const place = path.resolve(folder);
  if (!existsSync(path.join(place, WEIGHTS_FOLDER, `${FILE}.onnx`)))
    throw new Error(`it has no ${WEIGHTS_FOLDER}/${FILE}.onnx`);
  const network = await AutoModel.from_pretrained(place, {
    dtype: 'fp32',
    device: 'cpu',
    local_files_only: true,
    subfolder: WEIGHTS_FOLDER,
    model_file_name: FILE,
    session_options: SESSION,
  });
  const placeOf = (speaker: Speaker) =>
    speakers.indexOf(speaker === 'agent' || speaker === 'caller' ? speaker : 'unknown');

  async function logitsOf(turns: readonly VectorTurn[]): Promise<readonly LabelLogits[]> {
    const vectors = new Float32Array(turns.length * size);
    for (const [index, { vector }] of turns.entries()) vectors.set(vector, index * size);
    const output: unknown = await network({
      vectors: new Tensor('float32', vectors, [turns.length, size]),
      speakers: new Tensor(
        'int64',
        BigInt64Array.from(turns, ({ speaker }) => BigInt(placeOf(speaker))),
        [turns.length],
      ),
    });
    const logits = logitsIn(output, turns.length * labels.length);
    if (logits === null) throw new Error(`its ${FILE}.onnx gives no number for each of its ${labels.length} labels`);
    return turns.map((_, index) => logits.slice(index * labels.length, (index + 1) * labels.length));
  }

  const context: ContextNetwork = {
    labels,
    async read(turns) {
      const talk = turns.flatMap((turn, index) => (turn.speaker === 'system' ? [] : { turn, index }));
      const read: (LabelLogits | null)[] = turns.map(() => null);
      for (const { from, to, start, end } of piecesOf(talk.length, reach)) {
        const logits = await logitsOf(talk.slice(start, end).map(({ turn }) => turn));
        talk.slice(from, to).forEach(({ index }, place) => {
          read[index] = logits[from - start + place]!;
        });
      }
      return read;
    },
    dispose: async () => {
      await network.dispose();
    },
  };
  // A network that cannot fails here, before the first call is read.
  await context.read([{ speaker: 'agent', vector: new Float32Array(size) }]);
  return context;
}
