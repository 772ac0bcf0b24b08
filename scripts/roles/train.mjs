// `npm run train:roles`: learns the weights of signs from the training calls and writes models/ingest/roles/signs.yaml.
// A logistic regression over the signs of single turns says how far each turn speaks for an agent; a second one over
// whole and cut calls says what the sum of a voice's turns is worth, from turns that the first had not seen.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { signsOfTurns, spokenLength } from '../../dist/ingest/role-signs.js';
import { callsOf, ROOT, randomOf, roleWords, SIGNS } from './calls.mjs';

const SEED = 20260302;
/** A sign is kept that stands in so many calls, and of those the heaviest. */
const MIN_CALLS = 5;
export const MOST_SIGNS = 1000;
const EPOCHS = 12;
const FOLDS = 5;
/** In examples: a sign of few turns stays near 0. */
const L2 = 3;
const RATE = 0.25;
const MOST_PER_TURN = 3;
/** The training calls all begin with the agent, which says more about them than about calls. */
const SPEAKS_FIRST = 0.5;
const MOST_PER_CALL = 7;
/** Parts of calls by which the sum is calibrated, in turns. */
const WINDOWS = [2, 3, 4, 6, 9, 14, 1000];
/** Of so many labels a diarisation is wrong. */
const NOISE = [0, 0, 0.05, 0.1];

const words = roleWords();

/** Turns of agent and caller with their signs and which they are (1 agent, 0 caller). */
export function rowsOf(call) {
  const turns = call.turns
    .filter(({ speaker, text }) => (speaker === 'agent' || speaker === 'caller') && text.trim() !== '')
    .map(({ speaker, text }) => ({ voice: speaker, text }));
  const signs = signsOfTurns(turns, words);
  return turns.map(({ voice, text }, at) => ({
    isAgent: voice === 'agent' ? 1 : 0,
    signs: [...signs[at]],
    length: spokenLength(text),
  }));
}

/** Weights of the heaviest signs. */
export function learn(calls, mostSigns = MOST_SIGNS) {
  const inCalls = new Map();
  for (const { rows } of calls) {
    for (const sign of new Set(rows.flatMap(({ signs }) => signs))) inCalls.set(sign, (inCalls.get(sign) ?? 0) + 1);
  }
  const known = [...inCalls].filter(([, n]) => n >= MIN_CALLS).map(([sign]) => sign);
  const rows = calls.flatMap((call) => call.rows);
  const first = fit(rows, known);
  const counts = new Map(known.map((sign) => [sign, Math.sqrt(inCalls.get(sign))]));
  const heavy = known
    .map((sign) => [sign, Math.abs(first.get(sign)) * counts.get(sign)])
    .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
    .slice(0, mostSigns)
    .map(([sign]) => sign);
  return fit(rows, heavy);
}

/** Logistic regression without an intercept, by AdaGrad. */
function fit(rows, signs) {
  const index = new Map(signs.map((sign, at) => [sign, at]));
  const examples = rows.map(({ isAgent, signs: own }) => ({
    isAgent,
    at: own.flatMap((sign) => index.get(sign) ?? []),
  }));
  const weight = new Float64Array(signs.length);
  const squares = new Float64Array(signs.length).fill(1);
  const turns = new Float64Array(signs.length);
  for (const { at } of examples) for (const each of at) turns[each]++;
  const random = randomOf(SEED);
  const order = examples.map((_, at) => at);
  for (let epoch = 0; epoch < EPOCHS; epoch++) {
    for (let at = order.length - 1; at > 0; at--) {
      const other = Math.floor(random() * (at + 1));
      [order[at], order[other]] = [order[other], order[at]];
    }
    for (const which of order) {
      const { isAgent, at } = examples[which];
      let sum = 0;
      for (const each of at) sum += weight[each];
      const error = 1 / (1 + Math.exp(-sum)) - isAgent;
      for (const each of at) {
        const slope = error + (L2 * weight[each]) / turns[each];
        squares[each] += slope * slope;
        weight[each] -= (RATE * slope) / Math.sqrt(squares[each]);
      }
    }
  }
  return new Map(signs.map((sign, at) => [sign, Math.round(weight[at] * 1000) / 1000]));
}

