/**
 * What the call record says beside the words: holds, transfers, who hung up, and whether the record begins in mid-call.
 *
 * Counts: the events of the call, each at the last turn that had begun when the event began (the last turn of the call
 * where the event has no time). A call without any transfer event takes transfers from the agent's own announcement
 * ("I am putting you through now"). A mid-call start is told by the source, or by a first turn that goes on with a talk
 * begun earlier while the agent neither greets nor names the organisation.
 * Does not count: ringing; an offer or a plan to transfer.
 */
import type { CallEvent } from '../domain/call.js';
import type { Attributes, Finding } from '../domain/finding.js';
import type { LabelName } from '../domain/label.js';
import { actsOf, countedTurns } from './acts.js';
import { finding, findingOfHit, type Stage, type StageInput } from './stage.js';

const MS_PER_S = 1000;
/** Key of `call.meta` by which a source says that its recording starts in mid-call. */
const MID_CALL_KEY = 'midCallStart';

function turnOf(event: CallEvent, input: StageInput): number {
  const { turns } = input.call;
  const last = turns.length - 1;
  const { startMs } = event;
  if (startMs === null) return last;
  const begun = turns.findLastIndex((turn) => turn.startMs !== null && turn.startMs <= startMs);
  return begun === -1 ? (turns.some((turn) => turn.startMs !== null) ? 0 : last) : begun;
}

function fromEvent(input: StageInput, label: LabelName, event: CallEvent, attributes: Attributes): Finding {
  return finding({
    label,
    stage: 'record',
    turn: turnOf(event, input),
    strength: 1,
    source: { kind: 'record', event: event.kind },
    attributes,
  });
}

const duration = (event: CallEvent): Attributes =>
  event.startMs === null || event.endMs === null
    ? {}
    : { duration: Math.max(0, event.endMs - event.startMs) / MS_PER_S };

function eventFindings(input: StageInput): readonly Finding[] {
  return input.call.events.flatMap((event) => {
    if (event.kind === 'hold') return [fromEvent(input, 'hold', event, duration(event))];
    if (event.kind === 'transfer') return [fromEvent(input, 'transfer', event, {})];
    if (event.kind === 'hangup')
      return [fromEvent(input, 'hangup', event, event.by === null ? {} : { side: event.by })];
    return [];
  });
}

function announcedTransfers(input: StageInput): readonly Finding[] {
  if (input.call.events.some((event) => event.kind === 'transfer')) return [];
  return actsOf(input, { label: 'transfer', stage: 'record', lexicons: ['transfer_announcement'] });
}

function midCallStart(input: StageInput): readonly Finding[] {
  if (input.call.meta[MID_CALL_KEY] === true) {
    return [
      finding({
        label: 'mid_call_start',
        stage: 'record',
        turn: 0,
        strength: 1,
        source: { kind: 'record', event: MID_CALL_KEY },
      }),
    ];
  }
  const first = input.reading.turns.find((reading) => !reading.empty && reading.turn.speaker !== 'system');
  const opener = countedTurns(input, 'agent')[0];
  if (first === undefined || opener === undefined) return [];
  const opened = input.reading.hits(opener, 'greeting', 'organisation_name', 'agent_name').length > 0;
  const cue = opened ? undefined : input.reading.hits(first.turn.index, 'mid_call_start')[0];
  return cue === undefined ? [] : [findingOfHit('mid_call_start', 'record', cue)];
}

export const recordStage: Stage = {
  name: 'record',
  needs: [],
  makes: ['mid_call_start', 'hold', 'transfer', 'hangup'],
  run(input) {
    if (input.call.turns.length === 0) return { findings: [] };
    return { findings: [...midCallStart(input), ...eventFindings(input), ...announcedTransfers(input)] };
  },
};
