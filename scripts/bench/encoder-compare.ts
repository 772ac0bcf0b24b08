/**
 * The encoder beside the bare runtime and the library's pipeline: all of them read the same texts by turns, chunk by
 * chunk, so that what else the machine does meets all alike.
 */
import { AutoTokenizer, pipeline } from '@xenova/transformers';
import * as runtime from 'onnxruntime-node';
import {
  type Batch,
  CONTEXT_WEIGHTS,
  callsOf,
  MODEL_PATH,
  median,
  openBatches,
  openEncoder,
  SPEEDS,
  type Speed,
  sessionOptions,
  vectorSize,
  WEIGHTS,
} from './encoder-parts.js';

const CHUNK = 500;
const PIPELINE_BATCH = 32;
/** Turns of a chunk that the pipeline reads one by one. */
const READ_ALONE = 100;

export interface Compared {
  readonly speeds: Readonly<Record<Speed, { readonly perSecond: number; readonly perProcessorSecond: number }>>;
  /** How many times as fast as each `read` is: the median of the chunks, by the clock and by processor time. */
  readonly ratios: Readonly<Record<Speed, Ratio>>;
}

export interface Ratio {
  readonly clock: number;
  readonly processor: number;
}

interface Taken {
  readonly turns: number;
  readonly seconds: number;
  readonly processorSeconds: number;
}

type Reader = (texts: readonly string[]) => Promise<Taken>;

async function timed(turns: number, work: () => Promise<void>): Promise<Taken> {
  const [start, processor] = [performance.now(), process.cpuUsage()];
  await work();
  const { user, system } = process.cpuUsage(processor);
  return { turns, seconds: (performance.now() - start) / 1000, processorSeconds: (user + system) / 1e6 };
}

/** The bare runtime on the batches of the encoder and on calls; what it is fed is made before the clock runs. */
async function runtimeReader(): Promise<Reader> {
  const session = await runtime.InferenceSession.create(WEIGHTS, await sessionOptions());
  const context = await runtime.InferenceSession.create(CONTEXT_WEIGHTS, await sessionOptions());
  const [batches, size] = [await openBatches(), await vectorSize()];
  const tokenizer = await AutoTokenizer.from_pretrained(MODEL_PATH, { local_files_only: true });
  const [first, last] = tokenizer.encode('');
  return (texts) => {
    const feeds = batches(texts).map((batch) => feedOf(batch, first!, last!));
    const calls = callsOf(texts).map((call) => contextFeedOf(call.length, size));
    return timed(texts.length, async () => {
      for (const feed of feeds) await session.run(feed);
      for (const feed of calls) await context.run(feed);
    });
  };
}

function feedOf({ width, windows }: Batch, first: number, last: number): Record<string, runtime.Tensor> {
  const ids = new BigInt64Array(windows.length * width);
  const mask = new BigInt64Array(ids.length);
  windows.forEach((window, row) => {
    [first, ...window.ids, last].forEach((id, place) => {
      ids[row * width + place] = BigInt(id);
      mask[row * width + place] = 1n;
    });
  });
  const shape = [windows.length, width];
  return {
    input_ids: new runtime.Tensor('int64', ids, shape),
    attention_mask: new runtime.Tensor('int64', mask, shape),
  };
}

/** A call of so many turns; what its vectors say takes no time. */
function contextFeedOf(turns: number, size: number): Record<string, runtime.Tensor> {
  return {
    vectors: new runtime.Tensor('float32', new Float32Array(turns * size), [turns, size]),
    speakers: new runtime.Tensor('int64', new BigInt64Array(turns), [turns]),
  };
}

async function encoderReader(): Promise<Reader> {
  const encoder = await openEncoder();
  return (texts) =>
    timed(texts.length, async () => {
      await encoder.read(callsOf(texts));
    });
}

async function pipelineReaders(): Promise<readonly [batches: Reader, turns: Reader]> {
  const options = {
    dtype: 'q8',
    device: 'cpu',
    local_files_only: true,
    session_options: await sessionOptions(),
  } as const;
  const classify = await pipeline('text-classification', MODEL_PATH, options);
  const inBatches = async (texts: readonly string[], size: number) => {
    for (let from = 0; from < texts.length; from += size) await classify(texts.slice(from, from + size));
  };
  return [
    (texts) => timed(texts.length, () => inBatches(texts, PIPELINE_BATCH)),
    (texts) => timed(Math.min(texts.length, READ_ALONE), () => inBatches(texts.slice(0, READ_ALONE), 1)),
  ];
}

function speedOf(taken: readonly Taken[]): { readonly perSecond: number; readonly perProcessorSecond: number } {
  const sum = (of: (each: Taken) => number) => taken.reduce((all, each) => all + of(each), 0);
  const turns = sum((each) => each.turns);
  return {
    perSecond: turns / sum((each) => each.seconds),
    perProcessorSecond: turns / sum((each) => each.processorSeconds),
  };
}

/** How much of the time of the other `read` needs for as many turns, as a median over the chunks. */
function ratioOf(read: readonly Taken[], other: readonly Taken[]): Ratio {
  const middle = (of: (each: Taken) => number) => {
    const perTurn = (each: Taken) => of(each) / each.turns;
    return median(other.map((taken, chunk) => perTurn(taken) / perTurn(read[chunk]!)));
  };
  return { clock: middle(({ seconds }) => seconds), processor: middle(({ processorSeconds }) => processorSeconds) };
}

const forEach = <T>(of: (name: Speed) => T): Readonly<Record<Speed, T>> =>
  Object.fromEntries(SPEEDS.map((name) => [name, of(name)])) as Record<Speed, T>;

/** The first chunk warms everything up and does not count. No text comes twice, so no cache helps. */
export async function compareChunks(texts: readonly string[], chunk = CHUNK): Promise<Compared> {
  const [batches, turns] = await pipelineReaders();
  const readers: Readonly<Record<Speed, Reader>> = {
    read: await encoderReader(),
    'bare runtime': await runtimeReader(),
    'pipeline() by 32': batches,
    'pipeline() a turn': turns,
  };
  const taken = forEach((): Taken[] => []);
  for (let from = 0; from < texts.length; from += chunk) {
    for (const name of SPEEDS) {
      const each = await readers[name](texts.slice(from, from + chunk));
      if (from > 0) taken[name].push(each);
    }
  }
  return {
    speeds: forEach((name) => speedOf(taken[name])),
    ratios: forEach((name) => ratioOf(taken.read, taken[name])),
  };
}
