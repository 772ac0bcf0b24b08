/** Reads by which names the labels of other models are known (`models/encoder-labels.yaml`) and checks them. */
import { z } from 'zod';
import { type LabelNames, labelKey, MEANINGS } from '../domain/model-label.js';
import { checkedYaml, type Fault } from './checked-yaml.js';
import { readModel } from './text-files.js';

const names = z.array(z.string().min(1));
const schema = z.strictObject({
  schemaVersion: z.literal(1),
  negative: names,
  neutral: names,
  positive: names,
  abuse: names,
});

/** A name that stands twice, or that holds no letter or digit. */
function faultsOf(file: z.infer<typeof schema>): readonly Fault[] {
  const seen = new Set<string>();
  return MEANINGS.flatMap((meaning) =>
    file[meaning].flatMap((name, index): readonly Fault[] => {
      const key = labelKey(name);
      const message =
        key === '' ? `"${name}" has no letter and no digit.` : seen.has(key) ? `"${name}" stands here twice.` : null;
      seen.add(key);
      return message === null ? [] : [{ path: [meaning, index], message }];
    }),
  );
}

/** Throws a ConfigError where the file is missing or has a mistake. */
export function readEncoderLabels(modelsFolder: string): LabelNames {
  return checkedYaml(readModel(modelsFolder, 'encoder-labels.yaml'), schema, faultsOf);
}
