/** A baseline: what an evaluation said when somebody last looked at it and agreed, call by call. */
import { z } from 'zod';
import { TingpingError } from '../domain/errors.js';
import { issueFaults } from '../domain/schema-sentence.js';
import type { Difference } from './comparison.js';
import { ALL, type Evaluation } from './evaluation.js';

/** Between the label and what the product said. */
const SAYING = ' -> ';

/** How an evaluation was made; figures of one way say nothing about those of another. */
const modeSchema = z.strictObject({
  rubric: z.string(),
  policy: z.string(),
  /** Whether the encoder read the calls, or word lists and structure alone; the id of a model in its place. */
  encoder: z.union([z.boolean(), z.string()]),
});
export type Mode = Readonly<z.infer<typeof modeSchema>>;

const baselineSchema = z.strictObject({
  schemaVersion: z.literal(1),
  mode: modeSchema,
  metrics: z.record(z.string(), z.number()),
  /** For each call what differed from its labels: check (with the turn), and what the product said. */
  calls: z.record(z.string(), z.record(z.string(), z.string().includes(SAYING))),
  /** For each call the digest of its labels; older files have none. */
  labels: z.record(z.string(), z.string()).optional(),
});
export type Baseline = z.infer<typeof baselineSchema>;

/** A baseline with the file that it was read from. */
export interface BaselineFile {
  readonly path: string;
  readonly baseline: Baseline;
}

export type ChangeKind = 'better' | 'worse' | 'neutral';

/** One check of one call that came out otherwise than in the baseline. */
export interface Change {
  readonly kind: ChangeKind;
  readonly callId: string;
  readonly check: string;
  readonly turn: number | null;
  readonly expected: string;
  readonly before: string;
  readonly now: string;
}

const PLACE = /^(.*) (\d+)$/;

/** The check with its turn: `label.apology 4`. */
export function placeOf({ check, turn }: Pick<Difference, 'check' | 'turn'>): string {
  return turn === null ? check : `${check} ${turn}`;
}

function checkAt(place: string): Pick<Difference, 'check' | 'turn'> {
  const [, check, turn] = PLACE.exec(place) ?? [];
  return check === undefined ? { check: place, turn: null } : { check, turn: Number(turn) };
}

export function readBaseline(path: string, text: string): Baseline {
  const json = jsonOf(text);
  const parsed = baselineSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  const [fault] = json === null ? [] : issueFaults(parsed.error, baselineSchema, json, 'it');
  const why = fault === undefined ? 'is not valid JSON' : fault.message.replace(/\.$/, '');
  throw new TingpingError(
    'config',
    `${path} is no baseline of an evaluation (${fault === undefined ? 'it ' : ''}${why}): make one anew with --update-baseline, or do without by --no-baseline.`,
    { file: path },
  );
}

/** Null where the text is no JSON. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function encoderWords(encoder: Mode['encoder']): string {
  if (typeof encoder === 'string') return `with the model "${encoder}" (--model)`;
  return encoder ? 'with the encoder' : 'without the encoder (--no-model)';
}

function wordsOf({ encoder, policy, rubric }: Mode): readonly string[] {
  return [encoderWords(encoder), `under the policy "${policy}"`, `by the rubric "${rubric}"`];
}

/** Throws a sentence that says what differs where the baseline was made in another way. */
export function refuseOtherMode({ path, baseline }: BaselineFile, mode: Mode): void {
  const [before, now] = [wordsOf(baseline.mode), wordsOf(mode)];
  if (before.join() === now.join()) return;
  const own = (words: readonly string[], others: readonly string[]) =>
    words.filter((word) => !others.includes(word)).join(', ');
  throw new TingpingError(
    'usage',
    `The baseline ${path} was measured ${own(before, now)}, and this evaluation is made ${own(now, before)}: evaluate in the same way, name another baseline with --baseline, do without one by --no-baseline, or make it anew with --update-baseline.`,
    { file: path },
  );
}

/** Calls that a sentence names at most. */
const NAMED_CALLS = 5;

const rounded = (value: number) => Math.round(value * 10_000) / 10_000;

