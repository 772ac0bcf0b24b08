/**
 * What a format is: one plain object that says how it is recognised, what is kept of it, and how it is read. All of them
 * stand in `formats/index.ts`. A JSON format reads one parsed document and may find several calls in it; cutting a file
 * into documents (a list, a line each) is not its business. A text format reads the lines of a file.
 */
import type { CallDraft } from './draft.js';
import type { FileContext, ItemStream } from './item.js';
import type { LineBatches } from './lines.js';
import type { Fault } from './reject.js';
import type { IngestVocabulary } from './vocabulary.js';

interface FormatFacts {
  /** What `--format` takes. */
  readonly id: string;
  readonly name: string;
  /** `supported` where a file of a real product was read, `experimental` where only documentation was followed. */
  readonly status: 'supported' | 'experimental';
  /** The rest of "recognised by …". */
  readonly recognisedBy: string;
  /** Where the format is described; null where this project describes it. */
  readonly documentation: string | null;
  /** What is kept beside speakers and words. */
  readonly keeps: string;
  /** A file of `fixtures/formats`. */
  readonly sample: string;
}

export interface JsonFormat extends FormatFacts {
  readonly kind: 'json';
  /** Whether a document is of this format: a look at its shape, never an error. */
  recognise(document: unknown): boolean;
  read(document: unknown, context: DocumentContext): readonly DocumentCall[] | Fault;
  /** Lists (with dots for objects within objects) by which a document without any call is known to be of this format. */
  readonly emptyLists?: readonly string[];
}

export interface TextFormat extends FormatFacts {
  readonly kind: 'text';
  recognise(head: TextHead): boolean;
  read(batches: LineBatches, context: FileContext): ItemStream;
}

export type Format = JsonFormat | TextFormat;

/** The beginning of a text file. */
export interface TextHead {
  /** The first lines, trimmed, blank ones left out; at least one. */
  readonly lines: readonly string[];
  /** With its dot, in lower case. */
  readonly extension: string;
  /** Whether the file is meant to be a transcript: the user named it, or its extension does. */
  readonly trusted: boolean;
  readonly vocabulary: IngestVocabulary;
}

/** What reading a document needs to know of its surroundings. */
export interface DocumentContext {
  /** The id of a call that has none of its own. */
  readonly fallbackId: string;
  readonly vocabulary: IngestVocabulary;
  /** Reads a document within the document (a transcript in a vCon, in a cell); null where no format knows it. */
  readonly readInner: (document: unknown, context: DocumentContext) => readonly DocumentCall[] | Fault | null;
}

/** A call of a document, or what is wrong with it. */
export type DocumentCall = CallDraft | LostCall;

export interface LostCall {
  readonly callId: string | null;
  readonly fault: Fault;
}

export function isLost(call: DocumentCall): call is LostCall {
  return 'fault' in call;
}

/** The context of one of several calls in a document: those without an id of their own are counted. */
export function contextOfPart(context: DocumentContext, index: number, count: number): DocumentContext {
  return count === 1 ? context : { ...context, fallbackId: `${context.fallbackId}-${index + 1}` };
}
