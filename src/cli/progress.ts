/** A bar on stderr with rate and time left; silent where stderr is no terminal, so that logs of a night stay short. */
import { SingleBar } from 'cli-progress';
import type { Messages } from '../reports/messages.js';

export interface Progress {
  /** Begins a part of the work of so many units; null where nobody knows how many. */
  begin(phase: 'reading' | 'writing', units: number | null): void;
  /** Units done of the part, and calls done. */
  update(units: number, calls: number): void;
  end(): void;
}

const SILENT: Progress = { begin: () => {}, update: () => {}, end: () => {} };
const MIN_SECONDS = 0.001;
const LOOK = {
  barCompleteChar: '=',
  barIncompleteChar: '-',
  barsize: 24,
  fps: 4,
  etaBuffer: 50,
  clearOnComplete: true,
  gracefulExit: false,
  hideCursor: null,
  linewrap: null,
};

export function createProgress(stream: NodeJS.WriteStream, messages: Messages): Progress {
  if (!stream.isTTY) return SILENT;
  const t = (key: string) => messages.text(`progress.${key}`);
  const counts = `{calls} ${t('calls')}  {rate}/s`;
  const measured = `{phase} [{bar}] {percentage}%  ${counts}  ${t('left')} {eta_formatted}`;
  let bar: SingleBar | null = null;
  let startedAt = Date.now();
  return {
    begin(phase, units) {
      bar?.stop();
      startedAt = Date.now();
      bar = new SingleBar({ ...LOOK, stream, format: units === null ? `{phase}  ${counts}` : measured });
      bar.start(units ?? 0, 0, { phase: t(phase), calls: 0, rate: '-' });
    },
    update(units, calls) {
      const seconds = Math.max(MIN_SECONDS, (Date.now() - startedAt) / 1000);
      bar?.update(units, { calls, rate: (calls / seconds).toFixed(1) });
    },
    end: () => bar?.stop(),
  };
}
