/**
 * Stage 4: apology, responsibility, blame moved elsewhere, and going back on one's own words. Each has its own file;
 * this one runs them in the order in which they read each other.
 */
import { apologyFindings } from './apology-classes.js';
import { blameFindings } from './blame-shift.js';
import { contradictionFindings } from './contradiction.js';
import { responsibilityFindings } from './responsibility.js';
import type { Stage } from './stage.js';

export const apologyStage: Stage = {
  name: 'apology',
  needs: ['complaint', 'anger'],
  makes: ['apology', 'responsibility', 'blame_shift', 'contradicts_self'],
  run(input) {
    const turns = input.reading.turns.map(({ turn }) => turn.index);
    return {
      findings: [
        ...turns.flatMap((turn) => apologyFindings(input, turn)),
        ...turns.flatMap((turn) => responsibilityFindings(input, turn)),
        ...turns.flatMap((turn) => blameFindings(input, turn)),
        ...contradictionFindings(input),
      ],
    };
  },
};
