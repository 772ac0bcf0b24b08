/**
 * Writes the labelled turns of corpora as rows for training: the folded words, their signs, the labels, and what phrases
 * and structure found, so that thresholds can be set for both witnesses together. Reads the built product (`npm run build`).
 *
 * After the turns of a call come those of its bare calls (see `bare-calls.mjs`), marked `bareOf`; of their turns only those of the call itself have labels.
 * The names of the folders, `train` and `dev`, say what thresholds are set on.
 * Those of `--passages`, a folder of labelled passages out of the middle of calls, come last, marked `passage`.
 *
 *   node scripts/train/turn-rows.mjs [--feelings unseen.json] [--passages fixtures/corpus/passages] fixtures/corpus/train fixtures/corpus/dev > rows.jsonl
 *
 * With `--feelings`, feelings and abuse of Chinese turns are those of networks that have not learned from the call, so that
 * signs are what they are in new calls.
 */
import { basename, join, resolve } from 'node:path';
import { readSetup } from '../../dist/config/setup.js';
import { isEnding } from '../../dist/domain/harassment.js';
import { judgementOfResult } from '../../dist/evaluation/judgement.js';
import { judgementOfLabels, readLabels, readPassageLabels } from '../../dist/evaluation/label-file.js';
import { labelTexts } from '../../dist/evaluation/labelled-set.js';
import { ingest, loadVocabulary } from '../../dist/ingest/index.js';
import { loadEncoder } from '../../dist/nlp/encoder.js';
import { compileScorer } from '../../dist/scoring/scorer.js';
import { NO_TURN_LABELS } from '../../dist/nlp/turn-labels.js';
import { bareCalls, roughTurns } from './bare-calls.mjs';
import { parseArgs } from 'node:util';
import { unseenFeelings } from './unseen-feelings.mjs';

const { values: options, positionals: folders } = parseArgs({
  options: { feelings: { type: 'string' }, passages: { type: 'string' } },
  allowPositionals: true,
});

const MODELS = resolve(import.meta.dirname, '../../models');
const scorer = compileScorer(readSetup({ modelsFolder: MODELS, rubricFile: null, policy: 'default' }));
const encoder = await loadEncoder(join(MODELS, 'encoder'));
const unseen = unseenFeelings(options.feelings ?? null);
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

/** What the stages find in a call, and the signs of its turns; `feelings` are put in place of those of the encoder. */
async function look(call, feelings = unseen) {
  const [read] = await encoder.read([scorer.modelTexts(call)]);
  const probabilities = feelings(call, read);
  const found = judgementOfResult(scorer.score(call, probabilities, info).result);
  return { found, turns: signed };
}

const write = (row) => process.stdout.write(`${JSON.stringify(row)}\n`);

/** The labelled turns of a call, with what was found in them. */
function writeTurns(ofCall, found, turns, labels) {
  for (const { i, sentiment, labels: names, commitment } of labels) {
    const { speaker, folded, before, signs } = turns[i];
    const seen = found.turns.get(i);
    write({
      ...ofCall,
      turn: i,
      speaker,
      text: folded,
      before,
      signs,
      labels: names,
      sentiment,
      commitment: commitment ?? null,
      found: [...seen.labels],
      foundSentiment: seen.sentiment,
    });
  }
}

async function* callsOf(folder) {
  for await (const item of ingest([folder], { vocabulary })) {
    if (item.kind === 'reject') throw new Error(item.reject.reason);
    yield item.call;
  }
}

/** Signs of the place in a call and of all of it, which a passage does not know. */
const OF_THE_CALL = /^(?:start|end|turns|call):|:none$/;

const labelled = [];
for (const folder of folders) {
  const labels = readLabels(labelTexts([folder]));
  for await (const call of callsOf(folder)) {
    const own = labels.get(call.callId);
    const truth = judgementOfLabels(own, 'default');
    const ended = isEnding(truth.harassment.decision);
    labelled.push({ folder, call, labels: own, hasDemand: truth.demand, ended });
  }
}
const rough = roughTurns(labelled);

for (const each of labelled) {
  const { folder, call, labels, hasDemand, ended } = each;
  const ofCall = { set: basename(folder), call: call.callId, language: call.language, demand: hasDemand, ended };
  const { found, turns } = await look(call);
  writeTurns(ofCall, found, turns, labels.turns);
  const labelsOf = new Map(labels.turns.map((turn) => [turn.i, turn]));
  for (const { kind, own, call: bare } of bareCalls(each, rough)) {
    const ofBare = { ...ofCall, call: bare.callId, bareOf: call.callId, kind };
    const { turns: bareTurns } = await look(bare);
    bareTurns.forEach(({ speaker, folded, before, signs }, turn) => {
      const { labels: names = null, sentiment = null } = labelsOf.get(own[turn]) ?? {};
      write({ ...ofBare, turn, speaker, text: folded, before, signs, labels: names, sentiment });
    });
  }
}
if (options.passages !== undefined) {
  const labels = readPassageLabels(labelTexts([options.passages]));
  for await (const call of callsOf(options.passages)) {
    // All networks have read the passages, so their feelings are those of the shipped one.
    const { found, turns } = await look(call, (_, read) => read);
    const known = turns.map((turn) => ({ ...turn, signs: turn.signs.filter((sign) => !OF_THE_CALL.test(sign)) }));
    const ofPassage = { set: basename(options.passages), call: call.callId, language: call.language, passage: true };
    writeTurns(ofPassage, found, known, labels.get(call.callId).turns);
  }
}
await encoder.dispose();
