// Calls of a folder as they stand, and how their roles are hidden: who spoke becomes a label that says nothing.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readRoleModel } from '../../dist/ingest/role-model.js';
import { readRoleWords } from '../../dist/ingest/role-words.js';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));
export const WORDS = join(ROOT, 'models', 'ingest', 'roles', 'words.yaml');
export const SIGNS = join(ROOT, 'models', 'ingest', 'roles', 'signs.yaml');

const textFile = (path) => ({ path, text: readFileSync(path, 'utf8') });
export const roleWords = () => readRoleWords(textFile(WORDS));
export const roleModel = () => readRoleModel({ words: textFile(WORDS), signs: textFile(SIGNS) });

/** Calls of a folder, each with the part (file) it stands in. */
export function callsOf(folder) {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.jsonl') && !file.endsWith('.labels.jsonl'))
    .sort()
    .flatMap((file) =>
      readFileSync(join(folder, file), 'utf8')
        .trimEnd()
        .split('\n')
        .map((line) => ({ part: file, ...JSON.parse(line) })),
    );
}

/** Random numbers from 0 to 1, the same for the same seed. */
export function randomOf(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
