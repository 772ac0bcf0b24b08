/** Options about the inputs that name nothing in them. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ColumnName, type Format, formatById, NO_ROLES, OptionUse } from '../../src/ingest/index.js';
import { take, vocabulary } from './helpers.js';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tingping-use-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const put = (name: string, text: string) => writeFile(join(folder, name), text);
const TABLE = 'call id,speaker,content\n1,agent,hello\n1,customer,hi\n';
const vtt = (first: string, second: string) =>
  `WEBVTT\n\n00:00.000 --> 00:02.000\n<v ${first}>well\n\n00:02.000 --> 00:04.000\n<v ${second}>so\n`;
const channels = (one: number, other: number) =>
  JSON.stringify({
    TaskId: `t${one}${other}`,
    StatusText: 'SUCCESS',
    Result: {
      Sentences: [one, other].map((ChannelId, at) => ({
        Text: '您好啊',
        BeginTime: at * 3000,
        EndTime: at * 3000 + 900,
        ChannelId,
      })),
    },
  });

interface Options {
  readonly columns?: readonly ColumnName[];
  readonly agentSpeakers?: readonly string[];
  readonly agentChannel?: number;
  readonly format?: string;
}

async function use({ columns = [], agentSpeakers = [], agentChannel, format }: Options) {
  const roles = { ...NO_ROLES, agentSpeakers, agentChannel: agentChannel ?? null };
  const found = format === undefined ? null : (formatById(format) as Format);
  const told = new OptionUse({ columns, ...roles, format: found }, vocabulary);
  const taken = await take(['.'], {
    cwd: folder,
    columns,
    roles,
    use: told,
    ...(found === null ? {} : { format: found }),
  });
  return {
    calls: taken.calls.length,
    notes: taken.rejects.flatMap(({ loses, reason }) => (loses === 'nothing' ? [reason] : [])),
    mistakes: told.mistakes(),
    idle: told.idle(),
  };
}

describe('a column', () => {
  it('that a table lacks gives a note with the columns it has; that no table has is a mistake', async () => {
    await put('a.csv', TABLE);
    await put('b.csv', TABLE.replace('content', 'what,content').replaceAll(',h', ',x,h'));
    await put('c.txt', 'Agent: hello');
    const some = await use({ columns: [['what', 'queue']] });
    expect(some).toEqual({
      calls: 3,
      notes: [
        'a.csv has no column "what", which --column takes for queue: its columns are "call id", "speaker", "content"; mend the name, or leave it out.',
      ],
      mistakes: [],
      idle: [],
    });
    expect((await use({ columns: [['wat', 'queue']] })).mistakes).toEqual([
      '--column "wat=queue": no table has a column "wat"; there are "call id", "speaker", "content", "what".',
    ]);
  });

  it('is known whatever its case and marks, and where a table cannot be read for it', async () => {
    await put('a.csv', TABLE);
    expect(await use({ columns: [['Call_ID', 'callId']] })).toMatchObject({ notes: [], mistakes: [], idle: [] });
    await put('a.csv', 'who,words\nagent,hi\n');
    expect(await use({ columns: [['wrods', 'text']] })).toMatchObject({
      calls: 0,
      mistakes: ['--column "wrods=text": no table has a column "wrods"; there are "who", "words".'],
    });
  });

  it('of a header line of a script counts; without a table it is not needed', async () => {
    await put('a.txt', '# one\nBearbeiter: A1023\nAgent: hello');
    expect(await use({ columns: [['Bearbeiter', 'agentId']] })).toMatchObject({ notes: [], mistakes: [], idle: [] });
    expect(await use({ columns: [['Beabeiter', 'agentId']] })).toMatchObject({
      mistakes: [],
      idle: ['--column names nothing: no table was read; leave it out.'],
    });
  });
});

describe('a speaker', () => {
  it('whom a file lacks gives a note with the speakers it has; whom no file has is a mistake', async () => {
    await put('a.vtt', vtt('Mary', 'John'));
    await put('b.vtt', vtt('Li', 'John'));
    expect(await use({ agentSpeakers: ['mary'] })).toEqual({
      calls: 2,
      notes: [
        'b.vtt has no speaker "mary", who is to be the agent: its speakers are "Li", "John"; mend --agent-speaker or the sidecar.',
      ],
      mistakes: [],
      idle: [],
    });
    expect(await use({ agentSpeakers: ['Mary', 'Li'] })).toMatchObject({ notes: [], mistakes: [] });
    expect((await use({ agentSpeakers: ['Mary', 'Lee'] })).mistakes).toEqual([
      '--agent-speaker "Lee": nobody is called so in any call; there are "Mary", "John", "Li".',
    ]);
  });

  it('is not missed where files tell the agent themselves', async () => {
    await put('a.txt', 'Agent: hello\nCustomer: hi');
    expect(await use({ agentSpeakers: ['agent'] })).toMatchObject({ notes: [], mistakes: [], idle: [] });
    expect(await use({ agentSpeakers: ['Mary'] })).toMatchObject({
      notes: [],
      mistakes: [],
      idle: ['--agent-speaker names nobody: the calls tell themselves who the agent is; leave it out.'],
    });
  });

  it('of a sidecar is missed too', async () => {
    await put('a.vtt', vtt('Mary', 'John'));
    await put('a.meta.json', '{"agentSpeaker": "Marry"}');
    expect((await use({})).notes).toEqual([expect.stringContaining('a.vtt has no speaker "Marry"')]);
  });
});

describe('a channel', () => {
  it('that a file lacks gives a note; that no file has is a mistake', async () => {
    await put('a.json', channels(0, 1));
    await put('b.json', channels(1, 1));
    expect(await use({ agentChannel: 1 })).toEqual({
      calls: 2,
      notes: [
        'b.json has no agent by channel 1: its channels are "1"; mend --agent-channel or the sidecar, or name the agent by --agent-speaker.',
      ],
      mistakes: [],
      idle: [],
    });
    expect((await use({ agentChannel: 2 })).mistakes).toEqual([
      '--agent-channel 2: nobody speaks on this channel in any call; there are "0", "1".',
    ]);
  });
});

describe('a format', () => {
  it('that fits no input is a mistake, one that fits some is none', async () => {
    await put('a.vtt', vtt('Mary', 'John'));
    expect((await use({ format: 'deepgram' })).mistakes).toEqual([
      'No input is of the format that --format deepgram names. a.vtt is no Deepgram: leave out --format, or name another (tingping formats lists them).',
    ]);
    await put('b.json', channels(0, 1));
    expect((await use({ format: 'whisper' })).mistakes).toHaveLength(1);
    expect((await use({ format: 'aliyun-filetrans' })).mistakes).toEqual([]);
  });

  it('is not blamed for a file that is broken', async () => {
    await put('b.json', '{"segments": [');
    expect((await use({ format: 'whisper' })).mistakes).toEqual([]);
  });
});
