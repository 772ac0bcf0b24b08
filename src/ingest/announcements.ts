/** Which turns a machine speaks, among those whose source does not tell: voice menus, queues, recording notices. */
import { foldSpoken, type RoleWords, saysOneOf } from './role-words.js';

export interface HeardTurn {
  readonly index: number;
  readonly voice: string;
  readonly text: string;
  /** How far the turn speaks for an agent (above 0) or a caller. */
  readonly weight: number;
  readonly asks: boolean;
}

/**
 * Indexes of announcements. A voice that says nothing else is a machine. In the voice of a person (a recording of one
 * channel, or labels that put the menu with the agent) a turn is one only where it says what machines alone say, asks
 * nothing, speaks of no person, and does not sound like a caller who complains of the menu.
 */
export function announcements(turns: readonly HeardTurn[], words: RoleWords): ReadonlySet<number> {
  const heard = turns.map((turn) => {
    const folded = foldSpoken(turn.text);
    const isSure = saysOneOf(folded, words.announcements);
    const isPossible = isSure || saysOneOf(folded, words.doubtfulAnnouncements);
    const isPersonal = turn.asks || turn.weight < 0 || saysOneOf(folded, words.personal);
    return { ...turn, isSure, isPossible, isPersonal };
  });
  const machines = new Set(heard.map(({ voice }) => voice));
  const voices = machines.size;
  const sure = new Set(heard.filter(({ isSure }) => isSure).map(({ voice }) => voice));
  // With two people beside it, a voice that opens the call and only welcomes is a machine too.
  if (voices > 2 && heard.length > 0) sure.add(heard[0]!.voice);
  for (const { voice, isPossible } of heard) if (!isPossible || !sure.has(voice)) machines.delete(voice);
  return new Set(
    heard
      .filter(({ voice, isSure, isPersonal }) => machines.has(voice) || (isSure && !isPersonal))
      .map(({ index }) => index),
  );
}
