import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DISCARD_REASONS } from '../../src/domain/finding.js';
import { DECISIONS, HARASSMENT_CATEGORIES } from '../../src/domain/harassment.js';
import { LABEL_NAMES } from '../../src/domain/label.js';
import { parseMessages } from '../../src/reports/messages.js';
import { messages } from './words.js';

/** English tables keep codes and column names, and the sentence of a reject is English already. */
const CHINESE_ONLY = /^(column\.|reject\.|reject_place$)/;

const EXPECTED = [
  ...LABEL_NAMES.map((name) => `label.${name}`),
  ...DISCARD_REASONS.map((reason) => `discard.${reason}`),
  ...[...DECISIONS, 'undetermined'].map((decision) => `decision.${decision}`),
  ...HARASSMENT_CATEGORIES.map((category) => `category.${category}`),
  ...['met', 'partly', 'not_met', 'not_applicable', 'error'].map((status) => `status.${status}`),
  ...['excellent', 'pass', 'coach', 'fail', 'critical?', 'critical', 'insufficient', 'incomplete'].map(
    (band) => `band.${band}`,
  ),
];

function sourceFiles(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => readFileSync(join(folder, name), 'utf8'));
}

describe('messages', () => {
  it('say the same things in both languages', () => {
    const chinese = messages('zh').keys.filter((key) => !CHINESE_ONLY.test(key));
    expect([...chinese].sort()).toEqual([...messages('en').keys].sort());
  });

  it('use the same parameters in both languages', () => {
    const parameters = (text: string) => (text.match(/\{\w+\}/g) ?? []).sort();
    for (const key of messages('en').keys) {
      expect(parameters(messages('zh').text(key)), key).toEqual(parameters(messages('en').text(key)));
    }
  });

  it('word every code of the domain', () => {
    for (const language of ['en', 'zh'] as const) {
      expect(EXPECTED.filter((key) => messages(language).find(key) === null)).toEqual([]);
    }
  });

  it('word every reject that can stand in a table', () => {
    const source = readFileSync('src/ingest/reject.ts', 'utf8');
    const sentences = source.slice(source.indexOf('const SENTENCES'), source.indexOf('satisfies'));
    const codes = [...sentences.matchAll(/^ {2}(\w+):/gm)].map((match) => match[1]!);
    expect(codes.length).toBeGreaterThan(20);
    // What does not exist is told before a run begins.
    const worded = codes.filter((code) => code !== 'missing' && messages('zh').find(`reject.${code}`) === null);
    expect(worded).toEqual([]);
  });

  it('have every key that the code names', () => {
    const code = [...sourceFiles('src/reports'), ...sourceFiles('src/cli')].join('\n');
    const named = [...code.matchAll(/messages\.text\(\s*'([\w.]+)'/g)].map((match) => match[1]!);
    expect(named.length).toBeGreaterThan(30);
    expect(named.filter((key) => messages('zh').find(key) === null)).toEqual([]);
  });

  it('word every column of the Chinese tables', () => {
    for (const name of ['calls', 'criteria', 'agents', 'harassment', 'rejects']) {
      const header = readFileSync(`tests/reports/golden/zh-${name}.csv`, 'utf8').split('\n')[0]!;
      expect(header.replace('\uFEFF', ''), name).not.toMatch(/[a-z_]/);
    }
  });

  it('give the key where they have no message, and leave unknown places open', () => {
    const few = parseMessages('en', { path: 'few.yaml', text: 'a: {b: "{x} and {y}"}' });
    expect(few.text('a.b', { x: 1 })).toBe('1 and {y}');
    expect(few.text('a.c')).toBe('a.c');
    expect(few.find('a.c')).toBeNull();
  });
});
