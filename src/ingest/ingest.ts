/**
 * From inputs to calls. Whatever a file holds gives calls or rejects, never an error; what comes out and in which order
 * depends on the names and bytes of the files alone. Small files are read ahead, a few at a time; larger ones are read
 * block by block when their turn comes.
 */
import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import pLimit from 'p-limit';
import { detectKind, type FileKind, isTranscriptExtension } from './detect.js';
import { documentReader } from './documents.js';
import { type FileMetadata, joinedMetadata, type NamePattern, NO_METADATA, nameMetadata } from './file-metadata.js';
import { foreignByBytes, foreignByName } from './foreign.js';
import type { Format } from './format.js';
import { JSON_FORMATS } from './formats/index.js';
import { faultOfError, unpacked, withoutGz } from './gzip.js';
import { type FileContext, type IngestItem, type ItemStream, type RejectItem, rejectItem } from './item.js';
import { readJson, readJsonl } from './json.js';
import { LIMITS, type Limits } from './limits.js';
import { BLOCK_BYTES, blocksOf, type Line, type LineBatches, linesOf } from './lines.js';
import { type ColumnName, FileSights, notesOf, type OptionUse } from './option-use.js';
import { type Fault, fault, isFault, type Loss } from './reject.js';
import { NO_ROLES, type RoleOptions } from './roles.js';
import { readSidecar } from './sidecar.js';
import {
  errorCode,
  extensionOf,
  findSources,
  type Source,
  type SourceFile,
  STDIN,
  sidecarOf,
  stemOf,
  unreadable,
} from './sources.js';
import { type IngestVocabulary, withColumnNames } from './vocabulary.js';

export interface IngestOptions {
  readonly vocabulary: IngestVocabulary;
  /** Names of columns by the user's word; they stand before those of the vocabulary. */
  readonly columns?: readonly ColumnName[];
  /** Is told what all files have of the things that options name. */
  readonly use?: OptionUse;
  /** The format of all files, whatever they look like; without it each file tells its own. */
  readonly format?: Format;
  /** Who is the agent, where a source does not tell. */
  readonly roles?: RoleOptions;
  /** What an input may be at most. */
  readonly limits?: Limits;
  /** What names of files tell of their calls. */
  readonly namePattern?: NamePattern;
  /** What "-" reads; the process's own by default. */
  readonly stdin?: NodeJS.ReadableStream;
  /** How many files are read at once. */
  readonly concurrency?: number;
  /** The folder that inputs and names of files are relative to; the process's own by default. */
  readonly cwd?: string;
  /** Told how many bytes were taken in since the last time, for a bar of progress. */
  readonly onBytes?: (bytes: number) => void;
}

const DEFAULT_CONCURRENCY = 8;
/** How many files are held ahead of the one that is taken apart, for each that is read at once. */
const AHEAD = 2;
/** A file that begins with so many rejects and no call is no transcript. */
const MAX_LEADING_REJECTS = 1000;

const DOCUMENTS = documentReader(JSON_FORMATS);

export async function* ingest(inputs: readonly string[], given: IngestOptions): AsyncGenerator<IngestItem> {
  const options = { ...given, vocabulary: withColumnNames(given.vocabulary, given.columns ?? []) };
  for await (const item of allItems(inputs, options)) {
    if (item.kind === 'call') options.use?.sawCall();
    else options.use?.sawReject(item.reject);
    yield item;
  }
}

