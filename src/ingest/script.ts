/**
 * Plain scripts: "Agent: …" line by line, with a time stamp before the speaker, after it, or after the colon, or speaker
 * and stamp on a line of their own. A line without a speaker continues the turn before. A file is one call, named as the
 * file, unless lines "# callId" or "=== callId ===" begin calls; `key: value` lines may follow these, with the names of
 * the vocabulary's columns, or any other name, which goes into `meta`.
 *
 * A name that the vocabulary does not list begins a turn of an unknown speaker where a time stamp stands beside it, where
 * it begins two lines of the call or more, or where it stands on a line with its stamp as such names do. A word in
 * brackets begins a turn where it is a known speaker. A stamp at the start of a line begins a turn as well, in brackets always,
 * bare where half of the lines have one ("12:30 I came by" is speech otherwise).
 */

import { withCallClock } from './call-clock.js';
import { CALL_FIELDS, CHANGING_FIELDS, callFieldsOf, plainValue } from './call-fields.js';
import { isCallId, MAX_ID_CHARACTERS, orderFault } from './canonical.js';
import type { TurnDraft } from './draft.js';
import {
  callItem,
  type FileContext,
  type IngestItem,
  type ItemStream,
  lineFault,
  rejectItem,
  tooLong,
} from './item.js';
import { callBytes, type Limits } from './limits.js';
import type { Line, LineBatches } from './lines.js';
import { cutAtSpeakers } from './one-line.js';
import { type Fault, fault, isFault, shorten } from './reject.js';
import { readLine, type ScriptLine } from './script-line.js';
import { isRoleWithName, labelSpeaker, type NamedSpeaker, namedSpeaker } from './speaker.js';
import { foldWord, type IngestVocabulary } from './vocabulary.js';

export async function* readScript(batches: LineBatches, context: FileContext): ItemStream {
  let part: Part | null = null;
  for await (const lines of batches) {
    for (const line of lines) {
      const callId = headerOf(line.text);
      if (callId !== null) {
        if (part !== null && !isBlank(part)) yield readPart(part, context);
        part = {
          callId,
          line: line.number,
          lines: [],
          characters: 0,
          fault: line.fault === null ? null : lineFault(line.fault),
        };
      } else {
        part ??= { callId: null, line: 1, lines: [], characters: 0, fault: null };
        addLine(part, line, context.limits);
      }
    }
  }
  if (part !== null) yield readPart(part, context);
}

/** The lines of one call. */
interface Part {
  /** Null for a call that no header line names. */
  readonly callId: string | null;
  readonly line: number;
  lines: Line[];
  characters: number;
  fault: Fault | null;
}

const HASH_HEADER = /^#{1,3}\s+(\S.*?)\s*$/;
const RULE_HEADER = /^={3,}\s*(\S.*?)\s*={3,}\s*$/;

/** The call id of a header line; null for any other line. */
export function headerOf(line: string): string | null {
  return (HASH_HEADER.exec(line) ?? RULE_HEADER.exec(line))?.[1] ?? null;
}

function isBlank({ callId, lines }: Part): boolean {
  return callId === null && lines.every(({ text, fault: broken }) => broken === null && text.trim() === '');
}

function addLine(part: Part, line: Line, limits: Limits): void {
  part.characters += line.text.length;
  if (line.fault !== null) part.fault ??= lineFault(line.fault);
  else if (part.characters > callBytes(limits)) part.fault ??= tooLong(limits);
  if (part.fault === null) part.lines.push(line);
  else part.lines = [];
}

