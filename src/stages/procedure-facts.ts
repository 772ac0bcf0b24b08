/**
 * Asking who the caller is, and asking for what was already told.
 *
 * A known fact is asked where the agent's own words say so ("what was it again"), where the caller protests ("I just
 * told you"), or where a telephone number, an order number or a date is asked that the caller gave in the turns before.
 * `readback`: the agent repeats the datum to have it confirmed.
 */
import type { Finding } from '../domain/finding.js';
import { type Hit, phraseSource } from '../text/reading.js';
import { actsAt, actsOf, unless } from './acts.js';
import { finding, neighbours, type StageInput } from './stage.js';

/** Caller turns before the question in which the fact may have been told. */
const TOLD_TURNS = 5;
const PHONE_DIGITS = [7, 8, 10, 11];
const NUMBER_MIN_DIGITS = 6;

function numbersIn(input: StageInput, text: string): readonly string[] {
  const numerals = `[0-9${input.pack.data.numerals}]`;
  return text.replace(/[\s-]/g, '').match(new RegExp(`[a-z]{0,3}${numerals}+`, 'g')) ?? [];
}

/** Whether the caller told a fact of this kind in the turns before. */
function told(input: StageInput, turn: number, kind: unknown): boolean {
  return neighbours(input.reading, turn, 'caller', -1, TOLD_TURNS).some((earlier) => {
    const lengths = numbersIn(input, input.reading.turns[earlier]!.folded).map((number) => number.length);
    if (kind === 'date') return input.reading.hits(earlier, 'given_dates').length > 0;
    const phone = lengths.some((length) => PHONE_DIGITS.includes(length));
    return kind === 'phone'
      ? phone
      : lengths.some((length) => length >= NUMBER_MIN_DIGITS && !PHONE_DIGITS.includes(length));
  });
}

/** A readback repeats digits that the caller said. */
function repeatsDigits(input: StageInput, hit: Hit): boolean {
  const said = numbersIn(input, input.reading.turns[hit.turn]!.folded);
  const earlier = neighbours(input.reading, hit.turn, 'caller', -1, TOLD_TURNS).flatMap((turn) =>
    numbersIn(input, input.reading.turns[turn]!.folded),
  );
  return said.some(
    (number) => number.length > 1 && earlier.some((other) => other.includes(number) || number.includes(other)),
  );
}

function askedAgain(input: StageInput, turn: number): Finding | null {
  const hit = input.reading.hits(turn, 'fact_asks').find((ask) => told(input, turn, ask.attributes.kind));
  if (hit === undefined) return null;
  return finding({
    label: 'asks_known_fact',
    stage: 'procedure',
    turn,
    span: hit.span,
    strength: 0.6,
    source: { kind: 'rule', id: 'told-before' },
    witnesses: [phraseSource(hit)],
    attributes: { readback: false },
  });
}

/** The agent asked for something and the caller's reply is a protest that it was said. */
function protested(input: StageInput, turn: number): Finding | null {
  const asks = input.reading.hits(
    turn,
    'question_open',
    'question_closed',
    'asks_number',
    'identity_request',
    'name_request',
    'fact_asks',
  );
  const reply = neighbours(input.reading, turn, 'caller', 1, 1)[0];
  const next = neighbours(input.reading, turn, 'agent', 1, 1)[0] ?? Number.POSITIVE_INFINITY;
  const protest = reply === undefined || reply > next ? undefined : input.reading.hits(reply, 'said_already')[0];
  if (asks[0] === undefined || protest === undefined) return null;
  return finding({
    label: 'asks_known_fact',
    stage: 'procedure',
    turn,
    span: asks[0].span,
    strength: 0.7,
    source: { kind: 'rule', id: 'caller-said-it-before' },
    witnesses: [phraseSource(protest)],
    attributes: { readback: false },
  });
}

export function factFindings(input: StageInput): readonly Finding[] {
  const known = input.reading.turns.flatMap(({ turn }) => {
    if (turn.speaker !== 'agent') return [];
    const worded = actsAt(
      input,
      {
        label: 'asks_known_fact',
        stage: 'procedure',
        lexicons: ['asks_known_fact'],
        judge: (hit) => unless(hit, hit.attributes.readback === true && !repeatsDigits(input, hit)),
      },
      turn.index,
    );
    if (worded.some((each) => each.counted)) return worded;
    const inferred = protested(input, turn.index) ?? askedAgain(input, turn.index);
    return inferred === null ? worded : [inferred];
  });
  return [
    ...actsOf(input, { label: 'identity_request', stage: 'procedure', lexicons: ['identity_request'] }),
    ...known,
  ];
}
