/** From a parsed JSON document to calls: which format it is, and what becomes of the calls that the format finds in it. */
import type { CallSource } from '../domain/call.js';
import { isCallId } from './canonical.js';
import { type DocumentCall, type DocumentContext, isLost, type JsonFormat } from './format.js';
import { callItem, type FileContext, type IngestItem, rejectItem } from './item.js';
import { isObject } from './keys.js';
import { type Fault, fault, isFault, namesList } from './reject.js';
import { describe, valueAt } from './schema.js';

/** Which documents can be read, and by which format. */
export interface DocumentReader {
  recognises(document: unknown): boolean;
  /** Null where no format knows the document. */
  read(document: unknown, context: DocumentContext): readonly DocumentCall[] | Fault | null;
  /** What a document is that no format knows. */
  unknown(document: unknown): Fault;
}

export function documentReader(formats: readonly JsonFormat[]): DocumentReader {
  const formatOf = (document: unknown) => formats.find((format) => format.recognise(document));
  return {
    recognises: (document) => formatOf(document) !== undefined,
    read: (document, context) => formatOf(document)?.read(document, context) ?? null,
    unknown: (document) => emptyShell(document, formats) ?? unknownFault(document),
  };
}

/** The calls of a document at a place of a file; `fallbackId` names a call that has no id of its own. */
export function itemsOfDocument(
  document: unknown,
  place: CallSource,
  fallbackId: string,
  file: FileContext,
): readonly IngestItem[] {
  const { vocabulary, documents, format } = file;
  const context: DocumentContext = { fallbackId, vocabulary, readInner: documents.read };
  const calls = format?.kind === 'json' ? format.read(document, context) : documents.read(document, context);
  if (calls === null) return [rejectItem(place, null, documents.unknown(document))];
  if (isFault(calls)) return [rejectItem(place, isCallId(fallbackId) ? fallbackId : null, calls)];
  return calls.map((call) => itemOf(call, place, file));
}

export function itemOf(call: DocumentCall, place: CallSource, file: FileContext): IngestItem {
  if (!isLost(call)) return callItem(call, place, file);
  return rejectItem(place, call.callId !== null && isCallId(call.callId) ? call.callId : null, call.fault);
}

/** A document that lacks what its format is recognised by, as the list of it is there and empty. */
function emptyShell(document: unknown, formats: readonly JsonFormat[]): Fault | null {
  for (const { id, name, emptyLists = [] } of formats) {
    const field = emptyLists.find((path) => isEmpty(valueAt(document, path.split('.'))));
    if (field !== undefined) return fault('empty_shell', { format: id, name, field });
  }
  return null;
}

function isEmpty(value: unknown): boolean {
  return value === null || (Array.isArray(value) && value.length === 0);
}

function unknownFault(document: unknown): Fault {
  if (!isObject(document)) return fault('not_a_call', { actual: describe(document, false) });
  const names = Object.keys(document);
  return fault('unknown_json', { fields: names.length === 0 ? 'none' : namesList(names) });
}
