/**
 * `each` … `must` (`half`): the share of the places that meet the condition; `half` earns half.
 *
 * A place whose `must` is a bounded `followedBy` is left open, and leaves the share, when the call ends before the
 * window has passed and the agent did not end it. A place that cannot be judged leaves the share too. Not applicable
 * where no place is left.
 */
import type { TriggerResult } from '../../domain/rule.js';
import type { Condition } from '../condition.js';
import { nearestMisses, notApplicable, numberFound, type RankedMiss, truthUnseen, unionNames } from '../found.js';
import type { Context, Judgement, Node, NodeTable } from '../node.js';
import { compareSpots, type Spot } from '../spot.js';
import { windowPassed } from '../windows.js';

export interface EachSpec {
  readonly of: Node;
  readonly must: Condition;
  readonly half: Condition | null;
  /** The flag that says whether the agent ended the call; null where the rules have none. */
  readonly agentEnds: Node | null;
}

interface Judged {
  readonly outcome: TriggerResult['outcome'];
  readonly judgements: readonly Judgement[];
}

function judgeTrigger(context: Context, spec: EachSpec, spot: Spot): Judged {
  const must = spec.must.judge(context, spot);
  if (must.verdict === 'yes') return { outcome: 'met', judgements: [must] };
  const half = spec.half?.judge(context, spot);
  if (half?.verdict === 'yes') return { outcome: 'half', judgements: [half, must] };
  const judgements = half === undefined ? [must] : [must, half];
  const { bounded } = spec.must;
  const cutOff =
    bounded !== undefined &&
    !windowPassed(context.timeline, spot, bounded) &&
    (spec.agentEnds === null || context.find(spec.agentEnds).outcome !== 'holds');
  return { outcome: must.verdict === 'unknown' || cutOff ? 'open' : 'missed', judgements };
}

/** What met the condition, admitted by its trigger; the trigger itself where the condition names nothing. */
function evidenceOf(trigger: Spot, judgement: Judgement | undefined): Spot {
  const anchor = judgement?.anchor;
  if (anchor === undefined) return trigger;
  return {
    ...anchor,
    chain: Math.min(anchor.chain, trigger.chain),
    anchor: { name: trigger.name, turn: trigger.turn },
  };
}

const WORTH: Readonly<Record<TriggerResult['outcome'], number>> = { met: 1, half: 0.5, missed: 0, open: 0 };

export function eachNode(table: NodeTable, spec: EachSpec): Node {
  const { of, must, half, agentEnds } = spec;
  const conditions = half === null ? [must] : [must, half];
  const searched = unionNames(...conditions.map((condition) => condition.names));
  return table.node({
    key: `each ${of.id} must ${must.key}${half === null ? '' : ` half ${half.key}`}${agentEnds === null ? '' : ` ends ${agentEnds.id}`}`,
    gives: 'number',
    names: searched.length > 0 ? searched : of.names,
    labels: [],
    reads: conditions.flatMap((condition) => condition.reads),
    parts: [of, ...conditions.flatMap((condition) => condition.parts), ...(agentEnds === null ? [] : [agentEnds])],
    evaluate: (context) => {
      const found = context.find(of);
      if (found.outcome === 'not_applicable') return found;
      const triggers: TriggerResult[] = [];
      const places: Spot[] = [];
      const misses: RankedMiss[] = [];
      const unseen: (readonly string[])[] = [truthUnseen(found)];
      let sum = 0;
      let judged = 0;
      for (const spot of found.spots) {
        const { outcome, judgements } = judgeTrigger(context, spec, spot);
        triggers.push({ turn: spot.turn, outcome });
        unseen.push(...judgements.map((judgement) => judgement.unseen ?? []));
        if (outcome !== 'met') misses.push(...judgements.flatMap((judgement) => judgement.miss ?? []));
        if (outcome === 'open') continue;
        judged += 1;
        sum += WORTH[outcome];
        if (outcome !== 'missed') places.push(evidenceOf(spot, judgements[0]));
      }
      const extras = { triggers, misses: nearestMisses(misses), unseen: unionNames(...unseen) };
      if (judged === 0) return notApplicable(extras.unseen, { ...extras, misses: nearestMisses(found.misses, misses) });
      return numberFound(sum / judged, places.sort(compareSpots), extras);
    },
  });
}
