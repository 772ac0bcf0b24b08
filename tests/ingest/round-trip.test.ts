/** What is converted is read again as the same call. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Call, CONVERSION_WARNINGS, ROLE_SOURCES } from '../../src/domain/call.js';
import { readCanonical } from '../../src/ingest/canonical.js';
import { type CallDraft, completeCall, type TurnDraft } from '../../src/ingest/draft.js';
import { canonicalOf } from '../../src/ingest/index.js';
import { take, vocabulary } from './helpers.js';

const source = { file: 'x', line: null };
const reread = (call: Call) => readCanonical(JSON.parse(JSON.stringify(canonicalOf(call))), source, vocabulary);

const words = fc.string({ unit: fc.constantFrom('好', 'a', ' ', '。', '1'), maxLength: 6 });
const name = fc.string({ unit: fc.constantFrom('a', 'B', '1', '_'), minLength: 1, maxLength: 5 });
const number = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => (Object.is(value, -0) ? 0 : value));
const optional = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null });

const turn: fc.Arbitrary<TurnDraft> = fc
  .record(
    {
      speaker: fc.constantFrom('agent' as const, 'caller' as const, 'system' as const, 'unknown' as const),
      speakerLabel: name,
      agentId: optional(name),
      channel: optional(fc.nat(3)),
      text: words,
      startMs: optional(fc.nat(100_000)),
      length: fc.nat(5000),
      words: fc.array(fc.record({ text: words, startMs: fc.nat(1000), endMs: fc.integer({ min: 1000, max: 2000 }) }), {
        maxLength: 3,
      }),
      asrConfidence: optional(fc.double({ min: 0, max: 1, noNaN: true }).map(Math.abs)),
      vendor: fc.record(
        {
          sentiment: fc.constantFrom('positive' as const, 'mixed' as const),
          sentimentScore: number,
          emotion: words,
          interrupts: fc.boolean(),
          loudness: fc.array(number, { maxLength: 3 }),
          speechRate: number,
          labels: fc.array(words, { maxLength: 2 }),
        },
        { requiredKeys: [] },
      ),
    },
    { requiredKeys: ['speaker', 'agentId', 'channel', 'text', 'startMs', 'length', 'asrConfidence'] },
  )
  .map(({ length, ...rest }) => ({ ...rest, endMs: rest.startMs === null ? null : rest.startMs + length }));

const draft: fc.Arbitrary<CallDraft> = fc.record(
  {
    callId: name,
    language: fc.constantFrom('zh' as const, 'en' as const, null),
    startedAt: fc.constantFrom('2026-03-02T09:15:00+08:00', null),
    durationMs: optional(fc.nat(100_000)),
    direction: fc.constantFrom('inbound' as const, null),
    medium: fc.constantFrom('voice' as const, 'chat' as const, null),
    agentId: optional(name),
    team: optional(name),
    queue: optional(name),
    callerNumber: optional(name),
    recordingUrl: optional(name),
    meta: fc.dictionary(name, fc.oneof(name, fc.nat(9), fc.boolean())),
    turns: fc.array(turn, { maxLength: 6 }),
    events: fc.array(
      fc.record({
        kind: fc.constantFrom('hold' as const, 'ringing' as const, 'hangup' as const),
        startMs: optional(fc.nat(1000)),
        endMs: optional(fc.integer({ min: 1000, max: 90_000 })),
        by: fc.constantFrom('agent' as const, 'line' as const, null),
        to: optional(name),
      }),
      { maxLength: 2 },
    ),
    overlapObservable: fc.boolean(),
    roles: fc.record({
      source: fc.constantFrom(...ROLE_SOURCES),
      confidence: fc.double({ min: 0, max: 1, noNaN: true }).map(Math.abs),
    }),
    vendor: fc.record(
      {
        sentiment: fc.dictionary(name, number),
        categories: fc.array(words),
        interruptions: fc.array(
          fc.record({ by: name, startMs: fc.nat(1000), endMs: fc.integer({ min: 1000, max: 2000 }) }),
        ),
        silenceMs: fc.nat(1000),
      },
      { requiredKeys: [] },
    ),
    conversion: fc.record({
      format: name,
      warnings: fc.array(
        fc.record({
          code: fc.constantFrom(...CONVERSION_WARNINGS),
          params: fc.dictionary(name, fc.oneof(name, number)),
        }),
      ),
    }),
  },
  {
    requiredKeys: [
      'callId',
      'language',
      'startedAt',
      'durationMs',
      'direction',
      'medium',
      'agentId',
      'team',
      'queue',
      'callerNumber',
      'recordingUrl',
      'meta',
      'turns',
      'events',
    ],
  },
);

describe('a converted call', () => {
  it('is read again as it was, whatever the call', () => {
    fc.assert(
      fc.property(draft, (given) => {
        const call = completeCall(given, source);
        expect(reread(call)).toEqual(call);
      }),
      { numRuns: 1000 },
    );
  });

  it('of every sample too, and written again to the same bytes', async () => {
    const samples = readdirSync('fixtures/formats').map((file) => join('fixtures/formats', file));
    const { calls } = await take([...samples, 'fixtures/calls']);
    expect(calls.length).toBeGreaterThan(100);
    for (const call of calls) {
      const again = reread(call);
      expect(again).toEqual({ ...call, source });
      expect(JSON.stringify(canonicalOf(again as Call))).toBe(JSON.stringify(canonicalOf(call)));
    }
  });
});

describe('names that convert writes', () => {
  const turns = [{ speaker: 'agent', text: '您好', vendor: 'a', speakerLabel: 5 }];

  it('are fields of the source where they hold something else', () => {
    expect(
      reread(read({ callId: 'a', turns, vendor: 'Acme', conversion: { rate: 3 }, overlapObservable: 'no' })),
    ).toEqual(
      read({
        callId: 'a',
        turns: [{ speaker: 'agent', text: '您好' }],
        meta: { vendor: 'Acme', overlapObservable: 'no' },
      }),
    );
  });

  it('are not what another field is a slip of', () => {
    expect(read({ callId: 'a', turns, vendors: 'x', convertion: 'y' })).toMatchObject({
      meta: { vendors: 'x', convertion: 'y' },
    });
  });

  it('cannot make overlaps seen where turns have no times', () => {
    expect(read({ callId: 'a', turns, overlapObservable: true })).toMatchObject({ overlapObservable: false });
  });

  function read(value: unknown): Call {
    const call = readCanonical(value, source, vocabulary);
    if ('reason' in call) throw new Error(call.reason);
    return call;
  }
});
