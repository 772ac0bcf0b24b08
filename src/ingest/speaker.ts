/** Who speaks, from the word by which a file names the speaker. */
import type { Speaker } from '../domain/call.js';
import { foldWord, type IngestVocabulary } from './vocabulary.js';

export interface NamedSpeaker {
  readonly speaker: Speaker;
  /** What follows the word: a number or an id (`1` of "Agent 1", `A1023` of "Agent (A1023)"); null without. */
  readonly suffix: string | null;
}

const IN_BRACKETS = /^(.+?)\s*[(\uff08[\u3010]\s*([^()\uff08\uff09[\]\u3010\u3011]{1,40}?)\s*[)\uff09\]\u3011]$/u;
const WITH_NUMBER = /^(.*?[^A-Za-z\d\s#_-])?[\s#_-]*([A-Za-z]{0,3}\d{1,10})$/u;
const WITH_SPACED_NUMBER = /^(.+?)[\s#_-]*(?:(?<=[\s#_-])([A-Za-z]{0,3}\d{1,10})|(\d{1,10}))$/u;

/** The speaker that a word names, with or without a number after it; null where the vocabulary does not know it. */
export function namedSpeaker(word: string, { speakers }: Pick<IngestVocabulary, 'speakers'>): NamedSpeaker | null {
  const trimmed = word.trim();
  if (trimmed === '') return null;
  const whole = speakers.get(trimmed) ?? speakers.get(foldWord(trimmed));
  if (whole !== undefined) return { speaker: whole, suffix: null };
  for (const pattern of [IN_BRACKETS, WITH_NUMBER, WITH_SPACED_NUMBER]) {
    const match = pattern.exec(trimmed);
    const base = match === null ? undefined : speakers.get(foldWord(match[1] ?? ''));
    if (base !== undefined) return { speaker: base, suffix: match![2] ?? match![3] ?? null };
  }
  return null;
}
