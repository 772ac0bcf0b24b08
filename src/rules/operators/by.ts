/** `by`: only places of this speaker. Not applicable where the roles are unknown. */
import type { Speaker } from '../../domain/call.js';
import { type Judge, NO, unknown, YES } from '../node.js';

export function byJudge(speaker: Speaker): Judge {
  return {
    key: `by ${speaker}`,
    text: `by ${speaker}`,
    names: [],
    reads: [],
    parts: [],
    judge: (context, spot) => {
      if (!context.observation.inputs.roles) return unknown('roles');
      return spot.speaker === speaker ? YES : NO;
    },
    keepsMiss: (context, miss) => context.timeline.turns[miss.turn]?.speaker === speaker,
  };
}
