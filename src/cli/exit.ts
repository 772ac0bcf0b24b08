/** What the process says to whoever started it. */
import { ConfigError, messageOf, TingpingError } from '../domain/errors.js';
import { terminalText } from '../reports/escape/terminal.js';

/** 0: fine. 1: too many calls were rejected, reports are written. 2: not started or not finished; old reports stand. */
export const EXIT = { ok: 0, rejected: 1, unusable: 2 } as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** Sentences for anything thrown; a mistake of ours says how to see more. */
export function sentencesOf(thrown: unknown): readonly string[] {
  if (thrown instanceof ConfigError) return thrown.message.split('\n').map(terminalText);
  if (thrown instanceof TingpingError) return [terminalText(thrown.message)];
  return [
    terminalText(
      `A mistake in tingping stopped the run (${messageOf(thrown)}); run it with --log-level debug and report what it says.`,
    ),
  ];
}
