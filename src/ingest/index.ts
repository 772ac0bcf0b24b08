/** The ingest room: files in, calls or rejects out. */
export { canonicalOf } from './canonical-write.js';
export { type NamePattern, namePatternOf } from './file-metadata.js';
export type { Format } from './format.js';
export { FORMATS, formatById } from './formats/index.js';
export { type IngestOptions, ingest } from './ingest.js';
export type { IngestItem } from './item.js';
export { type Admission, contentHash, DuplicateLedger } from './ledger.js';
export { LIMIT_NAMES, LIMITS, type Limits } from './limits.js';
export { type ColumnName, OptionUse } from './option-use.js';
export type { Loss, Reject, RejectCode } from './reject.js';
export { loadRoleModel, type RoleModel } from './role-model.js';
export { NO_ROLES, type RoleOptions } from './roles.js';
export { readTextFile } from './text-file.js';
export {
  COLUMN_FIELDS,
  type ColumnField,
  type IngestVocabulary,
  loadVocabulary,
  parseVocabulary,
  type VocabularyFile,
} from './vocabulary.js';
