/**
 * Solution and alternative: a concrete remedy or step, done or offered, or another way beside a refused demand
 * (catalogue RES-03..06, labelling guide).
 *
 * Counts: a remedy the agent does, has done, offers or announces; a step the caller is shown. Beside a refusal or limit
 * in the turn or the agent's turn before, and for a second way after a first one, it is an `alternative`.
 * Does not count: asking for data, "we will deal with it", a remedy refused or asked about, the caller's own proposal,
 * what is sold.
 */
import type { Finding } from '../domain/finding.js';
import { phraseSource } from '../text/reading.js';
import { sameSentence } from './near.js';
import { promisesIn } from './promises.js';
import { finding, neighbours, type StageInput } from './stage.js';
import { soldIn, type Way, waysIn } from './ways.js';

/** Agent turns before a way in which a refusal makes it another way. */
const REFUSAL_TURNS = 1;
/** Acts that say nothing about which remedy it is. */
const UNNAMED_ACTS = ['other', 'advice', 'steps'];

/** A denial, or a limit that is no mere status ("still in work") and not the one way there is. */
const refusedAt = (limits: readonly Finding[], turn: number) =>
  limits.some(
    (found) =>
      found.counted && found.turn === turn && (found.label === 'denial' || found.attributes.kind === 'not_now'),
  );

/** Whether a refusal stands in the turn or shortly before; one that comes in a later sentence of the turn is about something else. */
function besideRefusal(input: StageInput, turn: number, limits: readonly Finding[], ways: readonly Way[]): boolean {
  const before = neighbours(input.reading, turn, 'agent', -1, REFUSAL_TURNS);
  if (before.some((other) => refusedAt(limits, other))) return true;
  const own = limits.filter((found) => found.turn === turn && refusedAt([found], turn));
  return own.some(
    (found) =>
      ways.length === 0 ||
      found.span === null ||
      ways.some((way) => way.span.end > found.span!.start || sameSentence(input.reading, turn, way.span, found.span!)),
  );
}

function actsOf(ways: readonly Way[]): readonly string[] {
  const named = ways.map((way) => (UNNAMED_ACTS.includes(way.act) ? `${way.act}-${way.span.start}` : way.act));
  return [...new Set(named)];
}

/** How many ways the turn leaves to choose from. */
function optionsIn(input: StageInput, ways: readonly Way[]): number {
  const choosing = input.reading.hits(ways[0]!.turn, 'choice_words').length > 0;
  return choosing ? Math.max(1, actsOf(ways).length) : 1;
}

interface Course {
  readonly acts: Set<string>;
  rank: number;
}

function solutionFinding(
  input: StageInput,
  ways: readonly Way[],
  label: 'solution' | 'alternative',
  course: Course,
): Finding {
  const counted = ways.filter((way) => way.discardedBecause === null);
  const lead = counted.find((way) => !way.steps) ?? counted[0] ?? ways[0]!;
  const isNew = counted.some((way) => UNNAMED_ACTS.includes(way.act) || !course.acts.has(way.act));
  for (const way of counted) course.acts.add(way.act);
  if (counted.length > 0 && isNew) course.rank += 1;
  return finding({
    label,
    stage: 'resolution',
    turn: lead.turn,
    span: lead.span,
    strength: lead.strength,
    source: lead.sources[0]!,
    witnesses: [
      ...lead.sources.slice(1),
      ...counted.filter((way) => way !== lead).flatMap((way) => way.sources.slice(0, 1)),
    ],
    attributes:
      label === 'alternative'
        ? { new: isNew }
        : {
            done: counted.some((way) => way.done),
            promised: counted.length > 0 && counted.every((way) => way.promised),
            new: isNew,
            options: optionsIn(input, counted.length > 0 ? counted : ways),
            rank: course.rank,
          },
    discardedBecause: lead.discardedBecause,
  });
}

/** Passing the matter on is a way beside a refusal, and no solution otherwise. */
function passedOn(input: StageInput, turn: number): Finding | null {
  const help = promisesIn(input, turn).find(
    (promised) =>
      promised.kind === 'admin' && promised.tense === 'can' && !promised.asked && promised.discardedBecause === null,
  );
  if (help === undefined) return null;
  return finding({
    label: 'alternative',
    stage: 'resolution',
    turn,
    span: help.span,
    strength: 0.6,
    source: phraseSource(help.frame),
    witnesses: [phraseSource(help.act)],
    attributes: { new: true },
  });
}

/** A phrase that offers another way by itself counts beside a refusal, after a first way, or where it gives a choice. */
function otherWay(input: StageInput, turn: number, limited: boolean, earlier: boolean): Finding | null {
  const hits = input.reading
    .allHits(turn, 'alternatives')
    .filter((hit) => hit.attributes.certain === true && (limited || hit.attributes.beside !== true));
  const hit = hits.find((each) => each.discardedBecause === null) ?? null;
  if (hit === null) return limited ? passedOn(input, turn) : null;
  if (soldIn(input, turn, hit.clause)) return null;
  if (!limited && !earlier && hit.attributes.choice !== true) return null;
  return finding({
    label: 'alternative',
    stage: 'resolution',
    turn,
    span: hit.span,
    strength: hit.strength,
    source: phraseSource(hit),
    attributes: { new: true },
  });
}

/** Solutions and alternatives of the whole call, in order; `limits` are its denials and limits. */
export function solutionFindings(input: StageInput, limits: readonly Finding[]): readonly Finding[] {
  const course: Course = { acts: new Set(), rank: 0 };
  const found: Finding[] = [];
  for (const { turn } of input.reading.turns) {
    if (turn.speaker !== 'agent') continue;
    const ways = waysIn(input, turn.index);
    const counted = ways.filter((way) => way.discardedBecause === null);
    const limited = besideRefusal(input, turn.index, limits, counted);
    const marked = input.reading.hits(turn.index, 'alternatives').some((hit) => hit.attributes.second === true);
    const second = (course.rank > 0 || actsOf(counted).length > 1) && marked;
    if (ways.length > 0) {
      const label = limited && !counted.some((way) => way.done) ? 'alternative' : 'solution';
      found.push(solutionFinding(input, ways, label, course));
      if (label === 'solution' && counted.length > 0 && second) {
        found.push({
          ...found.at(-1)!,
          label: 'alternative',
          attributes: { new: found.at(-1)!.attributes.new ?? true },
        });
      }
    }
    if (!found.some((each) => each.turn === turn.index && each.label === 'alternative' && each.counted)) {
      const other = otherWay(input, turn.index, limited, course.rank > 0);
      if (other !== null) found.push(other);
    }
  }
  return found;
}
