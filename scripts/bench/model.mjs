/**
 * `npm run bench:model`: how well the models judge, as the model card prints it. On labelled calls: each label of a turn
 * by phrases and structure alone, by the witness of turn labels alone, and by both; feelings and abuse also by the
 * encoder alone. On public corpora: the encoder beside the n-gram floor, which `scripts/train/evaluate.py` trains in the
 * same run. Prints figures and no words, so sealed calls stay sealed.
 *
 *   node scripts/bench/model.mjs [--calls FOLDER] [--data FOLDER] [--python FILE] [--write]
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { createGroupScorer } from '../../dist/batch/group-scorer.js';
import { evaluatedCall, judgeCalls, readCalls } from '../../dist/cli/judge-calls.js';
import { readSetup } from '../../dist/config/setup.js';
import { compare } from '../../dist/evaluation/comparison.js';
import { evaluationOf } from '../../dist/evaluation/evaluation.js';
import { judgementOfLabels, readLabels } from '../../dist/evaluation/label-file.js';
import { judgementOfResult, TURN_LABELS } from '../../dist/evaluation/judgement.js';
import { labelTexts } from '../../dist/evaluation/labelled-set.js';
import { f1, macroF1, precision, recall } from '../../dist/evaluation/metrics.js';
import { loadEncoder } from '../../dist/nlp/encoder.js';
import { compileScorer } from '../../dist/scoring/scorer.js';

const ROOT = resolve(import.meta.dirname, '../..');
const MODELS = join(ROOT, 'models');
const ENCODER = join(MODELS, 'encoder');
const CARD = join(ENCODER, 'README.md');
const [BEGIN, END] = ['<!-- calls: begin -->', '<!-- calls: end -->'];
const POLICY = 'default';
const ABUSE = ['insult', 'sexual', 'threat', 'discrimination'];
const FEELINGS = ['negative', 'neutral', 'positive'];

const { values: options } = parseArgs({
  options: {
    calls: { type: 'string', default: join(ROOT, 'fixtures', 'corpus', 'regression') },
    data: { type: 'string', default: join(ROOT, '..', 'shared', 'data') },
    python: { type: 'string', default: 'python3' },
    write: { type: 'boolean', default: false },
  },
});

/** The tables of the labelled calls in a folder. */
async function callFigures(folder) {
  const labels = readLabels(labelTexts([folder]));
  const files = readSetup({ modelsFolder: MODELS, rubricFile: null, policy: POLICY });
  const calls = await readCalls([folder], labels, files);
  const plain = await createGroupScorer({ files, encoderFolder: null });
  const encoder = await loadEncoder(ENCODER);
  const scorer = compileScorer(files);
  const witnessed = [];
  const scoreEach = async (group) => {
    const scored = [];
    for (const call of group) {
      const [read] = await encoder.read([scorer.modelTexts(call)]);
      const info = encoder.infoOf(call.language);
      let seen = [];
      const turnLabels = { ...info.turnLabels, read: (turns) => (seen = info.turnLabels.read(turns)) };
      const result = scorer.score(call, read, { ...info, turnLabels });
      witnessed.push({
        call,
        read,
        seen,
        info,
        truth: judgementOfLabels(labels.get(call.callId), POLICY),
        result: result.result,
      });
      scored.push(result);
    }
    return scored;
  };
  const alone = await judgeCalls(calls, labels, plain);
  const both = await judgeCalls(calls, labels, { rubric: scorer.rubric, scoreEach });
  await encoder.dispose();
  const evaluationFor = (judged) => evaluationOf(judged.map(evaluatedCall(labels)), []);
  const witness = witnessed.map(({ call, truth, ...each }) => ({
    call,
    comparison: compare({ truth, other: witnessJudgement(each), speakers: speakersOf(call) }),
  }));
  const turns = witnessed.flatMap(callerTurns);
  return [
    ...labelTable(folder, calls, [evaluationFor(alone), evaluationFor(witness), evaluationFor(both)]),
    '',
    ...networkLines(turns, witnessed),
  ].join('\n');
}

const speakersOf = (call) => call.turns.map(({ speaker }) => speaker);

/** What the witness of turn labels says where its thresholds let it make a label by itself. */
function witnessJudgement({ seen, info: { turnLabels }, result }) {
  const judgement = judgementOfResult(result);
  const says = (turn, label) => {
    const alone = turnLabels.thresholds.get(label)?.alone ?? null;
    return alone !== null && (seen[turn]?.get(label) ?? 0) >= alone;
  };
  const feelingOf = (turn) =>
    ['negative', 'positive'].find((feeling) => ['agent', 'caller'].some((side) => says(turn, `${side}.${feeling}`))) ??
    'neutral';
  const turns = [...judgement.turns].map(([turn]) => [
    turn,
    { sentiment: feelingOf(turn), labels: new Set(TURN_LABELS.filter((label) => says(turn, label))), commitment: null },
  ]);
  return { ...judgement, turns: new Map(turns) };
}

const decimals = (value) => (value === null ? '-' : value.toFixed(3));
const row = (cells) => `| ${cells.join(' | ')} |`;

