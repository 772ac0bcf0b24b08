/**
 * Stage 3: empathy, the agent naming, accepting or sharing the caller's feeling, taking the caller's place, or soothing
 * with praise (labelling guide; catalogue EMP-01..08).
 *
 * Counts: whole phrases of the lexicon `empathy`; an opening of `empathy_frames` or an ending of `empathy_endings` with a
 * word of feeling near it ("anybody … would be upset", "I can hear you are worried"). Empathy that a "but" takes back is
 * still empathy.
 * Does not count: understanding of facts, the caller's own or quoted words, a plea for understanding, feeling words
 * inside an apology, phrases that are ambiguous where nobody was displeased.
 */
import type { DiscardReason, Finding, Span } from '../domain/finding.js';
import { type Hit, phraseSource } from '../text/reading.js';
import {
  closeNegation,
  displeasedBefore,
  following,
  gapBetween,
  overlaps,
  preceding,
  underCondition,
  union,
} from './near.js';
import { finding, neighbours, type Stage, type StageInput } from './stage.js';

/** How far a word of feeling may stand from the opening that it completes, in gaps of the language. */
const FEELING_REACH_GAPS = 1.75;
/** How far a feeling may stand before the ending that accepts it, in gaps of the language. */
const ENDING_REACH_GAPS = 1;
/** Caller turns before the agent's in which displeasure makes an ambiguous phrase count. */
const MOOD_TURNS = 3;
/** Families of `feeling_words` that are no feeling of the caller's by themselves. */
const NO_FEELING = ['hardship', 'helpless', 'reaction'];

const QUESTION_MARK = /^\s*[?\uff1f]/u;

interface Candidate {
  readonly hit: Hit;
  readonly span: Span;
  readonly kind: string;
  readonly feeling: Hit | null;
  readonly trouble: boolean;
  readonly discardedBecause: DiscardReason | null;
}

function wholePhrases(input: StageInput, turn: number): readonly Candidate[] {
  return input.reading.allHits(turn, 'empathy').map((hit) => ({
    hit,
    span: hit.span,
    kind: String(hit.attributes.kind),
    feeling: null,
    trouble: hit.attributes.trouble === true,
    discardedBecause: hit.discardedBecause ?? (hit.attributes.plain === true ? notSaidOutright(input, hit) : null),
  }));
}

/** A feeling said outright is none where it is asked, stands under a condition or is told to be dropped. */
function notSaidOutright(input: StageInput, hit: Hit): DiscardReason | null {
  if (underCondition(input.reading, hit, 0)) return 'conditional';
  const reach = input.pack.data.gap;
  const near = (other: Hit) =>
    other.clause === hit.clause &&
    gapBetween(other.span, hit.span) <= reach &&
    gapBetween(hit.span, other.span) <= reach;
  const told = input.reading.hits(hit.turn, 'calm_down').some((other) => overlaps(other.span, hit.span));
  if (told || input.reading.hits(hit.turn, 'dismissal').some(near)) return 'context';
  if (input.reading.hits(hit.turn, 'question_marks').some(near)) return 'question';
  const { clauses, folded } = input.reading.turns[hit.turn]!;
  const end = clauses[hit.clause]?.end ?? hit.span.end;
  return end - hit.span.end <= reach && QUESTION_MARK.test(folded.slice(end)) ? 'question' : null;
}

/** A negator before an opening stands too far from its feeling to deny it; before an ending it must stand close. */
function denied(input: StageInput, frame: Hit, feeling: Hit): boolean {
  if (feeling.discardedBecause !== 'negated') return feeling.discardedBecause !== null;
  if (feeling.span.start < frame.span.start) return closeNegation(input, feeling) !== null;
  return input.reading
    .hits(frame.turn, 'negators')
    .some((negator) => negator.span.start >= frame.span.start && negator.span.end <= feeling.span.start);
}

function fits(input: StageInput, frame: Hit, feeling: Hit): boolean {
  const family = String(feeling.attributes.family);
  const real = !NO_FEELING.includes(family) || (frame.attributes.hardship === true && family !== 'helpless');
  return (
    real &&
    (!denied(input, frame, feeling) || (feeling.discardedBecause === 'negated' && frame.attributes.either === true))
  );
}

