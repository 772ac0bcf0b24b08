/** `rejects.csv`: every file and call that was not scored, with the sentence that says why. */
import type { Masker } from '../text/personal/masker.js';
import type { Cell } from './escape/csv.js';
import { byCodeUnits, type RejectedCall } from './reported-call.js';
import type { Wording } from './wording.js';

export const REJECT_COLUMNS: readonly string[] = ['file', 'line', 'call_id', 'code', 'reason'];

/** By file, line and call, so that the order of reading does not show. */
export function sortedRejects(rejects: readonly RejectedCall[]): readonly RejectedCall[] {
  return [...rejects].sort(
    (a, b) =>
      byCodeUnits(a.file, b.file) ||
      (a.line ?? 0) - (b.line ?? 0) ||
      byCodeUnits(a.callId ?? '', b.callId ?? '') ||
      byCodeUnits(a.reason, b.reason),
  );
}

export function rejectRow(reject: RejectedCall, words: Wording, masker: Masker): readonly Cell[] {
  return [reject.file, reject.line, reject.callId, reject.code, masker.text(rejectSentence(reject, words))];
}

/** The English sentence, or the same in the language of the reports where it is worded there. */
function rejectSentence(reject: RejectedCall, { messages }: Wording): string {
  const sentence = messages.find(`reject.${reject.code}`, reject.params);
  if (sentence === null) return reject.reason;
  const place = reject.line === null ? reject.file : `${reject.file}:${reject.line}`;
  return messages.text('reject_place', { place, sentence });
}
