/** What the numbers that a model gives for its labels mean to the product. Pure. */
import { type LabelNames, labelKey, MEANINGS, type Meaning } from '../domain/model-label.js';
import type { ModelConfig } from './model-settings.js';
import type { LogitReading } from './probabilities.js';

/** A label of a model by its name; null where it is not understood and says nothing. */
export interface ModelLabel {
  readonly name: string;
  readonly meaning: Meaning | null;
}

/** Names that need no file: each meaning by its own. */
export const OWN_NAMES: LabelNames = {
  negative: ['negative'],
  neutral: ['neutral'],
  positive: ['positive'],
  abuse: ['abuse'],
};

export function labelsOf(labels: readonly string[], names: LabelNames): readonly ModelLabel[] {
  const known = new Map(
    MEANINGS.flatMap((meaning) => names[meaning].map((name) => [labelKey(name), meaning] as const)),
  );
  return labels.map((name) => ({ name, meaning: known.get(labelKey(name)) ?? null }));
}

/** Whether any label says something: neutral alone does not. */
export const saysAnything = (labels: readonly ModelLabel[]): boolean =>
  labels.some(({ meaning }) => meaning !== null && meaning !== 'neutral');

export function logitReadingOf({ settings, isMultiLabel }: ModelConfig, labels: readonly ModelLabel[]): LogitReading {
  return {
    meanings: labels.map(({ meaning }) => meaning),
    form: isMultiLabel ? 'each' : settings.separateAbuse ? 'feelings and abuse' : 'one of all',
    temperature: settings.temperature,
  };
}
