/** What single formats do with what their samples do not show. */

import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import type { Call } from '../../src/domain/call.js';
import { NO_ROLES } from '../../src/ingest/index.js';
import { spoken, type Taken, take, takeBytes } from './helpers.js';

const takeJson = (value: unknown) => takeBytes(JSON.stringify(value));
const turnsOf = ({ calls }: Taken) =>
  calls.flatMap((call) =>
    call.turns.map(({ speaker, speakerLabel, channel, startMs, endMs, text }) => [
      speaker,
      speakerLabel,
      channel,
      startMs,
      endMs,
      text,
    ]),
  );

async function onlyCall(taken: Promise<Taken>): Promise<Call> {
  const { calls, rejects } = await taken;
  expect(rejects).toEqual([]);
  expect(calls).toHaveLength(1);
  return calls[0]!;
}

const SENTENCE = { start: 0, end: 1500, text: 'Hello there' };
const gongCall = (callId: string, sentences: unknown) => ({ callId, transcript: [{ speakerId: '1', sentences }] });

describe('what is wrong', () => {
  it.each<[string, unknown, string]>([
    [
      'names the field, and never its words',
      { results: { channels: [{ alternatives: [{ words: [{ word: ['secret'], start: 0 }] }] }] } },
      'stdin call "stdin" has a wrong results.channels[0].alternatives[0].words[0].word: it must be text, but is a list.',
    ],
    [
      'tells a missing field',
      { SpeechSegments: [], ConversationAnalytics: null },
      'stdin call "stdin" has a wrong ConversationAnalytics: it must be an object, but is null.',
    ],
    [
      'tells text with half a character',
      { segments: [{ start: 0, end: 1, text: '\ud800' }] },
      'stdin call "stdin" has a wrong segments[0].text: it must be text, but is text with half a character.',
    ],
    [
      'tells a time that is none',
      { recognizedPhrases: [{ offset: 'soon' }] },
      'stdin call "stdin" has a wrong recognizedPhrases[0].offset: it must be what the format says, but is text.',
    ],
    [
      'tells JSON of no known format by its fields',
      { level: 'info', msg: 'x' },
      'stdin is JSON of no known format (its fields: "level", "msg"): tingping formats lists what is read, --format names one.',
    ],
    [
      'tells a job that failed',
      { id: 'j-1', status: 'error', language_code: 'en', error: 'no audio' },
      'stdin call "j-1" has no transcript, as the vendor\'s job ended with "error": have the recording transcribed again.',
    ],
    [
      'tells an order that is not done',
      { content: { orderInfo: { orderId: 'o-1', status: 3 }, orderResult: '' } },
      'stdin call "o-1" has no transcript, as the vendor\'s job ended with "3": have the recording transcribed again.',
    ],
    [
      'tells JSON in a text that is broken',
      { content: { orderInfo: { status: 4 }, orderResult: '{"lattice":' } },
      'stdin call "stdin" has no valid JSON in the text of orderResult: export the file again.',
    ],
    [
      'tells a language that is not read',
      { language: 'ja', segments: [{ start: 0, end: 1, text: 'x' }] },
      'stdin call "stdin" has the unknown language "ja": write "zh" or "en", or add the word to the ingest vocabulary.',
    ],
  ])('%s', async (_name, document, sentence) => {
    const { calls, rejects } = await takeJson(document);
    expect(calls).toEqual([]);
    expect(rejects.map(({ reason }) => reason)).toEqual([sentence]);
  });

  it('costs one call of an answer with many, and one line of a file of answers', async () => {
    const answer = { callTranscripts: [gongCall('a', [SENTENCE]), gongCall('b', 5), gongCall('c', [SENTENCE]), null] };
    const taken = await takeJson(answer);
    expect(taken.calls.map(({ callId }) => callId)).toEqual(['a', 'c']);
    expect(taken.rejects.map(({ callId, params }) => [callId, params.field])).toEqual([
      ['b', 'callTranscripts[1].transcript[0].sentences'],
      [null, 'callTranscripts[3]'],
    ]);
    const whisper = (text: unknown) => JSON.stringify({ language: 'en', segments: [{ start: 0, end: 1, text }] });
    const lines = await takeBytes([whisper('one'), whisper(2), whisper('three')].join('\n'));
    expect(lines.calls.map(({ callId, source }) => [callId, source.line])).toEqual([
      ['stdin-1', 1],
      ['stdin-3', 3],
    ]);
    expect(lines.rejects.map(({ callId, line }) => [callId, line])).toEqual([['stdin-2', 2]]);
  });

  it('in a list of sentences costs the call that the list is', async () => {
    const sentence = '{"bg":"0","ed":"900","onebest":"您好","speaker":"1"}';
    const cut = await takeBytes(`[${sentence},\n${sentence}`);
    expect(cut.rejects.map(({ code, line }) => [code, line])).toEqual([['truncated', null]]);
    expect((await takeBytes(`[${sentence},\n{"bg":}]`)).rejects.map(({ code }) => code)).toEqual(['bad_json']);
    expect((await takeBytes(`[${sentence},\n${sentence}]`)).calls).toHaveLength(1);
  });
});

