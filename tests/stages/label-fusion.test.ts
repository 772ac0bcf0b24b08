import { describe, expect, it } from 'vitest';
import type { Finding } from '../../src/domain/finding.js';
import type { LabelName } from '../../src/domain/label.js';
import {
  type LabelThresholds,
  NO_TURN_LABELS,
  type PatienceWitness,
  type SignWitness,
} from '../../src/nlp/turn-labels.js';
import { ALL_STAGES } from '../../src/stages/index.js';
import { fuse, patienceOf } from '../../src/stages/label-fusion.js';
import { finding, type ModelWitness, type Stage, type StageInput, type StageOutput } from '../../src/stages/stage.js';

const TURNS = ['agent', 'caller', 'agent', 'caller'] as const;
const stageNamed = (name: string): Stage => ALL_STAGES.find((stage) => stage.name === name)!;

function model(
  thresholds: Readonly<Record<string, LabelThresholds>>,
  probabilities: readonly Readonly<Record<string, number>>[],
  demand: SignWitness | null = null,
): ModelWitness {
  return {
    info: {
      id: 'small',
      version: '1',
      sentimentThresholds: { negative: null, positive: null },
      abuseThreshold: null,
      reads: true,
      turnLabels: { ...NO_TURN_LABELS, thresholds: new Map(Object.entries(thresholds)), demand },
    },
    turns: TURNS.map(() => ({ sentiment: { negative: 0, neutral: 1, positive: 0 }, abuse: 0 })),
    labels: TURNS.map((_, turn) => new Map(Object.entries(probabilities[turn] ?? {}))),
  };
}

function fused(stage: string, output: StageOutput, witness: ModelWitness | null, length = 9): StageOutput {
  const turns = TURNS.map((speaker, index) => ({ turn: { index, speaker }, empty: false, length }));
  return fuse(stageNamed(stage), output, {
    model: witness,
    reading: { turns },
    call: { language: 'zh' },
  } as unknown as StageInput);
}

const phrase = (label: LabelName, turn: number, attributes = {}): Finding =>
  finding({
    label,
    stage: 'resolution',
    turn,
    source: { kind: 'phrase', lexicon: label, entry: 'x' },
    attributes,
  });
const inShort = ({ findings }: StageOutput) =>
  findings.map(({ label, turn, counted, source }) => `${label} ${turn} ${source.kind}${counted ? '' : ' out'}`);

