/**
 * Who is agent and who is caller, where voices are told apart (by label or channel) and not named. Each turn weighs by
 * its signs, the turns of a voice add up, and all ways to give out the roles are compared, those alone in which both an
 * agent and a caller speak; so after a transfer there may be several agents, and a relative may take the caller's phone.
 * What the source tells stands and counts as known. Turns are never guessed one by one: where no label or channel parts
 * the voices, nobody's role is known. Where the roles rest on manners alone they are not certain, see role-conflict.ts.
 */
import { type CallRoles, CERTAIN_ROLES, type Direction, MOST_UNKNOWN_SHARE, type Speaker } from '../domain/call.js';
import { announcements, type HeardTurn } from './announcements.js';
import { areDoubtful, type RoledTurn } from './role-conflict.js';
import type { EvidenceSum, RoleModel } from './role-model.js';
import { asksSign, signsOfTurns, spokenLength, type Voiced } from './role-signs.js';

export interface VoicedTurn {
  readonly speaker: Speaker;
  readonly speakerLabel?: string;
  readonly channel: number | null;
  readonly text: string;
}

export interface InferredRoles<T> {
  /** With roles where they are certain, else as they came. */
  readonly turns: readonly T[];
  readonly roles: CallRoles;
}

/** Voices beyond these say little, and stay unknown. */
const MOST_VOICES = 8;
/** Log odds against a call in which the source tells of one side, and all others are on that side too. */
const ONE_SIDED = 3;
/** Where so much of the weight of turns speaks against the role of their voice, the labels mix the voices. */
const MOST_AGAINST = 0.2;
/** So much of it means nothing: one turn, or two. */
const AGAINST_BY_CHANCE = 3;
/** Turns of less weight say nothing about that. */
const MIN_WEIGHT = 0.5;

type Side = 'agent' | 'caller';

interface Heard extends HeardTurn {
  readonly speaker: Speaker;
  readonly length: number;
}

interface Voice {
  readonly name: string;
  readonly told: Side | null;
  readonly turns: readonly Heard[];
  /** Log odds for an agent. */
  readonly evidence: number;
}

/** Null where there is nothing to infer, as the source tells who speaks. */
export function inferRoles<T extends VoicedTurn>(
  turns: readonly T[],
  direction: Direction | null,
  model: RoleModel,
): InferredRoles<T> | null {
  const spoken = turns.flatMap((turn, index) => (turn.text.trim() === '' ? [] : [index]));
  const isOpen = (index: number) => turns[index]!.speaker === 'unknown';
  if (!spoken.some(isOpen)) return null;
  const heard = hear(turns, spoken, model);
  const open = heard.filter(({ speaker }) => speaker === 'unknown');
  const machine = announcements(open, model.words);
  const voices = voicesOf(
    heard.filter(({ index }) => !machine.has(index)),
    direction,
    model.sum,
  );
  const chances = chancesOf(voices, model.sum.mostPerCall);
  if (chances === null) return { turns, roles: { source: 'unknown', confidence: 0 } };
  const speakers = new Map<number, Speaker>([...machine].map((index) => [index, 'system'] as const));
  const sure = [...chances].filter(([, chance]) => confidenceOf(chance) >= CERTAIN_ROLES);
  for (const [voice, chance] of sure) {
    for (const { index } of voice.turns) speakers.set(index, chance > 0.5 ? 'agent' : 'caller');
  }
  const left = spoken.filter((index) => isOpen(index) && !speakers.has(index)).length;
  const isWhole =
    left <= spoken.length * MOST_UNKNOWN_SHARE &&
    sure.length > 0 &&
    !areMixed(voices, speakers) &&
    !(voices.every(({ told }) => told === null) && areDoubtful(roled(heard, speakers), direction, model.words));
  const confidence = Math.min(...(isWhole ? sure : [...chances]).map(([, chance]) => confidenceOf(chance)));
  if (!isWhole) return { turns, roles: { source: 'inferred', confidence: rounded(Math.min(confidence, UNCERTAIN)) } };
  return {
    turns: turns.map((turn, index) => {
      const speaker = turn.speaker === 'unknown' ? speakers.get(index) : undefined;
      return speaker === undefined ? turn : { ...turn, speaker };
    }),
    roles: { source: 'inferred', confidence: rounded(confidence) },
  };
}

/** The turns to which agent or caller is to be given. */
function roled(heard: readonly Heard[], speakers: ReadonlyMap<number, Speaker>): readonly RoledTurn[] {
  return heard.flatMap(({ index, text, length }) => {
    const side = speakers.get(index);
    return side === 'agent' || side === 'caller' ? [{ side, text, length }] : [];
  });
}

/** The most that can be said where roles are not given out, whatever the voices say. */
const UNCERTAIN = CERTAIN_ROLES - 0.01;

const confidenceOf = (chance: number) => Math.max(chance, 1 - chance);
/** Downwards, so that nothing becomes certain by it. */
const rounded = (confidence: number) => Math.floor(confidence * 1000) / 1000;

