/**
 * A turn without what a speaker's mouth and the recogniser put between the words: fillers, pause marks, and blanks
 * between Han characters. Phrases are searched in this view; its map leads every position back to the text.
 */
export interface SpokenView {
  readonly text: string;
  /** For each unit of `text` its index in the folded text, and one more entry: the length of the folded text. */
  readonly map: readonly number[];
}

const HAN = /\p{Script=Han}/u;
const PAUSE_MARK = '_';

function isBlankBetweenHan(folded: string, index: number): boolean {
  if (folded[index] !== ' ') return false;
  const before = folded.slice(0, index).trimEnd().at(-1) ?? '';
  const after = folded.slice(index).trimStart()[0] ?? '';
  return HAN.test(before) && HAN.test(after);
}

/** One blank between words is enough; fillers leave two. */
function isRepeatedBlank(folded: string, index: number, text: string): boolean {
  return folded[index] === ' ' && text.endsWith(' ');
}

const LATIN = /[\p{Script=Latin}\p{N}]/u;

/** A Latin filler is a whole word: the "um" of "number" is none. */
function isFiller(folded: string, index: number, candidate: string): boolean {
  if (!folded.startsWith(candidate, index)) return false;
  if (!LATIN.test(candidate[0]!)) return true;
  const before = folded[index - 1] ?? '';
  const after = folded[index + candidate.length] ?? '';
  return !LATIN.test(before) && !LATIN.test(after);
}

export function spokenView(folded: string, fillers: readonly string[]): SpokenView {
  const map: number[] = [];
  let text = '';
  let index = 0;
  while (index < folded.length) {
    const filler = fillers.find((candidate) => isFiller(folded, index, candidate));
    if (filler !== undefined) {
      index += filler.length;
    } else if (
      folded[index] === PAUSE_MARK ||
      isBlankBetweenHan(folded, index) ||
      isRepeatedBlank(folded, index, text)
    ) {
      index += 1;
    } else {
      text += folded[index]!;
      map.push(index);
      index += 1;
    }
  }
  map.push(folded.length);
  return { text, map };
}
