/** What a label of a text-classification model can mean to the product, and by which names it is known. */
export const MEANINGS = ['negative', 'neutral', 'positive', 'abuse'] as const;
export type Meaning = (typeof MEANINGS)[number];

/** Names of labels by their meaning; compared by `labelKey`. */
export type LabelNames = Readonly<Record<Meaning, readonly string[]>>;

const APART = /[^\p{L}\p{N}]+/gu;

/** Two names are one where their keys are equal: case, spaces, hyphens and underscores do not count. */
export const labelKey = (name: string): string => name.toLowerCase().replace(APART, '');