describe('fuse', () => {
  const limits = { follow_up: { alone: 0.6, confirm: 0.2 } };

  it('changes nothing without a model', () => {
    const output = { findings: [phrase('follow_up', 0)] };
    expect(fused('resolution', output, null)).toBe(output);
  });

  it('makes a label of its own side from its threshold on, and of no other side', () => {
    const witness = model(limits, [{ follow_up: 0.59 }, { follow_up: 0.99 }, { follow_up: 0.6 }]);
    const { findings } = fused('resolution', { findings: [] }, witness);
    expect(findings).toMatchObject([
      { label: 'follow_up', turn: 2, strength: 0.6, span: null, source: { kind: 'model', id: 'small/turn-labels' } },
    ]);
  });

  it('makes nothing of a word or two but an answer or a formula', () => {
    const sure = { arguing: { alone: 0.2, confirm: null }, closing: { alone: 0.2, confirm: null } };
    const witness = model(sure, [{ arguing: 0.9, closing: 0.9 }]);
    expect(fused('conduct', { findings: [] }, witness, 2).findings).toEqual([]);
    expect(inShort(fused('procedure', { findings: [] }, witness, 2))).toEqual(['closing 0 model']);
  });

  it('throws out what it finds unlikely, and keeps it with its reason', () => {
    const witness = model(limits, [{ follow_up: 0.19 }, {}, { follow_up: 0.2 }]);
    const output = fused('resolution', { findings: [phrase('follow_up', 0), phrase('follow_up', 2)] }, witness);
    expect(inShort(output)).toEqual(['follow_up 0 phrase out', 'follow_up 2 phrase']);
    expect(output.findings[0]!.discardedBecause).toBe('unlikely');
  });

  it('is named beside a phrase that it would have found too', () => {
    const { findings } = fused(
      'resolution',
      { findings: [phrase('follow_up', 0)] },
      model(limits, [{ follow_up: 0.9 }]),
    );
    expect(findings).toMatchObject([{ counted: true, witnesses: [{ kind: 'model', probability: 0.9 }] }]);
  });

  it('leaves a label without thresholds alone', () => {
    const witness = model({ follow_up: { alone: null, confirm: null } }, [{ follow_up: 0.01, refusal: 0.99 }]);
    const output = { findings: [phrase('follow_up', 0), phrase('refusal', 0)] };
    expect(inShort(fused('resolution', output, witness))).toEqual(['follow_up 0 phrase', 'refusal 0 phrase']);
  });

  it('gives a commitment the parts that it sees', () => {
    const witness = model(
      {
        commitment: { alone: 0.5, confirm: null },
        'commitment.action': { alone: 0.5, confirm: null },
        'commitment.deadline': { alone: 0.5, confirm: null },
      },
      [{ commitment: 0.8, 'commitment.action': 0.7, 'commitment.deadline': 0.3 }],
    );
    const { findings } = fused('resolution', { findings: [] }, witness);
    expect(findings[0]!.attributes).toMatchObject({ action: true, deadline: false });
  });

  it('moves a feeling up and down', () => {
    const neutral = (turn: number) => ({ turn, label: 'neutral' as const, score: 0, sources: [] });
    const negative = (turn: number) => ({ turn, label: 'negative' as const, score: -0.6, sources: [] });
    const witness = model({ 'caller.negative': { alone: 0.5, confirm: 0.2 } }, [
      {},
      { 'caller.negative': 0.7 },
      { 'caller.negative': 0.9 },
      { 'caller.negative': 0.1 },
    ]);
    const sentiments = [neutral(0), neutral(1), neutral(2), negative(3)];
    const moved = fused('sentiment', { findings: [], sentiments }, witness).sentiments!;
    expect(moved.map(({ label }) => label)).toEqual(['neutral', 'negative', 'neutral', 'neutral']);
    expect(moved[1]!.score).toBeLessThan(0);
  });
});

describe('a call in which hardly a demand is seen', () => {
  const witness = (probability: number | null, clear: number): ModelWitness =>
    model({ demand: { alone: null, confirm: null } }, [{}, { demand: clear }], {
      below: 0.3,
      clearTurn: 0.8,
      probability: () => probability,
    });
  const output = { findings: [phrase('demand', 1), phrase('possible_matter', 3)] };

  it('counts no sign of one', () => {
    expect(inShort(fused('context', output, witness(0.29, 0.5)))).toEqual([
      'demand 1 phrase out',
      'possible_matter 3 phrase out',
    ]);
  });

  it('believes a turn that states one clearly', () => {
    expect(inShort(fused('context', output, witness(0.29, 0.8)))).toEqual([
      'demand 1 phrase',
      'possible_matter 3 phrase out',
    ]);
  });

  it('counts every sign where the caller said too little to tell', () => {
    expect(inShort(fused('context', output, witness(null, 0)))).toEqual([
      'demand 1 phrase',
      'possible_matter 3 phrase',
    ]);
  });

  it('counts every sign where a demand is not unlikely', () => {
    expect(inShort(fused('context', output, witness(0.3, 0)))).toEqual(['demand 1 phrase', 'possible_matter 3 phrase']);
  });
});

describe('patienceOf', () => {
  const of = (patience: PatienceWitness | null) => {
    const witness = model({}, [{}, { demand: 0.5 }]);
    const info = { ...witness.info, turnLabels: { ...witness.info.turnLabels, patience } };
    const turns = TURNS.map((speaker, index) => ({ turn: { index, speaker } }));
    return patienceOf({ reading: { turns } } as unknown as StageInput, { ...witness, info });
  };

  it.each([
    [0.019, 'none'],
    [0.02, 'doubtful'],
    [0.199, 'doubtful'],
    [0.2, 'owed'],
    [null, 'doubtful'],
  ])('with a probability of %s, none below 0.02 and owed from 0.2: %s', (probability, expected) => {
    expect(of({ noneBelow: 0.02, owedFrom: 0.2, probability: () => probability })).toBe(expected);
  });

  it('is in doubt without a witness', () => {
    expect(of(null)).toBe('doubtful');
  });
});
