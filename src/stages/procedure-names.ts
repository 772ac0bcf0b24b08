/**
 * Addressing the caller: the request for the name, its use, and the wrong name.
 *
 * Counts: a surname with a title where the caller is spoken to; the full or first name the caller gave; a title alone
 * as `title_only`. A wrong name is another surname than the one given, or one the caller protests against.
 * Does not count: a title of a third person (a mechanic, a manager who will call); asking the name of an account holder
 * for a check; another writing of a surname that sounds the same.
 */
import type { Finding, Span } from '../domain/finding.js';
import { type Hit, phraseSource } from '../text/reading.js';
import { actsOf, unless } from './acts.js';
import { type NameGiven, namesGiven } from './procedure-names-given.js';
import { finding, findingOfHit, neighbours, type StageInput } from './stage.js';
import { surnamesOf } from './surnames.js';

/** Most characters before a title alone that are still a lead-in ("all right, sir"). */
const LEAD_CHARACTERS = 4;

interface Address {
  readonly turn: number;
  readonly form: 'surname' | 'title_only' | 'first_name';
  /** The surname used; null for a title alone. */
  readonly name: string | null;
  readonly span: Span;
  readonly hit: Hit | null;
  /** Whether it is certain that the caller is spoken to. */
  readonly spokenTo: boolean;
}

const known = (given: readonly NameGiven[], turn: number) => given.filter((name) => name.turn < turn);

function hanAddress(input: StageInput, hit: Hit, given: readonly NameGiven[]): Address | null {
  const { folded, clauses } = input.reading.turns[hit.turn]!;
  const names = known(given, hit.turn);
  const before = folded.slice(0, hit.span.start);
  const full = names.find((name) => before.endsWith(name.full));
  const surname = full?.names[0] ?? surnamesOf(input.pack).endingAt(folded, hit.span.start);
  const start = hit.span.start - (full?.full.length ?? surname?.length ?? 0);
  const clause = clauses[hit.clause];
  const leads = start <= (clause?.start ?? 0);
  const you = input.pack.data.plainPronoun ?? '';
  const followed =
    you !== '' && (folded.startsWith(you, hit.span.end) || folded.slice(start, hit.span.end).includes(you));
  const spokenTo = leads || followed || identityQuestion(input, hit);
  const span = { start, end: hit.span.end };
  if (surname !== null) {
    const same = names.some((name) => name.names.includes(surname));
    if (hit.attributes.vocative === true && !spokenTo && !same) return null;
    return { turn: hit.turn, form: 'surname', name: surname, span, hit, spokenTo };
  }
  const endsClause = hit.span.end === clause?.end && hit.span.start - clause.start <= LEAD_CHARACTERS;
  if (hit.span.end - hit.span.start < 2 || !(leads || followed || endsClause)) return null;
  return { turn: hit.turn, form: 'title_only', name: null, span, hit, spokenTo: true };
}

function identityQuestion(input: StageInput, hit: Hit): boolean {
  return input.reading
    .hits(hit.turn, 'question_closed')
    .some(
      (ask) =>
        ask.attributes.purpose === 'identity' && ask.span.start <= hit.span.start && hit.span.end <= ask.span.end,
    );
}

