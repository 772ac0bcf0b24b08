/** Reads the sidecar beside a transcript, where there is one. */
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type FileMetadata, NO_METADATA, sidecarMetadata } from './file-metadata.js';
import { MAX_DEPTH, nestsTooDeep } from './json-depth.js';
import { type Fault, fault } from './reject.js';
import { errorCode, sidecarOf, unreadable } from './sources.js';
import type { IngestVocabulary } from './vocabulary.js';

const MAX_BYTES = 1_000_000;

/** Nothing where the file has no sidecar. */
export async function readSidecar(path: string, vocabulary: IngestVocabulary): Promise<FileMetadata | Fault> {
  let bytes: Buffer;
  try {
    bytes = await readFile(join(dirname(path), sidecarOf(path.replaceAll('\\', '/'))));
  } catch (thrown) {
    return ['ENOENT', 'ENAMETOOLONG'].includes(errorCode(thrown) ?? '') ? NO_METADATA : unreadable(thrown);
  }
  if (bytes.length > MAX_BYTES) return fault('too_long', { limit: MAX_BYTES / 1_000_000 });
  const text = decoded(bytes);
  if (text === null) return fault('broken_bytes', { encoding: 'UTF-8' });
  if (nestsTooDeep(text)) return fault('too_deep', { limit: MAX_DEPTH });
  try {
    return sidecarMetadata(JSON.parse(text), vocabulary);
  } catch (thrown) {
    if (thrown instanceof SyntaxError) return fault('bad_json', { at: '' });
    throw thrown;
  }
}

function decoded(bytes: Buffer): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}
