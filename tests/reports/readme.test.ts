import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { TURN_LABELS } from '../../src/evaluation/judgement.js';
import { readLabels } from '../../src/evaluation/label-file.js';
import { RUBRIC } from './sample-calls.js';

const README = readFileSync('README.md', 'utf8');
const PER_CRITERION = new RegExp(`^(${RUBRIC.criteria.map(({ id }) => id).join('|')})(_applicable|_met_rate)?$`);

function columnsOf(name: string): readonly string[] {
  const [header] = readFileSync(`tests/reports/golden/en-${name}.csv`, 'utf8').replace('\uFEFF', '').split('\n');
  return header!.split(',');
}

function optionsOf(file: string): readonly string[] {
  const text = readFileSync(`src/cli/${file}`, 'utf8');
  return [...text.matchAll(/(?:option\(|new Option\(|requiredOption\()\s*'(--[a-z-]+)/g)].map((match) => match[1]!);
}

describe('the README', () => {
  it('names every label of a turn', () => {
    const table = README.slice(README.indexOf('| `turns[].labels` |'));
    const row = table.slice(0, table.indexOf('\n'));
    expect(TURN_LABELS.filter((label) => !row.includes(`\`${label}\``))).toEqual([]);
  });

  it('shows a line of labels that is read, and names each of its keys', () => {
    const [, text] = /A line of labels:\n\n```json\n(.*?)\n```/s.exec(README)!;
    const [labels] = readLabels([{ path: 'README.labels.jsonl', text: text! }]).values();
    const keys = [...Object.keys(labels!.turns[2]!).map((key) => `turns[].${key}`), 'interruptions[]', 'callId'];
    for (const key of [...keys, ...Object.keys(labels!.call).map((name) => `call.${name}`)]) {
      expect(README).toContain(`| \`${key}\` |`);
    }
  });

  it.each(['calls', 'criteria', 'agents', 'harassment', 'rejects'])('names every column of %s.csv', (name) => {
    const columns = columnsOf(name).filter((column) => !PER_CRITERION.test(column));
    expect(columns.filter((column) => !README.includes(`\`${column}\``))).toEqual([]);
  });

  it('names every option of the commands', () => {
    const options = readdirSync('src/cli').flatMap(optionsOf);
    expect(options.length).toBeGreaterThan(8);
    expect(options.filter((option) => !README.includes(`\`${option}`))).toEqual([]);
  });
});
