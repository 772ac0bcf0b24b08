/** A call of which nothing is known but what a test says. */
import type { Call } from '../src/domain/call.js';

export function blankCall(changes: Partial<Call> = {}): Call {
  return {
    callId: 'test',
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
    turns: [],
    roles: { source: 'told', confidence: 1 },
    events: [],
    source: { file: 'test', line: null },
    ...changes,
  };
}
