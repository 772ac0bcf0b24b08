/** The tables of an evaluation as rows of plain cells; the terminal and the Markdown summary lay them out. */
import { type Change, placeOf } from '../baseline.js';
import { HARASSMENT_ERRORS, PROTECTED_CHECK } from '../comparison.js';
import { ALL, type Evaluation, type Metric, type Slice } from '../evaluation.js';
import { callsBehind } from '../gate-sentence.js';
import type { GateResult } from '../gates.js';
import { COMMITMENT_FIELDS, TURN_LABELS } from '../judgement.js';
import { figureText, intervalText, metricText } from './figures.js';

export interface Table {
  readonly title: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

const FOUND_HEAD = ['', 'n', 'precision', 'recall', 'F1', '95 %'];
const DECISIONS = ['none', 'review', 'end_call', 'block_number'];
const OVERVIEW = [
  'labels.macroF1',
  'sentiment.caller.macroF1',
  'interruptions.f1',
  'demand.f1',
  'kind.kappa',
  'criteria.meanAccuracy',
  'criteria.meanKappa',
  'score.meanAbsoluteError',
  'harassment.accuracy',
  PROTECTED_CHECK,
];

const metricOf = (slice: Slice, name: string): Metric => slice.metrics.get(name)!;

function foundRow(slice: Slice, title: string, name: string): readonly string[] {
  const [precision, recall, f1] = (['precision', 'recall', 'f1'] as const).map((part) =>
    metricOf(slice, `${name}.${part}`),
  ) as [Metric, Metric, Metric];
  return [title, String(f1.instances), metricText(precision), metricText(recall), metricText(f1), intervalText(f1)];
}

function labelTable(slice: Slice): Table {
  const rows = TURN_LABELS.map((label) => foundRow(slice, label, `labels.${label}`));
  const macro = metricOf(slice, 'labels.macroF1');
  return {
    title: 'Turn labels',
    head: FOUND_HEAD,
    rows: [...rows, ['mean', '', '', '', metricText(macro), intervalText(macro)]],
  };
}

function eventTable(slice: Slice): Table {
  return {
    title: 'Events and calls',
    head: FOUND_HEAD,
    rows: [
      foundRow(slice, 'interruptions', 'interruptions'),
      ...COMMITMENT_FIELDS.map((field) => foundRow(slice, `commitment ${field}`, `commitment.${field}`)),
      foundRow(slice, 'calls with a demand', 'demand'),
      foundRow(slice, 'calls without a demand', 'noDemand'),
      foundRow(slice, 'danger', 'danger'),
    ],
  };
}

function choiceTable(slice: Slice, criteria: readonly string[]): Table {
  const row = (title: string, name: string, second: string) => {
    const [accuracy, other] = [metricOf(slice, `${name}.accuracy`), metricOf(slice, `${name}.${second}`)];
    return [title, String(accuracy.instances), metricText(accuracy), metricText(other), intervalText(other)];
  };
  const [accuracy, kappa] = [metricOf(slice, 'criteria.meanAccuracy'), metricOf(slice, 'criteria.meanKappa')];
  return {
    title: 'Judgements (kappa; for sentiment mean F1 of the classes)',
    head: ['', 'n', 'accuracy', 'kappa', '95 %'],
    rows: [
      row('caller sentiment', 'sentiment.caller', 'macroF1'),
      row('agent sentiment', 'sentiment.agent', 'macroF1'),
      row('kind', 'kind', 'kappa'),
      row('resolved', 'resolved', 'kappa'),
      row('harassment', 'harassment', 'kappa'),
      ...criteria.map((id) => row(id, `criteria.${id}`, 'kappa')),
      ['mean of criteria', String(kappa.instances), metricText(accuracy), metricText(kappa), intervalText(kappa)],
    ],
  };
}

function harassmentTable(slice: Slice): Table {
  const columns = [...new Set([...DECISIONS, ...[...slice.harassment.values()].flatMap((row) => [...row.keys()])])];
  return {
    title: 'Harassment decisions (rows: labels, columns: product)',
    head: ['', ...columns],
    rows: [...slice.harassment].map(([decision, row]) => [
      decision,
      ...columns.map((column) => String(row.get(column) ?? 0)),
    ]),
  };
}

function harassmentErrorTable(slice: Slice): Table {
  return {
    title: 'Harassment errors',
    head: ['', 'calls', 'of'],
    rows: HARASSMENT_ERRORS.map((error) => {
      const metric = metricOf(slice, `harassment.${error}`);
      return [error, metricText(metric), String(metric.instances)];
    }),
  };
}

function partTable(slices: readonly Slice[]): Table {
  return {
    title: 'Parts',
    head: ['', 'calls', ...OVERVIEW],
    rows: slices.map((slice) => [
      slice.name,
      String(slice.callIds.size),
      ...OVERVIEW.map((name) => metricText(metricOf(slice, name))),
    ]),
  };
}

export function evaluationTables(evaluation: Evaluation, criteria: readonly string[]): readonly Table[] {
  const all = evaluation.slices.find(({ name }) => name === ALL)!;
  return [
    labelTable(all),
    eventTable(all),
    choiceTable(all, criteria),
    harassmentTable(all),
    harassmentErrorTable(all),
    partTable(evaluation.slices),
  ];
}

export function gateTable(gates: readonly GateResult[], evaluation: Evaluation, changes: readonly Change[]): Table {
  return {
    title: 'Gates',
    head: ['', 'state', 'value', 'wanted', 'calls'],
    rows: gates.map((gate) => [
      gate.metric,
      gate.state,
      figureText(gate.value, gate.unit),
      gate.wanted,
      callsBehind(gate, evaluation, changes),
    ]),
  };
}

export function changeTable(changes: readonly Change[]): Table {
  const order = { worse: 0, neutral: 1, better: 2 } as const;
  const quoted = (word: string) => (word === '' ? 'nothing' : word);
  return {
    title: 'Since the baseline',
    head: ['', 'call', 'check', 'label', 'before', 'now'],
    rows: [...changes]
      .sort((a, b) => order[a.kind] - order[b.kind])
      .map((change) => [
        change.kind,
        change.callId,
        placeOf(change),
        quoted(change.expected),
        quoted(change.before),
        quoted(change.now),
      ]),
  };
}
