/** Tables for the terminal. Chinese characters take two columns there. */

export type Align = 'left' | 'right';

const WIDE =
  /[\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6\u{1F300}-\u{1FAFF}\u{20000}-\u{3FFFD}]/u;
const MARK = /\p{M}/u;
const GAP = '  ';

export function displayWidth(text: string): number {
  let width = 0;
  for (const character of text) width += MARK.test(character) ? 0 : WIDE.test(character) ? 2 : 1;
  return width;
}

/** Lines of a table, columns as wide as their widest cell. */
export function tableLines(rows: readonly (readonly string[])[], align: readonly Align[]): readonly string[] {
  const widths = align.map((_, column) => Math.max(0, ...rows.map((row) => displayWidth(row[column] ?? ''))));
  return rows.map((row) =>
    align
      .map((side, column) => padded(row[column] ?? '', widths[column]!, side))
      .join(GAP)
      .trimEnd(),
  );
}

function padded(text: string, width: number, side: Align): string {
  const space = ' '.repeat(Math.max(0, width - displayWidth(text)));
  return side === 'left' ? text + space : space + text;
}

/** The text cut to a width with an ellipsis. */
export function clipped(text: string, width: number): string {
  if (displayWidth(text) <= width) return text;
  let cut = '';
  for (const character of text) {
    if (displayWidth(cut + character) > width - 1) break;
    cut += character;
  }
  return `${cut}\u2026`;
}
