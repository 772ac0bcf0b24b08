/**
 * Evaluates compiled rules on one call. Nothing is evaluated before it is asked for, and every node at most once; the
 * text of the call is read for likeness alone.
 */
import { TingpingError } from '../domain/errors.js';
import type { Finding } from '../domain/finding.js';
import type { Observation, QuantityName, QuantityValue } from '../domain/observation.js';
import type { NearMiss, Place, RuleResult, Searched, TriggerResult } from '../domain/rule.js';
import { similarity } from '../text/similarity.js';
import type { CompiledExpression, CompiledRules } from './compile.js';
import { type Found, publishedMiss, truthUnseen } from './found.js';
import type { Context, DiscardedSpot, Node } from './node.js';
import { compareSpots, compareTexts, placeOf, type Spot, spotOfFinding, spotOfTurn } from './spot.js';
import { type Timeline, timelineOf } from './windows.js';

export interface ExpressionResult {
  readonly outcome: RuleResult['outcome'];
  readonly places: readonly Place[];
  /** 0..1 for measures, else 1 or 0; null where not applicable. */
  readonly value: number | null;
  readonly nearMisses: readonly NearMiss[];
  readonly searched: Searched;
  readonly unseen: readonly string[];
  readonly triggers: readonly TriggerResult[];
  /** Lowest strength in the chain of evidence of the best place; 1 where no place is the evidence. */
  readonly confidence: number;
}

export interface Evaluation {
  rule(id: string): RuleResult & { readonly confidence: number };
  expression(expression: CompiledExpression): ExpressionResult;
  /** The call as it was known when this turn had ended. */
  upTo(turn: number): Evaluation;
}

export function evaluate(rules: CompiledRules, observation: Observation): Evaluation {
  return new CallEvaluation(rules, observation);
}

interface Findings {
  readonly counted: readonly Spot[];
  readonly discarded: readonly DiscardedSpot[];
}

const NO_FINDINGS: Findings = { counted: [], discarded: [] };

class CallEvaluation implements Evaluation, Context {
  readonly observation: Observation;
  readonly #rules: CompiledRules;
  /** By node; of full length from the start, so that it stays a plain array. */
  readonly #found: (Found | undefined)[];
  readonly #byLabel: ReadonlyMap<string, readonly Finding[]>;
  readonly #spots = new Map<string, Findings>();
  readonly #likeness = new Map<string, number>();
  readonly #cuts = new Map<number, Evaluation>();
  #timeline: Timeline | null = null;
  #turnSpots: readonly Spot[] | null = null;

  constructor(rules: CompiledRules, observation: Observation) {
    this.#rules = rules;
    this.#found = new Array<Found | undefined>(rules.engine.table.nodes.length);
    this.observation = observation;
    const byLabel = new Map<string, Finding[]>();
    for (const finding of observation.findings) {
      const list = byLabel.get(finding.label);
      if (list === undefined) byLabel.set(finding.label, [finding]);
      else list.push(finding);
    }
    this.#byLabel = byLabel;
  }

  get timeline(): Timeline {
    if (this.#timeline === null) {
      const acknowledged = (this.#byLabel.get('backchannel') ?? []).filter((finding) => finding.counted);
      const backchannels = new Set(acknowledged.map((finding) => finding.turn));
      this.#timeline = timelineOf(this.observation.call, backchannels, this.observation.clauses);
    }
    return this.#timeline;
  }

  find(node: Node): Found {
    let found = this.#found[node.id];
    if (found === undefined) {
      found = node.evaluate(this);
      this.#found[node.id] = found;
    }
    return found;
  }

  counted(label: string): readonly Spot[] {
    return this.#findings(label).counted;
  }

  discarded(label: string): readonly DiscardedSpot[] {
    return this.#findings(label).discarded;
  }

  #findings(label: string): Findings {
    const raw = this.#byLabel.get(label);
    if (raw === undefined) return NO_FINDINGS;
    const known = this.#spots.get(label);
    if (known !== undefined) return known;
    const { turns } = this.observation.call;
    const spot = (finding: Finding) => spotOfFinding(finding, turns[finding.turn]?.speaker ?? 'unknown');
    const found = {
      counted: raw
        .filter((finding) => finding.counted)
        .map(spot)
        .sort(compareSpots),
      discarded: raw
        .flatMap((finding) =>
          finding.counted || finding.discardedBecause === null
            ? []
            : { spot: spot(finding), reason: finding.discardedBecause },
        )
        .sort((a, b) => compareSpots(a.spot, b.spot) || compareTexts(a.reason, b.reason)),
    };
    this.#spots.set(label, found);
    return found;
  }

