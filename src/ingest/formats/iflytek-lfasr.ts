/**
 * iFlytek long-form recognition (lfasr): the list of the first version, and `orderResult` of the second, alone or in the
 * answer of getResult. https://www.xfyun.cn/doc/asr/ifasr_new/API.html. Times are milliseconds as text, those of words
 * frames of 10 ms from the start of their sentence; a role (`rl`, `speaker`) of 0 means that speakers were not told apart.
 */
import { z } from 'zod';
import type { Segment } from '../clean.js';
import type { DocumentContext, JsonFormat } from '../format.js';
import { innerJson } from '../inner-json.js';
import { joinText } from '../join-text.js';
import { isObject } from '../keys.js';
import { type Fault, fault, isFault } from '../reject.js';
import {
  anything,
  confidence,
  optional,
  optionalList,
  optionalName,
  optionalNumber,
  optionalText,
  parsed,
  text,
} from '../schema.js';
import { meanConfidence, vendorCall, wordsOf } from '../vendor-call.js';

const FRAME_MS = 10;
/** A piece of a sentence that ends a segment and says nothing. */
const SEGMENT_END = 'g';
const PUNCTUATION = 'p';
/** The order is done. */
const STATUS_DONE = 4;

const listSchema = z.array(
  z.object({
    bg: optionalNumber,
    ed: optionalNumber,
    onebest: text,
    speaker: optionalName,
    wordsResultList: optionalList(
      z.object({ wordsName: text, wordBg: optionalNumber, wordEd: optionalNumber, wc: confidence, wp: optionalText }),
    ),
  }),
);

const orderSchema = z.object({
  orderId: optionalText,
  status: optionalNumber,
  originalDuration: optionalNumber,
});

const latticeSchema = z.object({
  lattice: z.array(z.object({ json_1best: anything })),
  label: optional(z.object({ rl_track: optionalList(z.object({ rl: optionalName, track: optionalText })) })),
});

const bestSchema = z.object({
  st: z.object({
    bg: optionalNumber,
    ed: optionalNumber,
    rl: optionalName,
    rt: optionalList(
      z.object({
        ws: optionalList(
          z.object({
            wb: optionalNumber,
            we: optionalNumber,
            cw: optionalList(z.object({ w: optionalText, wp: optionalText, sc: confidence })),
          }),
        ),
      }),
    ),
  }),
});

export const iflytekLfasr: JsonFormat = {
  id: 'iflytek-lfasr',
  name: 'iFlytek long-form recognition',
  status: 'supported',
  recognisedBy:
    'a list of sentences with `onebest`, or `orderResult` or `lattice` (the second version is experimental)',
  documentation: 'https://www.xfyun.cn/doc/asr/ifasr_new/API.html',
  keeps: 'word times, confidence, roles as speaker labels, tracks as channels',
  sample: 'iflytek-lfasr.json',
  kind: 'json',
  recognise(document) {
    if (isSentenceList(document)) return true;
    if (!isObject(document)) return false;
    if ('lattice' in document || 'orderResult' in document) return true;
    if ('content' in document && isObject(document.content)) return 'orderInfo' in document.content;
    return 'data' in document && typeof document.data === 'string' && document.data.includes('onebest');
  },
  read(document, context) {
    if (!isObject(document) || 'lattice' in document) return readResult(document, null, context);
    if ('data' in document) return readInner(document.data, 'data', null, context);
    const content = 'content' in document && isObject(document.content) ? document.content : document;
    const order = parsed(orderSchema, 'orderInfo' in content ? content.orderInfo : {});
    if (isFault(order)) return order;
    if (order.status !== null && order.status !== STATUS_DONE) {
      return [{ callId: order.orderId, fault: fault('no_result', { status: order.status }) }];
    }
    return readInner('orderResult' in content ? content.orderResult : undefined, 'orderResult', order, context);
  },
};

type Order = z.infer<typeof orderSchema>;

function isSentenceList(document: unknown): boolean {
  return Array.isArray(document) && isObject(document[0]) && 'onebest' in document[0];
}

function readInner(value: unknown, field: string, order: Order | null, context: DocumentContext) {
  const inner = innerJson(value, field);
  return isFault(inner) ? inner : readResult(inner, order, context);
}

function readResult(document: unknown, order: Order | null, context: DocumentContext) {
  const segments = Array.isArray(document) ? sentencesOf(document) : latticeOf(document);
  if (isFault(segments)) return segments;
  return [
    vendorCall(
      iflytekLfasr.id,
      {
        callId: order?.orderId ?? null,
        durationMs: order?.originalDuration ?? null,
        segments,
        unit: 'ms',
      },
      context,
    ),
  ];
}

function sentencesOf(document: unknown): readonly Segment[] | Fault {
  const sentences = parsed(listSchema, document);
  if (isFault(sentences)) return sentences;
  return sentences.map(({ bg, ed, onebest, speaker, wordsResultList }) => {
    const pieces = wordsResultList.filter(({ wp }) => wp !== SEGMENT_END && wp !== PUNCTUATION);
    return {
      text: onebest,
      startMs: bg,
      endMs: ed,
      label: roleOf(speaker),
      words: wordsOf(pieces.map((word) => ({ text: word.wordsName, ...frames(bg, word.wordBg, word.wordEd) }))),
      asrConfidence: meanConfidence(
        pieces.map((word) => ({ text: '', startMs: null, endMs: null, confidence: word.wc })),
      ),
    };
  });
}

function latticeOf(document: unknown): readonly Segment[] | Fault {
  const result = parsed(latticeSchema, document);
  if (isFault(result)) return result;
  const tracks = new Map(result.label?.rl_track.map(({ rl, track }) => [rl, track]) ?? []);
  const segments: Segment[] = [];
  for (const [index, { json_1best }] of result.lattice.entries()) {
    const inner = innerJson(json_1best, `lattice[${index}].json_1best`);
    const best = isFault(inner) ? inner : parsed(bestSchema, inner);
    if (isFault(best)) return best;
    const { bg, ed, rl, rt } = best.st;
    const pieces = rt
      .flatMap(({ ws }) => ws)
      .flatMap(({ wb, we, cw }) => (cw[0] === undefined ? [] : [{ ...cw[0], wb, we }]))
      .filter(({ wp }) => wp !== SEGMENT_END);
    const track = tracks.get(rl) ?? null;
    segments.push({
      text: joinText(pieces.map(({ w }) => w ?? '')),
      startMs: bg,
      endMs: ed,
      label: roleOf(rl),
      channel: track === 'L' ? 0 : track === 'R' ? 1 : null,
      words: wordsOf(
        pieces
          .filter(({ wp }) => wp !== PUNCTUATION)
          .map(({ w, wb, we }) => ({ text: w ?? '', ...frames(bg, wb, we) })),
      ),
      asrConfidence: meanConfidence(
        pieces
          .filter(({ wp, sc }) => wp !== PUNCTUATION && sc !== 0)
          .map(({ sc }) => ({ text: '', startMs: null, endMs: null, confidence: sc })),
      ),
    });
  }
  return segments;
}

function frames(begin: number | null, from: number | null, to: number | null) {
  const at = (frame: number | null) => (begin === null || frame === null ? null : begin + frame * FRAME_MS);
  return { startMs: at(from), endMs: at(to) };
}

function roleOf(role: string | null): string | null {
  return role === '0' ? null : role;
}