export const turnWeight = ({ signs }, weights) => {
  let sum = 0;
  for (const sign of signs) sum += weights.get(sign) ?? 0;
  return Math.max(-MOST_PER_TURN, Math.min(MOST_PER_TURN, sum));
};

/** Evidence of parts of a call: the difference of the sums, and of the logarithms of how much is said. */
function partsOf(scored, random) {
  const parts = [];
  for (const size of WINDOWS) {
    for (const noise of NOISE) {
      const from = Math.floor(random() * Math.max(1, scored.length - size + 1));
      const part = scored.slice(from, from + size);
      const sums = [0, 0];
      const lengths = [0, 0];
      for (const { isAgent, weight, length } of part) {
        const side = random() < noise ? 1 - isAgent : isAgent;
        sums[side] += weight;
        lengths[side] += length;
      }
      if (lengths[0] > 0 && lengths[1] > 0) parts.push([sums[1] - sums[0], Math.log((lengths[1] + 1) / (lengths[0] + 1))]);
    }
  }
  return parts;
}

/** Two weights of a logistic regression whose every example is of the agent, by Newton steps on each in turn. */
function fitSum(parts) {
  const weight = [0.5, 0];
  for (let step = 0; step < 400; step++) {
    const slope = [0, 0];
    for (const part of parts) {
      const error = 1 / (1 + Math.exp(-(weight[0] * part[0] + weight[1] * part[1]))) - 1;
      slope[0] += error * part[0];
      slope[1] += error * part[1];
    }
    weight[0] -= (0.5 * slope[0]) / parts.length;
    weight[1] -= (0.5 * slope[1]) / parts.length;
  }
  return weight;
}

/** The calls in parts, whole files each, beside the calls of all other parts. */
export function foldsOf(calls) {
  const files = [...new Set(calls.map(({ part }) => part))];
  const foldOf = ({ part }) => files.indexOf(part) % FOLDS;
  return Array.from({ length: Math.min(FOLDS, files.length) }, (_, fold) => ({
    own: calls.filter((call) => foldOf(call) === fold),
    others: calls.filter((call) => foldOf(call) !== fold),
  }));
}

/** The weights, and how the turns add up, learnt from these calls. */
export function modelOf(calls, mostSigns = MOST_SIGNS) {
  const random = randomOf(SEED);
  const parts = foldsOf(calls).flatMap(({ others, own }) => {
    const weights = learn(others, mostSigns);
    return own
      .flatMap(({ rows }) => partsOf(rows.map((row) => ({ ...row, weight: turnWeight(row, weights) })), random));
  });
  const [turn, talkShare] = fitSum(parts);
  const round = (value) => Math.round(value * 1000) / 1000;
  return {
    sum: {
      turn: round(turn),
      mostPerTurn: MOST_PER_TURN,
      talkShare: round(talkShare),
      speaksFirst: SPEAKS_FIRST,
      mostPerCall: MOST_PER_CALL,
    },
    weights: learn(calls, mostSigns),
  };
}

export const trainingCalls = () =>
  callsOf(join(ROOT, 'fixtures', 'corpus', 'train')).map((call) => ({ ...call, rows: rowsOf(call) }));

export function signsFile({ sum, weights }) {
  const lines = [...weights]
    .sort((a, b) => Math.abs(b[1]) - Math.abs(a[1]) || (a[0] < b[0] ? -1 : 1))
    .filter(([, weight]) => weight !== 0)
    .map(([sign, weight]) => `  ${JSON.stringify(sign)}: ${weight}`);
  return [
    '# Learnt by `npm run train:roles` from fixtures/corpus/train; see scripts/roles/train.mjs. Above 0 speaks for an agent.',
    'schemaVersion: 1',
    'sum:',
    ...Object.entries(sum).map(([name, value]) => `  ${name}: ${value}`),
    'signs:',
    ...lines,
    '',
  ].join('\n');
}

if (process.argv[1] === import.meta.filename) {
  const model = modelOf(trainingCalls());
  writeFileSync(SIGNS, signsFile(model));
  console.log(`${model.weights.size} signs`, model.sum);
}
