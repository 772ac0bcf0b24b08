import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runCli } from './run-cli.js';

const CALLS = resolve('fixtures/calls');
const OWN_RUBRIC = resolve('fixtures/rubrics/own.yaml');

let folder: string;
let set: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tingping-evaluate-'));
  set = join(folder, 'set');
  await mkdir(set);
  const names = (await readdir(CALLS)).filter((name) => name.startsWith('refund-delay') || name.startsWith('en-'));
  for (const name of names) await copyFile(join(CALLS, name), join(set, name));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const evaluate = (...args: readonly string[]) => runCli(['evaluate', set, '--no-model', ...args], { cwd: folder });
const gates = (yaml: string) => writeFile(join(set, 'gates.yaml'), `schemaVersion: 1\ngates:\n${yaml}`);

describe('evaluate', () => {
  it('prints the tables and writes every report', async () => {
    const reports = ['--json', 'e.json', '--junit', 'e.xml', '--markdown', 'e.md', '--errors', 'e.csv'];
    const { code, stdout, stderr } = await evaluate(...reports);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    for (const title of ['Turn labels', 'Judgements', 'Harassment decisions', 'Parts', 'Gates']) {
      expect(stdout).toContain(title);
    }
    expect(stdout).toMatch(/language=en +6/);
    const json = JSON.parse(await readFile(join(folder, 'e.json'), 'utf8'));
    expect(json.slices[0].calls).toBeGreaterThan(6);
    expect(await readFile(join(folder, 'e.xml'), 'utf8')).toContain('<testsuite name="calls"');
    expect(await readFile(join(folder, 'e.md'), 'utf8')).toContain('### Turn labels');
    const errors = (await readFile(join(folder, 'e.csv'), 'utf8')).split('\n');
    expect(errors[0]).toBe('\uFEFFcall,turn,speaker,check,error,expected,actual,text,witnesses');
    expect(errors.length - 2).toBe(json.differences.length);
  });

  it('fails a gate after the reports are written, and names the calls', async () => {
    await gates('  score.meanAbsoluteError: {level: error, max: 0}\n');
    const { code, stderr } = await evaluate('--json', 'e.json');
    expect(code).toBe(1);
    expect(stderr).toMatch(/the gate "score\.meanAbsoluteError" failed: [\d.]+, wanted at most 0; the calls are \S/);
    expect(JSON.parse(await readFile(join(folder, 'e.json'), 'utf8')).gates).toHaveLength(2);
    expect((await evaluate('--no-gates')).code).toBe(0);
  });

  it('compares with a baseline and says when it is stale', async () => {
    const made = await evaluate('--update-baseline');
    expect(made.code).toBe(0);
    expect(made.stderr).toMatch(/^tingping: the baseline was written to .*set\/evaluation\.baseline\.json\.\n$/);
    const path = join(set, 'evaluation.baseline.json');
    const text = await readFile(path, 'utf8');
    expect((await evaluate()).stdout).not.toContain('Since the baseline');
    const changed = JSON.parse(text);
    const [first] = Object.keys(changed.calls);
    changed.calls[first!] = { 'criterion.opening': 'met -> not_met' };
    await writeFile(path, JSON.stringify(changed));
    expect((await evaluate()).stdout).toMatch(/neutral +\S+ +criterion\.opening +met +not_met +partly/);
    delete changed.calls[first!];
    await writeFile(path, JSON.stringify(changed));
    const { code, stderr } = await evaluate();
    expect(code).toBe(2);
    expect(stderr).toContain(`evaluation.baseline.json is stale: it lacks 1 call (${first})`);
  });

  it('compares with no baseline that was made in another way', async () => {
    await evaluate('--update-baseline');
    const other = ['--policy', 'protect-staff', '--rubric', OWN_RUBRIC];
    const { code, stderr } = await evaluate(...other);
    expect(code).toBe(2);
    expect(stderr).toContain(
      'evaluation.baseline.json was measured under the policy "default", by the rubric "default"',
    );
    expect(stderr).toContain('is made under the policy "protect-staff", by the rubric "acme-voice"');
    expect((await evaluate(...other, '--no-baseline')).code).toBe(0);
  });

  it('shows no word of a sealed set unless it is unsealed, which is written down', async () => {
    await writeFile(join(set, 'SEALED'), '');
    await evaluate('--errors', 'e.csv');
    const sealed = (await readFile(join(folder, 'e.csv'), 'utf8')).trimEnd().split('\n').slice(1);
    expect(sealed.length).toBeGreaterThan(5);
    expect(sealed.every((line) => line.endsWith(',sealed,sealed'))).toBe(true);
    expect(await readdir(folder)).not.toContain('UNSEALED.md');
    await evaluate('--errors', 'e.csv', '--unseal', 'release 1');
    expect(await readFile(join(folder, 'e.csv'), 'utf8')).toMatch(/\p{Script=Han}/u);
    expect(await readFile(join(folder, 'UNSEALED.md'), 'utf8')).toMatch(/^- \d{4}-\d\d-\d\d, set: release 1\n$/);
  });

  it.each([
    [
      'a gate that names no figure',
      '  labels.empathi.f1: {level: error, min: 0}\n',
      'set/gates.yaml:3 "labels.empathi.f1" is no figure',
    ],
    ['an unknown level', '  kind.kappa: {level: hard, min: 0}\n', 'set/gates.yaml:3'],
  ])('ends with 2 for %s', async (_, yaml, sentence) => {
    await gates(yaml);
    const { code, stderr } = await evaluate();
    expect(code).toBe(2);
    expect(stderr).toContain(sentence);
  });

  it('leaves nothing out: a call without labels and labels without a call end with 2', async () => {
    await rm(join(set, 'refund-delay-model.labels.json'));
    await rm(join(set, 'refund-delay-poor.json'));
    const { code, stderr } = await evaluate();
    expect(code).toBe(2);
    expect(stderr).toMatch(/refund-delay-model\.json holds the call "refund-delay-model", which has no labels/);
    expect(stderr).toMatch(/refund-delay-poor\.labels\.json labels "refund-delay-poor", and no such call is among/);
  });

  it('finds no labels: ends with 2 and says how they are named', async () => {
    const { code, stderr } = await runCli([
      'evaluate',
      join(CALLS, 'refund-delay-model.json'),
      '--labels',
      join(CALLS, '..', 'formats'),
    ]);
    expect(code).toBe(2);
    expect(stderr).toContain('*.labels.json');
  });
});

