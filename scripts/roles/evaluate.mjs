// `npm run eval:roles [FOLDER…]`: how often agent and caller are told apart by what they say. The roles of labelled calls
// are hidden (labels A and B at random, C for a machine) and inferred again; the training calls by models that have not
// seen their files. Prints figures and ids, never words, so that it may be run on sealed sets.
import { basename, join } from 'node:path';
import { inferRoles } from '../../dist/ingest/role-inference.js';
import { callsOf, ROOT, randomOf, roleModel, roleWords } from './calls.mjs';
import { foldsOf, modelOf, rowsOf } from './train.mjs';

const CORPUS = join(ROOT, 'fixtures', 'corpus');
const SEED = 7;
/** What is left of a call, and the share of its turns that carry the label of the other voice. */
const TRIALS = [
  { name: 'as they are', from: () => 0, swapped: 0 },
  { name: 'without the first turn', from: () => 1, swapped: 0 },
  { name: 'the second half alone', from: (n) => Math.floor(n / 2), swapped: 0 },
  { name: '4 turns alone', from: (n) => Math.floor(n / 2) - 2, to: 4, swapped: 0 },
  { name: '5 % of labels swapped', from: () => 0, swapped: 0.05 },
  { name: '10 % of labels swapped', from: () => 0, swapped: 0.1 },
  { name: '20 % of labels swapped', from: () => 0, swapped: 0.2 },
  { name: '30 % of labels swapped', from: () => 0, swapped: 0.3 },
  { name: 'every label at random', from: () => 0, swapped: 0.5 },
];

/** The call with labels for roles; turns in which the label is not that of the role any more are `swapped`. */
function hidden({ turns }, { from, to = Number.POSITIVE_INFINITY, swapped }, random) {
  const isTurned = random() < 0.5;
  const first = Math.max(0, from(turns.length));
  return turns.slice(first, first + to).map(({ speaker, text }) => {
    if (speaker === 'system') return { speaker: 'unknown', truth: speaker, speakerLabel: 'C', channel: null, text };
    const isAgent = (speaker === 'agent') !== random() < swapped;
    return { speaker: 'unknown', truth: speaker, speakerLabel: isAgent === isTurned ? 'A' : 'B', channel: null, text };
  });
}

/** `one side` where only one of the two speaks: there is nothing to tell apart. */
function judge(call, model, trial, random) {
  const turns = hidden(call, trial, random);
  const sides = turns.filter(({ truth, text }) => truth !== 'system' && text.trim() !== '');
  if (new Set(sides.map(({ speakerLabel }) => speakerLabel)).size < 2) return { verdict: 'one side' };
  const { turns: named, roles } = inferRoles(turns, call.direction ?? null, model);
  const given = named.filter(({ truth, speaker, text }) => truth !== 'system' && speaker !== 'unknown' && text.trim() !== '');
  const right = given.filter(({ truth, speaker }) => truth === speaker).length;
  const verdict = given.length === 0 ? 'below' : right * 2 > given.length ? 'right' : 'wrong';
  const machines = named.filter(({ truth, speaker }) => (truth === 'system') !== (speaker === 'system') && speaker !== 'unknown').length;
  return { verdict, confidence: roles.confidence, machines, turnsRight: right, turnsGiven: given.length };
}

/** Upper ends of the ranges of confidence that are told apart. */
const RANGES = [0.97, 0.99, 1];

const share = (part, all) => (all === 0 ? '-' : (part / all).toFixed(4));

function report(name, calls, modelFor) {
  console.log(`\n${name}: ${calls.length} calls`);
  const sure = [];
  for (const trial of TRIALS) {
    const random = randomOf(SEED);
    const judged = calls.map((call) => ({ callId: call.callId, ...judge(call, modelFor(call), trial, random) }));
    const of = (verdict) => judged.filter((each) => each.verdict === verdict);
    const two = judged.length - of('one side').length;
    const [right, wrong, below] = ['right', 'wrong', 'below'].map((verdict) => of(verdict));
    const turns = [...right, ...wrong];
    const given = turns.reduce((sum, each) => sum + each.turnsGiven, 0);
    const correct = turns.reduce((sum, each) => sum + each.turnsRight, 0);
    console.log(
      `  ${trial.name.padEnd(24)} right ${share(right.length, two)}  wrong ${share(wrong.length, two)}  below ${share(below.length, two)}  one side ${of('one side').length}  turns right ${share(correct, given)}`,
    );
    for (const each of wrong.slice(0, 12)) console.log(`    wrong: ${each.callId} at ${each.confidence}`);
    if (trial.swapped > 0) continue;
    sure.push(...right, ...wrong);
    if (trial.name === 'as they are') {
      for (const each of below) console.log(`    below: ${each.callId} at ${each.confidence}`);
      for (const each of judged.filter(({ machines }) => machines > 0)) console.log(`    machine or person: ${each.callId}, ${each.machines} turns`);
    }
  }
  for (const [at, end] of RANGES.entries()) {
    const from = RANGES[at - 1] ?? 0;
    const within = sure.filter(({ confidence }) => confidence >= from && confidence < end);
    const right = within.filter(({ verdict }) => verdict === 'right').length;
    console.log(`  labels as they are, confidence below ${end}: right ${share(right, within.length)} of ${within.length}`);
  }
}

const folders = process.argv.slice(2);
const sets = folders.length > 0 ? folders : ['train', 'dev', 'regression', 'test'].map((name) => join(CORPUS, name));
for (const folder of sets) {
  const calls = callsOf(folder);
  if (basename(folder) !== 'train') {
    const model = roleModel();
    report(basename(folder), calls, () => model);
    continue;
  }
  const withRows = calls.map((call) => ({ ...call, rows: rowsOf(call) }));
  const words = roleWords();
  const models = new Map(
    foldsOf(withRows).flatMap(({ others, own }) => {
      const model = { words, ...modelOf(others) };
      return own.map(({ callId }) => [callId, model]);
    }),
  );
  report('train, each file by a model of others', calls, ({ callId }) => models.get(callId));
}
