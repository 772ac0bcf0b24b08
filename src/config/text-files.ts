/** Files of texts as the configuration reads them; one that cannot be read is told by its name. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError, messageOf } from '../domain/errors.js';
import type { TextFile } from './yaml-file.js';

export const ENDING = '.yaml';

export function readText(path: string, shown = path): TextFile {
  try {
    return { path: shown, text: readFileSync(path, 'utf8') };
  } catch (error) {
    throw new ConfigError([{ file: shown, line: null, message: `cannot be read: ${messageOf(error)}.` }]);
  }
}

export function yamlNames(folder: string): readonly string[] {
  if (!existsSync(folder)) {
    throw new ConfigError([
      { file: folder, line: null, message: 'is missing; reinstall tingping or name the folder of the models.' },
    ]);
  }
  return readdirSync(folder)
    .filter((name) => name.endsWith(ENDING))
    .sort();
}

/** Files are named from the models folder on, so that results do not depend on where the tool is installed. */
export function readModel(modelsFolder: string, ...parts: readonly string[]): TextFile {
  return readText(join(modelsFolder, ...parts), ['models', ...parts].join('/'));
}
