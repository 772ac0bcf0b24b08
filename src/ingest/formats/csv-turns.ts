/** CSV or TSV with a turn in each row, see ../csv.ts. */
import { readCsv } from '../csv.js';
import { isTranscriptHeader } from '../csv-header.js';
import type { TextFormat } from '../format.js';
import { headerOfHead } from './csv-head.js';

export const csvTurns: TextFormat = {
  id: 'csv-turns',
  name: 'CSV or TSV, a turn a row',
  status: 'supported',
  recognisedBy:
    'a header row with columns for text and speaker, in English or Chinese, also under a few lines of titles',
  documentation: null,
  keeps:
    'times, channel, confidence, agent, and all columns of a call; other columns that do not change within a call as `meta`',
  sample: 'turns-comma.csv',
  kind: 'text',
  recognise(head) {
    const header = headerOfHead(head);
    return header !== null && isTranscriptHeader(header);
  },
  read: (batches, context) => readCsv(batches, context),
};