function latinAddress(hit: Hit, folded: string): Address | null {
  const name = /^[\p{Script=Latin}'-]+/u.exec(folded.slice(hit.span.end).replace(/^[. ]+/, ''))?.[0];
  const titled = hit.attributes.titled === true;
  if (titled && (name === undefined || name.length < 2)) return null;
  return {
    turn: hit.turn,
    form: titled ? 'surname' : 'title_only',
    name: titled ? name! : null,
    span: hit.span,
    hit,
    spokenTo: true,
  };
}

/** The bare name that the caller gave, used without a title. */
function nameAlone(input: StageInput, turn: number, given: readonly NameGiven[]): Address | null {
  const { folded } = input.reading.turns[turn]!;
  const latin = input.pack.language === 'en';
  for (const name of known(given, turn)) {
    const familiar = latin ? [] : (input.pack.data.namePrefixes ?? []).map((prefix) => prefix + name.names[0]!);
    const words = latin ? name.names : [...(name.full.length > name.names[0]!.length ? [name.full] : []), ...familiar];
    for (const word of words) {
      const at = latin
        ? folded.search(new RegExp(`(?<![a-z'])${word.replace(/\W/g, '\\$&')}(?![a-z])`))
        : folded.indexOf(word);
      if (at === -1) continue;
      const form = latin && word === name.names[0] ? 'first_name' : 'surname';
      return { turn, form, name: word, span: { start: at, end: at + word.length }, hit: null, spokenTo: true };
    }
  }
  return null;
}

const RANK = { surname: 0, first_name: 1, title_only: 2 } as const;

function addressesAt(input: StageInput, turn: number, given: readonly NameGiven[]): readonly Address[] {
  const { folded } = input.reading.turns[turn]!;
  const titled = input.reading
    .hits(turn, 'titles')
    .map((hit) => (input.pack.language === 'en' ? latinAddress(hit, folded) : hanAddress(input, hit, given)));
  const alone = nameAlone(input, turn, given);
  return [...titled, alone].filter((address) => address !== null).sort((a, b) => RANK[a.form] - RANK[b.form]);
}

function useFinding(address: Address): Finding {
  const attributes = { form: address.form };
  if (address.hit !== null) {
    return findingOfHit('name_use', 'procedure', { ...address.hit, attributes }, { span: address.span });
  }
  return finding({
    label: 'name_use',
    stage: 'procedure',
    turn: address.turn,
    span: address.span,
    source: { kind: 'rule', id: 'name-given-before' },
    attributes,
  });
}

/** Another surname than any that was given, where the caller is surely spoken to. */
function wrongName(input: StageInput, address: Address, given: readonly NameGiven[]): boolean {
  const names = known(given, address.turn).flatMap((name) => name.names);
  const { name } = address;
  if (names.length === 0 || name === null || address.form !== 'surname' || !address.spokenTo) return false;
  return !names.some(
    (other) => surnamesOf(input.pack).alike(other, name) || other.startsWith(name) || name.startsWith(other),
  );
}

function misaddress(input: StageInput, used: readonly Address[], given: readonly NameGiven[]): readonly Finding[] {
  const found = new Map<number, Finding>();
  for (const address of used) {
    if (!wrongName(input, address, given)) continue;
    const { turn, span } = address;
    const source = { kind: 'rule', id: 'other-name-than-given' } as const;
    found.set(turn, finding({ label: 'misaddress', stage: 'procedure', turn, span, strength: 0.7, source }));
  }
  for (const { turn } of input.reading.turns) {
    const protest = input.reading.hits(turn.index, 'title_protest')[0];
    const spoken = neighbours(input.reading, turn.index, 'agent', -1, 1)[0];
    const address = protest === undefined ? undefined : used.find((each) => each.turn === spoken);
    if (protest === undefined || address === undefined) continue;
    const witnesses = [phraseSource(protest)];
    const source = { kind: 'rule', id: 'caller-protests' } as const;
    const { span } = address;
    found.set(
      address.turn,
      finding({ label: 'misaddress', stage: 'procedure', turn: address.turn, span, source, witnesses }),
    );
  }
  return [...found.values()];
}

export function nameFindings(input: StageInput): readonly Finding[] {
  const { given, findings } = namesGiven(input);
  const agentTurns = input.reading.turns.filter(({ turn }) => turn.speaker === 'agent');
  const used = agentTurns.flatMap(({ turn }) => addressesAt(input, turn.index, given));
  const uses = agentTurns.flatMap(({ turn }) => used.filter((each) => each.turn === turn.index).slice(0, 1));
  const requests = actsOf(input, {
    label: 'name_request',
    stage: 'procedure',
    lexicons: ['name_request'],
    judge: (hit) =>
      unless(hit, hit.attributes.asks === 'name' && input.reading.hits(hit.turn, 'identity_request').length > 0),
  });
  return [...findings, ...requests, ...uses.map(useFinding), ...misaddress(input, used, given)];
}
