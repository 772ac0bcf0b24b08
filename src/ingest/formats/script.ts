/** Plain scripts, see ../script.ts. */
import type { TextFormat } from '../format.js';
import { headerOf, readScript } from '../script.js';
import { readLine } from '../script-line.js';
import { labelSpeaker } from '../speaker.js';

export const script: TextFormat = {
  id: 'script',
  name: 'Plain script',
  status: 'supported',
  recognisedBy: 'lines that begin with a known speaker ("Agent: …", "[Agent] …"), a time in brackets, or "# call id"',
  documentation: null,
  keeps: 'times, agents, call fields in header lines',
  sample: 'script-zh.txt',
  kind: 'text',
  // A script is so loose a form that a file is only taken for one where it is meant to be a transcript.
  recognise({ lines, trusted, extension, vocabulary }) {
    if (!trusted && extension !== '') return false;
    const isSpeaker = (word: string | undefined) => word !== undefined && labelSpeaker(word, vocabulary) !== null;
    const read = lines.map(readLine);
    return (
      lines.some((line) => headerOf(line) !== null) ||
      read.some(
        ({ name, tag, stampPlace }) =>
          stampPlace === 'bracketed' || isSpeaker(name ?? undefined) || isSpeaker(tag?.name),
      ) ||
      read.filter(({ stampPlace }) => stampPlace === 'alone').length > 1
    );
  },
  read: readScript,
};
