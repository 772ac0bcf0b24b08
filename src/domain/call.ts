/**
 * A call as every stage sees it: who spoke which turn, when (if known), and what the record says beside the words.
 * Turns are never merged or reordered after ingest, so that a turn index means the same in labels, findings and reports.
 */

/** `unknown` is a speaker the source does not name; `system` is an announcement (IVR, recording notice). */
export type Speaker = 'agent' | 'caller' | 'system' | 'unknown';

export type Language = 'zh' | 'en';

/** A recognised word with its time in milliseconds from the start of the call. */
export interface Word {
  readonly text: string;
  readonly startMs: number;
  readonly endMs: number;
}

/**
 * What the source's own analysis says of a turn. It is kept for people and for comparisons; nothing that we find rests on
 * it. Numbers are on the source's scale, see the format.
 */
export interface TurnVendor {
  readonly sentiment?: 'positive' | 'neutral' | 'negative' | 'mixed';
  readonly sentimentScore?: number;
  /** In the source's words, lower case. */
  readonly emotion?: string;
  /** Whether the source takes the turn for an interruption of the other side. */
  readonly interrupts?: boolean;
  readonly loudness?: readonly number[];
  readonly speechRate?: number;
  /** Categories, topics and kinds of remark (`issue`, `outcome`, `action`) that the source put on the turn. */
  readonly labels?: readonly string[];
}

/** An interruption that the source found; `by` as the source names the speaker. */
export interface VendorInterruption {
  readonly by: string;
  readonly startMs: number;
  readonly endMs: number;
}

/** What the source's own analysis says of the whole call. */
export interface CallVendor {
  /** Overall sentiment by participant, as the source names them. */
  readonly sentiment?: Readonly<Record<string, number>>;
  readonly categories?: readonly string[];
  readonly interruptions?: readonly VendorInterruption[];
  readonly silenceMs?: number;
}

export const CONVERSION_WARNINGS = ['time_unit', 'clock_offset', 'times_mended', 'duplicates_dropped'] as const;

/** What reading a foreign format had to change in order to make sense of it. */
export interface ConversionWarning {
  readonly code: (typeof CONVERSION_WARNINGS)[number];
  readonly params: Readonly<Record<string, string | number>>;
}

/** How a call came from a foreign format. */
export interface Conversion {
  /** Id of the format, see `tingping formats`. */
  readonly format: string;
  readonly warnings: readonly ConversionWarning[];
}

export interface Turn {
  /** Position in the file, from 0, empty turns counted. */
  readonly index: number;
  readonly speaker: Speaker;
  /** The speaker as the source names it (`spk_0`, a name); absent where it names none beside the role. */
  readonly speakerLabel?: string;
  /** The agent who speaks, where a call has several; null where the call names one or none. */
  readonly agentId: string | null;
  /** Audio channel from 0; null where unknown. */
  readonly channel: number | null;
  readonly text: string;
  /** Milliseconds from the start of the call; null without times. */
  readonly startMs: number | null;
  readonly endMs: number | null;
  readonly words?: readonly Word[];
  /** Confidence of the speech recogniser, 0..1. */
  readonly asrConfidence: number | null;
  readonly vendor?: TurnVendor;
}

/** Roles that were inferred are trusted from this confidence on. */
export const CERTAIN_ROLES = 0.9;
/** The share of spoken turns whose speaker may be unknown in a call whose roles are known. */
export const MOST_UNKNOWN_SHARE = 0.1;

export const ROLE_SOURCES = ['told', 'option', 'inferred', 'unknown'] as const;

/** How it is known who is agent and who is caller: the source tells, the user does, or the talk does. */
export interface CallRoles {
  readonly source: (typeof ROLE_SOURCES)[number];
  /** 0..1. Turns stay unknown where roles were inferred and are not certain. */
  readonly confidence: number;
}

export type EventKind = 'hold' | 'transfer' | 'ringing' | 'hangup';

/** Something the call record says happened, apart from what was spoken. */
export interface CallEvent {
  readonly kind: EventKind;
  readonly startMs: number | null;
  readonly endMs: number | null;
  /** Who hung up; null for other kinds or where unknown. */
  readonly by: 'agent' | 'caller' | 'line' | null;
  /** Where a transfer went; null where unknown. */
  readonly to: string | null;
}

export type Direction = 'inbound' | 'outbound';
export type Medium = 'voice' | 'chat';

/** Where a call was read from; used in error sentences only, never in a result. */
export interface CallSource {
  readonly file: string;
  /** First line of the call in the file, from 1; null where the file is one call. */
  readonly line: number | null;
}

export interface Call {
  readonly callId: string;
  readonly language: Language;
  /** ISO 8601 with the call's own offset; null where unknown. */
  readonly startedAt: string | null;
  readonly durationMs: number | null;
  readonly direction: Direction | null;
  readonly medium: Medium;
  readonly agentId: string | null;
  readonly team: string | null;
  readonly queue: string | null;
  readonly callerNumber: string | null;
  readonly recordingUrl: string | null;
  /** Free data of the source, e.g. `callerName`, `rings`, `csat`; values are plain text or numbers. */
  readonly meta: Readonly<Record<string, string | number | boolean>>;
  /** Whether overlapping speech could be seen at all: times on every turn, and not one mixed channel without any overlap. */
  readonly overlapObservable: boolean;
  readonly turns: readonly Turn[];
  readonly roles: CallRoles;
  readonly events: readonly CallEvent[];
  readonly vendor?: CallVendor;
  /** Absent where the source is canonical; of a table of turns or a script there only where its clock was moved. */
  readonly conversion?: Conversion;
  readonly source: CallSource;
}

/** Whether every spoken turn has a start and an end. */
export function hasTimes({ turns }: Pick<Call, 'turns'>): boolean {
  const spoken = turns.filter((turn) => turn.text.trim() !== '');
  return spoken.length > 0 && spoken.every((turn) => turn.startMs !== null && turn.endMs !== null);
}

/** Whether it is certain who is agent and who is caller, and no more than a tenth of the turns is unknown. */
export function hasRoles({ turns, roles }: Pick<Call, 'turns' | 'roles'>): boolean {
  return areRolesGiven(turns) && roles.confidence >= CERTAIN_ROLES;
}

/** Whether an agent or a caller speaks, and hardly anybody who is not named. */
export function areRolesGiven(turns: readonly Pick<Turn, 'speaker' | 'text'>[]): boolean {
  const spoken = turns.filter((turn) => turn.text.trim() !== '');
  const unknown = spoken.filter((turn) => turn.speaker === 'unknown').length;
  const isKnown = spoken.some((turn) => turn.speaker === 'agent' || turn.speaker === 'caller');
  return isKnown && unknown <= spoken.length * MOST_UNKNOWN_SHARE;
}