describe('formats in other shapes', () => {
  it('Google without diarisation, with channels', async () => {
    const words = (word: string, at: number) => [{ word, startTime: `${at}s`, endTime: `${at + 1}.500s` }];
    const call = await onlyCall(
      takeJson({
        results: [
          { alternatives: [{ transcript: 'b', words: words('b', 4) }], channelTag: 2 },
          { alternatives: [{ transcript: 'a', words: words('a', 0) }], channelTag: 1 },
        ],
      }),
    );
    expect(call.turns.map(({ channel, startMs, endMs }) => [channel, startMs, endMs])).toEqual([
      [0, 0, 1500],
      [1, 4000, 5500],
    ]);
    expect(call.overlapObservable).toBe(true);
  });

  it('Google times as seconds and nanoseconds', async () => {
    const word = { word: 'hi', startTime: { seconds: '1', nanos: 500000000 }, endTime: { seconds: 2 } };
    const call = await onlyCall(takeJson({ results: [{ alternatives: [{ words: [word] }] }] }));
    expect(call.turns[0]).toMatchObject({ startMs: 1500, endMs: 2000 });
  });

  it('Tencent in its short form', async () => {
    const Result = '[0:0.020,0:2.380,0]  您好。\n[1:2.500,1:4.000,1]  喂\n';
    const call = await onlyCall(takeJson({ Data: { TaskId: 7, StatusStr: 'success', Result, ResultDetail: null } }));
    expect(turnsOf({ calls: [call], rejects: [], items: [] })).toEqual([
      ['unknown', '0', null, 20, 2380, '您好。'],
      ['unknown', '1', null, 62_500, 64_000, '喂'],
    ]);
  });

  it('FunASR without speakers, with a time for each letter, and tags of SenseVoice', async () => {
    const text = '<|zh|><|ANGRY|><|Speech|>漏水了。快来 now';
    const timestamp = ['漏', '水', '了', '快', '来', 'now'].map((_, index) => [index * 300, index * 300 + 200]);
    const call = await onlyCall(takeJson([{ key: 'k', text, timestamp }]));
    expect(call.turns.map(({ startMs, endMs, text: words, vendor }) => [startMs, endMs, words, vendor])).toEqual([
      [0, 800, '漏水了。', { sentiment: 'negative', emotion: 'angry' }],
      [900, 1700, '快来 now', undefined],
    ]);
  });

  it('Alibaba with its result packed as text', async () => {
    const Result = JSON.stringify({ Sentences: [{ Text: '喂', BeginTime: 5, EndTime: 900, ChannelId: 0 }] });
    expect((await onlyCall(takeJson({ TaskId: 't', StatusText: 'SUCCESS', Result }))).turns).toMatchObject([
      { startMs: 5, endMs: 900 },
    ]);
  });

  it.each<[string, object, string]>([
    [
      'Alibaba with nothing said',
      { TaskId: 't', StatusText: 'SUCCESS_WITH_NO_VALID_FRAGMENT', Result: {} },
      'stdin call "t" holds no words (format aliyun-filetrans, turns: 0): nothing was said or recognised',
    ],
    ['a canonical call', { callId: 'c', turns: [] }, 'stdin call "c" holds no words (turns: 0): nothing was said'],
    ['blank turns', { callId: 'c', turns: [{ speaker: 'agent', text: ' ' }] }, 'call "c" holds no words (turns: 1)'],
    [
      'Whisper',
      { segments: [] },
      'stdin is of the format whisper (Whisper, WhisperX, whisper.cpp), and its "segments"',
    ],
    ['whisper.cpp', { systeminfo: 'x', transcription: [] }, 'of the format whisper (Whisper, WhisperX, whisper.cpp)'],
    [
      'Google',
      { response: { results: [] } },
      'google-speech (Google Cloud Speech-to-Text), and its "response.results"',
    ],
    ['Genesys', { transcripts: null }, 'of the format genesys-cloud (Genesys Cloud), and its "transcripts" is empty'],
  ])('%s without words is a reject that says so', async (_name, document, sentence) => {
    const { calls, rejects } = await takeJson(document);
    expect(calls).toEqual([]);
    expect(rejects.map(({ reason, loses }) => [reason, loses])).toEqual([[expect.stringContaining(sentence), 'call']]);
  });

  it('Genesys with times from the start instead of dates', async () => {
    const phrase = (participantPurpose: string, startTimeMs: number) => ({
      text: 'hello',
      startTimeMs,
      duration: { milliseconds: 500 },
      participantPurpose,
    });
    const call = await onlyCall(
      takeJson({ conversationId: 'c', transcripts: [{ phrases: [phrase('internal', 100), phrase('external', 900)] }] }),
    );
    expect(call).toMatchObject({ startedAt: null, conversion: { warnings: [] } });
    expect(spoken(call)).toEqual(['agent: hello', 'caller: hello']);
  });

  it('PCA at the time of the place of the call', async () => {
    const SpeechSegments = [{ SegmentStartTime: 0, SegmentEndTime: 1, SegmentSpeaker: 'spk_0', DisplayText: 'hello' }];
    const head = { GUID: 'g', ConversationTime: '2026-07-02 09:15:00', SpeakerLabels: [] };
    const started = async (ConversationLocation: string) =>
      (await onlyCall(takeJson({ ConversationAnalytics: { ...head, ConversationLocation }, SpeechSegments })))
        .startedAt;
    expect(await started('America/New_York')).toBe('2026-07-02T09:15:00-04:00');
    expect(await started('Etc/UTC')).toMatch(/^2026-07-02T09:15:00(Z|\+00:00)$/);
    expect(await started('Nowhere/Town')).toBe('2026-07-02T09:15:00+08:00');
  });

  it('a vCon that is signed, and one that holds a transcript of another format', async () => {
    const whisper = { language: 'en', segments: [{ start: 0, end: 1, text: 'hello', speaker: 'S1' }] };
    const container = {
      vcon: '0.0.2',
      uuid: 'u-1',
      parties: [],
      dialog: [{ type: 'recording', start: '2026-03-02T09:15:00Z', duration: 60 }],
      analysis: [{ type: 'transcript', body: whisper }],
    };
    const payload = Buffer.from(JSON.stringify(container)).toString('base64url');
    const call = await onlyCall(takeJson({ payload, signatures: [{}] }));
    expect(call).toMatchObject({
      callId: 'u-1',
      startedAt: '2026-03-02T09:15:00Z',
      durationMs: 60_000,
      conversion: { format: 'whisper' },
      turns: [{ text: 'hello', speakerLabel: 'S1' }],
    });
  });
});

