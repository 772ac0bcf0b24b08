/** The course of feeling, the interruptions and the timing of a call, as the result publishes them. */

import { round3 } from '../domain/finding.js';
import type { Observation } from '../domain/observation.js';
import type {
  CommitmentResult,
  Interruption,
  SentimentCourse,
  SentimentResult,
  TimingResult,
} from '../domain/result.js';
import type { TurnSentiment } from '../domain/turn-mood.js';
import { ratePerMinute, talkShare, turnsOf } from '../stages/quantities.js';
import type { CallReading } from '../text/reading.js';

const QUARTERS = 4;
const TEN_MINUTES_MS = 600_000;

const mean = (values: readonly number[]) =>
  values.length === 0 ? null : round3(values.reduce((sum, value) => sum + value, 0) / values.length);

function courseOf(turns: readonly TurnSentiment[], total: number): SentimentCourse {
  const third = Math.max(1, Math.floor(turns.length / 3));
  const first = mean(turns.slice(0, third).map((turn) => turn.score));
  const last = mean(turns.slice(-third).map((turn) => turn.score));
  const quarter = (turn: TurnSentiment) =>
    Math.min(QUARTERS - 1, Math.floor((turn.turn * QUARTERS) / Math.max(1, total)));
  return {
    mean: mean(turns.map((turn) => turn.score)),
    trend: first === null || last === null || turns.length < 2 ? null : round3((last - first) / 2),
    start: turns[0]?.label ?? null,
    end: turns.at(-1)?.label ?? null,
    quarters: Array.from({ length: QUARTERS }, (_, index) =>
      mean(turns.filter((turn) => quarter(turn) === index).map((turn) => turn.score)),
    ),
  };
}

export function sentimentOf(observation: Observation, reading: CallReading): SentimentResult {
  const of = (speaker: 'agent' | 'caller') =>
    courseOf(
      turnsOf(reading, speaker)
        .filter((turn) => !turn.backchannel)
        .map((turn) => observation.sentiments[turn.turn.index]!),
      reading.turns.length,
    );
  return {
    caller: of('caller'),
    agent: of('agent'),
    turns: observation.sentiments.map((turn) => ({ ...turn, level: observation.levels[turn.turn]! })),
  };
}

export function interruptionsOf(observation: Observation): readonly Interruption[] {
  return observation.findings
    .filter((finding) => finding.label === 'interruption' && finding.counted)
    .map((finding) => ({
      turn: finding.turn,
      by: observation.call.turns[finding.turn]!.speaker === 'agent' ? 'agent' : 'caller',
      overlapMs: typeof finding.attributes.overlap === 'number' ? finding.attributes.overlap : null,
      severe: finding.attributes.severe === true,
      successful: finding.attributes.successful === true,
      confidence: finding.strength,
    }));
}

export function timingOf(observation: Observation, reading: CallReading): TimingResult {
  const { times, overlap } = observation.inputs;
  const silences = observation.findings
    .filter((finding) => finding.label === 'silence' && finding.counted)
    .map((finding) => Math.round(Number(finding.attributes.duration) * 1000));
  const duration = observation.quantities['call.duration'];
  const agentInterruptions = interruptionsOf(observation).filter((each) => each.by === 'agent').length;
  return {
    talkShare: talkShare(reading, times),
    silenceMs: times ? silences.reduce((sum, ms) => sum + ms, 0) : null,
    longestSilenceMs: times ? Math.max(0, ...silences) : null,
    speechRatePerMinute: ratePerMinute(turnsOf(reading, 'agent')),
    interruptionsPer10Min:
      overlap && typeof duration === 'number' && duration > 0
        ? round3((agentInterruptions * TEN_MINUTES_MS) / (duration * 1000))
        : null,
  };
}

export function commitmentsOf(observation: Observation): readonly CommitmentResult[] {
  return observation.findings
    .filter((finding) => finding.label === 'commitment' && finding.counted)
    .map((finding) => ({
      turn: finding.turn,
      action: finding.attributes.action === true,
      deadline: finding.attributes.deadline === true,
      contact: finding.attributes.contact === true,
    }));
}
