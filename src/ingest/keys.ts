/** Names of fields: accepted in other spellings, and one slip of the pen told apart from a field of the source's own. */
import { type Fault, fault, shorten } from './reject.js';

export interface KeyTable {
  /** Known names by themselves (so that the usual spelling is found at once) and by their folded form. */
  readonly names: ReadonlyMap<string, string>;
  /** Names for which another may be a slip of the pen. */
  readonly slips: ReadonlyMap<string, string>;
}

/** `exact` names are known in this very spelling alone. */
export function keyTable(names: readonly string[], exact: readonly string[] = []): KeyTable {
  const slips = new Map(names.flatMap((name) => [[name, name] as const, [foldKey(name), name] as const]));
  return { slips, names: new Map([...slips, ...exact.map((name) => [name, name] as const)]) };
}

export function foldKey(key: string): string {
  return key.replace(/[-_\s]/g, '').toLowerCase();
}

export interface Keyed {
  readonly known: Readonly<Record<string, unknown>>;
  readonly extras: readonly (readonly [string, unknown])[];
}

/** The object with its known fields under their own names, and the rest apart. */
export function withKnownKeys(value: object, table: KeyTable, path: string): Keyed | Fault {
  const known: Record<string, unknown> = {};
  const extras: [string, unknown][] = [];
  for (const [key, item] of Object.entries(value)) {
    const name = table.names.get(key) ?? table.slips.get(foldKey(key));
    if (name === undefined) extras.push([key, item]);
    else if (Object.hasOwn(known, name)) return fault('doubled_key', { field: `${path}${name}` });
    else known[name] = item;
  }
  for (const [key] of extras) {
    const slip = [...table.slips].find(
      ([folded, name]) => !Object.hasOwn(known, name) && isOneSlip(foldKey(key), folded),
    );
    if (slip !== undefined) return fault('misspelt_key', { field: `${path}${shorten(key)}`, nearest: slip[1] });
  }
  return { known, extras };
}

const MIN_SLIP_LENGTH = 5;

/** Whether two names differ by one letter too many, too few or wrong, or by two neighbours swapped. */
function isOneSlip(name: string, known: string): boolean {
  if (known.length < MIN_SLIP_LENGTH || Math.abs(name.length - known.length) > 1 || name === known) return false;
  let head = 0;
  while (head < Math.min(name.length, known.length) && name[head] === known[head]) head++;
  const rest = name.slice(head);
  const knownRest = known.slice(head);
  return (
    rest.slice(1) === knownRest.slice(1) ||
    rest.slice(1) === knownRest ||
    rest === knownRest.slice(1) ||
    (rest[0] === knownRest[1] && rest[1] === knownRest[0] && rest.slice(2) === knownRest.slice(2))
  );
}

export function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
