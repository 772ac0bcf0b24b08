/**
 * The files of a labelled set: label files beside the calls, and what may lie beside them: `gates.yaml`,
 * `evaluation.baseline.json`, and `sealed`, a file that says that the set judges and its texts are not to be read.
 */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { readText } from '../config/text-files.js';
import { TingpingError } from '../domain/errors.js';
import { readFailure, systemCode } from '../domain/system-error.js';
import type { LabelText } from './label-file.js';

export const SEAL_FILE = 'SEALED';
export const UNSEALED_FILE = 'UNSEALED.md';
const LABEL_FILE = /\.labels\.jsonl?$/;

function shown(path: string): string {
  const within = relative(process.cwd(), path);
  return within.startsWith('..') ? path : within;
}

function filesUnder(path: string): readonly string[] {
  if (statSync(path).isFile()) return LABEL_FILE.test(path) ? [path] : besideOf(path);
  return readdirSync(path, { withFileTypes: true })
    .filter((entry) => !entry.name.startsWith('.'))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const inside = join(path, entry.name);
      return entry.isDirectory() ? filesUnder(inside) : LABEL_FILE.test(entry.name) ? [inside] : [];
    });
}

/** The label files that belong to a file of calls: its name with `.labels` before the ending. */
function besideOf(path: string): readonly string[] {
  const stem = path.replace(/\.gz$/i, '').replace(/\.[^./\\]+$/, '');
  return [`${stem}.labels.json`, `${stem}.labels.jsonl`].filter((file) => existsSync(file));
}

/** Texts of the label files under these paths: label files, folders, or files of calls with labels beside them. */
export function labelTexts(paths: readonly string[]): readonly LabelText[] {
  const files = new Set(
    paths.flatMap((path) => {
      try {
        return filesUnder(resolve(path));
      } catch (error) {
        if (systemCode(error) === null) throw error;
        const message = `The labels of "${path}" cannot be sought there: "${path}" ${readFailure(error)} Name the labels with --labels.`;
        throw new TingpingError('usage', message, { file: path });
      }
    }),
  );
  if (files.size === 0) {
    throw new TingpingError(
      'usage',
      `No labels found under ${paths.join(', ')}: they are files named *.labels.json or *.labels.jsonl; name them with --labels.`,
    );
  }
  return [...files].map((file) => readText(shown(file)));
}

/** A file of this name in the folder of the calls, where there is one folder and the file. */
export function setFile(inputs: readonly string[], name: string): string | null {
  const [only] = inputs;
  if (inputs.length !== 1 || only === undefined || !existsSync(only) || !statSync(only).isDirectory()) return null;
  const path = join(only, name);
  return existsSync(path) ? path : null;
}

/** The file of this name that lies beside a file among the inputs, where it is not heard: it is of the whole folder. */
export function unheardFile(inputs: readonly string[], name: string): string | null {
  if (setFile(inputs, name) !== null) return null;
  const beside = inputs.map((path) =>
    join(existsSync(path) && statSync(path).isDirectory() ? path : dirname(path), name),
  );
  return beside.find((path) => existsSync(path)) ?? null;
}

/** The folder of the nearest seal above any of these files, or null. */
export function sealedFolder(paths: readonly string[]): string | null {
  for (const path of paths) {
    for (let folder = resolve(path); folder !== dirname(folder); folder = dirname(folder)) {
      if (existsSync(join(folder, SEAL_FILE))) return folder;
    }
  }
  return null;
}
