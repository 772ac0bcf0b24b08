/**
 * The writing of a phrase in a lexicon. Beside plain words:
 *   `…`        up to `gap` characters of the same clause (none included)
 *   `#`        a number, in digits or numerals
 *   `*`        the rest of a Latin word ("apolog*")
 *   `(a|b|c)`  one of these, each again a phrase; `(a|b)?` may be missing
 *   `^` `$`    the phrase begins / ends its clause; `$` may also be one of several: `(吗|吧|$)`
 *   `\`        the next character is meant as it stands (masked words: "s\*b")
 * Every phrase has fixed words, by which it is looked up before its pattern is tried.
 */
export interface TemplateSettings {
  readonly gap: number;
  readonly numerals: string;
}

export interface Template {
  /** Fixed words one of which every match contains. */
  readonly anchors: readonly string[];
  /** Null where the phrase is nothing but its fixed words: then a match of the anchor is the match. */
  readonly pattern: RegExp | null;
}

type Node =
  | { readonly kind: 'words'; readonly text: string }
  | { readonly kind: 'gap' | 'number' | 'rest' | 'end' }
  | { readonly kind: 'group'; readonly options: readonly (readonly Node[])[]; readonly optional: boolean };

const MARKS = { '…': 'gap', '#': 'number', '*': 'rest', $: 'end' } as const;
const CLAUSE_STOP = ',.!?;:\\n\\u3001\\u3002\\uff0c\\u2026';
const LATIN = '[\\p{Script=Latin}\\p{N}]';

function parseNodes(text: string, from: number, depth: number): { readonly nodes: Node[]; readonly next: number } {
  const nodes: Node[] = [];
  let words = '';
  const flush = () => {
    if (words !== '') nodes.push({ kind: 'words', text: words });
    words = '';
  };
  let i = from;
  while (i < text.length && !(depth > 0 && (text[i] === '|' || text[i] === ')'))) {
    const character = text[i]!;
    if (character === '\\' && i + 1 < text.length) {
      words += text[i + 1]!;
      i += 2;
    } else if (character === '(') {
      flush();
      const group = parseGroup(text, i + 1, depth + 1);
      nodes.push(group.node);
      i = group.next;
    } else if (character === ')' || character === '|') {
      throw new Error(`has a stray "${character}"`);
    } else if (character in MARKS) {
      flush();
      nodes.push({ kind: MARKS[character as keyof typeof MARKS] });
      i += 1;
    } else {
      words += character;
      i += 1;
    }
  }
  flush();
  return { nodes, next: i };
}

function parseGroup(text: string, from: number, depth: number): { readonly node: Node; readonly next: number } {
  const options: Node[][] = [];
  let i = from;
  for (;;) {
    const option = parseNodes(text, i, depth);
    options.push(option.nodes);
    i = option.next;
    if (i >= text.length) throw new Error('opens a "(" that is never closed');
    if (text[i] === ')') break;
    i += 1;
  }
  const optional = text[i + 1] === '?';
  return { node: { kind: 'group', options, optional }, next: i + (optional ? 2 : 1) };
}

const escapeWords = (text: string) => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&').replace(/ +/g, ' +');

const MARK_PATTERNS = {
  gap: (settings: TemplateSettings) => `[^${CLAUSE_STOP}]{0,${settings.gap}}?`,
  number: (settings: TemplateSettings) => `[0-9${settings.numerals}]+(?:\\.[0-9]+)?`,
  rest: () => "[\\p{Script=Latin}']{0,16}",
  end: () => `(?=[^\\p{L}\\p{N}${CLAUSE_STOP}]*(?:$|[${CLAUSE_STOP}]))`,
} as const;

function nodeSource(node: Node, settings: TemplateSettings): string {
  if (node.kind === 'words') return escapeWords(node.text);
  if (node.kind !== 'group') return MARK_PATTERNS[node.kind](settings);
  const options = node.options.map((option) => source(option, settings)).join('|');
  return `(?:${options})${node.optional ? '?' : ''}`;
}

function source(nodes: readonly Node[], settings: TemplateSettings): string {
  return nodes.map((node) => nodeSource(node, settings)).join('');
}

/** The fixed words that every match must contain one of: the best node's, where best has the longest shortest word. */
function anchorsOf(nodes: readonly Node[]): readonly string[] {
  let best: readonly string[] = [];
  const weight = (words: readonly string[]) => (words.length === 0 ? 0 : Math.min(...words.map((word) => word.length)));
  for (const node of nodes) {
    let candidate: readonly string[] = [];
    if (node.kind === 'words')
      candidate = [
        node.text
          .trim()
          .split(/ +/)
          .sort((a, b) => b.length - a.length)[0] ?? '',
      ];
    else if (node.kind === 'group' && !node.optional) {
      const parts = node.options.map(anchorsOf);
      candidate = parts.every((part) => part.length > 0) ? parts.flat() : [];
    }
    if (candidate.every((word) => word !== '') && weight(candidate) > weight(best)) best = candidate;
  }
  return best;
}

/**
 * Compiles one phrase (already folded). Throws an Error whose message continues "the phrase …": an unclosed bracket, no
 * fixed words. The outer `^` and `$` are no part of the pattern: the matcher checks them against the clauses of the turn.
 */
export function compileTemplate(
  phrase: string,
  settings: TemplateSettings,
): Template & { readonly clauseStart: boolean; readonly clauseEnd: boolean } {
  const clauseStart = phrase.startsWith('^');
  const clauseEnd = phrase.endsWith('$');
  const body = phrase.slice(clauseStart ? 1 : 0, clauseEnd ? -1 : undefined);
  if (body.includes('^')) throw new Error('has "^" inside it; it stands at the beginning');
  const { nodes } = parseNodes(body, 0, 0);
  const anchors = [...new Set(anchorsOf(nodes))];
  if (anchors.length === 0) throw new Error('has no fixed words to look it up by');
  const only = nodes.length === 1 ? nodes[0] : undefined;
  const latinEdge = (character: string | undefined) =>
    character !== undefined && /[\p{Script=Latin}\p{N}]/u.test(character);
  const plain = only?.kind === 'words' && anchors[0] === body && !latinEdge(body[0]) && !latinEdge(body.at(-1));
  if (plain) return { anchors, pattern: null, clauseStart, clauseEnd };
  const pattern = source(nodes, settings);
  // A Latin word is matched whole, though a Han character beside it is a letter too.
  const outsideWord = `(?!(?<=${LATIN})${LATIN})`;
  return { anchors, pattern: new RegExp(`${outsideWord}${pattern}${outsideWord}`, 'gu'), clauseStart, clauseEnd };
}
