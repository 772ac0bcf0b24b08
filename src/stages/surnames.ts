/** Surnames as the language data lists them, and the places of a text where one stands. */
import type { LanguagePack } from '../text/reading.js';

export interface Surnames {
  /** The surname that begins at a position, the longest; null where none does. */
  startingAt(text: string, position: number): string | null;
  /** The surname that ends right before a position. */
  endingAt(text: string, position: number): string | null;
  /** Whether two surnames sound alike, so that a recogniser may have written one for the other. */
  alike(a: string, b: string): boolean;
}

const cache = new WeakMap<LanguagePack, Surnames>();

export function surnamesOf(pack: LanguagePack): Surnames {
  const known = cache.get(pack);
  if (known !== undefined) return known;
  const groups = new Map<string, number>();
  (pack.data.surnames ?? []).forEach((group, index) => {
    for (const surname of group) groups.set(surname, index);
  });
  const longest = Math.max(0, ...[...groups.keys()].map((surname) => surname.length));
  const find = (slice: (length: number) => string): string | null => {
    for (let length = longest; length > 0; length--) {
      const candidate = slice(length);
      if (candidate.length === length && groups.has(candidate)) return candidate;
    }
    return null;
  };
  const surnames: Surnames = {
    startingAt: (text, position) => find((length) => text.slice(position, position + length)),
    endingAt: (text, position) => find((length) => text.slice(Math.max(0, position - length), position)),
    alike: (a, b) => a === b || (groups.has(a) && groups.get(a) === groups.get(b)),
  };
  cache.set(pack, surnames);
  return surnames;
}
