import { describe, expect, it } from 'vitest';
import type { Speaker, Turn } from '../../src/domain/call.js';
import { readCanonical } from '../../src/ingest/canonical.js';
import { overlapObservable } from '../../src/ingest/draft.js';
import { namedSpeaker } from '../../src/ingest/speaker.js';
import { parseClock, parseMoment } from '../../src/ingest/time.js';
import { take, vocabulary } from './helpers.js';

const source = { file: 'x.json', line: null };
const read = (value: unknown) => readCanonical(value, source, vocabulary);
const turns = [{ speaker: 'agent', text: '您好' }];

describe('canonical calls', () => {
  it('need an id and turns with speaker and text', () => {
    expect(read({ callId: 'a', turns })).toMatchObject({ callId: 'a', medium: 'voice', language: 'zh', events: [] });
    expect(read({ callId: 'a', turns: [] })).toMatchObject({ turns: [] });
    expect(read({ callId: 'a', turns: [{ text: 'x' }] })).toMatchObject({ code: 'bad_field' });
    expect(read({ callId: 'a', turns: [{ speaker: null, text: 'x' }] })).toMatchObject({
      turns: [{ speaker: 'unknown' }],
    });
    expect(read('x')).toMatchObject({ code: 'not_a_call' });
    expect(read(null)).toMatchObject({ code: 'not_a_call' });
    expect(read([])).toMatchObject({ code: 'not_a_call' });
  });

  it.each([
    [{ callId: 5 }, 'callId'],
    [{ callId: 'x'.repeat(201) }, 'callId'],
    [{ callId: ' ' }, 'callId'],
    [{ turns: {} }, 'turns'],
    [{ turns: [5] }, 'turns[0]'],
    [{ turns: [{ ...turns[0], startMs: '5' }] }, 'turns[0].startMs'],
    [{ turns: [{ ...turns[0], startMs: 1e12 }] }, 'turns[0].startMs'],
    [{ turns: [{ ...turns[0], channel: 0.5 }] }, 'turns[0].channel'],
    [{ turns: [{ ...turns[0], asrConfidence: 93 }] }, 'turns[0].asrConfidence'],
    [{ turns: [{ ...turns[0], words: [{ text: 'a', startMs: 0 }] }] }, 'turns[0].words[0].endMs'],
    [{ events: [{ kind: 'lunch' }] }, 'events[0].kind'],
    [{ meta: { a: {} } }, 'meta.a'],
    [{ durationMs: -1 }, 'durationMs'],
    [{ agentId: 7 }, 'agentId'],
  ])('name the wrong field: %j', (part, field) => {
    expect(read({ callId: 'a', turns, ...part })).toMatchObject({ code: 'bad_field', params: { field } });
  });

  it('keep unknown plain fields as meta, ignore others, and ask about slips', () => {
    expect(read({ callId: 'a', turns, shop: 'north', tags: [1], meta: { csat: 5, gone: null } })).toMatchObject({
      meta: { csat: 5, shop: 'north' },
    });
    expect(read({ callId: 'a', turns, languge: 'zh' })).toMatchObject({ code: 'misspelt_key' });
    expect(read({ callId: 'a', turns, agentId: 'A1', agentIds: ['A1'] })).toMatchObject({ agentId: 'A1' });
    expect(read({ callId: 'a', turns: [{ ...turns[0], emotion: 'calm' }] })).not.toHaveProperty('code');
  });

  it('are not fooled by names of prototypes', () => {
    const value = JSON.parse(
      '{"callId": "a", "turns": [], "__proto__": "x", "constructor": 1, "meta": {"__proto__": "y"}}',
    );
    expect(read(value)).toMatchObject({ callId: 'a' });
    expect(({} as Record<string, unknown>).x).toBeUndefined();
  });

  it('do not tell what was said or whose number it is', () => {
    const reject = read({ callId: 'a', callerNumber: 13800001234, turns: [{ speaker: 'agent', text: ['secret'] }] });
    expect(JSON.stringify(reject)).not.toMatch(/secret|1380000/);
  });

  it('name agents on turns only where there are several', () => {
    const agents = (...ids: (string | null)[]) =>
      read({ callId: 'a', agentId: 'A', turns: ids.map((agentId) => ({ speaker: 'agent', text: 'x', agentId })) });
    expect(agents('A', null)).toMatchObject({ agentId: 'A', turns: [{ agentId: null }, { agentId: null }] });
    expect(agents('A', 'B', null)).toMatchObject({ turns: [{ agentId: 'A' }, { agentId: 'B' }, { agentId: 'A' }] });
  });

  it('tell the language by the share of Han letters', () => {
    const languageOf = (text: string) => read({ callId: 'a', turns: [{ speaker: 'agent', text }] });
    expect(languageOf('我的 iPhone 坏了')).toMatchObject({ language: 'zh' });
    expect(languageOf('My name is 王')).toMatchObject({ language: 'en' });
    expect(languageOf('123')).toMatchObject({ language: 'zh' });
    expect(read({ callId: 'a', language: 'en_US', turns })).toMatchObject({ language: 'en' });
  });

  it('of the labelled samples are all taken', async () => {
    const { rejects } = await take(['fixtures/calls']);
    expect(rejects).toEqual([]);
  });
});

