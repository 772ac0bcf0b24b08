import { existsSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runCli, startCli, until } from './run-cli.js';

const CALLS = resolve('fixtures/calls');

const RUBRIC = `schemaVersion: 1
extends: default
id: own
version: 1.0.0
name: {en: Own, zh: 自用}
criteria:
  - id: empathy
    pionts: 20
`;

let folder: string;
let out: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tingping-cli-'));
  out = join(folder, 'reports');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function fixtureNames(count: number): Promise<readonly string[]> {
  const names = (await readdir(CALLS)).filter((name) => name.endsWith('.json') && !name.endsWith('.labels.json'));
  return names.sort().slice(0, count);
}

/** A folder with so many of the sample calls. */
async function someCalls(count: number): Promise<string> {
  const calls = join(folder, 'calls');
  await mkdir(calls, { recursive: true });
  for (const name of await fixtureNames(count)) await copyFile(join(CALLS, name), join(calls, name));
  return calls;
}

const score = (inputs: readonly string[], ...flags: readonly string[]) =>
  runCli(['score', ...inputs, '--out', out, '--no-model', '--workers', '1', ...flags]);

const record = async () => JSON.parse(await readFile(join(out, 'run.json'), 'utf8'));

describe('usage', () => {
  it.each([
    ['an unknown command', ['scroe', 'x'], /unknown command 'scroe'.*score/],
    ['an unknown option', ['check', '--polcy', 'y'], /unknown option '--polcy'.*--policy/],
    ['no output folder', ['score', 'x'], /required option '--out <folder>'/],
    ['no input', ['score', '--out', 'y'], /missing required argument 'input'/],
    ['a wrong number of workers', ['score', 'x', '--out', 'y', '--workers', '0'], /whole number from 1 to 64/],
    ['a wrong share', ['score', 'x', '--out', 'y', '--max-rejected', 'many'], /percentage from 0 to 100/],
    ['a wrong language', ['score', 'x', '--out', 'y', '--lang', 'fr'], /Allowed choices are en, zh/],
    ['a missing input', ['score', 'no-such.json', '--out', 'y'], /no-such\.json does not exist/],
    ['an unknown policy', ['score', CALLS, '--out', 'y', '--policy', 'protect-stuff'], /protect-stuff/],
    ['a missing rubric', ['score', CALLS, '--out', 'y', '--rubric', 'none.yaml'], /none\.yaml.* cannot be read/],
    ['missing models', ['check', '--models', '/nowhere'], /\/nowhere.* cannot be read/],
  ])('%s ends with 2 and a sentence', async (_, args, sentence) => {
    const { code, stdout, stderr } = await runCli(args, { cwd: folder });
    expect(stderr).toMatch(sentence);
    expect(stderr).not.toContain('    at ');
    expect([code, stdout]).toEqual([2, '']);
    expect(await readdir(folder)).toEqual([]);
  });

  it('helps and tells its version', async () => {
    const help = await runCli(['--help']);
    expect([help.code, help.stderr]).toEqual([0, '']);
    expect(help.stdout).toMatch(/score .*explain .*check /s);
    const { version } = JSON.parse(await readFile('package.json', 'utf8'));
    expect((await runCli(['--version'])).stdout.trim()).toBe(version);
  });
});

