/**
 * The writing of a phrase in a lexicon. Beside plain words:
 *   `…`        up to `gap` characters of the same clause (none included)
 *   `#`        a number, in digits or numerals
 *   `*`        the rest of a Latin word ("apolog*")
 *   `(a|b|c)`  one of these, each again a phrase; `(a|b)?` may be missing
 *   `^` `$`    the phrase begins / ends its clause; `$` may also be one of several: `(吗|吧|$)`
 *   `\`        the next character is meant as it stands (masked words: `s\*b`)
 * Every phrase has fixed words, by which it is looked up before it is tried. A phrase is tried by walking its parts over
 * the text: thousands of them run over every turn, and regular expressions were ten times slower.
 */
import type { Span } from '../domain/finding.js';

export interface TemplateSettings {
  readonly gap: number;
  readonly numerals: string;
}

export interface Template {
  /** Lists of fixed words, at least one list: every match contains a word of each. */
  readonly required: readonly (readonly string[])[];
  /** Whether the match must begin / end its clause; checked by the matcher, which knows the clauses. */
  readonly clauseStart: boolean;
  readonly clauseEnd: boolean;
  /** Every place of the phrase in a text, by start; from one start the longest. */
  match(text: string): readonly Span[];
}

type Node =
  | { readonly kind: 'words'; readonly text: string }
  | { readonly kind: 'gap' | 'number' | 'rest' | 'end' }
  | { readonly kind: 'group'; readonly options: readonly (readonly Node[])[]; readonly optional: boolean };

const MARKS = { '…': 'gap', '#': 'number', '*': 'rest', $: 'end' } as const;
/** Characters are compared by their code: a string for each of them is the dearest part of walking a text. */
const codesOf = (characters: string): ReadonlySet<number> =>
  new Set(Array.from({ length: characters.length }, (_, i) => characters.charCodeAt(i)));
const CLAUSE_STOPS = codesOf(',.!?;:\n\u3001\u3002\uff0c\u2026');
const POINT = '.'.charCodeAt(0);
const LATIN = /[\p{Script=Latin}\p{N}]/u;
const LETTER = /[\p{L}\p{N}]/u;
const MOST_REST = 16;
const FIRST_CJK = 0x2e80;

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

const shortest = (words: readonly string[]) => Math.min(...words.map((word) => word.length));

/** For each part that no match can lack, its fixed words: every match contains one of each list. */
function requiredWords(nodes: readonly Node[]): readonly (readonly string[])[] {
  return nodes.flatMap((node): readonly (readonly string[])[] => {
    if (node.kind === 'words') return [[node.text]];
    if (node.kind !== 'group' || node.optional) return [];
    const parts = node.options.map((option) => rarest(requiredWords(option)));
    return parts.every((part) => part !== null) ? [[...new Set(parts.flat())]] : [];
  });
}

/** The list that fewest texts will hold a word of: the longest words, then the fewest. */
function rarest(lists: readonly (readonly string[])[]): readonly string[] | null {
  return lists.reduce<readonly string[] | null>((best, list) => {
    if (best === null) return list;
    const gain = shortest(list) - shortest(best);
    return gain > 0 || (gain === 0 && list.length < best.length) ? list : best;
  }, null);
}

/** The farthest end of a match that stands at a position, or -1 where it cannot go on. */
type Walk = (text: string, position: number) => number;

function wordsWalk(words: string, next: Walk): Walk {
  return (text, position) => (text.startsWith(words, position) ? next(text, position + words.length) : -1);
}

function gapWalk(most: number, next: Walk): Walk {
  return (text, position) => {
    let best = next(text, position);
    for (let i = position; i < text.length && i - position < most && !CLAUSE_STOPS.has(text.charCodeAt(i)); i++) {
      best = Math.max(best, next(text, i + 1));
    }
    return best;
  };
}

function numberWalk(numerals: string, next: Walk): Walk {
  const digits = codesOf(`0123456789${numerals}`);
  return (text, position) => {
    let best = -1;
    let i = position;
    while (i < text.length) {
      const code = text.charCodeAt(i);
      const point = code === POINT && i > position && digits.has(text.charCodeAt(i + 1));
      if (!point && !digits.has(code)) break;
      i += 1;
      if (!point) best = Math.max(best, next(text, i));
    }
    return best;
  };
}

function restWalk(next: Walk): Walk {
  return (text, position) => {
    let end = position;
    while (end < text.length && end - position < MOST_REST && (text[end] === "'" || LATIN.test(text[end]!))) end += 1;
    return next(text, end);
  };
}

