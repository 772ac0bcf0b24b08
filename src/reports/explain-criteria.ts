/** Every criterion of a call, told: status, points, evidence, checks, and for a missed one what was searched and thrown out. */
import type { CheckResult, CriterionResult, Evidence } from '../domain/result.js';
import type { CriterionHead } from '../domain/rubric.js';
import { terminalText } from './escape/terminal.js';
import type { Telling } from './explain-turns.js';
import type { ReportedCall } from './reported-call.js';
import { clockText, evidencePlace, nearMissText, type Wording } from './wording.js';

export function criteriaLines(call: ReportedCall, told: readonly CriterionHead[], input: Telling): readonly string[] {
  const results = new Map(call.result.criteria.map((criterion) => [criterion.id, criterion]));
  return told.flatMap(({ id }) => {
    const criterion = results.get(id);
    return criterion === undefined ? [] : criterionLines(criterion, call, input);
  });
}

function criterionLines(criterion: CriterionResult, call: ReportedCall, input: Telling): readonly string[] {
  const { words, style } = input;
  const { messages } = words;
  const paint = {
    met: style.green,
    partly: style.yellow,
    not_met: style.red,
    not_applicable: style.dim,
    error: style.red,
  };
  const points =
    criterion.earned === null
      ? ''
      : messages.text('explain.points', { earned: criterion.earned, points: criterion.points });
  const status = paint[criterion.status](words.word('status', criterion.status));
  const head = `  ${style.bold(words.criterion(criterion.id))} (${criterion.id})  ${status}  ${points}`.trimEnd();
  const reason = `    ${terminalText(words.reason(criterion.reason))}`;
  if (criterion.status === 'not_applicable') return [head, reason];
  return [
    head,
    reason,
    ...evidenceLines(criterion.evidence, call, input),
    ...criterion.checks.flatMap((check) => checkLine(check, input)),
    ...(criterion.status === 'met' ? [] : absenceLines(criterion, input)),
  ];
}

/** Why something was missed: what was looked for, what nearly counted, and what could not be seen. */
function absenceLines(criterion: CriterionResult, { words }: Telling): readonly string[] {
  const { messages } = words;
  const list = (names: readonly string[]) => names.map(words.named).join(messages.text('join.list'));
  return [
    ...(criterion.searched.length === 0
      ? []
      : [messages.text('explain.searched', { names: list(criterion.searched) })]),
    ...criterion.nearMisses.map((miss) => messages.text('explain.near', { miss: nearMissText(miss, words) })),
    ...(criterion.unseen.length === 0 ? [] : [messages.text('explain.unseen', { names: list(criterion.unseen) })]),
  ].map((line) => `    ${terminalText(line)}`);
}

function evidenceLines(evidence: readonly Evidence[], call: ReportedCall, { words }: Telling): readonly string[] {
  return evidence.map((item) => `    ${terminalText(evidenceText(item, call, words))}`);
}

/** Evidence on one line, not yet escaped. */
export function evidenceText(evidence: Evidence, call: ReportedCall, words: Wording): string {
  return words.messages.text('explain.evidence', {
    place: evidencePlace(evidence, words),
    time: clockText(call.turns[evidence.turn]?.startMs),
    quote: evidence.quote,
  });
}

function checkLine(check: CheckResult, { words, style }: Telling): readonly string[] {
  const { messages } = words;
  if (check.outcome === 'not_applicable' || (check.possible === 0 && check.points === 0)) return [];
  const rules = check.rules.map(words.named).join(messages.text('join.list'));
  const points =
    check.possible > 0
      ? messages.text('explain.check_earned', { points: check.points, possible: check.possible })
      : messages.text('explain.check_lost', { points: check.points });
  return [`    ${style.dim(terminalText(messages.text('explain.check', { rules, points })))}`];
}
