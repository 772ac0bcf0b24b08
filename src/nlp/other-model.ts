/** A text-classification model that is used in place of the shipped encoder: a folder, or an id of the model hub. */
import { createHash } from 'node:crypto';
import { createReadStream, existsSync, statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { messageOf, TingpingError } from '../domain/errors.js';
import type { LabelNames } from '../domain/model-label.js';
import { fetchModel } from './hub.js';
import { decidingFiles, missingParts, numberFormatIn } from './model-folder.js';

export interface OtherModel {
  /** The id of the hub, or the name of the folder. */
  readonly id: string;
  /** Digest of config, tokenizer and weights. */
  readonly version: string;
  readonly folder: string;
  readonly names: LabelNames;
}

export interface ModelSearch {
  /** Whether a model may be fetched over the network. */
  readonly allowRemote: boolean;
  /** Folder of the models that were fetched before. */
  readonly fetched: string;
  readonly names: LabelNames;
}

const HUB_ID = /^[\w][\w.-]*(\/[\w][\w.-]*)?$/;
const DIGEST_LENGTH = 12;

/** Throws one sentence where there is no such model. Nothing touches the network unless it is allowed. */
export async function findModel(named: string, { allowRemote, fetched, names }: ModelSearch): Promise<OtherModel> {
  const folder = resolve(named);
  if (existsSync(folder)) return openFolder(folder, basename(folder), names);
  if (!HUB_ID.test(named)) throw refusal(named, 'is no folder and no id of the model hub', 'name one of them');
  if (!allowRemote) {
    throw refusal(
      named,
      'is no folder here',
      'to fetch it from the model hub by this id, add --allow-remote; without it nothing is fetched',
    );
  }
  const kept = join(fetched, named);
  if (!existsSync(kept) || missingParts(kept).length > 0) await fetchOrExplain(named, fetched);
  return openFolder(kept, named, names);
}

async function openFolder(folder: string, id: string, names: LabelNames): Promise<OtherModel> {
  if (!statSync(folder).isDirectory()) throw refusal(folder, 'is a file', 'name the folder of the model');
  const format = numberFormatIn(folder);
  const missing = missingParts(folder);
  if (format === null || missing.length > 0) {
    throw refusal(folder, `has no ${missing.join(' and no ')}`, 'name a folder with all parts of a model');
  }
  return { id, version: await digestOf(decidingFiles(folder, format)), folder, names };
}

async function fetchOrExplain(id: string, fetched: string): Promise<void> {
  try {
    await fetchModel(id, fetched);
  } catch (thrown) {
    const cause = (messageOf(thrown).split('\n')[0] ?? '').replace(/\.$/, '');
    throw refusal(
      id,
      `could not be fetched (${cause})`,
      'check the id and the connection, or put its files into a folder and name that',
    );
  }
}

function refusal(model: string, problem: string, wayOut: string): TingpingError {
  return new TingpingError('model', `The model "${model}" ${problem}: ${wayOut}.`, { file: model });
}

async function digestOf(files: readonly string[]): Promise<string> {
  const hash = createHash('sha256');
  for (const file of files) for await (const chunk of createReadStream(file)) hash.update(chunk);
  return hash.digest('hex').slice(0, DIGEST_LENGTH);
}
