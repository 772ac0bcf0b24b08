/** Worker threads that score groups of calls. */
import { setFlagsFromString } from 'node:v8';
import { Piscina } from 'piscina';
import type { Call } from '../domain/call.js';
import { type ErrorCode, TingpingError } from '../domain/errors.js';
import type { GroupOutcome, ScoringSetup } from './group-scorer.js';

export interface ScoringPool {
  readonly workers: number;
  score(calls: readonly Call[]): Promise<GroupOutcome>;
  /** Ends the threads, whatever they are doing. */
  close(): Promise<void>;
}

/** What crosses from a worker: an outcome, or an error that ends the run. Own errors lose their fields on the way. */
export type WorkerReply =
  | { readonly kind: 'outcome'; readonly outcome: GroupOutcome }
  | { readonly kind: 'error'; readonly code: ErrorCode; readonly message: string };

const WORKER_FILE = new URL('./worker.js', import.meta.url).href;

/**
 * How far a heap may outgrow what is alive in it before garbage is collected. Left alone, the heaps of the threads drift
 * apart with the number of calls (measured: a quarter more memory for 2,000 calls than for 500); so it stays flat.
 */
const HEAP_GROWTH = '--heap-growing-percent=100';

export function threadPool(setup: ScoringSetup, workers: number): ScoringPool {
  setFlagsFromString(HEAP_GROWTH);
  const pool = new Piscina<readonly Call[], WorkerReply>({
    filename: WORKER_FILE,
    workerData: setup,
    minThreads: workers,
    maxThreads: workers,
    idleTimeout: Number.POSITIVE_INFINITY,
  });
  return {
    workers,
    async score(calls) {
      const reply = await pool.run(calls);
      if (reply.kind === 'error') throw new TingpingError(reply.code, reply.message);
      return reply.outcome;
    },
    close: () => pool.destroy(),
  };
}
