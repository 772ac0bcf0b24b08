/**
 * From a stream of calls to a spool of results. Calls that are equal count once and calls of one id that differ count
 * not at all; groups of calls go to the workers, a bounded number at a time, so memory does not grow with the input.
 */

import type { Call } from '../domain/call.js';
import type { DuplicateLedger, IngestItem, Reject } from '../ingest/index.js';
import { placeName } from '../ingest/reject.js';
import type { FailedCall, GroupOutcome } from './group-scorer.js';
import { DEFAULT_GROUP, GroupBuilder, type GroupLimits } from './groups.js';
import type { ScoringPool } from './pool.js';
import type { Spool } from './spool.js';

/** A file or call that is not scored: refused by ingest, or its scoring failed (`internal`). */
export type RunReject = Omit<Reject, 'code'> & { readonly code: Reject['code'] | 'internal' };

export interface ScoringInput {
  readonly items: AsyncIterable<IngestItem>;
  readonly ledger: DuplicateLedger;
  readonly pool: ScoringPool;
  readonly spool: Spool;
  readonly groups?: GroupLimits;
  readonly signal?: AbortSignal;
  /** Told after every group: calls found so far and calls scored so far. */
  readonly onProgress?: (found: number, scored: number) => void;
}

export interface ScoringTally {
  /** Calls read, copies counted. */
  readonly read: number;
  readonly equalDuplicates: number;
  readonly rejects: readonly RunReject[];
  readonly model: string | null;
}

/** Groups that wait or are worked on, for each worker: one in hand and one ready. */
const GROUPS_PER_WORKER = 2;

export async function scoreAll(input: ScoringInput): Promise<ScoringTally> {
  const { ledger, pool, spool, signal } = input;
  const rejects: RunReject[] = [];
  const builder = new GroupBuilder(input.groups ?? DEFAULT_GROUP);
  const inHand = new Set<Promise<void>>();
  let writing = Promise.resolve();
  let read = 0;
  let equalDuplicates = 0;
  let found = 0;
  let done = 0;
  let model: string | null = null;

  const keep = async (outcome: GroupOutcome) => {
    await spool.append(outcome.scored);
    rejects.push(...outcome.failed.map(internalReject));
    model = outcome.model ?? model;
    done += outcome.scored.length + outcome.failed.length;
    input.onProgress?.(found, done);
  };
  const scoreGroup = async (group: readonly Call[]) => {
    const outcome = await pool.score(group);
    writing = writing.then(() => keep(outcome));
    await writing;
  };
  const send = async (group: readonly Call[] | null) => {
    if (group === null) return;
    const task = scoreGroup(group).finally(() => inHand.delete(task));
    task.catch(() => {});
    inHand.add(task);
    while (inHand.size >= pool.workers * GROUPS_PER_WORKER) await Promise.race(inHand);
  };

  for await (const item of input.items) {
    signal?.throwIfAborted();
    if (item.kind === 'reject') {
      ledger.refuse(item.reject);
      rejects.push(item.reject);
      continue;
    }
    read++;
    const admission = ledger.admit(item.call);
    if (admission === 'equal') equalDuplicates++;
    if (admission !== 'new') continue;
    found++;
    await send(builder.add(item.call));
  }
  await send(builder.take());
  await Promise.all(inHand);
  signal?.throwIfAborted();
  for (const callId of ledger.dropped()) spool.drop(callId);
  return { read, equalDuplicates, rejects: [...withoutConflicts(rejects, ledger), ...ledger.conflicts()], model };
}

/** A call that is rejected for its double is not rejected a second time because its scoring failed. */
function withoutConflicts(rejects: readonly RunReject[], ledger: DuplicateLedger): readonly RunReject[] {
  const dropped = new Set(ledger.dropped());
  return rejects.filter((reject) => reject.code !== 'internal' || !dropped.has(reject.callId ?? ''));
}

function internalReject({ callId, source, cause }: FailedCall): RunReject {
  return {
    file: source.file,
    line: source.line,
    callId,
    code: 'internal',
    params: { cause },
    loses: 'call',
    reason: `${placeName(source)} call "${callId}" could not be scored because of a mistake in tingping (${cause}): report it, the other calls are not touched.`,
  };
}
