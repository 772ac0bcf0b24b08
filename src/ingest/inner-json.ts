/** JSON that stands as text within a document, as some vendors pack their results. */
import { MAX_DEPTH, nestsTooDeep } from './json-depth.js';
import { type Fault, fault } from './reject.js';

/** The value itself where it is no text. */
export function innerJson(value: unknown, field: string): unknown | Fault {
  if (typeof value !== 'string') return value;
  if (nestsTooDeep(value)) return fault('too_deep', { limit: MAX_DEPTH });
  try {
    return JSON.parse(value);
  } catch {
    return fault('inner_json', { field });
  }
}
