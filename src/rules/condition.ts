/**
 * A condition on one place, as it stands under `unless`, `must` and `half`: an expression with a place in the same turn
 * (or, where it gives a truth, true of the call), or modifiers that the place itself must meet.
 */
import { unionNames } from './found.js';
import type { Judge, Judgement, Node } from './node.js';
import { NO, unknown, YES } from './node.js';
import { everyVerdict, type Verdict } from './three-valued.js';
import { inSameTurn } from './windows.js';

/** A judge whose text is the condition as it reads. */
export type Condition = Judge;

export function hereCondition(node: Node): Condition {
  return {
    key: `here ${node.id}`,
    text: node.names.join(' or '),
    names: node.names,
    reads: [],
    parts: [node],
    judge: (context, spot): Judgement => {
      const found = context.find(node);
      if (found.outcome === 'not_applicable') return unknown(...found.unseen);
      if (node.gives !== 'places') return found.outcome === 'holds' ? YES : NO;
      const place = found.spots.find((candidate) => inSameTurn(context.timeline, spot, candidate));
      return place === undefined ? NO : { verdict: 'yes', anchor: place };
    },
  };
}

export function placeCondition(judges: readonly Judge[]): Condition {
  if (judges.length === 1) return judges[0]!;
  const bounded = judges.find((judge) => judge.bounded !== undefined)?.bounded;
  return {
    key: judges.map((judge) => judge.key).join(' and '),
    text: judges.map((judge) => judge.text).join(' and '),
    names: unionNames(...judges.map((judge) => judge.names)),
    reads: judges.flatMap((judge) => judge.reads),
    parts: judges.flatMap((judge) => judge.parts),
    ...(bounded === undefined ? {} : { bounded }),
    judge: (context, spot): Judgement => {
      const judgements: Judgement[] = [];
      for (const judge of judges) {
        const judgement = judge.judge(context, spot);
        if (judgement.verdict === 'no') return judgement;
        judgements.push(judgement);
      }
      const verdict: Verdict = everyVerdict(judgements.map((judgement) => judgement.verdict));
      const anchor = judgements.find((judgement) => judgement.anchor !== undefined)?.anchor;
      const unseen = unionNames(...judgements.map((judgement) => judgement.unseen ?? []));
      return { verdict, ...(anchor === undefined ? {} : { anchor }), ...(unseen.length === 0 ? {} : { unseen }) };
    },
  };
}
