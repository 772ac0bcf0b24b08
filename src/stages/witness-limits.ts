/**
 * What the witness of turn labels may not do against the words of a turn: throw out a danger that is told in so many words,
 * unless it is as good as sure, or see a sexual remark, a slur or, unless it is sure, danger where no word is of the kind.
 * It has learned those labels from few calls, and takes menaces and pranks for the one, a figure of speech or the address
 * that follows a danger for the other.
 */
import type { DiscardReason, Finding } from '../domain/finding.js';
import type { LabelName } from '../domain/label.js';
import { hasWordOfDanger } from './danger-signs.js';
import { neighbours, type StageInput, type StageOutput } from './stage.js';

/** Word lists of which one must speak of what the witness alone sees. */
const WORDS: Readonly<Partial<Record<LabelName, readonly string[]>>> = {
  sexual: ['sexual', 'off_business', 'sexual_words'],
  discrimination: ['discrimination', 'group_words'],
};

/** Kinds of talk off business that are no flirting. */
const NO_FLIRT: ReadonlySet<unknown> = new Set(['prank', 'rambling', 'nonsense', 'silent']);

const THROWN_OUT: DiscardReason = 'unlikely';
const EXPLAINED: DiscardReason = 'context';

/**
 * Probability from which the witness sees danger in words that no list holds ("half of his smile hangs"). Out of fold 89 of
 * 95 Chinese calls in danger lie above it or have a phrase that tells of it (82 at 0.8), and four others (two at 0.8): to
 * miss somebody in need is the graver error.
 */
const SURE_OF_DANGER = 0.7;

const byWitnessAlone = (found: Finding) => found.counted && found.source.kind === 'model';

/** A phrase that is excepted means something else; one that is weak or negated is still a word of its kind. */
function hasWord(input: StageInput, { label, turn }: Finding): boolean {
  const lexicons = WORDS[label as LabelName];
  return (
    lexicons === undefined ||
    input.reading
      .allHits(turn, ...lexicons)
      .some(({ attributes, discardedBecause }) => discardedBecause !== 'exception' && !NO_FLIRT.has(attributes.kind))
  );
}

/**
 * Where the danger that the witness alone sees in a turn is told: there and, where an agent asked in between, in the
 * caller's turn before. Nowhere where the words were a figure of speech, or where no turn beside it has a word of danger and
 * the witness is not sure.
 */
function tellingTurns(input: StageInput, own: readonly Finding[], { turn, source }: Finding): readonly number[] {
  const explained = own.some(
    (each) => each.label === 'danger' && each.turn === turn && each.discardedBecause === EXPLAINED,
  );
  const has = (each: number) => hasWordOfDanger(input, each);
  if (explained) return [];
  if (has(turn)) return [turn];
  const before = neighbours(input.reading, turn, 'caller', -1, 1).filter(has);
  const after = neighbours(input.reading, turn, 'caller', 1, 1).filter(has);
  if (before.length + after.length > 0) return [...before, turn];
  return source.kind === 'model' && source.probability >= SURE_OF_DANGER ? [turn] : [];
}

/** What the witness alone sees, where it has a word for it. */
function withWords(found: Finding, own: readonly Finding[], input: StageInput): readonly Finding[] {
  if (!byWitnessAlone(found)) return [found];
  const thrownOut: Finding = { ...found, counted: false, discardedBecause: EXPLAINED };
  if (found.label !== 'danger') return [hasWord(input, found) ? found : thrownOut];
  const turns = tellingTurns(input, own, found);
  return turns.length === 0 ? [thrownOut] : turns.map((turn) => ({ ...found, turn }));
}

/**
 * Probability below which the witness is as good as sure that words of danger are of a film, a book or a bill. Out of fold
 * the least that any of 95 training calls in danger had where a phrase told of it was 0.17; of 15 calls that phrases took
 * for one without being one, 9 lay below this.
 */
const SURELY_NO_DANGER = 0.03;

/** Words of wanting to die are used of anything, and the witness knows better than a phrase how they are meant. */
const isToldOutright = ({ attributes, discardedBecause, witnesses }: Finding) =>
  discardedBecause === THROWN_OUT &&
  attributes.of !== 'wish' &&
  !witnesses.some((witness) => witness.kind === 'model' && witness.probability < SURELY_NO_DANGER);

/**
 * What it threw out of a danger that is told counts again, unless it is as good as sure; a wish to die does where the call
 * has a danger beside it.
 */
function withDangerTold(fused: readonly Finding[]): readonly Finding[] {
  const inDanger = fused.some((each) => each.label === 'danger' && (each.counted || isToldOutright(each)));
  if (!inDanger) return fused;
  return fused.map((found) =>
    found.label === 'danger' && found.discardedBecause === THROWN_OUT
      ? { ...found, counted: true, discardedBecause: null }
      : found,
  );
}

/** The output of a stage after the witness had its say, within its limits. */
export function withinLimits(own: StageOutput, fused: StageOutput, input: StageInput): StageOutput {
  if (own === fused) return fused;
  const worded = fused.findings.flatMap((found) => withWords(found, own.findings, input));
  return { ...fused, findings: withDangerTold(worded) };
}
