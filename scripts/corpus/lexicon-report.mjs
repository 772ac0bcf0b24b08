/**
 * `npm run eval:lexicons`: how precise each entry of a word list is on the train and dev calls, which entries no call
 * needs, and how many instances of a label share no phrase with the lists, with how many of those are found all the same.
 *
 *   npm run eval:lexicons -- [--csv entries.csv]
 */
import { basename, dirname, join, resolve } from 'node:path';
import { loadLanguagePacks } from '../../dist/config/language-packs.js';
import { readSetup } from '../../dist/config/setup.js';
import { TURN_LABELS } from '../../dist/evaluation/judgement.js';
import { readLabels } from '../../dist/evaluation/label-file.js';
import { labelTexts } from '../../dist/evaluation/labelled-set.js';
import { terminalTable } from '../../dist/evaluation/render/terminal.js';
import { ingest, loadVocabulary } from '../../dist/ingest/index.js';
import { loadEncoder } from '../../dist/nlp/encoder.js';
import { CsvFile } from '../../dist/reports/csv-file.js';
import { PLAIN } from '../../dist/reports/style.js';
import { compileScorer } from '../../dist/scoring/scorer.js';

const ROOT = resolve(import.meta.dirname, '../..');
const MODELS = join(ROOT, 'models');
const SETS = ['train', 'dev'].map((name) => join(ROOT, 'fixtures/corpus', name));
/** Entries that are wrong this often, seen at least so many times, are told. */
const POOR = 0.5;
const OFTEN = 4;
const SHOWN = 25;

const scorer = compileScorer(readSetup({ modelsFolder: MODELS, rubricFile: null, policy: 'default' }));
const encoder = await loadEncoder(join(MODELS, 'encoder'));
const vocabulary = await loadVocabulary(join(MODELS, 'ingest'));
const labels = readLabels(labelTexts(SETS));

/** By lexicon and entry: labels that it made, right and wrong. */
const entries = new Map();
const sums = new Map(TURN_LABELS.map((label) => [label, { gold: 0, phrase: 0, bare: 0, bareFound: 0 }]));
const key = (lexicon, entry) => `${lexicon}\t${entry}`;

for await (const item of ingest(SETS, { vocabulary })) {
  if (item.kind === 'reject') throw new Error(item.reject.reason);
  const { call } = item;
  const [read] = await encoder.read([scorer.modelTexts(call)]);
  const { findings } = scorer.score(call, read, encoder.infoOf(call.language)).result;
  const gold = new Map(labels.get(call.callId).turns.map((turn) => [turn.i, new Set(turn.labels)]));
  const byPlace = new Map();
  for (const finding of findings) {
    if (!TURN_LABELS.includes(finding.label)) continue;
    const place = `${finding.turn} ${finding.label}`;
    const phrases = [finding.source, ...finding.witnesses].filter((source) => source.kind === 'phrase');
    const seen = byPlace.get(place) ?? { phrase: false, counted: false };
    byPlace.set(place, { phrase: seen.phrase || phrases.length > 0, counted: seen.counted || finding.counted });
    if (!finding.counted || finding.source.kind !== 'phrase') continue;
    const name = key(finding.source.lexicon, finding.source.entry);
    const entry = entries.get(name) ?? { label: finding.label, right: 0, wrong: 0 };
    if (gold.get(finding.turn)?.has(finding.label)) entry.right++;
    else entry.wrong++;
    entries.set(name, entry);
  }
  for (const [turn, own] of gold) {
    for (const label of own) {
      const sum = sums.get(label);
      const seen = byPlace.get(`${turn} ${label}`);
      sum.gold++;
      if (seen?.phrase) sum.phrase++;
      else {
        sum.bare++;
        if (seen?.counted) sum.bareFound++;
      }
    }
  }
}
await encoder.dispose();

const packs = loadLanguagePacks(MODELS);
const making = new Set([...entries.keys()].map((name) => name.split('\t')[0]));
const idle = Object.values(packs).flatMap((pack) =>
  [...pack.lexicons.values()]
    .filter(({ name }) => making.has(name))
    .flatMap(({ name, entries: all }) => all.filter(({ phrase }) => !entries.has(key(name, phrase))).map(() => name)),
);
const total = Object.values(packs).reduce(
  (sum, pack) => sum + [...pack.lexicons.values()].filter(({ name }) => making.has(name)).reduce((n, each) => n + each.entries.length, 0),
  0,
);
const poor = [...entries]
  .filter(([, { right, wrong }]) => right + wrong >= OFTEN && right / (right + wrong) < POOR)
  .sort(([, a], [, b]) => b.wrong - a.wrong);

const percent = (part, whole) => (whole === 0 ? '-' : `${Math.round((100 * part) / whole)} %`);
const tables = [
  {
    title: 'Labels and the lists (bare: instances that share no phrase with them)',
    head: ['', 'n', 'with a phrase', 'bare', 'bare share', 'bare found'],
    rows: [...sums].map(([label, { gold, phrase, bare, bareFound }]) => [
      label,
      String(gold),
      String(phrase),
      String(bare),
      percent(bare, gold),
      percent(bareFound, bare),
    ]),
  },
  {
    title: `Entries that are wrong more often than right (${poor.length}; the first ${Math.min(SHOWN, poor.length)})`,
    head: ['', 'label', 'right', 'wrong'],
    rows: poor
      .slice(0, SHOWN)
      .map(([name, { label, right, wrong }]) => [name.replace('\t', ': '), label, String(right), String(wrong)]),
  },
];
for (const table of tables) process.stdout.write(`${terminalTable(table, PLAIN)}\n`);
process.stdout.write(`${entries.size} entries made a label; ${idle.length} of ${total} in these lists made none.\n`);
process.stdout.write('The witness of turn labels was trained on these calls: what it finds of the bare ones here flatters it.\n');

const csvAt = process.argv.indexOf('--csv');
if (csvAt !== -1) {
  const path = resolve(process.argv[csvAt + 1]);
  const file = new CsvFile(dirname(path), basename(path), ['lexicon', 'entry', 'label', 'right', 'wrong']);
  for (const [name, { label, right, wrong }] of [...entries].sort(([a], [b]) => (a < b ? -1 : 1))) {
    await file.write([...name.split('\t'), label, right, wrong]);
  }
  await file.close();
}
