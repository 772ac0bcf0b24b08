/** The header row of a file that may be CSV. */
import { type CsvHeader, isSeparatorNote, readHeader } from '../csv-header.js';
import type { TextHead } from '../format.js';

export function headerOfHead({ lines, vocabulary }: TextHead): CsvHeader {
  return readHeader(lines.find((line) => !isSeparatorNote(line)) ?? '', vocabulary);
}