function readPart(part: Part, context: FileContext): IngestItem {
  const callId = part.callId ?? context.fileId;
  const source = { file: context.file, line: part.callId === null ? null : part.line };
  if (part.fault !== null) return rejectItem(source, isCallId(callId) ? callId : null, part.fault);
  if (!isCallId(callId)) {
    const expected = `text of at most ${MAX_ID_CHARACTERS} characters without control characters`;
    return rejectItem(source, null, fault('bad_field', { field: 'call id', expected, actual: `"${shorten(callId)}"` }));
  }
  const lines = part.lines.map(({ text }) => text.trim()).filter((text) => text !== '');
  const { header, body, keys } = splitHeader(lines, part.callId !== null, context.vocabulary);
  for (const key of keys) context.sights.sawField(key);
  const turns = turnsOf(body, context.vocabulary);
  if (isFault(turns)) return rejectItem(source, callId, turns);
  const fields = callFieldsOf(header.fields, context.vocabulary);
  if (isFault(fields)) return rejectItem(source, callId, fields);
  const clocked = withCallClock(turns, fields.startedAt);
  if (isFault(clocked)) return rejectItem(source, callId, clocked);
  const { warnings, ...timed } = clocked;
  const draft = {
    ...fields,
    ...timed,
    callId,
    agentId: header.fields.get('agentId') ?? null,
    meta: header.meta,
    ...(warnings.length === 0 ? {} : { conversion: { format: 'script', warnings } }),
  };
  return callItem(draft, source, context);
}

interface Header {
  readonly fields: ReadonlyMap<string, string>;
  readonly meta: Readonly<Record<string, string | number>>;
}

const HEADER_FIELDS: ReadonlySet<string> = new Set(['agentId', ...CHANGING_FIELDS, ...CALL_FIELDS]);

/** The `key: value` lines before the first turn. Unlisted keys count only under a header line. */
function splitHeader(
  lines: readonly string[],
  underHeaderLine: boolean,
  vocabulary: IngestVocabulary,
): { readonly header: Header; readonly body: readonly string[]; readonly keys: readonly string[] } {
  const fields = new Map<string, string>();
  const meta = new Map<string, string | number>();
  const keys: string[] = [];
  for (const line of lines) {
    const match = /^([^:\uff1a]{1,40})[:\uff1a]\s*(.*)$/.exec(line);
    const key = match?.[1]?.trim() ?? '';
    if (match === null || readLine(line).stamp !== null || namedSpeaker(key, vocabulary) !== null) break;
    const field = vocabulary.columns.get(foldWord(key));
    const value = match[2]!.trim();
    if (field !== undefined && HEADER_FIELDS.has(field)) {
      if (value !== '' && !fields.has(field)) fields.set(field, value);
    } else if (underHeaderLine) meta.set(key, plainValue(value));
    else break;
    keys.push(key);
  }
  return { header: { fields, meta: Object.fromEntries(meta) }, body: lines.slice(keys.length), keys };
}

/** A turn while its lines are gathered. */
interface OpenTurn {
  readonly named: NamedSpeaker | null;
  readonly name: string | null;
  readonly stamp: ScriptLine['stamp'];
  readonly texts: string[];
}

/** The turns of the lines of one call, trimmed and not blank; a single line is cut before each mark of a speaker. */
export function turnsOf(given: readonly string[], vocabulary: IngestVocabulary): readonly TurnDraft[] | Fault {
  const { lines, names } =
    given.length === 1 ? cutAtSpeakers(given[0]!, vocabulary) : { lines: given, names: new Set<string>() };
  const read = lines.map(readLine);
  const repeated = new Set([...repeatedNames(read), ...names]);
  const headings = headingNames(read, repeated, vocabulary);
  const hasSibling = [...repeated].some((name) => isRoleWithName(name, vocabulary));
  const bareCounts = read.filter(({ stampPlace }) => stampPlace === 'bare').length * 2 >= read.length;
  const turns: OpenTurn[] = [];
  for (const [index, line] of read.entries()) {
    const { stamp, stampPlace, whole } = line;
    const { name, text } = nameOf(line, vocabulary);
    const known = name === null ? null : namedSpeaker(name, vocabulary);
    const isName =
      known !== null ||
      (name !== null &&
        looksLikeName(name) &&
        (stampPlace === 'beside' ||
          repeated.has(name) ||
          headings.has(index) ||
          (isRoleWithName(name, vocabulary) && hasSibling)));
    const named = isName ? labelSpeaker(name!, vocabulary) : null;
    const isStamped = stampPlace === 'bracketed' || (stampPlace === 'bare' && bareCounts);
    const last = turns.at(-1);
    if (isName || isStamped) {
      const lone = last !== undefined && isLoneStamp(last) ? turns.pop()!.stamp : null;
      const said = isName ? text : whole;
      turns.push({ named, name: isName ? name : null, stamp: stamp ?? lone, texts: said === '' ? [] : [said] });
    } else if (last === undefined) turns.push({ named: null, name: null, stamp: null, texts: [lines[index]!] });
    else last.texts.push(lines[index]!);
  }
  if (turns.every(({ name, stamp }) => name === null && stamp === null)) return fault('script_no_speaker');
  const ids = agentIds(turns);
  const drafts = turns.map((turn, index) => draftOf(turn, ids[index]!));
  const wrong = drafts.map((turn, index) => orderFault(`turn ${index}`, turn)).find((found) => found !== null);
  return wrong ?? drafts;
}

