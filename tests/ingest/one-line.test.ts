/** Scripts that were run together on one line, in a cell of a table or a file. */
import { describe, expect, it } from 'vitest';
import { cutAtSpeakers } from '../../src/ingest/one-line.js';
import { spoken, takeBytes, vocabulary } from './helpers.js';

describe('a script on one line', () => {
  it.each<[string, string, readonly string[]]>([
    [
      'blanks alone part its turns',
      '客服: 您好 客户: 我要退货 客服: 好的',
      ['客服: 您好', '客户: 我要退货', '客服: 好的'],
    ],
    ['nothing parts its turns', '客服：您好客户：我要退货客服：好的', ['客服：您好', '客户：我要退货', '客服：好的']],
    [
      'English, names with numbers',
      'Agent 1: Hello there Customer: hi Agent 2: how can I help',
      ['Agent 1: Hello there', 'Customer: hi', 'Agent 2: how can I help'],
    ],
    [
      'ids in brackets',
      '坐席（A1023）: 您好 客户: 喂 坐席（A1023）: 请讲',
      ['坐席（A1023）: 您好', '客户: 喂', '坐席（A1023）: 请讲'],
    ],
    [
      'stamps before the names',
      '[00:01] 客服: 您好 [00:03] 客户: 我12:30来过',
      ['[00:01] 客服: 您好', '[00:03] 客户: 我12:30来过'],
    ],
    ['stamps after the names', '客服 00:01: 您好 客户 (00:03): 喂', ['客服 00:01: 您好', '客户 (00:03): 喂']],
    ['lines drawn between turns', 'Agent: hi | Customer: hello', ['Agent: hi', 'Customer: hello']],
    ['brackets', '【客服】您好【客户】我要退货 [客服] 好的', ['【客服】您好', '【客户】我要退货', '[客服] 好的']],
    ['labels', 'A: hello B: hi A: bye', ['A: hello', 'B: hi', 'A: bye']],
    ['numbered labels', 'S1: hello S2: hi S1: bye', ['S1: hello', 'S2: hi', 'S1: bye']],
    [
      'names that come again',
      'Mary Jones: hello John: hi Mary Jones: your number? John: 12 Mary Jones: ok',
      ['Mary Jones: hello', 'John: hi', 'Mary Jones: your number?', 'John: 12', 'Mary Jones: ok'],
    ],
    [
      'one side by name',
      '客服: 您好 张三: 我要退货 客服: 单号: 多少 张三: 7',
      ['客服: 您好', '张三: 我要退货', '客服: 单号: 多少', '张三: 7'],
    ],
    [
      'a word that comes again, where both sides are known',
      '客服: 单号: 多少 客户: 单号: 7',
      ['客服: 单号: 多少', '客户: 单号: 7'],
    ],
    [
      'an address',
      'Agent: see https://example.com ok Customer: fine',
      ['Agent: see https://example.com ok', 'Customer: fine'],
    ],
    ['no marks', 'note: well; note: so', ['note: well', 'note: so']],
    ['talk alone', 'I said: no, and then: yes', ['I said: no, and then: yes']],
  ])('%s', (_name, line, lines) => {
    expect(cutAtSpeakers(line, vocabulary).lines).toEqual(lines);
  });

  it('in a cell and in a file is read turn by turn', async () => {
    const line = '客服: 您好 客户: 我要退货 客服: 好的';
    const turns = ['agent: 您好', 'caller: 我要退货', 'agent: 好的'];
    const table = await takeBytes(`通话ID,对话内容\n7,${line}\n`);
    expect([spoken(table.calls[0]), table.rejects]).toEqual([turns, []]);
    expect(spoken((await takeBytes(line)).calls[0])).toEqual(turns);
    const labels = await takeBytes('id,transcript,queue\n7,A: hello B: hi A: bye,q\n');
    expect(labels.calls[0]!.turns.map(({ speakerLabel, text }) => [speakerLabel, text])).toEqual([
      ['A', 'hello'],
      ['B', 'hi'],
      ['A', 'bye'],
    ]);
  });

  it('takes a line of any length in little time', () => {
    const began = performance.now();
    for (const part of ['客户: ', 'a b c d: ', '我:', '[00:01] ', 'x'.repeat(9)]) {
      cutAtSpeakers(part.repeat(100_000), vocabulary);
      cutAtSpeakers(part.repeat(4_000), vocabulary);
    }
    expect(performance.now() - began).toBeLessThan(8_000);
  });
});