describe('subtitles', () => {
  it.each<[string, string, readonly unknown[]]>([
    [
      'two voices in a cue share its time',
      'WEBVTT\n\n00:01.000 --> 00:03.500\n<v Agent>Hello.</v> <v.loud Sam Hill>Hi, <c.red>you</c>.\n',
      [
        ['agent', 'Agent', null, 1000, 3500, 'Hello.'],
        ['unknown', 'Sam Hill', null, 1000, 3500, 'Hi, you.'],
      ],
    ],
    [
      'names before a colon, as meeting systems write them',
      'WEBVTT\n\n1\n00:00:01.000 --> 00:00:02.000\nJo Li: One\n\n2\n00:00:04.000 --> 00:00:05.000\nNote: two\n\n3\n00:00:07.000 --> 00:00:08.000\nJo Li: 3\n',
      [
        ['unknown', 'Jo Li', null, 1000, 2000, 'One'],
        ['unknown', undefined, null, 4000, 5000, 'Note: two'],
        ['unknown', 'Jo Li', null, 7000, 8000, '3'],
      ],
    ],
    [
      'entities are no tags, and comparisons no entities',
      'WEBVTT\n\n00:01.000 --> 00:02.000\n&lt;v Agent&gt; is a tag &amp; 3 < 5\n',
      [['unknown', undefined, null, 1000, 2000, '<v Agent> is a tag & 3 < 5']],
    ],
    [
      'lines of a cue are joined as their script is written',
      'WEBVTT\n\n00:01.000 --> 00:02.000\n<v 客服>您好，\n请讲\n',
      [['agent', '客服', null, 1000, 2000, '您好，请讲']],
    ],
    [
      'SubRip with speakers in brackets, styles, and no blank lines',
      '1\n00:00:01,000 --> 00:00:02,000\n[SPEAKER_00]: {\\an8}<i>Hi</i>\n2\n00:00:03,000 --> 00:00:04,000\n[SPEAKER_01]: Yes\n',
      [
        ['unknown', 'SPEAKER_00', null, 1000, 2000, 'Hi'],
        ['unknown', 'SPEAKER_01', null, 3000, 4000, 'Yes'],
      ],
    ],
  ])('%s', async (_name, text, turns) => {
    const taken = await takeBytes(text);
    expect(taken.rejects).toEqual([]);
    expect(turnsOf(taken)).toEqual(turns);
  });

  it('with a time that is none are refused with its line', async () => {
    const { rejects } = await takeBytes('WEBVTT\n\n00:01.000 --> 00:99.000\nhi\n');
    expect(rejects.map(({ reason }) => reason)).toEqual([
      'stdin call "stdin" has a broken cue at line 3: its times must be like "00:00:01.000 --> 00:00:02.500".',
    ]);
  });
});

