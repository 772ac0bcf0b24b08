/**
 * What phrases and structure found in and around a turn, as signs for the witness of turn labels: hits of word lists in
 * the turn and beside it, findings within two turns, the place in the call, and what the call holds. A sign is a name; the
 * witness knows those that its training calls had and passes over others.
 */
import type { Finding } from '../domain/finding.js';
import type { TurnSentiment } from '../domain/turn-mood.js';
import type { TurnRead } from '../nlp/encoder.js';
import type { SignedTurn } from '../nlp/turn-labels.js';
import type { CallReading, TurnReading } from '../text/reading.js';

/** Turns on either side whose hits, and whose findings, are signs. */
const HIT_REACH = 1;
const FINDING_REACH = 2;
/** Counts and places above these are one. */
const MOST_OF_CALL = 3;
const FARTHEST = 6;
const MOST_LENGTHS = 5;
const TURNS_A_LENGTH = 8;

const QUESTION = /[?\uff1f]/u;
/** Lengths of a turn are told apart in steps of four characters up to 16, and of twenty from there. */
const lengthStep = (length: number) =>
  length < 16 ? Math.floor(length / 4) : Math.min(8, 4 + Math.floor(length / 20));

function hitsOf({ turn, hits }: TurnReading): readonly string[] {
  const names = hits.flatMap(({ lexicon, discardedBecause }) =>
    discardedBecause === null ? lexicon : discardedBecause === 'wrong_speaker' ? [] : `${lexicon}~`,
  );
  return [...names, `speaker:${turn.speaker}`];
}

function placeSigns({ turn, folded }: TurnReading, turns: number): readonly string[] {
  const end = turns - 1 - turn.index;
  return [
    `start:${Math.min(turn.index, FARTHEST)}`,
    `end:${Math.min(end, FARTHEST)}`,
    `turns:${Math.min(MOST_LENGTHS, Math.floor(turns / TURNS_A_LENGTH))}`,
    `length:${lengthStep(folded.length)}`,
    ...(QUESTION.test(folded) ? ['question'] : []),
  ];
}

/** The labels found in each turn, without repetition, and its feeling. */
function foundOf(
  findings: readonly Finding[],
  sentiments: readonly TurnSentiment[],
  turns: number,
): readonly (readonly string[])[] {
  const found = Array.from({ length: turns }, () => new Set<string>());
  for (const { counted, label, turn } of findings) if (counted) found[turn]?.add(label);
  return found.map((labels, turn) => [...labels, `feeling:${sentiments[turn]?.label ?? 'neutral'}`]);
}

function callSigns(found: readonly (readonly string[])[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const labels of found) for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  return [...counts].map(([label, count]) => `call:${label}:${Math.min(count, MOST_OF_CALL)}`);
}

/** The turns of a call for the witness, from what the stages found without it and what the encoder read. */
export function signedTurns(
  { turns }: CallReading,
  findings: readonly Finding[],
  sentiments: readonly TurnSentiment[],
  read: readonly TurnRead[],
): readonly SignedTurn[] {
  const hits = turns.map(hitsOf);
  const found = foundOf(findings, sentiments, turns.length);
  const ofCall = callSigns(found);
  const around = (signs: readonly (readonly string[])[], index: number, reach: number, kind: string) =>
    Array.from({ length: 2 * reach + 1 }, (_, i) => i - reach).flatMap(
      (step) => signs[index + step]?.map((sign) => `${kind}${step}:${sign}`) ?? `${kind}${step}:none`,
    );
  return turns.map((reading, index) => ({
    speaker: reading.turn.speaker,
    folded: reading.folded,
    before: turns[index - 1]?.folded ?? '',
    signs: [
      ...around(hits, index, HIT_REACH, 'hit'),
      ...around(found, index, FINDING_REACH, 'found'),
      ...placeSigns(reading, turns.length),
      ...ofCall,
    ],
    logits: read[index]?.labelLogits ?? null,
  }));
}
