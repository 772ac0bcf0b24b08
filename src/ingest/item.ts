/** What ingest hands over, and what every format needs to know about the file it reads. */
import type { Call, CallSource } from '../domain/call.js';
import type { DocumentReader } from './documents.js';
import { type CallDraft, completeCall } from './draft.js';
import { encodingName } from './encoding.js';
import { type FileMetadata, withMetadata } from './file-metadata.js';
import type { Format } from './format.js';
import type { Limits } from './limits.js';
import type { LineFault } from './lines.js';
import type { FileSights } from './option-use.js';
import { type Fault, fault, type Loss, type Reject, rejectOf } from './reject.js';
import type { RoleOptions } from './roles.js';
import type { IngestVocabulary } from './vocabulary.js';

export interface RejectItem {
  readonly kind: 'reject';
  readonly reject: Reject;
}

export type IngestItem = { readonly kind: 'call'; readonly call: Call } | RejectItem;

export type ItemStream = AsyncGenerator<IngestItem>;

export interface FileContext {
  /** As errors name it. */
  readonly file: string;
  /** The id of a call that has none of its own: the file's name without folder and extension. */
  readonly fileId: string;
  readonly vocabulary: IngestVocabulary;
  /** Who is the agent, by the user's word or by what is said. */
  readonly roles: RoleOptions;
  /** What is told of its calls outside of it. */
  readonly metadata: FileMetadata;
  /** The format by the user's word; null where the file tells it. */
  readonly format: Format | null;
  readonly limits: Limits;
  /** Knows the JSON documents of all formats. */
  readonly documents: DocumentReader;
  /** Takes down what the file has of the things that options name. */
  readonly sights: FileSights;
}

/** The call of a draft, with what its file tells; a reject where nobody says anything, as there is nothing to score. */
export function callItem(draft: CallDraft, place: CallSource, { metadata, roles, sights }: FileContext): IngestItem {
  const { callId, turns, conversion } = draft;
  if (turns.every(({ text }) => text.trim() === '')) {
    return rejectItem(place, callId, fault('no_turns', { turns: turns.length, format: conversion?.format ?? '' }));
  }
  const call = completeCall(withMetadata(draft, metadata), place, roles);
  sights.sawCall(draft, call);
  return { kind: 'call', call };
}

export function rejectItem(place: CallSource, callId: string | null, what: Fault, loses: Loss = 'call'): RejectItem {
  return { kind: 'reject', reject: rejectOf(place, callId, what, loses) };
}

/** The fault of a line as a sentence knows it. */
export function lineFault(what: LineFault): Fault {
  return what.kind === 'too_long' ? tooLong(what) : fault('broken_bytes', { encoding: encodingName(what.encoding) });
}

export function tooLong({ callMegabytes }: Pick<Limits, 'callMegabytes'>): Fault {
  return fault('too_long', { limit: callMegabytes });
}
