/** The entry of a worker thread: compiles the scorer once, then scores the groups it is handed. */
import { Piscina } from 'piscina';
import type { Call } from '../domain/call.js';
import { messageOf, TingpingError } from '../domain/errors.js';
import { createGroupScorer, type ScoringSetup } from './group-scorer.js';
import type { WorkerReply } from './pool.js';

const ready = createGroupScorer(Piscina.workerData as ScoringSetup);
ready.catch(() => {});

export default async function scoreGroup(calls: readonly Call[]): Promise<WorkerReply> {
  try {
    return { kind: 'outcome', outcome: await (await ready).score(calls) };
  } catch (thrown) {
    const code = thrown instanceof TingpingError ? thrown.code : 'internal';
    return { kind: 'error', code, message: messageOf(thrown) };
  }
}
