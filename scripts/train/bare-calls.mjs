/**
 * Bare calls: a few caller turns of a labelled call, beside an agent who says nothing of the matter. In whole calls the
 * agent's solutions and checks tell that the caller has a demand; a caller whom nobody answers must be known by his own
 * words, or he is taken for a harasser. And rough ones: the turn in which a caller first states a demand, among insults
 * and idle talk of callers who have none. The judgement of whole calls learns from them, and the caller's labels from the
 * turns of the call itself: what a caller says means the same whatever stands around it.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const LINES = readFileSync(join(import.meta.dirname, 'bare-agent.tsv'), 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => line.split('\t'));
/** Caller turns of a bare call from the start of a call, and up to its first demand. */
const FROM_START = 4;
const UP_TO_DEMAND = 3;
/** Caller turns of rough calls: as few as a judgement asks for, and about as many as callers without a demand have. */
const ROUGH = [3, 6];

const linesOf = (language, place) => LINES.filter((line) => line[0] === language && line[1] === place).map((line) => line[2]);

/** A number that hangs on the text alone, so that the same calls give the same rows. */
const seedOf = (text) => [...text].reduce((sum, each) => (sum * 31 + each.codePointAt(0)) % 1_000_003, 7);

const spoken = (call) => call.turns.filter(({ speaker, text }) => speaker === 'caller' && text.trim() !== '');

/** What callers without a demand say in insult or idly, by language. */
export function roughTurns(labelled) {
  const pool = { zh: [], en: [] };
  for (const { call, labels, hasDemand } of labelled) {
    if (hasDemand) continue;
    const rough = new Set(
      labels.turns.filter((turn) => turn.labels.some((name) => name === 'insult' || name === 'off_business')).map(({ i }) => i),
    );
    pool[call.language].push(...spoken(call).filter(({ index }) => rough.has(index)).map(({ text }) => text));
  }
  return pool;
}

/** Windows of caller turns: the first, those up to the first demand, and where there is none the last. */
function windows(turns, demand) {
  const first = turns.slice(0, FROM_START);
  if (demand === null) return turns.length > FROM_START ? [first, turns.slice(-UP_TO_DEMAND)] : [first];
  if (demand < 0) return [];
  const upTo = turns.slice(Math.max(0, demand - UP_TO_DEMAND + 1), demand + 1);
  return demand >= FROM_START ? [upTo] : demand >= UP_TO_DEMAND - 1 ? [first, upTo] : [first];
}

/** A statement of a demand at some place among rough turns, which are not the call's own and teach nothing here. */
function among(statement, pool, length, seed) {
  const place = seed % length;
  const other = (i) => ({ text: pool[(seed + i * 131) % pool.length], own: null });
  return Array.from({ length }, (_, i) => (i === place ? statement : other(i)));
}

/** The bare and rough calls of a labelled call; `own` is the place of each of their turns in the call, null where it has none. */
export function bareCalls({ call, labels, hasDemand }, rough) {
  const said = spoken(call);
  const labelsOf = new Map(labels.turns.map((turn) => [turn.i, turn.labels]));
  const demand = hasDemand ? said.findIndex(({ index }) => labelsOf.get(index)?.includes('demand')) : null;
  const statement = ({ text, index }) => ({ text, own: index });
  const bare = windows(said, demand)
    .filter((window) => window.length >= UP_TO_DEMAND)
    .map((window) => window.map(statement));
  const pool = rough[call.language];
  const mixed =
    demand === null || demand < 0
      ? []
      : ROUGH.map((length) => among(statement(said[demand]), pool, length, seedOf(`${call.callId} ${length}`)));
  const openings = linesOf(call.language, 'opening');
  const others = linesOf(call.language, 'next');
  return [...bare, ...mixed].map((parts, number) => {
    const seed = seedOf(`${call.callId} ${number}`);
    const words = (i) => (i === 0 ? openings[seed % openings.length] : others[(seed + i * 7) % others.length]);
    const turn = (speaker, text, index) => ({ ...call.turns[0], speaker, text, index, startMs: null, endMs: null });
    const turns = parts.flatMap(({ text }, i) => [turn('agent', words(i), 2 * i), turn('caller', text, 2 * i + 1)]);
    const kind = number < bare.length ? 'bare' : 'rough';
    const own = parts.flatMap((part) => [null, part.own]);
    return { kind, own, call: { ...call, callId: `${call.callId}~${number + 1}`, turns, events: [], overlapObservable: false } };
  });
}