describe('tables with a call in each row', () => {
  const csv = (rows: string, options = {}) => take(['-'], { stdin: Readable.from([rows]), ...options });

  it.each<[string, string, readonly string[]]>([
    ['a script', '"坐席：您好\n客户：喂"', ['agent: 您好', 'caller: 喂']],
    ['breaks of a web page', '坐席：您好<br>客户：喂<br/>客户：在吗', ['agent: 您好', 'caller: 喂', 'caller: 在吗']],
    [
      'one line',
      '坐席：您好，单号：12 客户：喂。坐席1：请讲；客户：好',
      ['agent: 您好，单号：12', 'caller: 喂。', 'agent: 请讲', 'caller: 好'],
    ],
    [
      'English on one line',
      'Agent: Hi. Customer: Note: it broke. Agent: Sorry',
      ['agent: Hi.', 'caller: Note: it broke.', 'agent: Sorry'],
    ],
    ['turns in JSON', '"[{""speaker"":""坐席"",""text"":""您好""}]"', ['agent: 您好']],
    ['a document of a vendor', '"{""segments"":[{""start"":0,""end"":1,""text"":""hi""}]}"', ['unknown: hi']],
    ['times in brackets', '"[00:01] 坐席：您好\n[00:04] 客户：喂"', ['agent: 您好', 'caller: 喂']],
  ])('%s', async (_name, cell, lines) => {
    const { calls, rejects } = await csv(`通话编号,满意度,通话文本\nx-1,5,${cell}\n`);
    expect(rejects).toEqual([]);
    expect(calls.map(({ callId, meta }) => [callId, meta])).toEqual([['x-1', { 满意度: 5 }]]);
    expect(spoken(calls[0])).toEqual(lines);
  });

  it('cost one row where one is wrong', async () => {
    const taken = await csv(
      'call id,transcript\na,Agent: hi\nb,\nc,just words\n,Agent: hi\nd,{"x": 1\ne,"{""x"": 1}"\nf,Agent: hi\n',
    );
    expect(taken.calls.map(({ callId }) => callId)).toEqual(['a', 'f']);
    expect(taken.rejects.map(({ callId, line, code }) => [callId, line, code])).toEqual([
      ['b', 3, 'no_transcript'],
      ['c', 4, 'csv_cell_no_speaker'],
      [null, 5, 'csv_no_call_id'],
      ['d', 6, 'inner_json'],
      ['e', 7, 'unknown_json'],
    ]);
  });

  it('have columns by names that the user gives', async () => {
    const columns = [
      ['谁和谁说了什么', 'text'],
      ['时间', 'startedAt'],
    ] as const;
    const { calls } = await csv('通话ID,时间,谁和谁说了什么\n7,2026-03-02 09:15:00,坐席：您好\n', { columns });
    expect(calls).toMatchObject([{ callId: '7', startedAt: '2026-03-02T09:15:00+08:00', turns: [{ text: '您好' }] }]);
  });
});

