/**
 * What the `config.json` of a model says: its labels, and in a block `tingping` what only this product asks for. A model
 * of somebody else has no such block; then it reads every language as it is written, each text by itself, and where no
 * threshold is given it only supports what others find.
 */
import { z } from 'zod';
import type { Language } from '../domain/call.js';
import { issueFaults } from '../domain/schema-sentence.js';

const limit = z.number().min(0).max(1).nullable().default(null);
const divisor = z.number().positive().default(1);

const blockSchema = z.strictObject({
  id: z.string().min(1).nullable().default(null),
  version: z.string().min(1).nullable().default(null),
  /** Longest window in tokens, special tokens included; by default what tokenizer and positions allow. */
  maxTokens: z.int().min(8).nullable().default(null),
  /** Languages that the network reads. */
  languages: z
    .array(z.enum(['zh', 'en'] satisfies readonly Language[]))
    .min(1)
    .default(['zh', 'en']),
  /** Whether it learned from folded text: simplified script, half width, lower case. */
  folded: z.boolean().default(false),
  /** Whether no scale inside hangs on the batch, so that texts may be read together; `false` reads each by itself. */
  staticScales: z.boolean().default(false),
  /** Whether labels of abuse have an output of their own beside the feelings, each a yes or no. */
  separateAbuse: z.boolean().default(false),
  /** Divisors of the logits (> 0), fitted on held-out turns. */
  temperature: z.strictObject({ sentiment: divisor, abuse: divisor }).prefault({}),
  /** Probabilities from which a label may decide; null where it only supports. */
  thresholds: z.strictObject({ negative: limit, positive: limit, abuse: limit }).prefault({}),
  /** The network over the turns of a call that reads their vectors; null where the model gives none. */
  context: z
    .strictObject({
      /** What it speaks of, in the order of its outputs. */
      labels: z.array(z.string().min(1)).min(1),
      /** Who a turn may be of, in the order of its numbers. */
      speakers: z
        .array(z.enum(['agent', 'caller', 'unknown']))
        .refine((names) => new Set(names).size === 3, { error: 'must name agent, caller and unknown once each' }),
      /** How many turns to either side a turn sees; its neighbours always. */
      reach: z.int().min(1).max(100),
    })
    .nullable()
    .default(null),
  /** What the training scripts add to the logits for lines of CPED. */
  cpedShift: z.array(z.number()).optional(),
});

const configSchema = z.object({
  tingping: blockSchema.prefault({}),
  id2label: z.record(z.string(), z.string()).nullish(),
  problem_type: z.string().nullish(),
  max_position_embeddings: z.int().positive().nullish(),
  pad_token_id: z.int().min(0).nullish(),
});

export type ModelSettings = z.infer<typeof blockSchema>;
export type ContextSettings = NonNullable<ModelSettings['context']>;

export interface ModelConfig {
  readonly settings: ModelSettings;
  /** Names of the labels in the order of the logits. */
  readonly labels: readonly string[];
  /** Whether each label is a yes or no of its own. */
  readonly isMultiLabel: boolean;
  /** Positions of the network; null where the config does not tell. */
  readonly positions: number | null;
  readonly padId: number;
}

/** Throws an Error whose message continues "cannot be loaded: …". */
export function readModelConfig(config: unknown): ModelConfig {
  const parsed = configSchema.safeParse(config);
  if (!parsed.success) {
    const [fault] = issueFaults(parsed.error, configSchema, config, 'the file');
    throw new Error(`in its config.json: ${fault!.message}`);
  }
  const { tingping, id2label, problem_type, max_position_embeddings, pad_token_id } = parsed.data;
  const labels = Object.keys(id2label ?? {}).map((_, index) => id2label?.[String(index)]);
  if (labels.length === 0 || !labels.every((label) => label !== undefined)) {
    throw new Error('its config.json names no labels: "id2label" must name them from "0" on');
  }
  const { maxTokens } = tingping;
  if (maxTokens !== null && maxTokens > (max_position_embeddings ?? maxTokens)) {
    throw new Error(
      `in its config.json: "maxTokens" is ${maxTokens}, and the network has ${max_position_embeddings} positions ("max_position_embeddings")`,
    );
  }
  return {
    settings: tingping,
    labels,
    isMultiLabel: problem_type === 'multi_label_classification' || labels.length === 1,
    positions: max_position_embeddings ?? null,
    padId: pad_token_id ?? 0,
  };
}
