/**
 * Stage 2: who cut whom off, and who left whom in silence.
 *
 * With times, a turn interrupts when it starts at least 500 ms before the other side stops, takes the floor (it goes on
 * when the other has stopped), says something (4 characters or 2 words after fillers) and is no backchannel (guide:
 * "interruption"; catalogue LIS-03). `successful`: the interrupted side stops within a second of being cut; `severe`:
 * two seconds of overlap and more.
 * Without observable overlaps only explicit textual cues count, with low confidence: a turn broken off by dash or
 * ellipsis before the other side speaks, and the protest "let me finish". ASR text without such marks shows nothing.
 */
import type { CallEvent, Turn } from '../domain/call.js';
import type { Finding, Span } from '../domain/finding.js';
import type { TurnReading } from '../text/reading.js';
import { finding, findingOfHit, neighbours, type Stage, type StageInput } from './stage.js';

const MIN_OVERLAP_MS = 500;
/** Two who begin almost together cut nobody off. */
const MIN_LEAD_MS = 500;
const SEVERE_OVERLAP_MS = 2000;
const YIELD_MS = 1000;
/** Shortest interrupting turn, in characters (zh) and words (en). */
const MIN_LENGTH = { zh: 4, en: 2 } as const;
/** Silences shorter than this are the rhythm of talk (catalogue HLD, LIS-20: 3 s). */
const MIN_SILENCE_MS = 3000;
const TEXT_STRENGTH = 0.4;
const TIMING_STRENGTH = 0.95;
const BROKEN_OFF = /(?:—+|-{2,}|…+|\.{3,}|\u2026+|~+)\s*$/u;

interface Timed {
  readonly reading: TurnReading;
  readonly startMs: number;
  readonly endMs: number;
}

function timed(reading: TurnReading): Timed | null {
  const { startMs, endMs, speaker } = reading.turn;
  const spoken = !reading.empty && (speaker === 'agent' || speaker === 'caller');
  return spoken && startMs !== null && endMs !== null ? { reading, startMs, endMs } : null;
}

const bySpeaker = (a: Timed, b: Timed) => a.reading.turn.speaker === b.reading.turn.speaker;

/** The turn of the other side that is still being spoken when this one starts, the one that goes on longest. */
function spokenOver(later: Timed, all: readonly Timed[]): Timed | null {
  const running = all.filter(
    (other) =>
      !bySpeaker(other, later) &&
      !other.reading.backchannel &&
      later.startMs - other.startMs >= MIN_LEAD_MS &&
      other.endMs - later.startMs >= MIN_OVERLAP_MS,
  );
  return running.reduce<Timed | null>(
    (best, other) => (best === null || other.endMs > best.endMs ? other : best),
    null,
  );
}

function timedInterruptions(input: StageInput, all: readonly Timed[]): readonly Finding[] {
  const found: Finding[] = [];
  for (const later of all) {
    const other = spokenOver(later, all);
    if (other === null) continue;
    const overlapMs = Math.min(other.endMs, later.endMs) - later.startMs;
    const takesFloor = later.endMs > other.endMs;
    const long = later.reading.length >= MIN_LENGTH[input.call.language];
    const discardedBecause = later.reading.backchannel || !long ? 'backchannel' : takesFloor ? null : 'context';
    if (overlapMs < MIN_OVERLAP_MS) continue;
    found.push(
      finding({
        label: 'interruption',
        stage: 'interruptions',
        turn: later.reading.turn.index,
        strength: TIMING_STRENGTH,
        source: { kind: 'timing', overlapMs },
        attributes: {
          overlap: overlapMs,
          severe: overlapMs >= SEVERE_OVERLAP_MS,
          successful: other.endMs - later.startMs <= YIELD_MS,
          confirming: input.reading.hits(later.reading.turn.index, 'confirming_openers').length > 0,
          textual: false,
        },
        discardedBecause,
      }),
    );
  }
  return found;
}

function ending(reading: TurnReading): Span | null {
  const match = BROKEN_OFF.exec(reading.turn.text);
  return match === null ? null : { start: match.index, end: reading.turn.text.length };
}

/** Dots for silence, "[inaudible]", a hesitation and an acknowledgement take no floor, and nobody can be cut off in them. */
const isTalk = ({ empty, backchannel, length }: TurnReading) => !empty && !backchannel && length > 0;

