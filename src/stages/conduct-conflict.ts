/**
 * The agent in conflict: scolding, arguing, defending oneself.
 *
 * Arguing is contradiction, rebuttal, scolding, mockery and striking back (labelling guide). A mere contradiction counts
 * only against an upset caller and without a feeling shared, an apology, a finding or a softening word: calm correction
 * of a fact is none. A request for decent words said with "please" is a boundary, no scolding.
 */
import type { Finding } from '../domain/finding.js';
import type { Hit } from '../text/reading.js';
import { actsOf, inClauseOf, unless, type Verdict } from './acts.js';
import { displeasedBefore } from './near.js';
import { findingStore, type StageInput } from './stage.js';

/** Caller turns in which displeasure makes a contradiction an argument. */
const UPSET_TURNS = 2;

function calm(input: StageInput, hit: Hit): boolean {
  return (
    input.found.has(hit.turn, 'empathy', 'apology', 'check_result', 'responsibility') ||
    input.reading.hits(hit.turn, 'softener').length > 0
  );
}

function contradiction(input: StageInput, hit: Hit): Verdict {
  if (hit.discardedBecause !== 'weak') return unless(hit, false);
  const counts = displeasedBefore(input, hit.turn, UPSET_TURNS) && !calm(input, hit);
  return { discardedBecause: counts ? null : 'weak' };
}

function scolds(input: StageInput, hit: Hit): Verdict {
  const insulting = hit.lexicon === 'agent_insult' || hit.attributes.insulting === true;
  const attributes = { insulting };
  if (hit.discardedBecause === 'weak') return { ...contradiction(input, hit), attributes };
  return { ...unless(hit, !insulting && inClauseOf(input, hit, 'please_thanks')), attributes };
}

export function conflictFindings(input: StageInput): readonly Finding[] {
  const scolding = actsOf(input, {
    label: 'scolding',
    stage: 'conduct',
    lexicons: ['scolding', 'agent_insult'],
    judge: (hit) => scolds(input, hit),
    combine: (attributes) => ({ insulting: attributes.some((each) => each.insulting === true) }),
  });
  const worded = actsOf(input, {
    label: 'arguing',
    stage: 'conduct',
    lexicons: ['arguing', 'contempt', 'counter_attack'],
    judge: (hit) => contradiction(input, hit),
  });
  const argued = findingStore(worded);
  const byScolding = scolding
    .filter((each) => each.counted && !argued.has(each.turn, 'arguing'))
    .map((each) => ({ ...each, label: 'arguing' as const, attributes: {} }));
  return [
    ...scolding,
    ...worded,
    ...byScolding,
    ...actsOf(input, { label: 'self_justification', stage: 'conduct', lexicons: ['self_justification'] }),
  ];
}
