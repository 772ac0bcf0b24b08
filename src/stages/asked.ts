/**
 * What is asked in a turn, clause by clause: the strongest form of question that a clause shows.
 *
 * Order of strength: a named open question ("how may I help", "could you tell me what happened"), the form of a yes-or-no
 * question, a question hung on a statement ("right?"), a mere question word. Weak forms need a question mark.
 * Does not count: an indefinite ("if anything comes up, call us"), a question the speaker means to look into ("let me
 * see what it is"), a quoted question.
 */
import type { Span } from '../domain/finding.js';
import type { Hit } from '../text/reading.js';
import { overlaps } from './near.js';
import type { StageInput } from './stage.js';

const QUESTION_MARK = /^[\s"'\u201d)]*[?\uff1f]/u;

export interface Asked {
  readonly kind: 'open' | 'closed';
  readonly hit: Hit;
  /** Index of the clause. */
  readonly clause: number;
  readonly clauseSpan: Span;
  /** A question hung on a statement (`confirm`) or a request (`request`); `none` for a question of its own. */
  readonly tag: 'none' | 'confirm' | 'request';
  /** Leave asked for an own act ("shall I …, all right?"), unlike a request with a tag ("restart it, all right?"). */
  readonly leave: boolean;
}

function usable(input: StageInput, turn: number, lexicon: string): readonly Hit[] {
  const { folded, clauses } = input.reading.turns[turn]!;
  const nothing = input.reading.hits(turn, 'no_question');
  const anytime = new Set(input.reading.hits(turn, 'contact_anytime').map((hit) => hit.clause));
  return input.reading.allHits(turn, lexicon).filter((hit) => {
    if (hit.discardedBecause !== null && hit.discardedBecause !== 'weak') return false;
    const clause = clauses.findLastIndex((each) => each.start < hit.span.end);
    const end = Math.max(hit.span.end, clauses[clause]?.end ?? 0);
    if (hit.discardedBecause === 'weak' && !QUESTION_MARK.test(folded.slice(end))) return false;
    if (nothing.some((stretch) => overlaps(stretch.span, hit.span))) return false;
    return lexicon !== 'question_open' || !(anytime.has(clause) || anytime.has(clause + 1));
  });
}

function tagOf(hit: Hit): Asked['tag'] {
  const { tag } = hit.attributes;
  return tag === 'confirm' || tag === 'request' ? tag : 'none';
}

/** English asks with the question word first ("which model do you have"), Chinese ends a yes-or-no question with its particle. */
function questionWordFirst(input: StageInput, generic: Hit | undefined, plain: Hit): boolean {
  return input.pack.language === 'en' && generic !== undefined && generic.span.start <= plain.span.start;
}

/** At most one question a clause, in call order. */
export function askedIn(input: StageInput, turn: number): readonly Asked[] {
  const { clauses } = input.reading.turns[turn]!;
  const open = usable(input, turn, 'question_open');
  const closed = usable(input, turn, 'question_closed');
  const asked: Asked[] = [];
  clauses.forEach((clauseSpan, clause) => {
    // A phrase with a gap may begin before a pause: the question is where it ends.
    const within = (hit: Hit) => clauseSpan.start < hit.span.end && hit.span.end <= clauseSpan.end;
    const add = (kind: Asked['kind'], hit: Hit) =>
      asked.push({
        kind,
        hit,
        clause,
        clauseSpan,
        tag: kind === 'open' ? 'none' : tagOf(hit),
        leave: hit.attributes.leave === true,
      });
    const named = open.find((hit) => within(hit) && hit.attributes.form !== 'generic');
    const tag = closed.find((hit) => within(hit) && tagOf(hit) !== 'none');
    // "You would like to cancel it, right?" is a statement with a tag, though it has the form of "would you like …?".
    const ofTag = (hit: Hit) =>
      tag !== undefined &&
      tagOf(tag) === 'confirm' &&
      hit.attributes.purpose !== 'identity' &&
      overlaps(hit.span, tag.span);
    const plain = closed.find((hit) => within(hit) && tagOf(hit) === 'none' && !ofTag(hit));
    const generic = open.find((hit) => within(hit) && hit.attributes.form === 'generic');
    if (named !== undefined) add('open', named);
    else if (plain !== undefined && !questionWordFirst(input, generic, plain)) add('closed', plain);
    else if (plain === undefined && tag !== undefined) add('closed', tag);
    else if (generic !== undefined) add('open', generic);
  });
  return asked;
}
