/**
 * `npm run harassment-set`: every labelled call of the project, with and without the encoder, under both policies: how
 * many protected callers, with a demand or in danger, are ended or blocked beyond the exceptions of the labels (it must
 * be nobody), and how many harassers are missed. Prints ids alone, no words. Ends with 1 where a protected caller is ended.
 */
import { join, resolve } from 'node:path';
import { createGroupScorer } from '../../dist/batch/group-scorer.js';
import { judgeCalls, readCalls } from '../../dist/cli/judge-calls.js';
import { readSetup } from '../../dist/config/setup.js';
import { readLabels } from '../../dist/evaluation/label-file.js';
import { labelTexts } from '../../dist/evaluation/labelled-set.js';
import { terminalTable } from '../../dist/evaluation/render/terminal.js';
import { PLAIN } from '../../dist/reports/style.js';

const ROOT = resolve(import.meta.dirname, '../..');
const MODELS = join(ROOT, 'models');
const SETS = ['corpus/train', 'corpus/dev', 'corpus/regression', 'corpus/test', 'corpus/patience', 'calls'];
const POLICIES = ['default', 'protect-staff'];
const ENCODERS = [join(MODELS, 'encoder'), null];

const setupOf = (policy) => readSetup({ modelsFolder: MODELS, rubricFile: null, policy });

const sets = [];
for (const name of SETS) {
  const folder = join(ROOT, 'fixtures', name);
  const labels = readLabels(labelTexts([folder]));
  sets.push({ name, labels, calls: await readCalls([folder], labels, setupOf('default')) });
}
const rows = [];
const ended = [];
for (const policy of POLICIES) {
  for (const encoderFolder of ENCODERS) {
    const scorer = await createGroupScorer({ files: setupOf(policy), encoderFolder });
    for (const { name, labels, calls } of sets) {
      const judged = await judgeCalls(calls, labels, scorer);
      const total = (count) => judged.reduce((sum, { comparison }) => sum + (comparison.counts.get(count) ?? 0), 0);
      const errors = ['protected_ended', 'ended_wrongly', 'harasser_missed'].map((error) => total(`harassment-error ${error}`));
      const mode = encoderFolder === null ? 'rules alone' : 'with the encoder';
      rows.push([policy, mode, name, total('protected'), ...errors].map(String));
      for (const { call, comparison } of judged) {
        if (comparison.counts.has('harassment-error protected_ended')) ended.push(`${call.callId} (${policy}, ${mode})`);
      }
    }
    await scorer.dispose();
  }
}
const head = ['policy', '', 'calls', 'protected', 'of them ended', 'others ended wrongly', 'harassers missed'];
process.stdout.write(terminalTable({ title: 'Harassment decisions on all labelled calls', head, rows }, PLAIN));
if (ended.length > 0) {
  process.stderr.write(`Protected callers ended or blocked: ${ended.join(', ')}\n`);
  process.exitCode = 1;
}