function completedFrames(input: StageInput, turn: number): readonly Candidate[] {
  const { reading } = input;
  const gap = input.pack.data.gap;
  const feelings = reading.allHits(turn, 'feeling_words');
  if (feelings.length === 0) return [];
  return reading.allHits(turn, 'empathy_frames', 'empathy_endings').flatMap((frame) => {
    const near =
      frame.lexicon === 'empathy_endings'
        ? preceding(reading, frame, feelings, gap * ENDING_REACH_GAPS)
        : following(reading, frame, feelings, gap * FEELING_REACH_GAPS);
    const feeling = near.find((word) => fits(input, frame, word));
    if (feeling === undefined) return [];
    // An understanding that is denied rejects the feeling as such, whatever its name.
    const kind = frame.discardedBecause === 'negated' ? 'feeling' : String(frame.attributes.kind);
    return [
      {
        hit: frame,
        span: union(frame.span, feeling.span),
        kind,
        feeling,
        trouble: frame.attributes.trouble === true,
        discardedBecause: frame.discardedBecause,
      },
    ];
  });
}

/** A word for sorry in the sentence makes its feeling words part of the apology. */
function insideApology(input: StageInput, candidate: Candidate): boolean {
  if (!candidate.trouble) return false;
  const sorry = input.reading
    .allHits(candidate.hit.turn, 'apology')
    .filter((hit) => hit.discardedBecause !== 'exception');
  return sorry.some((hit) => Math.abs(hit.clause - candidate.hit.clause) <= 1);
}

function judged(input: StageInput, candidate: Candidate): Candidate {
  if (candidate.discardedBecause === 'weak' && displeasedBefore(input, candidate.hit.turn, MOOD_TURNS)) {
    return judged(input, { ...candidate, discardedBecause: null });
  }
  if (candidate.discardedBecause === null && insideApology(input, candidate)) {
    return { ...candidate, discardedBecause: 'context' };
  }
  return candidate;
}

/** Whether the feeling that the agent names is one the caller showed. */
function matches(input: StageInput, candidate: Candidate): boolean {
  const { hit, feeling } = candidate;
  if (displeasedBefore(input, hit.turn, MOOD_TURNS)) return true;
  const family = feeling?.attributes.family;
  return neighbours(input.reading, hit.turn, 'caller', -1, MOOD_TURNS).some((turn) =>
    input.reading.hits(turn, 'feeling_words').some((word) => word.attributes.family === family),
  );
}

function toFinding(input: StageInput, candidate: Candidate): Finding {
  return finding({
    label: 'empathy',
    stage: 'empathy',
    turn: candidate.hit.turn,
    span: candidate.span,
    strength: candidate.hit.strength,
    source: phraseSource(candidate.hit),
    witnesses: candidate.feeling === null ? [] : [phraseSource(candidate.feeling)],
    attributes: {
      kind: candidate.kind,
      ...(candidate.kind === 'labelled' ? { matches: matches(input, candidate) } : {}),
    },
    discardedBecause: candidate.discardedBecause,
  });
}

/** One finding per kind and turn, the strongest; a discarded one only where no counted one of its turn explains it away. */
function oneOfEachKind(candidates: readonly Candidate[]): readonly Candidate[] {
  const best = new Map<string, Candidate>();
  const counted = candidates.filter((candidate) => candidate.discardedBecause === null);
  for (const candidate of counted.length > 0 ? counted : candidates) {
    const known = best.get(candidate.kind);
    if (known === undefined || candidate.hit.strength > known.hit.strength) best.set(candidate.kind, candidate);
  }
  const kept = [...best.values()];
  const negated = candidates.filter(
    (candidate) => candidate.discardedBecause === 'negated' && !kept.includes(candidate),
  );
  return [...kept, ...negated.slice(0, 1)];
}

export const empathyStage: Stage = {
  name: 'empathy',
  needs: ['complaint', 'anger'],
  makes: ['empathy'],
  run(input) {
    const findings = input.reading.turns.flatMap(({ turn }) => {
      const candidates = [...wholePhrases(input, turn.index), ...completedFrames(input, turn.index)];
      return oneOfEachKind(candidates.map((candidate) => judged(input, candidate))).map((candidate) =>
        toFinding(input, candidate),
      );
    });
    return { findings };
  },
};
