import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, realpath, rename, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openOutputFolder } from '../../src/batch/output-folder.js';

let parent: string;
let out: string;
beforeEach(async () => {
  parent = await realpath(await mkdtemp(join(tmpdir(), 'tingping-out-')));
  out = join(parent, 'reports');
});
afterEach(() => rm(parent, { recursive: true }));

const OWN_RECORD = JSON.stringify({ tool: 'tingping', status: 'ok' });
const open = (path = out, inputs: readonly string[] = []) => openOutputFolder(path, inputs, () => {});

async function written(text: string): Promise<void> {
  const folder = await open();
  await writeFile(join(folder.staging, 'run.json'), OWN_RECORD);
  await writeFile(join(folder.staging, 'calls.csv'), text);
  await folder.publish();
}

describe('the output folder', () => {
  it('appears whole, and nothing is left beside it', async () => {
    const folder = await open(join(parent, 'deep', 'reports'));
    await writeFile(join(folder.staging, 'calls.csv'), 'x');
    expect(await readdir(join(parent, 'deep'))).not.toContain('reports');
    await folder.publish();
    expect(await readdir(join(parent, 'deep'))).toEqual(['reports']);
    expect(await readdir(folder.target)).toEqual(['calls.csv']);
  });

  it('replaces an older run whole', async () => {
    await written('old');
    await writeFile(join(out, 'criteria-2.csv'), 'old');
    await written('new');
    expect((await readdir(out)).sort()).toEqual(['calls.csv', 'run.json']);
    expect(await readFile(join(out, 'calls.csv'), 'utf8')).toBe('new');
    expect(await readdir(parent)).toEqual(['reports']);
  });

  it('leaves an older run as it was when the new one is given up', async () => {
    await written('old');
    const folder = await open();
    await writeFile(join(folder.staging, 'calls.csv'), 'half');
    await folder.discard();
    expect(await readFile(join(out, 'calls.csv'), 'utf8')).toBe('old');
    expect(await readdir(parent)).toEqual(['reports']);
  });

  it('takes an empty folder and refuses one that holds something else', async () => {
    await mkdir(out);
    await (await open()).publish();
    await writeFile(join(out, 'thesis.doc'), 'x');
    await expect(open()).rejects.toThrow('holds files that no run of tingping wrote');
    await writeFile(join(out, 'run.json'), '{"tool": "other"}');
    await expect(open()).rejects.toThrow('holds files that no run of tingping wrote');
    expect(await readdir(parent)).toEqual(['reports']);
  });

  it('refuses a file', async () => {
    await writeFile(out, 'x');
    await expect(open()).rejects.toThrow('is a file');
  });

  it('keeps a second run out while the first one works', async () => {
    const first = await open();
    await expect(open()).rejects.toThrow('Another run is writing');
    await first.discard();
    await (await open()).discard();
  });

  it('goes through a link to the folder behind it', async () => {
    await mkdir(join(parent, 'real'));
    await symlink(join(parent, 'real'), out);
    const folder = await open();
    await writeFile(join(folder.staging, 'calls.csv'), 'x');
    await folder.publish();
    expect(await readFile(join(parent, 'real', 'calls.csv'), 'utf8')).toBe('x');
    expect((await readdir(parent)).sort()).toEqual(['real', 'reports']);
  });

  it('refuses to lie where calls are read, around them, or around the current folder', async () => {
    const calls = join(parent, 'calls');
    await mkdir(calls);
    await expect(open(join(calls, 'reports'), [calls])).rejects.toThrow('lie in one another');
    await expect(open(parent, [calls])).rejects.toThrow('lie in one another');
    await expect(open(calls, [calls])).rejects.toThrow('lie in one another');
    await expect(open('.')).rejects.toThrow('holds the current folder');
    await expect(open('/')).rejects.toThrow('holds the current folder');
    await (await open(join(parent, 'calls-reports'), [calls])).discard();
  });

  it('clears what a killed run left, and brings back reports that it had moved away', async () => {
    await written('old');
    await mkdir(join(parent, '.reports.tingping-new'));
    await writeFile(join(parent, '.reports.tingping-new', 'half.csv'), 'x');
    await rename(out, join(parent, '.reports.tingping-old'));
    const folder = await open();
    expect(await readdir(folder.staging)).toEqual([]);
    await folder.discard();
    expect(await readFile(join(out, 'calls.csv'), 'utf8')).toBe('old');
    expect(await readdir(parent)).toEqual(['reports']);
  });

  it('takes over the lock of a run that was killed', async () => {
    const lock = join(parent, '.reports.tingping-lock');
    await mkdir(lock);
    const fiveSecondsAgo = new Date(Date.now() - 5_000);
    await utimes(lock, fiveSecondsAgo, fiveSecondsAgo);
    await writeFile(join(parent, '.reports.tingping-owner'), JSON.stringify({ pid: 2 ** 22 + 1, host: hostname() }));
    await (await open()).discard();
    expect(await readdir(parent)).toEqual([]);
  });

  it('says so where it cannot write', async () => {
    await writeFile(join(parent, 'file'), 'x');
    await expect(open(join(parent, 'file', 'reports'))).rejects.toThrow(
      /cannot be written: (a part of its path is a file|something of that name is in the way)/,
    );
  });

  /** Such a place answers "no such folder" to a new folder in a folder that is there. */
  it.runIf(existsSync('/proc/self')).each([
    ['/proc/tingping', /^"\/proc\/tingping" cannot be /],
    ['/proc/tingping/reports', /^"\/proc\/tingping" cannot be made: the system takes no new folder in "\/proc"\.$/],
    ['/proc/tingping/deep/reports', /^"\/proc\/tingping" cannot be made: /],
  ])('says so where the system makes no folders: %s', async (path, sentence) => {
    await expect(open(path)).rejects.toThrow(sentence);
  });

  it('makes the same folders for two runs at once', async () => {
    const folders = await Promise.all(['a', 'b'].map((name) => open(join(parent, 'new', 'deep', name))));
    await Promise.all(folders.map((folder) => folder.discard()));
    expect(await readdir(join(parent, 'new', 'deep'))).toEqual([]);
  });
});
