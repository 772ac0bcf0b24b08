/** Files that a command writes where its options say so. */
import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { isWithin } from '../batch/output-folder.js';
import { TingpingError } from '../domain/errors.js';
import { systemCode, writeFailure } from '../domain/system-error.js';

/**
 * Looks at the place of a file before any work, since a long evaluation should not end in a misspelt folder; `option` is
 * what names it, and a path that was not given is none. What is read (`inputs`, files or folders) is never written over.
 * Throws a sentence.
 */
export async function checkOutputFile(
  option: string,
  path: string | undefined,
  inputs: readonly string[] = [],
): Promise<void> {
  if (path === undefined) return;
  if (path.trim() === '') throw new TingpingError('usage', `${option} needs the name of a file.`);
  const refuse = (why: string) => new TingpingError('output', `${option}: "${path}" cannot be written: ${why}.`);
  await writeOutput(path, async () => {
    if (await isFolder(path)) throw refuse('it is a folder, and a file is wanted');
    if (!(await isFolder(dirname(path)))) throw refuse(`"${dirname(path)}" is no folder`);
  });
  const input = inputs.find((each) => isWithin(resolve(path), resolve(each)));
  if (input !== undefined && existsSync(path)) {
    throw refuse(`it belongs to what is read ("${input}"), which stays as it is; name another file`);
  }
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch (error) {
    if (systemCode(error) === 'ENOENT' || systemCode(error) === 'ENOTDIR') return false;
    throw error;
  }
}

/** Writes a file; what the system says against it becomes a sentence. */
export async function writeOutput(path: string, write: () => Promise<void>): Promise<void> {
  try {
    await write();
  } catch (error) {
    if (error instanceof TingpingError || systemCode(error) === null) throw error;
    throw new TingpingError('output', `"${path}" ${writeFailure(error)}`);
  }
}
