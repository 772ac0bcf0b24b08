/** Which files the inputs name: files, folders, glob patterns, and "-" for the standard input. */
import type { Dirent } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import { dirname, extname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { glob, isDynamicPattern } from 'tinyglobby';
import { isTranscriptExtension } from './detect.js';
import { foreignByName } from './foreign.js';
import { withoutGz } from './gzip.js';
import { type Fault, fault, type Loss } from './reject.js';

export const STDIN = '-';
export const STDIN_NAME = 'stdin';

/** How the name of a sidecar ends, see file-metadata.ts. */
const SIDECAR_ENDING = '.meta.json';

/** The name of the sidecar of a file, without folders. */
export function sidecarOf(file: string): string {
  return `${stemOf(withoutGz(file))}${SIDECAR_ENDING}`;
}

export interface SourceFile {
  /** As sentences name it: relative to the working folder where it lies within, with forward slashes. */
  readonly file: string;
  /** Absolute; `STDIN` for the standard input. */
  readonly path: string;
  /** Whether the user named this very file. */
  readonly named: boolean;
  readonly fault: null;
}

export interface LostSource {
  readonly file: string;
  readonly path: string;
  readonly fault: Fault;
  readonly loses: Loss;
}

export type Source = SourceFile | LostSource;

/** Sorted by name in code units, the standard input last; a file that several inputs name comes once. */
export async function findSources(inputs: readonly string[], cwd: string): Promise<readonly Source[]> {
  const found = (await Promise.all(inputs.map((input) => sourcesOf(input, cwd)))).flat();
  const byPath = new Map<string, Source>();
  for (const source of found) {
    const earlier = byPath.get(source.path);
    if (earlier === undefined || isNamed(source)) byPath.set(source.path, source);
  }
  return [...byPath.values()].sort((a, b) => rank(a) - rank(b) || (a.file < b.file ? -1 : 1));
}

/** A name without its folders and its last extension. */
export function stemOf(file: string): string {
  const name = file.slice(file.lastIndexOf('/') + 1);
  return name.slice(0, name.length - extname(name).length);
}

export function extensionOf(file: string): string {
  return extname(file);
}

function isNamed(source: Source): boolean {
  return source.fault === null && source.named;
}

function rank({ path }: Source): number {
  return path === STDIN ? 1 : 0;
}

async function sourcesOf(input: string, cwd: string): Promise<readonly Source[]> {
  if (input === STDIN) return [{ file: STDIN_NAME, path: STDIN, named: true, fault: null }];
  const path = resolve(cwd, input);
  const file = displayName(path, cwd);
  const lost = (what: Fault, loses: Loss = 'call'): Source[] => [{ file, path, fault: what, loses }];
  try {
    const stats = await stat(path);
    if (!stats.isDirectory())
      return isLabelFile(file)
        ? lost(fault('label_file'))
        : isSidecar(file)
          ? lost(fault('sidecar'))
          : [{ file, path, named: true, fault: null }];
    const inside = await filesWithin(path, await realpath(path), cwd);
    return inside.length === 0 ? lost(fault('empty_folder'), 'file') : inside;
  } catch (thrown) {
    if (!isMissing(thrown)) return lost(unreadable(thrown));
  }
  if (!isDynamicPattern(input)) return lost(fault('missing'));
  const paths = await glob(input, {
    cwd,
    absolute: true,
    onlyFiles: true,
    expandDirectories: false,
  });
  const matched = (await Promise.all(paths.map((match) => matchedFile(resolve(match), cwd)))).flat();
  return matched.length === 0 ? lost(fault('no_match'), 'file') : matched;
}

async function matchedFile(path: string, cwd: string): Promise<readonly Source[]> {
  if (isCompanion(path)) return [];
  if (!isSidecar(path)) return [unnamed(path, cwd)];
  const siblings = await readdir(dirname(path)).catch(() => []);
  return isOrphan(path, siblings) ? [orphan(path, cwd)] : [];
}

/**
 * Files of a folder and its folders, without hidden ones, what belongs to the evaluation, and sidecars that have their
 * transcript. Links to files are followed as long as they stay in
 * the folder that was given (`root`, its real path): a link out of it may show what nobody meant to hand over. Links to
 * folders are not followed, they may lead in circles.
 */
async function filesWithin(folder: string, root: string, cwd: string): Promise<readonly Source[]> {
  let entries: Dirent[];
  try {
    entries = await readdir(folder, { withFileTypes: true });
  } catch (thrown) {
    return [{ file: displayName(folder, cwd), path: folder, fault: unreadable(thrown), loses: 'call' }];
  }
  const sources: Source[] = [];
  const names = entries.map(({ name }) => name);
  for (const entry of entries) {
    if (entry.name.startsWith('.')) continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) sources.push(...(await filesWithin(path, root, cwd)));
    else if (isCompanion(entry.name)) continue;
    else if (isSidecar(entry.name)) sources.push(...(isOrphan(entry.name, names) ? [orphan(path, cwd)] : []));
    else if (entry.isFile()) sources.push(unnamed(path, cwd));
    else if (entry.isSymbolicLink()) sources.push(...(await linkedFile(path, root, cwd)));
  }
  return sources;
}

