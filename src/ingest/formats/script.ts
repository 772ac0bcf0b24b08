/** Plain scripts, see ../script.ts. */
import type { TextFormat } from '../format.js';
import { headerOf, readScript } from '../script.js';
import { readLine } from '../script-line.js';
import { namedSpeaker } from '../speaker.js';

export const script: TextFormat = {
  id: 'script',
  name: 'Plain script',
  status: 'supported',
  recognisedBy: 'lines that begin with a known speaker ("Agent: …"), a time in brackets, or "# call id"',
  documentation: null,
  keeps: 'times, agents, call fields in header lines',
  sample: 'script-zh.txt',
  kind: 'text',
  // A script is so loose a form that a file is only taken for one where it is meant to be a transcript.
  recognise: ({ lines, trusted, extension, vocabulary }) =>
    (trusted || extension === '') &&
    lines.some((line) => {
      const { name, stampPlace } = readLine(line);
      return (
        stampPlace === 'bracketed' ||
        headerOf(line) !== null ||
        (name !== null && namedSpeaker(name, vocabulary) !== null)
      );
    }),
  read: readScript,
};
