/** Where the figures of an evaluation go: files for programs, CI servers and people, and the terminal. */
import { appendFile, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { TingpingError } from '../domain/errors.js';
import type { Change } from '../evaluation/baseline.js';
import type { Evaluation } from '../evaluation/evaluation.js';
import type { GateResult } from '../evaluation/gates.js';
import { sealedFolder, UNSEALED_FILE } from '../evaluation/labelled-set.js';
import { ERROR_COLUMNS, errorRow } from '../evaluation/render/error-rows.js';
import { evaluationJson } from '../evaluation/render/json.js';
import { junitXml } from '../evaluation/render/junit.js';
import { markdownTable } from '../evaluation/render/markdown.js';
import { changeTable, evaluationTables, gateTable, type Table } from '../evaluation/render/tables.js';
import { terminalTable } from '../evaluation/render/terminal.js';
import { CsvFile } from '../reports/csv-file.js';
import type { Style } from '../reports/style.js';
import type { JudgedCall } from './judge-calls.js';
import { checkOutputFile, writeOutput } from './output-file.js';

/** Files that were asked for. */
export interface OutputOptions {
  readonly labels?: readonly string[];
  readonly errors?: string;
  readonly json?: string;
  readonly junit?: string;
  readonly markdown?: string;
  readonly unseal?: string;
}

export interface Figures {
  readonly evaluation: Evaluation;
  readonly results: readonly GateResult[];
  readonly changes: readonly Change[];
  readonly criteria: readonly string[];
}

export interface Outputs extends Figures {
  readonly judged: readonly JudgedCall[];
  readonly provenance: object;
}

export async function writeOutputs(options: OutputOptions, inputs: readonly string[], outputs: Outputs): Promise<void> {
  const { evaluation, results, changes, provenance } = outputs;
  const seal = sealedFolder([...inputs, ...(options.labels ?? [])]);
  if (seal !== null && options.unseal !== undefined) await noteUnsealing(seal, options.unseal);
  const { json, junit, markdown, errors } = options;
  const put = (path: string, text: string) => writeOutput(path, () => writeFile(path, text));
  if (json !== undefined) await put(json, evaluationJson({ evaluation, gates: results, changes, provenance }));
  if (junit !== undefined) await put(junit, junitXml(evaluation, results, changes));
  if (markdown !== undefined) {
    const tables = tablesOf(outputs).map((table) => `${markdownTable(table)}\n`);
    await writeOutput(markdown, () => appendFile(markdown, tables.join('')));
  }
  if (errors !== undefined) {
    await writeOutput(errors, () => writeErrors(errors, outputs, seal === null || options.unseal !== undefined));
  }
}

/** Throws a sentence where one of the files cannot be written, or two are one, before any work. */
export async function checkOutputs(options: OutputOptions, inputs: readonly string[]): Promise<void> {
  const { json, junit, markdown, errors, labels, unseal } = options;
  if (unseal?.trim() === '') throw new TingpingError('usage', '--unseal needs a reason, which is written down.');
  const taken = new Map<string, string>();
  for (const [name, path] of Object.entries({ json, junit, markdown, errors })) {
    const option = `--${name}`;
    await checkOutputFile(option, path, [...inputs, ...(labels ?? [])]);
    if (path === undefined) continue;
    const other = taken.get(resolve(path));
    if (other !== undefined) {
      throw new TingpingError('usage', `${option} and ${other} both name "${path}": give each a file of its own.`);
    }
    taken.set(resolve(path), option);
  }
}

async function writeErrors(path: string, { judged }: Outputs, withWords: boolean): Promise<void> {
  const file = new CsvFile(dirname(path), basename(path), ERROR_COLUMNS);
  for (const { turns, result, comparison } of judged) {
    for (const difference of comparison.differences) {
      await file.write(errorRow(difference, turns, result, withWords));
    }
  }
  await file.close();
}

async function noteUnsealing(folder: string, reason: string): Promise<void> {
  const day = new Date().toISOString().slice(0, 10);
  const line = `- ${day}, ${basename(folder)}: ${reason.replace(/\s+/g, ' ').trim()}\n`;
  const path = join(dirname(folder), UNSEALED_FILE);
  await writeOutput(path, () => appendFile(path, line));
}

function tablesOf({ evaluation, results, changes, criteria }: Figures): readonly Table[] {
  return [
    ...evaluationTables(evaluation, criteria),
    ...(changes.length > 0 ? [changeTable(changes)] : []),
    ...(results.length > 0 ? [gateTable(results, evaluation, changes)] : []),
  ];
}

export function terminalOutput(figures: Figures, style: Style): string {
  return tablesOf(figures)
    .map((table) => `${terminalTable(table, style)}\n`)
    .join('');
}
