/**
 * A scored call as bytes of JSON: what crosses from the thread that scored it, waits on the disk, and goes into the
 * files of a run as it is. The findings, more than half of a result, lie apart: no table of a run reads them.
 */
import type { CallVerdict, PublishedTurn } from '../domain/result.js';
import type { ScoredCall } from './scorer.js';

export interface StoredCall {
  readonly callId: string;
  readonly verdict: Uint8Array;
  readonly findings: Uint8Array;
  /** The masked turns, a line each, joined by line breaks. */
  readonly turns: Uint8Array;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();
const BEFORE_FINDINGS = encoder.encode(',"findings":');
const BEHIND_FINDINGS = encoder.encode('}');

export function storedCall({ result, turns }: Pick<ScoredCall, 'result' | 'turns'>): StoredCall {
  const { findings, ...verdict } = result;
  return {
    callId: result.callId,
    verdict: encoder.encode(JSON.stringify(verdict)),
    findings: encoder.encode(JSON.stringify(findings)),
    turns: encoder.encode(turns.map((turn) => JSON.stringify(turn)).join('\n')),
  };
}

/** The whole result as one line of JSON, without a line break; the findings come last in it. */
export function resultLine({ verdict, findings }: StoredCall): Uint8Array {
  return Buffer.concat([verdict.subarray(0, -1), BEFORE_FINDINGS, findings, BEHIND_FINDINGS]);
}

export function verdictOf({ verdict }: StoredCall): CallVerdict {
  return JSON.parse(decoder.decode(verdict)) as CallVerdict;
}

export function turnsOf({ turns }: StoredCall): readonly PublishedTurn[] {
  if (turns.length === 0) return [];
  return JSON.parse(`[${decoder.decode(turns).replaceAll('\n', ',')}]`) as PublishedTurn[];
}
