/** A plain call of so many turns. */
import type { Call } from '../../src/domain/call.js';

export function call(callId: string, turns = 2, changes: Partial<Call> = {}): Call {
  return {
    callId,
    language: 'zh',
    startedAt: null,
    durationMs: null,
    direction: null,
    medium: 'voice',
    agentId: null,
    team: null,
    queue: null,
    callerNumber: null,
    recordingUrl: null,
    meta: {},
    overlapObservable: false,
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
    events: [],
    source: { file: 'calls.jsonl', line: null },
    ...changes,
  };
}
