/**
 * Whether roles that were inferred rest on manners alone. Signs are learnt from calls in which agents are polite and
 * callers speak of a matter; a polite caller with a curt agent has all the manners the other way round, and every turn
 * adds to the mistake. Two things then speak against it: what is said of one's own matter or at the desk, whatever the
 * tone (words.yaml), and that who is taken for the caller hardly says anything, which callers with a matter do not.
 */
import type { Direction } from '../domain/call.js';
import { foldSpoken, type RoleWords, saysOneOf } from './role-words.js';

/** A turn with the role that is to be given out. */
export interface RoledTurn {
  readonly side: 'agent' | 'caller';
  readonly text: string;
  /** In characters of speech. */
  readonly length: number;
}

/** What one side must say more than the other of a matter of its own, and less at the desk, to be doubted. */
const MIN_AGAINST = 2;
/** Phrases of a turn that count at most, so that one long turn does not decide. */
const MOST_PER_TURN = 2;
/** How little somebody says: mean length of turns at most, share of the talk at most. */
interface Curt {
  readonly length: number;
  readonly share: number;
}
/** Where words speak against the roles as well; and where nothing does but that the caller picks up. */
const CURT: Curt = { length: 9, share: 0.35 };
const VERY_CURT: Curt = { length: 6, share: 0.2 };
const MIN_CURT_TURNS = 3;

/** `turns` in order, of agent and caller alone. */
export function areDoubtful(turns: readonly RoledTurn[], direction: Direction | null, words: RoleWords): boolean {
  const agent = turns.filter(({ side }) => side === 'agent');
  const caller = turns.filter(({ side }) => side === 'caller');
  const [own, callersOwn] = [ownMatter(agent, words), ownMatter(caller, words)];
  const [desk, callersDesk] = [atDesk(agent, words), atDesk(caller, words)];
  if (own > 0 && own - callersOwn + callersDesk - desk >= MIN_AGAINST) return true;
  if (own > callersOwn || callersDesk > desk) return isCurt(caller, agent, CURT);
  return picksUp(turns, agent, direction, words) && isCurt(caller, agent, VERY_CURT);
}

/** Whether the caller picks up, as agents do, in a call that the company does not seem to have made. */
function picksUp(
  turns: readonly RoledTurn[],
  agent: readonly RoledTurn[],
  direction: Direction | null,
  { callsOut }: RoleWords,
): boolean {
  return direction !== 'outbound' && turns[0]?.side === 'caller' && !saysOneOf(foldSpoken(agent[0]!.text), callsOut);
}

function isCurt(caller: readonly RoledTurn[], agent: readonly RoledTurn[], { length, share }: Curt): boolean {
  const said = total(caller);
  return caller.length >= MIN_CURT_TURNS && said <= caller.length * length && said <= (said + total(agent)) * share;
}

function total(turns: readonly RoledTurn[]): number {
  return turns.reduce((sum, { length }) => sum + length, 0);
}

function ownMatter(turns: readonly RoledTurn[], { ownMatter: phrases, notOwnMatter }: RoleWords): number {
  return counted(turns, phrases, notOwnMatter, MOST_PER_TURN);
}

function atDesk(turns: readonly RoledTurn[], { atDesk: phrases }: RoleWords): number {
  return counted(turns, phrases, [], 1);
}

/** How many of the phrases the turns say, each once a turn; what stands in an exception is not looked at. */
function counted(
  turns: readonly RoledTurn[],
  phrases: readonly string[],
  exceptions: readonly string[],
  mostPerTurn: number,
): number {
  return turns.reduce((sum, { text }) => {
    const folded = exceptions.reduce((rest, exception) => rest.replaceAll(exception, '  '), foldSpoken(text));
    return sum + Math.min(mostPerTurn, phrases.filter((phrase) => folded.includes(phrase)).length);
  }, 0);
}
