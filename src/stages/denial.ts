/**
 * Denial, limit and refusal: a no to what the caller wants, an honest "not now / not sure / only this way", and a no with
 * nothing offered (catalogue RES-07..12, labelling guide).
 *
 * Does not count: a no quoted or asked, the caller's own trouble told again ("you cannot log in"), an instruction not to
 * do something. A denial is a `refusal` where neither its turn nor the agent's next offers anything.
 */
import type { Finding } from '../domain/finding.js';
import type { Hit } from '../text/reading.js';
import { underCondition } from './near.js';
import { isRestated } from './promises.js';
import { findingOfHit, neighbours, type StageInput } from './stage.js';

/** Letters that may stand beside a denial that is still the whole turn. */
const WHOLE_TURN_SLACK = 4;
/** Agent turns after a denial in which an offer keeps it from being a refusal. */
const OFFER_TURNS = 1;
const OFFERS = ['solution', 'alternative', 'commitment', 'follow_up', 'lookup'] as const;
/** Words of other stages that offer help: a transfer, a colleague asked, a look, a wait for somebody. */
const OFFER_LEXICONS = ['escalation', 'referral_help', 'transfer_words', 'hold_request'] as const;
const LETTERS = /[\p{L}\p{N}]/gu;

const letters = (text: string) => (text.match(LETTERS) ?? []).length;

/** Clauses of a turn that hold one of these lexicons' hits. */
const clausesWith = (input: StageInput, turn: number, ...lexicons: readonly string[]) =>
  new Set(input.reading.hits(turn, ...lexicons).map((hit) => hit.clause));

function wholeTurn(input: StageInput, turn: number): boolean {
  const { folded, clauses } = input.reading.turns[turn]!;
  const said = clausesWith(input, turn, 'denial', 'apology', 'denial_softeners');
  const rest = clauses.filter((_, i) => !said.has(i)).map((clause) => letters(folded.slice(clause.start, clause.end)));
  return rest.reduce((sum, length) => sum + length, 0) <= WHOLE_TURN_SLACK;
}

function firstClause(input: StageInput, hit: Hit): boolean {
  const polite = clausesWith(input, hit.turn, 'apology', 'denial_softeners');
  const { folded, clauses } = input.reading.turns[hit.turn]!;
  return clauses
    .slice(0, hit.clause)
    .every((clause, i) => polite.has(i) || letters(folded.slice(clause.start, clause.end)) <= WHOLE_TURN_SLACK);
}

const hasReason = (input: StageInput, turn: number) =>
  input.reading.hits(turn, 'reason_words', 'cause_words').length > 0;

export function denialFindings(input: StageInput, turn: number): readonly Finding[] {
  const hits = input.reading.allHits(turn, 'denial').filter((hit) => hit.discardedBecause !== 'exception');
  const judged = hits.map((hit) => ({
    hit,
    discardedBecause: hit.discardedBecause ?? (isRestated(input, hit) ? ('context' as const) : null),
  }));
  const counted = judged.filter((each) => each.discardedBecause === null);
  const best = counted[0] ?? judged[0];
  if (best === undefined) return [];
  const softened = input.reading.hits(turn, 'denial_softeners', 'empathy').length > 0;
  const attributes = {
    whole_turn: wholeTurn(input, turn),
    first_clause: firstClause(input, best.hit),
    reason: hasReason(input, turn),
    softened,
    final: counted.some((each) => each.hit.attributes.final === true),
  };
  return [
    { ...findingOfHit('denial', 'resolution', best.hit, { discardedBecause: best.discardedBecause }), attributes },
  ];
}

export function limitFindings(input: StageInput, turn: number): readonly Finding[] {
  const hits = input.reading.allHits(turn, 'limit').filter((hit) => hit.discardedBecause !== 'exception');
  const best = hits.find((hit) => hit.discardedBecause === null) ?? hits[0];
  if (best === undefined) return [];
  const conditional = underCondition(input.reading, best, 0) ? 'conditional' : null;
  const discardedBecause = best.discardedBecause ?? conditional ?? (isRestated(input, best) ? 'context' : null);
  const attributes = { kind: String(best.attributes.kind), reason: hasReason(input, turn) };
  return [{ ...findingOfHit('limit', 'resolution', best, { discardedBecause }), attributes }];
}

/** Whether a limit only says how far the matter is ("still being checked"). */
export const isStatus = (input: StageInput, limit: Finding) =>
  input.reading
    .hits(limit.turn, 'limit')
    .some((hit) => hit.attributes.status === true && hit.span.start === limit.span?.start);

function offeredAt(input: StageInput, turn: number, offers: readonly Finding[]): boolean {
  const made = offers.some(
    (offer) => offer.turn === turn && offer.counted && (OFFERS as readonly string[]).includes(offer.label),
  );
  return made || input.reading.hits(turn, ...OFFER_LEXICONS).length > 0;
}

/** Denials with nothing offered; `offers` are the findings of this stage made so far. */
export function refusalFindings(
  input: StageInput,
  denials: readonly Finding[],
  offers: readonly Finding[],
): readonly Finding[] {
  return (
    denials
      .filter((denial) => denial.counted)
      // What ends or bounds a call without business refuses nothing.
      .filter((denial) => input.reading.hits(denial.turn, 'scope_notice', 'abuse_warning').length === 0)
      .filter((denial) => {
        const turns = [denial.turn, ...neighbours(input.reading, denial.turn, 'agent', 1, OFFER_TURNS)];
        return !turns.some((turn) => offeredAt(input, turn, offers));
      })
      .map((denial) => ({
        ...denial,
        label: 'refusal' as const,
        witnesses: [{ kind: 'rule' as const, id: 'denial-without-offer' }],
        attributes: {},
      }))
  );
}
