/** A baseline: what an evaluation said when somebody last looked at it and agreed, call by call. */
import { z } from 'zod';
import { TingpingError } from '../domain/errors.js';
import type { Difference } from './comparison.js';
import { ALL, type Evaluation } from './evaluation.js';

const baselineSchema = z.strictObject({
  schemaVersion: z.literal(1),
  metrics: z.record(z.string(), z.number()),
  /** For each call what differed from its labels: check (with the turn), and what the product said. */
  calls: z.record(z.string(), z.record(z.string(), z.string())),
});
export type Baseline = z.infer<typeof baselineSchema>;

export type ChangeKind = 'better' | 'worse' | 'neutral';

/** One check of one call that came out otherwise than in the baseline. */
export interface Change {
  readonly kind: ChangeKind;
  readonly callId: string;
  readonly check: string;
  readonly expected: string;
  readonly before: string;
  readonly now: string;
}

const placeOf = ({ check, turn }: Difference) => (turn === null ? check : `${check} ${turn}`);
const SAYING = ' -> ';

export function readBaseline(path: string, text: string): Baseline {
  const refuse = () =>
    new TingpingError('config', `${path} is no baseline of an evaluation: make one anew with --update-baseline.`, {
      file: path,
    });
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw refuse();
  }
  const parsed = baselineSchema.safeParse(json);
  if (!parsed.success) throw refuse();
  return parsed.data;
}

const rounded = (value: number) => Math.round(value * 10_000) / 10_000;

export function baselineOf(evaluation: Evaluation): Baseline {
  const calls: Record<string, Record<string, string>> = Object.fromEntries(evaluation.callIds.map((id) => [id, {}]));
  for (const difference of evaluation.differences) {
    calls[difference.callId]![placeOf(difference)] = `${difference.expected}${SAYING}${difference.actual}`;
  }
  const metrics = evaluation.slices.flatMap(({ name, metrics: all }) =>
    [...all.values()].flatMap(({ name: metric, value }) =>
      value === null ? [] : ([[name === ALL ? metric : `${name}/${metric}`, rounded(value)]] as const),
    ),
  );
  return { schemaVersion: 1, metrics: Object.fromEntries(metrics), calls };
}

/** One call a line, so that a diff of the file names the calls. */
export function baselineText({ metrics, calls }: Baseline): string {
  const lines = (record: object) =>
    Object.entries(record)
      .map(([key, value]) => `    ${JSON.stringify(key)}: ${JSON.stringify(value)}`)
      .join(',\n');
  return `{\n  "schemaVersion": 1,\n  "metrics": {\n${lines(metrics)}\n  },\n  "calls": {\n${lines(calls)}\n  }\n}\n`;
}

/** What changed, by call and check. Calls that only one side has are told as a stale baseline. */
export function changesSince(baseline: Baseline, evaluation: Evaluation): readonly Change[] {
  const gone = Object.keys(baseline.calls).filter((id) => !evaluation.callIds.includes(id));
  const fresh = evaluation.callIds.filter((id) => !(id in baseline.calls));
  if (gone.length + fresh.length > 0) {
    const named = (ids: readonly string[]) => ids.slice(0, 5).join(', ') + (ids.length > 5 ? ', …' : '');
    const parts = [
      ...(gone.length > 0 ? [`it has ${gone.length} calls that are not evaluated (${named(gone)})`] : []),
      ...(fresh.length > 0 ? [`it lacks ${fresh.length} calls (${named(fresh)})`] : []),
    ];
    throw new TingpingError('config', `The baseline is stale: ${parts.join(' and ')}; look and use --update-baseline.`);
  }
  const now = baselineOf(evaluation).calls;
  return evaluation.callIds.flatMap((callId) => {
    const [before, after] = [baseline.calls[callId]!, now[callId]!];
    const checks = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
    return checks.flatMap((check) => changeOf(callId, check, before[check], after[check]));
  });
}

function changeOf(
  callId: string,
  check: string,
  before: string | undefined,
  after: string | undefined,
): readonly Change[] {
  if (before === after) return [];
  const [expected, said] = (after ?? before)!.split(SAYING) as [string, string];
  const was = before === undefined ? expected : before.split(SAYING)[1]!;
  const now = after === undefined ? expected : said;
  const kind = before === undefined ? 'worse' : after === undefined ? 'better' : 'neutral';
  return [{ kind, callId, check, expected, before: was, now }];
}
