/**
 * A call as a canonical JSON object, for `tingping convert`. Reading it again gives the same call, its turns with the same
 * indexes; what is not known is left out, and what follows from the turns is not written.
 */
import type { Call, CallEvent, Turn } from '../domain/call.js';
import { overlapObservable } from './draft.js';
import { NO_ROLES, withRoles } from './roles.js';

export function canonicalOf(call: Call): object {
  const { meta, turns, roles, events } = call;
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
    ...(areRolesOfOwn(call) ? { roles: { source: roles.source, confidence: roles.confidence } } : {}),
    ...(events.length === 0 ? {} : { events: events.map((event: CallEvent) => known(event)) }),
    ...known({ vendor: sorted(call.vendor), conversion: call.conversion }),
  };
}

/** Whether the source told of overlaps what the turns alone do not show. */
function toldOverlap({ medium, turns, overlapObservable: told }: Call): boolean {
  return medium === 'voice' && told !== overlapObservable(turns);
}

/** Whether the roles are known otherwise than the turns alone show. */
function areRolesOfOwn({ turns, agentId, direction, roles }: Call): boolean {
  const shown = withRoles({ turns, agentId, direction }, NO_ROLES).roles;
  return shown.source !== roles.source || shown.confidence !== roles.confidence;
}

function turnOf(turn: Turn): object {
  const { speaker, speakerLabel, agentId, channel, startMs, endMs, text, words, asrConfidence, vendor } = turn;
  return {
    speaker,
    ...known({ speakerLabel, agentId, channel, startMs, endMs }),
    text,
    ...known({ words, asrConfidence, vendor: sorted(vendor) }),
  };
}

function known(fields: object): object {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null && value !== undefined));
}

/** With its fields in one order, so that writing what was read gives the same bytes. */
function sorted(fields: object | undefined): object | undefined {
  return fields && Object.fromEntries(Object.entries(fields).sort(([a], [b]) => (a < b ? -1 : 1)));
}
