/**
 * Questions of the caller about the matter, and whether the agent answers them.
 *
 * A question counts with its form (question word, particle, "when", "how much") and is dropped where the caller vents
 * ("how can you treat people like this"), asks after the agent's person or the line, or presses ("can you hurry up").
 * An answer is a statement of content within the next two agent turns: a fact, a condition, a yes or no, a step, a
 * limit. A counter-question, a request to wait, an apology or a feeling alone answer nothing.
 */
import type { Finding } from '../domain/finding.js';
import { type Hit, phraseSource } from '../text/reading.js';
import { onlyDeclared } from './acts.js';
import { type Asked, askedIn } from './asked.js';
import { overlaps } from './near.js';
import { type FindingStore, finding, findingOfHit, neighbours, type StageInput } from './stage.js';

/** Agent turns within which an answer must come. */
const ANSWER_TURNS = 2;
/** A question of fewer characters (words) than this asks after nothing of the matter. */
const QUESTION_MIN_LENGTH = 3;
const NO_MATTER = [
  ...['venting_question', 'personal_question', 'are_you_there', 'let_me_finish', 'said_already', 'supervisor_request'],
];
/** Phrases that hold a fact's words and answer nothing. */
const NO_ANSWER = ['neg_07', 'neg_14', 'neg_18', 'arguing', 'counter_attack', 'contempt'];
/** Labels of earlier stages that are an answer in themselves. */
const CONTENT = [
  'solution',
  'alternative',
  'limit',
  'denial',
  'refusal',
  'policy',
  'explanation',
  'check_result',
] as const;

function aboutMatter(input: StageInput, turn: number, span: Asked['clauseSpan']): boolean {
  return !input.reading.hits(turn, ...NO_MATTER).some((hit) => overlaps(hit.span, span));
}

function questionAt(input: StageInput, turn: number): Finding | null {
  const reading = input.reading.turns[turn]!;
  const nothing = input.reading.hits(turn, 'no_question');
  const calm = input.sentiments[turn]?.label !== 'negative';
  const asked = askedIn(input, turn).filter((each) => each.tag !== 'confirm' || calm);
  const numbers = input.reading
    .hits(turn, 'asks_number')
    .filter((hit) => !nothing.some((stretch) => overlaps(stretch.span, hit.span)))
    .map((hit) => ({ hit, clauseSpan: reading.clauses[hit.clause]! }));
  const candidates: readonly { readonly hit: Hit; readonly clauseSpan: Asked['clauseSpan'] }[] = [...asked, ...numbers];
  const first = candidates[0];
  if (first === undefined) return null;
  const kept =
    reading.length < QUESTION_MIN_LENGTH
      ? undefined
      : candidates.find((each) => aboutMatter(input, turn, each.clauseSpan));
  return finding({
    label: 'caller_question',
    stage: 'procedure',
    turn,
    span: (kept ?? first).clauseSpan,
    strength: (kept ?? first).hit.strength,
    source: phraseSource((kept ?? first).hit),
    discardedBecause: kept === undefined ? 'context' : null,
  });
}

function answerAt(input: StageInput, turn: number, found: FindingStore): Finding | null {
  const idle = [
    ...found.at(turn, 'question_open', 'question_closed', 'hold_request', 'gratitude', 'offer_more_help'),
    ...input.reading.hits(turn, ...NO_ANSWER),
  ];
  const fact = input.reading
    .hits(turn, 'fact_statement')
    .find(
      (hit) =>
        hit.attributes.whole === true || !idle.some((each) => each.span !== null && overlaps(each.span, hit.span)),
    );
  const content = input.found.at(turn, ...CONTENT)[0];
  // What is only restated to be confirmed answers nothing.
  if (content === undefined && found.has(turn, 'paraphrase')) return null;
  if (fact !== undefined) return findingOfHit('answer', 'procedure', onlyDeclared(fact, 'answer'));
  if (content === undefined) return null;
  return finding({
    label: 'answer',
    stage: 'procedure',
    turn,
    span: content.span,
    strength: content.strength,
    source: { kind: 'rule', id: `${content.label}-answers` },
    witnesses: [content.source],
  });
}

export function answerFindings(input: StageInput, found: FindingStore): readonly Finding[] {
  const questions = input.reading.turns
    .filter(({ turn, backchannel }) => turn.speaker === 'caller' && !backchannel)
    .map(({ turn }) => questionAt(input, turn.index))
    .filter((question) => question !== null);
  const answers = new Map<number, Finding>();
  for (const question of questions.filter((each) => each.counted)) {
    for (const turn of neighbours(input.reading, question.turn, 'agent', 1, ANSWER_TURNS)) {
      const answer = answers.get(turn) ?? answerAt(input, turn, found);
      if (answer === null) continue;
      answers.set(turn, answer);
      break;
    }
  }
  return [...questions, ...answers.values()];
}
