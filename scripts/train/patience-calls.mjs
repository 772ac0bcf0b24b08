/**
 * Writes for each labelled call what the shipped witness of turn labels says of its turns, and whether its caller is owed
 * patience, for `patience.py`. Reads the built product (`npm run build`) and the model as it is shipped, so the calls must
 * be none that a network or the linear model has learned from.
 *
 *   node scripts/train/patience-calls.mjs fixtures/corpus/patience > calls.jsonl
 */
import { join, resolve } from 'node:path';
import { readCalls } from '../../dist/cli/judge-calls.js';
import { readSetup } from '../../dist/config/setup.js';
import { readLabels } from '../../dist/evaluation/label-file.js';
import { labelTexts } from '../../dist/evaluation/labelled-set.js';
import { loadEncoder } from '../../dist/nlp/encoder.js';
import { compileScorer } from '../../dist/scoring/scorer.js';

const MODELS = resolve(import.meta.dirname, '../../models');
const files = readSetup({ modelsFolder: MODELS, rubricFile: null, policy: 'default' });
const scorer = compileScorer(files);
const encoder = await loadEncoder(join(MODELS, 'encoder'));

/** The probabilities of the labels of each turn, as the stages are given them. */
async function probabilitiesOf(call) {
  const info = encoder.infoOf(call.language);
  let seen = [];
  const turnLabels = {
    ...info.turnLabels,
    read(turns) {
      seen = info.turnLabels.read(turns);
      return seen;
    },
  };
  const [read] = await encoder.read([scorer.modelTexts(call)]);
  scorer.score(call, read, { ...info, turnLabels });
  return seen.map((turn) => Object.fromEntries(turn));
}

/** Whoever has a demand, and whoever harasses nobody; null where nobody speaks, of which words say nothing. */
function owed({ harassment, protected: hasDemand }) {
  if (hasDemand || harassment.decision === 'none') return true;
  return harassment.categories.every((category) => category === 'silence') ? null : false;
}

const labels = readLabels(labelTexts(process.argv.slice(2)));
for (const call of await readCalls(process.argv.slice(2), labels, files)) {
  const patience = owed(labels.get(call.callId).call);
  if (patience === null) continue;
  const row = { call: call.callId, language: call.language, patience, turns: await probabilitiesOf(call) };
  process.stdout.write(`${JSON.stringify(row)}\n`);
}
await encoder.dispose();
