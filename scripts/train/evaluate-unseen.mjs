/**
 * `evaluate` on calls that the witness of turn labels was trained on, with the probabilities that it gives them out of
 * fold, so that rules can be judged on training calls as if the witness had never read them.
 *
 *   node scripts/train/evaluate-unseen.mjs unseen.json fixtures/corpus/train [errors.csv]
 */
import { readFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { readSetup } from '../../dist/config/setup.js';
import { compare } from '../../dist/evaluation/comparison.js';
import { evaluationOf } from '../../dist/evaluation/evaluation.js';
import { judgementOfResult } from '../../dist/evaluation/judgement.js';
import { judgementOfLabels, readLabels } from '../../dist/evaluation/label-file.js';
import { labelTexts } from '../../dist/evaluation/labelled-set.js';
import { ERROR_COLUMNS, errorRow } from '../../dist/evaluation/render/error-rows.js';
import { evaluationTables } from '../../dist/evaluation/render/tables.js';
import { terminalTable } from '../../dist/evaluation/render/terminal.js';
import { scoreOfStatuses } from '../../dist/evaluation/score-of-labels.js';
import { ingest, loadVocabulary } from '../../dist/ingest/index.js';
import { loadEncoder } from '../../dist/nlp/encoder.js';
import { CsvFile } from '../../dist/reports/csv-file.js';
import { PLAIN } from '../../dist/reports/style.js';
import { compileScorer } from '../../dist/scoring/scorer.js';

const [unseenFile, folder, errorsFile] = process.argv.slice(2);
const MODELS = resolve(import.meta.dirname, '../../models');
const unseen = JSON.parse(readFileSync(unseenFile, 'utf8'));
const scorer = compileScorer(readSetup({ modelsFolder: MODELS, rubricFile: null, policy: 'default' }));
const encoder = await loadEncoder(join(MODELS, 'encoder'));
const vocabulary = await loadVocabulary(join(MODELS, 'ingest'));
const labels = readLabels(labelTexts([folder]));
const evaluated = [];
const errors = errorsFile === undefined ? null : new CsvFile(dirname(errorsFile), basename(errorsFile), ERROR_COLUMNS);

for await (const item of ingest([folder], { vocabulary })) {
  if (item.kind === 'reject') throw new Error(item.reject.reason);
  const { call } = item;
  const read = await encoder.read(scorer.modelTexts(call));
  const probabilities = read.map((turn, index) => ({
      ...turn,
      labels: new Map(Object.entries(unseen[`${call.callId} ${index}`] ?? {})),
    }));
  const { result } = scorer.score(call, probabilities, encoder.infoOf(call.language));
  const own = labels.get(call.callId);
  const truth = judgementOfLabels(own, 'default');
  const comparison = compare({
    truth,
    other: judgementOfResult(result),
    speakers: call.turns.map(({ speaker }) => speaker),
    scores: { truth: scoreOfStatuses(truth.criteria, scorer.rubric), other: result.rawScore },
  });
  for (const difference of errors === null ? [] : comparison.differences) {
    await errors.write(errorRow(difference, call, result, true));
  }
  const times = call.turns.some(({ startMs }) => startMs !== null);
  evaluated.push({ comparison, language: call.language, kind: own.call.kind, times });
}
await errors?.close();
await encoder.dispose();
const criteria = scorer.rubric.criteria.map(({ id }) => id);
for (const table of evaluationTables(evaluationOf(evaluated, criteria), criteria)) {
  process.stdout.write(`${terminalTable(table, PLAIN)}\n`);
}
