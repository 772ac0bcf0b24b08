/** Names in both languages of whatever the rule and rubric files define: rules, flags, critical items, detectors. */
import { plainValue, readYaml, type TextFile } from '../config/yaml-file.js';
import type { LocalName } from '../domain/rule.js';

/** By id; a later file renames what an earlier one named. */
export function namesOf(files: readonly TextFile[]): ReadonlyMap<string, LocalName> {
  const names = new Map<string, LocalName>();
  for (const file of files) collect(plainValue(readYaml(file).root), names);
  return names;
}

function collect(value: unknown, names: Map<string, LocalName>): void {
  if (typeof value !== 'object' || value === null) return;
  const { id, name } = value as { readonly id?: unknown; readonly name?: unknown };
  if (typeof id === 'string' && isLocalName(name)) names.set(id, name);
  for (const item of Object.values(value)) collect(item, names);
}

function isLocalName(value: unknown): value is LocalName {
  if (typeof value !== 'object' || value === null) return false;
  const { en, zh } = value as { readonly en?: unknown; readonly zh?: unknown };
  return typeof en === 'string' && typeof zh === 'string';
}
