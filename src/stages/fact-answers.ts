/**
 * A fact that answers a question of information is a solution (labelling guide, "Rulings").
 *
 * Counts: what the agent states in answer to a calm caller's question about the matter - a price, a place, a condition, a
 * yes or no with something behind it - in one of the next two agent turns.
 * Does not count: a counter-question, a wait or a look, data asked for, a feeling, an apology, "I do not know", a no; a
 * fact told to a displeased caller, which justifies rather than helps; an answer after the matter is a remedy already.
 */
import type { Finding } from '../domain/finding.js';
import { type Hit, phraseSource } from '../text/reading.js';
import { askedIn } from './asked.js';
import { displeasedBefore, overlaps } from './near.js';
import { finding, neighbours, type StageInput } from './stage.js';

/** Agent turns within which an answer must come. */
const ANSWER_TURNS = 2;
/** Caller turns up to the question in which displeasure makes a fact a justification. */
const MOOD_TURNS = 3;
/** A question of fewer characters (words) than this asks after nothing of the matter. */
const QUESTION_MIN_LENGTH = 3;
/** Letters or words that a bare statement needs to say something. */
const STATEMENT_MIN_LENGTH = 4;
const STRENGTH = { fact: 0.65, statement: 0.5 } as const;
const NO_MATTER = [
  'venting_question',
  'personal_question',
  'are_you_there',
  'let_me_finish',
  'said_already',
  'supervisor_request',
];
/** Clauses with these state nothing: they ask, look, wait, feel, or do not know. */
const NO_STATEMENT = [
  ...[
    'lookup',
    'indirect_question',
    'hold_request',
    'identity_request',
    'name_request',
    'asks_number',
    'fact_asks',
    'greeting',
    'gratitude',
  ],
  ...[
    'apology',
    'apology_openers',
    'empathy',
    'dont_know',
    'offer_more_help',
    'acceptance_check',
    'closing',
    'calm_down',
  ],
  ...[
    'abuse_warning',
    'silence_notice',
    'scope_notice',
    'transfer_announcement',
    'business_probe',
    'evasion',
    'blame_shift',
  ],
  ...['negative_language', 'arguing', 'contempt', 'dismissal', 'intimacy', 'please_understand', 'guess', 'commitment'],
];
/** Turns with these answer nothing, whatever else they state. */
const NO_ANSWER = [
  'scope_notice',
  'abuse_warning',
  'closing',
  'hangup_request',
  'paraphrase',
  'blame_shift',
  'arguing',
  'greeting',
  'intimacy',
];
const LETTERS = /[\p{L}\p{N}]/gu;
const WORDS = /[\p{L}\p{N}']+/gu;

/** Whether a caller's turn asks for information about the matter, calmly. */
function asksInformation(input: StageInput, turn: number): boolean {
  const reading = input.reading.turns[turn]!;
  if (reading.length < QUESTION_MIN_LENGTH || displeasedBefore(input, turn + 1, MOOD_TURNS)) return false;
  const other = input.reading.hits(turn, ...NO_MATTER);
  const nothing = input.reading.hits(turn, 'no_question');
  const free = (hit: Hit) => !other.some((each) => each.clause === hit.clause);
  return (
    askedIn(input, turn).some((asked) => asked.tag !== 'confirm' && free(asked.hit)) ||
    input.reading
      .hits(turn, 'asks_number', 'information_request')
      .some((hit) => free(hit) && !nothing.some((stretch) => overlaps(stretch.span, hit.span)))
  );
}

function lengthOf(input: StageInput, text: string): number {
  return (text.match(input.pack.language === 'en' ? WORDS : LETTERS) ?? []).length;
}

/** What a turn states, its questions and courtesies taken away; null where too little is left. */
function statement(input: StageInput, turn: number): { readonly fact: Hit | null; readonly clause: number } | null {
  const { clauses, folded, turn: own } = input.reading.turns[turn]!;
  if (own.speaker !== 'agent' || input.reading.hits(turn, ...NO_ANSWER).length > 0) return null;
  const asked = askedIn(input, turn).map((each) => each.clause);
  const idle = new Set([...asked, ...input.reading.hits(turn, ...NO_STATEMENT).map((hit) => hit.clause)]);
  const facts = input.reading.hits(turn, 'fact_statement').filter((hit) => !idle.has(hit.clause));
  if (facts[0] !== undefined) return { fact: facts[0], clause: facts[0].clause };
  if (asked.length > 0 || input.reading.hits(turn, 'data_request').length > 0) return null;
  const clause = clauses.findIndex(
    (each, i) => !idle.has(i) && lengthOf(input, folded.slice(each.start, each.end)) >= STATEMENT_MIN_LENGTH,
  );
  return clause === -1 ? null : { fact: null, clause };
}

/** `taken` are the turns that hold a remedy or a bare refusal already. */
export function factAnswers(input: StageInput, taken: ReadonlySet<number>): readonly Finding[] {
  const found = new Map<number, Finding>();
  for (const { turn, backchannel } of input.reading.turns) {
    if (turn.speaker !== 'caller' || backchannel || !asksInformation(input, turn.index)) continue;
    for (const reply of neighbours(input.reading, turn.index, 'agent', 1, ANSWER_TURNS)) {
      if (taken.has(reply)) break;
      const stated = statement(input, reply);
      if (stated === null) continue;
      found.set(
        reply,
        finding({
          label: 'solution',
          stage: 'resolution',
          turn: reply,
          span: stated.fact?.span ?? input.reading.turns[reply]!.clauses[stated.clause]!,
          strength: stated.fact === null ? STRENGTH.statement : STRENGTH.fact,
          source: { kind: 'rule', id: 'fact-answers-question' },
          witnesses: stated.fact === null ? [] : [phraseSource(stated.fact)],
          attributes: { done: false, promised: false, new: true, options: 1, rank: 1 },
        }),
      );
      break;
    }
  }
  return [...found.values()];
}
