/**
 * The agent restates or confirms the caller's issue.
 *
 * A clear frame ("what you mean is …", "so you would like …, is that right") counts with something behind it. A loose
 * frame ("I see, …", "let me confirm with you …") counts only where what follows takes up the caller's words. `check`:
 * the caller is asked whether it is right.
 * Does not count: "I understand your problem" with nothing restated; a telephone number, an address or a name read back.
 */
import type { Finding } from '../domain/finding.js';
import { type Hit, phraseSource } from '../text/reading.js';
import { actsOf, countedTurns, unless, type Verdict } from './acts.js';
import { type Asked, askedIn } from './asked.js';
import { overlaps, sameSentence } from './near.js';
import { sharedUnits } from './shared-words.js';
import { finding, neighbours, type StageInput } from './stage.js';

/** Caller turns whose words a paraphrase may take up. */
const CALLER_TURNS = 6;
/** Shared pairs (zh) or words (en) from which a loose frame restates, and with "let me confirm". */
const SHARED = { zh: { plain: 3, confirming: 2 }, en: { plain: 2, confirming: 1 } } as const;
/** Characters (letters) that must follow a clear frame. */
const CONTENT_LETTERS = { zh: 3, en: 8 } as const;
/** Characters behind "let me confirm" from which it confirms a matter even in other words. */
const CONFIRMED_LETTERS = { zh: 8, en: 30 } as const;
/** Characters before the tag from which a statement of the caller's own matter restates it in any words. */
const MATTER_LETTERS = { zh: 6, en: 20 } as const;
/** Clauses before a tag that may belong to its statement; recognisers write pauses inside a sentence as clauses. */
const STATEMENT_CLAUSES = 4;
/** A restatement known by its tag and the caller's words alone. */
const TAGGED = 0.7;
const LETTERS = /\p{L}/gu;

function callerWords(input: StageInput, turn: number): string {
  return neighbours(input.reading, turn, 'caller', -1, CALLER_TURNS)
    .map((index) => input.reading.turns[index]!.folded)
    .join('\n');
}

function readsBack(input: StageInput, hit: Hit): boolean {
  return input.reading
    .hits(hit.turn, 'readback', 'identity_request', 'asks_number')
    .some((other) => other.span.end > hit.span.start);
}

function judge(input: StageInput, hit: Hit): Verdict {
  const { language } = input.pack;
  const { folded, clauses } = input.reading.turns[hit.turn]!;
  const loose = hit.attributes.frame === 'loose';
  // A frame that closes its statement ("you …, is that right?") holds the content inside itself.
  const inside = hit.attributes.check === true && hit.attributes.confirms !== true;
  const from = inside ? (clauses[hit.clause]?.start ?? 0) : hit.span.end;
  const content = folded.slice(from);
  const letters = content.match(LETTERS)?.length ?? 0;
  const shared = sharedUnits(content, callerWords(input, hit.turn), language);
  const tagged = askedIn(input, hit.turn).some((asked) => asked.tag === 'confirm');
  const check = hit.attributes.check === true || tagged;
  const need = check ? SHARED[language].confirming : SHARED[language].plain;
  const restated =
    shared >= need || (check && letters >= CONFIRMED_LETTERS[language] && hit.attributes.confirms === true);
  const counts = loose ? restated && !readsBack(input, hit) : letters >= CONTENT_LETTERS[language];
  const onlyData = !loose && shared === 0 && readsBack(input, hit);
  return { ...unless(hit, !counts || onlyData), attributes: { check } };
}

/** Where the statement begins that a tag stands behind: in its sentence, some clauses before it at most. */
function statementStart(input: StageInput, turn: number, tag: Asked): number {
  const { clauses } = input.reading.turns[turn]!;
  const end = { start: tag.hit.span.start, end: tag.hit.span.start };
  const candidates = clauses.slice(Math.max(0, tag.clause - STATEMENT_CLAUSES), tag.clause + 1);
  const first = candidates.find((clause) => sameSentence(input.reading, turn, clause, end));
  return first?.start ?? clauses[tag.clause]?.start ?? 0;
}

/** A statement with "right?" behind it that takes up the caller's words confirms them, whatever its frame. */
function taggedStatement(input: StageInput, turn: number): Finding | null {
  const { language } = input.pack;
  const tag = askedIn(input, turn).find((asked) => asked.tag === 'confirm');
  const reading = input.reading.turns[turn]!;
  if (tag === undefined || input.reading.hits(turn, 'offer_more_help', 'acceptance_check').length > 0) return null;
  const start = statementStart(input, turn, tag);
  const statement = reading.folded.slice(start, tag.hit.span.start);
  const letters = statement.match(LETTERS)?.length ?? 0;
  const data = input.reading.hits(turn, 'readback', 'identity_request', 'asks_number');
  const inside = (hit: Hit) => hit.span.start >= start && hit.span.start < tag.hit.span.start;
  if (data.some(inside) || input.found.has(turn, 'blame_shift')) return null;
  const matter = input.reading.hits(turn, 'caller_matter').some(inside) && letters >= MATTER_LETTERS[language];
  const shared = sharedUnits(statement, callerWords(input, turn), language);
  if (!matter && (letters < CONFIRMED_LETTERS[language] || shared < SHARED[language].confirming)) return null;
  return finding({
    label: 'paraphrase',
    stage: 'procedure',
    turn,
    span: { start, end: tag.hit.span.end },
    strength: TAGGED,
    source: phraseSource(tag.hit),
    witnesses: [{ kind: 'rule', id: 'statement-with-tag' }],
    attributes: { check: true },
  });
}

/** The frame stands in a question of its own ("which one do you mean?"), or the turn puts the fault on the caller. */
function asksOrBlames(input: StageInput, hit: Hit): boolean {
  if (input.found.has(hit.turn, 'blame_shift')) return true;
  if (input.reading.hits(hit.turn, 'offer_more_help').some((other) => overlaps(other.span, hit.span))) return true;
  const check = askedIn(input, hit.turn).some((asked) => asked.tag === 'confirm');
  return askedIn(input, hit.turn).some(
    (asked) =>
      asked.kind === 'open' && !check && overlaps(asked.clauseSpan, hit.span) && asked.hit.span.end > hit.span.end,
  );
}

export function paraphraseFindings(input: StageInput): readonly Finding[] {
  const framed = actsOf(input, {
    label: 'paraphrase',
    stage: 'procedure',
    lexicons: ['paraphrase'],
    judge: (hit) => {
      const verdict = judge(input, hit);
      return asksOrBlames(input, hit) ? { ...verdict, ...unless(hit, true) } : verdict;
    },
    combine: (attributes) => ({ check: attributes.some((each) => each.check === true) }),
  });
  const tagged = countedTurns(input, 'agent')
    .filter((turn) => !framed.some((each) => each.turn === turn && each.counted))
    .map((turn) => taggedStatement(input, turn))
    .filter((each) => each !== null);
  return [...framed, ...tagged];
}
