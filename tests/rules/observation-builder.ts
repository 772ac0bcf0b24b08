/**
 * Observations in a compact notation, so that a test shows a whole call at a glance. One line a turn:
 *
 *   C -2 complaint(about=service)          caller, negative, level 2, one finding
 *   A 10-13.5s empathy solution@-          agent, times in seconds, two findings; `@-` has no span
 *   C bc                                   a backchannel
 *   A apology~conditional "很抱歉" #40       a discarded finding, the text, the counted length
 *
 * Findings get spans in the order in which they are written, so written order is spoken order; `@4-9` sets a span.
 * Events (silence, hold, transfer, hangup, interruption) have no span.
 */

import type { Speaker, Turn } from '../../src/domain/call.js';
import {
  compareFindings,
  type DiscardReason,
  type Finding,
  type FindingLabel,
  type Span,
} from '../../src/domain/finding.js';
import { isLabelName, labelDefinition } from '../../src/domain/label.js';
import type { Observation } from '../../src/domain/observation.js';
import type { EmotionLevel, Sentiment } from '../../src/domain/turn-mood.js';
import { blankCall } from '../blank-call.js';

export interface Extras {
  readonly inputs?: Partial<Observation['inputs']>;
  readonly quantities?: Observation['quantities'];
  readonly durationMs?: number;
}

const SPEAKERS: Readonly<Record<string, Speaker>> = { A: 'agent', C: 'caller', S: 'system', U: 'unknown' };
const SENTIMENTS: Readonly<Record<string, Sentiment>> = { '-': 'negative', '+': 'positive', '=': 'neutral' };
const EVENTS: ReadonlySet<string> = new Set([
  'silence',
  'hold',
  'transfer',
  'hangup',
  'interruption',
  'mid_call_start',
]);

const MOOD = /^([-+=])([0-4])?$/;
const TIMES = /^(\d+(?:\.\d+)?)-(\d+(?:\.\d+)?)s$/;
const TEXT = /"([^"]*)"/;
const FINDING = /^([\w:#.-]+?)(?:@(?:(\d+)-(\d+)|(-)))?(?:\(([^)]*)\))?(?:~(\w+))?(?:%(\d+))?$/;
const SPAN_STEP = 10;
const SPAN_LENGTH = 6;

interface Line {
  readonly turn: Turn;
  readonly sentiment: Sentiment;
  readonly level: EmotionLevel;
  readonly length: number;
  readonly findings: readonly Finding[];
}

function attributeValue(text: string): string | number | boolean {
  if (text === 'true' || text === 'false') return text === 'true';
  return text !== '' && Number.isFinite(Number(text)) ? Number(text) : text;
}

function findingOf(item: string, turn: number, order: number): Finding {
  const match = FINDING.exec(item);
  if (!match) throw new Error(`"${item}" is no finding`);
  const [, label, start, end, none, attributes, discarded, strength] = match;
  const placed: Span = { start: order * SPAN_STEP, end: order * SPAN_STEP + SPAN_LENGTH };
  const span =
    start !== undefined ? { start: Number(start), end: Number(end) } : none || EVENTS.has(label!) ? null : placed;
  const pairs = (attributes ?? '')
    .split(',')
    .filter(Boolean)
    .map((pair) => pair.split('=') as [string, string]);
  return {
    label: label as FindingLabel,
    stage: isLabelName(label!) ? labelDefinition(label).stage : 'text',
    turn,
    span,
    strength: strength === undefined ? 0.9 : Number(strength) / 100,
    source: { kind: 'rule', id: `test-${label}` },
    witnesses: [],
    attributes: Object.fromEntries(pairs.map(([key, value]) => [key, attributeValue(value)])),
    counted: discarded === undefined,
    discardedBecause: (discarded as DiscardReason | undefined) ?? null,
  };
}

function lineOf(text: string, index: number): Line {
  const quoted = TEXT.exec(text)?.[1];
  const [speaker, ...items] = text.replace(TEXT, '').trim().split(/\s+/);
  let sentiment: Sentiment = 'neutral';
  let level: EmotionLevel = 0;
  let times: [number, number] | null = null;
  let length: number | null = null;
  const findings: Finding[] = [];
  for (const item of items) {
    const mood = MOOD.exec(item);
    const at = TIMES.exec(item);
    if (mood) {
      sentiment = SENTIMENTS[mood[1]!]!;
      level = Number(mood[2] ?? (sentiment === 'negative' ? 1 : 0)) as EmotionLevel;
    } else if (at) times = [Number(at[1]) * 1000, Number(at[2]) * 1000];
    else if (item.startsWith('#')) length = Number(item.slice(1));
    else findings.push(findingOf(item === 'bc' ? 'backchannel@-' : item, index, findings.length));
  }
  // Texts that share no pair of characters, so that nothing is alike by chance.
  const filler = Array.from({ length: 40 }, (_, i) => String.fromCharCode(0x4e00 + ((index * 41 + i) % 2000))).join('');
  const spoken = quoted ?? filler;
  const turn: Turn = {
    index,
    speaker: SPEAKERS[speaker!]!,
    agentId: null,
    channel: null,
    text: spoken,
    startMs: times?.[0] ?? null,
    endMs: times?.[1] ?? null,
    asrConfidence: null,
  };
  return { turn, sentiment, level, length: length ?? spoken.length, findings };
}

export function observe(script: string, extras: Extras = {}): Observation {
  const lines = script
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
    .map(lineOf);
  const turns = lines.map((line) => line.turn);
  const timed = turns.every((turn) => turn.startMs !== null);
  const call = blankCall({ durationMs: extras.durationMs ?? null, overlapObservable: timed, turns });
  return {
    call,
    inputs: { roles: true, times: timed, overlap: timed, holdEvents: true, hangupSide: true, ...extras.inputs },
    findings: lines.flatMap((line) => line.findings).sort(compareFindings),
    sentiments: lines.map((line, turn) => ({ turn, label: line.sentiment, score: 0, sources: [] })),
    levels: lines.map((line) => line.level),
    lengths: lines.map((line) => line.length),
    clauses: lines.map((line) => [{ start: 0, end: line.turn.text.length }]),
    quantities: extras.quantities ?? {},
  };
}
