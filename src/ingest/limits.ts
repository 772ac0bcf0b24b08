/** What an input may be at most, so that no file fills the memory or stops a night. */
export interface Limits {
  /** Million bytes of one call, and of one line. */
  readonly callMegabytes: number;
  /** Turns of one call: a talk of ten hours has about so many. */
  readonly turns: number;
  /** How many times its size a packed file may grow; transcripts grow to ten or twenty times. */
  readonly gzipGrowth: number;
  /** To how many thousand million bytes a packed file may grow. */
  readonly gzipGigabytes: number;
}

export const LIMITS: Limits = { callMegabytes: 50, turns: 5_000, gzipGrowth: 100, gzipGigabytes: 2 };

export const LIMIT_NAMES = Object.keys(LIMITS) as readonly (keyof Limits)[];

/** Bytes of one call; a character of a text that was read counts as one. */
export const callBytes = ({ callMegabytes }: Pick<Limits, 'callMegabytes'>): number => callMegabytes * 1_000_000;
