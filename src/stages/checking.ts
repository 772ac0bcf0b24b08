/**
 * Looking up, reporting what was found, explaining, citing a rule.
 *
 * `lookup` announces a check done now, on the line. `check_result` needs a report of a check ("the system shows"), or a
 * bare status right after a look-up; its `finding` says who erred, if anybody. `explanation` gives a cause, an order of
 * steps, or says again what was said. `policy` states a rule of the house.
 */
import type { Finding } from '../domain/finding.js';
import { type Hit, phraseSource } from '../text/reading.js';
import { similarity } from '../text/similarity.js';
import { timeExpressions } from '../text/time-expression.js';
import { overlaps } from './near.js';
import { isRestated } from './promises.js';
import { finding, findingOfHit, neighbours, type StageInput } from './stage.js';

/** Agent turns before a bare status in which a look-up makes it the report of a check. */
const LOOKUP_TURNS = 2;
/** Likeness (0..1) from which an explanation repeats an earlier one, and the length from which that can be told. */
const SAME_EXPLANATION = 0.6;
const MIN_LETTERS = 12;
/** Strength from which words of a finding are the report of a check by themselves, after a look-up. */
const CLEAR_FINDING = 0.75;
/** Strength from which one connector shows an order by itself. */
const ORDERS_ALONE = 0.8;
const BLAMED = ['company_error', 'caller_error', 'no_error'] as const;

const first = (hits: readonly Hit[]) => hits.find((hit) => hit.discardedBecause === null) ?? hits[0];
const real = (hits: readonly Hit[]) => hits.filter((hit) => hit.discardedBecause !== 'exception');

/** A time to come before it in its clause makes it a promise to check. */
const postponed = (input: StageInput, hit: Hit) =>
  timeExpressions(input.reading, hit.turn).some(
    (time) => time.clause === hit.clause && time.kind === 'deadline' && time.span.end <= hit.span.start,
  ) ||
  input.reading
    .hits(hit.turn, 'later_words')
    .some((later) => later.clause === hit.clause && later.span.start <= hit.span.start);

export function lookupFindings(input: StageInput, turn: number): readonly Finding[] {
  const reports = input.reading.hits(turn, 'check_results').filter((hit) => hit.attributes.weak_report !== true);
  const hits = real(input.reading.allHits(turn, 'lookup')).filter(
    (hit) => !reports.some((report) => overlaps(report.span, hit.span)),
  );
  const best = first(hits);
  if (best === undefined) return [];
  const discardedBecause = best.discardedBecause ?? (postponed(input, best) ? 'context' : null);
  return [findingOfHit('lookup', 'resolution', best, { discardedBecause, attributes: {} })];
}

function findingOfCheck(input: StageInput, turn: number): { readonly finding: string; readonly hit: Hit | undefined } {
  const hits = input.reading.hits(turn, 'check_findings');
  const own = input.reading.hits(turn, 'responsibility').find((hit) => hit.attributes.kind === 'fault');
  if (own !== undefined) return { finding: 'company_error', hit: own };
  for (const who of BLAMED) {
    const hit = hits.find((each) => each.attributes.finding === who);
    if (hit !== undefined) return { finding: who, hit };
  }
  return { finding: 'other', hit: undefined };
}

/** Whether the agent looked something up, or asked the caller to wait for it, just before or in the same turn. */
function afterLookup(input: StageInput, hit: Hit): boolean {
  const { turn } = hit;
  if (input.reading.hits(turn, 'lookup').some((lookup) => lookup.span.end <= hit.span.start)) return true;
  return neighbours(input.reading, turn, 'agent', -1, LOOKUP_TURNS).some(
    (other) => input.reading.hits(other, 'lookup', 'check_results', 'hold_request').length > 0,
  );
}

export function checkFindings(input: StageInput, turn: number): readonly Finding[] {
  const found = findingOfCheck(input, turn);
  const statuses = found.hit !== undefined && found.hit.strength >= CLEAR_FINDING ? [found.hit] : [];
  const hits = [...real(input.reading.allHits(turn, 'check_results')), ...statuses];
  const clear = hits.filter((hit) => hit.attributes.weak_report === false);
  const best = first(clear.length > 0 ? clear : hits);
  if (best === undefined || input.reading.turns[turn]!.turn.speaker !== 'agent') return [];
  const bare = best.attributes.weak_report !== false;
  const discardedBecause =
    best.discardedBecause ?? (isRestated(input, best) ? 'context' : bare && !afterLookup(input, best) ? 'weak' : null);
  return [
    finding({
      label: 'check_result',
      stage: 'resolution',
      turn,
      span: best.span,
      strength: bare ? 0.6 : best.strength,
      source: phraseSource(best),
      witnesses: found.hit === undefined || found.hit === best ? [] : [phraseSource(found.hit)],
      attributes: { finding: found.finding },
      discardedBecause,
    }),
  ];
}

/** Explanations of the whole call, since one may repeat another. */
export function explanationFindings(input: StageInput): readonly Finding[] {
  const earlier: string[] = [];
  const found: Finding[] = [];
  for (const { turn, folded, length } of input.reading.turns) {
    if (turn.speaker !== 'agent') continue;
    const hits = input.reading.hits(turn.index, 'cause_words', 'order_words', 'repeat_words');
    const like = length >= MIN_LETTERS && earlier.some((text) => similarity(text, folded) >= SAME_EXPLANATION);
    const lone = hits.length === 1 && hits[0]!.lexicon === 'order_words' && hits[0]!.strength < ORDERS_ALONE;
    if ((hits.length === 0 || lone) && !like) continue;
    const of = (lexicon: string) => hits.filter((hit) => hit.lexicon === lexicon);
    const ordering = of('order_words');
    const lead = hits[0];
    found.push(
      finding({
        label: 'explanation',
        stage: 'resolution',
        turn: turn.index,
        span: lead?.span ?? null,
        strength: lead?.strength ?? SAME_EXPLANATION,
        source: lead === undefined ? { kind: 'rule', id: 'same-explanation' } : phraseSource(lead),
        attributes: {
          cause: of('cause_words').some((hit) => hit.attributes.cause === true),
          ordered: ordering.length > 1 || ordering.some((hit) => hit.strength >= ORDERS_ALONE),
          repeat: of('repeat_words').length > 0 || like,
        },
      }),
    );
    if (length >= MIN_LETTERS) earlier.push(folded);
  }
  return found;
}

export function policyFindings(input: StageInput, turn: number): readonly Finding[] {
  const best = first(real(input.reading.allHits(turn, 'policy', 'rule_is_rule')));
  return best === undefined ? [] : [findingOfHit('policy', 'resolution', best, { attributes: {} })];
}
