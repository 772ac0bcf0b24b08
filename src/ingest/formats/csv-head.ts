/** The header row of a file that may be CSV. */
import { type CsvHeader, findHeader } from '../csv-header.js';
import type { TextHead } from '../format.js';

/** Null where there is none. */
export function headerOfHead({ lines, vocabulary }: TextHead): CsvHeader | null {
  const texts = lines.map((text) => ({ text }));
  return findHeader(texts, vocabulary)?.header ?? null;
}
