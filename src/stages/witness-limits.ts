/**
 * What the witness of turn labels may not do against the words of a turn: throw out a danger that is told in so many words,
 * or see a sexual remark, a slur or, unless it is sure, danger where no word is of the kind. It has learned those labels
 * from few calls, and takes menaces and pranks for the one, a figure of speech or the address that follows a danger for
 * the other.
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
 * Probability from which the witness sees danger in words that no list holds ("half of his smile hangs"). Out of fold it
 * then found 90 of 95 training calls in danger instead of 80, and took no other call for one.
 */
const SURE_OF_DANGER = 0.8;

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

/** Words of wanting to die are used of anything, and the witness knows better than a phrase how they are meant. */
const isToldOutright = ({ attributes, counted, label }: Finding) =>
  counted && label === 'danger' && attributes.of !== 'wish';

/** What it threw out of a danger that is told counts again; a wish to die does where the call has a danger beside it. */
function withDangerTold(own: readonly Finding[], fused: readonly Finding[]): readonly Finding[] {
  const inDanger = [...fused, ...own.filter(isToldOutright)].some((each) => each.counted && each.label === 'danger');
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
  return { ...fused, findings: withDangerTold(own.findings, worded) };
}