/** A file that nobody named; what its name says to be no transcript is not opened. */
function unnamed(path: string, cwd: string): Source {
  const file = displayName(path, cwd);
  const foreign = foreignByName(file);
  return foreign === null ? { file, path, named: false, fault: null } : { file, path, fault: foreign, loses: 'file' };
}

function orphan(path: string, cwd: string): LostSource {
  return { file: displayName(path, cwd), path, fault: fault('orphan_sidecar'), loses: 'file' };
}

/** The file that a link leads to, or why it is not read. A link that leads nowhere matters where it looks like a transcript. */
async function linkedFile(path: string, root: string, cwd: string): Promise<readonly Source[]> {
  const file = displayName(path, cwd);
  const lost = (what: Fault): readonly Source[] => [{ file, path, fault: what, loses: 'call' }];
  try {
    const stats = await stat(path);
    if (stats.isDirectory()) return lost(fault('linked_folder'));
    if (!stats.isFile()) return [];
    const target = relative(root, await realpath(path));
    return target.startsWith('..') || isAbsolute(target) ? lost(fault('outside_link')) : [unnamed(path, cwd)];
  } catch (thrown) {
    return isTranscriptExtension(extname(withoutGz(path))) ? lost(unreadable(thrown)) : [];
  }
}

function isSidecar(file: string): boolean {
  return file.toLowerCase().endsWith(SIDECAR_ENDING);
}

/** Whether none of the files beside it can be the transcript of a sidecar. */
function isOrphan(sidecar: string, siblings: readonly string[]): boolean {
  const name = sidecar.slice(sidecar.lastIndexOf(sep) + 1);
  const isOther = (file: string) => isSidecar(file) || isCompanion(file) || foreignByName(file) !== null;
  return !siblings.some((file) => sidecarOf(file) === name && !isOther(file));
}

/** What the evaluation puts beside the calls. */
function isCompanion(file: string): boolean {
  return isLabelFile(file) || /(?:^|[\\/])(?:gates\.ya?ml|SEALED|UNSEALED\.md)$/.test(file);
}

function isLabelFile(file: string): boolean {
  return /\.(?:labels|baseline)\.jsonl?$/i.test(file);
}

function displayName(path: string, cwd: string): string {
  const within = relative(cwd, path);
  const name = within === '' ? '.' : within.startsWith('..') || isAbsolute(within) ? path : within;
  return name.split(sep).join('/');
}

function isMissing(thrown: unknown): boolean {
  const code = errorCode(thrown);
  return code === 'ENOENT' || code === 'ENOTDIR' || code === 'ENAMETOOLONG' || code === 'ERR_INVALID_ARG_VALUE';
}

/** The fault of a file that the system refuses. */
export function unreadable(thrown: unknown): Fault {
  return fault('unreadable', { cause: errorCode(thrown) ?? 'unknown cause' });
}

/** The code of an error of the system; null for any other error. */
export function errorCode(thrown: unknown): string | null {
  return thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : null;
}
