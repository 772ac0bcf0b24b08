/** Fetches models from the model hub, or from the address in `HF_ENDPOINT`; the one place that touches the network. */
import { AutoModelForSequenceClassification, AutoTokenizer, env, ModelRegistry } from '@xenova/transformers';
import { SESSION, stayOffline } from './model.js';
import { NUMBER_FORMATS } from './model-folder.js';

/**
 * Puts config, tokenizer and weights of a model into `target/ID`; only names of files go over the line. The library
 * writes each file beside its place first, and the weights come last, so that a folder with weights is whole.
 */
export async function fetchModel(id: string, target: string): Promise<void> {
  stayOffline(target);
  env.remoteHost = process.env.HF_ENDPOINT ?? env.remoteHost;
  env.cacheDir = target;
  env.useFSCache = true;
  env.allowRemoteModels = true;
  try {
    const offered: readonly string[] = await ModelRegistry.get_available_dtypes(id);
    const format = NUMBER_FORMATS.find((name) => offered.includes(name));
    if (format === undefined) throw new Error('it offers no weights in the ONNX format');
    await AutoTokenizer.from_pretrained(id);
    const network = await AutoModelForSequenceClassification.from_pretrained(id, {
      dtype: format,
      device: 'cpu',
      session_options: SESSION,
    });
    await network.dispose();
  } finally {
    stayOffline(target);
  }
}
