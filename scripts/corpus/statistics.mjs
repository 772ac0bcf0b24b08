/**
 * `npm run corpus`: what the labelled corpus holds: sizes, labels, lengths, texts that come again, and how far two people
 * agree on the sealed sets. Prints counts and ids alone, no words. Ends with 1 where the corpus breaks its own rules.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { compare } from '../../dist/evaluation/comparison.js';
import { evaluationOf } from '../../dist/evaluation/evaluation.js';
import { isProtected, TURN_LABELS } from '../../dist/evaluation/judgement.js';
import { judgementOfLabels, readLabels, readPassageLabels } from '../../dist/evaluation/label-file.js';
import { labelTexts } from '../../dist/evaluation/labelled-set.js';
import { evaluationTables } from '../../dist/evaluation/render/tables.js';
import { terminalTable } from '../../dist/evaluation/render/terminal.js';
import { PLAIN } from '../../dist/reports/style.js';
import { foldText } from '../../dist/text/fold.js';

const ROOT = resolve(import.meta.dirname, '../../fixtures/corpus');
const PASSAGES = join(ROOT, 'passages');
const SPLITS = ['train', 'dev', 'patience', 'regression', 'test'];
const SECOND = ['regression', 'test'];
/** A turn from this length (letters) on is nobody's formula; shorter ones may well be said twice. */
const LONG_TURN = 12;
/** Runs of so many characters (English: words) are compared, and from this share in common two calls are near-duplicates. */
const RUN = 4;
const NEAR = 0.3;
const LONG_CALL = 80;
/** Shorter calls are silence and formulas. */
const SHORT_CALL = 6;

const letters = (text) => foldText(text).replace(/[^\p{L}\p{N}]+/gu, '');
const count = (items, test) => items.filter(test).length;
const quantile = (sorted, share) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];

function callsUnder(folder) {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.jsonl') && !file.endsWith('.labels.jsonl'))
    .sort()
    .flatMap((file) => readFileSync(join(folder, file), 'utf8').trimEnd().split('\n').map((line) => JSON.parse(line)));
}

function readSplit(name) {
  const folder = join(ROOT, name);
  return { name, calls: callsUnder(folder), labels: readLabels(labelTexts([folder])) };
}

function sizeRow({ name, calls, labels }) {
  const all = [...labels.values()];
  const judged = (each) => judgementOfLabels(each, 'default');
  const demanding = count(all, (each) => judged(each).demand);
  const protectedCallers = count(all, (each) => isProtected(judged(each)));
  const isFurious = ({ turns }) => turns.some(({ labels: own }) => own.includes('anger') || own.includes('insult'));
  const furious = count(all, (each) => isProtected(judged(each)) && isFurious(each));
  const lengths = calls.map((call) => call.turns.length).sort((a, b) => a - b);
  return [
    name,
    calls.length,
    lengths.reduce((sum, n) => sum + n, 0),
    quantile(lengths, 0.5),
    count(lengths, (n) => n >= LONG_CALL),
    count(calls, (call) => call.language === 'en'),
    count(calls, (call) => call.turns.some((turn) => turn.startMs !== undefined)),
    count(calls, (call) => call.turns.every((turn) => !/[,.?!，。？！、]/u.test(turn.text))),
    all.length - demanding,
    protectedCallers,
    furious,
  ].map(String);
}

function labelRows(splits) {
  const sums = splits.map(({ labels }) => {
    const sum = new Map(TURN_LABELS.map((label) => [label, 0]));
    for (const { turns } of labels.values()) {
      for (const turn of turns) for (const label of turn.labels) sum.set(label, sum.get(label) + 1);
    }
    return sum;
  });
  const interruptions = splits.map(({ labels }) => [...labels.values()].reduce((n, each) => n + (each.interruptions ?? []).length, 0));
  return [
    ...TURN_LABELS.map((label) => [label, ...sums.map((sum) => String(sum.get(label)))]),
    ['interruption', ...interruptions.map(String)],
  ];
}

