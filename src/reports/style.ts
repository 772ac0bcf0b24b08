/** Emphasis on a terminal. Without colours every function gives its text back. */
export interface Style {
  bold(text: string): string;
  dim(text: string): string;
  red(text: string): string;
  green(text: string): string;
  yellow(text: string): string;
}

const paint = (on: number, off: number) => (text: string) => `\u001B[${on}m${text}\u001B[${off}m`;
const plain = (text: string) => text;

export const PLAIN: Style = { bold: plain, dim: plain, red: plain, green: plain, yellow: plain };

export const COLOURED: Style = {
  bold: paint(1, 22),
  dim: paint(2, 22),
  red: paint(31, 39),
  green: paint(32, 39),
  yellow: paint(33, 39),
};
