/**
 * JSON and JSONL. A JSON file holds one call as an object, an array of calls, or objects one after the other; its text is
 * cut into calls before it is parsed, so that an array of any size is read call by call and a fault costs one call.
 * A JSONL file holds one call a line.
 */
import type { CallSource } from '../domain/call.js';
import { callIdOf, readCanonical } from './canonical.js';
import {
  callOrReject,
  type FileContext,
  type IngestItem,
  type ItemStream,
  lineFault,
  rejectItem,
  tooLong,
} from './item.js';
import { type Line, type LineBatches, MAX_LINE_BYTES } from './lines.js';
import { type Fault, fault } from './reject.js';

export async function* readJsonl(batches: LineBatches, context: FileContext): ItemStream {
  for await (const lines of batches) {
    for (const { number, text, fault: broken } of lines) {
      if (broken === null && text.trim() === '') continue;
      yield readText(text, broken === null ? null : lineFault(broken), { file: context.file, line: number }, context);
    }
  }
}

export async function* readJson(batches: LineBatches, context: FileContext): ItemStream {
  const cutter = new PieceCutter();
  const read = ({ text, fault: broken }: Piece, line: number | null) =>
    readText(text, broken, { file: context.file, line }, context);
  // The first object waits for a second one: a file of one call names no line.
  let first: Piece | null = null;
  let count = 0;
  for await (const lines of batches) {
    for (const piece of lines.flatMap((line) => cutter.feed(line))) {
      count++;
      if (count === 1) {
        first = piece;
        continue;
      }
      if (first !== null) yield read(first, first.line);
      first = null;
      yield read(piece, piece.line);
    }
  }
  const last = cutter.finish();
  if (first !== null) yield read(first, last.length > 0 || cutter.sawList ? first.line : null);
  for (const piece of last) yield read(piece, piece.line);
  if (cutter.listOpen) yield rejectItem({ file: context.file, line: null }, null, fault('truncated'));
}

const MAX_DEPTH = 100;

/** One call from its JSON. A text with broken bytes is parsed as well, to name the call that is lost. */
function readText(text: string, broken: Fault | null, place: CallSource, { vocabulary }: FileContext): IngestItem {
  if (depthOf(text) > MAX_DEPTH) return rejectItem(place, null, broken ?? fault('too_deep', { limit: MAX_DEPTH }));
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (thrown) {
    // V8's message may quote the text, which is somebody's words: only the position is taken from it.
    const at = thrown instanceof Error ? /position (\d+)/.exec(thrown.message)?.[1] : undefined;
    return rejectItem(place, null, broken ?? fault('bad_json', { at: at ?? '' }));
  }
  if (broken !== null) return rejectItem(place, callIdOf(value), broken);
  return callOrReject(readCanonical(value, place, vocabulary));
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const OPEN = new Set([0x5b, 0x7b]);
const CLOSE = new Set([0x5d, 0x7d]);
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
const SPACE = new Set([0x20, 0x09, 0x0a, 0x0d]);

/** How deep brackets nest, strings left out. */
function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  let inString = false;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (inString) {
      if (code === BACKSLASH) at++;
      else if (code === QUOTE) inString = false;
    } else if (code === QUOTE) inString = true;
    else if (OPEN.has(code)) deepest = Math.max(deepest, ++depth);
    else if (CLOSE.has(code)) depth--;
  }
  return deepest;
}

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
    if (this.characters > MAX_LINE_BYTES) {
      this.broken ??= tooLong();
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
