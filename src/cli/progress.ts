/** A bar on stderr with rate and time left; silent where stderr is no terminal, so that logs of a night stay short. */
import { SingleBar } from 'cli-progress';
import type { Messages } from '../reports/messages.js';

export interface Progress {
  /** Begins a part of the work of so many units. */
  begin(phase: 'reading' | 'writing', units: number): void;
  /** Units done of the part, and calls done. */
  update(units: number, calls: number): void;
  end(): void;
}

const SILENT: Progress = { begin: () => {}, update: () => {}, end: () => {} };
const UPDATES_PER_SECOND = 4;

export function createProgress(stream: NodeJS.WriteStream, messages: Messages): Progress {
  if (!stream.isTTY) return SILENT;
  const t = (key: string) => messages.text(`progress.${key}`);
  const bar = new SingleBar({
    stream,
    format: `{phase} [{bar}] {percentage}%  {calls} ${t('calls')}  {rate}/s  ${t('left')} {eta_formatted}`,
    barCompleteChar: '=',
    barIncompleteChar: '-',
    barsize: 24,
    fps: UPDATES_PER_SECOND,
    etaBuffer: 50,
    clearOnComplete: true,
    gracefulExit: false,
    hideCursor: null,
    linewrap: null,
  });
  let startedAt = Date.now();
  return {
    begin(phase, units) {
      bar.stop();
      startedAt = Date.now();
      bar.start(units, 0, { phase: t(phase), calls: 0, rate: '-' });
    },
    update(units, calls) {
      const seconds = Math.max(0.001, (Date.now() - startedAt) / 1000);
      bar.update(Math.min(units, bar.getTotal()), { calls, rate: (calls / seconds).toFixed(1) });
    },
    end: () => bar.stop(),
  };
}