/** Turns broken off by a mark of writing, with the other side speaking next. */
function brokenOff(input: StageInput): readonly Finding[] {
  const found: Finding[] = [];
  for (const reading of input.reading.turns) {
    const { speaker, index } = reading.turn;
    const span = ending(reading);
    const next = input.reading.turns[index + 1];
    if (span === null || !isTalk(reading) || next === undefined || !isTalk(next)) continue;
    const cutBy = next.turn.speaker;
    const sides = (speaker === 'caller' && cutBy === 'agent') || (speaker === 'agent' && cutBy === 'caller');
    if (!sides) continue;
    if (speaker === 'caller') {
      found.push(textual('open_ended', index, span, 'broken-off'));
    }
    found.push(textual('interruption', next.turn.index, null, 'broken-off'));
  }
  return found;
}

function textual(label: 'open_ended' | 'interruption', turn: number, span: Span | null, id: string): Finding {
  return finding({
    label,
    stage: 'interruptions',
    turn,
    span,
    strength: TEXT_STRENGTH,
    source: { kind: 'rule', id },
    attributes: label === 'interruption' ? { textual: true, severe: false, successful: true, confirming: false } : {},
  });
}

/** "Let me finish": the caller says that the agent's turn before cut him off; and the turn that takes up the thread. */
function protests(input: StageInput): readonly Finding[] {
  const found: Finding[] = [];
  for (const reading of input.reading.turns) {
    const { index, speaker } = reading.turn;
    if (speaker !== 'caller') continue;
    const protest = input.reading.hits(index, 'let_me_finish')[0];
    const before = neighbours(input.reading, index, 'agent', -1, 1)[0];
    if (protest !== undefined && before !== undefined) {
      found.push(findingOfHit('turn_resumed', 'interruptions', protest));
      found.push(textual('interruption', before, null, 'let-me-finish'));
    }
  }
  return found;
}

function onePerTurn(findings: readonly Finding[]): readonly Finding[] {
  const seen = new Set<string>();
  return findings.filter((each) => {
    const key = `${each.label}:${each.turn}`;
    if (each.label !== 'interruption' || !seen.has(key)) {
      seen.add(key);
      return true;
    }
    return false;
  });
}

const inHold = (startMs: number, endMs: number, events: readonly CallEvent[]) =>
  events.some(
    (event) =>
      event.kind === 'hold' && event.startMs !== null && event.startMs < endMs && (event.endMs ?? endMs) > startMs,
  );

/** Whose silence it is: who was to speak next. After a question the other side; between two turns of one side its own. */
function owner(last: Turn, next: Turn, question: boolean): 'agent' | 'caller' | 'none' {
  if (last.speaker === 'caller') return 'agent';
  if (next.speaker === 'agent') return 'agent';
  return question ? 'caller' : 'none';
}

function silences(input: StageInput, all: readonly Timed[]): readonly Finding[] {
  const found: Finding[] = [];
  const ordered = [...all].sort((a, b) => a.startMs - b.startMs || a.reading.turn.index - b.reading.turn.index);
  let last: Timed | null = null;
  for (const next of ordered) {
    if (
      last !== null &&
      next.startMs - last.endMs >= MIN_SILENCE_MS &&
      !inHold(last.endMs, next.startMs, input.call.events)
    ) {
      const silenceMs = next.startMs - last.endMs;
      const turn = last.reading.turn.index;
      found.push(
        finding({
          label: 'silence',
          stage: 'interruptions',
          turn,
          strength: TIMING_STRENGTH,
          source: { kind: 'timing', silenceMs },
          attributes: {
            duration: silenceMs / 1000,
            last: last.reading.turn.speaker,
            next: next.reading.turn.speaker,
            owner: owner(last.reading.turn, next.reading.turn, input.reading.hits(turn, 'question_marks').length > 0),
          },
        }),
      );
    }
    if (last === null || next.endMs > last.endMs) last = next;
  }
  return found;
}

export const interruptionsStage: Stage = {
  name: 'interruptions',
  needs: [],
  makes: ['interruption', 'silence', 'open_ended', 'turn_resumed'],
  run(input) {
    const all = input.reading.turns.map(timed).filter((each) => each !== null);
    const seen = input.inputs.overlap ? timedInterruptions(input, all) : [...brokenOff(input), ...protests(input)];
    return { findings: [...onePerTurn(seen), ...(input.inputs.times ? silences(input, all) : [])] };
  },
};
