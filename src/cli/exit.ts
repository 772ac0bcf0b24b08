/** What the process says to whoever started it. */
import { causeOf } from '../batch/cause.js';
import { TingpingError } from '../domain/errors.js';
import { terminalText } from '../reports/escape/terminal.js';

/** 0: fine. 1: too many calls were rejected, reports are written. 2: not started or not finished; old reports stand. */
export const EXIT = { ok: 0, rejected: 1, unusable: 2 } as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** Sentences for anything thrown; a mistake of ours says where it happened and how to see more. */
export function sentencesOf(thrown: unknown): readonly string[] {
  if (thrown instanceof TingpingError) return thrown.message.split('\n').map(terminalText);
  if (isSystemError(thrown)) return [terminalText(`The system refused: ${thrown.message}.`)];
  const cause = terminalText(causeOf(thrown));
  return [`A mistake in tingping stopped the run (${cause}); run it with --log-level debug and report what it says.`];
}

/** An error of the disk or the network: its message names a path and no words of a call. */
function isSystemError(thrown: unknown): thrown is Error {
  return thrown instanceof Error && 'syscall' in thrown;
}
