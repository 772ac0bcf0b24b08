import { describe, expect, it } from 'vitest';
import { spoken, take } from './helpers.js';

async function read(name: string) {
  const taken = await take([`fixtures/formats/${name}`]);
  expect(taken.rejects).toEqual([]);
  return taken.calls;
}

describe('sample files', () => {
  it('reads every sample without a reject', async () => {
    const { calls, rejects } = await take(['fixtures/formats']);
    expect(rejects).toEqual([]);
    expect(calls).toHaveLength(51);
  });

  it('call.json: every field of one call', async () => {
    const [call] = await read('call.json');
    expect(call).toEqual({
      callId: 'json-one',
      language: 'zh',
      startedAt: '2026-03-02T09:15:00+08:00',
      durationMs: 21000,
      direction: 'inbound',
      medium: 'voice',
      agentId: 'A1023',
      team: '二组',
      queue: '售后',
      callerNumber: '+8613800000101',
      recordingUrl: 'https://records.example.com/json-one.wav',
      meta: { callerName: '林女士', csat: 4, rings: 3 },
      // The announcement has no times.
      overlapObservable: false,
      roles: { source: 'told', confidence: 1 },
      turns: [
        turn(0, 'system', '为保证服务质量，您的通话将被录音。'),
        {
          ...turn(1, 'agent', '您好，远山电器，请问有什么可以帮您？', 3000, 6200),
          agentId: 'A1023',
          channel: 0,
          words: [{ text: '您好', startMs: 3000, endMs: 3600 }],
          asrConfidence: 0.97,
        },
        { ...turn(2, 'caller', '我买的电饭煲还没有送到。', 6000, 9400), channel: 1 },
        turn(3, 'caller', ''),
        { ...turn(4, 'agent', '我是配送组，马上给您查。', 12000, 15000), agentId: 'A1044', channel: 0 },
      ],
      events: [
        { kind: 'ringing', startMs: 0, endMs: 14800, by: null, to: null },
        { kind: 'transfer', startMs: 10000, endMs: null, by: null, to: '配送组' },
        { kind: 'hangup', startMs: null, endMs: null, by: 'caller', to: null },
      ],
      source: { file: 'fixtures/formats/call.json', line: null },
    });
  });

  it('array.json: calls of a list, each with its line and its language', async () => {
    const calls = await read('array.json');
    expect(calls.map(({ callId, language, source }) => [callId, language, source.line])).toEqual([
      ['array-1', 'zh', 2],
      ['array-2', 'en', 16],
    ]);
  });

  it('calls.jsonl: one call a line, snake case, words for speakers, other fields as meta', async () => {
    const [first, second] = await read('calls.jsonl');
    expect(spoken(first)).toEqual(['agent: 您好', 'caller: 请帮我查一下物流']);
    expect(second).toMatchObject({ callId: 'jsonl-2', agentId: 'A7', meta: { rings: 3 }, source: { line: 3 } });
    expect(second?.turns.map(({ speaker, startMs }) => [speaker, startMs])).toEqual([
      ['agent', 0],
      ['unknown', 1000],
    ]);
  });

  it('turns-comma.csv: English names, seconds, quotes over lines, rows of two calls mixed', async () => {
    const [first, second] = await read('turns-comma.csv');
    expect(first).toMatchObject({
      callId: 'csv-1',
      language: 'en',
      startedAt: '2026-03-02T09:15:00+08:00',
      direction: 'inbound',
      medium: 'voice',
      agentId: 'D12',
      team: 'north',
      queue: 'billing',
      callerNumber: '+442079460101',
      meta: { store: 'Leeds' },
      overlapObservable: true,
      source: { line: 2 },
      turns: [
        { ...turn(0, 'agent', 'Thanks for calling, this is Dana.', 0, 2400), channel: 0, asrConfidence: 0.93 },
        {
          ...turn(1, 'caller', 'My bill says "final notice",\nbut I paid.', 2200, 5000),
          channel: 1,
          asrConfidence: 0.88,
        },
        { ...turn(2, 'agent', '', 6000, 6400), channel: 0 },
      ],
    });
    expect(spoken(second)).toEqual(['agent: Hello.', 'caller: Hi there.']);
    expect(second?.overlapObservable).toBe(false);
  });

  it('turns-gb18030.csv: Chinese names, semicolons, clocks, two agents, who hung up', async () => {
    const [call] = await read('turns-gb18030.csv');
    expect(call).toMatchObject({
      callId: 'zh-1',
      direction: 'inbound',
      agentId: 'K01',
      team: '一班',
      queue: '改签',
      callerNumber: '13800000102',
      events: [{ kind: 'hangup', by: 'caller' }],
      turns: [
        { ...turn(0, 'agent', '您好，云舟旅行。', 0, 2500), agentId: 'K01' },
        turn(1, 'caller', '我要改签明天的票。', 3000, 6000),
        { ...turn(2, 'agent', '给您转到改签专席。', 7000, 9000), agentId: 'K01' },
        { ...turn(3, 'agent', '您好，我是改签专席。', 12000, 14000), agentId: 'K02' },
      ],
    });
  });

  it('turns-tab-bom.tsv: tabs, byte-order mark, a note of the separator, roles before names', async () => {
    const [call] = await read('turns-tab-bom.tsv');
    expect(spoken(call)).toEqual(['agent: 您好，请讲。', 'caller: 水表读数不对。', 'system: 请对本次服务评价。']);
    expect(call?.turns.map(({ endMs }) => endMs)).toEqual([1500, 3200, 4000]);
  });

  it('chat-dates.csv: dates as times of the turns', async () => {
    const [call] = await read('chat-dates.csv');
    expect(call).toMatchObject({ medium: 'chat', startedAt: '2026-03-02T09:15:00+08:00', overlapObservable: false });
    expect(call?.turns.map(({ startMs }) => startMs)).toEqual([0, 42_000]);
  });

  it('script-zh.txt: stamps before and after the speaker, continued lines, an empty turn', async () => {
    const [call] = await read('script-zh.txt');
    expect(call).toMatchObject({
      callId: 'script-zh',
      agentId: 'A2001',
      source: { line: null },
      turns: [
        turn(0, 'agent', '您好，青禾银行，请问什么事？', 0),
        turn(1, 'caller', '我的卡被吞了\n就在你们门口那台机器上', 4000),
        turn(2, 'agent', '您别急，我先帮您登记', 9000, 12000),
        turn(3, 'caller', '好', 13000),
        turn(4, 'system', ''),
      ],
    });
  });

  it('script-several.txt: calls under header lines, their fields, agents by number, names on lines of their own', async () => {
    const [first, second] = await read('script-several.txt');
    expect(first).toMatchObject({
      callId: 'script-a',
      queue: 'returns',
      startedAt: '2026-03-02T09:15:00+08:00',
      meta: { shop: 12 },
      agentId: 'Agent 1',
      source: { line: 1 },
    });
    expect(first?.turns.map(({ agentId }) => agentId)).toEqual(['Agent 1', null, 'Agent 1', 'Agent 2']);
    expect(second?.callId).toBe('script-b');
    expect(spoken(second)).toEqual(['unknown: 喂，你好', 'unknown: 你好，请讲']);
    expect(second?.turns.map(({ startMs }) => startMs)).toEqual([1000, 3000]);
  });

  it('script-unlisted.txt: names that the vocabulary does not know, and a time that is said', async () => {
    const [call] = await read('script-unlisted.txt');
    expect(spoken(call)).toEqual([
      'unknown: 喂，在吗',
      'unknown: 在的，您说\n12:30 我来过一次，没人',
      'unknown: 好，我看一下',
      'unknown: 麻烦了',
    ]);
  });

  it.each([
    ['script-utf16le.txt', ['agent: 您好', 'caller: 你好，问一下营业时间']],
    ['script-utf16be.txt', ['agent: 您好', 'caller: 退货怎么退']],
    ['script-gb18030.txt', ['agent: 您好，请问有什么可以帮您', 'caller: 我要投诉你们的快递员']],
    ['script-utf8-bom.txt', ['agent: Good morning.', 'caller: Hello, I moved house last week.']],
  ])('%s: its encoding', async (name, lines) => {
    const [call] = await read(name);
    expect(spoken(call)).toEqual(lines);
  });
});

function turn(
  index: number,
  speaker: string,
  text: string,
  startMs: number | null = null,
  endMs: number | null = null,
) {
  return { index, speaker, agentId: null, channel: null, text, startMs, endMs, asrConfidence: null };
}
