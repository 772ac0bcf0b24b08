import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const DEV = resolve('fixtures/corpus/dev');

let folder: string;
let turns: readonly { readonly text: string }[];
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tingping-bench-'));
  mkdirSync(join(folder, 'calls'));
  mkdirSync(join(folder, 'data'));
  for (const name of ['2.jsonl', '2.labels.jsonl']) {
    const [first] = readFileSync(join(DEV, name), 'utf8').split('\n');
    writeFileSync(join(folder, 'calls', name), `${first}\n`);
    if (name === '2.jsonl') turns = JSON.parse(first!).turns;
  }
});
afterAll(() => rmSync(folder, { recursive: true }));

const bench = (...args: readonly string[]) =>
  spawnSync(process.execPath, ['scripts/bench/model.mjs', '--calls', join(folder, 'calls'), ...args], {
    encoding: 'utf8',
  });

/** A program that stands for Python and ends as it would without a package. */
function pythonWithout(name: string): string {
  const path = join(folder, 'python');
  writeFileSync(path, `#!/bin/sh\necho "ModuleNotFoundError: No module named '${name}'" >&2\nexit 1\n`);
  chmodSync(path, 0o755);
  return path;
}

describe('bench:model', () => {
  it('prints figures of labelled calls and none of their words, and says where there are no public corpora', () => {
    const { status, stdout } = bench('--data', join(folder, 'none'));
    expect(status).toBe(0);
    expect(stdout).toMatch(/^1 calls, \d+ turns of/);
    expect(stdout).toMatch(/^\| all labels \| \d+( \| [01]\.\d{3}){3} \|$/m);
    expect(stdout).toMatch(/The encoder alone, on the \d+ turns of callers/);
    expect(stdout).toMatch(/not measured: there is no folder ".*none".*--data/);
    expect(turns.filter(({ text }) => text.length > 3 && stdout.includes(text))).toEqual([]);
  });

  it('says what Python lacks, and that Python is not there', () => {
    const data = join(folder, 'data');
    expect(bench('--data', data, '--python', pythonWithout('sklearn')).stdout).toMatch(
      /not measured: ".*python" has no sklearn\. Install scripts\/train\/requirements\.txt/,
    );
    expect(bench('--data', data, '--python', join(folder, 'no-python')).stdout).toMatch(/Python cannot be started/);
  });
});
