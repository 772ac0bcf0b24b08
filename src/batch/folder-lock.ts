/** Keeps two runs out of one folder. The lock lies beside the folder and is refreshed while its run lives. */
import { readFile, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { lock as acquire } from 'proper-lockfile';
import { TingpingError } from '../domain/errors.js';
import { systemCode } from '../domain/system-error.js';

/** A lock that was not refreshed for so long belongs to a run that is dead. */
const STALE_MS = 6_000;
const REFRESH_MS = 2_000;
const RETRY_MS = 500;

export interface LockPaths {
  /** The folder to be locked. */
  readonly target: string;
  readonly lock: string;
  /** A note of who holds the lock. */
  readonly owner: string;
}

/**
 * Locks a folder that need not exist; gives back how to unlock it. `onLost` is told when another run took the lock over.
 * A lock left by a killed run of this machine is waited for until it expires. `out` is the folder as the user named it.
 */
export async function lockFolder(
  out: string,
  paths: LockPaths,
  onLost: (error: Error) => void,
): Promise<() => Promise<void>> {
  const attempt = () =>
    acquire(paths.target, {
      lockfilePath: paths.lock,
      realpath: false,
      stale: STALE_MS,
      update: REFRESH_MS,
      onCompromised: onLost,
    });
  const giveUpAt = Date.now() + STALE_MS + REFRESH_MS;
  for (;;) {
    try {
      const release = await attempt();
      await writeFile(paths.owner, JSON.stringify({ pid: process.pid, host: hostname() }));
      return release;
    } catch (error) {
      if (systemCode(error) !== 'ELOCKED') throw error;
      if (!(await isOwnerDead(paths.owner)) || Date.now() > giveUpAt) {
        throw new TingpingError('output', `Another run is writing to "${out}": wait for it, or name another folder.`);
      }
      await new Promise((wake) => setTimeout(wake, RETRY_MS));
    }
  }
}

/** Whether the run that holds the lock was one of this machine and is no more; then its lock will soon expire. */
async function isOwnerDead(ownerFile: string): Promise<boolean> {
  try {
    const owner = JSON.parse(await readFile(ownerFile, 'utf8')) as { pid?: unknown; host?: unknown };
    if (owner.host !== hostname() || typeof owner.pid !== 'number') return false;
    process.kill(owner.pid, 0);
    return false;
  } catch (error) {
    return systemCode(error) === 'ESRCH';
  }
}
