/** The fields of a call beside its turns, from text: cells of a CSV file or header lines of a script. */
import type { CallEvent } from '../domain/call.js';
import type { CallDraft } from './draft.js';
import { type Fault, fault, isFault, shorten } from './reject.js';
import { namedSpeaker } from './speaker.js';
import { MAX_CALL_MS, parseMoment, parseOffset } from './time.js';
import { languageOfTag, wordOf } from './values.js';
import { foldWord, type IngestVocabulary } from './vocabulary.js';

/** Fields that a call has once. */
export const CALL_FIELDS = [
  'language',
  'direction',
  'medium',
  'startedAt',
  'durationMs',
  'durationS',
  'duration',
  'callerNumber',
  'recordingUrl',
  'hangupBy',
] as const;
/** Fields that a transfer changes: the first value is the call's. */
export const CHANGING_FIELDS = ['team', 'queue'] as const;
export type CallField = (typeof CALL_FIELDS)[number] | (typeof CHANGING_FIELDS)[number];

export type CallFields = Omit<CallDraft, 'callId' | 'agentId' | 'turns' | 'meta'>;

/** The fields of a call from text, as a CSV cell or a header line of a script gives them. */
export function callFieldsOf(values: ReadonlyMap<string, string>, vocabulary: IngestVocabulary): CallFields | Fault {
  const of = (field: CallField) => values.get(field) ?? null;
  const language = languageOfTag(of('language'), vocabulary);
  if (isFault(language)) return language;
  const direction = wordOf('direction', of('direction'), vocabulary.directions);
  if (isFault(direction)) return direction;
  const medium = wordOf('medium', of('medium'), vocabulary.media);
  if (isFault(medium)) return medium;
  const started = of('startedAt');
  const startedAt = started === null ? null : parseMoment(started);
  if (started !== null && startedAt === null) {
    const expected = 'a date with time such as "2026-03-02 09:15:00"';
    return fault('bad_field', { field: 'start of the call', expected, actual: `"${shorten(started)}"` });
  }
  const durationMs = durationOf(values);
  if (isFault(durationMs)) return durationMs;
  return {
    language,
    direction,
    medium,
    startedAt,
    durationMs,
    team: of('team'),
    queue: of('queue'),
    callerNumber: of('callerNumber'),
    recordingUrl: of('recordingUrl'),
    events: hangup(of('hangupBy'), vocabulary),
  };
}

/** A plain duration above this is milliseconds, where the column names no unit: nobody talks for five hours. */
const MAX_PLAIN_SECONDS = 18_000;

function durationOf(values: ReadonlyMap<string, string>): number | null | Fault {
  for (const field of ['durationMs', 'durationS', 'duration'] as const) {
    const value = values.get(field);
    if (value === undefined) continue;
    const guessed = Number(value) > MAX_PLAIN_SECONDS ? 'ms' : 's';
    const duration = parseOffset(value, field === 'duration' ? guessed : field === 'durationMs' ? 'ms' : 's');
    if (duration !== null && duration >= 0 && duration <= MAX_CALL_MS) return duration;
    return fault('bad_field', {
      field: 'duration',
      expected: 'seconds, milliseconds or hh:mm:ss',
      actual: `"${shorten(value)}"`,
    });
  }
  return null;
}

function hangup(word: string | null, vocabulary: IngestVocabulary): readonly CallEvent[] {
  if (word === null) return [];
  const named = namedSpeaker(word, vocabulary)?.speaker;
  const by = named === 'agent' || named === 'caller' ? named : (vocabulary.hangups.get(foldWord(word)) ?? null);
  return [{ kind: 'hangup', startMs: null, endMs: null, by, to: null }];
}

/** A number where the text is one that loses nothing by it (no leading zero, at most 15 digits), else the text. */
export function plainValue(value: string): string | number {
  return /^-?(?:0|[1-9]\d{0,14})(?:\.\d{1,6})?$/.test(value) && value.length <= 16 ? Number(value) : value;
}
