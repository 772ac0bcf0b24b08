/** A summary in Markdown, as CI shows it beside a run. Cells are foreign text: nothing in them may become markup. */
import { plainText } from '../../reports/escape/characters.js';
import type { Table } from './tables.js';

/** Signs that Markdown or the HTML inside it would read. */
const MARKUP = /[\\`*_{}[\]<>#|!~&@:$]/g;

/** A cell as it is read, with every sign that could be markup, a link or a mention written as an entity. */
export function markdownCell(text: string): string {
  return plainText(text).replace(MARKUP, (sign) => `&#${sign.codePointAt(0)};`);
}

export function markdownTable({ title, head, rows }: Table): string {
  const line = (cells: readonly string[]) => `| ${cells.map(markdownCell).join(' | ')} |`;
  const rule = `|${head.map((_, column) => (column === 0 ? '---' : '---:')).join('|')}|`;
  return [`### ${markdownCell(title)}`, '', line(head), rule, ...rows.map(line), ''].join('\n');
}
