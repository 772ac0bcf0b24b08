import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LIMITS } from '../../src/ingest/limits.js';
import { take, takeBytes } from './helpers.js';

const line = (callId: string, text = '您好') => `${JSON.stringify({ callId, turns: [{ speaker: 'agent', text }] })}\n`;
let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ingest-gz-'));
  await Promise.all([
    writeFile(join(folder, 'one.json.gz'), gzipSync(line('one'))),
    writeFile(join(folder, 'script.txt.GZ'), gzipSync('坐席：您好\n客户：喂\n')),
    writeFile(join(folder, 'plain.jsonl.gz'), line('plain')),
    writeFile(join(folder, 'notes.md.gz'), gzipSync('# notes')),
  ]);
});
afterAll(() => rm(folder, { recursive: true }));

describe('packed files', () => {
  it('are read as what is in them, and named without the ending', async () => {
    const { calls, rejects } = await take(['.'], { cwd: folder });
    expect(calls.map(({ callId, source }) => [callId, source.file])).toEqual([
      ['one', 'one.json.gz'],
      ['plain', 'plain.jsonl.gz'],
      ['script', 'script.txt.GZ'],
    ]);
    expect(rejects.map(({ file, loses }) => [file, loses])).toEqual([['notes.md.gz', 'file']]);
  });

  it('are told by their bytes, in chunks of any size', async () => {
    const bytes = gzipSync([1, 2, 3].map((n) => line(`c-${n}`)).join(''));
    for (const size of [1, 2, 7, 1 << 16]) {
      const { calls } = await takeBytes(bytes, size);
      expect(calls.map(({ callId }) => callId)).toEqual(['c-1', 'c-2', 'c-3']);
    }
  });

  it('that are cut off or broken cost what is behind the break', async () => {
    const bytes = gzipSync(
      Array.from({ length: 20_000 }, (_, n) => line(`c-${n}`, `第 ${n} 句 ${Math.sin(n)}`)).join(''),
    );
    const cut = await takeBytes(bytes.subarray(0, bytes.length >> 1));
    expect(cut.rejects.at(-1)).toMatchObject({
      code: 'broken_gzip',
      reason: expect.stringMatching(/^stdin is a broken/),
    });
    const garbled = Buffer.from(bytes);
    garbled.fill(0x55, 40, 400);
    expect((await takeBytes(garbled)).rejects.at(-1)?.code).toBe('broken_gzip');
    expect((await takeBytes(bytes.subarray(0, 4))).rejects.map(({ code }) => code)).toEqual(['broken_gzip']);
  });

  it('that are made to fill the memory are left', async () => {
    const bomb = gzipSync(Buffer.alloc(40_000_000, 0x20));
    expect((await takeBytes(bomb)).rejects.map(({ code }) => code)).toEqual(['gzip_bomb']);
    const small = { ...LIMITS, gzipGigabytes: 0.001 };
    expect((await takeBytes(bomb, undefined, small)).rejects.map(({ code }) => code)).toEqual(['gzip_too_large']);
  });
});
