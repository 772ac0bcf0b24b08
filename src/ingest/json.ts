/**
 * JSON and JSONL. A JSON file holds one document as an object, an array of documents, or objects one after the other; its
 * text is cut into documents before it is parsed, so that an array of any size is read one by one and a fault costs one
 * call. Some formats write one call as an array: there the array is the document. A JSONL file holds a document a line.
 */
import type { CallSource } from '../domain/call.js';
import { callIdOf } from './canonical.js';
import { itemsOfDocument } from './documents.js';
import { type FileContext, type IngestItem, type ItemStream, lineFault, rejectItem, tooLong } from './item.js';
import { MAX_DEPTH, nestsTooDeep } from './json-depth.js';
import { callBytes, type Limits } from './limits.js';
import type { Line, LineBatches } from './lines.js';
import { type Fault, fault } from './reject.js';

export async function* readJsonl(batches: LineBatches, context: FileContext): ItemStream {
  for await (const lines of batches) {
    for (const { number, text, fault: broken } of lines) {
      if (broken === null && text.trim() === '') continue;
      const value = jsonOf(text, broken === null ? null : lineFault(broken));
      yield* itemsOf(value, { file: context.file, line: number }, `${context.fileId}-${number}`, context);
    }
  }
}

export async function* readJson(batches: LineBatches, context: FileContext): ItemStream {
  const cutter = new PieceCutter(context.limits);
  const read = (piece: Piece, line: number | null, isAlone: boolean) => {
    const id = isAlone ? context.fileId : `${context.fileId}-${piece.line}`;
    return itemsOf(jsonOf(piece.text, piece.fault), { file: context.file, line }, id, context);
  };
  // The first object waits for a second one: a file of one call names no line.
  let first: Piece | null = null;
  // A list of sentences is one document: its pieces are held together.
  let list: ListDocument | null = null;
  let count = 0;
  for await (const lines of batches) {
    for (const piece of lines.flatMap((line) => cutter.feed(line))) {
      count++;
      if (count === 1) {
        first = piece;
        if (cutter.sawList) list = listDocument(piece, context);
      } else if (list !== null) addTo(list, piece, context.limits);
      else {
        if (first !== null) yield* read(first, first.line, false);
        first = null;
        yield* read(piece, piece.line, false);
      }
    }
  }
  const last = cutter.finish();
  if (list !== null) {
    for (const piece of last) addTo(list, piece, context.limits);
    if (cutter.listOpen) list.broken ??= fault('truncated');
    const value = list.broken === null ? { value: list.values } : { broken: list.broken, value: null };
    yield* itemsOf(value, { file: context.file, line: null }, context.fileId, context);
    return;
  }
  const isAlone = last.length === 0;
  if (first !== null) yield* read(first, !isAlone || cutter.sawList ? first.line : null, isAlone);
  for (const piece of last) yield* read(piece, piece.line, count === 0);
  if (cutter.listOpen) yield rejectItem({ file: context.file, line: null }, null, fault('truncated'));
}

/** A document that is a list, while its pieces are gathered. */
interface ListDocument {
  readonly values: unknown[];
  characters: number;
  broken: Fault | null;
}

/** The list that begins with a piece, where lists that begin so are documents; null where each piece is one. */
function listDocument(piece: Piece, { documents, format }: FileContext): ListDocument | null {
  const first = jsonOf(piece.text, piece.fault);
  if ('broken' in first) return null;
  const isList = format?.kind === 'json' ? format.recognise([first.value]) : documents.recognises([first.value]);
  return isList ? { values: [first.value], characters: piece.text.length, broken: null } : null;
}

function addTo(list: ListDocument, piece: Piece, limits: Limits): void {
  if (list.broken !== null) return;
  list.characters += piece.text.length;
  const item = list.characters > callBytes(limits) ? { broken: tooLong(limits) } : jsonOf(piece.text, piece.fault);
  if ('broken' in item) {
    list.broken = item.broken;
    list.values.length = 0;
  } else list.values.push(item.value);
}

/** What a text holds as JSON; of a broken one as much as helps to name the call that is lost. */
type JsonValue = { readonly value: unknown } | { readonly broken: Fault; readonly value: unknown };

