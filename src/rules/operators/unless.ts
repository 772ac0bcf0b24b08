/**
 * `unless`: drops a place when one of its conditions is met, and keeps it as a near miss. A condition that cannot be
 * seen keeps the place and is named in the result.
 */

import type { Condition } from '../condition.js';
import { unionNames } from '../found.js';
import type { Judge } from '../node.js';

export function unlessJudge(conditions: readonly Condition[]): Judge {
  return {
    key: `unless [${conditions.map((condition) => condition.key).join('; ')}]`,
    text: `unless ${conditions.map((condition) => condition.text).join(' or ')}`,
    names: [],
    reads: conditions.flatMap((condition) => condition.reads),
    parts: conditions.flatMap((condition) => condition.parts),
    judge: (context, spot) => {
      const unseen: (readonly string[])[] = [];
      for (const condition of conditions) {
        const { verdict, unseen: missing } = condition.judge(context, spot);
        if (verdict === 'yes') {
          const { turn, span, name } = spot;
          return {
            verdict: 'no',
            miss: { turn, span, name, why: { kind: 'unless', condition: condition.text }, far: 0 },
          };
        }
        if (verdict === 'unknown' && missing !== undefined) unseen.push(missing);
      }
      return unseen.length === 0 ? { verdict: 'yes' } : { verdict: 'yes', unseen: unionNames(...unseen) };
    },
  };
}
