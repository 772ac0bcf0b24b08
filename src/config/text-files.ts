/** Files of texts as the configuration reads them; one that cannot be read is told by its name. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError } from '../domain/errors.js';
import { readFailure } from '../domain/system-error.js';
import type { TextFile } from './yaml-file.js';

export const ENDING = '.yaml';
const MODELS_WAY_OUT = ' Name the folder of the models with --models, or reinstall tingping.';

export function readText(path: string): TextFile {
  return { path, text: asked(path, '', () => readFileSync(path, 'utf8')) };
}

export function yamlNames(folder: string): readonly string[] {
  return asked(folder, MODELS_WAY_OUT, () => readdirSync(folder))
    .filter((name) => name.endsWith(ENDING))
    .sort();
}

/**
 * Files are named from the models folder on, so that results do not depend on where the tool is installed; one that
 * cannot be read is named by where it was sought.
 */
export function readModel(modelsFolder: string, ...parts: readonly string[]): TextFile {
  const path = join(modelsFolder, ...parts);
  return { path: ['models', ...parts].join('/'), text: asked(path, MODELS_WAY_OUT, () => readFileSync(path, 'utf8')) };
}

/** What the disk says of a file or folder; throws a ConfigError with the way out where it refuses. */
function asked<T>(path: string, wayOut: string, ask: () => T): T {
  try {
    return ask();
  } catch (error) {
    throw new ConfigError([{ file: path, line: null, message: `${readFailure(error)}${wayOut}` }]);
  }
}