/** A text with broken bytes is parsed as well, to name the call that is lost. */
function jsonOf(text: string, broken: Fault | null): JsonValue {
  if (nestsTooDeep(text)) return { broken: broken ?? fault('too_deep', { limit: MAX_DEPTH }), value: null };
  try {
    const value: unknown = JSON.parse(text);
    return broken === null ? { value } : { broken, value };
  } catch (thrown) {
    // V8's message may quote the text, which is somebody's words: only the position is taken from it.
    const at = thrown instanceof Error ? /position (\d+)/.exec(thrown.message)?.[1] : undefined;
    return { broken: broken ?? fault('bad_json', { at: at ?? '' }), value: null };
  }
}

function itemsOf(found: JsonValue, place: CallSource, fallbackId: string, context: FileContext): readonly IngestItem[] {
  if ('broken' in found) return [rejectItem(place, callIdOf(found.value), found.broken)];
  return itemsOfDocument(found.value, place, fallbackId, context);
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const OPEN = new Set([0x5b, 0x7b]);
const CLOSE = new Set([0x5d, 0x7d]);
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
const SPACE = new Set([0x20, 0x09, 0x0a, 0x0d]);

/** The text of one value of a JSON file, from the line on which it begins. */
interface Piece {
  readonly text: string;
  readonly line: number;
  readonly fault: Fault | null;
}

/** Cuts lines into the values of the outermost list, or of the file. Wrong syntax is left for the parser to find. */
class PieceCutter {
  /** Whether the file began a list of calls. */
  sawList = false;
  listOpen = false;
  private parts: string[] = [];
  private characters = 0;
  private startLine: number | null = null;
  private broken: Fault | null = null;
  private depth = 0;
  private inString = false;
  private escaped = false;

  constructor(private readonly limits: Limits) {}

  feed({ number, text, fault: broken }: Line): Piece[] {
    const pieces: Piece[] = [];
    let from = 0;
    if (broken !== null && (this.startLine !== null || broken.kind === 'too_long')) this.broken ??= lineFault(broken);
    if (broken?.kind === 'too_long') this.startLine ??= number;
    for (let at = 0; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (this.startLine === null) {
        if (SPACE.has(code) || code === COMMA || this.isListEdge(code)) continue;
        this.startLine = number;
        this.broken = broken === null ? null : lineFault(broken);
        from = at;
      }
      if (this.endsBefore(code)) {
        pieces.push(this.take(text.slice(from, at)));
        this.isListEdge(code);
      } else if (this.endsWith(code)) pieces.push(this.take(text.slice(from, at + 1)));
    }
    if (this.startLine !== null) this.hold(text.slice(from));
    // A line end never stands in a string, and ends a bare value.
    this.inString = false;
    this.escaped = false;
    if (this.startLine !== null && this.depth <= 0) pieces.push(this.take(''));
    return pieces;
  }

  /** What is left when the file ends within a value. */
  finish(): Piece[] {
    return this.startLine === null ? [] : [this.take('')];
  }

  private isListEdge(code: number): boolean {
    if (code === OPEN_LIST && !this.listOpen) {
      this.sawList = true;
      this.listOpen = true;
      return true;
    }
    if (code === CLOSE_LIST && this.listOpen) {
      this.listOpen = false;
      return true;
    }
    return false;
  }

  /** Whether a bare value (number, word) ends before this character. */
  private endsBefore(code: number): boolean {
    return this.depth <= 0 && !this.inString && (code === COMMA || code === CLOSE_LIST);
  }

  /** Follows strings and brackets; whether an object or a list ends with this character. */
  private endsWith(code: number): boolean {
    if (this.escaped) this.escaped = false;
    else if (this.inString) {
      if (code === BACKSLASH) this.escaped = true;
      else if (code === QUOTE) this.inString = false;
    } else if (code === QUOTE) this.inString = true;
    else if (OPEN.has(code)) this.depth++;
    else if (CLOSE.has(code)) return --this.depth <= 0;
    return false;
  }

  private hold(text: string): void {
    this.characters += text.length;
    if (this.characters > callBytes(this.limits)) {
      this.broken ??= tooLong(this.limits);
      this.parts = [];
    } else this.parts.push(text);
  }

  private take(last: string): Piece {
    this.hold(last);
    const piece = { text: this.parts.join('\n'), line: this.startLine ?? 1, fault: this.broken };
    this.parts = [];
    this.characters = 0;
    this.startLine = null;
    this.broken = null;
    this.depth = 0;
    this.inString = false;
    this.escaped = false;
    return piece;
  }
}
