/**
 * A call as a canonical JSON object, for `tingping convert`. Reading it again gives the same call, its turns with the same
 * indexes; what is not known is left out, and what follows from the turns is not written.
 */
import type { Call, CallEvent, Turn } from '../domain/call.js';
import { overlapObservable } from './draft.js';

export function canonicalOf(call: Call): object {
  const { meta, turns, events } = call;
  return {
    schemaVersion: 1,
    callId: call.callId,
    ...known({
      startedAt: call.startedAt,
      durationMs: call.durationMs,
      language: call.language,
      direction: call.direction,
      medium: call.medium,
      agentId: call.agentId,
      team: call.team,
      queue: call.queue,
      callerNumber: call.callerNumber,
      recordingUrl: call.recordingUrl,
    }),
    ...(Object.keys(meta).length === 0 ? {} : { meta }),
    ...(toldOverlap(call) ? { overlapObservable: call.overlapObservable } : {}),
    turns: turns.map(turnOf),
    ...(events.length === 0 ? {} : { events: events.map((event: CallEvent) => known(event)) }),
    ...known({ vendor: call.vendor, conversion: call.conversion }),
  };
}

/** Whether the source told of overlaps what the turns alone do not show. */
function toldOverlap({ medium, turns, overlapObservable: told }: Call): boolean {
  return medium === 'voice' && told !== overlapObservable(turns);
}

function turnOf({ index: _index, speaker, text, startMs, endMs, ...rest }: Turn): object {
  return { speaker, ...known({ startMs, endMs }), text, ...known(rest) };
}

function known(fields: object): object {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null && value !== undefined));
}
