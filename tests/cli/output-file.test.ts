import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkOutputFile, writeOutput } from '../../src/cli/output-file.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tingping-output-'));
  await writeFile(join(folder, 'file'), '');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('checkOutputFile', () => {
  it.each(['new.json', 'file'])('takes %s', async (name) => {
    await expect(checkOutputFile('--json', join(folder, name))).resolves.toBeUndefined();
  });

  it('takes a file that was not asked for', async () => {
    await expect(checkOutputFile('--json', undefined)).resolves.toBeUndefined();
  });

  it.each([
    ['.', 'cannot be written: it is a folder, and a file is wanted.'],
    ['no/e.json', 'no" is no folder.'],
    ['file/e.json', 'file" is no folder.'],
    [`${'long'.repeat(100)}`, 'cannot be written: its name is too long.'],
  ])('refuses %s', async (name, sentence) => {
    await expect(checkOutputFile('--json', join(folder, name))).rejects.toThrow(sentence);
  });

  it.each([
    ['the file that is read', 'file', 'file'],
    ['a file in the folder that is read', 'file', '.'],
    ['the same in other words', '././file', '.'],
  ])('never writes over %s', async (_, name, input) => {
    const reading = checkOutputFile('--json', `${folder}/${name}`, [join(folder, input)]);
    await expect(reading).rejects.toThrow(/belongs to what is read .* stays as it is/);
  });

  it.each([
    ['new.json', '.'],
    ['file', 'fil'],
  ])('takes %s beside the input %s', async (name, input) => {
    await expect(checkOutputFile('--json', join(folder, name), [join(folder, input)])).resolves.toBeUndefined();
  });

  it.each(['', ' '])('refuses the name %j', async (name) => {
    await expect(checkOutputFile('--json', name)).rejects.toThrow('--json needs the name of a file.');
  });
});

describe('writeOutput', () => {
  it('makes a sentence of what the system says, and of nothing else', async () => {
    const path = join(folder, 'no', 'e.json');
    await expect(writeOutput(path, () => writeFile(path, 'x'))).rejects.toThrow(
      /e\.json" cannot be written: its folder/,
    );
    await expect(writeOutput(path, () => Promise.reject(new RangeError('ours')))).rejects.toThrow(RangeError);
  });
});