async function* allItems(inputs: readonly string[], options: IngestOptions): AsyncGenerator<IngestItem> {
  const sources = await findSources(inputs, options.cwd ?? process.cwd());
  const concurrency = Math.max(1, Math.floor(options.concurrency ?? DEFAULT_CONCURRENCY));
  const limit = pLimit(concurrency);
  const ahead: Promise<Opened>[] = [];
  for (const [index, source] of sources.entries()) {
    while (ahead.length < concurrency * AHEAD && index + ahead.length < sources.length) {
      const next = sources[index + ahead.length]!;
      ahead.push(limit(() => open(next, options)));
    }
    const opened = await ahead.shift()!;
    const place = { file: source.file, line: null };
    if (source.fault !== null) yield rejectItem(place, null, source.fault, source.loses);
    else if (isFault(opened)) yield rejectItem(place, null, opened);
    else yield* readSource(counted(opened, options.onBytes), source, options);
  }
}

type Chunks = AsyncIterable<Uint8Array | string>;
type Opened = Chunks | Fault;

async function* counted(chunks: Chunks, onBytes: IngestOptions['onBytes']): AsyncGenerator<Uint8Array | string> {
  for await (const chunk of chunks) {
    onBytes?.(Buffer.byteLength(chunk));
    yield chunk;
  }
}

/** The bytes of a source: at once for a small file, as a stream that is not yet read for others. */
async function open(source: Source, { stdin = process.stdin }: IngestOptions): Promise<Opened> {
  if (source.fault !== null) return source.fault;
  if (source.path === STDIN) return stdin as Chunks;
  try {
    const stats = await stat(source.path);
    if (stats.isFile() && stats.size <= BLOCK_BYTES) return single(await readFile(source.path));
    return streamOf(source.path);
  } catch (thrown) {
    return unreadable(thrown);
  }
}

async function* single(bytes: Buffer): AsyncGenerator<Buffer> {
  if (bytes.length > 0) yield bytes;
}

async function* streamOf(path: string): AsyncGenerator<Buffer> {
  yield* createReadStream(path, { highWaterMark: BLOCK_BYTES }) as AsyncIterable<Buffer>;
}

async function* readSource(chunks: Chunks, source: SourceFile, options: IngestOptions): ItemStream {
  const limits = options.limits ?? LIMITS;
  const metadata = await metadataOf(source, options);
  if ('reject' in metadata) {
    yield metadata;
    return;
  }
  const roles = options.roles ?? NO_ROLES;
  const sights = new FileSights();
  const context: FileContext = {
    file: source.file,
    fileId: metadata.callId ?? stemOf(withoutGz(source.file)),
    vocabulary: options.vocabulary,
    roles: {
      ...roles,
      agentChannel: metadata.agentChannel ?? roles.agentChannel,
      agentSpeakers: metadata.agentSpeakers.length > 0 ? metadata.agentSpeakers : roles.agentSpeakers,
    },
    metadata,
    format: options.format ?? null,
    limits,
    documents: DOCUMENTS,
    sights,
  };
  const whole = { file: source.file, line: null };
  let rejects = 0;
  let foreign: Fault | null | undefined;
  async function* blocks() {
    for await (const block of blocksOf(unpacked(chunks, limits))) {
      if (foreign === undefined) foreign = foreignByBytes(block, source.file);
      yield block;
    }
  }
  try {
    for await (const item of itemsOf(linesOf(blocks(), limits), () => foreign ?? null, source, context)) {
      yield withinLimits(item, limits);
      if (item.kind === 'call') rejects = Number.NaN;
      else if (item.reject.loses === 'call' && ++rejects === MAX_LEADING_REJECTS) {
        yield rejectItem(whole, null, fault('gave_up', { count: rejects }));
        return;
      }
    }
  } catch (thrown) {
    const packing = faultOfError(thrown);
    // The system may fail at any block; an error without a code is a mistake of ours.
    if (packing === null && errorCode(thrown) === null) throw thrown;
    yield rejectItem(whole, null, packing ?? unreadable(thrown));
  }
  options.use?.add(sights);
  for (const note of notesOf(sights, options.columns ?? [], context.roles)) {
    yield rejectItem(whole, null, note, 'nothing');
  }
}

