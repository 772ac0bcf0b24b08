/**
 * What ingest could not take in. A reject is a whole English sentence for a person, plus a code and its parameters for
 * a program that words it in another language. Words that were spoken never go into it, only names and values of fields.
 */
import type { CallSource } from '../domain/call.js';

export interface Reject {
  readonly file: string;
  /** Counted from 1; null where the whole file is meant. */
  readonly line: number | null;
  /** The call that is lost; null where none could be read. */
  readonly callId: string | null;
  readonly code: RejectCode;
  readonly params: RejectParams;
  readonly loses: Loss;
  /** An English sentence naming the file, the line, the culprit and the way out. */
  readonly reason: string;
}

/**
 * What is not scored: a call, or a file that was to hold calls; a file that nobody meant for a transcript, which lies
 * beside them; nothing, where a word of the user fits nothing in a file that was read.
 */
export type Loss = 'call' | 'file' | 'nothing';

export type RejectParams = Readonly<Record<string, string | number>>;

const SENTENCES = {
  missing: () => 'does not exist: check the path.',
  no_match: () => 'matches no file: check the pattern.',
  empty_folder: () =>
    'holds no transcript (.json, .jsonl, .ndjson, .vcon, .csv, .tsv, .txt, .vtt or .srt, also .gz): check the folder.',
  unreadable: (p) => `cannot be read (${p.cause}): check the permissions and the disk.`,
  label_file: () => 'is a label file, not a transcript: give it to the evaluation, and the call beside it to ingest.',
  spreadsheet: () => 'is a spreadsheet and is not read: save it as CSV (UTF-8), a file for each sheet, and give that.',
  document: () => 'is a document and is not read: save its text as .txt, with a line such as "Agent: …" for each turn.',
  recording: () => 'is a recording and is not read: have it transcribed, and give the transcript.',
  archive: () => 'is an archive and is not read: unpack it, and give what is in it.',
  orphan_sidecar: () =>
    'is a sidecar without its transcript, which has the same name before ".meta.json" (as in call-1.txt and call-1.meta.json): put it beside it, or remove it.',
  sidecar: () => 'is the sidecar of a transcript: give the transcript, and it is read with it.',
  bad_sidecar: () =>
    'is no object of metadata: write one such as {"agentId": "A1023"}, as the transcript beside it waits for it.',
  filename_pattern: () => 'has a name that --filename-pattern does not match: mend the pattern, or leave the file out.',
  empty_file: () => 'is empty: export it again or leave it out.',
  no_calls: () => 'holds no call: export it again or leave it out.',
  no_turns: (p) =>
    `holds no words (${p.format === '' ? '' : `format ${p.format}, `}turns: ${p.turns}): nothing was said or recognised, or it was exported too early; export it again, or leave it out.`,
  empty_shell: (p) =>
    `is of the format ${p.format} (${p.name}), and its "${p.field}" is empty: nothing was recognised, or it was exported too early; export it again, or leave it out.`,
  binary: () => 'is not text: give a transcript as JSON, JSONL, CSV or plain text; UTF-16 needs a byte-order mark.',
  unknown_format: () =>
    'is of no known format (tingping formats lists them), nor a script of lines such as "Agent: …": convert it first.',
  bad_encoding: () =>
    'has bytes that are neither UTF-8, UTF-16 with a byte-order mark, GB18030, nor Windows-1252: export the file again as UTF-8.',
  broken_bytes: (p) => `has bytes that are not valid ${p.encoding}: export the file again as UTF-8.`,
  too_long: (p) =>
    `is longer than ${p.limit} million bytes: split it, write one call per line as JSONL, or raise --limit callMegabytes=${p.limit}.`,
  gave_up: (p) => `is left here, as its first ${p.count} entries are all unreadable: check what the file holds.`,
  bad_json: (p) => `is not valid JSON${p.at === '' ? '' : ` (near character ${p.at})`}: mend the syntax.`,
  truncated: () => 'ends before its list of calls does: the file is cut off, export it again.',
  too_deep: (p) => `nests deeper than ${p.limit} levels: this is no call.`,
  not_a_call: (p) => `holds ${p.actual} where a call is expected: write an object with callId and turns.`,
  turn_row: () =>
    'is a turn and no call: put the turns of a call into its "turns", or write a table (CSV) with a turn in each row.',
  misspelt_key: (p) => `has the unknown field "${p.field}": write "${p.nearest}", or rename the field.`,
  doubled_key: (p) => `gives "${p.field}" twice, in different spellings: keep one of them.`,
  bad_field: (p) => `has a wrong ${p.field}: it must be ${p.expected}, but is ${p.actual}.`,
  unknown_word: (p) =>
    `has the unknown ${p.field} "${p.actual}": write ${p.expected}, or add the word to the ingest vocabulary.`,
  end_before_start: (p) => `has ${p.field} ending before it starts (${p.start} > ${p.end} ms): correct the times.`,
  csv_columns: (p) =>
    p.known === ''
      ? `has no header row that names ${p.missing}: put one above, such as "call id,speaker,text,start".`
      : `lacks a column for ${p.missing} (its columns: ${p.known}): name it in the header row, or by --column "NAME=${p.field}".`,
  csv_row: () => 'is not a valid CSV row: quote fields that hold quotes, separators or line breaks.',
  csv_cells: (p) =>
    `has ${p.actual} cells where the header has ${p.expected}: quote texts that hold the separator. The call is left out.`,
  csv_no_call_id: (p) => `begins ${p.count} row(s) without a call id: fill the column for the call id.`,
  csv_differs: (p) => `gives another ${p.field} than an earlier row of the same call: a call has one ${p.field}.`,
  csv_scattered: () =>
    'continues a call whose other rows are too far above, so the call is left out: sort the file by call id.',
  script_no_speaker: () => 'names no speaker: begin the turns with "Agent:" or "Customer:", or with a time stamp.',
  csv_cell_no_speaker: () =>
    'names no speaker in its transcript: begin the lines of the cell with "Agent:" or "Customer:", or, where each row is a turn, name the column of the speaker (--column NAME=speaker).',
  cue: (p) => `has a broken cue at line ${p.cue}: its times must be like "00:00:01.000 --> 00:00:02.500".`,
  other_format: (p) => `is no ${p.name}: leave out --format, or name another (tingping formats lists them).`,
  unknown_json: (p) =>
    `is JSON of no known format (its fields: ${p.fields}): tingping formats lists what is read, --format names one.`,
  inner_json: (p) => `has no valid JSON in the text of ${p.field}: export the file again.`,
  no_result: (p) =>
    `has no transcript, as the vendor's job ended with "${p.status}": have the recording transcribed again.`,
  no_transcript: (p) => `holds no transcript, only ${p.found}: export it with its transcript.`,
  sealed: () => 'is encrypted: give the decrypted file.',
  broken_gzip: () => 'is a broken or cut off gzip file: pack or copy it again.',
  gzip_bomb: (p) =>
    `unpacks to more than ${p.limit} times its size: this is no transcript, or raise --limit gzipGrowth=${p.limit}.`,
  gzip_too_large: (p) =>
    `unpacks to more than ${p.limit} thousand million bytes: split it, or raise --limit gzipGigabytes=${p.limit}.`,
  too_many_turns: (p) =>
    `has ${p.count} turns, more than ${p.limit}: split it, or raise --limit turns=${p.limit} where it is one call.`,
  linked_folder: () =>
    'is a link to a folder and is not followed, as links may lead in circles: give that folder itself.',
  outside_link: () =>
    'is a link to a file outside the folder that was given: give that file itself, or copy it into the folder.',
  no_such_column: (p) =>
    `has no column "${p.name}", which --column takes for ${p.field}: its columns are ${p.known}; mend the name, or leave it out.`,
  no_such_speaker: (p) =>
    `has no speaker ${p.names}, who is to be the agent: ${p.known === '' ? 'its speakers have no names' : `its speakers are ${p.known}`}; mend --agent-speaker or the sidecar.`,
  no_such_channel: (p) =>
    `has no agent by channel ${p.channel}: ${p.known === '' ? 'it names no channels' : `its channels are ${p.known}`}; mend --agent-channel or the sidecar, or name the agent by --agent-speaker.`,
  duplicate: (p) => `differs from the call of the same id at ${p.others}: none is scored, keep one or rename.`,
} satisfies Record<string, (params: RejectParams) => string>;

