import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { take } from './helpers.js';

let folder = '';
const call = (callId: string) => JSON.stringify({ callId, turns: [{ speaker: 'agent', text: 'hello' }] });

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ingest-'));
  await mkdir(join(folder, 'b', 'deep'), { recursive: true });
  await mkdir(join(folder, '.hidden'));
  await mkdir(join(folder, 'empty'));
  await mkdir(join(folder, 'notes'));
  await Promise.all(
    Object.entries({
      'a.json': call('a'),
      'Z.json': call('Z'),
      'b/c.json': call('c'),
      'b/deep/d.jsonl': `${call('d')}\n`,
      'a.labels.json': '{"callId": "a"}',
      'all.labels.jsonl': '{"callId": "a"}',
      '.secret.json': call('secret'),
      '.hidden/x.json': call('x'),
      'notes/readme.md': 'Agent: not a transcript',
      'notes/call.mp3': 'ID3',
      'notes/call.meta.json': '{}',
      'notes/calls.XLSX': 'PK',
      'b/c.meta.json': '{"team": "T"}',
      SEALED: '',
      'gates.yaml': 'schemaVersion: 1',
      'notes/x.png': '\u0000\u0001',
      'b/[1].json': call('brackets'),
    }).map(([name, text]) => writeFile(join(folder, name), text)),
  );
  await symlink(join(folder, 'a.json'), join(folder, 'b', 'link.json'));
  await symlink(folder, join(folder, 'b', 'loop'));
});

afterAll(() => rm(folder, { recursive: true }));

const files = (items: readonly { readonly source: { readonly file: string } }[]) =>
  items.map(({ source }) => source.file);
const sentences = (items: readonly { readonly reason: string }[]) => items.map(({ reason }) => reason);

