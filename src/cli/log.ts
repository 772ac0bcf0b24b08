/** Logs as lines of JSON on stderr. Every text goes through one escaping function; words of a call never go in. */
import { type Logger, pino } from 'pino';
import { logText } from '../reports/escape/log.js';
import type { Masker } from '../text/personal/masker.js';

export const LOG_LEVELS = ['silent', 'error', 'warn', 'info', 'debug'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];
export type Log = Logger;

const STDERR = 2;

export function createLog(level: LogLevel, masker: Pick<Masker, 'text'>): Log {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }), log: escaped(masker) },
      hooks: {
        logMethod(args, method) {
          const clean = args.map((item: unknown) => (typeof item === 'string' ? logText(item, masker) : item));
          method.apply(this, clean as typeof args);
        },
      },
    },
    pino.destination({ fd: STDERR, sync: true }),
  );
}

function escaped(masker: Pick<Masker, 'text'>) {
  return (fields: Record<string, unknown>): Record<string, unknown> =>
    Object.fromEntries(
      Object.entries(fields).map(([key, value]) => [key, typeof value === 'string' ? logText(value, masker) : value]),
    );
}
