/**
 * Who is the agent, where the source does not tell. First by the user's word: by audio channel or by the source's name of
 * the speaker; whoever else is then named in the same way is the caller. Then by the name or number of the agent that the
 * record gives, where a speaker is called so. Else by what is said, see role-inference.ts. A role that the source tells
 * stands.
 */
import { areRolesGiven, type CallRoles } from '../domain/call.js';
import type { CallDraft, TurnDraft } from './draft.js';
import { inferRoles } from './role-inference.js';
import type { RoleModel } from './role-model.js';
import { foldWord } from './vocabulary.js';

export interface RoleOptions {
  readonly agentChannel: number | null;
  readonly agentSpeakers: readonly string[];
  /** Tells agent from caller by what they say; null where nobody asks for that. */
  readonly model: RoleModel | null;
}

export const NO_ROLES: RoleOptions = { agentChannel: null, agentSpeakers: [], model: null };

export interface GivenRoles {
  readonly turns: readonly TurnDraft[];
  readonly roles: CallRoles;
}

const TOLD: CallRoles = { source: 'told', confidence: 1 };
const OPTION: CallRoles = { source: 'option', confidence: 1 };
const UNKNOWN: CallRoles = { source: 'unknown', confidence: 0 };

type RolesDraft = Pick<CallDraft, 'turns' | 'agentId' | 'overlapObservable' | 'direction' | 'roles'>;

/** The turns with the roles that are known, and how they are known. */
export function withRoles(draft: RolesDraft, options: RoleOptions): GivenRoles {
  const { roles, direction } = draft;
  const named = byOption(
    { ...draft, turns: roles?.source === 'inferred' ? uninferred(draft.turns) : draft.turns },
    options,
  );
  if (named !== null) return { turns: named, roles: OPTION };
  if (roles !== undefined) return { turns: draft.turns, roles };
  const turns = byAgentName(draft);
  const isTold =
    areRolesGiven(turns) || turns.every(({ speaker, text }) => speaker !== 'unknown' || text.trim() === '');
  if (isTold) return { turns, roles: TOLD };
  return (options.model && inferRoles(turns, direction, options.model)) ?? { turns, roles: UNKNOWN };
}

/** Without the roles that an earlier reading inferred, so that the user's word can go before them. */
function uninferred(turns: readonly TurnDraft[]): readonly TurnDraft[] {
  return turns.map((turn) => {
    const isSide = turn.speaker === 'agent' || turn.speaker === 'caller';
    const isNamed = turn.speakerLabel !== undefined || turn.channel !== null;
    return isSide && isNamed ? { ...turn, speaker: 'unknown' as const } : turn;
  });
}

/**
 * With a speaker as the agent who is called as the record calls the agent. One other speaker is then the caller; of
 * several others it is left open who they are. Nothing is told where the record calls everybody so.
 */
function byAgentName({ turns, agentId }: RolesDraft): readonly TurnDraft[] {
  const agents = new Set([agentId, ...turns.map((turn) => turn.agentId)].flatMap((name) => foldWord(name ?? '') || []));
  const isOpen = ({ speaker, speakerLabel, text }: TurnDraft) =>
    speaker === 'unknown' && speakerLabel !== undefined && text.trim() !== '';
  const labels = new Set(turns.filter(isOpen).map(({ speakerLabel }) => foldWord(speakerLabel!)));
  const others = [...labels].filter((label) => !agents.has(label));
  if (others.length === labels.size || (others.length === 0 && !turns.some(({ speaker }) => speaker === 'caller'))) {
    return turns;
  }
  return turns.map((turn) => {
    if (turn.speaker !== 'unknown' || turn.speakerLabel === undefined) return turn;
    const label = foldWord(turn.speakerLabel);
    if (agents.has(label)) return { ...turn, speaker: 'agent' };
    return others.length === 1 && label === others[0] ? { ...turn, speaker: 'caller' } : turn;
  });
}

/** Null where the user's word says nothing about this call. */
function byOption(
  { turns, overlapObservable }: RolesDraft,
  { agentChannel, agentSpeakers }: RoleOptions,
): readonly TurnDraft[] | null {
  const names = new Set(agentSpeakers.map(foldWord));
  const isAgentName = ({ speakerLabel }: TurnDraft) => speakerLabel !== undefined && names.has(foldWord(speakerLabel));
  const isAgentChannel = ({ channel }: TurnDraft) => channel !== null && channel === agentChannel;
  // A call in which nobody is the agent that was named tells nothing about the others.
  const byName = names.size > 0 && turns.some(isAgentName);
  // On a recording with one channel everybody speaks on it.
  const areSeparate = overlapObservable === true || new Set(turns.map(({ channel }) => channel)).size > 1;
  const byChannel = areSeparate && turns.some(isAgentChannel);
  if (!byName && !byChannel) return null;
  const named = turns.map((turn) => {
    if (turn.speaker !== 'unknown') return turn;
    if (byName && turn.speakerLabel !== undefined) {
      return { ...turn, speaker: isAgentName(turn) ? ('agent' as const) : ('caller' as const) };
    }
    if (byChannel && turn.channel !== null) {
      return { ...turn, speaker: isAgentChannel(turn) ? ('agent' as const) : ('caller' as const) };
    }
    return turn;
  });
  return named.some((turn, index) => turn !== turns[index]) ? named : null;
}
