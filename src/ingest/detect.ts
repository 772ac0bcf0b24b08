/** What a file is: by what it holds, and only where that says nothing, by its extension. */
import type { TextFormat } from './format.js';
import { csvTurns } from './formats/csv-turns.js';
import { TEXT_FORMATS } from './formats/index.js';
import { script } from './formats/script.js';
import { srt } from './formats/srt.js';
import { webvtt } from './formats/webvtt.js';
import type { Line } from './lines.js';
import { type Fault, fault } from './reject.js';
import type { IngestVocabulary } from './vocabulary.js';

/** A file of JSON documents, or a text format. Which JSON format a document is of, the document tells. */
export type FileKind = 'json' | 'jsonl' | TextFormat;

const BY_EXTENSION: ReadonlyMap<string, FileKind> = new Map<string, FileKind>([
  ['.json', 'json'],
  ['.vcon', 'json'],
  ['.jsonl', 'jsonl'],
  ['.ndjson', 'jsonl'],
  ['.csv', csvTurns],
  ['.tsv', csvTurns],
  ['.vtt', webvtt],
  ['.srt', srt],
  ['.txt', script],
]);

/** Whether files of the extension (with its dot, in any case) are transcripts by their name. */
export function isTranscriptExtension(extension: string): boolean {
  return BY_EXTENSION.has(extension.toLowerCase());
}

/** How many lines are looked at, blank ones left out. */
const HEAD_LINES = 50;

/**
 * What a file that begins with these lines (not all blank) is; `trusted` where the user named the file. Lines of talk in a
 * file that is named a table and does not begin with talk stand in the cells of a table whose columns are not known: read
 * as a script they would be one call.
 */
export function detectKind(
  lines: readonly Line[],
  extension: string,
  trusted: boolean,
  vocabulary: IngestVocabulary,
): FileKind | Fault {
  const head = lines.filter((line) => line.fault !== null || line.text.trim() !== '').slice(0, HEAD_LINES);
  if (head.every((line) => line.fault?.kind === 'bytes')) return fault('bad_encoding');
  if (head.some((line) => line.text.includes('\0'))) return fault('binary');
  const byName = BY_EXTENSION.get(extension.toLowerCase());
  const texts = head.map((line) => line.text.trim()).filter((text) => text !== '');
  const first = texts[0] ?? '';
  if (first.startsWith('{')) return jsonOrJsonl(texts, byName);
  if (/^\[\s*(?:[{[\]"]|$)/.test(first)) return byName === 'jsonl' && isWhole(first) ? 'jsonl' : 'json';
  const textHead = {
    lines: texts,
    extension: extension.toLowerCase(),
    trusted: trusted || byName !== undefined,
    vocabulary,
  };
  const known = texts.length === 0 ? undefined : TEXT_FORMATS.find((format) => format.recognise(textHead));
  if (known === script && byName === csvTurns && !script.recognise({ ...textHead, lines: [first] })) return csvTurns;
  return known ?? byName ?? fault('unknown_format');
}

/** One object a line, or an object over many lines. */
function jsonOrJsonl(texts: readonly string[], byName: FileKind | undefined): FileKind {
  const first = texts[0]!;
  const second = texts[1];
  if (isWholeObject(first)) return second === undefined && byName !== 'jsonl' ? 'json' : 'jsonl';
  // The first line may be the broken one of a JSONL file: its second line tells.
  if (second !== undefined && isWholeObject(second) && byName !== 'json') return 'jsonl';
  return byName === 'jsonl' && !/[{[,]$/.test(first) ? 'jsonl' : 'json';
}

function isWholeObject(text: string): boolean {
  return text.startsWith('{') && text.endsWith('}') && isWhole(text);
}

function isWhole(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
