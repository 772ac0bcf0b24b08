/**
 * Writes the labelled turns of corpora as rows for training: the folded words, their signs, the labels, and what phrases
 * and structure found, so that thresholds can be set for both witnesses together. Reads the built product (`npm run build`).
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
import { NO_TURN_LABELS } from '../../dist/nlp/turn-labels.js';

const MODELS = resolve(import.meta.dirname, '../../models');
const scorer = compileScorer(readSetup({ modelsFolder: MODELS, rubricFile: null, policy: 'default' }));
const encoder = await loadEncoder(join(MODELS, 'encoder'));
const vocabulary = await loadVocabulary(join(MODELS, 'ingest'));
// The rows say what is found without the witness that is to be trained.
let signed = [];
const turnLabels = {
  ...NO_TURN_LABELS,
  thresholds: new Map([['none', { alone: null, confirm: null }]]),
  read(turns) {
    signed = turns;
    return NO_TURN_LABELS.read(turns);
  },
};
const info = { ...encoder.infoOf('zh'), turnLabels };

for (const folder of process.argv.slice(2)) {
  const labels = readLabels(labelTexts([folder]));
  for await (const item of ingest([folder], { vocabulary })) {
    if (item.kind === 'reject') throw new Error(item.reject.reason);
    const { call } = item;
    const probabilities = await encoder.read(scorer.modelTexts(call));
    const truth = judgementOfLabels(labels.get(call.callId), 'default');
    const found = judgementOfResult(scorer.score(call, probabilities, info).result);
    for (const { i, sentiment, labels: names, commitment } of labels.get(call.callId).turns) {
      const { speaker, folded, before, signs } = signed[i];
      const own = found.turns.get(i);
      const row = {
        set: folder,
        call: call.callId,
        language: call.language,
        turn: i,
        speaker,
        demand: truth.demand,
        ended: ['end_call', 'block_number'].includes(truth.harassment.decision),
        text: folded,
        before,
        signs,
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
