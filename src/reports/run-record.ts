/** `run.json`: what a run read and made, with what, and how it went. The only report that holds clocks and paths. */
import type { Provenance } from '../domain/result.js';
import type { RubricHead } from '../domain/rubric.js';
import type { RunTotals } from './run-tally.js';

export const RUN_SCHEMA_VERSION = 1;

/** `partial`: more calls rejected than allowed, or a stage failed in some; `failed`: nothing was scored. */
export type RunStatus = 'ok' | 'partial' | 'failed';

export interface RunCounts {
  /** Calls read, before equal ones are counted once. */
  readonly read: number;
  /** Rejected files and calls, a row of `rejects.csv` each. */
  readonly rejected: number;
  /** Files beside the transcripts that are none, a row of `rejects.csv` each. */
  readonly skipped: number;
  /** Further rows of `rejects.csv`, for files that were read. */
  readonly notes: number;
  /** Further copies of a call already read. */
  readonly equalDuplicates: number;
}

export interface RunFacts {
  readonly version: string;
  readonly startedAt: Date;
  readonly finishedAt: Date;
  readonly peakMemoryBytes: number;
  readonly counts: RunCounts;
  readonly provenance: Provenance;
  readonly rubric: Pick<RubricHead, 'id' | 'version' | 'name'>;
  readonly model: string | null;
  readonly options: Readonly<Record<string, string | number | boolean | null | readonly string[]>>;
  /** Share of rejected calls above which the run counts as partial, 0..1. */
  readonly rejectedLimit: number;
}

/** Rejected calls over all that could have been scored, 0..1. */
export function rejectedShare(scored: number, rejected: number): number {
  return scored + rejected === 0 ? 0 : rejected / (scored + rejected);
}

export function runStatus(facts: RunFacts, totals: RunTotals): RunStatus {
  if (totals.calls === 0) return 'failed';
  const isOverLimit = rejectedShare(totals.calls, facts.counts.rejected) > facts.rejectedLimit;
  return isOverLimit || totals.withErrors > 0 ? 'partial' : 'ok';
}

export function runRecord(facts: RunFacts, totals: RunTotals, files: readonly string[]): object {
  const seconds = (facts.finishedAt.getTime() - facts.startedAt.getTime()) / 1000;
  return {
    schemaVersion: RUN_SCHEMA_VERSION,
    tool: 'tingping',
    version: facts.version,
    node: process.version,
    status: runStatus(facts, totals),
    startedAt: facts.startedAt.toISOString(),
    finishedAt: facts.finishedAt.toISOString(),
    seconds,
    peakMemoryMb: Math.round(facts.peakMemoryBytes / 1e6),
    callsRead: facts.counts.read,
    callsScored: totals.calls,
    turnsScored: totals.turns,
    callsWithErrors: totals.withErrors,
    rejected: facts.counts.rejected,
    skippedFiles: facts.counts.skipped,
    notes: facts.counts.notes,
    rejectedShare: Math.round(rejectedShare(totals.calls, facts.counts.rejected) * 10_000) / 10_000,
    equalDuplicates: facts.counts.equalDuplicates,
    bands: sortedObject(totals.bands),
    decisions: sortedObject(totals.decisions),
    warnings: sortedObject(totals.warnings),
    rubric: { id: facts.rubric.id, version: facts.rubric.version, digest: facts.provenance.rubric },
    policy: facts.provenance.policy,
    lexicons: facts.provenance.lexicons,
    rules: facts.provenance.rules,
    model: facts.model,
    options: facts.options,
    files,
  };
}

function sortedObject(counts: ReadonlyMap<string, number>): Readonly<Record<string, number>> {
  return Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));
}
