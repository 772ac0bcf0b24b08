/** The masker as a run has it when nothing else is said. */
import { resolve } from 'node:path';
import { personalMasker, readPersonal } from '../src/config/personal.js';
import type { Speaker } from '../src/domain/call.js';

export const MODELS_FOLDER = resolve('models');
export const masker = personalMasker(readPersonal(MODELS_FOLDER));

/** Turns written as `a:` and `c:`, masked. */
export function maskedTurns(...turns: readonly string[]): readonly string[] {
  const speakers: Readonly<Record<string, Speaker>> = { a: 'agent', c: 'caller' };
  const said = turns.map((turn) => ({ speaker: speakers[turn[0]!]!, text: turn.slice(2) }));
  return masker.turns(said);
}