/** F1 of every label that the calls hold, and feelings. */
function labelTable(folder, calls, evaluations) {
  const turns = evaluations[0].slices[0].turns;
  const line = (name, metric) => {
    const found = evaluations.map(({ slices: [all] }) => all.metrics.get(metric));
    return row([name, found[0].instances, ...found.map(({ value }) => decimals(value))]);
  };
  const labels = TURN_LABELS.filter(
    (label) => evaluations[0].slices[0].metrics.get(`labels.${label}.f1`).instances > 0,
  );
  return [
    `${calls.length} calls, ${turns} turns of \`${folder.replace(`${ROOT}/`, '')}\`; F1, last lines the mean over classes:`,
    '',
    row(['label', 'n', 'phrases and structure', 'witness alone', 'both']),
    '|---|---:|---:|---:|---:|',
    ...labels.map((label) => line(label, `labels.${label}.f1`)),
    line('all labels', 'labels.macroF1'),
    line('feelings of callers', 'sentiment.caller.macroF1'),
    line('feelings of agents', 'sentiment.agent.macroF1'),
  ];
}

/** The turns of callers that the network reads, with what the labels, the network and the product say. */
function callerTurns({ call, read, truth, info, result }) {
  if (!info.reads) return [];
  const product = judgementOfResult(result).turns;
  return [...truth.turns].flatMap(([turn, { sentiment, labels }]) => {
    if (call.turns[turn].speaker !== 'caller') return [];
    const isAbuse = (found) => ABUSE.some((label) => found.has(label));
    return [
      { sentiment, abuse: isAbuse(labels), read: read[turn], fused: isAbuse(product.get(turn)?.labels ?? new Set()) },
    ];
  });
}

/** The network alone, on the turns of callers that it reads: the likeliest feeling, and abuse from its threshold on. */
function networkLines(turns, [first]) {
  const { abuseThreshold: threshold } = first.info;
  const matrix = new Map(FEELINGS.map((feeling) => [feeling, new Map()]));
  for (const { sentiment, read } of turns) {
    const likeliest = FEELINGS.reduce((best, feeling) =>
      read.sentiment[feeling] > read.sentiment[best] ? feeling : best,
    );
    const line = matrix.get(sentiment);
    line.set(likeliest, (line.get(likeliest) ?? 0) + 1);
  }
  const right = FEELINGS.reduce((sum, feeling) => sum + (matrix.get(feeling).get(feeling) ?? 0), 0);
  const found = (said) => ({
    tp: turns.filter((turn) => turn.abuse && said(turn)).length,
    fp: turns.filter((turn) => !turn.abuse && said(turn)).length,
    fn: turns.filter((turn) => turn.abuse && !said(turn)).length,
  });
  const abuse = (name, said) => row([name, ...[precision, recall, f1].map((figure) => decimals(figure(found(said))))]);
  return [
    `The encoder alone, on the ${turns.length} turns of callers that it reads: likeliest feeling right ${decimals(right / turns.length)}, mean F1 ${decimals(macroF1(matrix))}.`,
    `Abuse (${ABUSE.join(', ')}) in ${turns.filter((turn) => turn.abuse).length} of them; average precision of the encoder ${decimals(averagePrecision(turns))}:`,
    '',
    row(['abuse by', 'precision', 'recall', 'F1']),
    '|---|---:|---:|---:|',
    ...(threshold === null ? [] : [abuse(`encoder from ${threshold}`, ({ read }) => read.abuse >= threshold)]),
    abuse('all witnesses together', ({ fused }) => fused),
  ];
}

/** Mean of the precisions at each abusive turn, the likeliest first; null without any. */
function averagePrecision(turns) {
  const ranked = [...turns].sort((a, b) => b.read.abuse - a.read.abuse);
  let hits = 0;
  let sum = 0;
  ranked.forEach(({ abuse }, index) => {
    if (!abuse) return;
    hits++;
    sum += hits / (index + 1);
  });
  return hits === 0 ? null : sum / hits;
}

function writeCard(text) {
  const card = readFileSync(CARD, 'utf8');
  const [head, rest] = card.split(BEGIN);
  const after = rest?.split(END)[1];
  if (after === undefined) throw new Error(`${CARD} has no place for the figures: ${BEGIN} … ${END}.`);
  writeFileSync(CARD, `${head}${BEGIN}\n${text}\n${END}${after}`);
}

/** The encoder beside its floor, as Python measures them; a sentence where that cannot be done. */
function corpusFigures() {
  const { data, python, write } = options;
  if (!existsSync(data)) {
    return `The public corpora are not measured: there is no folder "${data}". Name the one that holds cold/, cped/ and chnsenticorp/ with --data.`;
  }
  const script = join(ROOT, 'scripts', 'train', 'evaluate.py');
  const run = spawnSync(python, [script, '--data', data, ...(write ? [] : ['--no-write'])], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  if (run.error !== undefined) {
    return `The public corpora are not measured: Python cannot be started as "${python}" (${run.error.message}). Name another with --python.`;
  }
  if (run.status === 0) return run.stdout.trimEnd();
  const missing = /No module named '([^']+)'/.exec(run.stderr)?.[1];
  if (missing !== undefined) {
    return `The public corpora are not measured: "${python}" has no ${missing}. Install scripts/train/requirements.txt, or name a Python that has it with --python.`;
  }
  throw new Error(`scripts/train/evaluate.py ended with ${run.status}: ${run.stderr.trim().split('\n').at(-1)}`);
}

const figures = await callFigures(options.calls);
console.log(figures);
if (options.write) writeCard(figures);
console.log(`\n${corpusFigures()}`);