describe('turns in JSON', () => {
  const said = ({ calls }: Taken) =>
    calls[0]!.turns.map(({ speaker, speakerLabel, text }) => [speaker, speakerLabel, text]);

  it('are a call as a bare list, by other names too, and keep names that are not known', async () => {
    const turns = [
      { role: 'assistant', content: 'Hello' },
      { role: 'user', content: 'Hi' },
      { speaker: 'Mary', text: 'Bye', role: 'agent' },
    ];
    const expected = [
      ['unknown', 'assistant', 'Hello'],
      ['caller', undefined, 'Hi'],
      ['unknown', 'Mary', 'Bye'],
    ];
    expect(said(await takeJson(turns))).toEqual(expected);
    expect(said(await takeJson({ callId: 'a', turns }))).toEqual(expected);
    expect((await takeJson(turns)).calls[0]!.callId).toBe('stdin');
  });

  it('a line each are told', async () => {
    const { rejects } = await takeBytes(
      '{"call_id":"1","speaker":"agent","text":"a"}\n{"call_id":"1","role":"user","content":"b"}\n',
    );
    expect(rejects.map(({ code, callId }) => [code, callId])).toEqual([
      ['turn_row', '1'],
      ['turn_row', '1'],
    ]);
  });
});

describe('roles that the user tells', () => {
  const transcript = {
    language: 'en',
    segments: ['S0', 'S1', 'S0'].map((speaker, at) => ({ start: at * 3, end: at * 3 + 2, text: 'well now', speaker })),
  };
  const aliyun = (...channels: readonly number[]) => ({
    TaskId: 't',
    StatusText: 'SUCCESS',
    Result: {
      Sentences: channels.map((ChannelId, at) => ({
        Text: '您好啊',
        BeginTime: at * 3000,
        EndTime: at * 3000 + 900,
        ChannelId,
      })),
    },
  });
  const speakers = async (document: unknown, roles: object) =>
    (
      await take(['-'], {
        stdin: Readable.from([JSON.stringify(document)]),
        roles: { ...NO_ROLES, ...roles },
      })
    ).calls[0]?.turns.map(({ speaker }) => speaker);

  it.each<[string, unknown, object, readonly string[]]>([
    ['by label', transcript, { agentSpeakers: ['s1'] }, ['caller', 'agent', 'caller']],
    ['by a label that nobody has', transcript, { agentSpeakers: ['S9'] }, ['unknown', 'unknown', 'unknown']],
    ['by channel', aliyun(0, 1, 0), { agentChannel: 1 }, ['caller', 'agent', 'caller']],
    ['by channel where there is but one', aliyun(0, 0), { agentChannel: 0 }, ['unknown', 'unknown']],
    ['by channel where nobody is on it', aliyun(0, 1), { agentChannel: 2 }, ['unknown', 'unknown']],
    [
      'never against what the source tells',
      {
        callId: 'a',
        turns: [
          { speaker: 'caller', channel: 0, text: 'x' },
          { speaker: 'unknown', channel: 1, text: 'y' },
        ],
      },
      { agentChannel: 0 },
      ['caller', 'caller'],
    ],
  ])('%s', async (_name, document, roles, expected) => {
    expect(await speakers(document, roles)).toEqual(expected);
  });
});
