/** Looks at the inputs of a command before any work: what is not there is told at once. */
import { stat } from 'node:fs/promises';
import { TingpingError } from '../domain/errors.js';
import { type Reject, rejectOf } from '../ingest/reject.js';
import { findSources, type LostSource, type Source, STDIN } from '../ingest/sources.js';

export interface InputSize {
  /** Bytes of all files; null where the standard input is among them. */
  readonly bytes: number | null;
}

/** Throws a sentence for every input that does not exist, and where the inputs name no file at all. */
export async function checkInputs(inputs: readonly string[]): Promise<InputSize> {
  const sources = await findSources(inputs, process.cwd());
  const lost = sources.filter((source): source is LostSource => source.fault !== null);
  const missing = lost.filter((source) => source.fault.code === 'missing');
  if (missing.length > 0) throw new TingpingError('usage', missing.map(sentence).join('\n'));
  if (lost.length === sources.length) throw noCalls(lost.map((source) => ({ reason: sentence(source) })));
  return { bytes: await totalBytes(sources) };
}

/** Sentences of an error at most. */
const MOST_TOLD = 20;

/** The error of inputs without any call, with what each of them is instead. */
export function noCalls(rejects: readonly Pick<Reject, 'reason'>[]): TingpingError {
  const told = rejects.slice(0, MOST_TOLD).map(({ reason }) => reason);
  const others = rejects.length - told.length;
  const more = others > 0 ? [`${others} more files are no transcripts.`] : [];
  return new TingpingError('usage', ['No calls found: the inputs hold no transcript.', ...told, ...more].join('\n'));
}

function sentence({ file, fault }: LostSource): string {
  return rejectOf({ file, line: null }, null, fault).reason;
}

async function totalBytes(sources: readonly Source[]): Promise<number | null> {
  let bytes = 0;
  for (const { path, fault } of sources) {
    if (path === STDIN) return null;
    if (fault === null) bytes += (await stat(path).catch(() => null))?.size ?? 0;
  }
  return bytes;
}