describe('score', () => {
  it('writes every report, a summary on stdout and one line on stderr', async () => {
    const { code, stdout, stderr } = await score([await someCalls(3)]);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(stderr).toContain('3 calls scored, 0 rejected');
    expect(code).toBe(0);
    expect(stdout).toContain(`Reports in ${out}`);
    const { files, status } = await record();
    expect(status).toBe('ok');
    expect((await readdir(out)).sort()).toEqual(files);
    expect(files).toEqual([
      'agents.csv',
      'calls.csv',
      'calls.jsonl',
      'criteria.csv',
      'harassment.csv',
      'rejects.csv',
      'run.json',
      'turns.jsonl',
    ]);
    expect((await readdir(folder)).sort()).toEqual(['calls', 'reports']);
  });

  it('ends with 1 when too many calls are rejected, after the reports are written', async () => {
    const calls = await someCalls(1);
    await writeFile(join(calls, 'broken.json'), '{"callId": ');
    expect((await score([calls])).code).toBe(1);
    expect(await record()).toMatchObject({ status: 'partial', callsScored: 1, rejected: 1 });
    expect(await readFile(join(out, 'rejects.csv'), 'utf8')).toContain('broken.json');
    expect((await score([calls], '--max-rejected', '50%')).code).toBe(0);
  });

  it('ends with 1 and says failed when nothing could be scored', async () => {
    await writeFile(join(folder, 'broken.json'), '{"callId": ');
    expect((await score([join(folder, 'broken.json')])).code).toBe(1);
    expect(await record()).toMatchObject({ status: 'failed', callsScored: 0, rejected: 1 });
  });

  it('ends with 2 and leaves older reports when there is no call', async () => {
    await score([await someCalls(1)]);
    const before = await readFile(join(out, 'run.json'), 'utf8');
    await mkdir(join(folder, 'empty'));
    const { code, stderr } = await score([join(folder, 'empty')]);
    expect([code, stderr]).toEqual([2, expect.stringContaining('No calls found')]);
    expect(await readFile(join(out, 'run.json'), 'utf8')).toBe(before);
  });

  it.each([
    ['a format', ['--format', 'deepgram'], /format that --format deepgram names.* is no Deepgram/],
    ['a column', ['--column', 'wrds=text'], /--column "wrds=text": no table has a column "wrds"; there are "who"/],
    ['a speaker', ['--agent-speaker', 'Marry'], /"Marry": nobody is called so in any call; there are "Mary", "John"/],
  ])('ends with 2 and leaves older reports where %s fits nothing', async (_name, flags, sentence) => {
    const calls = await someCalls(1);
    await score([calls]);
    const before = await readFile(join(out, 'run.json'), 'utf8');
    const table = join(folder, 'table.csv');
    await writeFile(table, 'who,speaker,text\nx,Mary,hello there\nx,John,oh hi\n');
    const { code, stdout, stderr } = await score([table], ...flags);
    expect([code, stdout, stderr]).toEqual([2, '', expect.stringMatching(sentence)]);
    expect(await readFile(join(out, 'run.json'), 'utf8')).toBe(before);
    expect((await readdir(folder)).sort()).toEqual(['calls', 'reports', 'table.csv']);
  });

  it('notes an option that fits nothing in one of the files', async () => {
    const calls = await someCalls(1);
    await writeFile(join(calls, 'a.csv'), 'who,speaker,text\nx,Mary,hello there\nx,John,oh hi\n');
    await writeFile(join(calls, 'b.csv'), 'speaker,text\nJane,hello there\nJohn,oh hi\n');
    const { code, stdout } = await score([calls], '--agent-speaker', 'Mary', '--column', 'who=queue');
    expect([code, stdout]).toEqual([0, expect.stringContaining('Options that fit nothing in a file: 2')]);
    expect(await record()).toMatchObject({ callsScored: 3, rejected: 0, notes: 2 });
    const rejects = await readFile(join(out, 'rejects.csv'), 'utf8');
    expect(rejects).toMatch(/b\.csv.*no_such_column.*\n.*b\.csv.*no_such_speaker.*""Jane"", ""John""/);
  });

  it('tells of files that are no transcripts, and loses no call by them', async () => {
    const calls = await someCalls(1);
    await writeFile(join(calls, 'more.xlsx'), 'PK');
    await writeFile(join(calls, 'gone.meta.json'), '{}');
    const { code, stdout, stderr } = await score([calls]);
    expect([code, stdout]).toEqual([0, expect.stringContaining('Skipped, being no transcripts: 2')]);
    expect(stderr).toContain('1 calls scored, 0 rejected, 2 skipped');
    expect(await record()).toMatchObject({ status: 'ok', rejected: 0, skippedFiles: 2, notes: 0 });
    const rejects = await readFile(join(out, 'rejects.csv'), 'utf8');
    expect(rejects).toMatch(/gone\.meta\.json.*orphan_sidecar.*\n.*more\.xlsx.*spreadsheet.*save it as CSV/);
    const alone = await score([join(calls, '*.xlsx')]);
    expect([alone.code, alone.stderr]).toEqual([
      2,
      expect.stringMatching(/No calls found.*\n.*more\.xlsx is a spread/),
    ]);
    expect(await record()).toMatchObject({ status: 'ok' });
  });

  it('refuses a folder that it did not write', async () => {
    await mkdir(out);
    await writeFile(join(out, 'thesis.doc'), 'x');
    const { code, stderr } = await score([await someCalls(1)]);
    expect([code, stderr]).toEqual([2, expect.stringContaining('no run of tingping wrote')]);
    expect(await readdir(out)).toEqual(['thesis.doc']);
  });

  it('gives the same bytes for other orders of files and lines, and other numbers of workers', async () => {
    const names = await fixtureNames(40);
    const lines = await Promise.all(
      names.map(async (name) => JSON.stringify(JSON.parse(await readFile(join(CALLS, name), 'utf8')))),
    );
    const write = async (name: string, ordered: readonly string[]) => {
      await mkdir(join(folder, name));
      await writeFile(join(folder, name, 'a.jsonl'), `${ordered.slice(0, 15).join('\n')}\n`);
      await writeFile(join(folder, name, 'b.jsonl'), `${ordered.slice(15).join('\n')}\n`);
      return join(folder, name);
    };
    const reports = async () => {
      const read = new Map<string, string>();
      for (const name of await readdir(out)) {
        if (name !== 'run.json' && name !== 'rejects.csv') read.set(name, await readFile(join(out, name), 'utf8'));
      }
      return read;
    };
    const scoreAll = (input: string, workers: string) => runCli(['score', input, '--out', out, '--workers', workers]);
    expect((await scoreAll(await write('one', lines), '1')).code).toBe(0);
    const first = await reports();
    expect((await scoreAll(await write('two', [...lines].reverse()), '3')).code).toBe(0);
    expect([...(await reports())]).toEqual([...first]);
    expect(first.size).toBe(6);
    expect((await record()).model).toMatch(/\S/);
  });

  it('reads the standard input and writes Chinese tables', async () => {
    const [name] = await fixtureNames(1);
    const stdin = await readFile(join(CALLS, name!), 'utf8');
    const args = ['score', '-', '--out', out, '--no-model', '--lang', 'zh'];
    expect((await runCli(args, { stdin, cwd: folder })).code).toBe(0);
    expect(await readFile(join(out, 'calls.csv'), 'utf8')).toMatch(/^\uFEFF通话编号,/);
  });
});