describe('whether overlaps can be seen', () => {
  const turn = (
    speaker: Speaker,
    startMs: number | null,
    endMs: number | null,
    channel: number | null = null,
  ): Turn => ({
    index: 0,
    speaker,
    agentId: null,
    channel,
    text: 'x',
    startMs,
    endMs,
    asrConfidence: null,
  });

  it.each([
    ['no times', [turn('agent', null, null), turn('caller', 0, 5)], false],
    ['no turns', [], false],
    ['one channel without overlap', [turn('agent', 0, 5), turn('caller', 5, 9)], false],
    ['one channel with an overlap', [turn('agent', 0, 5), turn('caller', 4, 9)], true],
    ['an overlap of one speaker with himself', [turn('agent', 0, 5), turn('agent', 4, 9)], false],
    [
      'an overlap with a turn further back',
      [turn('agent', 0, 50), turn('caller', 60, 70), turn('agent', 65, 66)],
      true,
    ],
    ['two channels', [turn('agent', 0, 5, 0), turn('caller', 5, 9, 1)], true],
    [
      'an empty turn without times',
      [turn('agent', 0, 5, 0), { ...turn('caller', null, null), text: ' ' }, turn('caller', 5, 9, 1)],
      true,
    ],
  ])('%s', (_name, list, seen) => {
    expect(overlapObservable(list)).toBe(seen);
  });
});

describe('times', () => {
  it.each([
    ['0:05', 5000],
    ['00:12.5', 12_500],
    ['1:02:03,045', 3_723_045],
    ['90:00', 5_400_000],
    ['1:60', null],
    ['1:60:00', null],
    ['12', null],
  ])('clock %s', (value, expected) => {
    expect(parseClock(value)).toBe(expected);
  });

  it.each([
    ['2026-03-02T09:15:00+08:00', '2026-03-02T09:15:00+08:00'],
    ['2026-03-02T09:15:00.1234Z', '2026-03-02T09:15:00.123Z'],
    ['2026/3/2 9:15', '2026-03-02T09:15:00+08:00'],
    ['2026-03-02 09:15:00 -0530', '2026-03-02T09:15:00-05:30'],
    ['2026-03-02', '2026-03-02T00:00:00+08:00'],
    ['2026-02-29', null],
    ['2026-13-01', null],
    ['2026-03-02T24:00:00Z', null],
    ['2026-03-02T09:15:00+99:00', null],
    ['1772412345', null],
  ])('moment %s', (value, expected) => {
    expect(parseMoment(value)).toBe(expected);
  });
});

describe('speakers', () => {
  it.each([
    ['坐席', 'agent', null],
    ['坐席1', 'agent', '1'],
    ['坐席A1023', 'agent', 'A1023'],
    ['客服（小王）', 'agent', '小王'],
    ['Agent 2', 'agent', '2'],
    ['AGENT_07', 'agent', '07'],
    ['Customer', 'caller', null],
    ['用戶', 'caller', null],
    ['IVR', 'system', null],
    ['说话人1', 'unknown', '1'],
  ])('%s', (word, speaker, suffix) => {
    expect(namedSpeaker(word, vocabulary)).toEqual({ speaker, suffix });
  });

  it('leaves other names', () => {
    for (const word of ['', '老李', '12', 'reagent', '坐席说了']) expect(namedSpeaker(word, vocabulary)).toBeNull();
  });
});
