/**
 * Token ids of texts, faster than the library gives them. A tokenizer of the BERT kind sets every Chinese character apart
 * before it does anything else, so the ids of a text are those of its characters and of the pieces between them, one
 * after the other; each is asked for once and kept.
 */
import { z } from 'zod';
import { LruCache } from './lru.js';

type Tokenize = (text: string) => readonly number[];

/** Pieces between Chinese characters that are kept: punctuation, numbers, words of other scripts. */
const KEPT_PIECES = 20_000;
const [FIRST_HAN, LAST_HAN] = [0x4e00, 0x9fff];
const HAN = /[\u4e00-\u9fff]/;

/** Ids by way of the characters where the tokenizer sets them apart, else as it is. */
export function fastTokens(tokenize: Tokenize, tokenizerFile: unknown): Tokenize {
  if (!setsHanApart(tokenizerFile)) return tokenize;
  /** By their distance from the first one. */
  const characters: (readonly number[] | undefined)[] = new Array(LAST_HAN - FIRST_HAN + 1);
  const pieces = new LruCache<string, readonly number[]>(KEPT_PIECES);
  const characterIds = (code: number) => {
    const known = characters[code - FIRST_HAN];
    if (known !== undefined) return known;
    const ids = tokenize(String.fromCharCode(code));
    characters[code - FIRST_HAN] = ids;
    return ids;
  };
  const pieceIds = (piece: string) => {
    const known = pieces.get(piece);
    if (known !== undefined) return known;
    const ids = tokenize(piece);
    pieces.set(piece, ids);
    return ids;
  };
  return (text) => {
    const ids: number[] = [];
    let start = 0;
    for (let at = 0; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code < FIRST_HAN || code > LAST_HAN) continue;
      if (start < at) for (const id of pieceIds(text.slice(start, at))) ids.push(id);
      for (const id of characterIds(code)) ids.push(id);
      start = at + 1;
    }
    if (start < text.length) for (const id of pieceIds(text.slice(start))) ids.push(id);
    return ids;
  };
}

const bert = z.object({ type: z.literal('BertNormalizer'), handle_chinese_chars: z.literal(true) });
/** What looks at single characters alone, and changes no Chinese one. */
const single = z.union([
  z.object({ type: z.enum(['NFC', 'NFKC', 'Lowercase']) }),
  z.object({
    type: z.literal('Replace'),
    pattern: z.object({
      String: z
        .string()
        .length(1)
        .refine((text) => !HAN.test(text)),
    }),
  }),
]);
const apartSchema = z.object({
  normalizer: z.union([
    bert,
    z.object({
      type: z.literal('Sequence'),
      normalizers: z
        .array(z.union([bert, single]))
        .refine((steps) => steps.some((step) => bert.safeParse(step).success)),
    }),
  ]),
  pre_tokenizer: z.object({ type: z.literal('BertPreTokenizer') }),
  model: z.object({ type: z.literal('WordPiece') }),
  added_tokens: z.array(z.object({ content: z.string().refine((text) => !HAN.test(text)) })),
});

const setsHanApart = (tokenizerFile: unknown): boolean => apartSchema.safeParse(tokenizerFile).success;