describe('a run that is ended from outside', () => {
  const begin = async () => {
    await score([await someCalls(1)]);
    const running = startCli(['score', '-', '--out', out, '--no-model', '--workers', '1']);
    await until(() => existsSync(join(folder, '.reports.tingping-new', '.spool')), 'the run to begin');
    return running;
  };

  it.each(['SIGINT', 'SIGTERM'] as const)('by %s leaves older reports, unlocks and ends with 2', async (signal) => {
    const { child, ended } = await begin();
    const before = await readFile(join(out, 'run.json'), 'utf8');
    child.kill(signal);
    const { code, stderr } = await ended;
    expect([code, stderr]).toEqual([2, expect.stringContaining(`Stopped by ${signal}`)]);
    expect(await readFile(join(out, 'run.json'), 'utf8')).toBe(before);
    expect((await readdir(folder)).sort()).toEqual(['calls', 'reports']);
  });

  it('keeps a second run out, and leaves nothing in the way of a later one when it is killed', async () => {
    const { child, ended } = await begin();
    const second = await score([join(folder, 'calls')]);
    expect([second.code, second.stderr]).toEqual([2, expect.stringContaining('Another run is writing')]);
    child.kill('SIGKILL');
    await ended;
    expect((await score([join(folder, 'calls')])).code).toBe(0);
    expect((await readdir(folder)).sort()).toEqual(['calls', 'reports']);
  });
});

