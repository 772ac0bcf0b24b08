/**
 * `evaluate` on calls that the witness of turn labels was trained on, with the probabilities that it gives them out of
 * fold, so that rules can be judged on training calls as if the witness had never read them.
 *
 *   node scripts/train/evaluate-unseen.mjs unseen.json fixtures/corpus/train [errors.csv]
 */
import { readFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { readSetup } from '/work/dist-crit/config/setup.js';
import { compare } from '/work/dist-crit/evaluation/comparison.js';
import { evaluationOf } from '/work/dist-crit/evaluation/evaluation.js';
import { judgementOfResult } from '/work/dist-crit/evaluation/judgement.js';
import { judgementOfLabels, readLabels } from '/work/dist-crit/evaluation/label-file.js';
import { labelTexts } from '/work/dist-crit/evaluation/labelled-set.js';
import { ERROR_COLUMNS, errorRow } from '/work/dist-crit/evaluation/render/error-rows.js';
import { evaluationTables } from '/work/dist-crit/evaluation/render/tables.js';
import { terminalTable } from '/work/dist-crit/evaluation/render/terminal.js';
import { scoreOfStatuses } from '/work/dist-crit/evaluation/score-of-labels.js';
import { ingest, loadVocabulary } from '/work/dist-crit/ingest/index.js';
import { loadEncoder } from '/work/dist-crit/nlp/encoder.js';
import { CsvFile } from '/work/dist-crit/reports/csv-file.js';
import { PLAIN } from '/work/dist-crit/reports/style.js';
import { compileScorer } from '/work/dist-crit/scoring/scorer.js';

const [unseenFile, folder, errorsFile] = process.argv.slice(2);
const MODELS = resolve(import.meta.dirname, '../../models');
const unseen = JSON.parse(readFileSync(unseenFile, 'utf8'));
const scorer = compileScorer(readSetup({ modelsFolder: MODELS, rubricFile: null, policy: 'default' }));
const encoder = await loadEncoder(join(MODELS, 'encoder'));
const INFO = process.env.ORACLE ? {...encoder.info, labels: new Map([...encoder.info.labels.keys(),'caller.negative','caller.positive','agent.negative','agent.positive'].map(k=>[k,{alone:0.5,confirm:0.5}]))} : encoder.info;
if (process.env.ORACLE) console.error([...encoder.info.labels].map(([k,v])=>`${k} ${v.alone} ${v.confirm}`).join('; '));
const vocabulary = await loadVocabulary(join(MODELS, 'ingest'));
const labels = readLabels(labelTexts([folder]));
const evaluated = [];
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
  if (process.env.ORACLE && probabilities) {
    const own0 = labels.get(call.callId);
    for (const t of own0.turns) {
      const p = probabilities[t.i]; if (!p) continue;
      const m = new Map();
      const sp = call.turns[t.i].speaker;
      for (const n of INFO.labels.keys()) m.set(n, 0);
      for (const n of t.labels) m.set(n, 1);
      for (const f of ['negative','positive']) if (INFO.labels.has(`${sp}.${f}`)) m.set(`${sp}.${f}`, t.sentiment===f?1:0);
      for (const n of ['action','deadline','contact']) m.set(`commitment.${n}`, t.commitment?.[n]?1:0);
      p.labels = m;
    }
  }
  const { result } = scorer.score(call, probabilities, INFO);
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
