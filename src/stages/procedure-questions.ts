/**
 * Questions of the agent, open and closed, with their purpose.
 *
 * A more specific label replaces the question label: paraphrase, acceptance check, offer of more help, request for the
 * name, request to wait (labelling guide, rulings). Asking for a number or a date is none, a request in the imperative
 * is none, a rhetorical or reproachful question is none.
 */
import type { Attributes, Finding } from '../domain/finding.js';
import { phraseSource } from '../text/reading.js';
import { type Asked, askedIn } from './asked.js';
import { overlaps } from './near.js';
import { type FindingStore, finding, type StageInput } from './stage.js';

/** Words that make a question a reproach or an assertion. */
const REPROACHES = [
  ...[
    'rhetorical_question',
    'why_did_you',
    'accusing_question',
    'impatience',
    'contempt',
    'counter_attack',
    'scolding',
  ],
  ...[
    'neg_03',
    'neg_14',
    'neg_17',
    'neg_18',
    'neg_19',
    'arguing',
    'takes_personally',
    'negative_language',
    'belittling',
  ],
];
/** Labels that replace the question wherever their words stand in its clause. */
const SPECIFIC = ['acceptance_check', 'offer_more_help', 'name_request', 'paraphrase', 'hold_request'] as const;
/** Labels that also take a question hung on their turn ("…, is that all right?"). */
const TAGGED = [...SPECIFIC, 'escalation', 'solution', 'alternative', 'commitment'] as const;
/** A turn of at most so many characters (words) that is nothing but "is that so?" asks nothing. */
const ECHO_LENGTH = 2;

function replaced(asked: Asked, all: readonly Asked[], turn: number, found: FindingStore): boolean {
  const specific = found
    .at(turn, ...SPECIFIC)
    .filter((each) => each.span === null || overlaps(each.span, asked.clauseSpan));
  if (specific.length > 0) return true;
  const checked = found.at(turn, 'paraphrase').some((each) => each.counted && each.attributes.check === true);
  const tag = all.find((each) => each.tag === 'confirm');
  // What is asked inside a restatement ("you would like to know whether …, right?") is the caller's question.
  if (checked && tag !== undefined && asked.clause <= tag.clause) return true;
  if (asked.tag === 'none') return false;
  return found.has(turn, ...(asked.tag === 'request' ? TAGGED : SPECIFIC));
}

/** Whether the question is one of those that the guide leaves unlabelled; the reason is always the context. */
function asksNothing(input: StageInput, asked: Asked, turn: number): boolean {
  const inClause = (...lexicons: readonly string[]) =>
    input.reading.hits(turn, ...lexicons).some((hit) => overlaps(hit.span, asked.clauseSpan));
  if (inClause(...REPROACHES)) return true;
  if (asked.hit.attributes.purpose === 'help_offer') return false;
  // "Please restart it, all right?" is a request; "shall I restart it, all right?" asks for leave.
  if ((asked.tag === 'request' && !asked.leave) || inClause('asks_number')) return true;
  if (asked.tag === 'confirm' && (inClause('readback') || input.found.has(turn, 'blame_shift'))) return true;
  if (asked.tag !== 'none' && input.reading.turns[turn]!.length <= ECHO_LENGTH) return true;
  return inClause('identity_request') && asked.hit.attributes.purpose !== 'identity';
}

function purpose(input: StageInput, asked: Asked, turn: number): Attributes {
  const given = asked.hit.attributes.purpose ?? 'other';
  if (asked.kind === 'closed' && given !== 'identity') {
    const sales = input.reading.hits(turn, 'sales_pitch').some((hit) => overlaps(hit.span, asked.clauseSpan));
    if (sales) return { purpose: 'sales' };
  }
  return { purpose: given };
}

export function questionFindings(input: StageInput, found: FindingStore): readonly Finding[] {
  return input.reading.turns.flatMap(({ turn, backchannel }) => {
    if (turn.speaker !== 'agent' || backchannel) return [];
    return askedIn(input, turn.index).map((asked, _, all) => {
      const dropped = replaced(asked, all, turn.index, found) || asksNothing(input, asked, turn.index);
      return finding({
        label: asked.kind === 'open' ? 'question_open' : 'question_closed',
        stage: 'procedure',
        turn: turn.index,
        span: asked.clauseSpan,
        strength: asked.hit.strength,
        source: phraseSource(asked.hit),
        attributes: purpose(input, asked, turn.index),
        discardedBecause: dropped ? 'context' : null,
      });
    });
  });
}
