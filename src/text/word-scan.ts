/**
 * Which of many fixed words a text holds, found in one pass along a tree of their characters. The words of all phrases
 * run over every turn, so the pass makes no strings and no objects.
 */
interface Branch {
  /** Id of the word that ends here, or -1. */
  word: number;
  /** Null at the end of the longest words. */
  next: Map<number, Branch> | null;
}

export interface WordScan {
  /** Id of a word, in the order in which it was first added. */
  add(word: string): number;
  /** Ids of the words that a text holds, each once. */
  scan(text: string): readonly number[];
  /** Whether the text that was scanned last holds one of the words at these places of a list. */
  hasAny(ids: Int32Array, from: number, to: number): boolean;
}

export function wordScan(): WordScan {
  const root: Branch = { word: -1, next: null };
  let count = 0;
  let seen = new Int32Array(1024);
  let pass = 0;

  function add(word: string): number {
    let branch = root;
    for (let i = 0; i < word.length; i++) {
      const code = word.charCodeAt(i);
      branch.next ??= new Map();
      let next = branch.next.get(code);
      if (next === undefined) {
        next = { word: -1, next: null };
        branch.next.set(code, next);
      }
      branch = next;
    }
    if (branch.word === -1) branch.word = count++;
    if (count > seen.length) {
      const grown = new Int32Array(seen.length * 2);
      grown.set(seen);
      seen = grown;
    }
    return branch.word;
  }

  function scan(text: string): readonly number[] {
    pass += 1;
    const found: number[] = [];
    for (let start = 0; start < text.length; start++) {
      let branch = root.next?.get(text.charCodeAt(start));
      for (let i = start + 1; branch !== undefined; i++) {
        if (branch.word !== -1 && seen[branch.word] !== pass) {
          seen[branch.word] = pass;
          found.push(branch.word);
        }
        branch = i < text.length ? branch.next?.get(text.charCodeAt(i)) : undefined;
      }
    }
    return found;
  }

  function hasAny(ids: Int32Array, from: number, to: number): boolean {
    for (let i = from; i < to; i++) if (seen[ids[i]!] === pass) return true;
    return false;
  }

  return { add, scan, hasAny };
}
