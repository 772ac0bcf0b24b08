/**
 * Makes small text-classification models on the spot: a table of one row a character, whose rows are added up over the
 * text. So it is plain what such a model must say. With `dynamic` the sums go through a scale that hangs on the whole
 * batch, as in most int8 models of the hub.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { message } from './protobuf.js';

export interface TinyModel {
  /** Logits that a character adds, one a label. */
  readonly words: Readonly<Record<string, readonly number[]>>;
  readonly labels: readonly string[];
  readonly dynamic?: boolean;
  readonly problemType?: string;
  /** The block that only this product asks for. */
  readonly tingping?: object;
  /** Longest window by the tokenizer, special tokens included. */
  readonly maxTokens?: number;
  /** Without it the folder has no `tokenizer_config.json`. */
  readonly tokenizerConfig?: boolean;
  /** Name of the weights. */
  readonly weights?: string;
  /** Columns of the table, where they are not as many as the labels. */
  readonly columns?: number;
}

const SPECIAL = ['[PAD]', '[UNK]', '[CLS]', '[SEP]'];
const [FLOAT, INT64] = [1, 7];
const OPSET = 17;

const node = (
  type: string,
  inputs: readonly string[],
  outputs: readonly string[],
  attributes: readonly Buffer[] = [],
) =>
  message([
    ...inputs.map((name) => [1, name] as const),
    ...outputs.map((name) => [2, name] as const),
    [4, type],
    ...attributes.map((attribute) => [5, attribute] as const),
  ]);

const tensor = (name: string, type: number, dims: readonly number[], values: Uint8Array) =>
  message([...dims.map((size) => [1, size] as const), [2, type], [8, name], [9, values]]);

const floats = (values: readonly number[]) => new Uint8Array(new Float32Array(values).buffer);
const whole = (values: readonly number[]) => new Uint8Array(new BigInt64Array(values.map(BigInt)).buffer);

/** Type and shape of an input or output; a dimension is a number or the name of an open one. */
const valueInfo = (name: string, type: number, dims: readonly (number | string)[]) =>
  message([
    [1, name],
    [
      2,
      [
        [
          1,
          [
            [1, type],
            [2, dims.map((size) => [1, [[typeof size === 'number' ? 1 : 2, size]]] as const)],
          ],
        ],
      ],
    ],
  ]);

function onnx(rows: readonly (readonly number[])[], dynamic: boolean): Buffer {
  const columns = rows[0]!.length;
  const sums = dynamic
    ? [
        node('DynamicQuantizeLinear', ['summed'], ['small', 'scale', 'zero']),
        node('DequantizeLinear', ['small', 'scale', 'zero'], ['logits']),
      ]
    : [node('Identity', ['summed'], ['logits'])];
  const graph = message([
    [1, node('Gather', ['table', 'input_ids'], ['rows'])],
    [
      1,
      node(
        'Cast',
        ['attention_mask'],
        ['seen'],
        [
          message([
            [1, 'to'],
            [3, FLOAT],
            [20, 2],
          ]),
        ],
      ),
    ],
    [1, node('Unsqueeze', ['seen', 'last'], ['weights'])],
    [1, node('Mul', ['rows', 'weights'], ['counted'])],
    [
      1,
      node(
        'ReduceSum',
        ['counted', 'tokens'],
        ['summed'],
        [
          message([
            [1, 'keepdims'],
            [3, 0],
            [20, 2],
          ]),
        ],
      ),
    ],
    ...sums.map((each) => [1, each] as const),
    [2, 'tiny'],
    [5, tensor('table', FLOAT, [rows.length, columns], floats(rows.flat()))],
    [5, tensor('last', INT64, [1], whole([2]))],
    [5, tensor('tokens', INT64, [1], whole([1]))],
    [11, valueInfo('input_ids', INT64, ['batch', 'length'])],
    [11, valueInfo('attention_mask', INT64, ['batch', 'length'])],
    [12, valueInfo('logits', FLOAT, ['batch', columns])],
  ]);
  return message([
    [1, 8],
    [7, graph],
    [
      8,
      [
        [1, ''],
        [2, OPSET],
      ],
    ],
  ]);
}

const tokenizerOf = (vocabulary: readonly string[]) => ({
  version: '1.0',
  truncation: null,
  padding: null,
  added_tokens: SPECIAL.map((content, id) => ({ id, content, special: true })),
  normalizer: { type: 'BertNormalizer', clean_text: true, handle_chinese_chars: true, lowercase: true },
  pre_tokenizer: { type: 'BertPreTokenizer' },
  post_processor: {
    type: 'TemplateProcessing',
    single: [
      { SpecialToken: { id: '[CLS]', type_id: 0 } },
      { Sequence: { id: 'A', type_id: 0 } },
      { SpecialToken: { id: '[SEP]', type_id: 0 } },
    ],
    pair: [],
    special_tokens: {
      '[CLS]': { id: '[CLS]', ids: [2], tokens: ['[CLS]'] },
      '[SEP]': { id: '[SEP]', ids: [3], tokens: ['[SEP]'] },
    },
  },
  decoder: null,
  model: {
    type: 'WordPiece',
    unk_token: '[UNK]',
    continuing_subword_prefix: '##',
    max_input_chars_per_word: 100,
    vocab: Object.fromEntries(vocabulary.map((token, id) => [token, id])),
  },
});

/** Writes the model into a folder. */
export function writeTinyModel(folder: string, model: TinyModel): void {
  const { words, labels, weights = 'model.onnx', columns = labels.length } = model;
  const vocabulary = [...SPECIAL, ...Object.keys(words)];
  const nothing = Array.from({ length: columns }, () => 0);
  const rows = vocabulary.map((token) => words[token] ?? nothing);
  const json = (name: string, value: unknown) => writeFileSync(join(folder, name), JSON.stringify(value));
  mkdirSync(join(folder, 'onnx'), { recursive: true });
  writeFileSync(join(folder, 'onnx', weights), onnx(rows, model.dynamic ?? false));
  json('tokenizer.json', tokenizerOf(vocabulary));
  if (model.tokenizerConfig ?? true) {
    json('tokenizer_config.json', { tokenizer_class: 'BertTokenizer', model_max_length: model.maxTokens ?? 64 });
  }
  json('config.json', {
    model_type: 'bert',
    architectures: ['BertForSequenceClassification'],
    id2label: Object.fromEntries(labels.map((label, index) => [index, label])),
    problem_type: model.problemType ?? null,
    tingping: model.tingping,
  });
}
