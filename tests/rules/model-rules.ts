/** The rule files as they are shipped, with the lexicon names that they ask for taken from the files themselves. */
import { readdirSync, readFileSync } from 'node:fs';
import { type CompiledRules, compileRules, type RuleFile } from '../../src/rules/index.js';

const FOLDER = 'models/rules';

export const MODEL_FILES: readonly RuleFile[] = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.yaml'))
  .sort()
  .map((name) => ({ path: `${FOLDER}/${name}`, text: readFileSync(`${FOLDER}/${name}`, 'utf8') }));

export const LEXICONS: ReadonlySet<string> = new Set(
  MODEL_FILES.flatMap((file) => [...file.text.matchAll(/lexicon:(\w+)/g)].map((match) => match[1]!)),
);

let compiled: CompiledRules | null = null;

export function modelRules(): CompiledRules {
  compiled ??= compileRules(MODEL_FILES, { lexicons: LEXICONS });
  return compiled;
}
