import { describe, expect, it } from 'vitest';
import { compare } from '../../src/evaluation/comparison.js';
import { evaluationOf } from '../../src/evaluation/evaluation.js';
import { judgeGates } from '../../src/evaluation/gates.js';
import { evaluationJson } from '../../src/evaluation/render/json.js';
import { junitXml, xmlText } from '../../src/evaluation/render/junit.js';
import { markdownTable } from '../../src/evaluation/render/markdown.js';
import { evaluationTables, gateTable } from '../../src/evaluation/render/tables.js';
import { terminalTable } from '../../src/evaluation/render/terminal.js';
import { runnerText } from '../../src/reports/escape/runner.js';
import { PLAIN } from '../../src/reports/style.js';
import { judgement, SPEAKERS } from './sample-judgements.js';

const HOSTILE = 'x\u001B[31m</testcase>|@all `rm`\n::set-env name=A::b ##vso[task.complete] ]]>\u0000\u202E\uFFFE';
const EVALUATION = evaluationOf(
  [
    {
      comparison: compare({
        truth: judgement({ callId: HOSTILE }),
        other: judgement({ callId: HOSTILE, harassment: { decision: 'end_call', fromTurn: 1, categories: [] } }),
        speakers: SPEAKERS,
      }),
      language: 'zh',
      kind: 'complaint',
      times: true,
    },
  ],
  ['empathy', 'apology'],
);
const GATES = judgeGates([], EVALUATION, null);
const TABLE = { title: HOSTILE, head: ['', HOSTILE], rows: [[HOSTILE, '1']] };

describe('what a foreign text may do', () => {
  it('nothing on a terminal, nor in the log of a CI step', () => {
    const text = terminalTable(TABLE, PLAIN);
    expect(text).not.toMatch(/[\u001B\u0000\u202E]|::|##/);
    expect(text.split('\n')).toHaveLength(4);
    expect(runnerText(':::error')).not.toContain('::');
  });

  it('nothing in Markdown', () => {
    const text = markdownTable(TABLE);
    const lines = text.trimEnd().split('\n');
    expect(lines).toHaveLength(5);
    for (const line of [lines[0]!.slice(4), ...lines.slice(2).map((row) => row.slice(2, -2))]) {
      expect(line.replaceAll(' | ', '').replace(/&#\d+;/g, '')).not.toMatch(/[`<>@[\]*_]/);
    }
    expect(lines.slice(2).map((line) => line.split('|').length)).toEqual([4, 4, 4]);
  });

  it('nothing in XML', () => {
    const xml = junitXml(EVALUATION, GATES, []);
    expect(xml.match(/<testcase /g)).toHaveLength(2);
    expect(xml.match(/<\/testcase>/g)).toHaveLength(2);
    expect(xml).not.toMatch(/[\u0000\u001B\uFFFE]/);
    expect(xmlText(`<&>"'`)).toBe('&lt;&amp;&gt;&quot;&apos;');
  });
});

describe('renderings', () => {
  it('count a protected caller who is ended as a failure of gate and call', () => {
    const xml = junitXml(EVALUATION, GATES, []);
    expect(xml).toContain('<testsuite name="gates" tests="1" failures="1">');
    expect(xml).toContain('<testsuite name="calls" tests="1" failures="1">');
    expect(xml).toContain(`wanted at most 0; calls: ${xmlText(HOSTILE)}"/>`);
    expect(gateTable(GATES, EVALUATION, []).rows[0]).toEqual([expect.any(String), 'failed', '1', 'at most 0', HOSTILE]);
  });

  it('have rows as long as their heads', () => {
    for (const { title, head, rows } of evaluationTables(EVALUATION, ['empathy', 'apology'])) {
      expect(
        rows.every((row) => row.length === head.length),
        title,
      ).toBe(true);
    }
  });

  it('give every figure as JSON', () => {
    const record = JSON.parse(evaluationJson({ evaluation: EVALUATION, gates: GATES, changes: [], provenance: {} }));
    expect(record.slices[0].metrics['labels.complaint.f1']).toEqual({ value: 1, low: 1, high: 1, instances: 1 });
    expect(record.slices[0].metrics['labels.apology.f1'].value).toBeNull();
    expect(record.differences).toHaveLength(1);
  });
});
