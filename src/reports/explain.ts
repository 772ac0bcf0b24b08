/**
 * `explain`: one call told in the terminal. First the call turn by turn, then every criterion with its evidence (and for
 * a missed one what was searched and what was found and thrown out), the way of the harassment decision, and the sum.
 * Pure: what it says stands in the result and the turns.
 */
import type { CallVerdict } from '../domain/result.js';
import { terminalText } from './escape/terminal.js';
import { criteriaLines } from './explain-criteria.js';
import { type Telling, type TurnTelling, turnLines } from './explain-turns.js';
import { criticalLines, harassmentLines, sumLines } from './explain-verdict.js';
import type { ExplainedCall, ReportRubric } from './reported-call.js';
import { clockText } from './wording.js';

export interface ExplainInput extends TurnTelling {
  readonly rubric: ReportRubric;
  /** Tell this criterion alone; null tells the whole call. */
  readonly criterion: string | null;
}

export function explainText(call: ExplainedCall, input: ExplainInput): string {
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
          section('explain.sum', sumLines(call.result, rubric, input), input),
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

function headLines(result: CallVerdict, { words, style }: Telling): readonly string[] {
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

function warningLines(result: CallVerdict, { words }: Telling): readonly string[] {
  return result.warnings.map(
    ({ code, params }) => `  ${terminalText(words.messages.find(`warning.${code}`, params) ?? code)}`,
  );
}
