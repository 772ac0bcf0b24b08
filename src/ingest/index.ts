/** The ingest room: files in, calls or rejects out. */
export { type IngestOptions, ingest } from './ingest.js';
export type { IngestItem } from './item.js';
export { type Admission, contentHash, DuplicateLedger } from './ledger.js';
export type { Reject, RejectCode } from './reject.js';
export { readTextFile } from './text-file.js';
export { type IngestVocabulary, loadVocabulary, parseVocabulary, type VocabularyFile } from './vocabulary.js';
