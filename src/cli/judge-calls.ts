/** Labelled calls of the inputs, scored and compared with their labels. */
import type { GroupScorer } from '../batch/group-scorer.js';
import type { SetupFiles } from '../config/setup.js';
import type { Call } from '../domain/call.js';
import { problemSentence, TingpingError } from '../domain/errors.js';
import type { CallResult, PublishedTurn } from '../domain/result.js';
import { type Comparison, compare } from '../evaluation/comparison.js';
import type { EvaluatedCall } from '../evaluation/evaluation.js';
import { judgementOfResult } from '../evaluation/judgement.js';
import { type CallLabels, judgementOfLabels, placeOf } from '../evaluation/label-file.js';
import { labelProblems } from '../evaluation/label-fit.js';
import { scoreOfStatuses } from '../evaluation/score-of-labels.js';
import { ingest, NO_ROLES } from '../ingest/index.js';
import { namedCriteria } from '../scoring/rubric.js';
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
/** The calls that have labels. A call without labels, or labels without a call, is told: nothing is left out silently. */
export async function readCalls(
  inputs: readonly string[],
  labels: ReadonlyMap<string, CallLabels>,
  { modelsFolder, rubrics }: Pick<SetupFiles, 'modelsFolder' | 'rubrics'>,
): Promise<readonly Call[]> {
  const calls = new Map<string, Call>();
  const faults: string[] = [];
  const roles = { ...NO_ROLES, model: loadRoleModel(modelsFolder) };
  for await (const item of ingest(inputs, { vocabulary: await loadVocabulary(modelsFolder), roles })) {
    if (item.kind === 'reject') {
      if (item.reject.loses === 'call') faults.push(item.reject.reason);
    } else if (!labels.has(item.call.callId)) faults.push(unlabelledSentence(item.call));
    else calls.set(item.call.callId, item.call);
  }
  const criteria = namedCriteria(rubrics);
  for (const own of labels.values()) {
    const call = calls.get(own.callId);
    if (call === undefined) {
      faults.push(`${placeOf(own)} labels "${own.callId}", and no such call is among the inputs: check the id.`);
    } else faults.push(...labelProblems(own, call, criteria).map(problemSentence));
  }
  if (faults.length > 0) throw new TingpingError('usage', faults.join('\n'));
  if (calls.size === 0) throw new TingpingError('usage', 'No labelled calls found: the inputs hold no transcript.');
  return [...calls.values()].sort((a, b) => (a.callId < b.callId ? -1 : 1));
}

function unlabelledSentence({ callId, source: { file, line } }: Call): string {
  const message = `holds the call "${callId}", which has no labels: label it, or leave it out of the inputs.`;
  return problemSentence({ file, line, message });
}

export async function judgeCalls(
  calls: readonly Call[],
  labels: ReadonlyMap<string, CallLabels>,
  scorer: Pick<GroupScorer, 'rubric' | 'scoreEach'>,
): Promise<readonly JudgedCall[]> {
  const judged: JudgedCall[] = [];
  for (let from = 0; from < calls.length; from += GROUP) {
    const group = calls.slice(from, from + GROUP);
    const results = await scorer.scoreEach(group);
    for (const [index, { result, turns }] of results.entries()) {
      const call = group[index]!;
      const truth = judgementOfLabels(labels.get(call.callId)!, result.harassment.policy.id);
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