describe('calibrate', () => {
  it('compares a run with what people wrote in a spreadsheet of another encoding', async () => {
    await runCli(['score', set, '--out', join(folder, 'run'), '--no-model', '--workers', '1']);
    // "通话编号,共情,总分" and "符合" / "不符合" as Excel saves them in GB18030.
    const words = (codes: readonly number[]) => Buffer.from(codes);
    const header = words([
      0xcd, 0xa8, 0xbb, 0xb0, 0xb1, 0xe0, 0xba, 0xc5, 0x2c, 0xb9, 0xb2, 0xc7, 0xe9, 0x2c, 0xd7, 0xdc, 0xb7, 0xd6,
    ]);
    const met = words([0xb7, 0xfb, 0xba, 0xcf]);
    const notMet = words([0xb2, 0xbb, 0xb7, 0xfb, 0xba, 0xcf]);
    const rows = [header, `\r\nrefund-delay-model,`, met, `,95\r\nrefund-delay-poor,`, notMet, `,20\r\n`];
    await writeFile(join(folder, 'human.csv'), Buffer.concat(rows.map((part) => Buffer.from(part))));
    const { code, stdout, stderr } = await runCli(
      ['calibrate', 'human.csv', '--run', 'run', '--disagreements', 'd.csv'],
      { cwd: folder },
    );
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/empathy +2 .*too few labels for a figure: 30 are needed, there are 2/);
    expect(stdout).toContain('2 calls were scored by people and by the machine');
    expect(await readFile(join(folder, 'd.csv'), 'utf8')).toContain('call,criterion,human,machine');
  });

  it('ends with 2 where no id fits', async () => {
    await runCli(['score', set, '--out', join(folder, 'run'), '--no-model', '--workers', '1']);
    await writeFile(join(folder, 'human.csv'), 'call,empathy\nx-1,met\n');
    const { code, stderr } = await runCli(['calibrate', 'human.csv', '--run', 'run'], { cwd: folder });
    expect(code).toBe(2);
    expect(stderr).toMatch(/No call of human\.csv is in run: its ids are x-1/);
  });
});
