/** Where the parts of a model lie in its folder, and which of its weights are taken. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const CONFIG = 'config.json';
const TOKENIZER = 'tokenizer.json';
export const WEIGHTS_FOLDER = 'onnx';
const WEIGHTS = `${WEIGHTS_FOLDER}/model*.onnx`;

/** What follows `model` in the name of the weights, by their number format; those that two cores read fastest come first. */
const ENDINGS = {
  q8: '_quantized',
  int8: '_int8',
  uint8: '_uint8',
  fp32: '',
  fp16: '_fp16',
  q4: '_q4',
  bnb4: '_bnb4',
  q4f16: '_q4f16',
} as const;

export type NumberFormat = keyof typeof ENDINGS;
export const NUMBER_FORMATS = Object.keys(ENDINGS) as readonly NumberFormat[];

const weightsName = (format: NumberFormat): string => `model${ENDINGS[format]}.onnx`;

/** The number format of the weights that are taken; null where there are none. */
export function numberFormatIn(folder: string): NumberFormat | null {
  const weights = join(folder, WEIGHTS_FOLDER);
  const names = existsSync(weights) ? readdirSync(weights) : [];
  return NUMBER_FORMATS.find((format) => names.includes(weightsName(format))) ?? null;
}

/** What a model cannot be loaded without and the folder does not hold. */
export function missingParts(folder: string): readonly string[] {
  const missing = [CONFIG, TOKENIZER].filter((name) => !existsSync(join(folder, name)));
  return numberFormatIn(folder) === null ? [...missing, WEIGHTS] : missing;
}

/** The files on which what a model says hangs. */
export function decidingFiles(folder: string, format: NumberFormat): readonly string[] {
  return [CONFIG, TOKENIZER, join(WEIGHTS_FOLDER, weightsName(format))].map((name) => join(folder, name));
}
