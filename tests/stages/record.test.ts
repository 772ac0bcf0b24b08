import { describe, expect, test } from 'vitest';
import type { CallEvent, Turn } from '../../src/domain/call.js';
import { observe, talk } from './stage-harness.js';

const LINES = [
  'A: 您好，这里是星河客服。',
  'C: 宽带断了。',
  'A: 我查一下，请稍等。',
  'C: 好的',
  'A: 查到了，线路有故障。',
];
const event = (changes: Partial<CallEvent> & Pick<CallEvent, 'kind'>): CallEvent => ({
  startMs: null,
  endMs: null,
  by: null,
  to: null,
  ...changes,
});
const timed: readonly Turn[] = talk(LINES).turns.map((turn, i) => ({
  ...turn,
  startMs: i * 5000,
  endMs: i * 5000 + 4000,
}));

function found(
  label: string,
  events: readonly CallEvent[],
  changes: Parameters<typeof observe>[1] = {},
  lines: readonly string[] = LINES,
) {
  return observe(lines, { events, ...changes })
    .findings.filter((each) => each.label === label && each.counted)
    .map((each) => [each.turn, each.attributes]);
}

describe('events of the record', () => {
  test('a hold lies at the turn that had begun, with its duration in seconds', () => {
    const hold = event({ kind: 'hold', startMs: 14_500, endMs: 50_000 });
    expect(found('hold', [hold], { turns: timed })).toEqual([[2, { duration: 35.5 }]]);
  });
  test('before the first turn it lies at the first, without a time at the last', () => {
    expect(
      found('hold', [event({ kind: 'hold', startMs: 0 })], {
        turns: timed.map((turn) => ({ ...turn, startMs: turn.startMs! + 1000 })),
      }),
    ).toEqual([[0, {}]]);
    expect(found('hold', [event({ kind: 'hold' })])).toEqual([[4, {}]]);
  });
  test('who hung up', () => {
    expect(found('hangup', [event({ kind: 'hangup', by: 'caller' })])).toEqual([[4, { side: 'caller' }]]);
    expect(found('hangup', [event({ kind: 'hangup' })])).toEqual([[4, {}]]);
    expect(found('hangup', [])).toEqual([]);
  });
});

describe('transfers', () => {
  const line = (text: string) => [...LINES, `A: ${text}`];
  test.each<[string, boolean]>([
    ['我给您转接过去了。', true],
    ['正在为您转接技术部门，请稍等。', true],
    ['这就给您转过去。', true],
    ['需要给您转接技术部门吗？', false],
    ['如果还不行再给您转接。', false],
    ['我这边没法给您转接。', false],
    ['上次的客服说给我转接。', false],
  ])('without an event: %s', (text, expected) => {
    expect(found('transfer', [], {}, line(text)).length > 0).toBe(expected);
  });
  test('an event outweighs the words', () => {
    const transfer = event({ kind: 'transfer', startMs: 9000 });
    expect(found('transfer', [transfer], { turns: timed })).toEqual([[1, {}]]);
  });
});

describe('a record that starts in mid-call', () => {
  test.each<[readonly string[], boolean]>([
    [LINES, false],
    [['A: 刚才您说的那个订单我查到了。', 'C: 嗯。'], true],
    [['C: 所以我说你们那个师傅根本没来。', 'A: 我看一下。'], true],
    [['A: 请讲。', 'C: 我宽带断了。'], false],
    [['C: 刚才我打过一次电话。', 'A: 您好，这里是星河客服。'], false],
  ])('%j', (lines, expected) => {
    expect(found('mid_call_start', [], {}, lines).length > 0).toBe(expected);
  });
  test('the source says so', () => {
    expect(found('mid_call_start', [], { meta: { midCallStart: true } })).toEqual([[0, {}]]);
  });
});

test('acknowledgements are findings', () => {
  expect(found('backchannel', []).map(([turn]) => turn)).toEqual([3]);
});
