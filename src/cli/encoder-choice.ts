/** Which encoder a command uses: the shipped one, another model in its place, or none. */
import { homedir } from 'node:os';
import { join } from 'node:path';
import { readEncoderLabels } from '../config/encoder-labels.js';
import { findModel, type OtherModel } from '../nlp/other-model.js';
import type { CommonOptions } from './common-options.js';

export interface EncoderChoice {
  /** Folder of the shipped encoder and its witness of turn labels; null scores by phrases and structure alone. */
  readonly encoderFolder: string | null;
  /** The network that reads turns in place of the shipped one. */
  readonly otherModel: OtherModel | null;
}

/** Fetches the model where that is asked for; throws one sentence where it cannot be had. */
export async function encoderChoice({ model, models, allowRemote }: CommonOptions): Promise<EncoderChoice> {
  if (model === false) return { encoderFolder: null, otherModel: null };
  const encoderFolder = join(models, 'encoder');
  if (model === undefined) return { encoderFolder, otherModel: null };
  const names = readEncoderLabels(models);
  return { encoderFolder, otherModel: await findModel(model, { allowRemote, fetched: fetchedModels(), names }) };
}

/** Models that were fetched are kept where the caches of a person lie. */
const fetchedModels = (): string => join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'tingping', 'models');
