/** Calls as a night brings them: about 60 turns of about 14 characters, with times, holds and people talking at once. */
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { Random } from '../random.js';

type Side = 'agent' | 'caller';
type Exchange = readonly Readonly<Partial<Record<Side, string>>>[];

type BySide = Readonly<Record<Side, readonly string[]>>;

interface Talk {
  readonly digits: string;
  readonly leads: BySide;
  readonly asides: BySide;
  readonly endings: BySide;
  readonly slots: Readonly<Record<string, readonly string[]>>;
  readonly opening: { readonly agent: readonly string[] };
  readonly closing: { readonly agent: readonly string[] };
  readonly exchanges: Readonly<Record<string, readonly Exchange[]>>;
}

export interface SyntheticTurn {
  readonly speaker: Side;
  readonly startMs: number;
  readonly endMs: number;
  readonly text: string;
}

export interface SyntheticCall {
  readonly callId: string;
  readonly startedAt: string;
  readonly language: 'zh';
  readonly agentId: string;
  readonly turns: readonly SyntheticTurn[];
}

const MEAN_TURNS = 60;
/** Deviation of the logarithm of a call's length. */
const SPREAD = 0.5;
const FEWEST_TURNS = 8;
const MOST_TURNS = 240;
const MS_PER_CHARACTER = 210;
const AGENTS = 40;
const RUDE_SHARE = 0.05;
const OVERLAP_SHARE = 0.06;
const LEAD_SHARE = 0.4;
const ASIDE_SHARE = 0.35;
const ENDING_SHARE = 0.35;
/** Shorter turns are answers and signs of listening; nobody leads in to those. */
const LONG_TURN = 7;
const FEWEST_DIGITS = 4;
const MOST_DIGITS = 8;
/** The middle of a call, in the order in which acts tend to come; repeated until the call is long enough. */
const MIDDLE = [
  'identity',
  'questions',
  'fillers',
  'lookup',
  'feelings',
  'questions',
  'solution',
  'fillers',
  'commitment',
];

export function readTalk(path: string): Talk {
  return parse(readFileSync(path, 'utf8')) as Talk;
}

export function* syntheticCalls(count: number, seed: number, talk: Talk): Generator<SyntheticCall> {
  const random = new Random(seed);
  for (let index = 0; index < count; index++) yield syntheticCall(index, random, talk);
}

function syntheticCall(index: number, random: Random, talk: Talk): SyntheticCall {
  const day = String(1 + (index % 28)).padStart(2, '0');
  return {
    callId: `synthetic-${String(index).padStart(6, '0')}`,
    startedAt: `2026-03-${day}T09:00:00+08:00`,
    language: 'zh',
    agentId: `A${1000 + random.whole(0, AGENTS - 1)}`,
    turns: timed(spoken(random, talk), random),
  };
}

interface Spoken {
  readonly speaker: Side;
  readonly text: string;
}

function spoken(random: Random, talk: Talk): readonly Spoken[] {
  const wanted = Math.round(MEAN_TURNS * Math.exp(SPREAD * random.normal() - SPREAD ** 2 / 2));
  const length = Math.min(MOST_TURNS, Math.max(FEWEST_TURNS, wanted));
  const rude = random.next() < RUDE_SHARE;
  const turns: Spoken[] = [{ speaker: 'agent', text: filled(random.pick(talk.opening.agent), random, talk) }];
  const exchange = (act: string) => turns.push(...exchangeOf(act, random, talk));
  exchange('problem');
  for (let step = 0; turns.length < length - 3; step++) {
    exchange(rude && step % 4 === 2 ? 'rude' : MIDDLE[step % MIDDLE.length]!);
  }
  exchange('last');
  turns.push({ speaker: 'agent', text: random.pick(talk.closing.agent) });
  return turns;
}

function exchangeOf(act: string, random: Random, talk: Talk): readonly Spoken[] {
  return random.pick(talk.exchanges[act]!).map((turn) => {
    const speaker: Side = turn.agent === undefined ? 'caller' : 'agent';
    return { speaker, text: said(turn[speaker]!, speaker, random, talk) };
  });
}

function said(template: string, speaker: Side, random: Random, talk: Talk): string {
  const isLong = template.length > LONG_TURN;
  const maybe = (share: number, from: BySide) => (isLong && random.next() < share ? random.pick(from[speaker]) : '');
  const lead = maybe(LEAD_SHARE, talk.leads);
  const aside = maybe(ASIDE_SHARE, talk.asides);
  return filled(lead + template + aside + maybe(ENDING_SHARE, talk.endings), random, talk);
}

function filled(template: string, random: Random, talk: Talk): string {
  return template.replace(/\{(\w+)\}/g, (_, slot: string) =>
    slot === 'digits' ? digits(random, talk.digits) : random.pick(talk.slots[slot]!),
  );
}

function digits(random: Random, of: string): string {
  return Array.from({ length: random.whole(FEWEST_DIGITS, MOST_DIGITS) }, () => random.pick([...of])).join('');
}

function timed(turns: readonly Spoken[], random: Random): readonly SyntheticTurn[] {
  let clock = random.whole(300, 900);
  return turns.map(({ speaker, text }) => {
    const startMs = clock;
    const endMs = startMs + 300 + text.length * MS_PER_CHARACTER;
    clock = endMs + (random.next() < OVERLAP_SHARE ? -Math.min(700, endMs - startMs - 100) : random.whole(150, 1400));
    return { speaker, startMs, endMs, text };
  });
}
