/** Numbers of the whole call that rules read with `value` (catalogue 0.3; rule grammar, quantities). */
import type { Call } from '../domain/call.js';
import type { Finding } from '../domain/finding.js';
import { round3 } from '../domain/finding.js';
import type { QuantityName, QuantityValue } from '../domain/observation.js';
import type { Sentiment } from '../domain/turn-mood.js';
import type { CallReading, LanguagePack, TurnReading } from '../text/reading.js';

const MINUTE_MS = 60_000;
const QUANTILE = 0.95;

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
const share = (part: number, whole: number) => (whole === 0 ? null : round3(part / whole));

export function spokenMs(reading: TurnReading): number {
  const { startMs, endMs } = reading.turn;
  return startMs === null || endMs === null ? 0 : Math.max(0, endMs - startMs);
}

export function turnsOf(reading: CallReading, speaker: 'agent' | 'caller'): readonly TurnReading[] {
  return reading.turns.filter((turn) => turn.turn.speaker === speaker && !turn.empty);
}

/** Characters (zh) or words (en) per minute of own speech; null without times. */
export function ratePerMinute(turns: readonly TurnReading[]): number | null {
  const ms = sum(turns.map(spokenMs));
  return ms === 0 ? null : Math.round((sum(turns.map((turn) => turn.length)) * MINUTE_MS) / ms);
}

/** Agent's share of the talk: of the spoken time, or of the characters where there are no times. */
export function talkShare(reading: CallReading, times: boolean): number | null {
  const measure = (turns: readonly TurnReading[]) => sum(turns.map((turn) => (times ? spokenMs(turn) : turn.length)));
  const agent = measure(turnsOf(reading, 'agent'));
  return share(agent, agent + measure(turnsOf(reading, 'caller')));
}

/** As the record says, else up to the last time that a turn names, where turns have starts alone a little less. */
function callDurationMs(call: Call): number | null {
  if (call.durationMs !== null) return call.durationMs;
  const times = call.turns.flatMap(({ startMs, endMs }) => endMs ?? startMs ?? []);
  return times.length === 0 ? null : Math.max(...times);
}

function responseGaps(reading: CallReading): readonly number[] {
  const gaps: number[] = [];
  for (let i = 1; i < reading.turns.length; i++) {
    const before = reading.turns[i - 1]!.turn;
    const turn = reading.turns[i]!.turn;
    if (before.speaker === 'caller' && turn.speaker === 'agent' && before.endMs !== null && turn.startMs !== null) {
      gaps.push(Math.max(0, turn.startMs - before.endMs) / 1000);
    }
  }
  return gaps.sort((a, b) => a - b);
}

function count(text: string, word: string): number {
  return word === '' ? 0 : text.split(word).length - 1;
}

function politeShare(agent: readonly TurnReading[], pack: LanguagePack): number | null {
  const { politePronoun, plainPronoun } = pack.data;
  if (politePronoun === undefined || plainPronoun === undefined) return null;
  const text = agent.map((turn) => turn.turn.text).join('\n');
  const polite = count(text, politePronoun);
  return share(polite, polite + count(text, plainPronoun));
}

function fillerShare(turns: readonly TurnReading[], pack: LanguagePack): number | null {
  const letters = sum(turns.map((turn) => (turn.folded.match(/[\p{L}\p{N}]/gu) ?? []).length));
  const fillers = sum(
    turns.flatMap((turn) => pack.data.fillers.map((filler) => count(turn.folded, filler) * filler.length)),
  );
  return share(Math.min(letters, fillers), letters);
}

const median = (values: readonly number[]) => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted.length === 0 ? null : sorted[Math.floor((sorted.length - 1) / 2)]!;
};

function numberOf(value: string | number | boolean | undefined): number | null {
  if (value === undefined || typeof value === 'boolean' || value === '') return null;
  const number = Number(value);
  return Number.isFinite(number) ? number : null;
}

export function quantitiesOf(
  call: Call,
  reading: CallReading,
  pack: LanguagePack,
  findings: readonly Finding[],
  sentiments: readonly { readonly label: Sentiment }[],
  inputs: { readonly times: boolean; readonly overlap: boolean; readonly holdEvents: boolean },
): Partial<Record<QuantityName, QuantityValue>> {
  const agent = turnsOf(reading, 'agent');
  const caller = turnsOf(reading, 'caller').filter((turn) => !turn.backchannel);
  const durationMs = callDurationMs(call);
  const callerTurnsWith = (...labels: readonly string[]) =>
    new Set(findings.filter((found) => found.counted && labels.includes(found.label)).map((found) => found.turn)).size;
  const holdMs = sum(
    call.events
      .filter((event) => event.kind === 'hold' && event.startMs !== null && event.endMs !== null)
      .map((event) => event.endMs! - event.startMs!),
  );
  const gaps = responseGaps(reading);
  const interruptionsBy = (speaker: 'agent' | 'caller') =>
    findings.filter(
      (found) => found.label === 'interruption' && found.counted && call.turns[found.turn]?.speaker === speaker,
    ).length;
  const startedTenMinutes = Math.max(1, Math.ceil((durationMs ?? 0) / (10 * MINUTE_MS)));
  const digits = sum(caller.map((turn) => (turn.folded.match(/[0-9]+/g) ?? []).length));
  const transfers = call.events.filter((event) => event.kind === 'transfer').length;
  return {
    'call.duration': durationMs === null ? null : durationMs / 1000,
    'call.hasTimes': inputs.times,
    'call.overlapObservable': inputs.overlap,
    'meta.rings': numberOf(call.meta.rings),
    'meta.callerName': call.meta.callerName ?? null,
    'meta.channel': call.medium,
    'meta.queue': call.queue,
    'meta.team': call.team,
    'meta.direction': call.direction,
    'meta.transfers': call.events.length === 0 ? null : transfers,
    'agent.talkShare': talkShare(reading, inputs.times),
    'agent.youPoliteShare': politeShare(agent, pack),
    'agent.fillerShare': fillerShare(agent, pack),
    'agent.ratePerMin': ratePerMinute(agent),
    'agent.interruptionsPerStarted10Min': round3(interruptionsBy('agent') / startedTenMinutes),
    'agent.responseGapP95': gaps.length === 0 ? null : gaps[Math.ceil(gaps.length * QUANTILE) - 1]!,
    'caller.interruptionsPer10Min':
      !inputs.overlap || durationMs === null || durationMs === 0
        ? null
        : round3((interruptionsBy('caller') * 10 * MINUTE_MS) / durationMs),
    'caller.questionShare': share(callerTurnsWith('caller_question'), caller.length),
    'caller.numbersPer100Chars': share(digits * 100, sum(caller.map((turn) => turn.length))),
    'caller.medianTurn': median(caller.map((turn) => turn.length)),
    'caller.emotiveShare': share(
      caller.filter((turn) => sentiments[turn.turn.index]?.label === 'negative').length,
      caller.length,
    ),
    'caller.offBusinessShare': share(callerTurnsWith('off_business', 'sexual', 'advance'), caller.length),
    'hold.share': !inputs.holdEvents || durationMs === null || durationMs === 0 ? null : share(holdMs, durationMs),
    'history.openCase': call.meta.openCase ?? null,
    'history.promiseKept': call.meta.promiseKept ?? null,
    'history.callsSameMatter': numberOf(call.meta.callsSameMatter),
    'outcome.csat': numberOf(call.meta.csat),
  };
}
