/**
 * Whom words of abuse are meant for. An insult needs the agent as a person; the same words for the company, a third
 * party or the situation are profanity, and about the caller himself they are nothing.
 *
 * What decides, in this order: somebody named inside the phrase or right before it, a thing named right after it ("that
 * stupid system"), the nearest before it in the clause, the last one named in the clause before, and else the phrase's
 * own `alone`. A bare outcry is for the listener, whatever company was spoken of before.
 */
import type { CallReading, Hit } from '../text/reading.js';
import { gapBetween, overlaps } from './near.js';

export type AbuseTarget = 'agent' | 'organisation' | 'third_party' | 'situation' | 'self';

/** Characters between a name and the abuse that still belong together ("you [damned] fool"). */
const CLOSE = 3;
/** A turn longer than this (characters or words) may be a story; a shorter one speaks to the listener. */
const STORY_FROM = 25;
/** Characters that may stand beside the word of abuse in an outcry (particles). */
const OUTCRY_REST = 2;
/** Characters between the abuse and the thing it describes. */
const DESCRIBES = 1;

const TARGETS: ReadonlySet<string> = new Set(['agent', 'organisation', 'third_party', 'situation', 'self']);

function asTarget(value: unknown): AbuseTarget {
  return typeof value === 'string' && TARGETS.has(value) ? (value as AbuseTarget) : 'agent';
}

const targetOf = (named: Hit | undefined) => (named === undefined ? null : asTarget(named.attributes.target));

/** Of several names inside a phrase the company decides: "you people". */
function inside(hit: Hit, named: readonly Hit[]): AbuseTarget | null {
  const within = named.filter((name) => overlaps(name.span, hit.span)).map((name) => asTarget(name.attributes.target));
  const order: readonly AbuseTarget[] = ['self', 'organisation', 'agent', 'third_party'];
  return order.find((target) => within.includes(target)) ?? null;
}

/**
 * Whether the words are said to the agent: the agent is named in the phrase, its clause or the clauses beside it, or the
 * turn is short and nobody else is named before them. A long story about other people addresses nobody.
 */
export function isAddressed(reading: CallReading, hit: Hit): boolean {
  const named = reading.hits(hit.turn, 'abuse_targets');
  const about = named.filter((name) => overlaps(name.span, hit.span) || Math.abs(name.clause - hit.clause) <= 1);
  if (about.some((name) => name.attributes.target === 'agent')) return true;
  const others = named.some(
    (name) =>
      name.span.end <= hit.span.start &&
      name.clause === hit.clause &&
      (name.attributes.target === 'third_party' || name.attributes.target === 'self'),
  );
  return !others && reading.turns[hit.turn]!.length <= STORY_FROM;
}

/** A clause that is nothing but the word of abuse: called at the listener, though the company was spoken of before. */
function isOutcry(reading: CallReading, hit: Hit): boolean {
  const clause = reading.turns[hit.turn]!.clauses[hit.clause];
  return clause !== undefined && clause.end - clause.start <= hit.span.end - hit.span.start + OUTCRY_REST;
}

export function abuseTarget(reading: CallReading, hit: Hit): AbuseTarget {
  const named = reading.hits(hit.turn, 'abuse_targets');
  const before = named.filter((name) => name.span.end <= hit.span.start).sort((a, b) => b.span.end - a.span.end);
  const nearest = before.find((name) => name.clause === hit.clause);
  const close = nearest !== undefined && gapBetween(nearest.span, hit.span) <= CLOSE ? nearest : undefined;
  const after = named.find((name) => {
    const gap = gapBetween(hit.span, name.span);
    return (
      gap >= 0 &&
      gap <= DESCRIBES &&
      (name.attributes.target === 'organisation' || name.attributes.target === 'third_party')
    );
  });
  const earlier = before.find(
    (name) =>
      name.clause === hit.clause - 1 &&
      name.attributes.target !== 'self' &&
      !(name.attributes.target === 'organisation' && isOutcry(reading, hit)),
  );
  return (
    inside(hit, named) ??
    targetOf(close) ??
    targetOf(after) ??
    targetOf(nearest) ??
    targetOf(earlier) ??
    (isAddressed(reading, hit) ? asTarget(hit.attributes.alone) : 'situation')
  );
}
