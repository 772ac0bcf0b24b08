/**
 * How the call is opened: greeting, the organisation's name, the agent's name or staff number.
 *
 * An organisation is named by words that only organisations have ("bank", "hotline"), or by its place: what stands
 * between the greeting and the next formula of the opening, or the end of the clause, and is no sentence.
 *
 * A greeting counts in the first agent turn only (labelling guide, rulings); naming the organisation there greets too.
 * A greeting word later regains attention and is kept as discarded.
 */
import type { Finding } from '../domain/finding.js';
import { actsOf, countedTurns, unless } from './acts.js';
import { overlaps } from './near.js';
import { finding, type StageInput } from './stage.js';

/** Letters of a name that stands between two formulas. */
const NAME_LETTERS = { least: 2, most: 18 } as const;
/** A name known by its place alone. */
const BY_PLACE = 0.65;
const FORMULAS = ['greeting', 'agent_name', 'question_open', 'name_request', 'gratitude', 'opening_formulas'];
const LETTERS = /[\p{L}\p{N}]/gu;

/** The stretch after the greeting up to the next formula or the end of its clause, if it can be a name. */
function nameByPlace(input: StageInput, turn: number): Finding | null {
  const reading = input.reading.turns[turn]!;
  const formulas = input.reading.allHits(turn, ...FORMULAS);
  const greeting = input.reading.hits(turn, 'greeting')[0];
  if (greeting === undefined) return null;
  const start = reading.folded.slice(greeting.span.end).search(/[\p{L}\p{N}]/u) + greeting.span.end;
  const clause = reading.clauses.find((each) => each.start <= start && start < each.end);
  if (clause === undefined || start < greeting.span.end) return null;
  const next = formulas.map((hit) => hit.span.start).filter((position) => position >= start);
  const span = { start, end: Math.min(clause.end, ...next) };
  const letters = (reading.folded.slice(span.start, span.end).match(LETTERS) ?? []).length;
  const broken = input.reading.allHits(turn, 'not_a_name').some((hit) => overlaps(hit.span, span));
  if (broken || letters < NAME_LETTERS.least || letters > NAME_LETTERS.most) return null;
  return finding({
    label: 'organisation_name',
    stage: 'procedure',
    turn,
    span,
    strength: BY_PLACE,
    source: { kind: 'rule', id: 'name-after-greeting' },
  });
}

function organisationNames(input: StageInput): readonly Finding[] {
  const said = actsOf(input, { label: 'organisation_name', stage: 'procedure', lexicons: ['organisation_name'] });
  const byPlace = countedTurns(input, 'agent')
    .slice(0, 2)
    .filter((turn) => !said.some((name) => name.turn === turn && name.counted))
    .map((turn) => nameByPlace(input, turn))
    .filter((name) => name !== null);
  return [...said, ...byPlace];
}

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
    ...organisationNames(input),
    ...actsOf(input, { label: 'agent_name', stage: 'procedure', lexicons: ['agent_name'] }),
  ];
}
