/**
 * Acts that rest on the phrases of one or more lexicons: one counted finding a turn, its span from the surest hit, the
 * other hits as witnesses. Where no hit of a turn counts, the discarded ones are kept, one for each reason.
 */
import type { Attributes, DiscardReason, Finding, StageName } from '../domain/finding.js';
import { type LabelName, labelDefinition } from '../domain/label.js';
import { type Hit, phraseSource } from '../text/reading.js';
import { declared } from './near.js';
import { findingOfHit, type StageInput } from './stage.js';

/** What a stage makes of a hit; attributes are added to those of the phrase. */
export interface Verdict {
  readonly discardedBecause: DiscardReason | null;
  readonly attributes?: Attributes;
}

export interface ActSpec {
  readonly label: LabelName;
  readonly stage: StageName;
  readonly lexicons: readonly string[];
  /** Default: as the guards decided. */
  readonly judge?: (hit: Hit) => Verdict;
  /** Attributes of the finding from those of all counted hits, surest first; default: the surest hit's. */
  readonly combine?: (attributes: readonly Attributes[]) => Attributes;
}

export const asGuarded = (hit: Hit): Verdict => ({ discardedBecause: hit.discardedBecause });

/** The guards' verdict, or `context` where the stage saw that something else is meant. */
export function unless(hit: Hit, otherwise: boolean): Verdict {
  return { discardedBecause: hit.discardedBecause ?? (otherwise ? 'context' : null) };
}

const bySureness = (a: Hit, b: Hit) => b.strength - a.strength || a.span.start - b.span.start;

function discards(
  spec: ActSpec,
  judged: readonly { readonly hit: Hit; readonly verdict: Verdict }[],
): readonly Finding[] {
  const reasons = new Map<DiscardReason, Hit>();
  for (const { hit, verdict } of judged) {
    const reason = verdict.discardedBecause;
    if (reason !== null && !reasons.has(reason)) reasons.set(reason, hit);
  }
  return [...reasons].map(([discardedBecause, hit]) =>
    findingOfHit(spec.label, spec.stage, onlyDeclared(hit, spec.label), { discardedBecause }),
  );
}

/** A hit with no attributes but those of the label; lexicons carry more for a stage's own use. */
export function onlyDeclared(hit: Hit, label: LabelName): Hit {
  return { ...hit, attributes: declared(hit, ...Object.keys(labelDefinition(label).attributes)) };
}

export function actsAt(input: StageInput, spec: ActSpec, turn: number): readonly Finding[] {
  const judge = spec.judge ?? asGuarded;
  const judged = input.reading.allHits(turn, ...spec.lexicons).map((hit) => ({ hit, verdict: judge(hit) }));
  const counted = judged.filter(({ verdict }) => verdict.discardedBecause === null);
  const best = [...counted].sort((a, b) => bySureness(a.hit, b.hit));
  if (best.length === 0) return discards(spec, judged);
  const attributes = best.map(({ hit, verdict }) => ({
    ...onlyDeclared(hit, spec.label).attributes,
    ...verdict.attributes,
  }));
  const hit = { ...best[0]!.hit, attributes: {} };
  return [
    findingOfHit(spec.label, spec.stage, hit, {
      discardedBecause: null,
      attributes: spec.combine === undefined ? attributes[0]! : spec.combine(attributes),
      witnesses: best.slice(1).map((other) => phraseSource(other.hit)),
    }),
  ];
}

export function actsOf(input: StageInput, spec: ActSpec): readonly Finding[] {
  return input.reading.turns.flatMap(({ turn }) => actsAt(input, spec, turn.index));
}

/** Truths of several hits joined: true where one of them says so. */
export function anyTrue(...names: readonly string[]): (attributes: readonly Attributes[]) => Attributes {
  return (attributes) =>
    Object.fromEntries(names.map((name) => [name, attributes.some((each) => each[name] === true)]));
}

/** Indexes of the turns of a side that are counted (no backchannel, not empty), in order. */
export function countedTurns(input: StageInput, side: 'agent' | 'caller'): readonly number[] {
  return input.reading.turns
    .filter((reading) => reading.turn.speaker === side && !reading.backchannel && !reading.empty)
    .map((reading) => reading.turn.index);
}

/** Whether a counted hit of these lexicons begins in the same clause of the turn. */
export function inClauseOf(input: StageInput, hit: Hit, ...lexicons: readonly string[]): boolean {
  return input.reading.hits(hit.turn, ...lexicons).some((other) => other.clause === hit.clause);
}
