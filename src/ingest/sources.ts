/** Which files the inputs name: files, folders, glob patterns, and "-" for the standard input. */
import type { Dirent } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import { extname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { glob, isDynamicPattern } from 'tinyglobby';
import { isTranscriptExtension } from './detect.js';
import { withoutGz } from './gzip.js';
import { type Fault, fault } from './reject.js';

export const STDIN = '-';
export const STDIN_NAME = 'stdin';

/** How the name of a sidecar ends, see file-metadata.ts. */
export const SIDECAR_ENDING = '.meta.json';

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
  const lost = (what: Fault): Source[] => [{ file, path, fault: what }];
  try {
    const stats = await stat(path);
    if (!stats.isDirectory())
      return isLabelFile(file)
        ? lost(fault('label_file'))
        : isSidecar(file)
          ? lost(fault('sidecar'))
          : [{ file, path, named: true, fault: null }];
    const inside = await filesWithin(path, await realpath(path), cwd);
    return inside.length === 0 ? lost(fault('empty_folder')) : inside;
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
  const matched = paths.map((match) => unnamed(resolve(match), cwd)).filter(({ file: name }) => isTranscript(name));
  return matched.length === 0 ? lost(fault('no_match')) : matched;
}

/**
 * Files of a folder and its folders, without hidden ones, labels and sidecars. Links to files are followed as long as they stay in
 * the folder that was given (`root`, its real path): a link out of it may show what nobody meant to hand over. Links to
 * folders are not followed, they may lead in circles.
 */
async function filesWithin(folder: string, root: string, cwd: string): Promise<readonly Source[]> {
  let entries: Dirent[];
  try {
    entries = await readdir(folder, { withFileTypes: true });
  } catch (thrown) {
    return [{ file: displayName(folder, cwd), path: folder, fault: unreadable(thrown) }];
  }
  const sources: Source[] = [];
  for (const entry of entries) {
    if (entry.name.startsWith('.')) continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) sources.push(...(await filesWithin(path, root, cwd)));
    else if (!isTranscript(entry.name)) continue;
    else if (entry.isFile()) sources.push(unnamed(path, cwd));
    else if (entry.isSymbolicLink()) sources.push(...(await linkedFile(path, root, cwd)));
  }
  return sources;
}

function unnamed(path: string, cwd: string): SourceFile {
  return { file: displayName(path, cwd), path, named: false, fault: null };
}

/** The file that a link leads to, or why it is not read. A link that leads nowhere matters where it looks like a transcript. */
async function linkedFile(path: string, root: string, cwd: string): Promise<readonly Source[]> {
  const file = displayName(path, cwd);
  const lost = (what: Fault): readonly Source[] => [{ file, path, fault: what }];
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

function isTranscript(file: string): boolean {
  return !isLabelFile(file) && !isSidecar(file);
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
