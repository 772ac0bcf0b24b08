/**
 * Reads which words tell of danger only together (`models/danger-signs.yaml`) and checks them: a part that no entry of the
 * lexicons has would never be told, and its construction would be silent for good.
 */
import { z } from 'zod';
import { checkedYaml, type Fault } from '../config/checked-yaml.js';
import type { LanguagePacks } from '../config/language-packs.js';
import type { TextFile } from '../config/yaml-file.js';
import { nearestName, suggestion } from '../domain/errors.js';
import type { DangerKind } from './danger-unreal.js';

/** The lexicons whose entries have a `part`. */
export const PART_LEXICONS = ['danger_people', 'danger_bodies', 'danger_places', 'danger_hazards', 'danger_acts'];

/** What must be told together to be a danger. */
export interface Construction {
  readonly id: string;
  readonly of: DangerKind;
  /** What must be told, each as one of these parts. */
  readonly parts: readonly (readonly string[])[];
  /** Clauses over which the parts may spread. */
  readonly spread: number;
}

export interface DangerData {
  /** The first that fits a turn wins. */
  readonly constructions: readonly Construction[];
  /** Parts that say little when they are said, and what is told next shows what they meant. */
  readonly foreshadows: ReadonlySet<string>;
  /** Parts that do so only together; the first of them is shown. */
  readonly foreshadowsTogether: readonly string[];
  /** Parts that stand in any talk. */
  readonly everyday: ReadonlySet<string>;
}

/** Words of wanting to die are said whole, so no construction is of that kind. */
const KINDS = ['farewell', 'body', 'act', 'hazard'] as const satisfies readonly DangerKind[];

const name = z.string().min(1);
const schema = z.strictObject({
  schemaVersion: z.literal(1),
  spreads: z.record(name, z.int().min(0)),
  groups: z.record(name, z.array(name).min(1)),
  constructions: z
    .array(
      z.strictObject({
        id: z.string().regex(/^[a-z][a-z-]*$/, 'must be small letters and -'),
        of: z.enum(KINDS),
        spread: name,
        parts: z.array(z.string().regex(/^\w+(\|\w+)*$/, 'must be names with | between them')).min(1),
      }),
    )
    .min(1),
  foreshadowing: z.strictObject({ alone: z.array(name), together: z.array(name).min(2) }),
  everyday: z.array(name),
});

type DangerFile = z.infer<typeof schema>;
type Path = readonly PropertyKey[];

const optionsOf = (part: string) => part.split('|');

/** The parts that names stand for, groups opened. */
const opened = (names: readonly string[], groups: DangerFile['groups']) =>
  names.flatMap((each) => groups[each] ?? each);

function knownParts(packs: LanguagePacks): ReadonlySet<string> {
  const lexicons = Object.values(packs).flatMap((pack) => PART_LEXICONS.map((each) => pack.lexicons.get(each)));
  return new Set(lexicons.flatMap((each) => each?.entries ?? []).map(({ attributes }) => String(attributes.part)));
}

function nameFaults(names: readonly string[], what: string, known: readonly string[], path: Path): readonly Fault[] {
  return names
    .filter((each) => !known.includes(each))
    .map((each) => {
      const nearest = nearestName(each, known);
      const wayOut =
        nearest === null
          ? `write the "part" of an entry of ${PART_LEXICONS.join(', ')}.`
          : `did you mean "${nearest}"?`;
      return { path, message: `unknown ${what} "${each}": ${wayOut}` };
    });
}

function groupFaults({ groups }: DangerFile, parts: readonly string[]): readonly Fault[] {
  return Object.entries(groups).flatMap(([group, names]) => [
    ...(parts.includes(group)
      ? [{ path: ['groups', group], message: `the group "${group}" has the name of a part: name it otherwise.` }]
      : []),
    ...nameFaults(names, 'part', parts, ['groups', group]),
  ]);
}

/** Two constructions of one key accept the same accounts, so the second would never be taken. */
function keyOf({ of, spread, parts }: DangerFile['constructions'][number], groups: DangerFile['groups']): string {
  const told = parts.map((part) => [...new Set(opened(optionsOf(part), groups))].sort().join('|'));
  return [of, spread, ...told.sort()].join(' ');
}

function constructionFaults(
  { spreads, groups, constructions }: DangerFile,
  known: readonly string[],
  lineOf: (path: Path) => number,
): readonly Fault[] {
  const keys = constructions.map((each) => keyOf(each, groups));
  const lines = constructions.map((_, at) => lineOf(['constructions', at]));
  return constructions.flatMap(({ spread, parts }, at): readonly Fault[] => {
    const path = ['constructions', at];
    const first = keys.indexOf(keys[at]!);
    return [
      ...(lines[at] === lines[at - 1] ? [{ path, message: 'holds two constructions; write one a line.' }] : []),
      ...(first < at ? [{ path, message: `the same construction stands already in line ${lines[first]}.` }] : []),
      ...(Object.hasOwn(spreads, spread)
        ? []
        : [{ path, message: `unknown spread "${spread}": ${suggestion(spread, Object.keys(spreads))}` }]),
      ...parts.flatMap((part, index) => nameFaults(optionsOf(part), 'part or group', known, [...path, 'parts', index])),
    ];
  });
}

/** Throws a ConfigError with every mistake. */
export function readDangerData(file: TextFile, packs: LanguagePacks): DangerData {
  const parts = [...knownParts(packs)];
  const read = checkedYaml(file, schema, (value, lineOf) => {
    const known = [...Object.keys(value.groups), ...parts];
    const { alone, together } = value.foreshadowing;
    return [
      ...groupFaults(value, parts),
      ...constructionFaults(value, known, lineOf),
      ...nameFaults(alone, 'part or group', known, ['foreshadowing', 'alone']),
      ...nameFaults(together, 'part', parts, ['foreshadowing', 'together']),
      ...nameFaults(value.everyday, 'part or group', known, ['everyday']),
    ];
  });
  const { groups, spreads, foreshadowing, everyday } = read;
  return {
    constructions: read.constructions.map(({ id, of, spread, parts: told }) => ({
      id: `danger-${id}`,
      of,
      parts: told.map((part) => opened(optionsOf(part), groups)),
      spread: spreads[spread]!,
    })),
    foreshadows: new Set(opened(foreshadowing.alone, groups)),
    foreshadowsTogether: foreshadowing.together,
    everyday: new Set(opened(everyday, groups)),
  };
}