const DANGER_WORDS = new RegExp(
  readFileSync(join(import.meta.dirname, 'danger-words.txt'), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .join('|'),
  'u',
);

/** Turns that are labelled danger, and caller turns of such words in calls without any. */
function dangerRow({ name, calls, labels }) {
  const dangersOf = ({ callId }) => count(labels.get(callId).turns, (turn) => turn.labels.includes('danger'));
  const isHyperbole = ({ speaker, text }) => speaker === 'caller' && DANGER_WORDS.test(foldText(text));
  const dangers = calls.reduce((sum, call) => sum + dangersOf(call), 0);
  const calm = calls.filter((call) => dangersOf(call) === 0);
  return [name, String(dangers), String(calm.reduce((sum, call) => sum + count(call.turns, isHyperbole), 0))];
}

/** Passages, whose turns alone are labelled. */
const readPassages = () => ({ name: 'passages', calls: callsUnder(PASSAGES), labels: readPassageLabels(labelTexts([PASSAGES])) });

/** Long turns that are said again in their split, and in another. */
function repeatedTurns(splits) {
  const seen = new Map();
  let again = 0;
  let across = 0;
  for (const { name, calls } of splits) {
    for (const call of calls) {
      for (const turn of call.turns) {
        const text = letters(turn.text);
        if (text.length < LONG_TURN) continue;
        const first = seen.get(text);
        if (first === undefined) seen.set(text, name);
        else if (first === name) again++;
        else across++;
      }
    }
  }
  return { again, across };
}

/** The runs of characters (English: words) of a call. */
function runsOf({ language, turns }) {
  const text = turns.map((turn) => turn.text).join(' ');
  const units = language === 'en' ? (text.toLowerCase().match(/[a-z0-9']+/g) ?? []) : [...letters(text)];
  return new Set(Array.from({ length: units.length - RUN + 1 }, (_, i) => units.slice(i, i + RUN).join(' ')));
}

const sharedRuns = (a, b) => count([...a], (run) => b.has(run));

/** Pairs of calls of different splits that share most of their words. */
function nearCalls(splits) {
  const pairs = splits.flatMap(({ name, calls }) =>
    calls
      .filter((call) => call.turns.length >= SHORT_CALL)
      .map((call) => ({ name, id: call.callId, runs: runsOf(call) })),
  );
  const near = [];
  for (const [i, a] of pairs.entries()) {
    for (const b of pairs.slice(i + 1)) {
      if (a.name === b.name) continue;
      if ((2 * sharedRuns(a.runs, b.runs)) / (a.runs.size + b.runs.size) >= NEAR) near.push(`${a.id} ${b.id}`);
    }
  }
  return near;
}

/** Ids of passages of which so much stands in one sealed call: they are short, and calls are long. */
function copiedPassages(passages, sealed) {
  const ofSealed = sealed.flatMap(({ calls }) => calls).map(runsOf);
  return passages.calls.flatMap((passage) => {
    const own = runsOf(passage);
    return ofSealed.some((runs) => sharedRuns(own, runs) >= NEAR * own.size) ? passage.callId : [];
  });
}

/** The labels as the first labeller gave them: the settled ones, with what was settled against them put back. */
function firstLabels(name, labels) {
  const first = structuredClone(labels);
  const [, ...rows] = readFileSync(join(ROOT, 'second', `${name}.settled.csv`), 'utf8').trimEnd().split('\n');
  for (const row of rows) {
    const [callId, written, check, own, , settled] = row.split(',');
    if (own === settled) continue;
    const entry = first.get(callId);
    const turn = written === '' ? null : entry.turns[Number(written)];
    if (check === 'sentiment') turn.sentiment = own;
    else if (check.startsWith('commitment.')) {
      if (turn.commitment !== undefined) turn.commitment[check.slice('commitment.'.length)] = own === 'yes';
    } else if (check === 'interruption') {
      const others = entry.interruptions.filter((each) => each.turn !== turn.i);
      entry.interruptions = own === 'yes' ? [...others, { turn: turn.i, by: 'agent' }] : others;
    } else if (check === 'harassment') {
      const [decision, fromTurn] = own.split('@');
      entry.call.harassment = { ...entry.call.harassment, decision, fromTurn: fromTurn === undefined ? null : Number(fromTurn) };
    } else if (check === 'danger call') entry.call.safety = own === 'yes' ? 'danger' : null;
    else if (check.startsWith('criterion.')) entry.call.criteria[check.slice('criterion.'.length)] = own;
    else if (turn === null) entry.call[check] = own;
    else turn.labels = own === 'yes' ? [...turn.labels, check] : turn.labels.filter((label) => label !== check);
  }
  return first;
}

/** The second labeller against the first, before anything was settled. */
function agreementTables({ name, calls, labels }) {
  const path = join(ROOT, 'second', `${name}.labels.jsonl`);
  if (!existsSync(path)) return [];
  const second = readLabels([{ path, text: readFileSync(path, 'utf8') }]);
  const first = firstLabels(name, labels);
  const evaluated = calls.map((call) => ({
    comparison: compare({
      truth: judgementOfLabels(first.get(call.callId), 'default'),
      other: judgementOfLabels(second.get(call.callId), 'default'),
      speakers: call.turns.map((turn) => turn.speaker),
    }),
    language: call.language,
    kind: labels.get(call.callId).call.kind,
    times: call.turns.some((turn) => turn.startMs !== undefined),
  }));
  const criteria = Object.keys([...labels.values()][0].call.criteria);
  return evaluationTables(evaluationOf(evaluated, criteria), criteria)
    .slice(0, 3)
    .map((table) => ({ ...table, title: `${name}, second labeller against first: ${table.title}` }));
}

const splits = SPLITS.map(readSplit);
const passages = readPassages();
const { again, across } = repeatedTurns([...splits, passages]);
const near = nearCalls(splits);
const copied = copiedPassages(passages, splits.filter(({ name }) => SECOND.includes(name)));
const tables = [
  {
    title: 'Sizes',
    head: ['', 'calls', 'turns', 'median', '>= 80', 'English', 'times', 'no marks', 'no demand', 'protected', 'furious'],
    rows: splits.map(sizeRow),
  },
  { title: 'Labels', head: ['', ...SPLITS, passages.name], rows: labelRows([...splits, passages]) },
  {
    title: 'Passages',
    head: ['passages', 'turns'],
    rows: [[String(passages.calls.length), String(passages.calls.reduce((sum, { turns }) => sum + turns.length, 0))]],
  },
  {
    title: 'Danger, and the same words in calls without any',
    head: ['', 'danger', 'hyperbole'],
    rows: splits.map(dangerRow),
  },
  {
    title: `Texts that come again (turns from ${LONG_TURN} letters on)`,
    head: ['', 'n'],
    rows: [
      ['turns said again within a split', String(again)],
      ['turns said in two splits', String(across)],
      ['near-duplicate calls across splits', String(near.length)],
      ['passages that share most of their words with a sealed call', String(copied.length)],
    ],
  },
  ...splits.filter(({ name }) => SECOND.includes(name)).flatMap(agreementTables),
];
for (const table of tables) process.stdout.write(`${terminalTable(table, PLAIN)}\n`);
if (near.length + copied.length > 0) {
  process.stderr.write(`Near-duplicates across splits: ${[...near, ...copied].slice(0, 20).join('; ')}\n`);
  process.exitCode = 1;
}
