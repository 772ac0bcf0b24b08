/** Tables for a terminal, which may be that of a CI step. */
import { runnerText } from '../../reports/escape/runner.js';
import type { Style } from '../../reports/style.js';
import { type Align, tableLines } from '../../reports/table.js';
import type { Table } from './tables.js';

export function terminalTable({ title, head, rows }: Table, style: Style): string {
  const isNumber = (column: number) => rows.every((row) => /^[-\d.,%]*$/.test(row[column] ?? ''));
  const align = head.map((_, column): Align => (column > 0 && isNumber(column) ? 'right' : 'left'));
  const lines = tableLines(
    [head, ...rows].map((row) => row.map(runnerText)),
    align,
  );
  return [style.bold(runnerText(title)), ...lines.map((line) => `  ${line}`), ''].join('\n');
}