function draftOf({ named, name, stamp, texts }: OpenTurn, agentId: string | null): TurnDraft {
  const speaker = named?.speaker ?? 'unknown';
  return {
    speaker,
    ...(speaker === 'unknown' && name !== null ? { speakerLabel: name } : {}),
    agentId,
    channel: null,
    text: texts.join('\n'),
    startMs: stamp?.startMs ?? null,
    endMs: stamp?.endMs ?? null,
    asrConfidence: null,
  };
}

/** A stamp on a line of its own, which belongs to the turn of the next line. */
function isLoneStamp({ named, name, stamp, texts }: OpenTurn): boolean {
  return named === null && name === null && stamp !== null && texts.length === 0;
}

const MAX_UNLISTED_NAME = 16;

function looksLikeName(name: string): boolean {
  return name.length <= MAX_UNLISTED_NAME && /^[\p{L}\p{N}][\p{L}\p{N} ._\-()\uff08\uff09\u00b7*]*$/u.test(name);
}

/** The name before a colon, or the known speaker in brackets, with what is said then. */
function nameOf({ name, text, tag }: ScriptLine, vocabulary: IngestVocabulary): Pick<ScriptLine, 'name' | 'text'> {
  const isTag = tag !== null && (name === null || namedSpeaker(name, vocabulary) === null);
  return isTag && namedSpeaker(tag.name, vocabulary) !== null ? tag : { name, text };
}

/**
 * Lines of a name and a stamp alone whose name comes once: they are headings as other such lines are, where their stamps
 * stand in the order of these.
 */
function headingNames(
  lines: readonly ScriptLine[],
  repeated: ReadonlySet<string>,
  vocabulary: IngestVocabulary,
): ReadonlySet<number> {
  const alone = lines.flatMap(({ stampPlace, stamp, name }, index) =>
    stampPlace === 'alone' && name !== null && looksLikeName(name)
      ? [{ index, at: stamp!.startMs, isSure: repeated.has(name) || namedSpeaker(name, vocabulary) !== null }]
      : [],
  );
  const sure = alone.filter(({ isSure }) => isSure);
  return new Set(
    alone
      .filter(({ index, at, isSure }) => {
        const before = sure.findLast((one) => one.index < index);
        const after = sure.find((one) => one.index > index);
        return !isSure && sure.length > 0 && at >= (before?.at ?? 0) && at <= (after?.at ?? Number.POSITIVE_INFINITY);
      })
      .map(({ index }) => index),
  );
}

function repeatedNames(lines: readonly ScriptLine[]): ReadonlySet<string> {
  const seen = new Set<string>();
  const repeated = new Set<string>();
  for (const { name } of lines) {
    if (name === null || !looksLikeName(name)) continue;
    if (seen.has(name)) repeated.add(name);
    seen.add(name);
  }
  return repeated;
}

/** Shorter than this, a number after "Agent" counts agents and is no staff id. */
const MIN_STAFF_ID = 3;

/** The agent of each turn: a staff id after the word, or the whole name ("Agent 2") where a call numbers several. */
function agentIds(turns: readonly OpenTurn[]): readonly (string | null)[] {
  const isNumber = (suffix: string) => suffix.length < MIN_STAFF_ID && /^\d+$/.test(suffix);
  const numbered = new Set(
    turns.flatMap(({ named, name }) =>
      named?.speaker === 'agent' && named.suffix !== null && isNumber(named.suffix) ? [name] : [],
    ),
  );
  return turns.map(({ named, name }) => {
    if (named?.speaker !== 'agent' || named.suffix === null) return null;
    if (!isNumber(named.suffix)) return named.suffix;
    return numbered.size > 1 ? name : null;
  });
}
