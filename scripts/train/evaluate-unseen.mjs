/**
 * `evaluate` on calls that the witness of turn labels was trained on, with the probabilities that it gives them out of
 * fold, so that rules can be judged on training calls as if the witness had never read them.
 *
 *   node scripts/train/evaluate-unseen.mjs unseen.json feelings-unseen.json fixtures/corpus/train [errors.csv]
 */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { terminalOutput, writeOutputs } from '../../dist/cli/evaluation-outputs.js';
import { evaluatedCall, judgeCalls, readCalls } from '../../dist/cli/judge-calls.js';
import { readSetup } from '../../dist/config/setup.js';
import { evaluationOf } from '../../dist/evaluation/evaluation.js';
import { readLabels } from '../../dist/evaluation/label-file.js';
import { labelTexts } from '../../dist/evaluation/labelled-set.js';
import { loadEncoder } from '../../dist/nlp/encoder.js';
import { PLAIN } from '../../dist/reports/style.js';
import { compileScorer } from '../../dist/scoring/scorer.js';
import { unseenFeelings } from './unseen-feelings.mjs';

const [unseenFile, feelingsFile, folder, errors] = process.argv.slice(2);
const MODELS = resolve(import.meta.dirname, '../../models');
const feelings = unseenFeelings(feelingsFile);
const unseen = JSON.parse(readFileSync(unseenFile, 'utf8'));
const files = readSetup({ modelsFolder: MODELS, rubricFile: null, policy: 'default' });
const scorer = compileScorer(files);
const encoder = await loadEncoder(join(MODELS, 'encoder'));

async function score(call) {
  const [shipped] = await encoder.read([scorer.modelTexts(call)]);
  const read = feelings(call, shipped);
  const info = encoder.infoOf(call.language);
  const labelsOf = (turns) => turns.map((_, i) => new Map(Object.entries(unseen[`${call.callId} ${i}`] ?? {})));
  return scorer.score(call, read, { ...info, turnLabels: { ...info.turnLabels, read: labelsOf } });
}

const labels = readLabels(labelTexts([folder]));
const calls = await readCalls([folder], labels, files);
const scoreEach = (group) => Promise.all(group.map(score));
const judged = await judgeCalls(calls, labels, { rubric: scorer.rubric, scoreEach });
await encoder.dispose();
const criteria = scorer.rubric.criteria.map(({ id }) => id);
const evaluation = evaluationOf(judged.map(evaluatedCall(labels)), criteria);
const figures = { evaluation, results: [], changes: [], criteria };
await writeOutputs({ errors }, [folder], { ...figures, judged, provenance: scorer.provenance });
process.stdout.write(terminalOutput(figures, PLAIN));
