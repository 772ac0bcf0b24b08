/**
 * A call as a format hands it over: values of the right type, words of the source already looked up, nothing derived
 * yet. `completeCall` turns it into a Call.
 */
import {
  type Call,
  type CallEvent,
  type CallRoles,
  type CallSource,
  type CallVendor,
  type Conversion,
  type Direction,
  hasTimes,
  type Language,
  type Medium,
  type Speaker,
  type Turn,
  type TurnVendor,
  type Word,
} from '../domain/call.js';
import { NO_ROLES, type RoleOptions, withRoles } from './roles.js';

export interface TurnDraft {
  readonly speaker: Speaker;
  readonly speakerLabel?: string;
  readonly agentId: string | null;
  readonly channel: number | null;
  readonly text: string;
  readonly startMs: number | null;
  readonly endMs: number | null;
  readonly words?: readonly Word[];
  readonly asrConfidence: number | null;
  readonly vendor?: TurnVendor;
}

export interface CallDraft {
  readonly callId: string;
  readonly language: Language | null;
  readonly startedAt: string | null;
  readonly durationMs: number | null;
  readonly direction: Direction | null;
  readonly medium: Medium | null;
  readonly agentId: string | null;
  readonly team: string | null;
  readonly queue: string | null;
  readonly callerNumber: string | null;
  readonly recordingUrl: string | null;
  readonly meta: Readonly<Record<string, string | number | boolean>>;
  readonly turns: readonly TurnDraft[];
  readonly events: readonly CallEvent[];
  /** As an earlier reading found them, see canonical.ts. */
  readonly roles?: CallRoles;
  readonly vendor?: CallVendor;
  readonly conversion?: Conversion;
  /** Where the source tells of the recording itself: whether both sides lie on channels of their own. */
  readonly overlapObservable?: boolean;
}

/** Below this share of Han among the letters a call is read as English. */
const MIN_HAN_SHARE = 0.2;
/** The time that one ring takes, to tell rings from ringing time. */
const MS_PER_RING = 5000;

/** The call with what follows from its turns: language, agents, rings, whether overlaps can be seen. */
export function completeCall(given: CallDraft, source: CallSource, roles: RoleOptions = NO_ROLES): Call {
  const resolved = withRoles(given, roles);
  const draft = { ...given, turns: resolved.turns };
  const { turns, agentId } = withAgents(draft);
  const medium = draft.medium ?? 'voice';
  const overlap = draft.overlapObservable ?? overlapObservable(turns);
  return {
    callId: draft.callId,
    language: draft.language ?? languageOf(turns),
    startedAt: draft.startedAt,
    durationMs: draft.durationMs,
    direction: draft.direction,
    medium,
    agentId,
    team: draft.team,
    queue: draft.queue,
    callerNumber: draft.callerNumber,
    recordingUrl: draft.recordingUrl,
    meta: sortedMeta({ ...rings(draft), ...draft.meta }),
    overlapObservable: medium === 'voice' && overlap && hasTimes({ turns }),
    turns,
    roles: resolved.roles,
    events: draft.events,
    ...(draft.vendor === undefined ? {} : { vendor: draft.vendor }),
    ...(draft.conversion === undefined ? {} : { conversion: draft.conversion }),
    source,
  };
}

/**
 * Turns name their agent only where a call has several: the call's own agent is then whoever it names, else the first
 * who speaks, and an agent turn that names none belongs to that one.
 */
function withAgents({ turns, agentId }: CallDraft): { readonly turns: Turn[]; readonly agentId: string | null } {
  const named = turns.flatMap((turn) => (turn.speaker === 'agent' && turn.agentId !== null ? [turn.agentId] : []));
  const main = agentId ?? named[0] ?? turns.find((turn) => turn.agentId !== null)?.agentId ?? null;
  const several = named.some((name) => name !== main);
  return {
    turns: turns.map((turn, index) => ({
      index,
      ...turn,
      agentId: several && turn.speaker === 'agent' ? (turn.agentId ?? main) : null,
    })),
    agentId: main,
  };
}

/** Chinese where at least a fifth of the letters is Han, and where there are no letters. */
function languageOf(turns: readonly Turn[]): Language {
  let han = 0;
  let letters = 0;
  for (const { text } of turns) {
    han += text.match(/\p{Script=Han}/gu)?.length ?? 0;
    letters += text.match(/\p{L}/gu)?.length ?? 0;
  }
  return letters > 0 && han < letters * MIN_HAN_SHARE ? 'en' : 'zh';
}

/** The number of rings, where the record tells the ringing time. A number given in `meta.rings` stands. */
function rings({ events }: CallDraft): Readonly<Record<string, number>> {
  const ringing = events.find(({ kind, startMs, endMs }) => kind === 'ringing' && startMs !== null && endMs !== null);
  return ringing === undefined ? {} : { rings: Math.round((ringing.endMs! - ringing.startMs!) / MS_PER_RING) };
}

function sortedMeta(meta: CallDraft['meta']): CallDraft['meta'] {
  return Object.fromEntries(Object.entries(meta).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/**
 * Overlaps can be seen where every spoken turn has its times and either two channels carry speech or one overlap
 * between two speakers shows that the recogniser keeps them. Otherwise (one channel, or none named, and no overlap) the
 * recording may be mixed, and silence about overlaps says nothing.
 */
export function overlapObservable(turns: readonly Turn[]): boolean {
  if (!hasTimes({ turns })) return false;
  const spoken = turns.filter((turn) => turn.text.trim() !== '');
  const channels = new Set(spoken.flatMap((turn) => (turn.channel === null ? [] : [turn.channel])));
  return channels.size > 1 || someOverlap(spoken);
}

function someOverlap(spoken: readonly Turn[]): boolean {
  const byStart = [...spoken].sort((a, b) => a.startMs! - b.startMs!);
  /** How far each speaker has been heard so far. */
  const heardUntil = new Map<Speaker, number>();
  for (const { speaker, startMs, endMs } of byStart) {
    for (const [other, until] of heardUntil) if (other !== speaker && until > startMs!) return true;
    heardUntil.set(speaker, Math.max(heardUntil.get(speaker) ?? 0, endMs!));
  }
  return false;
}
