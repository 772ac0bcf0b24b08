/**
 * How the call is opened: greeting, the organisation's name, the agent's name or staff number.
 *
 * An organisation is named by words that only organisations have ("bank", "hotline"), or by its place: what stands
 * between the greeting, or the very beginning, and the next formula of the opening or the end of the clause, and is no
 * sentence.
 *
 * A greeting counts in the first agent turn only (labelling guide, rulings); naming the organisation there greets too.
 * A greeting word later regains attention and is kept as discarded.
 */
import type { Finding } from '../domain/finding.js';
import { actsOf, countedTurns, unless } from './acts.js';
import { overlaps } from './near.js';
import { finding, type StageInput } from './stage.js';

/** Letters of a name that stands between two formulas; Latin writes a syllable in several. */
const NAME_LETTERS = { least: 2, most: { han: 18, latin: 32 } } as const;
const HAN = /\p{Script=Han}/u;
/** A name known by its place alone. */
const BY_PLACE = 0.65;
const FORMULAS = ['greeting', 'agent_name', 'question_open', 'name_request', 'gratitude', 'opening_formulas'];
const LETTERS = /[\p{L}\p{N}]/gu;

/** The first letter from a position on, behind "this is" and sounds that call. */
function startOfName(input: StageInput, turn: number, from: number): number {
  const { folded } = input.reading.turns[turn]!;
  const letterFrom = (position: number) => {
    const distance = folded.slice(position).search(/[\p{L}\p{N}]/u);
    return distance === -1 ? folded.length : position + distance;
  };
  const start = letterFrom(from);
  const calls = input.reading.hits(turn, 'opening_calls').filter(({ span }) => span.start === start);
  return letterFrom(Math.max(start, ...calls.map(({ span }) => span.end)));
}

/** The stretch from a position up to the next formula or the end of its clause, if it can be a name. */
function nameFrom(input: StageInput, turn: number, from: number): Finding | null {
  const reading = input.reading.turns[turn]!;
  const start = startOfName(input, turn, from);
  const clause = reading.clauses.find((each) => each.start <= start && start < each.end);
  if (clause === undefined) return null;
  const formulas = input.reading.allHits(turn, ...FORMULAS).map((hit) => hit.span.start);
  const span = { start, end: Math.min(clause.end, ...formulas.filter((position) => position >= start)) };
  const name = reading.folded.slice(span.start, span.end);
  const letters = (name.match(LETTERS) ?? []).length;
  const most = NAME_LETTERS.most[HAN.test(name) ? 'han' : 'latin'];
  const broken = input.reading.hits(turn, 'not_a_name').some((hit) => overlaps(hit.span, span));
  if (broken || letters < NAME_LETTERS.least || letters > most) return null;
  return finding({
    label: 'organisation_name',
    stage: 'procedure',
    turn,
    span,
    strength: BY_PLACE,
    source: { kind: 'rule', id: 'name-by-place' },
  });
}

/**
 * Behind the greeting, or, in the words with which the agent opens a call, at their very beginning: "X, hello", "X, go
 * ahead". Who only answers the caller opens nothing.
 */
function nameByPlace(input: StageInput, turn: number, opens: boolean): Finding | null {
  const greeting = input.reading.hits(turn, 'greeting')[0];
  const behind = greeting === undefined ? null : nameFrom(input, turn, greeting.span.end);
  if (behind !== null || !opens) return behind;
  return nameFrom(input, turn, 0);
}

function organisationNames(input: StageInput): readonly Finding[] {
  const said = actsOf(input, { label: 'organisation_name', stage: 'procedure', lexicons: ['organisation_name'] });
  const callerSpoke = countedTurns(input, 'caller')[0] ?? Number.POSITIVE_INFINITY;
  const midCall = input.found.of('mid_call_start').length > 0;
  const byPlace = countedTurns(input, 'agent')
    .slice(0, 2)
    .filter((turn) => !said.some((name) => name.turn === turn && name.counted))
    .map((turn, index) => nameByPlace(input, turn, index === 0 && turn < callerSpoke && !midCall))
    .filter((name) => name !== null);
  return [...said, ...byPlace];
}

export function openingFindings(input: StageInput): readonly Finding[] {
  const opener = countedTurns(input, 'agent')[0];
  const midCall = input.found.of('mid_call_start').length > 0;
  const names = organisationNames(input);
  const greetings = actsOf(input, {
    label: 'greeting',
    stage: 'procedure',
    lexicons: ['greeting', 'organisation_name'],
    judge: (hit) => unless(hit, hit.turn !== opener || midCall),
  });
  const greeted = midCall || greetings.some((each) => each.counted);
  const naming = greeted ? undefined : names.find((name) => name.turn === opener && name.counted);
  return [
    ...greetings,
    ...(naming === undefined ? [] : [{ ...naming, label: 'greeting' as const }]),
    ...names,
    ...actsOf(input, { label: 'agent_name', stage: 'procedure', lexicons: ['agent_name'] }),
  ];
}