describe('inputs', () => {
  it('reads a folder with its folders, sorted by code units, without hidden files and labels, and tells of other files', async () => {
    const { calls, rejects } = await take(['.'], { cwd: folder });
    expect(files(calls)).toEqual(['Z.json', 'a.json', 'b/[1].json', 'b/c.json', 'b/deep/d.jsonl', 'b/link.json']);
    expect(rejects.map(({ file, code, loses }) => [file, code, loses])).toEqual([
      ['b/loop', 'linked_folder', 'call'],
      ['notes/call.meta.json', 'orphan_sidecar', 'file'],
      ['notes/call.mp3', 'recording', 'file'],
      ['notes/calls.XLSX', 'spreadsheet', 'file'],
      ['notes/readme.md', 'unknown_format', 'file'],
      ['notes/x.png', 'binary', 'file'],
    ]);
    expect(rejects[3]!.reason).toBe(
      'notes/calls.XLSX is a spreadsheet and is not read: save it as CSV (UTF-8), a file for each sheet, and give that.',
    );
  });

  it('tells of a sidecar without a transcript by pattern too, and of none that has one', async () => {
    expect((await take(['notes/*.json'], { cwd: folder })).rejects.map(({ code }) => code)).toEqual(['orphan_sidecar']);
    expect((await take(['b/*.json'], { cwd: folder })).rejects).toEqual([]);
    expect((await take(['**/c.*'], { cwd: folder })).rejects).toEqual([]);
  });

  it('follows a link to a file within the folder, and none out of it', async () => {
    const { calls, rejects } = await take(['b'], { cwd: folder });
    expect(files(calls)).toEqual(['b/[1].json', 'b/c.json', 'b/deep/d.jsonl']);
    expect(rejects.map(({ file, code }) => [file, code])).toEqual([
      ['b/link.json', 'outside_link'],
      ['b/loop', 'linked_folder'],
    ]);
  });

  it('takes a file once that several inputs name, in the same order whatever the order of inputs', async () => {
    const { calls } = await take(['b', 'a.json', 'b/c.json', '*.json', '-'], {
      cwd: folder,
      stdin: Readable.from([call('in')]),
    });
    expect(files(calls)).toEqual(['Z.json', 'a.json', 'b/[1].json', 'b/c.json', 'b/deep/d.jsonl', 'stdin']);
  });

  // Unlike the walk through a folder, patterns follow links to folders; the ledger takes the copies for equal.
  it('matches patterns, and takes a name with brackets as it stands', async () => {
    expect(files((await take(['**/*.jsonl'], { cwd: folder })).calls)).toEqual([
      'b/deep/d.jsonl',
      'b/loop/b/deep/d.jsonl',
    ]);
    expect(files((await take(['b/*.json'], { cwd: folder })).calls)).toEqual(['b/[1].json', 'b/c.json', 'b/link.json']);
    expect(files((await take(['b/[1].json'], { cwd: folder })).calls)).toEqual(['b/[1].json']);
  });

  it('says what cannot be found', async () => {
    const { rejects } = await take(['nowhere.json', 'no/*.json', 'empty', 'a.labels.json', 'b\0'], { cwd: folder });
    expect(sentences(rejects)).toEqual([
      'a.labels.json is a label file, not a transcript: give it to the evaluation, and the call beside it to ingest.',
      'b\0 does not exist: check the path.',
      'empty holds no transcript (.json, .jsonl, .ndjson, .vcon, .csv, .tsv, .txt, .vtt or .srt, also .gz): check the folder.',
      'no/*.json matches no file: check the pattern.',
      'nowhere.json does not exist: check the path.',
    ]);
  });

  it('takes a foreign extension seriously where the file is named', async () => {
    const { calls, rejects } = await take(['notes/readme.md', 'notes/x.png'], { cwd: folder });
    expect(calls.map(({ callId }) => callId)).toEqual(['readme']);
    expect(rejects.map(({ code, loses }) => [code, loses])).toEqual([['binary', 'call']]);
  });

  it.each<[string, string | Buffer, string]>([
    ['a spreadsheet that is named a table', 'PK\x03\x04..[Content_Types].xml..xl/workbook.xml', 'spreadsheet'],
    ['a document', 'PK\x03\x04..word/document.xml', 'document'],
    ['an archive', 'PK\x03\x04..calls/1.txt', 'archive'],
    ['an older spreadsheet', Buffer.from('d0cf11e0a1b11ae1', 'hex'), 'spreadsheet'],
    ['a PDF', '%PDF-1.7\n%âãÏÓ', 'document'],
    ['rich text', '{\\rtf1\\ansi Agent: hello}', 'document'],
    ['a recording', 'RIFF\x24\0\0\0WAVEfmt ', 'recording'],
  ])('knows %s by its bytes', async (_name, bytes, code) => {
    const path = join(folder, 'export.csv');
    await writeFile(path, bytes);
    const { calls, rejects } = await take(['export.csv'], { cwd: folder });
    await rm(path);
    expect(calls).toEqual([]);
    expect(rejects.map((reject) => [reject.code, reject.loses])).toEqual([[code, 'call']]);
  });

  it('reports a file that it may not read', async () => {
    const path = join(folder, 'locked.json');
    await writeFile(path, call('locked'));
    await chmod(path, 0);
    const { items } = await take(['locked.json'], { cwd: folder });
    await rm(path);
    expect(items).toHaveLength(1);
    // Root may read anything.
    if (process.getuid?.() !== 0) expect(items[0]).toMatchObject({ reject: { code: 'unreadable' } });
  });

  it('gives the same whatever the concurrency, and stops cleanly half-way', async () => {
    const one = await take(['.'], { cwd: folder, concurrency: 1 });
    const many = await take(['.'], { cwd: folder, concurrency: 50 });
    expect(many).toEqual(one);
  });

  it('reports a stream that fails', async () => {
    const failing = new Readable({
      read() {
        this.destroy(Object.assign(new Error('gone'), { code: 'EPIPE' }));
      },
    });
    const { rejects } = await take(['-'], { stdin: failing });
    expect(sentences(rejects)).toEqual(['stdin cannot be read (EPIPE): check the permissions and the disk.']);
  });
});
