/**
 * The one writer: goes once over the scored calls, in the order of their ids, and writes every report into a folder.
 * What goes into a row is said elsewhere, in pure functions; memory does not grow with the calls.
 */
import { createWriteStream, type WriteStream } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { resultLine, type StoredCall, turnsOf, verdictOf } from '../scoring/stored-call.js';
import type { Masker } from '../text/personal/masker.js';
import { AgentStatistics } from './agent-statistics.js';
import { callColumns, callRow } from './call-rows.js';
import { CRITERION_COLUMNS, criterionRows } from './criterion-rows.js';
import { CsvFile } from './csv-file.js';
import type { Cell } from './escape/csv.js';
import { belongsInHarassment, HARASSMENT_COLUMNS, harassmentRow } from './harassment-rows.js';
import { REJECT_COLUMNS, rejectRow, sortedRejects } from './reject-rows.js';
import type { RejectedCall, ReportRubric } from './reported-call.js';
import { RunTally, type RunTotals } from './run-tally.js';
import type { Wording } from './wording.js';

export interface ReportInput {
  /** In the order of the call ids. */
  readonly calls: AsyncIterable<StoredCall>;
  readonly rejects: readonly RejectedCall[];
  readonly rubric: ReportRubric;
  readonly words: Wording;
  readonly masker: Masker;
  readonly onCall?: () => void;
}

export interface WrittenReports {
  readonly totals: RunTotals;
  /** Names of the files, sorted. */
  readonly files: readonly string[];
}

export const RUN_FILE = 'run.json';

export async function writeReports(folder: string, input: ReportInput): Promise<WrittenReports> {
  const { rubric, words, masker } = input;
  const table = (name: string, columns: readonly string[]) =>
    new CsvFile(
      folder,
      name,
      columns.map((column) => header(column, words)),
    );
  const tally = new RunTally();
  const statistics = new AgentStatistics(rubric);
  const calls = table('calls.csv', callColumns(rubric));
  const criteria = table('criteria.csv', CRITERION_COLUMNS);
  const agents = table('agents.csv', statistics.columns);
  const harassment = table('harassment.csv', HARASSMENT_COLUMNS);
  const rejects = table('rejects.csv', REJECT_COLUMNS);
  const callLines = new LineFile(join(folder, 'calls.jsonl'));
  const turnLines = new LineFile(join(folder, 'turns.jsonl'));
  const writeAll = async (file: CsvFile, rows: Iterable<readonly Cell[]>) => {
    for (const row of rows) await file.write(row);
  };

  for await (const stored of input.calls) {
    const call = { result: verdictOf(stored), turns: turnsOf(stored) };
    tally.add(call);
    statistics.add(call);
    await calls.write(callRow(call.result, rubric, words));
    await writeAll(criteria, criterionRows(call, words));
    if (belongsInHarassment(call.result)) await harassment.write(harassmentRow(call.result, words));
    await callLines.write(resultLine(stored));
    if (stored.turns.length > 0) await turnLines.write(stored.turns);
    input.onCall?.();
  }
  await writeAll(agents, statistics.rows());
  await writeAll(
    rejects,
    sortedRejects(input.rejects).map((reject) => rejectRow(reject, words, masker)),
  );
  const tables = [calls, criteria, agents, harassment, rejects];
  for (const file of [...tables, callLines, turnLines]) await file.close();
  const files = [...tables.flatMap((file) => [...file.files]), 'calls.jsonl', 'turns.jsonl', RUN_FILE].sort();
  return { totals: tally.totals, files };
}

export async function writeRunRecord(folder: string, record: object): Promise<void> {
  await writeFile(join(folder, RUN_FILE), `${JSON.stringify(record, null, 2)}\n`);
}

/** In English the header is the name that the contract gives the column; a criterion goes by its id or its name. */
function header(column: string, words: Wording): string {
  if (words.messages.language === 'en') return column;
  return words.messages.find(`column.${column}`) ?? criterionHeader(column, words);
}

const RATE_COLUMN = /^(.+)_(applicable|met_rate|calls|mean)$/;

function criterionHeader(column: string, words: Wording): string {
  const [, subject, measure] = RATE_COLUMN.exec(column) ?? [];
  if (subject === undefined) return words.criterion(column);
  const kind = words.messages.find(`kind.${subject}`);
  return words.messages.text(`column.of_${measure}`, { name: kind ?? words.criterion(subject) });
}

const LINE_BREAK = '\n';

/** A file of lines, written as they come. */
class LineFile {
  private readonly stream: WriteStream;
  private readonly written: Promise<void>;

  constructor(path: string) {
    this.stream = createWriteStream(path);
    this.written = finished(this.stream);
    this.written.catch(() => {});
  }

  async write(line: Uint8Array): Promise<void> {
    this.stream.write(line);
    if (this.stream.write(LINE_BREAK)) return;
    await Promise.race([new Promise<void>((resolve) => this.stream.once('drain', resolve)), this.written]);
  }

  async close(): Promise<void> {
    this.stream.end();
    await this.written;
  }
}