describe('explain', () => {
  const first = async () => join(CALLS, (await fixtureNames(1))[0]!);

  it('tells a call and a criterion of it', async () => {
    const whole = await runCli(['explain', await first(), '--no-model']);
    expect([whole.code, whole.stderr]).toEqual([0, '']);
    expect(whole.stdout).toMatch(/turn by turn.*Harassment.*Criteria.*How the score came about/s);
    expect(whole.stdout).not.toContain('\u001B');
    const one = await runCli(['explain', await first(), '--no-model', '--criterion', 'closing', '--lang', 'zh']);
    expect(one.stdout).toContain('(closing)');
    expect(one.stdout).not.toContain('(empathy)');
  });

  it('names the nearest criterion and the calls of a file', async () => {
    const wrong = await runCli(['explain', await first(), '--no-model', '--criterion', 'empaty']);
    expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringContaining('The nearest is "empathy"')]);
    const calls = ['c-1', 'c-2'].map((callId) =>
      JSON.stringify({ callId, turns: [{ speaker: 'agent', text: '您好' }] }),
    );
    const path = join(folder, 'two.jsonl');
    await writeFile(path, calls.join('\n'));
    const many = await runCli(['explain', path, '--no-model']);
    expect([many.code, many.stderr]).toEqual([2, expect.stringContaining('choose one with --call ID (c-1, c-2)')]);
    const other = await runCli(['explain', path, '--no-model', '--call', 'c-3']);
    expect([other.code, other.stderr]).toEqual([2, expect.stringMatching(/no call "c-3"/)]);
    expect((await runCli(['explain', path, '--no-model', '--call', 'c-2'])).stdout).toMatch(/^c-2 /);
  });

  it('lets no escape sequence of a transcript reach the terminal', async () => {
    const turns = [{ speaker: 'caller', text: '\u001B[2J\u001B]0;x\u0007\u202Eabc' }];
    const { stdout, code } = await runCli(['explain', '-', '--no-model'], {
      stdin: JSON.stringify({ callId: 'c-1', turns }),
    });
    expect(code).toBe(0);
    expect(stdout).toContain('abc');
    expect(stdout).not.toMatch(/[\u0007\u001B\u202E]/);
  });
});

describe('check', () => {
  it('counts what it found whole', async () => {
    const { code, stdout, stderr } = await runCli(['check'], { cwd: folder });
    expect([code, stderr]).toEqual([0, '']);
    expect(
      stdout
        .trim()
        .split('\n')
        .every((line) => line.startsWith('ok  ')),
    ).toBe(true);
  });

  it('accepts the rubric that the README shows', async () => {
    const readme = await readFile('README.md', 'utf8');
    const [, example] = /```yaml\n(# my-rubric\.yaml\n.*?)```/s.exec(readme) ?? [];
    await writeFile(join(folder, 'my-rubric.yaml'), example!);
    const { code, stdout, stderr } = await runCli(['check', '--no-model', '--rubric', join(folder, 'my-rubric.yaml')]);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain('rubric My company 1.0.0');
  });

  it('names every mistake of a rubric with file and line', async () => {
    const rubric = join(folder, 'own.yaml');
    await writeFile(rubric, RUBRIC);
    const { code, stderr } = await runCli(['check', '--rubric', rubric]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/own\.yaml:8 .*pionts.*points/);
  });

  it('names every mistake of the signs of danger with file and line', async () => {
    const models = join(folder, 'models');
    await mkdir(models);
    for (const name of await readdir('models')) await symlink(resolve('models', name), join(models, name));
    const signs = await readFile('models/danger-signs.yaml', 'utf8');
    await rm(join(models, 'danger-signs.yaml'));
    await writeFile(join(models, 'danger-signs.yaml'), signs.replace('[height, brink]', '[hieght, brink]'));
    const { code, stderr } = await runCli(['check', '--no-model', '--models', models]);
    const line = signs.split('\n').findIndex((each) => each.includes('[height, brink]')) + 1;
    expect(code).toBe(2);
    expect(stderr).toContain(`models/danger-signs.yaml:${line} unknown part or group "hieght": did you mean "height"?`);
  });
});
