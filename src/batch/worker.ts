/** The entry of a worker thread: compiles the scorer once, then scores the groups it is handed. */
import { Piscina } from 'piscina';
import type { Call } from '../domain/call.js';
import { TingpingError } from '../domain/errors.js';
import { causeOf } from './cause.js';
import { createGroupScorer, type ScoringSetup } from './group-scorer.js';
import type { WorkerReply } from './pool.js';

const ready = createGroupScorer(Piscina.workerData as ScoringSetup);
ready.catch(() => {});

export default async function scoreGroup(calls: readonly Call[]): Promise<WorkerReply> {
  try {
    return { kind: 'outcome', outcome: await (await ready).score(calls) };
  } catch (thrown) {
    if (thrown instanceof TingpingError) return { kind: 'error', code: thrown.code, message: thrown.message };
    return { kind: 'error', code: 'internal', message: `A worker failed (${causeOf(thrown)}).` };
  }
}