  turnSpots(): readonly Spot[] {
    this.#turnSpots ??= this.timeline.counted.map(spotOfTurn);
    return this.#turnSpots;
  }

  likeness(a: Spot, b: Spot): number {
    const [one, other] = [this.#textOf(a), this.#textOf(b)].sort(compareTexts) as [string, string];
    if (one === other) return 1;
    const key = `${one}\u0000${other}`;
    let score = this.#likeness.get(key);
    if (score === undefined) {
      score = Math.round(similarity(one, other) * 1000) / 1000;
      this.#likeness.set(key, score);
    }
    return score;
  }

  #textOf(spot: Spot): string {
    const { turns } = this.observation.call;
    if (spot.span !== null && spot.turn === spot.lastTurn) {
      return (turns[spot.turn]?.text ?? '').slice(spot.span.start, spot.span.end);
    }
    const texts: string[] = [];
    for (let i = spot.turn; i <= spot.lastTurn; i++) texts.push(turns[i]?.text ?? '');
    return texts.join('\n');
  }

  rule(id: string): RuleResult & { readonly confidence: number } {
    const target = this.#rules.engine.targets.get(id);
    if (target !== undefined) return { id, ...this.#result(target.node) };
    const info = this.#rules.infos.get(id);
    if (info === undefined) throw new TingpingError('internal', `The rule ${id} was asked for and does not exist.`);
    // Rules with a state are kept for the catalogue's sake and say nothing about a call.
    const nothing = { places: [], triggers: [], nearMisses: [], searched: { names: [] }, unseen: [] };
    return { id, outcome: 'not_applicable', value: null, ...nothing, confidence: 1 };
  }

  expression({ node }: CompiledExpression): ExpressionResult {
    return this.#result(node);
  }

  #result(node: Node): ExpressionResult {
    const found = this.find(node);
    const { outcome } = found;
    const applicable = outcome !== 'not_applicable';
    return {
      outcome,
      value: applicable ? (found.number ?? (outcome === 'holds' ? 1 : 0)) : null,
      places: applicable ? found.spots.map(placeOf) : [],
      triggers: found.triggers,
      nearMisses: found.misses.map(publishedMiss),
      searched: {
        names: [...(found.lacking.length > 0 && !applicable ? found.lacking : node.names)].sort(compareTexts),
      },
      unseen: truthUnseen(found),
      confidence: found.confidence,
    };
  }

  upTo(turn: number): Evaluation {
    if (turn >= this.observation.call.turns.length - 1) return this;
    let cut = this.#cuts.get(turn);
    if (cut === undefined) {
      cut = new CallEvaluation(this.#rules, cutAfter(this.observation, turn));
      this.#cuts.set(turn, cut);
    }
    return cut;
  }
}

/** Quantities that were known before anybody spoke; all others lean on the whole call. */
const KNOWN_FROM_THE_START = /^(?:meta|history)\.|^call\.(?:hasTimes|overlapObservable)$/;

function cutAfter(observation: Observation, turn: number): Observation {
  const { call } = observation;
  const end = turn + 1;
  const quantities: Partial<Record<QuantityName, QuantityValue>> = {};
  for (const [name, value] of Object.entries(observation.quantities) as [QuantityName, QuantityValue][]) {
    if (KNOWN_FROM_THE_START.test(name)) quantities[name] = value;
  }
  return {
    ...observation,
    call: { ...call, turns: call.turns.slice(0, end), durationMs: null },
    findings: observation.findings.filter((finding) => finding.turn < end),
    sentiments: observation.sentiments.slice(0, end),
    levels: observation.levels.slice(0, end),
    lengths: observation.lengths.slice(0, end),
    clauses: observation.clauses.slice(0, end),
    quantities,
  };
}
