/** What the process says to whoever started it. */
import { causeOf } from '../batch/cause.js';
import { TingpingError } from '../domain/errors.js';
import { useFailure } from '../domain/system-error.js';
import { terminalText } from '../reports/escape/terminal.js';

/** 0: fine. 1: too many calls were rejected, reports are written. 2: not started or not finished; old reports stand. */
export const EXIT = { ok: 0, rejected: 1, unusable: 2 } as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** Sentences told at most: a file with the wrong numbers all through has hundreds. */
const TOLD = 40;

/** Sentences for anything thrown; a mistake of ours says where it happened and how to see more. */
export function sentencesOf(thrown: unknown): readonly string[] {
  if (thrown instanceof TingpingError) return told(thrown.message.split('\n')).map(terminalText);
  const refusal = refusalOf(thrown);
  if (refusal !== null) return [terminalText(refusal)];
  const cause = terminalText(causeOf(thrown));
  return [`A mistake in tingping stopped the run (${cause}); run it with --log-level debug and report what it says.`];
}

function told(sentences: readonly string[]): readonly string[] {
  const rest = sentences.length - TOLD;
  return rest <= 0 ? sentences : [...sentences.slice(0, TOLD), `There are ${rest} more: mend these first.`];
}

/** What the disk or the network refused; such an error names a path at most, and no words of a call. */
function refusalOf(thrown: unknown): string | null {
  if (!(thrown instanceof Error) || !('syscall' in thrown)) return null;
  const name =
    'path' in thrown && typeof thrown.path === 'string' ? `"${thrown.path}"` : 'Something that the run needs';
  return `${name} ${useFailure(thrown)}`;
}
