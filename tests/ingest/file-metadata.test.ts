/** What sidecars and names of files tell of the calls in them. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { nameMetadata, sidecarMetadata } from '../../src/ingest/file-metadata.js';
import { type NamePattern, namePatternOf } from '../../src/ingest/index.js';
import { take, vocabulary } from './helpers.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tingping-meta-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const SCRIPT = 'Agent: hello\nCustomer: hi\n';
const VTT = 'WEBVTT\n\n00:00.000 --> 00:01.000\n<v S1>hello\n\n00:03.000 --> 00:04.000\n<v S2>hi\n';
const put = (name: string, content: string | Buffer | object) =>
  writeFile(
    join(folder, name),
    typeof content === 'object' && !Buffer.isBuffer(content) ? JSON.stringify(content) : content,
  );
const read = (options: object = {}, inputs: readonly string[] = ['.']) => take(inputs, { cwd: folder, ...options });
const pattern = (source: string): NamePattern => {
  const found = namePatternOf(source);
  if (typeof found === 'string') throw new Error(found);
  return found;
};

describe('a sidecar', () => {
  const sidecar = {
    call_id: 'c-7',
    agentId: 1023,
    startedAt: '2026-03-02 09:15:00',
    direction: 'outbound',
    csat: 4,
    meta: { site: 'B' },
  };

  it.each([
    ['call.txt', SCRIPT],
    ['call.txt.gz', gzipSync(SCRIPT)],
    ['call.json', { callId: 'c-7', turns: [{ speaker: 'agent', text: 'hello' }] }],
    ['call.vtt', VTT],
  ])('beside %s fills what the transcript leaves open', async (name, content) => {
    await put(name, content);
    await put('call.meta.json', sidecar);
    const { calls, rejects } = await read();
    expect(rejects).toEqual([]);
    expect(calls).toMatchObject([
      {
        callId: 'c-7',
        agentId: '1023',
        startedAt: '2026-03-02T09:15:00+08:00',
        direction: 'outbound',
        meta: { csat: 4, site: 'B' },
      },
    ]);
  });

  it('does not change what the transcript tells', async () => {
    const turns = [{ speaker: 'agent', text: 'hello' }];
    await put('a.jsonl', `${JSON.stringify({ callId: 'x', agentId: 'A1', meta: { site: 'C' }, turns })}\n`);
    await put('a.meta.json', { callId: 'y', agentId: 'A2', team: 'T', meta: { site: 'B', csat: 1 } });
    expect((await read()).calls).toMatchObject([
      { callId: 'x', agentId: 'A1', team: 'T', meta: { site: 'C', csat: 1 } },
    ]);
  });

  it('says who is the agent', async () => {
    await put('call.vtt', VTT);
    await put('call.meta.json', { agentSpeaker: ['S2'] });
    expect((await read()).calls[0]!.turns.map(({ speaker }) => speaker)).toEqual(['caller', 'agent']);
  });

  it.each<[string, string | object, RegExp]>([
    ['a field with a slip', { agentld: 'A1' }, /^call\.meta\.json has the unknown field "agentld": write "agentId"/],
    ['a date that is none', { startedAt: 'yesterday' }, /^call\.meta\.json has a wrong start of the call/],
    ['a list for a text', { team: ['a'] }, /wrong team: it must be text or a number, but is a list/],
    ['a channel that is none', { agentChannel: -1 }, /wrong agentChannel/],
    [
      'an unknown field that is no plain value',
      { tags: ['a'] },
      /wrong tags: it must be text, a number, true or false/,
    ],
    ['two spellings of one field', { callId: 'a', call_id: 'b' }, /gives "callId" twice/],
    ['a list', '[]', /is no object of metadata/],
    ['broken JSON', '{', /not valid JSON/],
    ['broken bytes', Buffer.from([0x7b, 0xff, 0x7d]) as unknown as object, /not valid UTF-8/],
  ])('with %s costs the calls of its file, and says so', async (_name, content, sentence) => {
    await put('call.txt', SCRIPT);
    await put('call.meta.json', content);
    const { calls, rejects } = await read();
    expect(calls).toEqual([]);
    expect(rejects.map(({ reason }) => reason)).toEqual([expect.stringMatching(sentence)]);
  });

  it('is no transcript', async () => {
    await put('call.meta.json', sidecar);
    await put('other.txt', SCRIPT);
    expect((await read()).calls).toMatchObject([{ callId: 'other' }]);
    expect((await read({}, ['call.meta.json'])).rejects[0]!.reason).toMatch(/is the sidecar of a transcript/);
  });

  it('is found in the folder of its transcript, and in no other', async () => {
    await mkdir(join(folder, 'in'));
    await put('in/call.txt', SCRIPT);
    await put('call.meta.json', { agentId: 'no' });
    expect((await read()).calls).toMatchObject([{ agentId: null }]);
    await put('in/call.meta.json', '{');
    expect((await read()).rejects.map(({ file, code }) => [file, code])).toEqual([
      ['call.meta.json', 'orphan_sidecar'],
      ['in/call.meta.json', 'bad_json'],
    ]);
  });

  it('gives metadata or a fault, whatever it holds', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const found = sidecarMetadata(value, vocabulary);
        expect('code' in found || 'meta' in found).toBe(true);
      }),
    );
  });
});

describe('the name of a file', () => {
  const named = (name: string, source: string) => nameMetadata(name, pattern(source), vocabulary);

  it.each([
    [
      'A1023_20260302_091500.json',
      '(?<agentId>A[0-9]+)_(?<startedAt>[0-9_]+)',
      { agentId: 'A1023', startedAt: '2026-03-02T09:15:00+08:00' },
    ],
    ['2026-03-02.txt', '^(?<started_at>[0-9-]+)', { startedAt: '2026-03-02T00:00:00+08:00' }],
    ['in-138.csv', '(?P<direction>in|out)bound-|(?<callerNumber>[0-9]+)', { direction: null, callerNumber: '138' }],
  ])('%s by %s', (name, source, fields) => {
    expect(named(name, source)).toMatchObject({ fields });
  });

  it('fills meta by groups that name no field', () => {
    expect(named('site-B_4.json', '(?<site>site-.)_(?<csat>[0-9])')).toMatchObject({
      meta: { site: 'site-B', csat: 4 },
    });
  });

  it.each([
    ['(', /cannot be used/],
    ['(?<a>x)(?=y)', /cannot be used/],
    ['A[0-9]+', /must have named groups/],
    ['(?<agentld>.)', /unknown group "agentld": did you mean "agentId"/],
    ['(?<callId>.)(?<call_id>.)', /two groups for "callId"/],
  ])('refuses %s', (source, sentence) => {
    expect(namePatternOf(source)).toMatch(sentence);
  });

  it('stands behind the sidecar, and a name that does not match is told', async () => {
    await put('A1_x.txt', SCRIPT);
    await put('A1_x.meta.json', { agentId: 'A9' });
    await put('A2_y.txt', SCRIPT);
    await put('odd.txt', SCRIPT);
    await put('notes.md', 'nothing');
    const { calls, rejects } = await read({ namePattern: pattern('^(?<agentId>A[0-9])_(?<queue>.)') });
    expect(calls.map(({ agentId, queue }) => [agentId, queue])).toEqual([
      ['A9', 'x'],
      ['A2', 'y'],
    ]);
    expect(rejects.filter(({ loses }) => loses === 'call').map(({ reason }) => reason)).toEqual([
      expect.stringMatching(/^odd\.txt has a name that --filename-pattern/),
    ]);
  });

  it('with a date that is none is told', async () => {
    await put('20269902.txt', SCRIPT);
    expect((await read({ namePattern: pattern('(?<startedAt>[0-9]+)') })).rejects[0]!.reason).toMatch(
      /start of the call/,
    );
  });
});
