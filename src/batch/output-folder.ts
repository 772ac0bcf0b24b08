/**
 * The folder of a run's reports. A run writes into a folder beside it and swaps the two when all is written: a reader
 * never sees half a report, and a run that fails or is killed leaves the old reports as they were. A lock beside the
 * folder keeps a second run out.
 */
import { mkdir, readdir, readFile, realpath, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { TingpingError } from '../domain/errors.js';
import { systemCode, writeFailure } from '../domain/system-error.js';
import { lockFolder } from './folder-lock.js';

/** A folder that holds this file, written by us, is ours to replace. */
const OWN_FILE = 'run.json';
const OWN_TOOL = 'tingping';

interface Paths {
  readonly target: string;
  readonly staging: string;
  readonly previous: string;
  readonly lock: string;
  readonly owner: string;
}

export interface OutputFolder {
  /** Absolute path under which the reports will lie. */
  readonly target: string;
  /** Where to write them. */
  readonly staging: string;
  /** Swaps the written reports in and unlocks. */
  publish(): Promise<void>;
  /** Takes back everything but the old reports and unlocks. */
  discard(): Promise<void>;
}

/**
 * Locks the folder and makes room beside it. `onLost` is told when the lock was lost to another run while working.
 * Throws a TingpingError with a sentence where the folder is in use, is not ours, or cannot be written.
 */
export async function openOutputFolder(
  out: string,
  inputs: readonly string[],
  onLost: (error: Error) => void,
): Promise<OutputFolder> {
  const paths = await pathsOf(out);
  refuseOverlap(out, paths.target, inputs);
  const release = await withSentence(out, () => lockFolder(out, paths, onLost));
  const clean = async () => {
    await rm(paths.staging, { recursive: true, force: true });
    await rm(paths.owner, { force: true });
    await release().catch(() => {});
  };
  try {
    await withSentence(out, async () => {
      await recover(paths);
      await refuseForeign(out, paths.target);
      await mkdir(paths.staging);
    });
  } catch (error) {
    await clean();
    throw error;
  }
  return {
    target: paths.target,
    staging: paths.staging,
    publish: async () => {
      await withSentence(out, () => swap(paths));
      await clean();
    },
    discard: clean,
  };
}

/** The real path of the folder, through links, and the hidden names beside it. Makes the folders above it. */
async function pathsOf(out: string): Promise<Paths> {
  const wanted = resolve(out);
  const target = await withSentence(out, async () => {
    if (await exists(wanted)) return realpath(wanted);
    await makeFolders(dirname(wanted));
    return join(await realpath(dirname(wanted)), basename(wanted));
  });
  const beside = (ending: string) => join(dirname(target), `.${basename(target)}.tingping-${ending}`);
  return {
    target,
    staging: beside('new'),
    previous: beside('old'),
    lock: beside('lock'),
    owner: beside('owner'),
  };
}

/**
 * Makes a folder and what is missing above it, one by one. Node's recursive way tries for ever where a folder is there
 * and the system yet answers "no such folder" to a new one in it, as `/proc` does.
 */
async function makeFolders(path: string): Promise<void> {
  if (await exists(path)) return;
  const parent = dirname(path);
  await makeFolders(parent);
  try {
    await mkdir(path);
  } catch (error) {
    const code = systemCode(error);
    if (code === 'ENOENT') {
      throw new TingpingError('output', `"${path}" cannot be made: the system takes no new folder in "${parent}".`);
    }
    // Another run may have made it meanwhile.
    if (code !== 'EEXIST') throw error;
  }
}

/** Reports must not lie where calls are read from, and must not replace the folder that holds them or the shell's own. */
function refuseOverlap(out: string, target: string, inputs: readonly string[]): void {
  const cwd = process.cwd();
  if (isWithin(cwd, target)) {
    throw new TingpingError(
      'usage',
      `"${out}" holds the current folder and would be replaced whole: name a folder inside it.`,
    );
  }
  for (const input of inputs) {
    const path = resolve(input);
    if (isWithin(target, path) || isWithin(path, target)) {
      throw new TingpingError(
        'usage',
        `"${out}" and the input "${input}" lie in one another: the next run would read reports as calls, or replace the calls. Name another output folder.`,
      );
    }
  }
}

/** Whether `path` is `folder` or lies in it; both are absolute. */
export function isWithin(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way === '' || (way !== '..' && !way.startsWith(`..${sep}`) && resolve(folder, way) === path);
}

/** What a killed run left: half-written reports go; old reports that it had moved away come back. */
async function recover(paths: Paths): Promise<void> {
  await rm(paths.staging, { recursive: true, force: true });
  if (!(await exists(paths.previous))) return;
  if (await exists(paths.target)) await rm(paths.previous, { recursive: true, force: true });
  else await rename(paths.previous, paths.target);
}

async function refuseForeign(out: string, target: string): Promise<void> {
  if (!(await exists(target))) return;
  if (!(await stat(target)).isDirectory()) {
    throw new TingpingError('output', `"${out}" is a file: name a folder for the reports.`);
  }
  if ((await readdir(target)).length === 0 || (await isOwn(target))) return;
  throw new TingpingError(
    'output',
    `"${out}" holds files that no run of tingping wrote, and the folder would be replaced whole: name a new or empty folder.`,
  );
}

async function isOwn(target: string): Promise<boolean> {
  try {
    const record = JSON.parse(await readFile(join(target, OWN_FILE), 'utf8')) as { tool?: unknown } | null;
    return record?.tool === OWN_TOOL;
  } catch {
    return false;
  }
}

async function swap(paths: Paths): Promise<void> {
  const had = await exists(paths.target);
  if (had) await rename(paths.target, paths.previous);
  try {
    await rename(paths.staging, paths.target);
  } catch (error) {
    if (had) await rename(paths.previous, paths.target);
    throw error;
  }
  await rm(paths.previous, { recursive: true, force: true });
}

async function exists(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return false;
    throw error;
  }
}

/** An error of the system as a sentence about the output folder. */
async function withSentence<T>(out: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof TingpingError) throw error;
    throw new TingpingError('output', `"${out}" ${writeFailure(error)}`);
  }
}
