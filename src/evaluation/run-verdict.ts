/** A line of a run's `calls.jsonl`, as far as a calibration needs it. */
import { z } from 'zod';
import { TingpingError } from '../domain/errors.js';
import type { CallVerdict } from '../domain/result.js';
import { issueFaults } from '../domain/schema-sentence.js';

const statuses = ['met', 'partly', 'not_met', 'not_applicable', 'error'] as const;
const verdictSchema = z.looseObject({
  callId: z.string(),
  rawScore: z.number().nullable(),
  criteria: z.array(z.looseObject({ id: z.string(), status: z.enum(statuses) })),
  provenance: z.looseObject({ rubric: z.string() }),
});

export type RunVerdict = Pick<CallVerdict, 'callId' | 'rawScore'> & {
  readonly criteria: readonly Pick<CallVerdict['criteria'][number], 'id' | 'status'>[];
};

export interface VerdictLine {
  readonly path: string;
  readonly line: number;
  readonly text: string;
}

/** Throws a sentence where the line is no result, or one of another rubric than the calibration reads. */
export function readRunVerdict({ path, line, text }: VerdictLine, rubric: string): RunVerdict {
  const refuse = (message: string) => new TingpingError('usage', `${path}:${line} ${message}`, { file: path, line });
  const wayOut = 'name the folder that `score` wrote with --run.';
  const json = jsonOf(text);
  if (json === undefined) throw refuse(`is not valid JSON, so that this is no report of a run: ${wayOut}`);
  const parsed = verdictSchema.safeParse(json);
  if (!parsed.success) {
    const [fault] = issueFaults(parsed.error, verdictSchema, json, 'the line');
    throw refuse(`is no result of a call (${fault!.message.replace(/\.$/, '')}): ${wayOut}`);
  }
  const [own] = parsed.data.provenance.rubric.split(' ');
  if (own !== rubric) {
    throw refuse(
      `was scored by the rubric "${own}", and the human scores are read by "${rubric}": name the rubric of the run with --rubric.`,
    );
  }
  return parsed.data;
}

/** Undefined where the text is no JSON. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
