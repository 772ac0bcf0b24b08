/** What a run prints when it is done: a table on stdout, and one line for the log of the person on call. */
import { DECISIONS } from '../domain/harassment.js';
import type { Band, CallVerdict } from '../domain/result.js';
import { topReason } from './call-rows.js';
import { terminalText } from './escape/terminal.js';
import { type RunFacts, rejectedShare, runStatus } from './run-record.js';
import type { RunTotals } from './run-tally.js';
import type { Style } from './style.js';
import { clipped, tableLines } from './table.js';
import type { Wording } from './wording.js';

const BANDS: readonly Band[] = [
  'excellent',
  'pass',
  'coach',
  'fail',
  'critical?',
  'critical',
  'insufficient',
  'incomplete',
];

const ID_WIDTH = 36;
const REASON_WIDTH = 90;

export interface SummaryInput {
  readonly facts: RunFacts;
  readonly totals: RunTotals;
  readonly words: Wording;
  readonly folder: string;
  readonly files: readonly string[];
}

/** One line: how many, how fast, how it went, where. */
export function summaryLine({ facts, totals, words, folder }: SummaryInput): string {
  const seconds = (facts.finishedAt.getTime() - facts.startedAt.getTime()) / 1000;
  return terminalText(
    words.messages.text('summary.line', {
      status: words.word('run_status', runStatus(facts, totals)),
      calls: totals.calls,
      rejected: facts.counts.rejected,
      skipped: facts.counts.skipped,
      seconds: seconds.toFixed(1),
      folder,
    }),
  );
}

export function summaryText(input: SummaryInput, style: Style): string {
  const { facts, totals, words, folder } = input;
  const { messages } = words;
  const t = (key: string, params = {}) => terminalText(messages.text(`summary.${key}`, params));
  const sections = [
    [
      style.bold(t('title', { calls: totals.calls, turns: totals.turns })),
      t('under', {
        rubric: `${messages.name(input.facts.rubric.name)} ${facts.rubric.version}`,
        policy: facts.provenance.policy,
        model: facts.model ?? t('no_model'),
      }),
    ],
    [
      style.bold(t('bands')),
      ...countLines(
        BANDS.map((band) => [words.word('band', band), totals.bands.get(band) ?? 0]),
        totals.calls,
      ),
    ],
    [
      style.bold(t('decisions')),
      ...countLines(
        [...DECISIONS, 'undetermined' as const].map((decision) => [
          words.word('decision', decision),
          totals.decisions.get(decision) ?? 0,
        ]),
        totals.calls,
      ),
    ],
    rejectLines(input),
    queueLines(totals.lookFirst, words, style),
    [t('folder', { folder }), `  ${input.files.join('  ')}`],
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function countLines(counts: readonly (readonly [string, number])[], all: number): readonly string[] {
  const rows = counts
    .filter(([, count]) => count > 0)
    .map(([name, count]) => [`  ${name}`, String(count), `${((100 * count) / all).toFixed(1)} %`]);
  return tableLines(rows, ['left', 'right', 'right']);
}

function rejectLines({ facts, totals, words: { messages } }: SummaryInput): readonly string[] {
  const { rejected, skipped, notes, equalDuplicates } = facts.counts;
  const percent = (100 * rejectedShare(totals.calls, rejected)).toFixed(1);
  return [
    messages.text('summary.rejects', { rejected, percent, equalDuplicates }),
    ...(skipped > 0 ? [messages.text('summary.skipped', { skipped })] : []),
    ...(notes > 0 ? [messages.text('summary.notes', { notes })] : []),
  ];
}

function queueLines(calls: readonly CallVerdict[], words: Wording, style: Style): readonly string[] {
  if (calls.length === 0) return [];
  const rows = calls.map((result) => [
    `  ${clipped(terminalText(result.callId), ID_WIDTH)}`,
    result.score === null ? '-' : result.score.toFixed(1),
    words.word('band', result.band),
    words.word('decision', result.harassment.decision),
    clipped(terminalText(topReason(result, words)), REASON_WIDTH),
  ]);
  return [
    style.bold(words.messages.text('summary.look_first')),
    ...tableLines(rows, ['left', 'right', 'left', 'left', 'left']),
  ];
}
