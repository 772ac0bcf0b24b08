/**
 * Errors that a user can act on. The message is one whole sentence that names the file, the line, the culprit and the
 * way out; the code is for machines and tests.
 */
export type ErrorCode =
  | 'usage'
  | 'config'
  | 'unreadable'
  | 'not_a_call'
  | 'duplicate'
  | 'model'
  | 'output'
  | 'internal';

export class TingpingError extends Error {
  readonly code: ErrorCode;
  readonly file: string | null;
  readonly line: number | null;

  constructor(code: ErrorCode, message: string, place: { file?: string | null; line?: number | null } = {}) {
    super(message);
    this.name = 'TingpingError';
    this.code = code;
    this.file = place.file ?? null;
    this.line = place.line ?? null;
  }
}

/** Several mistakes of one configuration, told together so that a user mends them in one go. */
export class ConfigError extends TingpingError {
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super('config', problems.map(problemSentence).join('\n'), problems[0] ?? {});
    this.name = 'ConfigError';
    this.problems = problems;
  }
}

/** One mistake in a file that a user may edit. `line` counts from 1. */
export interface Problem {
  readonly file: string;
  readonly line: number | null;
  readonly message: string;
}

export function problemSentence(problem: Problem): string {
  return `${problem.file}${problem.line === null ? '' : `:${problem.line}`} ${problem.message}`;
}

/** The message of anything thrown, for a log line or a sentence to the user. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}

/** Names shorter than this are not looked for within longer ones, and may be wrong in one letter alone. */
const SHORT_NAME = 3;
/** Names of which a mistyped one is a part, told at most. */
const MOST_HINTS = 3;

/**
 * The nearest of the known names to a mistyped one, or null when none is near: at most a third of the letters differ
 * (Levenshtein distance), in short names one or two.
 */
export function nearestName(name: string, known: Iterable<string>): string | null {
  let best: string | null = null;
  let bestDistance = (name.length <= SHORT_NAME ? 1 : Math.max(2, Math.floor(name.length / 3))) + 1;
  for (const candidate of known) {
    const distance = editDistance(name, candidate, bestDistance);
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

/**
 * The way out for a name that is not known, with its mark at the end: the nearest one, those of which it is a part or
 * which are a part of it, or all that are known.
 */
export function suggestion(name: string, known: readonly string[]): string {
  const nearest = nearestName(name, known);
  const hints = nearest === null ? kindred(name.toLowerCase(), known) : [nearest];
  if (hints.length === 0 || hints.length > MOST_HINTS) return `known are ${known.join(', ')}.`;
  return `did you mean ${hints.map((hint) => `"${hint}"`).join(' or ')}?`;
}

function kindred(name: string, known: readonly string[]): readonly string[] {
  const isPart = (part: string, whole: string) => part.length >= SHORT_NAME && whole.includes(part);
  return known.filter((each) => isPart(name, each.toLowerCase()) || isPart(each.toLowerCase(), name));
}

/** Sentence for a key that is not known where it stands. */
export function unknownKeySentence(key: string, known: Iterable<string>): string {
  const names = [...known];
  const nearest = nearestName(key, names);
  if (nearest !== null) return `unknown key "${key}"; the nearest is "${nearest}".`;
  return `unknown key "${key}"${names.length === 0 ? '' : `; known here are ${names.join(', ')}`}.`;
}

function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) >= limit) return limit;
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitution = previous[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      row.push(Math.min(previous[j]! + 1, row[j - 1]! + 1, substitution));
    }
    previous = row;
  }
  return previous[b.length]!;
}
