import { readdir } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { take } from './helpers.js';

type Broken = readonly [file: string, sentences: readonly string[], calls?: readonly string[]];

/** File, then the sentences it must give, then the calls that survive it. */
const EXPECTED: readonly Broken[] = [
  ['broken.json', [':1 is not valid JSON: mend the syntax.']],
  [
    'not-a-call.json',
    Array(2).fill(':1 holds a number where a call is expected: write an object with callId and turns.'),
  ],
  [
    'no-call-id.json',
    [' has a wrong callId: it must be text of 1 to 200 characters without control characters, but is missing.'],
  ],
  ['cut-off.json', [' ends before its list of calls does: the file is cut off, export it again.'], ['x-2']],
  ['deep.json', [':1 nests deeper than 100 levels: this is no call.']],
  ['misspelt.json', [' call "x-3" has the unknown field "agnetId": write "agentId", or rename the field.']],
  ['doubled.json', [' call "x-4" gives "callId" twice, in different spellings: keep one of them.']],
  ['text-number.json', [' call "x-6" has a wrong turns[0].text: it must be text, but is a number.']],
  ['no-text.json', [' call "x-7" has a wrong turns[0].text: it must be text, but is missing.']],
  [
    'negative.json',
    [' call "x-8" has a wrong turns[0].startMs: it must be a number of milliseconds from 0 to 604800000, but is -5.'],
  ],
  ['end-before-start.json', [' call "x-9" has turns[0] ending before it starts (900 > 100 ms): correct the times.']],
  [
    'language.json',
    [' call "x-10" has the unknown language "ja": write "zh" or "en", or add the word to the ingest vocabulary.'],
  ],
  ['version.json', [' call "x-11" has a wrong schemaVersion: it must be 1, but is 2.']],
  ['surrogate.json', [' call "x-12" has a wrong turns[0].text: it must be text, but is text with half a character.']],
  [
    'date.json',
    [
      ' call "x-13" has a wrong startedAt: it must be a date with time such as "2026-03-02T09:15:00+08:00", but is "2026-02-30T09:00:00+08:00".',
    ],
  ],
  [
    'call-id.json',
    [' has a wrong callId: it must be text of 1 to 200 characters without control characters, but is "a?b".'],
  ],
  [
    'some-lines.jsonl',
    [
      ':2 is not valid JSON: mend the syntax.',
      ':3 call "y-3" has bytes that are not valid UTF-8: export the file again as UTF-8.',
      ':4 holds text where a call is expected: write an object with callId and turns.',
    ],
    ['y-1', 'y-5'],
  ],
  [
    'no-text-column.csv',
    [
      ':1 lacks a column for the text (its columns: "call_id", "speaker", "start"): name it in the header row, or by --column "NAME=text".',
    ],
  ],
  [
    'rows.csv',
    [
      ':3 call "z-1" has 5 cells where the header has 4: quote texts that hold the separator. The call is left out.',
      ':4 call "z-2" is not a valid CSV row: quote fields that hold quotes, separators or line breaks.',
      ':5 call "z-3" has a wrong "start": it must be a time from the start of the call (mm:ss, seconds or milliseconds, not negative) or a date with time, but is "-5".',
      ':6 begins 2 row(s) without a call id: fill the column for the call id.',
      ':9 call "z-5" is not a valid CSV row: quote fields that hold quotes, separators or line breaks.',
    ],
    ['z-4', 'z-6'],
  ],
  [
    'differs.csv',
    [
      ':3 call "z-7" gives another direction than an earlier row of the same call: a call has one direction.',
      ':4 call "z-8" has the unknown direction "sideways": write "inbound" or "outbound", or add the word to the ingest vocabulary.',
    ],
  ],
  [
    'prose.txt',
    [' call "prose" names no speaker: begin the turns with "Agent:" or "Customer:", or with a time stamp.'],
  ],
  [
    'end-before-start.txt',
    [' call "end-before-start" has turn 0 ending before it starts (12000 > 10000 ms): correct the times.'],
  ],
  ['nul.txt', [' is not text: give a transcript as JSON, JSONL, CSV or plain text; UTF-16 needs a byte-order mark.']],
  ['binary.txt', [' is an archive and is not read: unpack it, and give what is in it.']],
  [
    'bytes.txt',
    [
      ' has bytes that are neither UTF-8, UTF-16 with a byte-order mark, GB18030, nor Windows-1252: export the file again as UTF-8.',
    ],
  ],
  ['damaged-utf8.txt', [' call "damaged-utf8" has bytes that are not valid UTF-8: export the file again as UTF-8.']],
  ['no-calls.json', [' holds no call: export it again or leave it out.']],
  ['empty.json', [' is empty: export it again or leave it out.']],
  ['blank.txt', [' is empty: export it again or leave it out.']],
];

describe('broken files', () => {
  it.each(EXPECTED.map((broken) => ({ file: broken[0], broken })))(
    '$file',
    async ({ broken: [file, sentences, calls = []] }) => {
      const name = `fixtures/invalid/${file}`;
      const taken = await take([name]);
      expect(taken.rejects.map(({ reason }) => reason)).toEqual(sentences.map((sentence) => name + sentence));
      expect(taken.calls.map(({ callId }) => callId)).toEqual(calls);
      for (const reject of taken.rejects) expect(reject.file).toBe(name);
    },
  );

  it('knows every broken file', async () => {
    const files = await readdir('fixtures/invalid');
    expect(files.sort()).toEqual(EXPECTED.map(([file]) => file).sort());
  });
});
