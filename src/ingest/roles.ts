/**
 * Who is the agent, where the source does not tell and the user does: by audio channel or by the source's name of the
 * speaker. Whoever else is then named in the same way is the caller. A role that the source tells stands.
 */
import type { CallDraft, TurnDraft } from './draft.js';
import { foldWord } from './vocabulary.js';

export interface RoleOptions {
  readonly agentChannel: number | null;
  readonly agentSpeakers: readonly string[];
}

export const NO_ROLES: RoleOptions = { agentChannel: null, agentSpeakers: [] };

export function withRoles(
  { turns, overlapObservable }: Pick<CallDraft, 'turns' | 'overlapObservable'>,
  { agentChannel, agentSpeakers }: RoleOptions,
): readonly TurnDraft[] {
  const names = new Set(agentSpeakers.map(foldWord));
  const isAgentName = ({ speakerLabel }: TurnDraft) => speakerLabel !== undefined && names.has(foldWord(speakerLabel));
  const isAgentChannel = ({ channel }: TurnDraft) => channel !== null && channel === agentChannel;
  // A call in which nobody is the agent that was named tells nothing about the others.
  const byName = names.size > 0 && turns.some(isAgentName);
  // On a recording with one channel everybody speaks on it.
  const areSeparate = overlapObservable === true || new Set(turns.map(({ channel }) => channel)).size > 1;
  const byChannel = areSeparate && turns.some(isAgentChannel);
  if (!byName && !byChannel) return turns;
  return turns.map((turn) => {
    if (turn.speaker !== 'unknown') return turn;
    if (byName && turn.speakerLabel !== undefined) {
      return { ...turn, speaker: isAgentName(turn) ? ('agent' as const) : ('caller' as const) };
    }
    if (byChannel && turn.channel !== null) {
      return { ...turn, speaker: isAgentChannel(turn) ? ('agent' as const) : ('caller' as const) };
    }
    return turn;
  });
}
