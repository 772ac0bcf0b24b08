/** The format of a file: by what it holds, and only where that says nothing, by its extension. */
import { isSeparatorNote, isTranscriptHeader, readHeader } from './csv-header.js';
import type { Line } from './lines.js';
import { type Fault, fault } from './reject.js';
import { headerOf } from './script.js';
import { readLine } from './script-line.js';
import { namedSpeaker } from './speaker.js';
import type { IngestVocabulary } from './vocabulary.js';

export type Format = 'json' | 'jsonl' | 'csv' | 'script';

const BY_EXTENSION: ReadonlyMap<string, Format> = new Map([
  ['.json', 'json'],
  ['.jsonl', 'jsonl'],
  ['.ndjson', 'jsonl'],
  ['.csv', 'csv'],
  ['.tsv', 'csv'],
  ['.txt', 'script'],
]);

/** Whether files of the extension (with its dot, in any case) are transcripts by their name. */
export function isTranscriptExtension(extension: string): boolean {
  return BY_EXTENSION.has(extension.toLowerCase());
}

/** How many lines are looked at, blank ones left out. */
const HEAD_LINES = 50;

/**
 * The format of a file that begins with these lines (not all blank). A script is so loose a form that a file of a
 * foreign extension is only taken for one where `trusted`, that is where the user named the file.
 */
export function detectFormat(
  lines: readonly Line[],
  extension: string,
  trusted: boolean,
  vocabulary: IngestVocabulary,
): Format | Fault {
  const head = lines.filter((line) => line.fault !== null || line.text.trim() !== '').slice(0, HEAD_LINES);
  if (head.every((line) => line.fault?.kind === 'bytes')) return fault('bad_encoding');
  if (head.some((line) => line.text.includes('\0'))) return fault('binary');
  const byName = BY_EXTENSION.get(extension.toLowerCase());
  const texts = head.map((line) => line.text.trim()).filter((text) => text !== '');
  const first = texts[0] ?? '';
  if (first.startsWith('{')) return jsonOrJsonl(texts, byName);
  if (/^\[\s*(?:[{[\]"]|$)/.test(first)) return 'json';
  const header = texts.find((text) => !isSeparatorNote(text)) ?? '';
  if (isTranscriptHeader(readHeader(header, vocabulary))) return 'csv';
  if ((trusted || byName !== undefined || extension === '') && looksLikeScript(texts, vocabulary)) return 'script';
  return byName ?? fault('unknown_format');
}

/** One object a line, or an object over many lines. */
function jsonOrJsonl(texts: readonly string[], byName: Format | undefined): Format {
  const first = texts[0]!;
  const second = texts[1];
  if (isWholeObject(first)) return second === undefined && byName !== 'jsonl' ? 'json' : 'jsonl';
  // The first line may be the broken one of a JSONL file: its second line tells.
  if (second !== undefined && isWholeObject(second) && byName !== 'json') return 'jsonl';
  return byName === 'jsonl' && !/[{[,]$/.test(first) ? 'jsonl' : 'json';
}

function isWholeObject(text: string): boolean {
  if (!text.startsWith('{') || !text.endsWith('}')) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function looksLikeScript(texts: readonly string[], vocabulary: IngestVocabulary): boolean {
  return texts.some((text) => {
    const { name, stampPlace } = readLine(text);
    return (
      stampPlace === 'bracketed' ||
      headerOf(text) !== null ||
      (name !== null && namedSpeaker(name, vocabulary) !== null)
    );
  });
}
