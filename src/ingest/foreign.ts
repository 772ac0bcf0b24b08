/**
 * Files that are no transcripts and often lie beside them, or come in their stead: spreadsheets, documents, recordings,
 * archives. They are known by their first bytes, and by their names where nobody asked for this very file, so that a
 * sentence can say what to do with them.
 */
import { extname } from 'node:path';
import { withoutGz } from './gzip.js';
import { type Fault, fault } from './reject.js';

type Kind = 'spreadsheet' | 'document' | 'recording' | 'archive';

const EXTENSIONS: Readonly<Record<Kind, readonly string[]>> = {
  spreadsheet: ['.xlsx', '.xls', '.xlsm', '.xlsb', '.ods', '.numbers', '.et'],
  document: ['.docx', '.doc', '.pdf', '.rtf', '.odt', '.pages', '.wps', '.pptx', '.ppt', '.html', '.htm'],
  recording: [
    ...['.wav', '.mp3', '.m4a', '.aac', '.ogg', '.oga', '.opus', '.flac', '.amr', '.wma', '.aif', '.aiff', '.au'],
    ...['.ulaw', '.alaw', '.g711', '.g729', '.gsm', '.vox', '.silk', '.mp4', '.mov', '.mkv', '.webm', '.avi', '.3gp'],
  ],
  archive: ['.zip', '.rar', '.7z', '.tar', '.tgz', '.bz2', '.xz', '.zst'],
};

const BY_EXTENSION: ReadonlyMap<string, Kind> = new Map(
  Object.entries(EXTENSIONS).flatMap(([kind, extensions]) => extensions.map((one) => [one, kind as Kind] as const)),
);

/** First bytes as text in Latin-1; the first that fits counts. */
const SIGNATURES: readonly (readonly [start: RegExp, kind: Kind])[] = [
  [/^%PDF-/, 'document'],
  [/^\{\\rtf/, 'document'],
  [/^(?:ID3[\x00-\x08]|OggS\0|fLaC|#!AMR|RIFF[\s\S]{4}(?:WAVE|AVI )|\xff[\xfb\xf3\xf2]|[\s\S]{4}ftyp)/, 'recording'],
  [/^(?:Rar!\x1a|7z\xbc\xaf|\xfd7zXZ\0|BZh[1-9]1AY|\x28\xb5\x2f\xfd)/, 'archive'],
];
/** Zip archives are also the form of office files, which name their parts. */
const ZIP = /^PK\x03\x04/;
const PARTS: readonly (readonly [part: RegExp, kind: Kind])[] = [
  [/xl\/(?:workbook|_rels|worksheets)|opendocument\.spreadsheet/, 'spreadsheet'],
  [/word\/(?:document|_rels)|ppt\/(?:presentation|_rels)|opendocument\.text/, 'document'],
];
/** The older office files, of which only the name tells what they are. */
const OLE = /^\xd0\xcf\x11\xe0/;

/** What a file is by its name; null where the name says nothing of the kind. */
export function foreignByName(file: string): Fault | null {
  const kind = BY_EXTENSION.get(extname(withoutGz(file)).toLowerCase());
  return kind === undefined ? null : fault(kind);
}

/** What a file is by its first block; null where that says nothing of the kind. */
export function foreignByBytes(head: Buffer, file: string): Fault | null {
  const text = head.toString('latin1');
  const known = SIGNATURES.find(([start]) => start.test(text));
  if (known !== undefined) return fault(known[1]);
  if (OLE.test(text)) return foreignByName(file) ?? fault('spreadsheet');
  if (!ZIP.test(text)) return null;
  return fault(PARTS.find(([part]) => part.test(text))?.[1] ?? 'archive');
}
