/**
 * What makes an ambiguous phrase count, and what makes a clear one nobody's own. The encoder may support a phrase and
 * never makes a label of abuse by itself.
 */
import type { DiscardReason, Source } from '../domain/finding.js';
import { type Hit, phraseSource } from '../text/reading.js';
import { gapBetween, overlaps } from './near.js';
import { neighbours, type StageInput } from './stage.js';

export const ABUSE_LEXICONS = ['profanity', 'insult', 'abuse_nouns', 'sexual', 'threat', 'discrimination'] as const;

/** Probability of abuse that supports a phrase where the encoder's calibration gives no threshold. */
const SUPPORT_FROM = 0.6;
/** Characters after "they called me" in which the words are still theirs, and before "is what they called me". */
const REPORT_REACH = 30;
const REPORT_REACH_BACK = 6;
/** A turn as long as this (characters or words) is a story: what is told of in it is told of to its end. */
const STORY_FROM = 80;
/** Caller turns on either side whose flirting supports an ambiguous remark. */
const FLIRT_TURNS = 2;

const SENTENCE_END = /[.!?;\u3002\u2026]/u;

/** The encoder's word on a turn, where it speaks up; shown beside the phrase that it supports. */
export function modelWitness(input: StageInput, turn: number): Source | null {
  const { model } = input;
  const probability = model?.turns[turn]?.abuse;
  if (model === null || probability === undefined) return null;
  const threshold = model.info.abuseThreshold ?? SUPPORT_FROM;
  return probability >= threshold ? { kind: 'model', id: model.info.id, probability } : null;
}

/** A counted phrase of abuse in the same turn that is not the hit itself. */
function otherAbuse(input: StageInput, hit: Hit): Source | null {
  const other = input.reading
    .hits(hit.turn, ...ABUSE_LEXICONS)
    .find((candidate) => !overlaps(candidate.span, hit.span));
  return other === undefined ? null : phraseSource(other);
}

/** A counted remark of these lexicons in the same turn or a neighbouring turn of the caller. */
export function nearbyRemark(input: StageInput, hit: Hit, lexicons: readonly string[]): Source | null {
  const { reading } = input;
  const turns = [
    hit.turn,
    ...neighbours(reading, hit.turn, 'caller', -1, FLIRT_TURNS),
    ...neighbours(reading, hit.turn, 'caller', 1, FLIRT_TURNS),
  ];
  const other = turns
    .flatMap((turn) => reading.hits(turn, ...lexicons))
    .find((candidate) => candidate.turn !== hit.turn || !overlaps(candidate.span, hit.span));
  return other === undefined ? null : phraseSource(other);
}

/** What supports an ambiguous phrase: the encoder, or other abuse in the turn. */
export function secondWitness(input: StageInput, hit: Hit): Source | null {
  return modelWitness(input, hit.turn) ?? otherAbuse(input, hit);
}

/** Whether the words are told of and not uttered: "he called me …", "what does … mean". */
export function isReported(input: StageInput, hit: Hit): boolean {
  const { folded, length } = input.reading.turns[hit.turn]!;
  return input.reading.hits(hit.turn, 'reported_abuse').some((report) => {
    const gap = gapBetween(report.span, hit.span);
    if (gap >= 0 && length >= STORY_FROM) return true;
    if (gap >= 0) return gap <= REPORT_REACH && !SENTENCE_END.test(folded.slice(report.span.end, hit.span.start));
    const back = gapBetween(hit.span, report.span);
    return back >= 0 && back <= REPORT_REACH_BACK && !SENTENCE_END.test(folded.slice(hit.span.end, report.span.start));
  });
}

/** The reason that stands, given what the guards said and which witness was found; null where the hit counts. */
export function verdict(input: StageInput, hit: Hit, witness: Source | null): DiscardReason | null {
  const reason = hit.discardedBecause;
  if (reason !== null && reason !== 'weak') return reason;
  if (isReported(input, hit)) return 'quoted';
  return reason === 'weak' && witness === null ? 'weak' : null;
}
