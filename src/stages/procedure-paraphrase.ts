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
import { askedIn } from './asked.js';
import { overlaps } from './near.js';
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

/** A statement with "right?" behind it that takes up the caller's words confirms them, whatever its frame. */
function taggedStatement(input: StageInput, turn: number): Finding | null {
  const { language } = input.pack;
  const tag = askedIn(input, turn).find((asked) => asked.tag === 'confirm');
  const reading = input.reading.turns[turn]!;
  if (tag === undefined || input.reading.hits(turn, 'offer_more_help', 'acceptance_check').length > 0) return null;
  const start = reading.clauses[Math.max(0, tag.clause - 1)]?.start ?? 0;
  const statement = reading.folded.slice(start, tag.hit.span.start);
  const letters = statement.match(LETTERS)?.length ?? 0;
  const shared = sharedUnits(statement, callerWords(input, turn), language);
  const data = input.reading.hits(turn, 'readback', 'identity_request', 'asks_number').length > 0;
  if (data || letters < CONFIRMED_LETTERS[language] || shared < SHARED[language].confirming) return null;
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

export function paraphraseFindings(input: StageInput): readonly Finding[] {
  const framed = actsOf(input, {
    label: 'paraphrase',
    stage: 'procedure',
    lexicons: ['paraphrase'],
    judge: (hit) => {
      const offered = input.reading.hits(hit.turn, 'offer_more_help').some((other) => overlaps(other.span, hit.span));
      const verdict = judge(input, hit);
      return offered ? { ...verdict, ...unless(hit, true) } : verdict;
    },
    combine: (attributes) => ({ check: attributes.some((each) => each.check === true) }),
  });
  const tagged = countedTurns(input, 'agent')
    .filter((turn) => !framed.some((each) => each.turn === turn && each.counted))
    .map((turn) => taggedStatement(input, turn))
    .filter((each) => each !== null);
  return [...framed, ...tagged];
}
