/** A YAML file against a schema: every mistake is a sentence with file and line. */
import type { z } from 'zod';
import { ConfigError, type Problem } from '../domain/errors.js';
import { issueFaults, type SchemaFault } from '../domain/schema-sentence.js';
import { nodeAt, plainValue, type TextFile, tryReadYaml, type YamlFile } from './yaml-file.js';

/** A further check of a value that fits its schema: what is wrong, and where. */
export type Fault = SchemaFault;

/** How sentences call the value of the whole file. */
const WHOLE = 'the file';

/**
 * Throws a ConfigError with every mistake of syntax and form, or else with every fault; a fault that speaks of another
 * place is told its line.
 */
export function checkedYaml<T extends z.ZodObject>(
  file: TextFile,
  schema: T,
  faultsOf: (value: z.infer<T>, lineOf: (path: Fault['path']) => number) => readonly Fault[],
): z.infer<T> {
  const problems: Problem[] = [];
  const yaml = tryReadYaml(file, problems);
  if (problems.length > 0) throw new ConfigError(problems);
  const value = plainValue(yaml.root);
  const result = schema.safeParse(value);
  if (!result.success) {
    const faults = issueFaults(result.error, schema, value, WHOLE);
    throw new ConfigError(faults.map((fault) => problemAt(yaml, fault)));
  }
  const faults = faultsOf(result.data, (path) => nodeAt(yaml.root, path).line);
  if (faults.length > 0) throw new ConfigError(faults.map((fault) => problemAt(yaml, fault)));
  return result.data;
}

function problemAt({ path: file, root }: YamlFile, { path, message }: Fault): Problem {
  return { file, line: nodeAt(root, path).line, message };
}
