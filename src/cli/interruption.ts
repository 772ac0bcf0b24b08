/** Ends a run in order when the person or the machine wants it to end. */
import { TingpingError } from '../domain/errors.js';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

export interface Interruption {
  readonly signal: AbortSignal;
  /** Rejects when a signal comes; never resolves. */
  readonly promise: Promise<never>;
  /** Ends the run for another reason. */
  stop(error: Error): void;
  /** Leaves signals to the system again. */
  release(): void;
}

export function interruptible(): Interruption {
  const controller = new AbortController();
  const onSignal = (signal: NodeJS.Signals) => {
    controller.abort(new TingpingError('output', `Stopped by ${signal}: nothing was written, older reports stand.`));
  };
  for (const signal of SIGNALS) process.on(signal, onSignal);
  const promise = new Promise<never>((_, reject) => {
    controller.signal.addEventListener('abort', () => reject(controller.signal.reason));
  });
  promise.catch(() => {});
  return {
    signal: controller.signal,
    promise,
    stop: (error) => controller.abort(error),
    release: () => {
      for (const signal of SIGNALS) process.off(signal, onSignal);
    },
  };
}
