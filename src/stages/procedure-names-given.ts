/**
 * How the caller is called: the name the caller says, or the one the source knows.
 *
 * Counts: "my surname is …", a surname spelled out, a bare name in answer to the request for it.
 * Does not count: a cue that no name follows; the name of a third person.
 */
import type { Finding } from '../domain/finding.js';
import type { Hit } from '../text/reading.js';
import { onlyDeclared } from './acts.js';
import { finding, findingOfHit, neighbours, type StageInput } from './stage.js';
import { surnamesOf } from './surnames.js';

/** Most characters of a clause that is nothing but a Chinese name, with a title perhaps. */
const NAME_CLAUSE_CHARACTERS = 4;
/** Most characters of a caller turn that only answers the request for a name. */
const ANSWER_CHARACTERS = 14;
/** Most words of an English name. */
const NAME_WORDS = 2;
const ANSWER_WORDS = 4;
/** "It's Priya, please hurry": the answer to the question for the name, whatever comes behind. */
const LED_NAME = /^(?:yes |yeah |sure |um |uh )?(?:it's|it is|this is|that's|that would be) (\p{Script=Latin}+)/u;
const LATIN_WORD = /[\p{Script=Latin}][\p{Script=Latin}'-]*/gu;
const NOT_HAN = /[^\p{Script=Han}]/gu;
/** English words that follow a cue and are no name. */
const NO_NAMES = new Set([
  ...[
    'and',
    'i',
    'calling',
    'from',
    'the',
    'a',
    'an',
    'on',
    'in',
    'is',
    'it',
    "it's",
    'with',
    'here',
    'speaking',
    'not',
  ],
  ...[
    'yes',
    'yeah',
    'sure',
    'um',
    'my',
    'name',
    'so',
    'but',
    'for',
    'about',
    'spelled',
    'of',
    'course',
    'okay',
    'no',
    'this',
    'that',
    'hi',
    'hello',
    'well',
    'uh',
    'oh',
    'go',
    'ahead',
  ],
]);

export interface NameGiven {
  readonly turn: number;
  /** One surname in Chinese; the words of the name in English. Folded. */
  readonly names: readonly string[];
  /** The whole name as it was said, folded; a surname alone where no more was said. */
  readonly full: string;
}

export interface NamesGiven {
  readonly given: readonly NameGiven[];
  readonly findings: readonly Finding[];
}

/** `lead`: words that are no name may come before it ("this is …"). */
function latinNames(text: string, lead = false): readonly string[] {
  const names: string[] = [];
  for (const [word] of text.matchAll(LATIN_WORD)) {
    if (lead && names.length === 0 && NO_NAMES.has(word)) continue;
    if (NO_NAMES.has(word) || names.length === NAME_WORDS) break;
    names.push(word);
  }
  return names.filter((name) => name.length > 1);
}

/** The Chinese name that begins a text: its surname and what belongs to it up to the next mark. */
function hanName(input: StageInput, text: string): { readonly surname: string; readonly full: string } | null {
  const start = text.trimStart();
  const surname = surnamesOf(input.pack).startingAt(start, 0);
  if (surname === null) return null;
  const clause = start.split(/[^\p{Script=Han}]/u)[0]!;
  return { surname, full: clause.length <= NAME_CLAUSE_CHARACTERS ? clause : surname };
}

/** A surname that no list holds stands alone in its clause, with what it is spelled by behind a pause. */
const RARE_SURNAME = /^\s*(\p{Script=Han})(?=$|[^\p{Script=Han}])/u;

/** A surname too rare for the list, said right behind "my surname is". */
function rareName(text: string): { readonly surname: string; readonly full: string } | null {
  const surname = RARE_SURNAME.exec(text)?.[1];
  return surname === undefined ? null : { surname, full: surname };
}

function nameOfHit(input: StageInput, hit: Hit): NameGiven | null {
  const { folded } = input.reading.turns[hit.turn]!;
  if (hit.attributes.holds === 'inside') {
    const surname = surnamesOf(input.pack).endingAt(folded, hit.span.end);
    return surname === null ? null : { turn: hit.turn, names: [surname], full: surname };
  }
  const rest = folded.slice(hit.span.end);
  if (input.pack.language === 'en') {
    const names = latinNames(rest);
    return names.length === 0 ? null : { turn: hit.turn, names, full: names.join(' ') };
  }
  const name = hanName(input, rest) ?? rareName(rest);
  return name === null ? null : { turn: hit.turn, names: [name.surname], full: name.full };
}

/** A caller turn that answers the request for a name with nothing but the name. */
function bareAnswer(input: StageInput, turn: number): NameGiven | null {
  const reading = input.reading.turns[turn]!;
  const asked = neighbours(input.reading, turn, 'agent', -1, 1)[0];
  if (asked === undefined || input.reading.hits(asked, 'name_request').length === 0) return null;
  if (input.pack.language === 'en') {
    const led = LED_NAME.exec(reading.folded)?.[1];
    const names =
      reading.length <= ANSWER_WORDS
        ? latinNames(reading.folded, true)
        : led === undefined
          ? []
          : latinNames(led).slice(0, 1);
    return names.length === 0 ? null : { turn, names, full: names.join(' ') };
  }
  if (reading.length > ANSWER_CHARACTERS) return null;
  for (const clause of reading.clauses) {
    const text = reading.folded.slice(clause.start, clause.end).replace(NOT_HAN, '');
    const name = text.length <= NAME_CLAUSE_CHARACTERS ? hanName(input, text) : null;
    if (name !== null) return { turn, names: [name.surname], full: name.full };
  }
  return null;
}

export function namesGiven(input: StageInput): NamesGiven {
  const given: NameGiven[] = [];
  const findings: Finding[] = [];
  for (const { turn } of input.reading.turns) {
    if (turn.speaker !== 'caller') continue;
    const hits = input.reading.hits(turn.index, 'name_given');
    const named = hits.map((hit) => ({ hit, name: nameOfHit(input, hit) }));
    const first = named.find(({ name }) => name !== null);
    if (first !== undefined) {
      given.push(...named.flatMap(({ name }) => (name === null ? [] : [name])));
      findings.push(findingOfHit('name_given', 'procedure', onlyDeclared(first.hit, 'name_given')));
      continue;
    }
    const answer = bareAnswer(input, turn.index);
    if (answer !== null) {
      given.push(answer);
      findings.push(
        finding({
          label: 'name_given',
          stage: 'procedure',
          turn: turn.index,
          strength: 0.7,
          source: { kind: 'rule', id: 'answer-to-name-request' },
        }),
      );
    } else if (hits[0] !== undefined) {
      const hit = onlyDeclared(hits[0], 'name_given');
      findings.push(findingOfHit('name_given', 'procedure', hit, { discardedBecause: 'context' }));
    }
  }
  return { given: [...sourceName(input), ...given], findings };
}

/** The name that the source knows, as if it had been given before the call. */
function sourceName(input: StageInput): readonly NameGiven[] {
  const { callerName } = input.call.meta;
  if (typeof callerName !== 'string' || callerName.trim() === '') return [];
  const full = callerName.trim().toLowerCase();
  if (input.pack.language === 'en') return [{ turn: -1, names: full.split(/\s+/), full }];
  const surname = surnamesOf(input.pack).startingAt(full, 0);
  return surname === null ? [] : [{ turn: -1, names: [surname], full }];
}
