/** How a call was judged as a whole, told: the way of the harassment decision, critical items, and the sum. */
import type { CallVerdict, CriterionResult } from '../domain/result.js';
import { terminalText } from './escape/terminal.js';
import { evidenceText } from './explain-criteria.js';
import type { Telling } from './explain-turns.js';
import type { ReportedCall, ReportRubric } from './reported-call.js';
import { round1 } from './statistics.js';
import { tableLines } from './table.js';

export function criticalLines(result: CallVerdict, { words }: Telling): readonly string[] {
  return result.criticalFailures
    .map((item) =>
      terminalText(
        words.messages.text('explain.critical_item', {
          name: words.title(item.id),
          state: words.word('critical_state', item.state),
          confidence: item.confidence,
          places: item.evidence.map((evidence) => `[${evidence.turn}] ${evidence.quote}`).join(' '),
        }),
      ),
    )
    .map((line) => `  ${line}`);
}

export function harassmentLines(call: ReportedCall, { words }: Telling): readonly string[] {
  const { messages } = words;
  const { harassment } = call.result;
  const list = (group: string, codes: readonly string[]) =>
    codes.map((code) => words.word(group, code)).join(messages.text('join.list'));
  const handled = Object.entries(harassment.handled).filter(([, value]) => value !== null);
  return [
    messages.text('explain.decision', {
      decision: words.word('decision', harassment.decision),
      policy: `${harassment.policy.id} ${harassment.policy.version}`,
      demand: words.word('answer', harassment.demand ? 'yes' : 'no'),
    }),
    ...(harassment.withheld === null
      ? []
      : [messages.text('explain.withheld', { decision: words.word('decision', harassment.withheld) })]),
    ...(harassment.fromTurn === null ? [] : [messages.text('explain.from_turn', { turn: harassment.fromTurn })]),
    ...(harassment.categories.length === 0
      ? []
      : [messages.text('explain.categories', { categories: list('category', harassment.categories) })]),
    ...harassment.path.map((step) =>
      messages.text('explain.step', {
        turn: step.turn,
        signal: words.named(step.signal),
        state: words.word('state', step.state),
      }),
    ),
    ...harassment.evidence.map((evidence) => evidenceText(evidence, call, words)),
    ...(harassment.ending === null
      ? []
      : [messages.text('explain.ending', { ending: words.word('ending', harassment.ending) })]),
    ...handled.map(([what, value]) =>
      messages.text('explain.handled', {
        what: words.word('handled', what),
        answer: words.word('answer', value === true ? 'yes' : 'no'),
      }),
    ),
  ].map((line) => `  ${terminalText(line)}`);
}

/** The sum as one would do it on paper. */
export function sumLines(result: CallVerdict, rubric: ReportRubric, { words }: Telling): readonly string[] {
  const { messages } = words;
  const cards = new Map(rubric.criteria.map(({ id, card }) => [id, card]));
  const counted = result.criteria.filter(
    (criterion) => criterion.score !== null && criterion.points > 0 && (cards.get(criterion.id) ?? null) === null,
  );
  const rows = counted.map((criterion) => [
    `  ${words.criterion(criterion.id)}`,
    String(criterion.points),
    `\u00D7 ${criterion.score!.toFixed(3)}`,
    `= ${criterion.earned!.toFixed(3)}`,
  ]);
  const points = total(counted, (criterion) => criterion.points);
  const earned = total(counted, (criterion) => criterion.points * criterion.score!);
  const lines = [...tableLines(rows, ['left', 'right', 'right', 'right'])];
  if (points > 0 && result.rawScore !== null) {
    lines.push(
      `  ${messages.text('explain.total', { earned, points, score: round1((100 * earned) / points) })}`,
      ...(result.bonus > 0
        ? [`  ${messages.text('explain.bonus', { bonus: result.bonus, score: result.rawScore })}`]
        : []),
    );
  }
  return [...lines, ...verdictLines(result, words.messages.text).map((line) => `  ${line}`)];
}

function verdictLines(result: CallVerdict, text: (key: string, params?: Record<string, number>) => string) {
  if (result.band === 'critical') return [text('explain.zeroed', { raw: result.rawScore ?? 0 })];
  if (result.band === 'critical?') return [text('explain.not_settled')];
  if (result.band === 'incomplete') return [text('explain.incomplete')];
  if (result.band === 'insufficient') return [text('explain.insufficient')];
  return [];
}

function total(criteria: readonly CriterionResult[], value: (criterion: CriterionResult) => number): number {
  return Math.round(criteria.reduce((sum, criterion) => sum + value(criterion), 0) * 1000) / 1000;
}
