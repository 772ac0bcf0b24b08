/** A YAML file against a schema: every mistake is a sentence with file and line. */
import type { z } from 'zod';
import { ConfigError, type Problem } from '../domain/errors.js';
import { nodeAt, plainValue, type TextFile, tryReadYaml, unknownKeySentence, type YamlFile } from './yaml-file.js';

/** A further check of a value that fits its schema: what is wrong, and where. */
export interface Fault {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/** Throws a ConfigError with every mistake of syntax and form, or else with every fault. */
export function checkedYaml<T extends z.ZodObject>(
  file: TextFile,
  schema: T,
  faultsOf: (value: z.infer<T>) => readonly Fault[],
): z.infer<T> {
  const problems: Problem[] = [];
  const yaml = tryReadYaml(file, problems);
  if (problems.length > 0) throw new ConfigError(problems);
  const result = schema.safeParse(plainValue(yaml.root));
  if (!result.success) {
    throw new ConfigError(result.error.issues.flatMap((issue) => problemsOf(issue, yaml, Object.keys(schema.shape))));
  }
  const faults = faultsOf(result.data);
  if (faults.length > 0) throw new ConfigError(faults.map((fault) => problemAt(yaml, fault)));
  return result.data;
}

function problemAt({ path: file, root }: YamlFile, { path, message }: Fault): Problem {
  return { file, line: nodeAt(root, path).line, message };
}

function problemsOf(issue: z.core.$ZodIssue, yaml: YamlFile, known: readonly string[]): readonly Problem[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => {
      const path = [...issue.path, key];
      const message = issue.path.length === 0 ? unknownKeySentence(key, known) : `unknown key "${key}".`;
      return problemAt(yaml, { path, message });
    });
  }
  const place = issue.path.join('.');
  return [problemAt(yaml, { path: issue.path, message: `${place === '' ? '' : `"${place}": `}${issue.message}.` })];
}
