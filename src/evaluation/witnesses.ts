/** What the product's witnesses said at a place where it differs from the labels: found, thrown out, or nothing. */
import type { Finding, Source } from '../domain/finding.js';
import type { CallResult } from '../domain/result.js';
import type { Difference } from './comparison.js';

function sourceText(source: Source): string {
  switch (source.kind) {
    case 'phrase':
      return `phrase ${source.lexicon}: ${source.entry}`;
    case 'model':
      return `model ${source.id} ${source.probability}`;
    case 'timing':
      return `timing ${source.overlapMs ?? source.silenceMs ?? ''} ms`;
    case 'record':
      return `record ${source.event}`;
    case 'rule':
      return `rule ${source.id}`;
  }
}

function findingText({ label, source, witnesses, strength, discardedBecause }: Finding): string {
  const state = discardedBecause === null ? '' : ` (${discardedBecause})`;
  return `${label}${state} ${strength} by ${[source, ...witnesses].map(sourceText).join(' + ')}`;
}

/** For a label or interruption the findings of that name in that turn; for a verdict its reason and evidence. */
export function witnessText(difference: Difference, result: CallResult): string {
  const [kind, name] = difference.check.split('.') as [string, string | undefined];
  if (kind === 'criterion') {
    const criterion = result.criteria.find(({ id }) => id === name);
    if (criterion === undefined) return '';
    const at = criterion.evidence.map((evidence) => `${evidence.name} in turn ${evidence.turn}`);
    return [criterion.reason.code, ...new Set(at)].join('; ');
  }
  if (kind === 'harassment') {
    const { path, evidence } = result.harassment;
    const steps = path.map((step) => `${step.state} at ${step.turn} by ${step.signal}`);
    return [...steps, ...evidence.map(({ name: found, turn }) => `${found} in turn ${turn}`)].join('; ');
  }
  if (kind === 'sentiment') {
    const mood = result.sentiment.turns.find(({ turn }) => turn === difference.turn);
    return mood === undefined ? '' : [`${mood.label} ${mood.score}`, ...mood.sources.map(sourceText)].join('; ');
  }
  const label = kind === 'label' ? name : kind;
  return result.findings
    .filter((finding) => finding.turn === difference.turn && finding.label === label)
    .map(findingText)
    .join('; ');
}
