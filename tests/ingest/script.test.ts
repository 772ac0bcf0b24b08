import { describe, expect, it } from 'vitest';
import { takeBytes } from './helpers.js';

async function read(text: string) {
  const { calls, rejects } = await takeBytes(text);
  expect(rejects).toEqual([]);
  return calls.map(({ callId, turns }) => [
    callId,
    ...turns.map((turn) => [turn.speaker, turn.text, turn.startMs, turn.endMs]),
  ]);
}

describe('scripts', () => {
  it.each([
    ['stamp in brackets', '[00:12] 客户：你好', ['caller', '你好', 12_000, null]],
    ['bare stamp', '00:00:12 客户：你好', ['caller', '你好', 12_000, null]],
    ['span before', '(00:12-00:15) 客户：你好', ['caller', '你好', 12_000, 15_000]],
    ['bare span', '00:12 - 00:15 客户：你好', ['caller', '你好', 12_000, 15_000]],
    ['subtitle span', '00:00:12.500 --> 00:00:15,250 Agent: hi', ['agent', 'hi', 12_500, 15_250]],
    ['stamp after the name', 'Agent (00:12): hi', ['agent', 'hi', 12_000, null]],
    ['bare stamp after the name', '坐席 00:12：您好', ['agent', '您好', 12_000, null]],
    ['stamp after the colon', '坐席：【00:12】您好', ['agent', '您好', 12_000, null]],
    ['name and stamp on a line', '坐席 00:12\n您好', ['agent', '您好', 12_000, null]],
    ['stamp on a line', '[00:12]\n坐席：您好', ['agent', '您好', 12_000, null]],
    ['stamp without a speaker', '[00:12] 你好', ['unknown', '你好', 12_000, null]],
    ['speaker in brackets', '【客户】 你好', ['caller', '你好', null, null]],
    ['stamp, and speaker in brackets', '[00:12] [Agent]: hi', ['agent', 'hi', 12_000, null]],
    [
      'what is no speaker in brackets',
      '客户：你好\n[noise]\n【备注】无',
      ['caller', '你好\n[noise]\n【备注】无', null, null],
    ],
    ['colons and times that are said', '客户：单号是：12:30，对吧', ['caller', '单号是：12:30，对吧', null, null]],
    ['a time said first', '客户:12:30我来过', ['caller', '12:30我来过', null, null]],
    ['a line that only looks like a speaker', '客户：有\n备注：无', ['caller', '有\n备注：无', null, null]],
  ])('%s', async (_name, text, turn) => {
    expect(await read(text)).toEqual([['stdin', turn]]);
  });

  const labels = async (text: string) =>
    (await takeBytes(text)).calls.flatMap(({ turns }) =>
      turns.map(({ speaker, speakerLabel, startMs, text: said }) => [speaker, speakerLabel, startMs, said]),
    );

  it('of a chat: names and dates on lines of their own', async () => {
    const text =
      '客服小王 2026-03-02 09:15:00\n您好\n\n张三 2026年3月2日 09:15:10\n我要退货\n\n客服小王 2026/3/2 9:15:20\n好的\n';
    const { calls } = await takeBytes(text);
    expect(calls[0]).toMatchObject({ startedAt: '2026-03-02T09:15:00+08:00' });
    expect(await labels(text)).toEqual([
      ['agent', undefined, 0, '您好'],
      ['unknown', '张三', 10_000, '我要退货'],
      ['agent', undefined, 20_000, '好的'],
    ]);
    expect(await labels('[2026-03-02 09:15:00] 坐席(1023): 您好\n[2026-03-02 09:15:05] 客户: 喂')).toEqual([
      ['agent', undefined, 0, '您好'],
      ['caller', undefined, 5_000, '喂'],
    ]);
  });

  it('of a meeting: a name that comes once stands among others, a time that is said does not', async () => {
    const text = 'Mary  0:03\nHello\n\nJohn  0:10\nHi\n\nMary  0:15\nWe met\nI came 12:30\n\nMary  0:20\nBye\n';
    expect(await labels(text)).toEqual([
      ['unknown', 'Mary', 3_000, 'Hello'],
      ['unknown', 'John', 10_000, 'Hi'],
      ['unknown', 'Mary', 15_000, 'We met\nI came 12:30'],
      ['unknown', 'Mary', 20_000, 'Bye'],
    ]);
  });

  it('with roles before names, each of which may come once', async () => {
    expect(await labels('Agent Mary: Hello\nCustomer John: Hi\nAgent Mary: Sorry')).toEqual([
      ['agent', undefined, null, 'Hello'],
      ['unknown', 'Customer John', null, 'Hi'],
      ['agent', undefined, null, 'Sorry'],
    ]);
  });

  it('by the clock on the wall begin with the call, and say so', async () => {
    const { calls } = await takeBytes('09:15:00 坐席：您好\n09:15:05 客户：喂\n');
    expect(calls[0]!.turns.map(({ startMs }) => startMs)).toEqual([0, 5_000]);
    expect(calls[0]!.conversion).toEqual({
      format: 'script',
      warnings: [{ code: 'clock_offset', params: { ms: -33_300_000 } }],
    });
    const table = await takeBytes('speaker,text,start\nagent,hello,09:15:00\ncustomer,hi,09:15:05\n');
    expect(table.calls[0]!.turns.map(({ startMs }) => startMs)).toEqual([0, 5_000]);
    expect(table.calls[0]!.conversion?.warnings).toHaveLength(1);
  });

  it('keep an empty turn', async () => {
    expect(await read('客户：\n坐席：您好')).toEqual([
      ['stdin', ['caller', '', null, null], ['agent', '您好', null, null]],
    ]);
  });

  it('begin calls at header lines, also where the first call has none', async () => {
    const text = '客户：a\n=== two ===\n\n客户：b\n# three\nlanguage: en\n客户：c';
    expect((await read(text)).map(([callId]) => callId)).toEqual(['stdin', 'two', 'three']);
  });

  it('reject a call of a bad header and keep the others', async () => {
    const { calls, rejects } = await takeBytes('# one\nlanguage: ja\n客户：a\n# two\n客户：b\n# three\n');
    expect(calls.map(({ callId }) => callId)).toEqual(['two']);
    expect(rejects.map(({ line, callId, code }) => [line, callId, code])).toEqual([
      [1, 'one', 'unknown_word'],
      [6, 'three', 'script_no_speaker'],
    ]);
  });
});
