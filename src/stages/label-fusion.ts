/**
 * Joins what a stage found with the n-gram witness of turn labels: from its threshold `alone` on the witness makes a
 * label that no phrase made, below `confirm` it throws out one that phrases made, and in between it is named beside it.
 * Both thresholds were set out of sample on the training calls, label by label; a label without them stays as it is.
 * What was thrown out is kept with its reason, as everything that was found and not counted.
 */
import type { Attributes, Finding, Source } from '../domain/finding.js';
import { round3 } from '../domain/finding.js';
import { type LabelName, labelDefinition } from '../domain/label.js';
import type { Sentiment, TurnSentiment } from '../domain/turn-mood.js';
import type { LabelProbabilities } from '../nlp/turn-labels.js';
import { finding, type ModelWitness, type Stage, type StageInput, type StageOutput } from './stage.js';

/** Attributes that are labels of their own to the witness. */
const OWN_ATTRIBUTES: Readonly<Partial<Record<LabelName, Readonly<Record<string, string>>>>> = {
  commitment: { action: 'commitment.action', deadline: 'commitment.deadline', contact: 'commitment.contact' },
  hold_request: { permission: 'permission' },
  escalation: { explained: 'explained' },
};

/** What else a finding says when no phrase says it: the plain case of the label, and for abuse the mildest. */
const PLAIN: Readonly<Partial<Record<LabelName, Attributes>>> = {
  anger: { about: 'handling', threat: 'none' },
  complaint: { about: 'handling' },
  demand: { kind: 'matter' },
  responsibility: { kind: 'ownership', about: 'matter', conditional: false },
  solution: { done: false, promised: false, new: true },
  alternative: { new: true },
  commitment: { immediate: false, basis: false },
  closing: { goodbye: true, thanks: false, ends_call: false },
  negative_language: { slight: true },
  question_open: { purpose: 'other' },
  question_closed: { purpose: 'other' },
  check_result: { finding: 'other' },
  blame_shift: { target: 'department' },
  sexual: { kind: 'advance' },
  threat: { credible: false },
  off_business: { kind: 'rambling' },
};

/** A turn of fewer characters (zh) or words (en) says too little to be anything but an answer or a formula. */
const LEAST_LENGTH = { zh: 4, en: 2 } as const;
const SHORT_ACTS: ReadonlySet<string> = new Set<LabelName>(['acceptance', 'rejection', 'thanks', 'closing']);

/** Feelings of a caller or agent as labels of the witness. */
const FEELINGS: readonly Exclude<Sentiment, 'neutral'>[] = ['negative', 'positive'];
/** Score of a feeling that the witness alone saw, per probability. */
const FEELING_WEIGHT = 0.6;

const sourceOf = (model: ModelWitness, probability: number): Source => ({
  kind: 'model',
  id: `${model.info.id}/turn-labels`,
  probability: round3(probability),
});

/** Attributes of a label that the witness sees in a turn. */
function seenAttributes(label: LabelName, model: ModelWitness, turn: number): Readonly<Record<string, boolean>> {
  const own = Object.entries(OWN_ATTRIBUTES[label] ?? {}).map(([attribute, name]) => {
    const alone = model.info.turnLabels.thresholds.get(name)?.alone ?? null;
    return [attribute, alone !== null && (model.labels[turn]?.get(name) ?? 0) >= alone] as const;
  });
  return Object.fromEntries(own);
}

/** What phrases left open and the witness sees. */
function withSeen(each: Finding, seen: Readonly<Record<string, boolean>>): Finding {
  const added = Object.entries(seen).filter(([attribute, there]) => there && each.attributes[attribute] === false);
  return added.length === 0 ? each : { ...each, attributes: { ...each.attributes, ...Object.fromEntries(added) } };
}

function fuseLabel(
  label: LabelName,
  stage: Stage,
  output: readonly Finding[],
  input: StageInput,
  model: ModelWitness,
): readonly Finding[] {
  const thresholds = model.info.turnLabels.thresholds.get(label);
  if (thresholds === undefined) return output;
  const { alone, confirm } = thresholds;
  const { who } = labelDefinition(label);
  const probabilityAt = (turn: number) => model.labels[turn]?.get(label) ?? 0;
  const counted = new Set(output.flatMap((each) => (each.counted && each.label === label ? [each.turn] : [])));
  const kept = output.map((own): Finding => {
    if (own.label !== label || !own.counted) return own;
    const probability = probabilityAt(own.turn);
    const each = withSeen(own, seenAttributes(label, model, own.turn));
    const isUnlikely = confirm !== null && probability < confirm;
    const isLikely = alone !== null && probability >= alone;
    if (!isUnlikely && !isLikely) return each;
    const seen = { ...each, witnesses: [...each.witnesses, sourceOf(model, probability)] };
    return isUnlikely ? { ...seen, counted: false, discardedBecause: 'unlikely' } : seen;
  });
  if (alone === null) return kept;
  const least = SHORT_ACTS.has(label) ? 0 : LEAST_LENGTH[input.call.language];
  const made = input.reading.turns.flatMap(({ turn, empty, length }) => {
    const probability = probabilityAt(turn.index);
    if (empty || length < least || turn.speaker !== who || counted.has(turn.index) || probability < alone) return [];
    return finding({
      label,
      stage: stage.name,
      turn: turn.index,
      strength: probability,
      source: sourceOf(model, probability),
      attributes: { ...PLAIN[label], ...seenAttributes(label, model, turn.index) },
    });
  });
  return [...kept, ...made];
}

