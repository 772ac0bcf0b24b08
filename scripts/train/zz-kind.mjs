/**
 * `evaluate` on calls that the witness of turn labels was trained on, with the probabilities that it gives them out of
 * fold, so that rules can be judged on training calls as if the witness had never read them.
 *
 *   node scripts/train/evaluate-unseen.mjs unseen.json fixtures/corpus/train [errors.csv]
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { readSetup } from '/work/dist-kind/config/setup.js';
import { compare } from '/work/dist-kind/evaluation/comparison.js';
import { evaluationOf } from '/work/dist-kind/evaluation/evaluation.js';
import { judgementOfResult } from '/work/dist-kind/evaluation/judgement.js';
import { judgementOfLabels, readLabels } from '/work/dist-kind/evaluation/label-file.js';
import { labelTexts } from '/work/dist-kind/evaluation/labelled-set.js';
import { ERROR_COLUMNS, errorRow } from '/work/dist-kind/evaluation/render/error-rows.js';
import { evaluationTables } from '/work/dist-kind/evaluation/render/tables.js';
import { terminalTable } from '/work/dist-kind/evaluation/render/terminal.js';
import { scoreOfStatuses } from '/work/dist-kind/evaluation/score-of-labels.js';
import { ingest, loadVocabulary } from '/work/dist-kind/ingest/index.js';
import { loadEncoder } from '/work/dist-kind/nlp/encoder.js';
import { CsvFile } from '/work/dist-kind/reports/csv-file.js';
import { PLAIN } from '/work/dist-kind/reports/style.js';
import { compileScorer } from '/work/dist-kind/scoring/scorer.js';

const [unseenFile, folder, errorsFile] = process.argv.slice(2);
const MODELS = resolve(import.meta.dirname, '../../models');
const unseen = JSON.parse(readFileSync(unseenFile, 'utf8'));
const scorer = compileScorer(readSetup({ modelsFolder: MODELS, rubricFile: null, policy: 'default' }));
const encoder = await loadEncoder(join(MODELS, 'encoder'));
const vocabulary = await loadVocabulary(join(MODELS, 'ingest'));
const labels = readLabels(labelTexts([folder]));
const evaluated = [];
const dump = [];
const errors = errorsFile === undefined ? null : new CsvFile(dirname(errorsFile), basename(errorsFile), ERROR_COLUMNS);

for await (const item of ingest([folder], { vocabulary })) {
  if (item.kind === 'reject') throw new Error(item.reject.reason);
  const { call } = item;
  const read = scorer.usesModel(call) ? await encoder.read(scorer.modelTexts(call)) : null;
  const probabilities =
    read?.map((turn, index) => ({
      ...turn,
      labels: new Map(Object.entries(unseen[`${call.callId} ${index}`] ?? {})),
    })) ?? null;
  const { result, observation } = scorer.score(call, probabilities, encoder.info);
  const own = labels.get(call.callId);
  dump.push({ id: call.callId, own, context: result.context, harassment: result.harassment, findings: observation.findings, moods: observation.sentiments ?? Object.keys(observation), texts: call.turns.map((t) => [t.speaker, t.text]), p: call.turns.map((_, i) => unseen[`${call.callId} ${i}`] ?? {}) });
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

writeFileSync('/tmp/kind.json', JSON.stringify(dump));
