/**
 * Smaller acts of procedure: asking an off-topic caller for the matter, small talk, a sales pitch, taking back a slip;
 * and of the caller: being misunderstood, asking for a superior.
 *
 * The opening offer of help is no probe: a probe comes after the first agent turn and after the caller said something.
 */
import type { Finding } from '../domain/finding.js';
import type { Hit } from '../text/reading.js';
import { actsOf, countedTurns, unless, type Verdict } from './acts.js';
import { type FindingStore, neighbours, type StageInput } from './stage.js';

/** A caller turn of fewer characters (words) has said nothing yet ("hello"). */
const SAID_LENGTH = 4;

/** Whether the call is under way at an agent turn: not the first, and the caller has said something. */
function underWay(input: StageInput, turn: number): boolean {
  if (turn === countedTurns(input, 'agent')[0]) return false;
  return countedTurns(input, 'caller').some(
    (other) => other < turn && input.reading.turns[other]!.length >= SAID_LENGTH,
  );
}

function probes(input: StageInput, found: FindingStore): readonly Finding[] {
  const worded = actsOf(input, {
    label: 'business_probe',
    stage: 'procedure',
    lexicons: ['business_probe'],
    judge: (hit) => unless(hit, !underWay(input, hit.turn)),
  });
  const have = new Set(worded.filter((each) => each.counted).map((each) => each.turn));
  const offers = found
    .of('question_open')
    .filter((each) => each.attributes.purpose === 'help_offer' && !have.has(each.turn) && underWay(input, each.turn))
    .map((each) => ({ ...each, label: 'business_probe' as const, attributes: {} }));
  return [...worded, ...offers];
}

/** An ambiguous protest counts right after the agent restated the matter or solved it. */
function misunderstood(input: StageInput, hit: Hit, found: FindingStore): Verdict {
  if (hit.discardedBecause !== 'weak') return unless(hit, false);
  const before = neighbours(input.reading, hit.turn, 'agent', -1, 1)[0];
  const restated = before !== undefined && found.has(before, 'paraphrase');
  return { discardedBecause: restated ? null : 'weak' };
}

export function asideFindings(input: StageInput, found: FindingStore): readonly Finding[] {
  return [
    ...probes(input, found),
    ...actsOf(input, { label: 'small_talk', stage: 'procedure', lexicons: ['small_talk'] }),
    ...actsOf(input, { label: 'sales_pitch', stage: 'procedure', lexicons: ['sales_pitch'] }),
    ...actsOf(input, { label: 'self_correction', stage: 'procedure', lexicons: ['self_correction'] }),
    ...actsOf(input, {
      label: 'misunderstood',
      stage: 'procedure',
      lexicons: ['misunderstood'],
      judge: (hit) => misunderstood(input, hit, found),
    }),
    ...actsOf(input, { label: 'supervisor_request', stage: 'procedure', lexicons: ['supervisor_request'] }),
  ];
}
