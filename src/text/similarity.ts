/**
 * How alike two utterances are, for finding what somebody says again.
 *
 * Dice's coefficient over pairs of neighbouring characters serves Chinese, where a pair is about a word, and English
 * alike. Spaces, punctuation and case are left out: recognisers set them differently each time.
 */
import diceCoefficient from 'natural/lib/natural/distance/dice_coefficient.js';

const SILENT = /[\s\p{P}\p{S}]+/gu;

/** 0 (no shared pair, or nothing said) to 1 (the same words). Symmetric. */
export function similarity(a: string, b: string): number {
  const left = a.replace(SILENT, '');
  const right = b.replace(SILENT, '');
  return left === '' || right === '' ? 0 : diceCoefficient(left, right);
}
