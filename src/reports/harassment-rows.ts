/** `harassment.csv`: every call with a decision, with a category of abuse, or with somebody in danger. */
import type { CallVerdict } from '../domain/result.js';
import type { Cell } from './escape/csv.js';
import type { Wording } from './wording.js';

export const HARASSMENT_COLUMNS: readonly string[] = [
  'call_id',
  'started_at',
  'agent_id',
  'decision',
  'withheld',
  'ending_justified_from_turn',
  'categories',
  'target',
  'demand',
  'priority',
  'ending',
  'asked',
  'warned',
  'no_scolding',
  'polite_formula',
  'prompt_end',
  'handling_score',
  'evidence_turns',
  'evidence',
  'safety',
  'safety_turn',
  'safety_evidence',
];

export function belongsInHarassment(result: CallVerdict): boolean {
  const { decision, categories } = result.harassment;
  return decision !== 'none' || categories.length > 0 || result.safety !== null;
}

export function harassmentRow(result: CallVerdict, words: Wording): readonly Cell[] {
  const { harassment, safety } = result;
  const { handled } = harassment;
  const answer = (value: boolean | null) => words.cell('answer', value === null ? null : value ? 'yes' : 'no');
  return [
    result.callId,
    result.call.startedAt,
    result.call.agentId,
    words.cell('decision', harassment.decision),
    words.cell('decision', harassment.withheld),
    harassment.fromTurn,
    harassment.categories.map((category) => words.cell('category', category)).join('; '),
    words.cell('target', harassment.target),
    answer(harassment.demand),
    words.cell('priority', harassment.priority),
    words.cell('ending', harassment.ending),
    answer(handled.asked),
    answer(handled.warned),
    answer(handled.noScolding),
    answer(handled.politeFormula),
    answer(handled.promptEnd),
    result.abuseHandlingScore,
    [...new Set(harassment.evidence.map((evidence) => evidence.turn))].join(' '),
    quotes(harassment.evidence),
    words.cell('safety', safety?.kind ?? null),
    safety?.turn ?? null,
    quotes(safety?.evidence ?? []),
  ];
}

function quotes(evidence: readonly { readonly turn: number; readonly quote: string }[]): string {
  return [...new Set(evidence.map(({ turn, quote }) => `[${turn}] ${quote}`))].join(' ');
}