function endWalk(next: Walk): Walk {
  return (text, position) => {
    let i = position;
    while (i < text.length && !CLAUSE_STOPS.has(text.charCodeAt(i)) && !LETTER.test(text[i]!)) i += 1;
    return i === text.length || CLAUSE_STOPS.has(text.charCodeAt(i)) ? next(text, position) : -1;
  };
}

/** Options that are plain words are looked up by their first character. */
function groupWalk(node: Extract<Node, { kind: 'group' }>, settings: TemplateSettings, next: Walk): Walk {
  const byFirst = new Map<number, string[]>();
  const others: Walk[] = [];
  for (const option of node.options) {
    const only = option.length === 1 ? option[0] : undefined;
    if (only?.kind === 'words') {
      const list = byFirst.get(only.text.charCodeAt(0));
      if (list === undefined) byFirst.set(only.text.charCodeAt(0), [only.text]);
      else list.push(only.text);
    } else others.push(walkOf(option, settings, next));
  }
  return (text, position) => {
    let best = node.optional ? next(text, position) : -1;
    const words = position < text.length ? byFirst.get(text.charCodeAt(position)) : undefined;
    if (words !== undefined) {
      for (const word of words) {
        if (text.startsWith(word, position)) best = Math.max(best, next(text, position + word.length));
      }
    }
    for (const other of others) best = Math.max(best, other(text, position));
    return best;
  };
}

function nodeWalk(node: Node, settings: TemplateSettings, next: Walk): Walk {
  switch (node.kind) {
    case 'words':
      return wordsWalk(node.text, next);
    case 'group':
      return groupWalk(node, settings, next);
    case 'gap':
      return gapWalk(settings.gap, next);
    case 'number':
      return numberWalk(settings.numerals, next);
    case 'rest':
      return restWalk(next);
    default:
      return endWalk(next);
  }
}

function walkOf(nodes: readonly Node[], settings: TemplateSettings, last: Walk): Walk {
  return nodes.reduceRight<Walk>((next, node) => nodeWalk(node, settings, next), last);
}

/** The codes of the characters with which a match can begin; null where any can. */
function firstCodes(nodes: readonly Node[], settings: TemplateSettings): ReadonlySet<number> | null {
  const found = new Set<number>();
  for (const node of nodes) {
    if (node.kind === 'words') return found.add(node.text.charCodeAt(0));
    if (node.kind === 'number') {
      for (const digit of codesOf(`0123456789${settings.numerals}`)) found.add(digit);
      return found;
    }
    if (node.kind !== 'group') return null;
    for (const option of node.options) {
      const first = option.length === 0 ? null : firstCodes(option, settings);
      if (first === null) return null;
      for (const code of first) found.add(code);
    }
    if (!node.optional) return found;
  }
  return null;
}

/** A Latin word is matched whole, though a Han character beside it is a letter too. */
function cutsLatinWord(text: string, position: number): boolean {
  if (position === 0 || position >= text.length) return false;
  // Han characters, most of a text, are told apart by their code before any pattern is asked.
  if (text.charCodeAt(position - 1) >= FIRST_CJK || text.charCodeAt(position) >= FIRST_CJK) return false;
  return LATIN.test(text[position - 1]!) && LATIN.test(text[position]!);
}

/** Compiles one phrase (already folded). Throws an Error whose message continues "the phrase …". */
export function compileTemplate(phrase: string, settings: TemplateSettings): Template {
  const clauseStart = phrase.startsWith('^');
  const clauseEnd = phrase.endsWith('$');
  const body = phrase.slice(clauseStart ? 1 : 0, clauseEnd ? -1 : undefined);
  if (body.includes('^')) throw new Error('has "^" inside it; it stands at the beginning');
  const { nodes } = parseNodes(body, 0, 0);
  const required = requiredWords(nodes);
  if (required.length === 0) throw new Error('has no fixed words to look it up by');
  const walk = walkOf(nodes, settings, (text, position) => (cutsLatinWord(text, position) ? -1 : position));
  const first = firstCodes(nodes, settings);
  const lead = nodes[0]?.kind === 'words' ? nodes[0].text : null;
  const match = (text: string): readonly Span[] => {
    const spans: Span[] = [];
    const next = (from: number) => (lead === null ? from : text.indexOf(lead, from));
    for (let start = next(0); start !== -1 && start < text.length; start = next(start + 1)) {
      if ((first !== null && !first.has(text.charCodeAt(start))) || cutsLatinWord(text, start)) continue;
      const end = walk(text, start);
      if (end > start) spans.push({ start, end });
    }
    return spans;
  };
  return { required, clauseStart, clauseEnd, match };
}
