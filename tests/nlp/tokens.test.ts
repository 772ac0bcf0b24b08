import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { AutoTokenizer } from '@xenova/transformers';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fastTokens } from '../../src/nlp/tokens.js';

const FOLDER = resolve('models/encoder');
const FILE = JSON.parse(readFileSync(resolve(FOLDER, 'tokenizer.json'), 'utf8'));
const library = await AutoTokenizer.from_pretrained(FOLDER, { local_files_only: true });
const slow = (text: string) => library.encode(text, { add_special_tokens: false });

/** Characters at which ways of cutting a text could differ. */
const PIECES = [
  ...'我好的烂豈﨑，。！？,.:;a1２Ａ \t\n\u0301\u200b\ufe0f😀㐀𠀀ｶﾞがé',
  '##',
  '[MASK]',
  '[UNK]',
  'hello',
  '12345',
];

describe('fastTokens', () => {
  it('gives the ids of the library for any text', () => {
    const fast = fastTokens(slow, FILE);
    const text = fc.array(fc.oneof(fc.constantFrom(...PIECES), fc.string({ unit: 'grapheme', maxLength: 4 })));
    fc.assert(
      fc.property(text, (parts) => {
        expect(fast(parts.join(''))).toEqual(slow(parts.join('')));
      }),
      { numRuns: 2000 },
    );
  });

  it('asks the library once for each character and piece', () => {
    const asked: string[] = [];
    const fast = fastTokens((text) => {
      asked.push(text);
      return slow(text);
    }, FILE);
    for (const text of ['好的，好的', '，好', '的']) fast(text);
    expect(asked).toEqual(['好', '的', '，']);
  });

  it.each([
    ['another normalizer', { normalizer: { type: 'Precompiled' } }],
    ['Chinese characters that stay together', { normalizer: { type: 'BertNormalizer', handle_chinese_chars: false } }],
    ['another cut before words', { pre_tokenizer: { type: 'Metaspace' } }],
    ['a Chinese token of its own', { added_tokens: [{ content: '[客户]' }] }],
  ])('leaves a tokenizer with %s alone', (_, change) => {
    expect(fastTokens(slow, { ...FILE, ...change })).toBe(slow);
  });
});
