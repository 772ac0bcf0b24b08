/** Feelings and abuse of the turns of labelled calls as networks say them that have not learned from the call. */
import { readFileSync } from 'node:fs';

/**
 * What an encoder read of a call, with feelings and abuse of the file in place of its own; without a file as it is.
 * Throws where a turn that the encoder reads is not in the file: it would be judged by one that knows it.
 */
export function unseenFeelings(file) {
  if (file === null) return (_, read) => read;
  const feelings = JSON.parse(readFileSync(file, 'utf8'));
  return ({ callId, turns }, read) =>
    read.map((own, index) => {
      if (own.labelLogits === undefined || turns[index].text.trim() === '') return own;
      const unseen = feelings[`${callId} ${index}`];
      if (unseen === undefined) throw new Error(`${file} says nothing of turn ${index} of ${callId}`);
      return { ...own, ...unseen };
    });
}
