/**
 * `explain`: one call told in the terminal. First the call turn by turn, then every criterion with its evidence (and for
 * a missed one what was searched and what was found and thrown out), the way of the harassment decision, and the sum.
 * Pure: what it says stands in the result and the turns.
 */
import type { CallResult, CheckResult, CriterionResult, Evidence } from '../domain/result.js';
import type { CriterionHead } from '../domain/rubric.js';
import { terminalText } from './escape/terminal.js';
import { type Telling, type TurnTelling, turnLines } from './explain-turns.js';
import type { ReportedCall, ReportRubric } from './reported-call.js';
import { round1 } from './statistics.js';
import { tableLines } from './table.js';
import { clockText, evidencePlace, nearMissText, type Wording } from './wording.js';

export interface ExplainInput extends TurnTelling {
  readonly rubric: ReportRubric;
  /** Tell this criterion alone; null tells the whole call. */
  readonly criterion: string | null;
}

export function explainText(call: ReportedCall, input: ExplainInput): string {
  const { rubric, criterion } = input;
  const told = criterion === null ? rubric.criteria : rubric.criteria.filter(({ id }) => id === criterion);
  const sections =
    criterion === null
      ? [
          headLines(call.result, input),
          section('explain.turns', turnLines(call, input), input),
          section('explain.harassment', harassmentLines(call, input), input),
          section('explain.critical', criticalLines(call.result, input), input),
          section('explain.criteria', criteriaLines(call, told, input), input),
          section('explain.sum', sumLines(call.result, input), input),
          section('explain.warnings', warningLines(call.result, input), input),
        ]
      : [headLines(call.result, input), criteriaLines(call, told, input)];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function section(title: string, lines: readonly string[], { words, style }: Telling): readonly string[] {
  return lines.length === 0 ? [] : [style.bold(words.messages.text(title)), ...lines];
}

function headLines(result: CallResult, { words, style }: Telling): readonly string[] {
  const { messages } = words;
  const { call, context } = result;
  const facts = [
    call.startedAt,
    call.agentId === null ? null : messages.text('explain.agent', { agent: call.agentId }),
    words.word('medium', call.medium),
    messages.text('explain.turn_count', { turns: call.turns }),
    call.durationMs === null ? null : clockText(call.durationMs),
  ].filter((fact) => fact !== null);
  const safety =
    result.safety === null ? [] : [style.red(messages.text('explain.safety', { turn: result.safety.turn }))];
  return [
    `${style.bold(terminalText(result.callId))}  ${terminalText(facts.join(' \u00B7 '))}`,
    ...safety,
    messages.text('explain.head', {
      score: result.score === null ? messages.text('explain.no_score') : result.score,
      band: words.word('band', result.band),
      coverage: Math.round(result.coverage * 100),
      kind: context.kind === null ? messages.text('explain.unknown') : words.word('kind', context.kind),
      resolved: words.word('resolved', context.resolved),
      decision: words.word('decision', result.harassment.decision),
    }),
  ];
}

function criteriaLines(call: ReportedCall, told: readonly CriterionHead[], input: ExplainInput): readonly string[] {
  const results = new Map(call.result.criteria.map((criterion) => [criterion.id, criterion]));
  return told.flatMap(({ id }) => {
    const criterion = results.get(id);
    return criterion === undefined ? [] : criterionLines(criterion, call, input);
  });
}

function criterionLines(criterion: CriterionResult, call: ReportedCall, input: ExplainInput): readonly string[] {
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

function evidenceText(evidence: Evidence, call: ReportedCall, words: Wording): string {
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

function criticalLines(result: CallResult, { words }: Telling): readonly string[] {
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

function harassmentLines(call: ReportedCall, { words }: Telling): readonly string[] {
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
function sumLines(result: CallResult, { words, rubric }: ExplainInput): readonly string[] {
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

function verdictLines(result: CallResult, text: (key: string, params?: Record<string, number>) => string) {
  if (result.band === 'critical') return [text('explain.zeroed', { raw: result.rawScore ?? 0 })];
  if (result.band === 'critical?') return [text('explain.not_settled')];
  if (result.band === 'incomplete') return [text('explain.incomplete')];
  if (result.band === 'insufficient') return [text('explain.insufficient')];
  return [];
}

function total(criteria: readonly CriterionResult[], value: (criterion: CriterionResult) => number): number {
  return Math.round(criteria.reduce((sum, criterion) => sum + value(criterion), 0) * 1000) / 1000;
}

function warningLines(result: CallResult, { words }: Telling): readonly string[] {
  return result.warnings.map(
    ({ code, params }) => `  ${terminalText(words.messages.find(`warning.${code}`, params) ?? code)}`,
  );
}
