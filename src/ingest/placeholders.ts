/**
 * What recognisers write where nothing was said that they could read: `[noise]`, `<unk>`, `(laughter)`, the tags of
 * SenseVoice and Whisper (`<|HAPPY|>`). The words are data (`placeholders` in models/ingest); a word outside of brackets is
 * speech, and a word in brackets that is not listed is left alone: `[NAME]` stands for something that was said.
 */
import { foldWord, type IngestVocabulary } from './vocabulary.js';

const BRACKETED =
  /[[(<{*\u3010\uff08\uff3b]{1,2}([^[\](){}<>*\u3010\u3011\uff08\uff09\uff3b\uff3d]{1,40})[\])>}*\u3011\uff09\uff3d]{1,2}/gu;
const TAG = /<\|[^|<>]{0,40}\|>/g;
const NOTES = /[\u2669-\u266f]+/g;

export function withoutPlaceholders(text: string, { placeholders }: IngestVocabulary): string {
  const clean = text
    .replace(TAG, ' ')
    .replace(NOTES, ' ')
    .replace(BRACKETED, (whole, word: string) => (placeholders.has(foldWord(word)) ? ' ' : whole));
  return clean === text ? text.trim() : clean.replace(/\s+/g, ' ').trim();
}
