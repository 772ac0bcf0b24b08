/** Where the package lies and what it is called; the same from `dist`, from an installed package and from any folder. */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const NAME = 'tingping';

export interface PackageInfo {
  readonly version: string;
  /** The folder of the models that come with the package. */
  readonly modelsFolder: string;
}

/** Climbs from this file to the `package.json` of the package. */
export function packageInfo(from: string = fileURLToPath(import.meta.url)): PackageInfo {
  for (let folder = dirname(from); folder !== dirname(folder); folder = dirname(folder)) {
    const manifest = manifestOf(folder);
    if (manifest?.name === NAME) {
      return { version: manifest.version ?? '0.0.0', modelsFolder: join(folder, 'models') };
    }
  }
  throw new Error(`No package.json of ${NAME} lies above ${from}.`);
}

function manifestOf(folder: string): { readonly name?: string; readonly version?: string } | null {
  try {
    return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  } catch {
    return null;
  }
}
