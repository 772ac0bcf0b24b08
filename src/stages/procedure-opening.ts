/**
 * How the call is opened: greeting, the organisation's name, the agent's name or staff number.
 *
 * A greeting counts in the first agent turn only (labelling guide, rulings); naming the organisation there greets too.
 * A greeting word later regains attention and is kept as discarded.
 */
import type { Finding } from '../domain/finding.js';
import { actsOf, countedTurns, unless } from './acts.js';
import type { StageInput } from './stage.js';

export function openingFindings(input: StageInput): readonly Finding[] {
  const opener = countedTurns(input, 'agent')[0];
  const midCall = input.found.of('mid_call_start').length > 0;
  return [
    ...actsOf(input, {
      label: 'greeting',
      stage: 'procedure',
      lexicons: ['greeting', 'organisation_name'],
      judge: (hit) => unless(hit, hit.turn !== opener || midCall),
    }),
    ...actsOf(input, { label: 'organisation_name', stage: 'procedure', lexicons: ['organisation_name'] }),
    ...actsOf(input, { label: 'agent_name', stage: 'procedure', lexicons: ['agent_name'] }),
  ];
}
