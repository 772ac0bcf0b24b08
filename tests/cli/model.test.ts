import { mkdtempSync, rmSync } from 'node:fs';
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startHub } from '../nlp/hub-server.js';
import { writeTinyModel } from '../nlp/tiny-model.js';
import { type Ended, runCli } from './run-cli.js';

const CALL = resolve('fixtures/calls/insults-no-demand.json');
const DEV = resolve('fixtures/corpus/dev');
const TINY = { words: { 滚: [0, 4], 好: [2, 0] }, labels: ['normal', 'toxic'] };

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tingping-cli-model-'));
  writeTinyModel(join(folder, 'hub', 'acme', 'tiny'), TINY);
});
afterAll(() => rmSync(folder, { recursive: true }));

const tiny = () => join(folder, 'hub', 'acme', 'tiny');
const json = async (path: string) => JSON.parse(await readFile(path, 'utf8'));

describe('--model', () => {
  it('scores with another model, says so everywhere, and gives the same bytes for any number of workers', async () => {
    const calls = join(folder, 'calls');
    await cp(CALL, join(calls, 'one.json'));
    const score = (out: string, workers: string): Promise<Ended> =>
      runCli(['score', calls, '--out', join(folder, out), '--model', tiny(), '--workers', workers]);
    const [one, two] = [await score('one', '1'), await score('two', '2')];
    expect([one.code, two.code]).toEqual([0, 0]);
    const run = await json(join(folder, 'one', 'run.json'));
    expect(run.model).toMatch(/^tiny [0-9a-f]{12}$/);
    expect(run.options).toMatchObject({ model: tiny(), allowRemote: false });
    expect(one.stdout).toContain(run.model);
    const lines = await readFile(join(folder, 'one', 'calls.jsonl'), 'utf8');
    expect(JSON.parse(lines.split('\n')[0]!).provenance.model).toBe(run.model);
    expect(await readFile(join(folder, 'two', 'calls.jsonl'), 'utf8')).toBe(lines);
  });

  it('is checked with the meaning of its labels', async () => {
    const { code, stdout } = await runCli(['check', '--model', tiny()]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^ok {2}encoder tiny [0-9a-f]{12}: normal = neutral, toxic = abuse$/m);
  });

  it('explains and evaluates with it', async () => {
    const explained = await runCli(['explain', CALL, '--model', tiny()]);
    expect(explained.code).toBe(0);
    expect(explained.stdout).toContain('tiny');
    const labelled = join(folder, 'labelled');
    await mkdir(labelled);
    for (const name of ['2.jsonl', '2.labels.jsonl']) {
      const [first] = (await readFile(join(DEV, name), 'utf8')).split('\n');
      await writeFile(join(labelled, name), `${first}\n`);
    }
    expect((await runCli(['evaluate', labelled, '--model', tiny(), '--update-baseline'])).code).toBe(0);
    const shipped = await runCli(['evaluate', labelled]);
    expect(shipped.code).toBe(2);
    expect(shipped.stderr).toMatch(
      /measured with the model "tiny" \(--model\), and this evaluation is made with the encoder/,
    );
  });

  it.each([
    ['check', []],
    ['explain', [CALL]],
    ['score', [CALL, '--out', 'reports']],
    ['evaluate', [DEV]],
  ])('%s fetches nothing unless --allow-remote is given', async (command, args) => {
    const hub = await startHub(join(folder, 'hub'));
    const env = { HF_ENDPOINT: hub.address, XDG_CACHE_HOME: join(folder, 'cache') };
    const { code, stderr } = await runCli([command, ...args, '--model', 'acme/tiny'], { cwd: folder, env });
    await hub.close();
    expect(code).toBe(2);
    expect(stderr).toMatch(/"acme\/tiny" is no folder here: .*--allow-remote/);
    expect(hub.asked).toEqual([]);
  });

  it('fetches a model by its id with --allow-remote, and needs nobody the next time', async () => {
    const hub = await startHub(join(folder, 'hub'));
    const env = { HF_ENDPOINT: hub.address, XDG_CACHE_HOME: join(folder, 'cache') };
    const out = join(folder, 'fetched');
    const score = () =>
      runCli(['score', CALL, '--out', out, '--model', 'acme/tiny', '--allow-remote', '--workers', '2'], { env });
    const first = await score();
    await hub.close();
    expect([first.code, first.stderr.trim().split('\n').length]).toEqual([0, 1]);
    const { model } = await json(join(out, 'run.json'));
    expect(model).toMatch(/^acme\/tiny [0-9a-f]{12}$/);
    expect((await score()).code).toBe(0);
    expect((await json(join(out, 'run.json'))).model).toBe(model);
  });
});