/** What a witness of the whole call judges, and in which label of a turn it is clear. */
interface CallSigns {
  readonly witness: 'demand' | 'grievance';
  readonly clearIn: Readonly<Partial<Record<string, LabelName>>>;
}

/** Insults and pranks are full of words that demands are made of; so are plain questions of words of grievance. */
const CALL_SIGNS: readonly CallSigns[] = [
  { witness: 'demand', clearIn: { demand: 'demand', possible_matter: 'demand' } },
  { witness: 'grievance', clearIn: { complaint: 'complaint', anger: 'anger' } },
];

type CallInput = Pick<StageInput, 'reading'>;

/** Of each turn of agent and caller the labels of its side. */
function ownLabels({ reading }: CallInput, model: ModelWitness): readonly LabelProbabilities[] {
  return reading.turns.flatMap(({ turn: { index, speaker } }) =>
    speaker === 'agent' || speaker === 'caller' ? (model.labels[index] ?? []) : [],
  );
}

/** The patience that the caller is owed, as the witness sees the whole call; `doubtful` too where it does not judge it. */
export type Patience = 'none' | 'doubtful' | 'owed';

export function patienceOf(input: CallInput, model: ModelWitness): Patience {
  const { patience } = model.info.turnLabels;
  const probability = patience?.probability(ownLabels(input, model)) ?? null;
  if (patience === null || probability === null) return 'doubtful';
  return probability < patience.noneBelow ? 'none' : probability < patience.owedFrom ? 'doubtful' : 'owed';
}

/** In a call that hardly has a demand, or a grievance, seen from all its turns, only the clear signs of one count. */
function withoutUnlikely(
  { witness, clearIn }: CallSigns,
  findings: readonly Finding[],
  input: StageInput,
  model: ModelWitness,
): readonly Finding[] {
  const judge = model.info.turnLabels[witness];
  if (judge === null || !findings.some(({ label }) => clearIn[label] !== undefined)) return findings;
  const probability = judge.probability(ownLabels(input, model));
  if (probability === null || probability >= judge.below) return findings;
  const unclear = ({ label, turn }: Finding) => {
    const name = clearIn[label];
    return name !== undefined && (model.labels[turn]?.get(name) ?? 0) < judge.clearTurn;
  };
  return findings.map((each) =>
    each.counted && unclear(each)
      ? {
          ...each,
          counted: false,
          discardedBecause: 'unlikely',
          witnesses: [...each.witnesses, sourceOf(model, probability)],
        }
      : each,
  );
}

/** A feeling that the witness sees, or one that phrases saw and it finds unlikely. */
function fuseSentiment(own: TurnSentiment, input: StageInput, model: ModelWitness): TurnSentiment {
  const reading = input.reading.turns[own.turn]!;
  const { speaker } = reading.turn;
  if (reading.empty || (speaker !== 'agent' && speaker !== 'caller')) return own;
  for (const label of FEELINGS) {
    const thresholds = model.info.turnLabels.thresholds.get(`${speaker}.${label}`);
    if (thresholds === undefined) continue;
    const probability = model.labels[own.turn]?.get(`${speaker}.${label}`) ?? 0;
    const sign = label === 'negative' ? -1 : 1;
    if (own.label === label && thresholds.confirm !== null && probability < thresholds.confirm) {
      return { ...own, label: 'neutral', score: 0, sources: [...own.sources, sourceOf(model, probability)] };
    }
    const isLong = reading.length >= LEAST_LENGTH[input.call.language];
    if (own.label === 'neutral' && isLong && thresholds.alone !== null && probability >= thresholds.alone) {
      return {
        turn: own.turn,
        label,
        score: round3(sign * probability * FEELING_WEIGHT),
        sources: [sourceOf(model, probability)],
      };
    }
  }
  return own;
}

/** The output of a stage after the witness had its say; unchanged without a model. */
export function fuse(stage: Stage, output: StageOutput, input: StageInput): StageOutput {
  const { model } = input;
  if (model === null || model.labels.length === 0) return output;
  const fused = stage.makes.reduce<readonly Finding[]>(
    (sofar, label) => fuseLabel(label, stage, sofar, input, model),
    output.findings,
  );
  const findings = CALL_SIGNS.reduce((sofar, signs) => withoutUnlikely(signs, sofar, input, model), fused);
  if (output.sentiments === undefined) return { findings };
  return { findings, sentiments: output.sentiments.map((own) => fuseSentiment(own, input, model)) };
}
