/**
 * The secret key under which tokens are made. A key that is missing is made, readable by its owner alone; one that others
 * can read is refused, as it would be no secret.
 */
import { randomBytes } from 'node:crypto';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { TingpingError } from '../domain/errors.js';
import { readFailure, systemCode, writeFailure } from '../domain/system-error.js';

const KEY_BYTES = 32;
const MIN_KEY_SIGNS = 32;
const OWNER_ONLY = 0o600;
const OTHERS = 0o077;

export interface PersonalKey {
  readonly key: string;
  /** Whether the file was made just now. */
  readonly isNew: boolean;
}

export function readPersonalKey(path: string): PersonalKey {
  const made = makeKey(path);
  if (made !== null) return { key: made, isNew: true };
  try {
    if (process.platform !== 'win32' && (statSync(path).mode & OTHERS) !== 0) {
      throw new TingpingError('usage', `The key "${path}" can be read by others: run chmod 600 on it.`, { file: path });
    }
    const key = readFileSync(path, 'utf8').trim();
    if (key.length >= MIN_KEY_SIGNS) return { key, isNew: false };
  } catch (error) {
    if (error instanceof TingpingError) throw error;
    throw new TingpingError('usage', `The key "${path}" ${readFailure(error)}`, { file: path });
  }
  const sentence = `The key "${path}" is shorter than ${MIN_KEY_SIGNS} characters: remove it, and a new one is made.`;
  throw new TingpingError('usage', sentence, { file: path });
}

/** Null where the file is there already. */
function makeKey(path: string): string | null {
  const key = randomBytes(KEY_BYTES).toString('hex');
  try {
    writeFileSync(path, `${key}\n`, { flag: 'wx', mode: OWNER_ONLY });
    return key;
  } catch (error) {
    if (systemCode(error) === 'EEXIST') return null;
    throw new TingpingError('usage', `The key "${path}" ${writeFailure(error)}`, { file: path });
  }
}
