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

/** The last part of a label in brackets, which may be its role: "Mary Jones (Agent)". */
const ROLE_IN_BRACKETS = /^(.+?)\s*[(\uff08[\u3010]\s*([^()\uff08\uff09[\]\u3010\u3011]{1,40}?)\s*[)\uff09\]\u3011]$/u;
const ROLE_AND_NAME = /^(\p{L}+(?: \p{L}+)?) ((?:\p{Lu}[\p{L}'.-]*)(?: \p{Lu}[\p{L}'.-]*){0,2})$/u;
/** Letters of a Chinese name after the word for the role, at most. */
const MOST_NAME_LETTERS = 4;
const HAN_ALONE = /^\p{Script=Han}{3,16}$/u;

/**
 * The speaker of what is known to be a label of one: as `namedSpeaker`, or by a role in brackets, or by the word for an
 * agent before a name ("Agent Mary"). A word for a caller before others may belong to an agent ("Customer Manager").
 */
export function labelSpeaker(label: string, vocabulary: Pick<IngestVocabulary, 'speakers'>): NamedSpeaker | null {
  const trimmed = label.trim();
  const named = namedSpeaker(trimmed, vocabulary);
  if (named !== null) return named;
  const [, name, role] = ROLE_IN_BRACKETS.exec(trimmed) ?? [];
  const inBrackets = role === undefined ? null : namedSpeaker(role, vocabulary);
  if (inBrackets !== null) return { speaker: inBrackets.speaker, suffix: name! };
  const suffix = nameAfterAgent(trimmed, vocabulary);
  return suffix === null ? null : { speaker: 'agent', suffix };
}

/** Whether a label is a word for a role with a name behind it, as "Customer John" beside "Agent Mary". */
export function isRoleWithName(label: string, { speakers }: Pick<IngestVocabulary, 'speakers'>): boolean {
  const [, word] = ROLE_AND_NAME.exec(label) ?? [];
  if (word !== undefined) return speakers.has(foldWord(word));
  const letters = [...label];
  const lengths = letters.slice(0, MOST_NAME_LETTERS).map((_letter, index) => letters.length - 1 - index);
  return HAN_ALONE.test(label) && lengths.some((at) => at > 1 && speakers.has(letters.slice(0, at).join('')));
}

function nameAfterAgent(label: string, { speakers }: Pick<IngestVocabulary, 'speakers'>): string | null {
  const [, word, name] = ROLE_AND_NAME.exec(label) ?? [];
  if (word !== undefined) {
    const isOther = name!.split(' ').some((part) => speakers.has(foldWord(part)));
    return speakers.get(foldWord(word)) === 'agent' && !isOther ? name! : null;
  }
  if (!HAN_ALONE.test(label)) return null;
  const letters = [...label];
  for (let length = letters.length - 1; length >= Math.max(2, letters.length - MOST_NAME_LETTERS); length--) {
    if (speakers.get(letters.slice(0, length).join('')) === 'agent') return letters.slice(length).join('');
  }
  return null;
}

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
