/**
 * Thanks, the offer of more help, and the end of the call.
 *
 * A goodbye closes wherever it is said; thanks for the call, "that will be all" and the like close only in the last
 * agent turns. Thanks with an object in the very last agent turn close too: the texts prefer thanks to a goodbye.
 * `ends_call` is the announcement that the agent ends the call, polite or not.
 */
import type { Finding } from '../domain/finding.js';
import { actsOf, anyTrue, countedTurns, unless } from './acts.js';
import { type FindingStore, finding, findingStore, type StageInput } from './stage.js';

/** Agent turns at the end in which a late formula closes. */
const LAST_AGENT_TURNS = 3;
/** Thanks in the last agent turn close when it is among so many turns from the end. */
const LAST_TURNS = 3;

const OBJECT_FIRST = (objects: readonly unknown[]) => objects.find((object) => object !== 'none') ?? 'none';

function thanksAtTheEnd(input: StageInput, closings: FindingStore, thanks: FindingStore): readonly Finding[] {
  const last = countedTurns(input, 'agent').at(-1);
  if (last === undefined || closings.has(last, 'closing')) return [];
  if (input.reading.turns.length - 1 - last >= LAST_TURNS) return [];
  const given = thanks.at(last, 'gratitude')[0];
  if (given === undefined || given.attributes.object === 'none') return [];
  return [
    finding({
      label: 'closing',
      stage: 'procedure',
      turn: last,
      span: given.span,
      strength: 0.6,
      source: { kind: 'rule', id: 'thanks-in-the-last-turn' },
      witnesses: [given.source],
      attributes: { goodbye: false, thanks: true, ends_call: false },
    }),
  ];
}

export function closingFindings(input: StageInput): readonly Finding[] {
  const agents = countedTurns(input, 'agent');
  const late = new Set(agents.slice(Math.max(1, agents.length - LAST_AGENT_TURNS)));
  const gratitude = actsOf(input, {
    label: 'gratitude',
    stage: 'procedure',
    lexicons: ['gratitude'],
    combine: (attributes) => ({ object: String(OBJECT_FIRST(attributes.map((each) => each.object))) }),
  });
  const thanks = findingStore(gratitude);
  const joined = anyTrue('goodbye', 'thanks', 'ends_call');
  const closings = actsOf(input, {
    label: 'closing',
    stage: 'procedure',
    lexicons: ['closing'],
    judge: (hit) => unless(hit, hit.attributes.late === true && !late.has(hit.turn)),
    combine: joined,
  }).map((closing) =>
    closing.counted && thanks.has(closing.turn, 'gratitude')
      ? { ...closing, attributes: { ...closing.attributes, thanks: true } }
      : closing,
  );
  return [
    ...gratitude,
    ...actsOf(input, { label: 'offer_more_help', stage: 'procedure', lexicons: ['offer_more_help'] }),
    ...closings,
    ...thanksAtTheEnd(input, findingStore(closings), thanks),
  ];
}
