/** What the system answers when a file cannot be read or written, in words that a person can act on. */

const CAUSES: Readonly<Record<string, string>> = {
  EISDIR: 'it is a folder, and a file is wanted',
  ENOTDIR: 'a part of its path is a file and no folder',
  EEXIST: 'something of that name is in the way',
  EACCES: 'there is no permission for it',
  EPERM: 'there is no permission for it',
  EROFS: 'the disk is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  ENAMETOOLONG: 'its name is too long',
  ELOOP: 'its links lead in a circle',
  EMFILE: 'too many files are open',
  ENFILE: 'too many files are open',
  EBUSY: 'it is in use',
  EIO: 'the disk fails',
};

/** The code of an error of the system, e.g. `ENOENT`; null for any other error. */
export function systemCode(thrown: unknown): string | null {
  return thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : null;
}

function causeOf(thrown: unknown, missing: string): string {
  const code = systemCode(thrown);
  return code === 'ENOENT' ? missing : (CAUSES[code ?? ''] ?? `the system says ${code ?? 'nothing more'}`);
}

/** Goes on after the name of a file that was to be read. */
export function readFailure(thrown: unknown): string {
  return `cannot be read: ${causeOf(thrown, 'it does not exist')}.`;
}

/** Goes on after the name of a file that was to be written. */
export function writeFailure(thrown: unknown): string {
  return `cannot be written: ${causeOf(thrown, 'its folder does not exist')}.`;
}

/** Goes on after the name of a file of which it is not known what was wanted of it. */
export function useFailure(thrown: unknown): string {
  return `cannot be used: ${causeOf(thrown, 'it or its folder does not exist')}.`;
}