function callsOf({ callIds, differences }: Evaluation): Baseline['calls'] {
  const calls: Record<string, Record<string, string>> = Object.fromEntries(callIds.map((id) => [id, {}]));
  for (const difference of differences) {
    calls[difference.callId]![placeOf(difference)] = `${difference.expected}${SAYING}${difference.actual}`;
  }
  return calls;
}

/** `labels` are the digests of the labels of each call, see `labelDigest`. */
export function baselineOf(evaluation: Evaluation, mode: Mode, labels: ReadonlyMap<string, string>): Baseline {
  const metrics = evaluation.slices.flatMap(({ name, metrics: all }) =>
    [...all.values()].flatMap(({ name: metric, value }) =>
      value === null ? [] : ([[name === ALL ? metric : `${name}/${metric}`, rounded(value)]] as const),
    ),
  );
  return {
    schemaVersion: 1,
    mode,
    metrics: Object.fromEntries(metrics),
    calls: callsOf(evaluation),
    labels: Object.fromEntries(evaluation.callIds.map((id) => [id, labels.get(id)!])),
  };
}

/** One call a line, so that a diff of the file names the calls. */
export function baselineText({ mode, metrics, calls, labels = {} }: Baseline): string {
  const lines = (record: object) =>
    Object.entries(record)
      .map(([key, value]) => `    ${JSON.stringify(key)}: ${JSON.stringify(value)}`)
      .join(',\n');
  return `{\n  "schemaVersion": 1,\n  "mode": ${JSON.stringify(mode)},\n  "metrics": {\n${lines(metrics)}\n  },\n  "calls": {\n${lines(calls)}\n  },\n  "labels": {\n${lines(labels)}\n  }\n}\n`;
}

/**
 * Throws a sentence where the calls that are evaluated are not those of the baseline, or their labels are others: a better
 * label would pass for a better product. `labels` are the digests of the labels of the calls that are evaluated.
 */
export function refuseStale({ path, baseline }: BaselineFile, labels: ReadonlyMap<string, string>): void {
  const gone = Object.keys(baseline.calls).filter((id) => !labels.has(id));
  const fresh = [...labels.keys()].filter((id) => !Object.hasOwn(baseline.calls, id));
  const changed = Object.entries(baseline.labels ?? {}).flatMap(([id, digest]) =>
    labels.has(id) && labels.get(id) !== digest ? id : [],
  );
  if (gone.length + fresh.length + changed.length === 0) return;
  const named = (ids: readonly string[]) =>
    `${ids.length} ${ids.length === 1 ? 'call' : 'calls'} (${ids.slice(0, NAMED_CALLS).join(', ')}${ids.length > NAMED_CALLS ? ', …' : ''})`;
  const parts = [
    ...(gone.length > 0 ? [`has ${named(gone)} that are not evaluated`] : []),
    ...(fresh.length > 0 ? [`lacks ${named(fresh)}`] : []),
    ...(changed.length > 0 ? [`knows other labels of ${named(changed)}`] : []),
  ];
  throw new TingpingError(
    'config',
    `The baseline ${path} is stale: it ${parts.join(' and ')}. Look at the figures with --no-baseline, and make it anew with --update-baseline.`,
    { file: path },
  );
}

/** What changed, by call and check; the calls are those of the baseline, see `refuseStale`. */
export function changesSince(baseline: Baseline, evaluation: Evaluation): readonly Change[] {
  const now = callsOf(evaluation);
  return evaluation.callIds.flatMap((callId) => {
    const [before, after] = [baseline.calls[callId]!, now[callId]!];
    const places = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
    return places.flatMap((place) => changeOf(callId, place, before[place], after[place]));
  });
}

function changeOf(
  callId: string,
  place: string,
  before: string | undefined,
  after: string | undefined,
): readonly Change[] {
  if (before === after) return [];
  const [expected, said] = (after ?? before)!.split(SAYING) as [string, string];
  const was = before === undefined ? expected : before.split(SAYING)[1]!;
  const now = after === undefined ? expected : said;
  const kind = before === undefined ? 'worse' : after === undefined ? 'better' : 'neutral';
  return [{ kind, callId, ...checkAt(place), expected, before: was, now }];
}
