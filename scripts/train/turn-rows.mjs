/**
 * Writes the labelled turns of corpora as rows for training: the folded words, the labels, and what phrases and structure
 * found, so that thresholds can be set for both witnesses together. Reads the built product (`npm run build`).
 *
 *   node scripts/train/turn-rows.mjs fixtures/corpus/train fixtures/corpus/dev > rows.jsonl
 */
import { join, resolve } from 'node:path';
import { readSetup } from '../../dist/config/setup.js';
import { judgementOfResult } from '../../dist/evaluation/judgement.js';
import { judgementOfLabels, readLabels } from '../../dist/evaluation/label-file.js';
import { labelTexts } from '../../dist/evaluation/labelled-set.js';
import { ingest, loadVocabulary } from '../../dist/ingest/index.js';
import { loadEncoder } from '../../dist/nlp/encoder.js';
import { compileScorer } from '../../dist/scoring/scorer.js';
import { foldText } from '../../dist/text/fold.js';

const MODELS = resolve(import.meta.dirname, '../../models');
const scorer = compileScorer(readSetup({ modelsFolder: MODELS, rubricFile: null, policy: 'default' }));
const encoder = await loadEncoder(join(MODELS, 'encoder'));
const vocabulary = await loadVocabulary(join(MODELS, 'ingest'));
// The rows say what is found without the witness that is to be trained.
const info = { ...encoder.infoOf('zh'), labels: new Map(), demand: null, grievance: null };

for (const folder of process.argv.slice(2)) {
  const labels = readLabels(labelTexts([folder]));
  for await (const item of ingest([folder], { vocabulary })) {
    if (item.kind === 'reject') throw new Error(item.reject.reason);
    const { call } = item;
    const probabilities = await encoder.read(scorer.modelTexts(call));
    const truth = judgementOfLabels(labels.get(call.callId), 'default');
    const found = judgementOfResult(scorer.score(call, probabilities, info).result);
    for (const { i, sentiment, labels: names, commitment } of labels.get(call.callId).turns) {
      const { speaker, text } = call.turns[i];
      const own = found.turns.get(i);
      const row = {
        set: folder,
        call: call.callId,
        language: call.language,
        turn: i,
        speaker,
        protected: truth.demand,
        ended: ['end_call', 'block_number'].includes(truth.harassment.decision),
        text: foldText(text),
        before: foldText(call.turns[i - 1]?.text ?? ''),
        labels: names,
        sentiment,
        commitment: commitment ?? null,
        found: [...own.labels],
        foundSentiment: own.sentiment,
      };
      process.stdout.write(`${JSON.stringify(row)}\n`);
    }
  }
}
await encoder.dispose();
