/** The sections of a policy that are a few named expressions: suspension, ending, handling. */
import { nodeAt, type YamlMap } from '../config/yaml-file.js';
import { DECISIONS } from '../domain/harassment.js';
import type { CompiledExpression } from '../rules/index.js';
import type { Policy } from './policy.js';
import type { PolicyReader } from './policy-reader.js';

const ENDING_KEYS = ['byAgent', 'warned', 'cutsOff', 'withinAgentTurns'] as const;
const HANDLED_KEYS = ['asked', 'warned', 'noScolding', 'politeFormula'] as const;
const SUSPEND_KEYS = ['from', 'until', 'most'];
/** Keys of those sections that are no expressions. */
const PLAIN_VALUES: ReadonlySet<string> = new Set(['most', 'withinAgentTurns']);

function part(
  reader: PolicyReader,
  root: YamlMap,
  section: string,
  keys: readonly string[],
  decides: boolean,
): ReadonlyMap<string, CompiledExpression> {
  const entry = root.entries.get(section);
  const map = entry === undefined ? null : reader.map(entry.value, entry.line, `"${section}"`);
  if (map === null) return new Map();
  reader.keys(map, keys, keys, `"${section}"`);
  const found = new Map<string, CompiledExpression>();
  for (const [key, { value }] of map.entries) {
    if (!keys.includes(key) || PLAIN_VALUES.has(key)) continue;
    const compiled = reader.expression(value, `${section}.${key}`, decides);
    if (compiled !== null) found.set(key, compiled);
  }
  return found;
}

export function suspendOf(reader: PolicyReader, root: YamlMap): Policy['suspend'] {
  const found = part(reader, root, 'suspend', SUSPEND_KEYS, true);
  const node = nodeAt(root, ['suspend', 'most']);
  const most = found.size === 0 ? null : reader.oneOf({ line: node.line, value: node }, DECISIONS, 'decision');
  const [from, until] = [found.get('from'), found.get('until')];
  return from === undefined || until === undefined || most === null ? null : { from, until, most };
}

export function endingOf(reader: PolicyReader, root: YamlMap): Policy['ending'] | null {
  const found = part(reader, root, 'ending', ENDING_KEYS, false);
  const within = nodeAt(root, ['ending', 'withinAgentTurns']);
  const withinAgentTurns = within.kind === 'scalar' && typeof within.value === 'number' ? within.value : Number.NaN;
  if (!Number.isInteger(withinAgentTurns)) reader.say(within.line, '"withinAgentTurns" is a whole number of turns.');
  const [byAgent, warned, cutsOff] = ENDING_KEYS.map((key) => found.get(key));
  return byAgent && warned && cutsOff ? { byAgent, warned, cutsOff, withinAgentTurns } : null;
}

export function handledOf(reader: PolicyReader, root: YamlMap): Policy['handled'] | null {
  const found = part(reader, root, 'handled', HANDLED_KEYS, false);
  const [asked, warned, noScolding, politeFormula] = HANDLED_KEYS.map((key) => found.get(key));
  return asked && warned && noScolding && politeFormula ? { asked, warned, noScolding, politeFormula } : null;
}
