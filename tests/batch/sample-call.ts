/** A plain call of so many turns. */

import type { Call } from '../../src/domain/call.js';
import type { StoredCall } from '../../src/scoring/stored-call.js';
import { blankCall } from '../blank-call.js';

export function call(callId: string, turns = 2, changes: Partial<Call> = {}): Call {
  return blankCall({
    callId,
    turns: Array.from({ length: turns }, (_, index) => ({
      index,
      speaker: index % 2 === 0 ? 'agent' : 'caller',
      agentId: null,
      channel: null,
      text: `句 ${index}`,
      startMs: null,
      endMs: null,
      asrConfidence: null,
    })),
    source: { file: 'calls.jsonl', line: null },
    ...changes,
  });
}

/** Stored bytes of a call that stand for a result and its turns. */
export function storedOf(callId: string, words: string): StoredCall {
  const bytes = (text: string) => new Uint8Array(Buffer.from(text));
  return { callId, verdict: bytes(`{${words}}`), findings: bytes('[]'), turns: bytes(`${words}\n`) };
}
