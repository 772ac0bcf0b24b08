/** Labelled calls of the inputs, scored and compared with their labels. */
import type { GroupScorer } from '../batch/group-scorer.js';
import type { Call } from '../domain/call.js';
import { TingpingError } from '../domain/errors.js';
import type { CallResult, PublishedTurn } from '../domain/result.js';
import { type Comparison, compare } from '../evaluation/comparison.js';
import type { EvaluatedCall } from '../evaluation/evaluation.js';
import { judgementOfResult } from '../evaluation/judgement.js';
import { type CallLabels, judgementOfLabels } from '../evaluation/label-file.js';
import { scoreOfStatuses } from '../evaluation/score-of-labels.js';
import { ingest, NO_ROLES } from '../ingest/index.js';
import { loadRoleModel, loadVocabulary } from './data-files.js';

/** A call with its result, and where it differs from its labels. */
export interface JudgedCall {
  readonly call: Call;
  readonly result: CallResult;
  /** As they may be shown. */
  readonly turns: readonly PublishedTurn[];
  readonly comparison: Comparison;
}

/** Calls whose turns the encoder reads at once. */
const GROUP = 32;
/** Calls and labels that do not fit, told at most. */
const TOLD_FAULTS = 20;

/** The calls that have labels. A call without labels, or labels without a call, is told: nothing is left out silently. */
export async function readCalls(
  inputs: readonly string[],
  labels: ReadonlyMap<string, CallLabels>,
  models: string,
): Promise<readonly Call[]> {
  const calls = new Map<string, Call>();
  const faults: string[] = [];
  const roles = { ...NO_ROLES, model: loadRoleModel(models) };
  for await (const item of ingest(inputs, { vocabulary: await loadVocabulary(models), roles })) {
    if (item.kind === 'reject') {
      if (item.reject.loses === 'call') faults.push(item.reject.reason);
    } else if (!labels.has(item.call.callId)) faults.push(`The call "${item.call.callId}" has no labels.`);
    else calls.set(item.call.callId, item.call);
  }
  for (const [id, { turns, interruptions }] of labels) {
    const call = calls.get(id);
    if (call === undefined) {
      faults.push(`The labels of "${id}" have no call.`);
      continue;
    }
    const beyond = [...turns.map(({ i }) => i), ...interruptions.map(({ turn }) => turn)].find(
      (turn) => turn >= call.turns.length,
    );
    if (beyond !== undefined)
      faults.push(`The labels of "${id}" name turn ${beyond}, and it has ${call.turns.length}.`);
  }
  if (faults.length > 0) throw new TingpingError('usage', faults.slice(0, TOLD_FAULTS).join('\n'));
  return [...calls.values()].sort((a, b) => (a.callId < b.callId ? -1 : 1));
}

export async function judgeCalls(
  calls: readonly Call[],
  labels: ReadonlyMap<string, CallLabels>,
  scorer: Pick<GroupScorer, 'rubric' | 'scoreEach'>,
  policy: string,
): Promise<readonly JudgedCall[]> {
  const judged: JudgedCall[] = [];
  for (let from = 0; from < calls.length; from += GROUP) {
    const group = calls.slice(from, from + GROUP);
    const results = await scorer.scoreEach(group);
    for (const [index, { result, turns }] of results.entries()) {
      const call = group[index]!;
      const truth = judgementOfLabels(labels.get(call.callId)!, policy);
      const comparison = compare({
        truth,
        other: judgementOfResult(result),
        speakers: call.turns.map(({ speaker }) => speaker),
        scores: { truth: scoreOfStatuses(truth.criteria, scorer.rubric), other: result.rawScore },
      });
      judged.push({ call, result, turns, comparison });
    }
  }
  return judged;
}

export const evaluatedCall =
  (labels: ReadonlyMap<string, CallLabels>) =>
  ({ call, comparison }: JudgedCall): EvaluatedCall => ({
    comparison,
    language: call.language,
    kind: labels.get(call.callId)!.call.kind,
    times: call.turns.some(({ startMs }) => startMs !== null),
  });