/** A call of too many turns is a reject. */
function withinLimits(item: IngestItem, { turns: limit }: Limits): IngestItem {
  if (item.kind === 'reject' || item.call.turns.length <= limit) return item;
  const { source, callId, turns } = item.call;
  return rejectItem(source, callId, fault('too_many_turns', { count: turns.length, limit }));
}

/** What the sidecar and the name of a file tell; a mistake in it costs the file, as its calls would be put to nobody. */
async function metadataOf(
  { file, path, named }: SourceFile,
  { vocabulary, namePattern }: IngestOptions,
): Promise<FileMetadata | RejectItem> {
  if (path === STDIN) return NO_METADATA;
  const bySidecar = await readSidecar(path, vocabulary);
  if (isFault(bySidecar)) {
    const folder = file.slice(0, file.lastIndexOf('/') + 1);
    return rejectItem({ file: `${folder}${sidecarOf(file)}`, line: null }, null, bySidecar);
  }
  if (namePattern === undefined) return bySidecar;
  const byName = nameMetadata(file.slice(file.lastIndexOf('/') + 1), namePattern, vocabulary);
  if (!isFault(byName)) return joinedMetadata(bySidecar, byName);
  const isMeant = named || isTranscriptExtension(extensionOf(withoutGz(file)));
  return isMeant ? rejectItem({ file, line: null }, null, byName) : bySidecar;
}

/** `foreign` tells what else the file is, once its first lines are there. */
async function* itemsOf(
  batches: LineBatches,
  foreign: () => Fault | null,
  source: SourceFile,
  context: FileContext,
): ItemStream {
  const whole = { file: source.file, line: null };
  const extension = extensionOf(withoutGz(source.file));
  const loses: Loss = source.named || isTranscriptExtension(extension) ? 'call' : 'file';
  const lines = batches[Symbol.asyncIterator]();
  try {
    const head = await headOf(lines);
    if (head === null) {
      yield rejectItem(whole, null, fault('empty_file'), loses);
      return;
    }
    const kind =
      foreign() ?? kindOf(detectKind(head.flat(), extension, source.named, context.vocabulary), context.format);
    if (isFault(kind)) {
      yield rejectItem(whole, null, foreignByName(source.file) ?? kind, loses);
      return;
    }
    let isEmpty = true;
    for await (const item of readerOf(kind)(rejoined(head, lines), context)) {
      isEmpty = false;
      yield item;
    }
    if (isEmpty) yield rejectItem(whole, null, fault('no_calls'));
  } finally {
    await lines.return?.(undefined);
  }
}

/** What a file is read as: the user's word stands, where the bytes can be read at all. */
function kindOf(detected: FileKind | Fault, wanted: Format | null): FileKind | Fault {
  if (wanted === null || (isFault(detected) && detected.code !== 'unknown_format')) return detected;
  if (wanted.kind === 'text') return wanted;
  return detected === 'json' || detected === 'jsonl' ? detected : fault('other_format', { name: wanted.name });
}

function readerOf(kind: FileKind): (batches: LineBatches, context: FileContext) => ItemStream {
  if (kind === 'json') return readJson;
  return kind === 'jsonl' ? readJsonl : kind.read;
}

/**
 * Batches up to the first that is not blank, and the one after it, as a last line without a line end comes alone; null
 * for a file of blank lines.
 */
async function headOf(lines: AsyncIterator<readonly Line[]>): Promise<readonly (readonly Line[])[] | null> {
  const head: (readonly Line[])[] = [];
  let isBlank = true;
  for (let next = await lines.next(); !next.done; next = await lines.next()) {
    head.push(next.value);
    if (!isBlank) break;
    isBlank = next.value.every((line) => line.fault === null && line.text.trim() === '');
  }
  return isBlank ? null : head;
}

async function* rejoined(
  head: readonly (readonly Line[])[],
  rest: AsyncIterator<readonly Line[]>,
): AsyncGenerator<readonly Line[]> {
  yield* head;
  for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
}
