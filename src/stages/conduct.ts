/**
 * Stage 7: the manner of the agent - phrases that put the caller down, conflict, loss of temper, over-familiarity.
 * A false accusation of an agent is worse than a miss, so ambiguous words need a second witness.
 */
import type { Finding } from '../domain/finding.js';
import type { Hit } from '../text/reading.js';
import { actsOf, anyTrue, unless, type Verdict } from './acts.js';
import { conflictFindings } from './conduct-conflict.js';
import { negativeFindings } from './conduct-negative.js';
import type { Stage, StageInput } from './stage.js';

/** Ambiguous familiarity ("shall we connect?") counts beside an endearment or a clear private word. */
function familiar(input: StageInput, hit: Hit): Verdict {
  if (hit.discardedBecause !== 'weak') return unless(hit, false);
  const clear = input.reading.hits(hit.turn, 'intimacy', 'neg_27', 'small_talk').length > 0;
  return { discardedBecause: clear ? null : 'weak' };
}

function mannerFindings(input: StageInput): readonly Finding[] {
  return [
    ...actsOf(input, { label: 'agent_emotion', stage: 'conduct', lexicons: ['agent_emotion'] }),
    ...actsOf(input, {
      label: 'intimacy',
      stage: 'conduct',
      lexicons: ['intimacy'],
      judge: (hit) => familiar(input, hit),
      combine: anyTrue('sexual'),
    }),
  ];
}

export const conductStage: Stage = {
  name: 'conduct',
  needs: [
    ...([
      'complaint',
      'anger',
      'empathy',
      'apology',
      'responsibility',
      'alternative',
      'solution',
      'commitment',
    ] as const),
    ...(['lookup', 'check_result', 'escalation', 'hold_request'] as const),
  ],
  makes: ['negative_language', 'arguing', 'scolding', 'self_justification', 'agent_emotion', 'intimacy'],
  run: (input) => ({
    findings: [...negativeFindings(input), ...conflictFindings(input), ...mannerFindings(input)],
  }),
};