/** Spoken turns of voices that are told apart, or whose role is told, each with its weight. */
function hear(turns: readonly VoicedTurn[], spoken: readonly number[], model: RoleModel): readonly Heard[] {
  const channels = new Set(spoken.map((index) => turns[index]!.channel));
  const voiceOf = ({ speaker, speakerLabel, channel }: VoicedTurn): string | null => {
    const byChannel = channels.size > 1 && channel !== null ? `channel ${channel} ` : '';
    if (speakerLabel !== undefined) return `${byChannel}label ${speakerLabel}`;
    return byChannel === '' ? (speaker === 'unknown' ? null : speaker) : byChannel;
  };
  const voiced = spoken.flatMap((index): (Voiced & { readonly index: number })[] => {
    const turn = turns[index]!;
    const voice = turn.speaker === 'system' ? null : voiceOf(turn);
    return voice === null ? [] : [{ index, voice, text: turn.text }];
  });
  const signs = signsOfTurns(voiced, model.words);
  return voiced.map(({ index, voice, text }, at) => ({
    index,
    voice,
    text,
    speaker: turns[index]!.speaker,
    weight: weightOf(signs[at]!, model),
    asks: signs[at]!.has(asksSign),
    length: spokenLength(text),
  }));
}

function weightOf(signs: ReadonlySet<string>, { weights, sum }: RoleModel): number {
  let weight = 0;
  for (const sign of signs) weight += weights.get(sign) ?? 0;
  return Math.max(-sum.mostPerTurn, Math.min(sum.mostPerTurn, weight));
}

function voicesOf(heard: readonly Heard[], direction: Direction | null, sum: EvidenceSum): readonly Voice[] {
  const byName = new Map<string, Heard[]>();
  for (const turn of heard) {
    const turns = byName.get(turn.voice);
    if (turns === undefined) byName.set(turn.voice, [turn]);
    else turns.push(turn);
  }
  const logs = [...byName.values()].map((turns) => Math.log(1 + total(turns, ({ length }) => length)));
  const middle = total(logs, (log) => log) / Math.max(1, logs.length);
  return [...byName].map(([name, turns], at) => {
    const isFirst = turns[0] === heard[0] && direction !== 'outbound';
    const evidence =
      sum.turn * total(turns, ({ weight }) => weight) +
      sum.talkShare * (logs[at]! - middle) +
      (isFirst ? sum.speaksFirst : 0);
    return { name, turns, evidence, told: toldSide(turns) };
  });
}

/** What the source says of a voice in some of its turns holds for the others; null where it says both or nothing. */
function toldSide(turns: readonly Heard[]): Side | null {
  const told = (side: Side) => turns.some(({ speaker }) => speaker === side);
  if (told('agent') === told('caller')) return null;
  return told('agent') ? 'agent' : 'caller';
}

/** The chance of each voice whose role is not told to be an agent; null where there are no two sides to tell apart. */
function chancesOf(voices: readonly Voice[], mostPerCall: number): ReadonlyMap<Voice, number> | null {
  const open = voices
    .filter(({ told }) => told === null)
    .sort((a, b) => b.turns.length - a.turns.length)
    .slice(0, MOST_VOICES);
  const told = new Set(voices.flatMap((voice) => voice.told ?? []));
  if (open.length === 0 || open.length + told.size < 2) return null;
  const ways = Array.from({ length: 2 ** open.length }, (_, way) => {
    const agents = open.filter((_voice, at) => (way >> at) & 1);
    const hasBoth = (agents.length > 0 || told.has('agent')) && (agents.length < open.length || told.has('caller'));
    const odds = total(open, (voice) => (agents.includes(voice) ? voice.evidence : -voice.evidence)) / 2;
    const penalty = hasBoth ? 0 : told.size > 0 ? ONE_SIDED : Number.POSITIVE_INFINITY;
    return { agents, odds: odds - penalty };
  });
  const best = Math.max(...ways.map(({ odds }) => odds));
  const all = total(ways, ({ odds }) => Math.exp(odds - best));
  const most = 1 / (1 + Math.exp(-mostPerCall));
  return new Map(
    open.map((voice) => {
      const agent = total(ways, ({ agents, odds }) => (agents.includes(voice) ? Math.exp(odds - best) : 0)) / all;
      return [voice, Math.max(1 - most, Math.min(most, agent))] as const;
    }),
  );
}

/**
 * Whether the labels part the voices so badly that many turns sound like the other side. Turns are measured against the
 * middle between the sides, as some agents talk like callers all along.
 */
function areMixed(voices: readonly Voice[], speakers: ReadonlyMap<number, Speaker>): boolean {
  const turns = voices.flatMap((voice) => voice.turns);
  const weightsOf = (side: Side) =>
    turns.filter(({ index, speaker }) => (speakers.get(index) ?? speaker) === side).map(({ weight }) => weight);
  const sides = { agent: weightsOf('agent'), caller: weightsOf('caller') };
  const middle = (mean(sides.agent) + mean(sides.caller)) / 2;
  const agent = sides.agent.map((weight) => weight - middle);
  const caller = sides.caller.map((weight) => middle - weight);
  const told = [...agent, ...caller].filter((weight) => Math.abs(weight) >= MIN_WEIGHT);
  const against = -total(told, (weight) => Math.min(0, weight));
  return against > MOST_AGAINST * total(told, Math.abs) + AGAINST_BY_CHANCE;
}

function mean(values: readonly number[]): number {
  return total(values, (value) => value) / Math.max(1, values.length);
}

function total<T>(items: readonly T[], of: (item: T) => number): number {
  return items.reduce((sum, item) => sum + of(item), 0);
}
