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
    ['colons and times that are said', '客户：单号是：12:30，对吧', ['caller', '单号是：12:30，对吧', null, null]],
    ['a time said first', '客户:12:30我来过', ['caller', '12:30我来过', null, null]],
    ['a line that only looks like a speaker', '客户：有\n备注：无', ['caller', '有\n备注：无', null, null]],
  ])('%s', async (_name, text, turn) => {
    expect(await read(text)).toEqual([['stdin', turn]]);
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
