/** Whether labels fit what they are of: the turns of the call and who speaks them, and the criteria of the rubric. */
import type { Call, Speaker } from '../domain/call.js';
import { type Problem, suggestion } from '../domain/errors.js';
import type { SchemaFault } from '../domain/schema-sentence.js';
import { sideOf } from './judgement.js';
import { type CallLabels, labelProblem } from './label-file.js';

const FROM_ZERO = 'turns are counted from 0';

type Speakers = readonly Speaker[];

function turnFaults({ turns }: CallLabels, speakers: Speakers): readonly SchemaFault[] {
  return turns.flatMap(({ i, labels }, index) => {
    const path = ['turns', index];
    const speaker = speakers[i];
    if (speaker === undefined) return [{ path, message: `turn ${i} is labelled, ${beyond(speakers)}` }];
    if (speaker === 'unknown') return [];
    return labels
      .filter((label) => sideOf(label) !== 'any' && sideOf(label) !== speaker)
      .map((label) => ({
        path,
        message: `turn ${i} has the label "${label}" of the ${sideOf(label)}, and the ${speaker} speaks there; ${FROM_ZERO}.`,
      }));
  });
}

function interruptionFaults({ interruptions = [] }: CallLabels, speakers: Speakers): readonly SchemaFault[] {
  return interruptions.flatMap(({ turn, by }, index) => {
    const path = ['interruptions', index];
    const speaker = speakers[turn];
    if (speaker === undefined) return [{ path, message: `turn ${turn} interrupts, ${beyond(speakers)}` }];
    if (speaker === by || speaker === 'unknown') return [];
    const message = `turn ${turn} interrupts by the ${by}, and the ${speaker} speaks there; name the turn that begins too early.`;
    return [{ path, message }];
  });
}

function decisionFaults({ call }: CallLabels, speakers: Speakers): readonly SchemaFault[] {
  return (['harassment', 'harassmentProtectStaff'] as const).flatMap((key) => {
    const from = call[key]?.fromTurn ?? null;
    if (from === null || from < speakers.length) return [];
    return [{ path: ['call', key, 'fromTurn'], message: `"${key}.fromTurn" is ${from}, ${beyond(speakers)}` }];
  });
}

/** Whether a caller is protected is not guessed from turns that nobody labelled. */
function protectionFaults({ turns, call }: CallLabels, speakers: Speakers): readonly SchemaFault[] {
  const isTold = call.protected !== undefined || call.kind === 'harassment';
  if (isTold || turns.some(({ labels }) => labels.includes('demand'))) return [];
  const labelled = new Set(turns.map(({ i }) => i));
  const open = speakers.findIndex((speaker, index) => speaker === 'caller' && !labelled.has(index));
  if (open === -1) return [];
  const message = `no label is "demand" and turn ${open} of the caller has none: say with "call.protected", true or false, whether the caller has a demand.`;
  return [{ path: ['call'], message }];
}

function criterionFaults({ call }: CallLabels, criteria: readonly string[]): readonly SchemaFault[] {
  return Object.keys(call.criteria)
    .filter((id) => !criteria.includes(id))
    .map((id) => ({
      path: ['call', 'criteria', id],
      message: `"${id}" is no criterion of the rubric: ${suggestion(id, criteria)}.`,
    }));
}

function beyond({ length }: Speakers): string {
  return `and the call has ${length} turns; ${FROM_ZERO}.`;
}

/** `criteria` are the ids that a label may name. */
export function labelProblems(
  labels: CallLabels,
  { turns }: Pick<Call, 'turns'>,
  criteria: readonly string[],
): readonly Problem[] {
  const speakers = turns.map(({ speaker }) => speaker);
  return [
    ...turnFaults(labels, speakers),
    ...interruptionFaults(labels, speakers),
    ...decisionFaults(labels, speakers),
    ...protectionFaults(labels, speakers),
    ...criterionFaults(labels, criteria),
  ].map(({ path, message }) => labelProblem(labels.source, { path, message: `call "${labels.callId}": ${message}` }));
}
