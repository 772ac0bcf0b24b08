/**
 * Praise that is not meant: kind words for the service in a turn that contradicts them ("well done, three weeks!"), or as
 * the bare answer to no answer after a grievance. A turn that also says how well it came out means its praise.
 *
 * Phrases that hardly anybody means (`sarcasm`) are irony without a contradiction; beside a good end they are praise.
 */

import type { Finding } from '../domain/finding.js';
import { type Hit, phraseSource } from '../text/reading.js';
import { overlaps } from './near.js';
import { finding, findingOfHit, neighbours, type StageInput } from './stage.js';

/** Signs of a grievance that contradict praise in the same turn. */
const WAITS = ['irony_against', 'long_wait', 'dragging_on'];
const AGAINST = [...WAITS, 'complaint'];
/** What an agent says to a grievance that may please. */
const GOOD_NEWS = ['solution_done', 'solution_offers', 'compensation', 'check_results'];
const GRIEVED = ['complaint', 'anger', 'irony_against', 'negative_feeling'];
/** Bare praise says little else, in characters (zh) or words (en). */
const BARE_LENGTH = { zh: 12, en: 6 } as const;

const has = (input: StageInput, turn: number, ...lexicons: readonly string[]) =>
  input.reading.hits(turn, ...lexicons).length > 0;

/** Bare praise for an answer that was none, right after a grievance. */
function answersNothing(input: StageInput, turn: number, praise: readonly Hit[]): boolean {
  const { reading } = input;
  const agent = neighbours(reading, turn, 'agent', -1, 1)[0];
  const before = neighbours(reading, turn, 'caller', -1, 1)[0];
  if (agent === undefined || before === undefined || agent < before) return false;
  return (
    praise.some(({ attributes }) => attributes.bare === true || attributes.open === true) &&
    reading.turns[turn]!.length <= BARE_LENGTH[input.pack.language] &&
    has(input, before, ...GRIEVED) &&
    !has(input, before, 'praise_meant') &&
    !has(input, agent, ...GOOD_NEWS) &&
    !has(input, turn, 'thanks', 'acceptance')
  );
}

/** The kind words of a turn that are not meant. */
function irony(input: StageInput, turn: number): readonly Hit[] {
  const { reading } = input;
  const sarcasm = reading.hits(turn, 'sarcasm');
  const turned = sarcasm.filter(({ attributes }) => attributes.open !== true);
  const praise = [...sarcasm.filter(({ attributes }) => attributes.open === true), ...reading.hits(turn, 'praise')];
  const contradicted = has(input, turn, ...AGAINST);
  if (has(input, turn, 'praise_meant')) return contradicted ? turned : [];
  if (turned.length > 0) return turned;
  return contradicted || answersNothing(input, turn, praise) ? praise : [];
}

/** Whether words of a grievance only say how long it took until it came out well. */
export function isMeantWell(input: StageInput, hit: Hit): boolean {
  const { reading } = input;
  if (
    hit.lexicon !== 'complaint' ||
    !has(input, hit.turn, 'praise_meant') ||
    !has(input, hit.turn, 'praise', 'positive_feeling')
  )
    return false;
  return reading.hits(hit.turn, ...WAITS, 'praise_meant').some((other) => overlaps(other.span, hit.span));
}

export function ironyFindings(input: StageInput, turn: number): readonly Finding[] {
  const meantOtherwise = irony(input, turn);
  const phrases = input.reading.allHits(turn, 'sarcasm').map((hit) => {
    const meant = hit.discardedBecause === null && !meantOtherwise.includes(hit);
    return findingOfHit('sarcasm', 'sentiment', hit, { discardedBecause: meant ? 'context' : hit.discardedBecause });
  });
  const first = meantOtherwise[0];
  if (first === undefined || phrases.some(({ counted }) => counted)) return phrases;
  const found = finding({
    label: 'sarcasm',
    stage: 'sentiment',
    turn,
    span: first.span,
    strength: first.strength,
    source: phraseSource(first),
    witnesses: [{ kind: 'rule', id: 'praise-and-grievance' }],
  });
  return [...phrases, found];
}