export type RejectCode = keyof typeof SENTENCES;

/** A fault found in one call, before it is known where the call stands. */
export interface Fault {
  readonly code: RejectCode;
  readonly params: RejectParams;
}

export function fault(code: RejectCode, params: RejectParams = {}): Fault {
  return { code, params };
}

export function isFault(value: unknown): value is Fault {
  return typeof value === 'object' && value !== null && 'code' in value && 'params' in value && !('reason' in value);
}

/** A fault at its place. */
export function rejectOf(
  place: CallSource,
  callId: string | null,
  { code, params }: Fault,
  loses: Loss = 'call',
): Reject {
  const sentence: (params: RejectParams) => string = SENTENCES[code];
  const culprit = callId === null ? '' : ` call "${shorten(callId)}"`;
  return {
    file: place.file,
    line: place.line,
    callId,
    code,
    params,
    loses,
    reason: `${placeName(place)}${culprit} ${sentence(params)}`,
  };
}

/** `file:line`, or the file alone. */
export function placeName(place: CallSource): string {
  return place.line === null ? place.file : `${place.file}:${place.line}`;
}

/** Names that a sentence lists at most. */
const SHOWN_NAMES = 12;

/** Names as a sentence lists them. */
export function namesList(names: readonly string[]): string {
  const shown = names.slice(0, SHOWN_NAMES).map((name) => `"${shorten(name)}"`);
  return `${shown.join(', ')}${names.length > SHOWN_NAMES ? ', …' : ''}`;
}

const SHOWN_CHARACTERS = 60;

/** A value short enough for a sentence, without control characters. */
export function shorten(value: string): string {
  const clean = value.replace(/\p{C}/gu, '?');
  return clean.length <= SHOWN_CHARACTERS ? clean : `${clean.slice(0, SHOWN_CHARACTERS)}…`;
}
