/** Runs the stages in their order over one call and gathers what they found. */
import { type Call, hasRoles, hasTimes } from '../domain/call.js';
import { compareFindings, type Finding, STAGES } from '../domain/finding.js';
import { labelDefinition } from '../domain/label.js';
import type { TurnSentiment } from '../domain/turn-mood.js';
import { type CallReading, readCall } from '../text/reading.js';
import { fuse, type Patience, patienceOf } from './label-fusion.js';
import {
  type CallInputs,
  findingStore,
  type ModelWitness,
  type Stage,
  type StageData,
  type StageInput,
} from './stage.js';
import { signedTurns } from './turn-signs.js';
import { withinLimits } from './witness-limits.js';

export interface StageFailure {
  readonly stage: string;
  readonly message: string;
}

/** What one go through the stages found in a call. */
export interface SeenCall {
  readonly call: Call;
  readonly reading: CallReading;
  readonly inputs: CallInputs;
  readonly findings: readonly Finding[];
  readonly sentiments: readonly TurnSentiment[];
  /** Stages that threw; the call goes on without their findings and the result says so. */
  readonly failures: readonly StageFailure[];
}

export interface StagesResult extends SeenCall {
  /** What phrases and structure found without the witness of turn labels, where there is one. */
  readonly alone: SeenCall | null;
  /** The patience that the caller is owed, as that witness sees it. */
  readonly patience: Patience;
}

/** Checks once, before the first call, that every stage comes after those whose labels it reads. Throws on a wrong order. */
export function checkStageOrder(stages: readonly Stage[]): void {
  const made = new Set<string>();
  for (const stage of stages) {
    for (const label of stage.needs) {
      if (!made.has(label)) throw new Error(`Stage "${stage.name}" reads "${label}" before any stage has made it.`);
    }
    for (const label of stage.makes) {
      const home = labelDefinition(label).stage;
      if (home !== stage.name) throw new Error(`Stage "${stage.name}" makes "${label}", which belongs to "${home}".`);
      made.add(label);
    }
  }
  const order = stages.map((stage) => STAGES.indexOf(stage.name));
  if (order.some((position, i) => i > 0 && position < order[i - 1]!)) {
    throw new Error('The stages are not in the order of STAGES.');
  }
}

export function callInputs(call: Call): CallInputs {
  return {
    roles: hasRoles(call),
    times: hasTimes(call),
    overlap: call.overlapObservable,
    holdEvents: call.events.some((event) => event.kind === 'hold'),
    hangupSide: call.events.some((event) => event.kind === 'hangup' && event.by !== null),
  };
}

const neutral = (turn: number): TurnSentiment => ({ turn, label: 'neutral', score: 0, sources: [] });

type Made = Pick<SeenCall, 'findings' | 'sentiments' | 'failures'>;

function walk(stages: readonly Stage[], given: Omit<StageInput, 'found' | 'sentiments'>): Made {
  let findings: readonly Finding[] = [];
  let sentiments: readonly TurnSentiment[] = given.call.turns.map((turn) => neutral(turn.index));
  const failures: StageFailure[] = [];
  for (const stage of stages) {
    try {
      const input = { ...given, found: findingStore(findings), sentiments };
      const own = stage.run(input);
      const output = withinLimits(own, fuse(stage, own, input), input);
      findings = [...findings, ...output.findings];
      sentiments = output.sentiments ?? sentiments;
    } catch (error) {
      failures.push({ stage: stage.name, message: error instanceof Error ? error.message : String(error) });
    }
  }
  return { findings: [...findings].sort(compareFindings), sentiments, failures };
}

/**
 * With a witness of turn labels the stages run twice: what they find without it is among its signs, and the second time
 * they go on from what both found.
 */
export function runStages(
  call: Call,
  data: StageData,
  stages: readonly Stage[],
  model: Omit<ModelWitness, 'labels'> | null,
): StagesResult {
  const reading = readCall(call, data.pack);
  const inputs = callInputs(call);
  const given = { call, reading, inputs, ...data };
  const alone = walk(stages, { ...given, model: model === null ? null : { ...model, labels: [] } });
  const first = { call, reading, inputs, ...alone };
  if (model === null || model.info.turnLabels.thresholds.size === 0) {
    return { ...first, alone: null, patience: 'doubtful' };
  }
  const labels = model.info.turnLabels.read(signedTurns(reading, alone.findings, alone.sentiments, model.turns));
  const witness = { ...model, labels };
  const made = walk(stages, { ...given, model: witness });
  return { call, reading, inputs, ...made, alone: first, patience: patienceOf(given, witness) };
}
